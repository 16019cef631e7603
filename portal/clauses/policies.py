"""Who may read and change the clause library."""

from __future__ import annotations

from portal.core.policy import Actor, permits


def may_read(actor: Actor) -> bool:
    """Everybody who works on cases reads the library."""
    return permits(actor, "clause.read")


def may_change(actor: Actor) -> bool:
    """The bureau's administrators and the legal staff change the library."""
    return permits(actor, "clause.change")


def may_review(actor: Actor) -> bool:
    """The same people review; that it is somebody else than the author is a rule of its own."""
    return permits(actor, "clause.review")


def may_release(actor: Actor) -> bool:
    """Who may let a reviewed text into the library is the policy table's to say."""
    return permits(actor, "clause.release")
