"""Rows of a form for a tenant: the tenant's own, and those of the expert; an answer to a handover: the case's and the team's."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.cases.models import Case
from portal.cases.scope import case_rows
from portal.core.policy import Actor, RowRule, rows_of
from portal.guidance.models import HandoverAnswer, TenantForm, TenantFormSession


def _own(model: Any, column: Any) -> RowRule:
    def rule(actor: Actor) -> sa.ColumnElement[bool]:
        if actor.kind == "tenant":
            return sa.and_(model.case_id == actor.case_id, column == actor.id)
        if actor.kind == "user" and actor.has("expert"):
            found: sa.ColumnElement[bool] = model.case_id.in_(sa.select(Case.id).where(Case.expert_id == actor.id))
            return found
        return sa.false()

    return rule


def _answers(actor: Actor) -> sa.ColumnElement[bool] | None:
    usual = case_rows(HandoverAnswer)(actor)
    if usual is None or actor.kind != "user" or not actor.has("social_team"):
        return usual
    return sa.or_(usual, HandoverAnswer.organisation_id.in_(actor.organisations("social_team")))


rows_of(HandoverAnswer, _answers)
rows_of(TenantForm, _own(TenantForm, TenantForm.id))
rows_of(TenantFormSession, _own(TenantFormSession, TenantFormSession.tenant_form_id))
