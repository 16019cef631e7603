"""Reads of people and dwellings, confined to the actor."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core.errors import Missing
from portal.core.policy import Actor, scoped
from portal.core.search import fold
from portal.parties.models import Dwelling, Person, RegisterCheck, Representation


def person(session: Session, actor: Actor, person_id: uuid.UUID) -> Person:
    """Return a person; Missing("row.missing") when absent or foreign."""
    found = session.scalars(scoped(Person, actor).where(Person.id == person_id)).one_or_none()
    if found is None:
        raise Missing("row.missing", table="person")
    return found


def dwelling(session: Session, actor: Actor, dwelling_id: uuid.UUID) -> Dwelling:
    """Return a dwelling; Missing("row.missing") when absent or foreign."""
    found = session.scalars(scoped(Dwelling, actor).where(Dwelling.id == dwelling_id)).one_or_none()
    if found is None:
        raise Missing("row.missing", table="dwelling")
    return found


def persons_named(session: Session, actor: Actor, typed: str, limit: int = 20) -> list[Person]:
    """Find people by any part of the name, without accents."""
    words = fold(typed).split()
    if not words:
        return []
    query = scoped(Person, actor).where(*(Person.search_key.contains(word, autoescape=True) for word in words))
    return list(session.scalars(query.order_by(Person.sort_key, Person.id).limit(limit)))


def representations(
    session: Session, actor: Actor, person_ids: Iterable[uuid.UUID], on: dt.date | None = None
) -> list[Representation]:
    """List who acts for these people; with *on*, only who does so on that day."""
    query = scoped(Representation, actor).where(Representation.person_id.in_(list(person_ids)))
    if on is not None:
        query = query.where(
            sa.or_(Representation.since.is_(None), Representation.since <= on),
            sa.or_(Representation.until.is_(None), Representation.until >= on),
        )
    return list(session.scalars(query.order_by(Representation.created_at, Representation.id)))


def last_register_checks(
    session: Session, actor: Actor, person_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, RegisterCheck]:
    """Return the newest register check of each of these people, where there is one."""
    query = scoped(RegisterCheck, actor).where(RegisterCheck.person_id.in_(list(person_ids)))
    ordered = query.order_by(RegisterCheck.checked_on, RegisterCheck.created_at, RegisterCheck.id)
    return {row.person_id: row for row in session.scalars(ordered)}


def register_checks(session: Session, actor: Actor, person_id: uuid.UUID) -> list[RegisterCheck]:
    """List the searches of the public register for a person, the last first."""
    query = scoped(RegisterCheck, actor).where(RegisterCheck.person_id == person_id)
    return list(session.scalars(query.order_by(RegisterCheck.checked_on.desc(), RegisterCheck.created_at.desc())))
