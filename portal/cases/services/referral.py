"""Referring a tenant: one command makes the case with its people, household, first incidents and documents."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa

from portal.cases import policies
from portal.cases.events import CaseReferred, HouseholdStated, ParticipantAdded, TenantTold
from portal.cases.models import Case, CaseNumber, HouseholdMember, Participant
from portal.cases.rules import (
    CLOSED_STATES,
    CaseState,
    HouseholdFacts,
    ParticipantRole,
    Referral,
    StepFacts,
    next_step,
    reference,
)
from portal.cases.services.documents import file_uploaded
from portal.cases.services.incidents import add_incident
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.plaintext import free_text
from portal.core.policy import SYSTEM, acting, permits, require, scoped
from portal.core.search import fold
from portal.core.uow import UnitOfWork
from portal.parties import services as parties
from portal.parties.models import Dwelling, Person
from portal.parties.rules import DwellingFacts, PersonFacts, listed_name

MOST_OF_ONE_BAND = 20


def refer(uow: UnitOfWork, referral: Referral) -> Case:
    """Make a case of a referral. Raises Denied, Invalid of everything told, and Invalid("case.reason")."""
    corporation_id = _corporation(uow, referral.corporation_id)
    today = clock.local(uow.now).date()
    reason = free_text(referral.reason, field="reason")
    if not reason:
        raise Invalid("case.reason", field="reason")
    _not_later(referral.lease_on, today, "lease_on")
    _not_later(referral.tenant_told_on, today, "tenant_told_on")
    dwelling = parties.add_dwelling(uow, _owned_dwelling(referral.dwelling, corporation_id))
    tenant = parties.add_person(uow, _owned(referral.tenant, corporation_id))
    step = next_step(CaseState.REFERRED, StepFacts(opened_on=today, since=today))
    case = uow.add(
        Case(
            reference=_next_reference(uow, today.year),
            corporation_id=corporation_id,
            dwelling_id=dwelling.id,
            opened_on=today,
            since=today,
            reason=reason,
            referred_by=uow.actor.id,
            lease_on=referral.lease_on,
            tenant_told_on=referral.tenant_told_on,
            next_actor=step.actor,
            next_code=step.code,
            next_due=step.due or today,
        )
    )
    uow.record(CaseReferred(case.id, case.reference, corporation_id, today), payload={"reason": reason})
    _join(uow, case, tenant, ParticipantRole.TENANT)
    for facts in referral.co_tenants:
        _join(uow, case, parties.add_person(uow, _owned(facts, corporation_id)), ParticipantRole.CO_TENANT)
    if referral.household:
        _state_household(uow, case, referral.household)
    if referral.tenant_told_on:
        uow.record(TenantTold(case.id, referral.tenant_told_on))
    for incident in referral.incidents:
        add_incident(uow, case, incident)
    for document, stored_file_id in referral.documents:
        file_uploaded(uow, case, document, stored_file_id)
    refresh_names(uow, case.id)
    return case


def add_participant(uow: UnitOfWork, case_id: uuid.UUID, person_id: uuid.UUID, role: ParticipantRole) -> Participant:
    """Bring a known person into a case. Raises Invalid("case.participant_known")."""
    case = uow.get(Case, case_id)
    require(permits(uow.actor, "person.change"), "case.participants")
    person = uow.get(Person, person_id)
    known = sa.select(Participant.id).where(Participant.case_id == case.id, Participant.person_id == person.id)
    if uow.session.scalar(known) is not None:
        raise Invalid("case.participant_known", field="person_id")
    made = _join(uow, case, person, role)
    refresh_names(uow, case.id)
    return made


def enter_participant(uow: UnitOfWork, case_id: uuid.UUID, facts: PersonFacts, role: ParticipantRole) -> Participant:
    """Enter a person for the corporation of a case, and bring that person into the case. There is one tenant.

    Raises Denied, Conflict("case.closed"), Invalid("case.tenant_known") and of everything told.
    """
    case = uow.get(Case, case_id)
    require(permits(uow.actor, "person.change"), "case.participants")
    if case.state in CLOSED_STATES:
        raise Conflict("case.closed")
    if role is ParticipantRole.TENANT:
        raise Invalid("case.tenant_known", field="role")
    with acting(uow.session, SYSTEM):  # kept by the corporation, whoever enters it: an expert, the bureau
        person = parties.enter_person(uow, _owned(facts, case.corporation_id))
    made = _join(uow, case, person, role)
    refresh_names(uow, case.id)
    return made


def state_household(uow: UnitOfWork, case_id: uuid.UUID, members: Iterable[HouseholdFacts]) -> None:
    """State anew who lives with the tenant."""
    case = uow.get(Case, case_id)
    require(permits(uow.actor, "person.change"), "case.participants")
    for row in uow.session.scalars(scoped(HouseholdMember, uow.actor).where(HouseholdMember.case_id == case.id)):
        uow.session.delete(row)
    _state_household(uow, case, members)


def refresh_names(uow: UnitOfWork, case_id: uuid.UUID) -> None:
    """Write into the case what its lists show and search: address, tenant, and the folded text of both."""
    case = uow.session.scalars(scoped(Case, SYSTEM).where(Case.id == case_id)).one()
    dwelling = uow.session.scalars(scoped(Dwelling, SYSTEM).where(Dwelling.id == case.dwelling_id)).one()
    people = list(
        uow.session.scalars(
            scoped(Person, SYSTEM)
            .join(Participant, Participant.person_id == Person.id)
            .where(Participant.case_id == case.id)
            .order_by(sa.case((Participant.role == ParticipantRole.TENANT, 0), else_=1), Person.sort_key)
        )
    )
    case.address = dwelling.address
    case.tenant_name = listed_name(people[0]) if people else ""
    case.tenant_sort = people[0].sort_key if people else ""
    case.search_key = " ".join([fold(case.reference), dwelling.search_key, *(person.search_key for person in people)])
    uow.session.flush()


def _corporation(uow: UnitOfWork, named: uuid.UUID | None) -> uuid.UUID:
    require(policies.may_refer(uow.actor), "case.refer")
    own = uow.actor.organisations("corporation_staff")
    if uow.actor.kind == "system" or uow.actor.has("bureau_staff", "bureau_admin"):
        if named is None:
            raise Invalid("case.corporation", field="corporation_id")
        return named
    if named is None and len(own) == 1:
        return next(iter(own))
    if named is None or named not in own:
        raise Invalid("case.corporation", field="corporation_id")
    return named


def _next_reference(uow: UnitOfWork, year: int) -> str:
    wanted = scoped(CaseNumber, uow.actor).where(CaseNumber.year == year).with_for_update()
    counter = uow.session.scalars(wanted).one_or_none()
    if counter is None:
        try:
            with uow.session.begin_nested():
                uow.session.add(CaseNumber(year=year))
        except sa.exc.IntegrityError:  # another writer began the year in the same instant
            pass
        counter = uow.session.scalars(wanted).one()
    counter.last += 1
    uow.session.flush()
    return reference(year, counter.last)


def _join(uow: UnitOfWork, case: Case, person: Person, role: ParticipantRole) -> Participant:
    row = uow.add(Participant(case_id=case.id, person_id=person.id, role=role))
    uow.record(ParticipantAdded(case.id, person.id, role.value))
    return row


def _state_household(uow: UnitOfWork, case: Case, members: Iterable[HouseholdFacts]) -> None:
    total = 0
    for facts in members:
        if not 1 <= facts.count <= MOST_OF_ONE_BAND:
            raise Invalid("case.household", field="household")
        uow.session.add(
            HouseholdMember(case_id=case.id, age_band=facts.age_band, relation=facts.relation, count=facts.count)
        )
        total += facts.count
    uow.session.flush()
    uow.record(HouseholdStated(case.id, total))


def _owned(facts: PersonFacts, owner_id: uuid.UUID) -> PersonFacts:
    return replace(facts, owner_id=owner_id)


def _owned_dwelling(facts: DwellingFacts, owner_id: uuid.UUID) -> DwellingFacts:
    return replace(facts, owner_id=owner_id)


def _not_later(day: dt.date | None, today: dt.date, field: str) -> None:
    if day is not None and day > today:
        raise Invalid("case.future", field=field)
