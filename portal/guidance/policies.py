"""Who asks a tenant for a form, who fills it in, and who answers for a translation."""

from __future__ import annotations

from portal.cases.models import Case
from portal.cases.rules import CLOSED_STATES
from portal.core.policy import Actor, permits
from portal.guidance.models import TenantForm


def may_offer(actor: Actor, case: Case) -> bool:
    """The assigned expert asks the tenant, in an open case."""
    mine = actor.kind == "system" or (actor.kind == "user" and case.expert_id == actor.id)
    return permits(actor, "own_form.offer") and mine and case.state not in CLOSED_STATES


def may_read(actor: Actor, case: Case) -> bool:
    """The assigned expert reads what the tenant sent."""
    return permits(actor, "own_form.read") and (actor.kind == "system" or case.expert_id == actor.id)


def holds(actor: Actor, form: TenantForm) -> bool:
    """A tenant acts for himself alone: the session is bound to one form. Stories act as the system."""
    return actor.kind == "system" or (actor.kind == "tenant" and actor.id == form.id)


def may_review_translation(actor: Actor) -> bool:
    """The administrator of the bureau records who looked a translation through."""
    return permits(actor, "form.review_translation")
