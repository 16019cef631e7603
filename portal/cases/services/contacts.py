"""Contacts and offered help."""

from __future__ import annotations

import datetime as dt
import uuid

from portal.cases import policies
from portal.cases.events import ContactLogged, HelpAnswered, HelpOffered
from portal.cases.models import CareNote, Case, Contact, HelpOffer
from portal.cases.rules import CLOSED_STATES, ContactFacts, HelpFacts, HelpResponse
from portal.cases.scope import readable
from portal.core import clock
from portal.core.db import Compartment
from portal.core.errors import Conflict, Invalid
from portal.core.plaintext import clean, free_text, refuse_bsn
from portal.core.policy import Actor, permits, require
from portal.core.uow import UnitOfWork

LONGEST = 5000


def log_contact(uow: UnitOfWork, case_id: uuid.UUID, facts: ContactFacts) -> Contact:
    """Write a contact down; a care note is kept apart, under its own key. Raises Denied, Invalid("contact.summary")."""
    case = _open_case(uow, case_id, "contact.log")
    compartment = _compartment(uow.actor, case, facts.shared)
    summary = free_text(facts.summary, LONGEST, field="summary")
    note = free_text(facts.care_note, LONGEST, field="care_note")
    if note:
        require(policies.may_note_care(uow.actor, case), "contact.care")
    if compartment is Compartment.CARE:  # nothing of care stands in the clear
        summary, note = "", "\n\n".join(part for part in (summary, note) if part)
    if not summary and not note:
        raise Invalid("contact.summary", field="summary")
    row = uow.add(
        Contact(
            case_id=case.id,
            held_on=_past(uow, facts.held_on, "held_on"),
            kind=facts.kind,
            outcome=facts.outcome,
            compartment=compartment,
            counterpart=refuse_bsn(clean(facts.counterpart, 200, field="counterpart"), field="counterpart"),
            summary=summary,
            recorded_by=uow.actor.id,
        )
    )
    if note:
        care = uow.add(CareNote(case_id=case.id, contact_id=row.id, recorded_by=uow.actor.id))
        uow.seal(care, "note", note)
        uow.session.flush()
    uow.record(
        ContactLogged(case.id, row.id, row.kind.value, row.outcome.value, row.held_on, compartment.value),
        {"summary": summary} if summary else None,
    )
    return row


def offer_help(uow: UnitOfWork, case_id: uuid.UUID, facts: HelpFacts) -> HelpOffer:
    """Write down that help was offered. Raises Invalid("help.offered_by")."""
    case = _open_case(uow, case_id, "help.offer")
    offered_by = refuse_bsn(clean(facts.offered_by, 200, field="offered_by"), field="offered_by")
    if not offered_by:
        raise Invalid("help.offered_by", field="offered_by")
    row = uow.add(
        HelpOffer(
            case_id=case.id,
            offered_on=_past(uow, facts.offered_on, "offered_on"),
            kind=facts.kind,
            offered_by=offered_by,
            response=facts.response,
            follow_up=free_text(facts.follow_up, LONGEST, field="follow_up"),
            recorded_by=uow.actor.id,
        )
    )
    uow.record(HelpOffered(case.id, row.id, row.kind.value, row.response.value, row.offered_on))
    return row


def answer_help(
    uow: UnitOfWork, help_id: uuid.UUID, version: int | None, response: HelpResponse, follow_up: str
) -> HelpOffer:
    """Write down what came of offered help."""
    row = uow.get(HelpOffer, help_id, version)
    _open_case(uow, row.case_id, "help.offer")
    row.response, row.follow_up = response, free_text(follow_up, LONGEST, field="follow_up")
    uow.session.flush()
    uow.record(HelpAnswered(row.case_id, row.id, response.value), {"follow_up": row.follow_up})
    return row


def _open_case(uow: UnitOfWork, case_id: uuid.UUID, action: str) -> Case:
    case = uow.get(Case, case_id)
    require(permits(uow.actor, action), action)
    if case.state in CLOSED_STATES:
        raise Conflict("case.closed")
    return case


def _past(uow: UnitOfWork, day: dt.date, field: str) -> dt.date:
    if day > clock.local(uow.now).date():
        raise Invalid("case.future", field=field)
    return day


def _compartment(actor: Actor, case: Case, shared: bool) -> Compartment:
    if shared:
        return Compartment.SHARED
    reads = readable(actor, case)
    return Compartment.CORPORATION if Compartment.CORPORATION in reads else Compartment.CARE
