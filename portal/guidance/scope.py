"""Rows of a form for a tenant: the tenant's own, and those of the expert of the case; nobody else sees one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.cases.models import Case
from portal.core.policy import Actor, RowRule, rows_of
from portal.guidance.models import TenantForm, TenantFormSession


def _own(model: Any, column: Any) -> RowRule:
    def rule(actor: Actor) -> sa.ColumnElement[bool]:
        if actor.kind == "tenant":
            return sa.and_(model.case_id == actor.case_id, column == actor.id)
        if actor.kind == "user" and actor.has("expert"):
            found: sa.ColumnElement[bool] = model.case_id.in_(sa.select(Case.id).where(Case.expert_id == actor.id))
            return found
        return sa.false()

    return rule


rows_of(TenantForm, _own(TenantForm, TenantForm.id))
rows_of(TenantFormSession, _own(TenantFormSession, TenantFormSession.tenant_form_id))
