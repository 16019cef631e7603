"""Who asks a tenant for a form, who fills it in, and who answers for a translation."""

from __future__ import annotations

from portal.cases.models import Case
from portal.cases.rules import CLOSED_STATES
from portal.core.policy import Actor, permits
from portal.guidance.models import HandoverAnswer, TenantForm


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


def may_read_refusal(actor: Actor, case: Case, answer: HandoverAnswer) -> bool:
    """Why a team does not take over is for the bureau, the assigned expert and the team; for all when it says so."""
    if actor.kind != "user":
        return answer.shared or actor.kind == "system"
    team = answer.organisation_id in actor.organisations("social_team")
    return answer.shared or team or actor.has("bureau_admin", "bureau_staff") or case.expert_id == actor.id


def may_review_translation(actor: Actor) -> bool:
    """The administrator of the bureau records who looked a translation through."""
    return permits(actor, "form.review_translation")
