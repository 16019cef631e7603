"""Beginning, saving and sending a form."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

import forms
from portal.cases.models import Case, Participant
from portal.cases.rules import CLOSED_STATES
from portal.cases.scope import readable
from portal.core import clock, crypto
from portal.core.db import Compartment
from portal.core.errors import Conflict, Invalid, Missing
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.definitions import queries as definitions
from portal.submissions import answers as store
from portal.submissions import policies, queries, rules, surroundings
from portal.submissions.events import SubmissionStarted, SubmissionSubmitted
from portal.submissions.models import Submission

ONCE = frozenset({"intake"})
"""Forms that are filled in once per person and case."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A submission that is being worked on, with its case and its form."""

    submission: Submission
    case: Case
    form: forms.Prepared
    context: forms.Context

    @property
    def own(self) -> frozenset[str]:
        """The compartments whoever works on it reads."""
        return self.context.compartments or frozenset()


def start(
    uow: UnitOfWork, case_id: uuid.UUID, family_key: str, person_id: uuid.UUID,
    answers: Mapping[str, Any] | None = None,
) -> Submission:  # fmt: skip
    """Begin a form about a person of the case; one that is open already is returned as it is.

    *answers* fill it beforehand, by id or key. Raises Missing, Denied("submission.start"), Conflict("case.closed"),
    Conflict("submission.exists") for a form that is filled in once, Invalid("submission.person").
    """
    case = uow.get(Case, case_id)
    if case.state in CLOSED_STATES:
        raise Conflict("case.closed")
    version = definitions.latest(uow.session, uow.actor, family_key)
    if version.family.record is not None:  # its answers are fields of a record, not a form that is sent
        raise Missing("form.missing", family=family_key)
    form = definitions.prepared(version)
    require(policies.may_start(uow.actor, case, form.definition.filled_by), "submission.start")
    takes_part = sa.select(Participant.id).where(Participant.case_id == case_id, Participant.person_id == person_id)
    if uow.session.scalar(takes_part) is None:
        raise Invalid("submission.person", field="person_id")
    before = _earlier(uow, case_id, family_key, person_id)
    standing = next((row for row in before if row.state in rules.OPEN), None)
    if standing is not None:
        return standing
    if before and family_key in ONCE:
        raise Conflict("submission.exists")
    row = uow.add(
        Submission(
            case_id=case_id, family_key=family_key, form_version_id=version.id, person_id=person_id,
            filled_by=uow.actor.id, filled_by_role=form.definition.filled_by,
        )
    )  # fmt: skip
    uow.record(SubmissionStarted(case_id, row.id, family_key, version.digest, person_id))
    opened = open_any(uow, row)
    own = {id_ for id_, entry in form.entries.items() if entry.compartment in opened.own}
    begun = {id_: v for id_, v in surroundings.begin(uow, case, person_id, form, opened.context).items() if id_ in own}
    if begun:
        _write(uow, opened, begun)
    if answers:
        save(uow, row.id, answers)
    return row


def save(
    uow: UnitOfWork, submission_id: uuid.UUID, answers: Mapping[str, Any], version: int | None = None
) -> Submission:
    """Put *answers*, by id or key, over those that stand; None takes one away.

    Raises Missing, Denied, Conflict("submission.closed", "row.stale") and Invalid("submission.answers", errors=…) with
    every fault, in which case nothing is saved.
    """
    opened = open_for_change(uow, submission_id, version)
    given = forms.named(opened.form, answers)
    foreign = [
        id_ for id_ in given if id_ in opened.form.entries and opened.form.entries[id_].compartment not in opened.own
    ]
    require(not foreign, "submission.compartment")
    merged = store.kept(uow, opened.submission) | given
    given = {id_: v for id_, v in merged.items() if v is not None}
    cleaned = forms.clean(opened.form, given, opened.context, draft=True)
    if cleaned.faults:
        raise Invalid("submission.answers", count=len(cleaned.faults), errors=list(cleaned.faults))
    _write(uow, opened, cleaned.answers)
    return opened.submission


