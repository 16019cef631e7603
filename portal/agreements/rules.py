"""States and moves of an agreement version, who must sign it, and the dates that follow from signing."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.core.errors import Conflict, Invalid

HOME = ZoneInfo("Europe/Amsterdam")
LEAST_REFLECTION_DAYS = 3
MOST_REFLECTION_DAYS = 30
MOST_MONTHS = 36
"""An agreement of one's free will lasts at most three years; longer is no longer a bridge."""


class VersionState(StrEnum):
    """Where a frozen version stands. Drafts are no versions and have no state."""

    FROZEN = "frozen"
    OFFERED = "offered"
    PARTLY_SIGNED = "partly_signed"
    REFLECTION = "reflection"
    IN_FORCE = "in_force"
    EXTENDED = "extended"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Action(StrEnum):
    OFFER = "offer"
    SIGN = "sign"
    SIGN_LAST = "sign_last"
    TAKE_EFFECT = "take_effect"
    EXTEND = "extend"
    END = "end"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"


SIGNING = frozenset({VersionState.OFFERED, VersionState.PARTLY_SIGNED})
SIGNED_AND_WAITING = frozenset({VersionState.PARTLY_SIGNED, VersionState.REFLECTION})
"""Somebody signed, and the version is not in force yet: a newer one makes that signature void."""
PENDING = SIGNING | {VersionState.FROZEN, VersionState.REFLECTION}
BINDING = frozenset({VersionState.IN_FORCE, VersionState.EXTENDED})
CLOSED = frozenset({VersionState.ENDED, VersionState.REFUSED, VersionState.WITHDRAWN, VersionState.SUPERSEDED})

MOVES: dict[tuple[VersionState, Action], VersionState] = {
    (VersionState.FROZEN, Action.OFFER): VersionState.OFFERED,
    (VersionState.FROZEN, Action.SUPERSEDE): VersionState.SUPERSEDED,
    (VersionState.OFFERED, Action.SIGN): VersionState.PARTLY_SIGNED,
    (VersionState.PARTLY_SIGNED, Action.SIGN): VersionState.PARTLY_SIGNED,
    (VersionState.OFFERED, Action.SIGN_LAST): VersionState.REFLECTION,
    (VersionState.PARTLY_SIGNED, Action.SIGN_LAST): VersionState.REFLECTION,
    (VersionState.REFLECTION, Action.TAKE_EFFECT): VersionState.IN_FORCE,
    (VersionState.IN_FORCE, Action.EXTEND): VersionState.EXTENDED,
    (VersionState.EXTENDED, Action.EXTEND): VersionState.EXTENDED,
    (VersionState.IN_FORCE, Action.END): VersionState.ENDED,
    (VersionState.EXTENDED, Action.END): VersionState.ENDED,
    (VersionState.OFFERED, Action.REFUSE): VersionState.REFUSED,
    (VersionState.PARTLY_SIGNED, Action.REFUSE): VersionState.REFUSED,
    (VersionState.OFFERED, Action.WITHDRAW): VersionState.WITHDRAWN,
    (VersionState.PARTLY_SIGNED, Action.WITHDRAW): VersionState.WITHDRAWN,
    (VersionState.REFLECTION, Action.WITHDRAW): VersionState.WITHDRAWN,
    (VersionState.OFFERED, Action.SUPERSEDE): VersionState.SUPERSEDED,
    (VersionState.PARTLY_SIGNED, Action.SUPERSEDE): VersionState.SUPERSEDED,
    (VersionState.REFLECTION, Action.SUPERSEDE): VersionState.SUPERSEDED,
    (VersionState.IN_FORCE, Action.SUPERSEDE): VersionState.SUPERSEDED,
    (VersionState.EXTENDED, Action.SUPERSEDE): VersionState.SUPERSEDED,
}


def move(state: VersionState, action: Action) -> VersionState:
    """Return the state after *action*; raise Conflict("agreement.move") when it is not allowed.

    A refusal or a withdrawal is an outcome that stays: a newer version does not rewrite it.

    >>> move(VersionState.OFFERED, Action.SIGN).value
    'partly_signed'
    """
    try:
        return MOVES[state, action]
    except KeyError:
        raise Conflict("agreement.move", state=state.value, action=action.value) from None


def allows(state: VersionState, action: Action) -> bool:
    """Tell whether *action* is open in *state*."""
    return (state, action) in MOVES


def superseded_by_freezing(state: VersionState) -> bool:
    """Tell whether freezing a newer version ends this one at once.

    A version in force stays in force until the newer one takes effect, so that nobody is without an agreement when
    the newer one is refused.
    """
    return state in PENDING


# ---- dates ---------------------------------------------------------------------------------------------------------


def reflection_end(last_signature: dt.datetime, days: int) -> dt.datetime:
    """Return when the time to reconsider is over: *days* later, at the same hour on a Dutch clock.

    >>> reflection_end(dt.datetime(2026, 2, 19, 13, 0, tzinfo=dt.UTC), 7).isoformat()
    '2026-02-26T13:00:00+00:00'
    """
    wall = last_signature.astimezone(HOME).replace(tzinfo=None) + dt.timedelta(days=days)
    return wall.replace(tzinfo=HOME).astimezone(dt.UTC)


