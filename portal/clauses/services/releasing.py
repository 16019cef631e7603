"""From working text to library: reviewed by other eyes, released as a frozen version, withdrawn."""

from __future__ import annotations

import datetime as dt
import uuid

from portal.clauses import checking, policies, queries
from portal.clauses.body import ClauseBody, digest
from portal.clauses.events import ClauseReviewed, ClauseWithdrawn
from portal.clauses.models import Clause, ClauseVersion
from portal.clauses.rules import REVIEW_MONTHS, check_release, check_review
from portal.clauses.services.editing import locked
from portal.clauses.services.loading import add_version, search_key
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.policy import require
from portal.core.uow import UnitOfWork

LONGEST = dt.timedelta(days=3 * 366)


def review(uow: UnitOfWork, code: str, version: int | None = None, until: dt.date | None = None) -> None:
    """Approve the working text, as somebody who did not write it.

    Raises Denied ("clause.review", "library.four_eyes"), Conflict ("library.reviewed", "row.stale"),
    Invalid ("clause.incomplete", "clause.review_until"), Missing("clause.no_draft").
    """
    clause, draft = locked(uow, code, version)
    require(policies.may_review(uow.actor), "clause.review")
    today = clock.local(uow.now).date()
    last = until or today + dt.timedelta(days=REVIEW_MONTHS * 30)
    if not today < last <= today + LONGEST:
        raise Invalid("clause.review_until", field="until")
    body = _complete(draft.content)
    draft.stage = check_review(draft.stage, draft.authors["by"], str(uow.actor.id))
    draft.reviewed_by, draft.reviewed_at, draft.review_until = uow.actor.id, uow.now, last
    uow.session.flush()
    uow.record(ClauseReviewed(clause.id, clause.code, digest(body), last))


def release(uow: UnitOfWork, code: str, version: int | None = None) -> ClauseVersion:
    """Let a reviewed text into the library as the newest version of its clause; agreements keep the version they hold.

    Raises Denied("clause.release"), Conflict ("library.not_reviewed", "clause.same", "row.stale"),
    Missing("clause.no_draft").
    """
    clause, draft = locked(uow, code, version)
    require(policies.may_release(uow.actor), "clause.release")
    check_release(draft.stage)
    body = _complete(draft.content)
    earlier = queries.versions(uow.session, uow.actor, clause.id)
    if digest(body) in {one.digest for one in earlier}:
        raise Conflict("clause.same")
    row = add_version(uow, clause, body, max((one.number for one in earlier), default=0) + 1, draft)
    clause.topic, clause.search_key, clause.active = body.topic[:80], search_key(body), True
    draft.open = False
    uow.session.flush()
    return row


def withdraw(uow: UnitOfWork, clause_id: uuid.UUID, version: int | None = None) -> Clause:
    """Stop offering a clause; agreements that hold it keep it. Raises Denied."""
    clause = uow.get(Clause, clause_id, version)
    require(policies.may_change(uow.actor), "clause.change")
    if clause.active:
        clause.active = False
        for row in queries.versions(uow.session, uow.actor, clause.id)[:1]:
            row.withdrawn_at = uow.now
        uow.session.flush()
        uow.record(ClauseWithdrawn(clause.id, clause.code))
    return clause


def _complete(content: dict[str, object]) -> ClauseBody:
    if checking.needed(content):
        raise Invalid("clause.incomplete")
    return ClauseBody.model_validate(content)
