"""Who may sign when: order numbers, whose turn it is, and when everybody has signed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.core.errors import Invalid
from portal.signatures.rules.states import OPEN, PROFESSIONALS, REPRESENTATIVES, TENANTS, Role, State


class Scheme(StrEnum):
    """In which order people sign; by default as the agreement itself says."""

    AGREED = "agreed"
    TENANT_FIRST = "tenant_first"
    SEQUENTIAL = "sequential"
    PARALLEL = "parallel"


class Progress(StrEnum):
    """How far the required signatures are."""

    NONE = "none"
    PARTLY = "partly"
    COMPLETE = "complete"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Signer:
    """What the order needs to know about one signatory."""

    id: uuid.UUID
    order: int
    required: bool
    state: State


_RANK = {Role.TENANT: 1, Role.CO_TENANT: 2, Role.ADMINISTRATOR: 3, Role.GUARDIAN: 4, Role.MENTOR: 5,
         Role.CORPORATION: 6, Role.EXPERT: 7}


def arrange(roles: Sequence[Role], scheme: Scheme, agreed: Sequence[int] = ()) -> list[int]:
    """Give each of *roles* its order number, in the same sequence; equal numbers sign side by side.

    *agreed* are the numbers that the agreement itself gives.

    >>> arrange([Role.TENANT, Role.EXPERT, Role.MENTOR], Scheme.TENANT_FIRST)
    [1, 2, 1]
    """
    if scheme is Scheme.AGREED and agreed:
        return list(agreed)
    if scheme is Scheme.PARALLEL:
        return [1 for _role in roles]
    if scheme in {Scheme.TENANT_FIRST, Scheme.AGREED}:
        return [2 if role in PROFESSIONALS else 1 for role in roles]
    places = sorted(range(len(roles)), key=lambda place: (_RANK[roles[place]], place))
    return [places.index(place) + 1 for place in range(len(roles))]


def turn(signers: Iterable[Signer]) -> frozenset[uuid.UUID]:
    """Return whose turn it is: everybody whose required predecessors have all signed."""
    rows = list(signers)
    lacking = [row.order for row in rows if row.required and row.state is not State.SIGNED]
    first = min(lacking, default=None)
    return frozenset(row.id for row in rows if row.state in OPEN and (first is None or row.order <= first))


def to_invite(signers: Iterable[Signer]) -> frozenset[uuid.UUID]:
    """Return who should be invited now: whose turn it is and who still waits for an invitation."""
    rows = list(signers)
    due = turn(rows)
    return frozenset(row.id for row in rows if row.id in due and row.state is State.WAITING)


def progress(signers: Iterable[Signer]) -> Progress:
    """Say how far the required signatures are; one refusal or withdrawal stops the whole."""
    required = [row for row in signers if row.required]
    states = {row.state for row in required}
    if states & {State.REFUSED, State.WITHDRAWN, State.VOIDED}:
        return Progress.STOPPED
    if required and states == {State.SIGNED}:
        return Progress.COMPLETE
    return Progress.PARTLY if State.SIGNED in states else Progress.NONE


def check_required(roles: Iterable[Role]) -> None:
    """Refuse a set of signatories that cannot bind three parties; raise `Invalid("signing.roles-missing")`."""
    present = set(roles)
    missing = [role for role in (Role.TENANT, Role.CORPORATION, Role.EXPERT) if role not in present]
    if missing:
        raise Invalid("signing.roles-missing", roles=", ".join(role.value for role in missing))


def belongs_first(role: Role) -> bool:
    """Tell whether *role* stands on the tenant's side of the page."""
    return role in TENANTS or role in REPRESENTATIVES
