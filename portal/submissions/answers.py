"""Answers on their way to and from the tables: one set per compartment, care sealed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

import forms
from portal.core.db import Compartment
from portal.core.uow import UnitOfWork
from portal.submissions.models import CareAnswers, Submission, SubmissionAnswers


@dataclass(frozen=True, slots=True)
class Sets:
    """The sets of answers of one submission, loaded once for reading and writing."""

    rows: dict[Compartment, SubmissionAnswers]
    care: CareAnswers | None


def sets(uow: UnitOfWork, submission: Submission) -> Sets:
    """Load the sets of answers that the actor may read."""
    return Sets(_rows(uow, submission), _care(uow, submission))


def kept(uow: UnitOfWork, submission: Submission, loaded: Sets | None = None) -> dict[str, Any]:
    """Return the answers the actor may read, in order to change them."""
    loaded = loaded or sets(uow, submission)
    found: dict[str, Any] = {}
    for row in loaded.rows.values():
        found |= row.answers
    if loaded.care is not None:
        found |= json.loads(uow.reveal(loaded.care, "answers") or "{}")
    return found


def keep(
    uow: UnitOfWork, submission: Submission, form: forms.Prepared, answers: dict[str, Any], own: frozenset[str],
    loaded: Sets | None = None,
) -> None:  # fmt: skip
    """Write *answers* to the compartments in *own*; the sets of others are left alone."""
    parts = forms.split(form, answers)
    loaded = loaded or sets(uow, submission)
    rows = loaded.rows
    for compartment in (Compartment.SHARED, Compartment.CORPORATION):
        if compartment not in own:
            continue
        part, row = parts[compartment.value], rows.get(compartment)
        if row is not None:
            row.answers = part
        elif part:
            uow.add(
                SubmissionAnswers(
                    case_id=submission.case_id, submission_id=submission.id, compartment=compartment, answers=part
                )
            )
    if Compartment.CARE in own:
        care = loaded.care
        if care is None and parts["C"]:
            care = uow.add(CareAnswers(case_id=submission.case_id, submission_id=submission.id))
        if care is not None:
            uow.seal(care, "answers", forms.canonical(parts["C"]).decode())
    uow.session.flush()


def _rows(uow: UnitOfWork, submission: Submission) -> dict[Compartment, SubmissionAnswers]:
    wanted = sa.select(SubmissionAnswers).where(SubmissionAnswers.submission_id == submission.id)
    return {row.compartment: row for row in uow.session.scalars(wanted)}


def _care(uow: UnitOfWork, submission: Submission) -> CareAnswers | None:
    wanted = sa.select(CareAnswers).where(CareAnswers.submission_id == submission.id)
    return uow.session.scalars(wanted).one_or_none()