def save_page(
    uow: UnitOfWork, submission_id: uuid.UUID, page: str, posted: forms.Posted, version: int | None = None
) -> tuple[Opened, forms.Cleaned]:
    """Save what was posted of one page: the sound answers are kept, the faults of the others returned.

    Raises Missing, Denied, Conflict("submission.closed", "row.stale").
    """
    opened = open_for_change(uow, submission_id, version)
    loaded = store.sets(uow, opened.submission)
    stood = store.kept(uow, opened.submission, loaded)
    cleaned = forms.read_page(opened.form, page, stood, posted, opened.context)
    _write(uow, opened, cleaned.answers, loaded)
    return opened, cleaned


def submit(uow: UnitOfWork, submission_id: uuid.UUID, version: int | None = None) -> Submission:
    """Send a form: its answers stand still from now on.

    Raises Invalid("submission.incomplete", errors=…) with every fault and gap; Denied; Conflict("submission.move").
    """
    submission = uow.get(Submission, submission_id, version)
    state = rules.move(submission.state, "submit")
    opened = open_any(uow, submission)
    require(policies.may_submit(uow.actor, opened.case, submission), "submission.submit")
    cleaned = forms.clean(opened.form, store.kept(uow, submission), opened.context)
    gaps, _ = forms.gaps(opened.form, cleaned.answers, opened.context)
    faults = [*cleaned.faults, *gaps]
    if faults:
        raise Invalid("submission.incomplete", count=len(faults), errors=faults)
    store.keep(uow, submission, opened.form, cleaned.answers, opened.own)
    submission.state, submission.submitted_at = state, uow.now
    submission.filled_by = uow.actor.id or submission.filled_by
    submission.assessed_on = assessed_on(opened.form, cleaned.answers) or clock.local(uow.now).date()
    uow.session.flush()
    event = SubmissionSubmitted(
        submission.case_id, submission.id, submission.family_key, opened.form.digest, submission.assessed_on
    )
    uow.record(event)
    return submission


def open_for_change(uow: UnitOfWork, submission_id: uuid.UUID, version: int | None = None) -> Opened:
    """Load a submission that may still change; raises Conflict("submission.closed") or Denied("submission.change")."""
    submission = uow.get(Submission, submission_id, version)
    opened = open_any(uow, submission)
    require(policies.may_fill(uow.actor, opened.case, submission.filled_by_role), "submission.change")
    rules.demand_open(submission.state)
    if opened.case.state in CLOSED_STATES:
        raise Conflict("case.closed")
    require(policies.may_change(uow.actor, opened.case, submission), "submission.change")
    return opened


def open_any(uow: UnitOfWork, submission: Submission) -> Opened:
    """Gather what working on *submission* needs, whatever its state."""
    case = queries.case_of(uow.session, uow.actor, submission.case_id)
    form = definitions.prepared(definitions.version(uow.session, uow.actor, submission.form_version_id))
    own = frozenset(part.value for part in readable(uow.actor, case))
    if form.looks_back and Compartment.CARE.value in own:
        crypto.open_care(uow.session, case.id)  # conditions speak of answers of the time before; none is shown here
    context = surroundings.around(
        uow.session, uow.actor, case, submission, own, clock.local(uow.now).date(), form, named=False
    )
    return Opened(submission, case, form, context)


def _write(uow: UnitOfWork, opened: Opened, answers: dict[str, Any], loaded: store.Sets | None = None) -> None:
    store.keep(uow, opened.submission, opened.form, answers, opened.own, loaded)
    opened.submission.saved_at = uow.now
    flag_modified(opened.submission, "saved_at")  # so that every save counts up the version
    uow.session.flush()


def _earlier(uow: UnitOfWork, case_id: uuid.UUID, family_key: str, person_id: uuid.UUID) -> list[Submission]:
    wanted = sa.select(Submission).where(
        Submission.case_id == case_id, Submission.family_key == family_key, Submission.person_id == person_id
    )
    return list(uow.session.scalars(wanted.order_by(Submission.created_at)))


def assessed_on(form: forms.Prepared, answers: Mapping[str, Any]) -> dt.date | None:
    """Return the day that the answers themselves name, when the form asks for one."""
    dated_by = form.definition.dated_by
    answer = answers.get(dated_by) if dated_by else None
    return dt.date.fromisoformat(answer) if isinstance(answer, str) else None
