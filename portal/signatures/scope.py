"""Rows of the ceremony that are more private than their case: links, sessions, questions and answers per clause."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.cases.models import Case
from portal.cases.scope import BUREAU, cases_of
from portal.core.policy import Actor, RowRule, rows_of
from portal.signatures.models import (
    ClauseReading,
    Permission,
    Question,
    SigningInvitation,
    SigningRefusal,
    TenantSession,
    UnderstandingDecision,
)


def _own_or_helpers(model: Any) -> RowRule:
    """The reader sees his own rows, the bureau all, the expert those of assigned cases; the corporation none."""

    def rule(actor: Actor) -> sa.ColumnElement[bool]:
        if actor.kind == "tenant":
            own = model.person_id == actor.person_id if model is Permission else model.signatory_id == actor.id
            return sa.and_(model.case_id == actor.case_id, own)
        if actor.kind != "user":
            return sa.false()
        if actor.has(*BUREAU):
            return sa.true()
        if actor.has("expert"):
            found: sa.ColumnElement[bool] = model.case_id.in_(
                sa.select(Case.id).where(Case.expert_id == actor.id, cases_of(actor))
            )
            return found
        return sa.false()

    return rule


for _model in (
    ClauseReading, Permission, Question, SigningInvitation, SigningRefusal, TenantSession, UnderstandingDecision
):  # fmt: skip
    rows_of(_model, _own_or_helpers(_model))
