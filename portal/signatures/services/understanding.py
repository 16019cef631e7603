"""When somebody answered few questions right: the agreement is not completed before staff decided why it may be."""

from __future__ import annotations

import uuid

from portal.core.errors import Conflict, Invalid
from portal.core.plaintext import free_text
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.signatures import policies, queries
from portal.signatures.events import UnderstandingDecided
from portal.signatures.models import Signatory, UnderstandingDecision
from portal.signatures.rules.reading import REASON_LENGTH
from portal.signatures.services import course
from portal.signatures.services.signing import complete_if_due


def decide_understanding(uow: UnitOfWork, signatory_id: uuid.UUID, reason: str) -> UnderstandingDecision:
    """Write down why the agreement may be completed although few answers were right.

    Raises Denied, Conflict("signing.understood", "signing.already-decided", "signing.version-over"),
    Invalid("signing.reason-empty").
    """
    require(policies.may_answer(uow.actor), "signing.answer")
    version = course.lock(uow, queries.version_of(uow.session, signatory_id))
    row = uow.get(Signatory, signatory_id)
    course.require_open(uow, version)
    if queries.decision_of(uow.session, row.id) is not None:
        raise Conflict("signing.already-decided")
    score = queries.score_of(uow.session, row.id)
    if not score.low:
        raise Conflict("signing.understood")
    told = free_text(reason, REASON_LENGTH, field="reason")
    if len(told) < 20:
        raise Invalid("signing.reason-empty", field="reason")
    decision = UnderstandingDecision(
        case_id=row.case_id, signatory_id=row.id, decided_by=uow.actor.id, asked=score.asked, right=score.right
    )
    uow.seal(decision, "reason", told)
    uow.add(decision)
    event = UnderstandingDecided(row.case_id, version.id, row.id, score.asked, score.right)
    uow.record(event, payload={"reason": told})
    complete_if_due(uow, version)
    return decision
