"""States of a signatory, what a signature means in each role, and the moves between states."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from portal.core.errors import Conflict

LINK_DAYS = 14
"""A link to read and sign works so many days after it was sent."""
LINK_DAYS_AFTER_SIGNING = 90
"""After signing the same link gives the receipt, the withdrawal and the final document."""
READING_HOURS = 12
"""A reading session slides along so many hours: nobody is timed out while reading."""


class Role(StrEnum):
    TENANT = "tenant"
    CO_TENANT = "co_tenant"
    ADMINISTRATOR = "administrator"
    GUARDIAN = "guardian"
    MENTOR = "mentor"
    CORPORATION = "corporation"
    EXPERT = "expert"


TENANTS = frozenset({Role.TENANT, Role.CO_TENANT})
REPRESENTATIVES = frozenset({Role.ADMINISTRATOR, Role.GUARDIAN, Role.MENTOR})
TENANT_SIDE = TENANTS | REPRESENTATIVES
PROFESSIONALS = frozenset({Role.CORPORATION, Role.EXPERT})


class State(StrEnum):
    WAITING = "waiting"
    INVITED = "invited"
    READING = "reading"
    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


OPEN = frozenset({State.WAITING, State.INVITED, State.READING})


class Action(StrEnum):
    INVITE = "invite"
    BEGIN = "begin"
    SIGN = "sign"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    VOID = "void"


class Channel(StrEnum):
    """How a signatory is reached and recognised."""

    PHONE = "phone"
    MAIL = "mail"
    PORTAL = "portal"
    QR = "qr"
    TABLET = "tablet"
    PAPER = "paper"


LINKED = frozenset({Channel.PHONE, Channel.MAIL})
"""Channels that need a personal link and a one-time code."""
ON_SCREEN = LINKED | {Channel.QR, Channel.TABLET}
"""Channels in which the signer reads and signs on our pages."""
AT_THE_TABLE = frozenset({Channel.QR, Channel.TABLET, Channel.PAPER})
"""Channels for which nothing is sent: staff sit with the signer."""


class Method(StrEnum):
    DRAW = "draw"
    TYPE = "type"
    PORTAL = "portal"
    PAPER = "paper"


class Meaning(StrEnum):
    """What a signature says: consent, only having seen it, or consent to some sections."""

    CONSENT = "consent"
    SEEN = "seen"
    SECTIONS = "sections"


MENTOR_SECTIONS = (7, 10)
"""A mentor decides on care and guidance (art. 1:453 BW): help and exchange of information."""

MOVES: dict[tuple[State, Action], State] = {
    (State.WAITING, Action.INVITE): State.INVITED,
    (State.INVITED, Action.INVITE): State.INVITED,
    (State.READING, Action.INVITE): State.READING,
    (State.INVITED, Action.BEGIN): State.READING,
    (State.READING, Action.BEGIN): State.READING,
    (State.SIGNED, Action.BEGIN): State.SIGNED,
    (State.REFUSED, Action.BEGIN): State.REFUSED,
    (State.WITHDRAWN, Action.BEGIN): State.WITHDRAWN,
    (State.INVITED, Action.SIGN): State.SIGNED,
    (State.READING, Action.SIGN): State.SIGNED,
    (State.WAITING, Action.REFUSE): State.REFUSED,
    (State.INVITED, Action.REFUSE): State.REFUSED,
    (State.READING, Action.REFUSE): State.REFUSED,
    (State.SIGNED, Action.WITHDRAW): State.WITHDRAWN,
    (State.WAITING, Action.VOID): State.VOIDED,
    (State.INVITED, Action.VOID): State.VOIDED,
    (State.READING, Action.VOID): State.VOIDED,
    (State.SIGNED, Action.VOID): State.VOIDED,
}


def move(state: State, action: Action) -> State:
    """Return the state after *action*; raise `Conflict` when it is not allowed.

    >>> move(State.INVITED, Action.BEGIN).value
    'reading'
    """
    try:
        return MOVES[state, action]
    except KeyError:
        raise Conflict(f"signing.{_already(state)}", state=state.value, action=action.value) from None


def allows(state: State, action: Action) -> bool:
    """Tell whether *action* is open in *state*."""
    return (state, action) in MOVES


def _already(state: State) -> str:
    """Name the error that tells a person what happened before.

    >>> _already(State.SIGNED)
    'already-signed'
    """
    if state in OPEN:
        return "not-yet"
    return f"already-{state.value}"


def meaning(role: Role, *, under_guardianship: bool = False) -> Meaning:
    """Say what the signature of *role* means.

    A person under guardianship cannot bind himself (art. 1:381 BW): he signs for having seen it, his guardian
    consents. A mentor consents to the sections on care only.

    >>> meaning(Role.TENANT, under_guardianship=True).value
    'seen'
    """
    if role in TENANTS and under_guardianship:
        return Meaning.SEEN
    if role is Role.MENTOR:
        return Meaning.SECTIONS
    return Meaning.CONSENT


def link_expiry(sent_at: dt.datetime) -> dt.datetime:
    """Return when a link sent at *sent_at* stops working."""
    return sent_at + dt.timedelta(days=LINK_DAYS)


def may_withdraw(role: Role, state: State, reflection_ends_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Tell whether a signature can still be taken back: by the tenant's side, until the reflection period is over.

    Before the last required signature there is no end yet, and withdrawal is open.
    """
    return role in TENANT_SIDE and state is State.SIGNED and (reflection_ends_at is None or now < reflection_ends_at)
