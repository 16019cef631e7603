"""Reads of cases, confined to the actor."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from portal.cases.models import (
    CareNote,
    Case,
    CaseDocument,
    Contact,
    HelpOffer,
    HouseholdMember,
    Incident,
    IncidentHearing,
    Participant,
    ReferralDraft,
    ReferralUpload,
    Reporter,
)
from portal.cases.rules import CLOSED_STATES, ParticipantRole
from portal.core import crypto
from portal.core.db import Base
from portal.core.errors import Invalid, Missing
from portal.core.policy import SYSTEM, Actor, acting, scoped
from portal.parties.models import Dwelling, Person
from portal.parties.rules import AgeBand, dwelling_key, parse_house_number, parse_postcode

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An open case at the same address; without an id when the actor may not see it."""

    case_id: uuid.UUID | None
    reference: str


def _one(session: Session, query: sa.Select[Row], table: str) -> Row:
    found = session.scalars(query).one_or_none()
    if found is None:
        raise Missing("row.missing", table=table)
    return found


def case(session: Session, actor: Actor, case_id: uuid.UUID) -> Case:
    """Return a case with its dwelling; Missing("row.missing") when absent or foreign."""
    query = scoped(Case, actor).join(Case.dwelling, isouter=True).options(contains_eager(Case.dwelling))
    return _one(session, query.where(Case.id == case_id), "case")


def people(session: Session, actor: Actor, case_id: uuid.UUID) -> list[Participant]:
    """List who takes part, the tenant first, each with the person."""
    query = (
        scoped(Participant, actor)
        .join(Participant.person)
        .options(contains_eager(Participant.person))
        .where(Participant.case_id == case_id)
        .order_by(sa.case((Participant.role == ParticipantRole.TENANT, 0), else_=1), Person.sort_key, Person.id)
    )
    return list(session.scalars(query))


def household(session: Session, actor: Actor, case_id: uuid.UUID) -> list[HouseholdMember]:
    """List who lives with the tenant, in age bands."""
    query = scoped(HouseholdMember, actor).where(HouseholdMember.case_id == case_id)
    return sorted(session.scalars(query), key=lambda row: list(AgeBand).index(row.age_band))


def incidents(session: Session, actor: Actor, case_id: uuid.UUID) -> list[Incident]:
    """List incidents, what happened last first."""
    query = scoped(Incident, actor).where(Incident.case_id == case_id)
    return list(session.scalars(query.order_by(Incident.stated_from.desc(), Incident.number.desc())))


def incident(session: Session, actor: Actor, case_id: uuid.UUID, incident_id: uuid.UUID) -> Incident:
    """Return one incident; Missing("row.missing") when absent or foreign."""
    return _one(
        session, scoped(Incident, actor).where(Incident.case_id == case_id, Incident.id == incident_id), "incident"
    )


def corrections(session: Session, actor: Actor, incident_id: uuid.UUID) -> list[Incident]:
    """List what was added to an incident later."""
    query = scoped(Incident, actor).where(Incident.corrects_id == incident_id)
    return list(session.scalars(query.order_by(Incident.number)))


def hearings(session: Session, actor: Actor, incident_id: uuid.UUID) -> list[IncidentHearing]:
    """List when the tenant was heard about an incident."""
    query = scoped(IncidentHearing, actor).where(IncidentHearing.incident_id == incident_id)
    return list(session.scalars(query.order_by(IncidentHearing.held_on, IncidentHearing.created_at)))


def reporters(session: Session, actor: Actor, case_id: uuid.UUID) -> list[Reporter]:
    """List the reporters of a case by code; their identity stays sealed."""
    query = scoped(Reporter, actor).where(Reporter.case_id == case_id)
    return sorted(session.scalars(query), key=lambda row: int(row.code[1:]))


def contacts(session: Session, actor: Actor, case_id: uuid.UUID) -> list[Contact]:
    """List contacts, the last first."""
    query = scoped(Contact, actor).where(Contact.case_id == case_id)
    return list(session.scalars(query.order_by(Contact.held_on.desc(), Contact.created_at.desc())))


def contact(session: Session, actor: Actor, case_id: uuid.UUID, contact_id: uuid.UUID) -> Contact:
    """Return one contact; Missing("row.missing") when absent or foreign."""
    return _one(session, scoped(Contact, actor).where(Contact.case_id == case_id, Contact.id == contact_id), "contact")


def care_notes(session: Session, actor: Actor, case_id: uuid.UUID) -> dict[uuid.UUID, CareNote]:
    """Return the care notes of a case by contact; their text stays sealed."""
    query = scoped(CareNote, actor).where(CareNote.case_id == case_id)
    return {row.contact_id: row for row in session.scalars(query)}


def help_offers(session: Session, actor: Actor, case_id: uuid.UUID) -> list[HelpOffer]:
    """List offered help, the last first."""
    query = scoped(HelpOffer, actor).where(HelpOffer.case_id == case_id)
    return list(session.scalars(query.order_by(HelpOffer.offered_on.desc(), HelpOffer.created_at.desc())))


