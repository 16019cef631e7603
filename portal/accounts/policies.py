"""Who may change organisations, users and sessions."""

from __future__ import annotations

import uuid

from portal.core.policy import Actor, permits


def may_change_organisations(actor: Actor) -> bool:
    """The administrator of the bureau keeps the organisations."""
    return permits(actor, "organisation.change")


def may_change_users(actor: Actor) -> bool:
    """The administrator of the bureau invites, changes and disables people."""
    return permits(actor, "user.change")


def is_self(actor: Actor, user_id: uuid.UUID) -> bool:
    """Everybody keeps their own name, phone, password, second step and sessions."""
    return actor.kind == "user" and actor.id == user_id


def may_end_sessions(actor: Actor, user_id: uuid.UUID) -> bool:
    """A person ends their own sessions; the administrator everybody's."""
    return is_self(actor, user_id) or may_change_users(actor)
