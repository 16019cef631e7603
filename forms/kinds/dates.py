"""Dates: three boxes for day, month and year, typed the Dutch way, kept as 2026-03-01."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Literal

from forms.definition.base import BaseField
from forms.definition.text import MONTHS, day_in_words
from forms.expressions.tree import as_date
from forms.kinds.controls import DATE, marks
from forms.kinds.guard import is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind, label_of

_WRITTEN = re.compile(r"\s*(\d{1,2})[-/. ]+(\d{1,2}|[a-zA-Z]{3,9})[-/. ]+(\d{4})\s*", re.ASCII)


class Date(BaseField):
    """A day."""

    kind: Literal["date"]
    earliest: dt.date = dt.date(1900, 1, 1)
    latest: dt.date = dt.date(2200, 12, 31)
    future: bool = True
    """Whether a day after today may be given."""


@kind(Date)
class DateKind(Kind[Date]):
    """A day, also with its month in words."""

    plain = True
    missing = "missing_date"

    def parts(self, field: Date) -> tuple[str, ...]:
        return ("day", "month", "year")

    def control(self, field: Date, locale: str) -> Any:
        return DATE(label_of(field, locale), validators=marks(field.need == "required"))

    def clean(self, field: Date, raw: Any, context: Context) -> str | None:
        if isinstance(raw, Mapping):
            parts = [part_of(raw.get(part)) for part in ("day", "month", "year")]
            if not any(parts):
                return None
            day = day_from_parts(*parts)
        elif is_empty(raw):
            return None
        else:
            day = day_from_text(raw)
        if day is None:
            raise AnswerFault("not_date")
        if not field.future and day > context.today and context.today.year > 1970:
            raise AnswerFault("future")
        if not field.earliest <= day <= field.latest:
            raise AnswerFault("date_range", earliest=day_in_words(field.earliest), latest=day_in_words(field.latest))
        return day.isoformat()

    def fill(self, field: Date, value: Any) -> dict[str, str]:
        day = as_date(value)
        return {} if day is None else {"day": str(day.day), "month": str(day.month), "year": str(day.year)}

    def show(self, field: Date, value: Any, locale: str, context: Context) -> str:
        day = as_date(value)
        return str(value) if day is None else day_in_words(day, locale)

    def value(self, field: Date, value: Any) -> dt.date | None:
        return as_date(value)

    def type_of(self, field: Date) -> str:
        return "date"

    def json_schema(self, field: Date) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

    def faults(self, field: Date) -> list[tuple[str, dict[str, object]]]:
        return [("empty_range", {})] if field.earliest > field.latest else []


def part_of(typed: Any) -> str:
    """Return what was typed in one box, trimmed and bounded."""
    if isinstance(typed, int) and not isinstance(typed, bool) and 0 <= typed <= 9999:
        return str(typed)
    return typed.strip()[:40] if isinstance(typed, str) else ""


def day_from_text(raw: Any) -> dt.date | None:
    """Read a day written as "27-3-2026", "27 maart 2026" or "2026-03-27", else None."""
    if not isinstance(raw, str) or len(raw) > 60:
        return None
    found = _WRITTEN.fullmatch(raw)
    return day_from_parts(*found.groups()) if found else as_date(raw.strip())


def day_from_parts(day: str, month: str, year: str) -> dt.date | None:
    """Read a day from its three boxes, else None."""
    number = month_of(month)
    if number is None or not re.fullmatch(r"\d{1,2}", day, re.ASCII) or not re.fullmatch(r"\d{4}", year, re.ASCII):
        return None
    try:
        return dt.date(int(year), number, int(day))
    except ValueError:
        return None


def month_of(typed: str) -> int | None:
    """Return the month of "3", "03", "mrt" or "maart"."""
    if re.fullmatch(r"\d{1,2}", typed, re.ASCII):
        return int(typed)
    word = typed.lower().rstrip(".")
    if word == "mrt":
        return 3
    for names in MONTHS.values():
        for number, name in enumerate(names, 1):
            if len(word) >= 3 and name.lower().startswith(word):
                return number
    return None