def help_offer(session: Session, actor: Actor, case_id: uuid.UUID, help_id: uuid.UUID) -> HelpOffer:
    """Return one offer of help; Missing("row.missing") when absent or foreign."""
    return _one(session, scoped(HelpOffer, actor).where(HelpOffer.case_id == case_id, HelpOffer.id == help_id), "help")


def documents(session: Session, actor: Actor, case_id: uuid.UUID) -> list[CaseDocument]:
    """List documents with their files, the last first."""
    query = (
        scoped(CaseDocument, actor)
        .join(CaseDocument.stored_file)
        .options(contains_eager(CaseDocument.stored_file))
        .where(CaseDocument.case_id == case_id)
        .order_by(sa.func.coalesce(CaseDocument.dated_on, sa.func.date(CaseDocument.created_at)).desc())
    )
    return list(session.scalars(query.order_by(CaseDocument.id)))


def document_titles(session: Session, documents: Iterable[CaseDocument]) -> dict[uuid.UUID, str]:
    """Return the titles of *documents*, those of care included; their reading must be on record."""
    return {
        row.id: row.title if row.title_sealed is None else crypto.reveal(session, row, "title") for row in documents
    }


def document(session: Session, actor: Actor, case_id: uuid.UUID, document_id: uuid.UUID) -> CaseDocument:
    """Return one document with its file; Missing("row.missing") when absent or foreign."""
    query = (
        scoped(CaseDocument, actor)
        .join(CaseDocument.stored_file)
        .options(contains_eager(CaseDocument.stored_file))
        .where(CaseDocument.case_id == case_id, CaseDocument.id == document_id)
    )
    return _one(session, query, "case_document")


def cases_at(session: Session, actor: Actor, house_number: str, postcode: str) -> list[Duplicate]:
    """Find open cases at an address, whoever's they are; only what the actor may see gets an id.

    An address that cannot be read finds nothing.
    """
    try:
        number = parse_house_number(house_number)
        key = dwelling_key(parse_postcode(postcode), number.number, number.letter, number.addition)
    except Invalid:
        return []
    with acting(session, SYSTEM):
        query = scoped(Case, SYSTEM).join(Dwelling, Dwelling.id == Case.dwelling_id)
        query = query.where(Dwelling.key == key, Case.state.not_in(CLOSED_STATES)).order_by(Case.opened_on.desc())
        found = {row.id: row.reference for row in session.scalars(query.limit(5))}
    mine = scoped(Case, actor).where(Case.id.in_(found)).with_only_columns(Case.id)
    seen = set(session.scalars(mine)) if found else set()
    return [
        Duplicate(case_id if case_id in seen else None, reference if case_id in seen else "")
        for case_id, reference in found.items()
    ]


def drafts(session: Session, actor: Actor) -> list[ReferralDraft]:
    """List the actor's referrals that were not sent, the last first."""
    query = scoped(ReferralDraft, actor).where(ReferralDraft.case_id.is_(None))
    return list(session.scalars(query.order_by(ReferralDraft.saved_at.desc()).limit(20)))


def draft(session: Session, actor: Actor, draft_id: uuid.UUID) -> ReferralDraft:
    """Return a referral of the actor that is being written; Missing("row.missing") when absent or foreign."""
    return _one(session, scoped(ReferralDraft, actor).where(ReferralDraft.id == draft_id), "referral_draft")


def uploads(session: Session, actor: Actor, draft_id: uuid.UUID) -> list[ReferralUpload]:
    """List the files put with a referral."""
    query = scoped(ReferralUpload, actor).where(ReferralUpload.draft_id == draft_id)
    return list(session.scalars(query.order_by(ReferralUpload.created_at, ReferralUpload.id)))


def open_cases_of(session: Session, actor: Actor, expert_id: uuid.UUID, most: int) -> list[Case]:
    """List the open cases of an expert, the first due first."""
    query = scoped(Case, actor).where(Case.expert_id == expert_id, Case.state.not_in(CLOSED_STATES))
    return list(session.scalars(query.order_by(Case.next_due, Case.id).limit(most)))


def open_case_counts(session: Session, actor: Actor) -> dict[uuid.UUID, int]:
    """Count the open cases of every expert who has one."""
    query = sa.select(Case.expert_id, sa.func.count()).where(
        Case.expert_id.is_not(None), Case.state.not_in(CLOSED_STATES)
    )
    rows = session.execute(query.group_by(Case.expert_id).execution_options(actor=actor))
    return {expert_id: count for expert_id, count in rows if expert_id is not None}


def cases_of_people(session: Session, person_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """List the cases in which one of these people takes part, for the system."""
    query = scoped(Participant, SYSTEM).where(Participant.person_id.in_(list(person_ids)))
    return list(session.scalars(query.with_only_columns(Participant.case_id).distinct()))


def cases_of_dwelling(session: Session, dwelling_id: uuid.UUID) -> list[uuid.UUID]:
    """List the cases about a dwelling, for the system."""
    query = scoped(Case, SYSTEM).where(Case.dwelling_id == dwelling_id)
    return list(session.scalars(query.with_only_columns(Case.id)))
