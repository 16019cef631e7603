"""Who may do what in the signing ceremony; rows are confined before a policy is asked."""

from __future__ import annotations

import uuid

from portal.core.policy import Actor, permits
from portal.signatures.models import Signatory
from portal.signatures.rules.states import PROFESSIONALS, Role


def holds(actor: Actor, signatory_id: uuid.UUID) -> bool:
    """A reader acts for himself alone: his session is bound to one signatory. Stories act as the system."""
    return actor.kind == "system" or (actor.kind == "tenant" and actor.id == signatory_id)


def may_invite(actor: Actor) -> bool:
    """The bureau, its legal staff and the assigned expert send links."""
    return permits(actor, "signature.invite")


def may_answer(actor: Actor) -> bool:
    """The bureau, its legal staff and the assigned expert answer questions."""
    return permits(actor, "signature.answer")


def may_record_withdrawal(actor: Actor) -> bool:
    """Whoever is told of a withdrawal by telephone writes it down."""
    return permits(actor, "signature.record_withdrawal")


def may_sign_in_portal(actor: Actor, signatory: Signatory) -> bool:
    """Only the named user signs; where only an organisation is named, a user of it with the fitting role."""
    if actor.kind == "system":
        return True
    if signatory.role not in PROFESSIONALS or actor.kind != "user":
        return False
    corporation = signatory.role is Role.CORPORATION
    if not permits(actor, "signature.sign_corporation" if corporation else "signature.sign_expert"):
        return False
    if signatory.user_id is not None:
        return signatory.user_id == actor.id
    return signatory.organisation_id in actor.organisations("corporation_staff" if corporation else "expert")


def may_refuse(actor: Actor, signatory: Signatory) -> bool:
    """Everybody who may sign may decide not to."""
    return holds(actor, signatory.id) or may_sign_in_portal(actor, signatory)


def may_see_answers(actor: Actor) -> bool:
    """What somebody asked or answered per clause is for the bureau and the expert, not for the corporation."""
    return permits(actor, "signature.answer")
