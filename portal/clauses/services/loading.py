"""Bringing clauses into the library as frozen versions."""

from __future__ import annotations

from dataclasses import dataclass

from portal.clauses import policies
from portal.clauses.body import ClauseBody, digest
from portal.clauses.events import ClauseReleased
from portal.clauses.models import Clause, ClauseDraft, ClauseVersion
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


def _take(uow: UnitOfWork, body: ClauseBody) -> str:
    clause = uow.session.scalars(scoped(Clause, uow.actor).where(Clause.code == body.code)).one_or_none()
    if clause is None:
        clause = uow.add(Clause(code=body.code, topic=body.topic, search_key=search_key(body)))
        add_version(uow, clause, body, 1)
        return "added"
    query = scoped(ClauseVersion, uow.actor).where(ClauseVersion.clause_id == clause.id)
    versions = list(uow.session.scalars(query.order_by(ClauseVersion.number)))
    if digest(body) in {version.digest for version in versions} or (versions and versions[-1].released_by is not None):
        return "same"  # also when staff released a text of their own: it stays the one that is offered
    clause = uow.get(Clause, clause.id)
    clause.topic, clause.search_key = body.topic, search_key(body)
    add_version(uow, clause, body, max((version.number for version in versions), default=0) + 1)
    return "renewed"


def add_version(
    uow: UnitOfWork, clause: Clause, body: ClauseBody, number: int, draft: ClauseDraft | None = None
) -> ClauseVersion:
    """Freeze *body* as a version of *clause*, with who reviewed the draft it was made of."""
    mark = digest(body)
    row = uow.add(
        ClauseVersion(
            clause_id=clause.id,
            number=number,
            body=body.model_dump(mode="json", by_alias=True),
            digest=mark,
            released_at=uow.now,
            reviewed_by=draft.reviewed_by if draft else None,
            reviewed_at=draft.reviewed_at if draft else None,
            review_until=draft.review_until if draft else None,
            released_by=uow.actor.id if draft else None,
        )
    )
    uow.record(ClauseReleased(clause.id, clause.code, number, mark))
    return row


def search_key(body: ClauseBody) -> str:
    """Make the folded text that a search in the library looks in."""
    return fold(" ".join([body.code, body.topic, body.title, body.text, body.plain["nl"]]))[:400]
