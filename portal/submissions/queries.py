"""Reads of submissions, confined to the actor; care answers open only after their reading was logged."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session, contains_eager

import forms
from portal.cases.models import Case, Participant
from portal.core import crypto
from portal.core.blobs import StoredFile
from portal.core.db import Compartment
from portal.core.errors import Missing
from portal.core.policy import Actor, scoped
from portal.definitions import queries as definitions
from portal.parties.models import Person
from portal.parties.rules import full_name
from portal.submissions import policies
from portal.submissions.models import AnswerCorrection, CareAnswers, ReleasedItem, Submission, SubmissionAnswers
from portal.submissions.rules import SENT, SubmissionState


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One life domain of one person: the scores through time and what the person wants to reach."""

    key: str
    label: str
    person_id: uuid.UUID
    points: tuple[tuple[dt.date, int], ...]
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """One correction as its reader may see it: which question, what stood, what stands and why."""

    number: int
    at: dt.datetime
    by: uuid.UUID | None
    field_id: str
    old: Any
    new: Any
    reason: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a score was the time before."""

    on: dt.date
    score: int | None
    target: int | None


def _with_version() -> Any:
    return contains_eager(Submission.form_version)


def submission(session: Session, actor: Actor, submission_id: uuid.UUID) -> Submission:
    """Return a submission with its form version; Missing("row.missing") when absent or foreign."""
    query = scoped(Submission, actor).join(Submission.form_version).options(_with_version())
    found = session.scalars(query.where(Submission.id == submission_id)).one_or_none()
    if found is None:
        raise Missing("row.missing", table="submission")
    return found


def of_case(session: Session, actor: Actor, case_id: uuid.UUID, family_key: str | None = None) -> Sequence[Submission]:
    """List the submissions of a case in the order of their making, each with its form version."""
    query = scoped(Submission, actor).join(Submission.form_version).options(_with_version())
    query = query.where(Submission.case_id == case_id)
    if family_key:
        query = query.where(Submission.family_key == family_key)
    return session.scalars(query.order_by(Submission.created_at, Submission.id)).all()


def latest_accepted(
    session: Session, actor: Actor, case_id: uuid.UUID, family_key: str, person_id: uuid.UUID | None = None
) -> Submission | None:
    """Return the accepted submission of a form that was accepted last, about one person or about anybody."""
    found = [row for row in of_case(session, actor, case_id, family_key) if row.state is SubmissionState.ACCEPTED]
    found = [row for row in found if person_id is None or row.person_id == person_id]
    return max(found, key=lambda row: (row.decided_at or row.created_at, row.id), default=None)


def sent_before(session: Session, actor: Actor, found: Submission) -> Submission | None:
    """Return the form of the same kind that was sent last about the same person, before *found*."""
    rows = [row for row in of_case(session, actor, found.case_id, found.family_key) if row.state in SENT]
    rows = [row for row in rows if row.id != found.id and row.person_id == found.person_id]
    if found.state in SENT:
        rows = [row for row in rows if moment_of(row) < moment_of(found)]
    return max(rows, key=moment_of, default=None)


def people(session: Session, actor: Actor, case_id: uuid.UUID) -> tuple[tuple[str, str], ...]:
    """Return the people of a case as id and name, for questions about a person."""
    query = (
        scoped(Person, actor)
        .join(Participant, Participant.person_id == Person.id)
        .where(Participant.case_id == case_id)
        .order_by(Participant.role.desc(), Person.sort_key, Person.id)
    )
    return tuple((str(row.id), full_name(row)) for row in session.scalars(query))


def answers(session: Session, actor: Actor, found: Submission) -> dict[str, Any]:
    """Return the answers the actor may read.

    Care answers are among them for whoever reads care; their reading must have been logged, else Denied
    ("care.unlogged").
    """
    query = scoped(SubmissionAnswers, actor).where(SubmissionAnswers.submission_id == found.id)
    merged: dict[str, Any] = {}
    for row in session.scalars(query):
        merged |= row.answers
    care = session.scalars(scoped(CareAnswers, actor).where(CareAnswers.submission_id == found.id)).one_or_none()
    if care is not None:
        merged |= json.loads(crypto.reveal(session, care, "answers") or "{}")
    return merged


def answers_of(session: Session, actor: Actor, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """Return the answers of several submissions at once, as `answers` does for one."""
    found: dict[uuid.UUID, dict[str, Any]] = {}
    for row in session.scalars(scoped(SubmissionAnswers, actor).where(SubmissionAnswers.submission_id.in_(ids))):
        found.setdefault(row.submission_id, {}).update(row.answers)
    for care in session.scalars(scoped(CareAnswers, actor).where(CareAnswers.submission_id.in_(ids))):
        found.setdefault(care.submission_id, {}).update(json.loads(crypto.reveal(session, care, "answers") or "{}"))
    return found


def corrections(session: Session, actor: Actor, found: Submission) -> list[Corrected]:
    """List what was corrected in a form, as far as the actor reads it, the first correction first.

    A correction of care opens only after its reading was logged, else Denied("care.unlogged").
    """
    query = scoped(AnswerCorrection, actor).where(AnswerCorrection.submission_id == found.id)
    told = []
    for row in session.scalars(query.order_by(AnswerCorrection.number)):
        field = "care_change" if row.compartment is Compartment.CARE else "change"
        change = json.loads(crypto.reveal(session, row, field))
        told.append(
            Corrected(
                row.number,
                row.created_at,
                row.corrected_by,
                row.field_id,
                change["old"],
                change["new"],
                change["reason"],
            )
        )
    return told


def return_reason(session: Session, found: Submission) -> str:
    """Return why a form was given back; empty when it was not."""
    return crypto.reveal(session, found, "return_reason") if found.state is SubmissionState.RETURNED else ""


def released(
    session: Session, actor: Actor, case_id: uuid.UUID, submission_id: uuid.UUID | None = None
) -> Sequence[ReleasedItem]:
    """List what was released from the forms of a case, the newest form last."""
    query = scoped(ReleasedItem, actor).where(ReleasedItem.case_id == case_id)
    if submission_id:
        query = query.where(ReleasedItem.submission_id == submission_id)
    return session.scalars(query.order_by(ReleasedItem.created_at, ReleasedItem.id)).all()


def file(session: Session, actor: Actor, found: Submission, file_id: uuid.UUID) -> StoredFile:
    """Return a file of a submission; Missing("row.missing") when it is not among its answers, absent or foreign."""
    if any(one["file"] == str(file_id) for one in forms.files_in(answers(session, actor, found))):
        query = scoped(StoredFile, actor).where(StoredFile.id == file_id, StoredFile.case_id == found.case_id)
        row = session.scalars(query).one_or_none()
        if row is not None:
            return row
    raise Missing("row.missing", table="stored_file")


def reads_care(session: Session, actor: Actor, case_id: uuid.UUID) -> bool:
    """Tell whether the actor reads the care of this case, so that the reading must be logged first."""
    case = session.scalars(scoped(Case, actor).where(Case.id == case_id)).one_or_none()
    return case is not None and policies.may_read_care(actor, case)


def domain_rows(
    session: Session, actor: Actor, case_id: uuid.UUID, person_id: uuid.UUID | None = None, locale: str = "nl"
) -> list[DomainRow]:
    """Return the life domains of the people of a case, by person, from what was sent; nothing for who reads no care.

    The reading must have been logged, else Denied("care.unlogged").
    """
    if not reads_care(session, actor, case_id):
        return []
    query = scoped(CareAnswers, actor).where(CareAnswers.case_id == case_id)
    care = {row.submission_id: row for row in session.scalars(query)}
    sent = [row for row in of_case(session, actor, case_id) if row.state in SENT and row.id in care]
    points: dict[tuple[uuid.UUID, str], list[tuple[dt.date, int]]] = {}
    targets: dict[tuple[uuid.UUID, str], int] = {}
    labels: dict[tuple[uuid.UUID, str], str] = {}
    for row in sorted(sent, key=moment_of):
        if person_id not in (None, row.person_id):
            continue
        given = json.loads(crypto.reveal(session, care[row.id], "answers") or "{}")
        for domain in domains_of(row):
            place = (row.person_id, domain.key)
            labels.setdefault(place, forms.say(domain.label, locale))
            score, target = given.get(domain.score), given.get(domain.target) if domain.target else None
            if isinstance(score, int):
                points.setdefault(place, []).append((moment_of(row)[0], score))
            if isinstance(target, int):
                targets[place] = target
    return [
        DomainRow(key, label, person, tuple(points.get((person, key), ())), targets.get((person, key)))
        for (person, key), label in labels.items()
    ]


def earlier(session: Session, actor: Actor, found: Submission) -> dict[str, Earlier]:
    """Return, by the field of each score, what it was when this person was asked before; needs a logged reading."""
    own = {domain.key: domain for domain in domains_of(found)}
    told: dict[str, Earlier] = {}
    for row in domain_rows(session, actor, found.case_id, found.person_id):
        domain = own.get(row.key)
        if domain is not None and row.points:
            told[domain.score] = Earlier(row.points[-1][0], row.points[-1][1], row.target)
    return told


def standing(session: Session, actor: Actor, case_id: uuid.UUID, family_key: str = "intake") -> str:
    """Return how far a form is in a case: none, draft, submitted, returned or accepted; of several the least far."""
    states = [row.state for row in of_case(session, actor, case_id, family_key)]
    order = (
        SubmissionState.RETURNED, SubmissionState.DRAFT, SubmissionState.SUBMITTED, SubmissionState.ACCEPTED,
    )  # fmt: skip
    return next((state.value for state in order if state in states), "none")


def form_of(found: Submission) -> forms.Prepared:
    """Return the version of the form that was filled in, ready for work."""
    return definitions.prepared(found.form_version)


def domains_of(found: Submission) -> tuple[forms.Domain, ...]:
    """Return the life domains of the version that was filled in; none for a form without scores."""
    instrument = form_of(found).definition.instrument
    return instrument.domains if instrument else ()


def moment_of(row: Submission) -> tuple[dt.date, dt.datetime, uuid.UUID]:
    """Return when the answers of a form were given, for putting forms in order."""
    sent = row.submitted_at or row.created_at
    return (row.assessed_on or sent.date(), sent, row.id)


def case_of(session: Session, actor: Actor, case_id: uuid.UUID) -> Case:
    """Return the case of a submission; Missing("row.missing") when absent or foreign."""
    found = session.scalars(scoped(Case, actor).where(Case.id == case_id)).one_or_none()
    if found is None:
        raise Missing("row.missing", table="case")
    return found