def effect_moment(reflection_ends_at: dt.datetime, starts_on: dt.date | None) -> dt.datetime:
    """Return when a signed version takes effect: after the reflection, and not before the date agreed upon."""
    if starts_on is None:
        return reflection_ends_at
    return max(reflection_ends_at, dt.datetime.combine(starts_on, dt.time(), HOME).astimezone(dt.UTC))


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day *months* later, or the last day of a shorter month.

    >>> add_months(dt.date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def check_extension(ends_on: dt.date, until: dt.date) -> None:
    """Refuse an extension that does not lengthen, or by more than a year: Invalid("agreement.extension")."""
    if not ends_on < until <= add_months(ends_on, 12):
        raise Invalid("agreement.extension", field="until", ends_on=ends_on.isoformat())


def check_reflection_days(days: int) -> None:
    """Refuse a reflection period that is no time to think: Invalid("agreement.reflection")."""
    if not LEAST_REFLECTION_DAYS <= days <= MOST_REFLECTION_DAYS:
        raise Invalid(
            "agreement.reflection", field="reflection_days", least=LEAST_REFLECTION_DAYS, most=MOST_REFLECTION_DAYS
        )


# ---- who signs -----------------------------------------------------------------------------------------------------


class SignerRole(StrEnum):
    TENANT = "tenant"
    CO_TENANT = "co_tenant"
    ADMINISTRATOR = "administrator"
    GUARDIAN = "guardian"
    MENTOR = "mentor"
    CORPORATION = "corporation"
    EXPERT = "expert"


class Meaning(StrEnum):
    """What a signature says: consent, only having seen it, or consent to the sections on care."""

    CONSENT = "consent"
    SEEN = "seen"
    SECTIONS = "sections"


CARE_SECTIONS = (7, 10)


@dataclass(frozen=True, slots=True)
class TenantSide:
    """Somebody who lives there under the lease, with the kinds of representation that hold for that person."""

    key: str
    role: SignerRole
    birth_year: int | None = None


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who acts for a person: `tenant` is the key of that person."""

    key: str
    tenant: str
    kind: SignerRole


@dataclass(frozen=True, slots=True)
class Required:
    """One signature without which the agreement does not bind."""

    key: str
    role: SignerRole
    meaning: Meaning
    order: int
    tenant: str = ""


USUAL_ORDER: Mapping[SignerRole, int] = {
    SignerRole.TENANT: 1, SignerRole.CO_TENANT: 1, SignerRole.ADMINISTRATOR: 2, SignerRole.GUARDIAN: 2,
    SignerRole.MENTOR: 2, SignerRole.CORPORATION: 3, SignerRole.EXPERT: 4,
}  # fmt: skip


def required_signatories(
    tenants: Sequence[TenantSide], acting: Sequence[Acting], turns: Mapping[SignerRole, int] = USUAL_ORDER
) -> tuple[Required, ...]:
    """Say who must sign, in order: every tenant and co-tenant, who acts for them, the corporation, the expert.

    All co-tenants are bound (art. 7:266, 7:267 BW). An administrator signs q.q. beside the tenant (art. 1:441 BW), a
    guardian consents while the tenant signs for having seen it (art. 1:381 BW), a mentor consents to help and exchange
    of information (art. 1:453 BW). Minors never sign.
    """
    guarded = {one.tenant for one in acting if one.kind is SignerRole.GUARDIAN}
    signers = [
        Required(one.key, one.role, Meaning.SEEN if one.key in guarded else Meaning.CONSENT, turns[one.role])
        for one in sorted(tenants, key=lambda one: one.role is not SignerRole.TENANT)
    ]
    order = {SignerRole.ADMINISTRATOR: 0, SignerRole.GUARDIAN: 1, SignerRole.MENTOR: 2}
    for one in sorted(acting, key=lambda one: (order[one.kind], one.key)):
        meaning = Meaning.SECTIONS if one.kind is SignerRole.MENTOR else Meaning.CONSENT
        signers.append(Required(one.key, one.kind, meaning, turns[one.kind], one.tenant))
    signers.append(Required("corporation", SignerRole.CORPORATION, Meaning.CONSENT, turns[SignerRole.CORPORATION]))
    signers.append(Required("expert", SignerRole.EXPERT, Meaning.CONSENT, turns[SignerRole.EXPERT]))
    return tuple(signers)


def is_minor(birth_year: int | None, on: dt.date) -> bool:
    """Tell whether somebody is surely a minor on a day, from the year of birth alone."""
    return birth_year is not None and on.year - birth_year < 18


def progress(required: Iterable[str], signed: Iterable[str]) -> VersionState:
    """Say how far signing is; partly signed until the last required signature.

    >>> progress(["t1", "corporation"], ["t1"]).value, progress(["t1"], ["t1"]).value
    ('partly_signed', 'reflection')
    """
    wanted, have = set(required), set(signed)
    if wanted and wanted <= have:
        return VersionState.REFLECTION
    return VersionState.PARTLY_SIGNED if wanted & have else VersionState.OFFERED
