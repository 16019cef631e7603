"""Which role fits which organisation, what a password must be, and how long a session or a link lives."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from portal.core.errors import Invalid


class OrganisationKind(StrEnum):
    """What an organisation is in the agreement between three parties."""

    BUREAU = "bureau"
    CORPORATION = "corporation"
    EXPERT_PRACTICE = "expert_practice"
    SOCIAL_TEAM = "social_team"


class Role(StrEnum):
    """What a person may be within one organisation."""

    BUREAU_ADMIN = "bureau_admin"
    BUREAU_STAFF = "bureau_staff"
    LEGAL = "legal"
    CORPORATION_STAFF = "corporation_staff"
    EXPERT = "expert"
    SOCIAL_TEAM = "social_team"
    AUDITOR = "auditor"


ROLES_IN: dict[OrganisationKind, frozenset[Role]] = {
    OrganisationKind.BUREAU: frozenset({Role.BUREAU_ADMIN, Role.BUREAU_STAFF, Role.LEGAL, Role.EXPERT, Role.AUDITOR}),
    OrganisationKind.CORPORATION: frozenset({Role.CORPORATION_STAFF}),
    OrganisationKind.EXPERT_PRACTICE: frozenset({Role.EXPERT}),
    OrganisationKind.SOCIAL_TEAM: frozenset({Role.SOCIAL_TEAM}),
}
"""House rule: who sees everything (bureau, legal, auditor) works for the bureau; the expert there or in a practice."""


class LinkPurpose(StrEnum):
    """Why somebody got a link by mail to set a password."""

    INVITATION = "invitation"
    RECOVERY = "recovery"


LINK_LIFE = {LinkPurpose.INVITATION: dt.timedelta(days=7), LinkPurpose.RECOVERY: dt.timedelta(hours=2)}

HALF_LIFE = dt.timedelta(minutes=10)
"""How long the second step may take after the password was right."""

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
RECOVERY_CODES = 10

_PART = r"[^@\s\x00-\x1f\x7f\"<>(),;:\\\[\]]"
_EMAIL = re.compile(rf"{_PART}+@{_PART}+\.{_PART}{{2,}}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{7,19}")
_KVK = re.compile(r"[0-9]{8}")
_OFTEN_USED = (
    "wachtwoord", "password", "welkom", "welcome", "qwerty", "azerty", "driehoek", "woningcorporatie", "letmein",
    "abcdef", "geheim", "secret", "admin",
)  # fmt: skip


def demand_role_fits(kind: OrganisationKind, role: str) -> Role:
    """Return *role* when an organisation of *kind* may have people in it; raise Invalid("account.role_kind").

    >>> demand_role_fits(OrganisationKind.CORPORATION, "corporation_staff").value
    'corporation_staff'
    """
    if role not in {allowed.value for allowed in ROLES_IN[kind]}:
        raise Invalid("account.role_kind", field="role", role=role, kind=kind.value)
    return Role(role)


def normal_email(text: str) -> str:
    """Return the address as it is kept and compared: trimmed and lower-case; raise Invalid("account.email").

    >>> normal_email(" Sanne@Corporatie.NL ")
    'sanne@corporatie.nl'
    """
    address = text.strip().lower()
    if len(address) > 200 or not _EMAIL.fullmatch(address):
        raise Invalid("account.email", field="email")
    return address


def normal_phone(text: str | None) -> str | None:
    """Return the number trimmed, None for an empty one; raise Invalid("account.phone")."""
    number = (text or "").strip()
    if not number:
        return None
    if not _PHONE.fullmatch(number):
        raise Invalid("account.phone", field="phone")
    return number


def normal_kvk(text: str | None) -> str | None:
    """Return the number of the trade register (KvK, eight digits), None for an empty one; raise Invalid("account.kvk")."""
    number = re.sub(r"[\s.]", "", text or "")
    if not number:
        return None
    if not _KVK.fullmatch(number):
        raise Invalid("account.kvk", field="kvk")
    return number


def demand_password(password: str, *known: str) -> str:
    """Return *password* when it is fit; *known* are the person's own words (name, address), which may not carry it.

    Length counts, not kinds of characters (NIST SP 800-63B). Raises Invalid("account.password_…").
    """
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid("account.password_short", field="password", shortest=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD or "\0" in password:
        raise Invalid("account.password_long", field="password", longest=LONGEST_PASSWORD)
    rest = password.casefold()
    for word in (*_words(known), *_OFTEN_USED):
        rest = rest.replace(word, "")
    rest = re.sub(r"(?:0?123456789?0?|19\d\d|20\d\d)", "", rest)
    if len(set(password)) < 5 or len(rest) < 6:
        raise Invalid("account.password_guessable", field="password")
    return password


def _words(texts: tuple[str, ...]) -> list[str]:
    found = {word for text in texts for word in re.split(r"[\W_]+", text.casefold()) if len(word) >= 4}
    return sorted(found, key=lambda word: (-len(word), word))


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lives in all, and without a request."""

    longest: dt.timedelta
    idle: dt.timedelta


def is_open(
    created: dt.datetime, seen: dt.datetime, ended: dt.datetime | None, now: dt.datetime, limits: Limits
) -> bool:
    """Tell whether a session still counts: not ended, not too old, not left alone too long."""
    return ended is None and now < created + limits.longest and now < seen + limits.idle


def is_half_open(created: dt.datetime, ended: dt.datetime | None, now: dt.datetime) -> bool:
    """Tell whether a sign-in that waits for its second step may still get it."""
    return ended is None and now < created + HALF_LIFE


def is_link_usable(
    used: dt.datetime | None, voided: dt.datetime | None, expires: dt.datetime, now: dt.datetime
) -> bool:
    """Tell whether a link by mail may still be used to choose a password."""
    return used is None and voided is None and now < expires


def is_fresh(confirmed: dt.datetime, now: dt.datetime, minutes: int) -> bool:
    """Tell whether the person gave the password within the last *minutes*."""
    return dt.timedelta(0) <= now - confirmed < dt.timedelta(minutes=minutes)
