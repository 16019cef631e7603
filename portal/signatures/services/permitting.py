"""Permissions of a tenant, apart from any signature: given, taken back, and without consequence for the agreement."""

from __future__ import annotations

import uuid

from portal.core.errors import Missing
from portal.core.policy import Actor, require
from portal.core.uow import UnitOfWork
from portal.signatures import policies, queries
from portal.signatures.events import PermissionGiven, PermissionWithdrawn
from portal.signatures.models import Permission
from portal.signatures.rules.permissions import Subject


def give_permission(uow: UnitOfWork, case_id: uuid.UUID, person_id: uuid.UUID, subject: Subject) -> Permission:
    """Write down that a person allows something; allowing it twice is allowing it once. Raises Denied, Missing."""
    _require(uow, case_id, person_id)
    known = queries.permission(uow.session, case_id, person_id, subject)
    if known is not None:
        return known
    row = uow.add(
        Permission(
            case_id=case_id, person_id=person_id, subject=subject, given_at=uow.now, given_by=_told_by(uow.actor),
            recorded_by=uow.actor.id if uow.actor.kind == "user" else None,
        )
    )
    uow.record(PermissionGiven(case_id, row.id, subject.value, row.given_by))
    return row


def withdraw_permission(uow: UnitOfWork, permission_id: uuid.UUID) -> Permission:
    """Take a permission back. Nothing else changes: no agreement ends by it. Raises Denied."""
    row = uow.get(Permission, permission_id)
    _require(uow, row.case_id, row.person_id)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = uow.now, _told_by(uow.actor)
        uow.session.flush()
        uow.record(PermissionWithdrawn(row.case_id, row.id, row.subject.value, row.withdrawn_by))
    return row


def _told_by(actor: Actor) -> str:
    return "page" if actor.kind == "tenant" else "staff"


def _require(uow: UnitOfWork, case_id: uuid.UUID, person_id: uuid.UUID) -> None:
    actor = uow.actor
    own = actor.kind == "tenant" and actor.case_id == case_id and actor.person_id == person_id
    require(own or actor.kind == "system" or policies.may_answer(actor), "signing.permission")
    if not queries.lives_there(uow.session, case_id, person_id):
        raise Missing("row.missing", table="person")
