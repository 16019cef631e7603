"""The blueprint of this stage, and what its views share."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from portal.agreements import compare, messages, policies, queries, services, words
from portal.agreements.checks import Finding
from portal.agreements.content import Content
from portal.agreements.models import Agreement, AgreementDraft
from portal.agreements.template.words import kind_words
from portal.cases import queries as cases
from portal.cases.models import Case
from portal.clauses.differing import Kind, words_changed
from portal.core.db import db
from portal.documents.drawings import drawing
from portal.web.auth import current_actor

bp = Blueprint("agreements", __name__, url_prefix="/afspraken")

WRITERS = ("bureau_staff", "bureau_admin", "legal")
READERS = (*WRITERS, "corporation_staff", "expert")


@dataclass(frozen=True, slots=True)
class Desk:
    """An open draft as the composer shows it."""

    agreement: Agreement
    case: Case
    draft: AgreementDraft
    content: Content
    blocking: list[Finding]
    warnings: list[Finding]
    may_change: bool


def opened(agreement_id: uuid.UUID) -> Desk:
    """Return the open draft of an agreement, composed and checked; Missing("row.missing", "agreement.no_draft")."""
    actor = current_actor()
    agreement = queries.agreement(db.session, actor, agreement_id)
    case = cases.case(db.session, actor, agreement.case_id)
    content, draft = services.composed(db.session, agreement_id, actor)
    earlier = queries.versions(db.session, actor, agreement_id)
    return Desk(
        agreement, case, draft, content, services.obstacles(db.session, content),
        services.weak_points(content, earlier), policies.may_change(actor, case),
    )  # fmt: skip


def page(template: str, status: int = 200, **given: Any) -> tuple[str, int]:
    """Render a page with the words of this stage."""
    return (
        render_template(
            template,
            said=messages,
            words=words,
            words_changed=words_changed,
            finding_text=finding_text,
            signing_url=signing_url,
            drawing=drawing,
            **given,
        ),
        status,
    )


def finding_text(finding: Finding) -> str:
    """Say one point of the list before sending, with its remedy."""
    said = dict(finding.params)
    if "kind" in said:
        said["kind"] = kind_words(str(said["kind"]))
    return str(messages.FINDINGS[finding.code]) % said


def told_changes(before: Content, after: Content) -> list[tuple[str, list[tuple[Kind, str]]]]:
    """Say every difference between two contents, in words and with its texts laid over each other."""
    return [
        (str(messages.CHANGES[one.code]) % one.params, words_changed(one.before, one.after))
        for one in compare.differences(before, after)
    ]


def posted_version() -> int | None:
    """Return the version of the draft that a form was made of."""
    given = request.form.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None


def signing_url(version_id: uuid.UUID) -> str | None:
    """Return where the signing of a version is followed, when that stage is there."""
    known = "signatures.panel" in current_app.view_functions
    return url_for("signatures.panel", version_id=version_id) if known else None


def pdf(data: bytes, name: str, *, download: bool = True) -> ResponseReturnValue:
    """Answer with a PDF that no cache keeps."""
    answer = send_file(io.BytesIO(data), mimetype="application/pdf", as_attachment=download, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
