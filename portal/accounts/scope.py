"""Which rows of this room an actor may see.

Names of colleagues, experts and organisations are shown to everybody who is inside (a tenant reads who the expert is);
whether there is a page about them is decided by its view. Sessions and links are each person's own.
"""

from __future__ import annotations

import sqlalchemy as sa

from portal.accounts.models import Membership, Organisation, SignIn, User, UserInvitation
from portal.core.policy import Actor, rows_of


def insiders(actor: Actor) -> sa.ColumnElement[bool] | None:
    """Confine to nothing for whoever has not signed in."""
    return sa.false() if actor.kind == "anonymous" else None


def own_sessions(actor: Actor) -> sa.ColumnElement[bool] | None:
    """Confine sessions to the actor's own; the administrator may end everybody's."""
    return None if actor.has("bureau_admin") else SignIn.user_id == actor.id if actor.kind == "user" else sa.false()


def own_links(actor: Actor) -> sa.ColumnElement[bool] | None:
    """Confine password links to the actor's own; the administrator may void everybody's."""
    own = UserInvitation.user_id == actor.id
    return None if actor.has("bureau_admin") else own if actor.kind == "user" else sa.false()


for model in (Organisation, User, Membership):
    rows_of(model, insiders)
rows_of(SignIn, own_sessions)
rows_of(UserInvitation, own_links)
