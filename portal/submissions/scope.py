"""Rows of forms: as usual for whoever works in a case, and to the social team the handovers that were sent to it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.cases.scope import case_rows, offered_to
from portal.core.policy import Actor, RowRule, rows_of
from portal.submissions.models import CareAnswers, Submission, SubmissionAnswers
from portal.submissions.rules import HANDOVER, SENT


def _sent_handovers(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(Submission.family_key == HANDOVER, Submission.state.in_(SENT), offered_to(actor, Submission))


def _with_handover(model: Any, of_handover: Any) -> RowRule:
    usual = case_rows(model)

    def rule(actor: Actor) -> sa.ColumnElement[bool] | None:
        condition = usual(actor)
        if condition is None or actor.kind != "user" or not actor.has("social_team"):
            return condition
        return sa.or_(condition, of_handover(actor))

    return rule


def _answers(model: Any) -> RowRule:
    def of_handover(actor: Actor) -> sa.ColumnElement[bool]:
        found: sa.ColumnElement[bool] = model.submission_id.in_(sa.select(Submission.id).where(_sent_handovers(actor)))
        return found

    return _with_handover(model, of_handover)


rows_of(Submission, _with_handover(Submission, _sent_handovers))
rows_of(SubmissionAnswers, _answers(SubmissionAnswers))
rows_of(CareAnswers, _answers(CareAnswers))
