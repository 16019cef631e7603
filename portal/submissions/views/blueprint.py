"""The blueprint of this stage, and what its views share."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, render_template, request

import forms
from portal.cases.models import Case
from portal.cases.scope import readable
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Denied
from portal.definitions import queries as definitions
from portal.submissions import messages, policies, queries, surroundings
from portal.submissions.models import Submission
from portal.web.auth import current_actor
from portal.web.disclosure import log_care_read
from portal.web.locale import current_language

bp = Blueprint("submissions", __name__, url_prefix="/formulieren")

READERS = ("expert", "bureau_staff", "bureau_admin", "legal", "corporation_staff")
FILLERS = ("expert", "corporation_staff", "bureau_staff", "bureau_admin")
PURPOSE = "care_guidance"
MOST_PARTS = 20_000
"""So many boxes one page may send: as many as the engine reads."""


@bp.url_value_preprocessor
def many_rows(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a page with many rows be sent in parts, as a page with files is; said before anything reads the form."""
    request.max_form_parts = MOST_PARTS


@dataclass(frozen=True, slots=True)
class Seen:
    """A submission as its reader may see it."""

    submission: Submission
    case: Case
    form: forms.Prepared
    answers: dict[str, Any]
    context: forms.Context

    @property
    def person(self) -> str:
        """The name of whom the form is about."""
        return dict(self.context.people or ()).get(str(self.submission.person_id), "")


def seen(submission_id: uuid.UUID) -> Seen:
    """Open a submission for reading: confined, allowed, and with care logged before it is opened."""
    actor = current_actor()
    found = queries.submission(db.session, actor, submission_id)
    case = queries.case_of(db.session, actor, found.case_id)
    if not policies.may_read(actor, case, found):
        raise Denied("submission.read")
    disclose(case, f"submission:{found.id}")
    own = frozenset(part.value for part in readable(actor, case))
    form = definitions.prepared(found.form_version)
    context = surroundings.around(db.session, actor, case, found, own, clock.today(), form)
    return Seen(found, case, form, queries.answers(db.session, actor, found), context)


def disclose(case: Case, what: str) -> None:
    """Log, once per request, case and thing, that care answers are about to be shown to who reads care."""
    logged: set[tuple[uuid.UUID, str]] = g.setdefault("disclosed", set())
    if (case.id, what) not in logged and policies.may_read_care(current_actor(), case):
        log_care_read(db.session, current_actor(), case.id, what, PURPOSE)
        logged.add((case.id, what))


def page(template: str, status: int = 200, **given: Any) -> tuple[str, int]:
    """Render a page with the words of this stage."""
    return render_template(template, words=messages, locale=current_language(), say=forms.say, **given), status
