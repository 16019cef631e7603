"""The blueprint of this stage, and what its views share."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, render_template, request

from portal.cases import messages, policies, queries
from portal.cases.models import Case
from portal.core.db import db
from portal.web.auth import current_actor

bp = Blueprint("cases", __name__, url_prefix="/zaken")

STAFF = ("corporation_staff", "bureau_staff", "bureau_admin")
WORKERS = (*STAFF, "expert")
READERS = (*WORKERS, "legal")
LARGEST_READ = 11 * 1024 * 1024


def opened(case_id: uuid.UUID) -> Case:
    """Return the case a page is about, or raise Missing."""
    return queries.case(db.session, current_actor(), case_id)


def page(template: str, status: int = 200, **given: Any) -> tuple[str, int]:
    """Render a page with the words of this stage."""
    return render_template(template, words=messages, policies=policies, **given), status


def posted_file(name: str = "file") -> tuple[str, bytes] | None:
    """Return name and content of a posted file; None when none was chosen."""
    file = request.files.get(name)
    if file is None or not file.filename:
        return None
    with file.stream as stream:
        return file.filename[-200:], stream.read(LARGEST_READ)
