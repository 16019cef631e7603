"""Amounts of money, kept in whole cents, and of time, kept in whole minutes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from forms.definition.base import BaseField
from forms.kinds.controls import LINE, PARTS, marks
from forms.kinds.guard import holds_bsn, is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind, label_of

_EURO = re.compile(r"([-+−]?)(\d{1,3}(?:\.\d{3})+|\d{1,10})(?:,(\d{1,2})|,-|,–)?", re.ASCII)
_POINT = re.compile(r"([-+−]?)(\d{1,10})\.(\d{1,2})", re.ASCII)
MOST_CENTS, MOST_MINUTES = 10**11, 60 * 24 * 3650
Units = Literal["days", "hours", "minutes"]
_MINUTES = {"days": 1440, "hours": 60, "minutes": 1}
_WORDS = {
    "nl": {"days": ("dag", "dagen"), "hours": ("uur", "uur"), "minutes": ("minuut", "minuten")},
    "en": {"days": ("day", "days"), "hours": ("hour", "hours"), "minutes": ("minute", "minutes")},
}


class Money(BaseField):
    """Euros; kept and bounded in cents."""

    kind: Literal["money"]
    minimum: int = Field(0, ge=-MOST_CENTS, le=MOST_CENTS)
    maximum: int = Field(100_000_000, ge=-MOST_CENTS, le=MOST_CENTS)


class Duration(BaseField):
    """How long something took, in the units that are asked for; kept and bounded in minutes."""

    kind: Literal["duration"]
    units: tuple[Units, ...] = Field(("hours", "minutes"), min_length=1, max_length=3)
    minimum: int = Field(0, ge=0, le=MOST_MINUTES)
    maximum: int = Field(MOST_MINUTES, ge=0, le=MOST_MINUTES)


def euros(cents: Any, locale: str) -> str:
    """Write whole *cents* as euros.

    >>> euros(123450, "nl"), euros(-5, "en")
    ('€ 1.234,50', '€ -0.05')
    """
    text = f"{Decimal(cents) / 100:,.2f}"
    return "€ " + (text if locale == "en" else text.replace(",", "_").replace(".", ",").replace("_", "."))


@kind(Money)
class MoneyKind(Kind[Money]):
    """Cents; typed as "12,50", "€ 1.250" or "12.50"."""

    missing = "missing_money"

    def control(self, field: Money, locale: str) -> Any:
        return LINE(label_of(field, locale), validators=marks(field.need == "required"))

    def clean(self, field: Money, raw: Any, context: Context) -> int | None:
        if is_empty(raw):
            return None
        cents = raw if isinstance(raw, int) and not isinstance(raw, bool) else _cents(raw)
        if cents is None:
            raise AnswerFault("not_money")
        if not field.minimum <= cents <= field.maximum:
            raise AnswerFault("out_of_range", minimum=euros(field.minimum, "nl"), maximum=euros(field.maximum, "nl"))
        if holds_bsn(str(abs(cents) // 100)):
            raise AnswerFault("bsn")
        return cents

    def fill(self, field: Money, value: Any) -> str:
        return euros(value, "nl").removeprefix("€ ").replace(".", "")

    def show(self, field: Money, value: Any, locale: str, context: Context) -> str:
        return euros(value, locale)

    def export(self, field: Money, value: Any) -> Decimal:
        return Decimal(value) / 100

    def value(self, field: Money, value: Any) -> Decimal | None:
        return Decimal(value) / 100 if type(value) is int and abs(value) <= MOST_CENTS else None

    def type_of(self, field: Money) -> str:
        return "number"

    def json_schema(self, field: Money) -> dict[str, Any]:
        return {"type": "integer", "minimum": field.minimum, "maximum": field.maximum}

    def faults(self, field: Money) -> list[tuple[str, dict[str, object]]]:
        return [("empty_range", {})] if field.minimum > field.maximum else []


def _cents(raw: Any) -> int | None:
    if not isinstance(raw, str) or len(raw) > 60:
        return None
    text = "".join(raw.split()).replace("€", "").replace("EUR", "")
    found = _POINT.fullmatch(text) or _EURO.fullmatch(text)
    if found is None:
        return None
    sign, whole, rest = found.groups()
    cents = int(whole.replace(".", "")) * 100 + int((rest or "0").ljust(2, "0"))
    return -cents if sign in {"-", "−"} else cents


@kind(Duration)
class DurationKind(Kind[Duration]):
    """Minutes, in a box per unit."""

    missing = "missing_duration"

    def control(self, field: Duration, locale: str) -> Any:
        return PARTS(label_of(field, locale), validators=marks(field.need == "required"), parts=self.parts(field))

    def parts(self, field: Duration) -> tuple[str, ...]:
        return tuple(unit for unit in _MINUTES if unit in field.units)

    def clean(self, field: Duration, raw: Any, context: Context) -> int | None:
        if isinstance(raw, Mapping):
            typed = {unit: raw.get(unit) for unit in self.parts(field)}
            if all(is_empty(one) for one in typed.values()):
                return None
            raw = _minutes(typed)
        elif is_empty(raw):
            return None
        if type(raw) is not int or raw % _MINUTES[self.parts(field)[-1]]:
            raise AnswerFault("not_duration")
        if not field.minimum <= raw <= field.maximum:
            low, high = (_span(bound, "nl") for bound in (field.minimum, field.maximum))
            raise AnswerFault("duration_range", minimum=low, maximum=high)
        return raw

    def fill(self, field: Duration, value: Any) -> dict[str, str]:
        found, rest = {}, value if type(value) is int else 0
        units = self.parts(field)
        for unit in units:
            part, rest = divmod(rest, _MINUTES[unit])
            found[unit] = str(part)
        return found

    def show(self, field: Duration, value: Any, locale: str, context: Context) -> str:
        return _span(value, locale)

    def type_of(self, field: Duration) -> str:
        return "number"

    def json_schema(self, field: Duration) -> dict[str, Any]:
        return {"type": "integer", "minimum": field.minimum, "maximum": field.maximum}

    def faults(self, field: Duration) -> list[tuple[str, dict[str, object]]]:
        return [("empty_range", {})] if field.minimum > field.maximum else []


def _minutes(typed: Mapping[str, Any]) -> int | None:
    total = 0
    for unit, one in typed.items():
        text = str(one).strip() if isinstance(one, str | int) and not isinstance(one, bool) else "?"
        if is_empty(one):
            continue
        if not re.fullmatch(r"\d{1,7}", text, re.ASCII):
            return None
        total += int(text) * _MINUTES[unit]
    return total


def _span(minutes: Any, locale: str) -> str:
    words, rest, found = _WORDS.get(locale, _WORDS["nl"]), int(minutes), []
    for unit, size in _MINUTES.items():
        part, rest = divmod(rest, size)
        if part:
            found.append(f"{part} {words[unit][part != 1]}")
    return " ".join(found) or f"0 {words['minutes'][1]}"
