"""Records that custom fields stand on: each is opened by the stage that keeps it, for this one may not know them all."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.accounts.models import Organisation
from portal.core.db import Base, Compartment
from portal.core.errors import Missing
from portal.core.policy import Actor, permits, scoped
from portal.definitions.rules.records import RecordKind
from portal.parties import policies, queries
from portal.parties.models import Dwelling, Person
from portal.parties.rules import formal_name

BUREAU = ("bureau_admin", "bureau_staff", "legal")
_OPEN = frozenset({Compartment.SHARED, Compartment.CORPORATION})


@dataclass(frozen=True, slots=True)
class Record:
    """A record as its custom fields know it: what it is called, which compartments the reader sees, and may change."""

    kind: RecordKind
    id: uuid.UUID
    title: str
    reads: frozenset[Compartment]
    may_change: bool
    case_id: uuid.UUID | None = None


Opener = Callable[[Session, Actor, uuid.UUID], Record]
_openers: dict[RecordKind, Opener] = {}


def opens(kind: RecordKind) -> Callable[[Opener], Opener]:
    """Register how a kind of record is opened; the opener raises Missing for what is absent or foreign."""

    def keep(opener: Opener) -> Opener:
        _openers[kind] = opener
        return opener

    return keep


def opened(session: Session, actor: Actor, kind: RecordKind, record_id: uuid.UUID) -> Record:
    """Return a record; Missing("row.missing") when it is absent or foreign."""
    return _openers[kind](session, actor, record_id)


@opens(RecordKind.PERSON)
def person(session: Session, actor: Actor, record_id: uuid.UUID) -> Record:
    """Open a person."""
    row = queries.person(session, actor, record_id)
    reads = _reads(session, actor, Person, record_id)
    return Record(RecordKind.PERSON, row.id, formal_name(row), reads, policies.may_change_person(actor, row))


@opens(RecordKind.DWELLING)
def dwelling(session: Session, actor: Actor, record_id: uuid.UUID) -> Record:
    """Open a dwelling."""
    row = queries.dwelling(session, actor, record_id)
    reads = _reads(session, actor, Dwelling, record_id)
    changes = policies.may_change_dwelling(actor, row)
    return Record(RecordKind.DWELLING, row.id, f"{row.address}, {row.town}", reads, changes)


@opens(RecordKind.ORGANISATION)
def organisation(session: Session, actor: Actor, record_id: uuid.UUID) -> Record:
    """Open an organisation, for whoever has a page about it."""
    row = session.scalars(scoped(Organisation, actor).where(Organisation.id == record_id)).one_or_none()
    if row is None or not permits(actor, "organisation.read"):
        raise Missing("row.missing", table="organisation")
    return Record(RecordKind.ORGANISATION, row.id, row.name, _OPEN, permits(actor, "organisation.change"))


def _reads(session: Session, actor: Actor, model: type[Base], record_id: uuid.UUID) -> frozenset[Compartment]:
    """Return the compartments that the actor reads, each by the role through which the record is seen."""
    if actor.kind == "system":
        return frozenset(Compartment)
    found: frozenset[Compartment] = frozenset()
    ways = ((BUREAU, _OPEN), (("corporation_staff",), _OPEN), (("expert",), frozenset({Compartment.SHARED})))
    for roles, compartments in ways:
        own = actor.only(*roles)
        if own.memberships and not compartments <= found:
            seen = session.scalars(scoped(model, own).where(model.id == record_id)).first()
            found |= compartments if seen is not None else frozenset()
    return found
