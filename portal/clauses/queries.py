"""Reads of the clause library."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.clauses.body import ClauseBody, Recording
from portal.clauses.models import Clause, ClauseDraft, ClauseVersion
from portal.clauses.rules import ClauseType
from portal.core import blobs
from portal.core.blobs import StoredFile
from portal.core.errors import Missing
from portal.core.policy import SYSTEM, Actor, acting, scoped
from portal.core.search import fold

MOST = 500
"""More clauses than a library holds; a list never reads further."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A clause with the version that is offered now."""

    clause_id: uuid.UUID
    version_id: uuid.UUID
    number: int
    digest: str
    body: ClauseBody
    active: bool


def library(
    session: Session, actor: Actor, typed: str = "", topic: str = "", type_: str = "", *, active: bool = True
) -> list[Entry]:
    """List the offered version of each clause, prohibitions first, narrowed by words, topic and type."""
    query = scoped(Clause, actor)
    if active:
        query = query.where(Clause.active)
    if topic:
        query = query.where(Clause.topic == topic)
    words = fold(typed[:100]).split()
    if typed.strip() and not words:
        return []
    for word in words:
        query = query.where(Clause.search_key.contains(word, autoescape=True))
    clauses = {clause.id: clause for clause in session.scalars(query.limit(MOST))}
    released = scoped(ClauseVersion, actor).where(
        ClauseVersion.clause_id.in_(clauses), ClauseVersion.released_at.is_not(None)
    )
    newest = {version.clause_id: version for version in session.scalars(released.order_by(ClauseVersion.number))}
    entries = [_entry(version, clauses[clause_id]) for clause_id, version in newest.items()]
    if type_:
        entries = [entry for entry in entries if entry.body.type.value == type_]
    return sorted(entries, key=_place)


def by_code(session: Session, actor: Actor, code: str, *, active: bool = True) -> Entry:
    """Return the offered version of the clause with this code; Missing("clause.unknown")."""
    query = scoped(Clause, actor).where(Clause.code == code)
    if active:
        query = query.where(Clause.active)
    clause = session.scalars(query).one_or_none()
    newest = versions(session, actor, clause.id)[:1] if clause else []
    if clause is None or not newest:
        raise Missing("clause.unknown", clause=code)
    return _entry(newest[0], clause)


def held(session: Session, actor: Actor, code: str, number: int) -> Entry:
    """Return a clause as a draft holds it: that version, or the offered one when the library never had it.

    Raises Missing("clause.unknown").
    """
    offered = by_code(session, actor, code, active=False)
    if offered.number == number:
        return offered
    query = scoped(ClauseVersion, actor).where(
        ClauseVersion.clause_id == offered.clause_id,
        ClauseVersion.number == number,
        ClauseVersion.released_at.is_not(None),
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        return offered
    return replace(offered, version_id=found.id, number=number, digest=found.digest, body=body_of(found))


def offered_numbers(session: Session, actor: Actor, codes: Iterable[str]) -> dict[str, int]:
    """Return the number of the offered version of each clause that is still offered."""
    query = scoped(Clause, actor).join(ClauseVersion, ClauseVersion.clause_id == Clause.id)
    query = query.where(Clause.active, Clause.code.in_(set(codes)), ClauseVersion.released_at.is_not(None))
    counted = query.with_only_columns(Clause.code, sa.func.max(ClauseVersion.number)).group_by(Clause.code)
    return {row[0]: row[1] for row in session.execute(counted)}


def versions(session: Session, actor: Actor, clause_id: uuid.UUID) -> list[ClauseVersion]:
    """List the released versions of a clause, newest first."""
    query = scoped(ClauseVersion, actor).where(
        ClauseVersion.clause_id == clause_id, ClauseVersion.released_at.is_not(None)
    )
    return list(session.scalars(query.order_by(ClauseVersion.number.desc()).limit(MOST)))


def any_draft(session: Session, actor: Actor, clause_id: uuid.UUID) -> ClauseDraft | None:
    """Return the working text of a clause, open or put aside, or None."""
    return session.scalars(scoped(ClauseDraft, actor).where(ClauseDraft.clause_id == clause_id)).one_or_none()


def draft(session: Session, actor: Actor, code: str) -> tuple[Clause, ClauseDraft]:
    """Return a clause with its open working text; Missing("clause.no_draft")."""
    query = scoped(Clause, actor).where(Clause.code == code)
    clause = session.scalars(query).one_or_none()
    found = any_draft(session, actor, clause.id) if clause else None
    if clause is None or found is None or not found.open:
        raise Missing("clause.no_draft")
    return clause, found


def drafts(session: Session, actor: Actor) -> list[tuple[Clause, ClauseDraft]]:
    """List the open working texts, the last changed first; none for who may not change the library."""
    found = session.scalars(
        scoped(ClauseDraft, actor).where(ClauseDraft.open).order_by(ClauseDraft.changed_at.desc()).limit(MOST)
    ).all()
    of = {
        one.id: one for one in session.scalars(scoped(Clause, actor).where(Clause.id.in_([d.clause_id for d in found])))
    }
    return [(of[one.clause_id], one) for one in found]


def version(session: Session, actor: Actor, code: str, number: int) -> ClauseVersion:
    """Return one released version of a clause; Missing("clause.unknown")."""
    query = scoped(ClauseVersion, actor).join(Clause, Clause.id == ClauseVersion.clause_id)
    found = session.scalars(query.where(Clause.code == code, ClauseVersion.number == number)).one_or_none()
    if found is None:
        raise Missing("clause.unknown", clause=code)
    return found


def sound(session: Session, recording: Recording) -> bytes:
    """Return the bytes of a recording, as the system: the body that names it was confined already."""
    with acting(session, SYSTEM):
        row = session.scalars(
            scoped(StoredFile, SYSTEM).where(StoredFile.id == uuid.UUID(recording.file_id))
        ).one_or_none()
        if row is None or row.sha256 != recording.sha256:
            raise Missing("row.missing", table="stored_file")
        return blobs.fetch(session, row)


def topics(session: Session, actor: Actor) -> list[str]:
    """Name the topics of the library, in order of the alphabet."""
    query = scoped(Clause, actor).with_only_columns(Clause.topic).where(Clause.active)
    return sorted(set(session.scalars(query.distinct().limit(MOST))))


def body_of(version: ClauseVersion) -> ClauseBody:
    """Read the body of a version."""
    return ClauseBody.model_validate(version.body)


def _entry(version: ClauseVersion, clause: Clause) -> Entry:
    return Entry(clause.id, version.id, version.number, version.digest, body_of(version), clause.active)


def _place(entry: Entry) -> tuple[int, str, int]:
    letters = entry.body.code.rstrip("0123456789")
    return list(ClauseType).index(entry.body.type), letters, int(entry.body.code[len(letters) :])
