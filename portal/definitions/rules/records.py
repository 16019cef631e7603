"""Records that custom fields can be added to, and which kinds of question have no place there."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from enum import StrEnum


class RecordKind(StrEnum):
    """What custom fields can be added to."""

    CASE = "case"
    PERSON = "person"
    ORGANISATION = "organisation"
    DWELLING = "dwelling"


def record_of(typed: str | None) -> RecordKind | None:
    """Return the kind of record that *typed* names, None when it names none."""
    return RecordKind(typed) if typed in set(RecordKind) else None


ELSEWHERE = frozenset({"file", "signature", "repeat", "person", "organisation", "record"})
"""Kinds that need a case, a store or a sheet of their own, and so do not fit in a field of a record."""

TEXTS = frozenset({"short_text", "long_text", "email", "phone", "iban"})
CHOICES = frozenset({"one_of", "many_of"})
AMOUNTS = frozenset({"integer", "decimal", "money", "scale"})
DATES = frozenset({"date"})

MILLIONTHS = 10**6
_GROUPED = re.compile(r"([-+−]?\d{1,3}(?:\.\d{3})+|[-+−]?\d{1,12})(?:,(\d{1,6}))?", re.ASCII)
_POINT = re.compile(r"([-+−]?\d{1,12})\.(\d{1,2}|\d{4,6})", re.ASCII)


def rank(value: Decimal | int | dt.date) -> int:
    """Return what orders amounts and dates in a list: millionths, or the number of the day.

    >>> rank(Decimal("12.5")), rank(dt.date(1, 1, 2))
    (12500000, 2)
    """
    return value.toordinal() if isinstance(value, dt.date) else int(value * MILLIONTHS)


def amount(typed: str) -> Decimal:
    """Read an amount as it is typed in a filter; ValueError when it is none.

    >>> amount("€ 1.250,50"), amount("1250.5"), amount("-3")
    (Decimal('1250.50'), Decimal('1250.5'), Decimal('-3'))
    """
    text = "".join(typed.split()).removeprefix("€")
    found = _POINT.fullmatch(text) or _GROUPED.fullmatch(text)
    if found is None:
        raise ValueError(typed)
    whole = found[1].replace(".", "").replace("−", "-")
    return Decimal(f"{whole}.{found[2]}" if found[2] else whole)
