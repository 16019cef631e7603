"""The course of a version after it was offered: signed, in force, extended, ended, or set aside."""

from __future__ import annotations

import datetime as dt
import uuid

import sqlalchemy as sa

from portal.agreements import policies, queries, rules
from portal.agreements.events import (
    AgreementEnded,
    AgreementExtended,
    AgreementMoved,
    AgreementReplaced,
    AgreementTookEffect,
)
from portal.agreements.models import AgreementVersion
from portal.agreements.rules import BINDING, Action, VersionState
from portal.cases import services as cases
from portal.cases.models import Case
from portal.cases.rules import CaseState
from portal.core import clock
from portal.core.errors import Invalid
from portal.core.policy import SYSTEM, acting, require
from portal.core.uow import UnitOfWork

EFFECT = "agreements.take_effect"
BY_SIGNING = frozenset({Action.SIGN, Action.SIGN_LAST, Action.REFUSE, Action.WITHDRAW})


def lock(uow: UnitOfWork, version_id: uuid.UUID, version: int | None = None) -> AgreementVersion:
    """Lock the case of a version, then the version: the first locks of every act on it, for everybody in this order.

    So exactly one of two acts wins, also where the other one stops the case. Raises as `UnitOfWork.get`.
    """
    case_id = uow.session.scalar(sa.select(AgreementVersion.case_id).where(AgreementVersion.id == version_id))
    if case_id is not None:
        with acting(uow.session, SYSTEM):
            uow.get(Case, case_id)
    return uow.get(AgreementVersion, version_id, version)


def mark(uow: UnitOfWork, version_id: uuid.UUID, action: Action) -> AgreementVersion:
    """Move a version by what its signatories did; who may do it is the ceremony's question.

    The last signature starts the time to reconsider and asks for the job that ends it. Raises Conflict
    ("agreement.move"), ValueError for an action that is not of signing.
    """
    if action not in BY_SIGNING:
        raise ValueError(f"{action} is no act of a signatory")
    version = uow.get(AgreementVersion, version_id)
    before, version.state = version.state, rules.move(version.state, action)
    if action is Action.SIGN_LAST:
        version.reflection_ends_at = rules.reflection_end(uow.now, version.reflection_days)
        plan_effect(uow, version)
    if action in (Action.REFUSE, Action.WITHDRAW):
        version.closed_at = uow.now
    uow.session.flush()
    if before is not version.state:
        uow.record(AgreementMoved(version.case_id, version.id, before.value, version.state.value))
    return version


def plan_effect(uow: UnitOfWork, version: AgreementVersion) -> None:
    """Ask for the job that lets a signed version take effect when its time has come."""
    due = effect_due(version)
    if due is not None:
        uow.enqueue(EFFECT, key=f"{EFFECT}:{version.id}:{due.isoformat()}", due=due, version_id=version.id,
                    case_id=version.case_id)  # fmt: skip


def effect_due(version: AgreementVersion) -> dt.datetime | None:
    """Return when a signed version takes effect, None before the last signature."""
    if version.reflection_ends_at is None:
        return None
    return rules.effect_moment(version.reflection_ends_at, queries.content_of(version).starts_on)


def take_effect(uow: UnitOfWork, version_id: uuid.UUID) -> AgreementVersion | None:
    """Let a signed version take effect; None when it is not yet time or no longer meant to. Done twice it is done once.

    It takes the place of a version that was in force until now. Raises Denied for anybody but the system.
    """
    require(uow.actor.kind == "system", "agreement.take_effect")
    version = lock(uow, version_id)
    if version.state in BINDING:
        return version
    due = effect_due(version)
    if version.state is not VersionState.REFLECTION or due is None:
        return None
    if uow.now < due:
        plan_effect(uow, version)
        return None
    before, version.state = version.state, rules.move(version.state, Action.TAKE_EFFECT)
    version.in_force_on = clock.local(due).date()
    version.ends_on = rules.add_months(version.in_force_on, queries.content_of(version).months)
    uow.session.flush()
    uow.record(AgreementMoved(version.case_id, version.id, before.value, version.state.value))
    uow.record(AgreementTookEffect(version.case_id, version.id, version.in_force_on, version.ends_on))
    for old in queries.versions(uow.session, SYSTEM, version.agreement_id):
        if old.id != version.id and old.state in BINDING:
            _replace(uow, old.id, version.id)
    _start_case(uow, version.case_id)
    return version


def extend(uow: UnitOfWork, version_id: uuid.UUID, until: dt.date, version: int | None = None) -> AgreementVersion:
    """Write down that the parties agreed to go on until a later day.

    Raises Denied, Conflict("row.stale", "agreement.move"), Invalid("agreement.extension").
    """
    row = lock(uow, version_id, version)
    require(policies.may_end(uow.actor, row), "agreement.end")
    before, row.state = row.state, rules.move(row.state, Action.EXTEND)
    rules.check_extension(row.ends_on or clock.local(uow.now).date(), until)
    row.ends_on = until
    uow.session.flush()
    uow.record(AgreementMoved(row.case_id, row.id, before.value, row.state.value))
    uow.record(AgreementExtended(row.case_id, row.id, until))
    return row


def end(
    uow: UnitOfWork, version_id: uuid.UUID, on: dt.date | None = None, version: int | None = None
) -> AgreementVersion:
    """Write down that the agreement ended. Raises Denied, Conflict("row.stale", "agreement.move"), Invalid("agreement.end_date")."""
    row = lock(uow, version_id, version)
    require(policies.may_end(uow.actor, row), "agreement.end")
    today = clock.local(uow.now).date()
    day = on or today
    before, row.state = row.state, rules.move(row.state, Action.END)
    if day > today or (row.in_force_on and day < row.in_force_on):
        raise Invalid("agreement.end_date", field="on")
    row.ends_on, row.closed_at = day, uow.now
    uow.session.flush()
    uow.record(AgreementMoved(row.case_id, row.id, before.value, row.state.value))
    uow.record(AgreementEnded(row.case_id, row.id, day))
    return row


def _replace(uow: UnitOfWork, version_id: uuid.UUID, by: uuid.UUID) -> None:
    old = uow.get(AgreementVersion, version_id)
    old.state = rules.move(old.state, Action.SUPERSEDE)
    old.closed_at = uow.now
    uow.session.flush()
    uow.record(AgreementReplaced(old.case_id, old.id, by))


def _start_case(uow: UnitOfWork, case_id: uuid.UUID) -> None:
    """A case in which an agreement took effect is running."""
    with acting(uow.session, SYSTEM):
        case = uow.get(Case, case_id)
        if case.state is CaseState.PLANNING:
            cases.move(uow, case_id, "start")
