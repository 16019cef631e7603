"""Who acts for a person beside or instead of that person, and what the public register can say about it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum


class RepresentationKind(StrEnum):
    """The three protective measures of Book 1 BW."""

    ADMINISTRATOR = "administrator"  # bewindvoerder, art. 1:431 BW
    GUARDIAN = "guardian"  # curator, art. 1:378 BW
    MENTOR = "mentor"  # mentor, art. 1:450 BW


class SigningDuty(StrEnum):
    """What a representative does at signing."""

    BESIDE = "beside"  # signs q.q. beside the tenant
    INSTEAD = "instead"  # signs; the tenant signs "gezien"
    CARE_SECTIONS = "care_sections"  # signs for help and exchange of information


class RegisterResult(StrEnum):
    """What the curatele- en bewindregister showed on the day it was searched.

    An empty answer is only "not found on that day": administration that was not made public is not in it.
    """

    ADMINISTRATION = "administration"
    GUARDIANSHIP = "guardianship"
    NOT_FOUND = "not_found"


SEARCHABLE = {
    RepresentationKind.ADMINISTRATOR: RegisterResult.ADMINISTRATION,
    RepresentationKind.GUARDIAN: RegisterResult.GUARDIANSHIP,
}
"""What the register can show; mentorship is not searchable there."""

_DUTIES = {
    RepresentationKind.ADMINISTRATOR: SigningDuty.BESIDE,
    RepresentationKind.GUARDIAN: SigningDuty.INSTEAD,
    RepresentationKind.MENTOR: SigningDuty.CARE_SECTIONS,
}


def signing_duty(kind: RepresentationKind) -> SigningDuty:
    """Tell what a representative of this kind does at signing.

    >>> signing_duty(RepresentationKind.MENTOR).value
    'care_sections'
    """
    return _DUTIES[kind]


def register_speaks_of(kind: RepresentationKind, result: RegisterResult) -> bool:
    """Tell whether the answer of the register confirms a representation.

    >>> register_speaks_of(RepresentationKind.ADMINISTRATOR, RegisterResult.ADMINISTRATION)
    True
    >>> any(register_speaks_of(RepresentationKind.MENTOR, result) for result in RegisterResult)
    False
    """
    return SEARCHABLE.get(kind) is result


def wants_register_check(last: dt.date | None, on: dt.date, *, within_days: int = 14) -> bool:
    """Tell whether the register should be searched (again) before something is signed on a day.

    >>> signing = dt.date(2026, 3, 24)
    >>> wants_register_check(None, signing), wants_register_check(dt.date(2026, 3, 3), signing)
    (True, True)
    >>> wants_register_check(signing, signing)
    False
    """
    return last is None or (on - last).days > within_days
