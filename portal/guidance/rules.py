"""Where a form for a tenant stands, and how long its link and its session live."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from portal.core.errors import Conflict

LINK_LIFE = dt.timedelta(days=21)
SESSION_LIFE = dt.timedelta(hours=12)


class State(StrEnum):
    """Where a form for a tenant stands."""

    OPEN = "open"
    SENT = "sent"
    ENDED = "ended"


class Link(StrEnum):
    """What a link is worth."""

    WORKS = "works"
    EXPIRED = "expired"
    LOCKED = "locked"
    OVER = "over"


def link_state(state: State, expires: dt.datetime, locked: dt.datetime | None, now: dt.datetime) -> Link:
    """Tell what a link is worth now; a form that was sent can still be read until the link runs out."""
    if state is State.ENDED:
        return Link.OVER
    if locked is not None:
        return Link.LOCKED
    return Link.EXPIRED if now >= expires else Link.WORKS


def demand_open(state: State) -> None:
    """Raise Conflict("own.closed") unless answers may still change."""
    if state is not State.OPEN:
        raise Conflict("own.closed", state=str(state))
