"""Correcting a sent form: the current answer changes, what stood and why are kept for good."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

import forms
from portal.cases.rules import CLOSED_STATES
from portal.core.db import Compartment
from portal.core.errors import Conflict, Invalid
from portal.core.plaintext import free_text
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.submissions import answers as store
from portal.submissions import policies, rules
from portal.submissions.events import SubmissionCorrected
from portal.submissions.models import AnswerCorrection, Submission
from portal.submissions.services.filling import Opened, assessed_on, open_any


def correct(
    uow: UnitOfWork, submission_id: uuid.UUID, answers: Mapping[str, Any], reason: str, version: int | None = None
) -> list[AnswerCorrection]:
    """Correct *answers*, by id or key, of a sent form, because of *reason*; None takes an answer away.

    The form version that was filled in still judges them. What no longer shows is corrected along. Raises Missing,
    Denied("correction.denied"), Conflict("correction.open", "case.closed", "row.stale"), Invalid("correction.reason",
    "correction.nothing") and Invalid("correction.answer", errors=…), in which case nothing changes.
    """
    opened, before = _open(uow, submission_id, version)
    given = forms.named(opened.form, answers)
    foreign = [
        id_ for id_ in given if id_ in opened.form.entries and opened.form.entries[id_].compartment not in opened.own
    ]
    require(not foreign, "submission.compartment")
    merged = {id_: value for id_, value in (before | given).items() if value is not None}
    return _write(uow, opened, before, forms.clean(opened.form, merged, opened.context), reason)


def correct_posted(
    uow: UnitOfWork, submission_id: uuid.UUID, posted: forms.Posted, reason: str, version: int | None = None
) -> list[AnswerCorrection]:
    """Correct what was posted of a sent form, whichever pages it stands on; raises as `correct` does."""
    opened, before = _open(uow, submission_id, version)
    answers, faults = before, list[forms.Fault]()
    for page in opened.form.pages:
        cleaned = forms.read_page(opened.form, page, answers, posted, opened.context)
        answers = cleaned.answers
        faults += [fault for fault in cleaned.faults if fault not in faults]
    seen = forms.shown(opened.form, answers, opened.context)
    return _write(uow, opened, before, forms.Cleaned(answers, tuple(faults), seen), reason)


def _open(uow: UnitOfWork, submission_id: uuid.UUID, version: int | None) -> tuple[Opened, dict[str, Any]]:
    submission = uow.get(Submission, submission_id)
    opened = open_any(uow, submission)
    require(policies.may_fill(uow.actor, opened.case, submission.filled_by_role), "correction.denied")
    rules.demand_sent(submission.state)
    if opened.case.state in CLOSED_STATES:
        raise Conflict("case.closed")
    require(policies.may_correct(uow.actor, opened.case, submission), "correction.denied")
    if version is not None and submission.version != version:
        raise Conflict("row.stale", table="submission", id=str(submission_id))
    return opened, store.kept(uow, submission)


def _write(
    uow: UnitOfWork, opened: Opened, before: dict[str, Any], cleaned: forms.Cleaned, reason: str
) -> list[AnswerCorrection]:
    submission, after = opened.submission, cleaned.answers
    words = free_text(reason, rules.REASON_LIMIT, field="reason")
    faults = list(cleaned.faults) or forms.gaps(opened.form, after, opened.context)[0]
    if faults:
        raise Invalid("correction.answer", count=len(faults), errors=faults)
    changed = [id_ for id_ in opened.form.entries if before.get(id_) != after.get(id_)]
    if not changed:
        raise Invalid("correction.nothing")
    if not words:
        raise Invalid("correction.reason", field="reason")
    store.keep(uow, submission, opened.form, after, opened.own)
    submission.corrected_at = uow.now
    if submission.assessed_on is not None:
        submission.assessed_on = assessed_on(opened.form, after) or submission.assessed_on
    uow.session.flush()
    return [keep_change(uow, opened, id_, before.get(id_), after.get(id_), words) for id_ in changed]


def keep_change(uow: UnitOfWork, opened: Opened, field_id: str, old: Any, new: Any, reason: str) -> AnswerCorrection:
    """Keep for good what an answer was, what it became and why, sealed where the question belongs."""
    submission, compartment = opened.submission, Compartment(opened.form.entries[field_id].compartment)
    wanted = sa.select(sa.func.max(AnswerCorrection.number)).where(AnswerCorrection.submission_id == submission.id)
    row = AnswerCorrection(
        case_id=submission.case_id, submission_id=submission.id, compartment=compartment, field_id=field_id,
        number=_next_number(uow, wanted), corrected_by=uow.actor.id,
    )  # fmt: skip
    change = json.dumps({"old": old, "new": new, "reason": reason}, ensure_ascii=False, sort_keys=True)
    uow.add(row)
    uow.seal(row, "care_change" if compartment is Compartment.CARE else "change", change)
    uow.session.flush()
    uow.record(
        SubmissionCorrected(
            submission.case_id, submission.id, submission.family_key, field_id, compartment.value, row.number
        )
    )
    return row


def _next_number(uow: UnitOfWork, wanted: sa.Select[Any]) -> int:
    return (uow.session.scalar(wanted) or 0) + 1
