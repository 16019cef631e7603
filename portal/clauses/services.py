"""Commands on the clause library."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from portal.clauses import policies
from portal.clauses.body import ClauseBody, digest
from portal.clauses.events import ClauseReleased, ClauseWithdrawn
from portal.clauses.models import Clause, ClauseVersion
from portal.clauses.shipped import shipped
from portal.core.policy import require, scoped
from portal.core.search import fold
from portal.core.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: clauses that were new, clauses that got a new version, clauses that were the same."""

    added: int
    renewed: int
    same: int


def load_shipped(uow: UnitOfWork) -> Loaded:
    """Bring the shipped clauses into the library; what is there already is left alone, so it may be done again.

    Raises Denied.
    """
    require(policies.may_change(uow.actor), "clause.change")
    counts = {"added": 0, "renewed": 0, "same": 0}
    for body in shipped():
        counts[_take(uow, body)] += 1
    return Loaded(**counts)


def release(uow: UnitOfWork, body: ClauseBody) -> ClauseVersion:
    """Put *body* into the library as the newest version of its clause; the same body again changes nothing.

    Raises Denied.
    """
    require(policies.may_change(uow.actor), "clause.change")
    _take(uow, body)
    return uow.session.scalars(sa.select(ClauseVersion).where(ClauseVersion.digest == digest(body))).one()


def withdraw(uow: UnitOfWork, clause_id: uuid.UUID, version: int | None = None) -> Clause:
    """Stop offering a clause; agreements that hold it keep it. Raises Denied."""
    clause = uow.get(Clause, clause_id, version)
    require(policies.may_change(uow.actor), "clause.change")
    if clause.active:
        clause.active = False
        uow.session.flush()
        uow.record(ClauseWithdrawn(clause.id, clause.code))
    return clause


def _take(uow: UnitOfWork, body: ClauseBody) -> str:
    clause = uow.session.scalars(scoped(Clause, uow.actor).where(Clause.code == body.code)).one_or_none()
    if clause is None:
        clause = uow.add(Clause(code=body.code, topic=body.topic, search_key=_search_key(body)))
        _version(uow, clause, body, 1)
        return "added"
    query = scoped(ClauseVersion, uow.actor).where(ClauseVersion.clause_id == clause.id)
    versions = list(uow.session.scalars(query.order_by(ClauseVersion.number)))
    if digest(body) in {version.digest for version in versions}:
        return "same"
    clause = uow.get(Clause, clause.id)
    clause.topic, clause.search_key = body.topic, _search_key(body)
    _version(uow, clause, body, max((version.number for version in versions), default=0) + 1)
    return "renewed"


def _version(uow: UnitOfWork, clause: Clause, body: ClauseBody, number: int) -> ClauseVersion:
    mark = digest(body)
    row = uow.add(
        ClauseVersion(
            clause_id=clause.id,
            number=number,
            body=body.model_dump(mode="json", by_alias=True),
            digest=mark,
            released_at=uow.now,
        )
    )
    uow.record(ClauseReleased(clause.id, clause.code, number, mark))
    return row


def _search_key(body: ClauseBody) -> str:
    """Make the folded text that a search in the library looks in."""
    return fold(" ".join([body.code, body.topic, body.title, body.text, body.plain["nl"]]))[:400]
