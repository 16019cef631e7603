"""Who may build forms, and who may publish them."""

from __future__ import annotations

from portal.core.policy import Actor, permits


def may_edit(actor: Actor) -> bool:
    """The bureau builds forms in drafts."""
    return permits(actor, "form.edit")


def may_publish(actor: Actor) -> bool:
    """The administrator of the bureau publishes."""
    return permits(actor, "form.publish")
