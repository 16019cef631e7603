"""The course of a case: assigning, moving along the table, and whose turn it is."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

import sqlalchemy as sa

from portal.accounts.models import Membership, Organisation, User
from portal.accounts.rules import Role
from portal.cases import policies
from portal.cases.events import CaseMoved, ExpertAssigned, TenantTold
from portal.cases.models import NEVER, Case
from portal.cases.rules import CLOSED_STATES, CaseState, Step, StepFacts, StopReason, next_step
from portal.cases.rules import move as moved
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.policy import SYSTEM, acting, require
from portal.core.uow import UnitOfWork


def assign_expert(uow: UnitOfWork, case_id: uuid.UUID, user_id: uuid.UUID) -> Case:
    """Give a case to an expert; a referred case is taken up by it. Raises Invalid("case.not_an_expert")."""
    case = uow.get(Case, case_id)
    require(policies.may_assign(uow.actor, case), "case.assign")
    practice = _practice_of(uow, user_id)
    if practice is None:
        raise Invalid("case.not_an_expert", field="user_id")
    case.expert_id, case.expert_organisation_id = user_id, practice
    uow.session.flush()
    uow.record(ExpertAssigned(case.id, user_id))
    if case.state is CaseState.REFERRED:
        _move(uow, case, "take_up", None)
    else:
        _settle(uow, case)
    return case


MOST_AT_ONCE = 200


def hand_over(uow: UnitOfWork, case_ids: Sequence[uuid.UUID], from_id: uuid.UUID, to_id: uuid.UUID) -> int:
    """Give several cases of one expert to another, all or none, each with its own line in the log; return how many.

    Raises Invalid("case.none_chosen", "case.same_expert", "case.not_an_expert"), Conflict("case.expert_changed")
    when one was given to somebody else meanwhile, and what `assign_expert` raises.
    """
    chosen = sorted(set(case_ids))
    if not chosen or len(chosen) > MOST_AT_ONCE:
        raise Invalid("case.none_chosen", field="case", most=MOST_AT_ONCE)
    if from_id == to_id:
        raise Invalid("case.same_expert", field="user_id")
    for case_id in chosen:
        case = uow.get(Case, case_id)
        if case.expert_id != from_id or case.state in CLOSED_STATES:
            raise Conflict("case.expert_changed", reference=case.reference)
        assign_expert(uow, case_id, to_id)
    return len(chosen)


def assign_social_team(uow: UnitOfWork, case_id: uuid.UUID, organisation_id: uuid.UUID) -> Case:
    """Name the social team that a handover goes to."""
    case = uow.get(Case, case_id)
    require(policies.may_name_team(uow.actor, case), "case.move_denied")
    case.social_team_id = organisation_id
    uow.session.flush()
    return case


def move(uow: UnitOfWork, case_id: uuid.UUID, action: str, reason: str | None = None) -> Case:
    """Move a case along the table of states. Raises Conflict("case.move"), Invalid("case.stop_reason")."""
    case = uow.get(Case, case_id)
    require(policies.may_move(uow.actor, case, action), "case.move_denied")
    if action == "take_up" and case.expert_id is None:
        raise Conflict("case.no_expert")
    _move(uow, case, action, reason)
    return case


def tell_tenant(uow: UnitOfWork, case_id: uuid.UUID, on: dt.date) -> Case:
    """Record that the tenant was told about the referral."""
    case = uow.get(Case, case_id)
    require(policies.may_tell_tenant(uow.actor), "case.move_denied")
    if on > clock.local(uow.now).date():
        raise Invalid("case.future", field="tenant_told_on")
    case.tenant_told_on = on
    uow.session.flush()
    uow.record(TenantTold(case.id, on))
    return case


def expect(uow: UnitOfWork, case_id: uuid.UUID, facts: StepFacts | None = None, step: Step | None = None) -> Case:
    """Set whose turn it is: from *facts* gathered by a later stage, or as that stage itself says."""
    with acting(uow.session, SYSTEM):
        case = uow.get(Case, case_id)
        _settle(uow, case, step or next_step(case.state, facts or _own_facts(case)))
    return case


def _move(uow: UnitOfWork, case: Case, action: str, reason: str | None) -> None:
    before = case.state
    case.state = moved(before, action, reason=reason)
    case.stop_reason = StopReason(reason) if reason and case.state is CaseState.STOPPED else None
    case.since = clock.local(uow.now).date()
    _settle(uow, case)
    kept = reason if case.state is CaseState.STOPPED else None
    uow.record(CaseMoved(case.id, action, before.value, case.state.value, kept))


def _settle(uow: UnitOfWork, case: Case, step: Step | None = None) -> None:
    step = step or next_step(case.state, _own_facts(case))
    due = NEVER if case.state in CLOSED_STATES or step.due is None else step.due
    case.next_actor, case.next_code, case.next_due = step.actor, step.code, due
    uow.session.flush()


def _own_facts(case: Case) -> StepFacts:
    return StepFacts(opened_on=case.opened_on, since=case.since, has_expert=case.expert_id is not None)


def _practice_of(uow: UnitOfWork, user_id: uuid.UUID) -> uuid.UUID | None:
    """Return the organisation in which a user works as an expert."""
    wanted = (
        sa.select(Membership.organisation_id)
        .join(User, User.id == Membership.user_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.user_id == user_id, Membership.role == Role.EXPERT, User.active, Organisation.active)
        .order_by(Membership.organisation_id)
    )
    with acting(uow.session, SYSTEM):
        return uow.session.scalars(wanted).first()
