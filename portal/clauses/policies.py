"""Who may read and change the clause library."""

from __future__ import annotations

from portal.core.policy import Actor, permits


def may_read(actor: Actor) -> bool:
    """Everybody who works on cases reads the library."""
    return permits(actor, "clause.read")


def may_change(actor: Actor) -> bool:
    """The bureau's administrators and the legal staff change the library."""
    return permits(actor, "clause.change")
