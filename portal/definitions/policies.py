"""Who may publish forms."""

from __future__ import annotations

from portal.core.policy import Actor, permits


def may_publish(actor: Actor) -> bool:
    """The administrator of the bureau publishes."""
    return permits(actor, "form.publish")
