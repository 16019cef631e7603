"""Answers on their way to and from the tables: one set per compartment, care sealed."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

import forms
from portal.core.db import Compartment
from portal.core.uow import UnitOfWork
from portal.submissions.models import CareAnswers, Submission, SubmissionAnswers


def kept(uow: UnitOfWork, submission: Submission) -> dict[str, Any]:
    """Return the answers the actor may read, in order to change them."""
    found: dict[str, Any] = {}
    for row in _rows(uow, submission).values():
        found |= row.answers
    care = _care(uow, submission)
    if care is not None:
        found |= json.loads(uow.reveal(care, "answers") or "{}")
    return found


def keep(
    uow: UnitOfWork, submission: Submission, form: forms.Prepared, answers: dict[str, Any], own: frozenset[str]
) -> None:
    """Write *answers* to the compartments in *own*; the sets of others are left alone."""
    parts = forms.split(form, answers)
    rows = _rows(uow, submission)
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
        care = _care(uow, submission)
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
