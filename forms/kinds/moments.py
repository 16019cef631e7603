"""Times, moments and dates that are only partly known. All are wall time: what the clock on the wall said there."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Literal

from forms.definition.base import BaseField
from forms.definition.text import MONTHS, day_in_words
from forms.expressions.tree import as_date
from forms.kinds.controls import LINE, PARTS, marks
from forms.kinds.dates import day_from_parts, day_from_text, month_of, part_of
from forms.kinds.guard import is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind, label_of

_TIME = re.compile(r"(\d{1,2})(?:[.:h ]?(\d{2}))?\s*(?:uur|u)?", re.ASCII)
_MOMENT = re.compile(r"(.{6,40}?)[T ,]+(?:om +)?(\d{1,2}[.:]\d{2})", re.ASCII)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
ABOUT = {"nl": "ongeveer", "en": "about"}


class Time(BaseField):
    """A time of the day."""

    kind: Literal["time"]


class DateTime(BaseField):
    """A day with a time, as the clock on the wall said; without a zone."""

    kind: Literal["date_time"]
    future: bool = True


class PartialDate(BaseField):
    """A date of which only the year, or the year and month, may be known."""

    kind: Literal["partial_date"]
    future: bool = True


def time_of(raw: Any) -> str | None:
    """Read "14:30", "14.30", "9", "930" or "14.30 uur" as "14:30", else None."""
    found = _TIME.fullmatch(raw.strip().lower()) if isinstance(raw, str) and len(raw) <= 20 else None
    if found is None or int(found.group(1)) > 23 or int(found.group(2) or 0) > 59:
        return None
    return f"{int(found.group(1)):02d}:{int(found.group(2) or 0):02d}"


def _clock(time: str, locale: str) -> str:
    return time if locale == "en" else f"{time.replace(':', '.')} uur"


@kind(Time)
class TimeKind(Kind[Time]):
    """A time kept as "14:30"."""

    missing = "missing_time"

    def control(self, field: Time, locale: str) -> Any:
        return LINE(label_of(field, locale), validators=marks(field.need == "required"))

    def clean(self, field: Time, raw: Any, context: Context) -> str | None:
        if is_empty(raw):
            return None
        found = time_of(raw)
        if found is None:
            raise AnswerFault("not_time")
        return found

    def show(self, field: Time, value: Any, locale: str, context: Context) -> str:
        return _clock(str(value), locale)

    def type_of(self, field: Time) -> str:
        return "time"

    def json_schema(self, field: Time) -> dict[str, Any]:
        return {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}


@kind(DateTime)
class DateTimeKind(Kind[DateTime]):
    """A moment kept as "2026-03-01T14:30"."""

    missing = "missing_moment"

    def control(self, field: DateTime, locale: str) -> Any:
        return PARTS(label_of(field, locale), validators=marks(field.need == "required"), parts=self.parts(field))

    def parts(self, field: DateTime) -> tuple[str, ...]:
        return ("day", "month", "year", "time")

    def clean(self, field: DateTime, raw: Any, context: Context) -> str | None:
        if isinstance(raw, Mapping):
            parts = [part_of(raw.get(part)) for part in self.parts(field)]
            if not any(parts):
                return None
            day, time = day_from_parts(*parts[:3]), time_of(parts[3])
        elif is_empty(raw):
            return None
        else:
            found = _MOMENT.fullmatch(raw.strip()) if isinstance(raw, str) and len(raw) <= 60 else None
            day, time = (day_from_text(found.group(1)), time_of(found.group(2))) if found else (None, None)
        if day is None or time is None:
            raise AnswerFault("not_moment")
        if not field.future and day > context.today and context.today.year > 1970:
            raise AnswerFault("future")
        return f"{day.isoformat()}T{time}"

    def fill(self, field: DateTime, value: Any) -> dict[str, str]:
        day = as_date(str(value)[:10])
        if day is None:
            return {}
        time = str(value)[11:].replace(":", ".")
        return {"day": str(day.day), "month": str(day.month), "year": str(day.year), "time": time}

    def show(self, field: DateTime, value: Any, locale: str, context: Context) -> str:
        day = as_date(str(value)[:10])
        if day is None:
            return str(value)
        return f"{day_in_words(day, locale)}, {_clock(str(value)[11:], locale)}"

    def type_of(self, field: DateTime) -> str:
        return "moment"

    def json_schema(self, field: DateTime) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]$"}


@kind(PartialDate)
class PartialDateKind(Kind[PartialDate]):
    """A year, month or day kept as {"date": "2026-03", "about": true}; a condition sees its first day."""

    missing = "missing_date"

    def control(self, field: PartialDate, locale: str) -> Any:
        return PARTS(label_of(field, locale), validators=marks(field.need == "required"), parts=self.parts(field))

    def parts(self, field: PartialDate) -> tuple[str, ...]:
        return ("day", "month", "year", "about")

    def clean(self, field: PartialDate, raw: Any, context: Context) -> dict[str, Any] | None:
        about = False
        if isinstance(raw, Mapping) and "date" in raw:
            about, raw = raw.get("about") is True, raw["date"]
        if isinstance(raw, Mapping):
            day, month, year = (part_of(raw.get(part)) for part in ("day", "month", "year"))
            about = raw.get("about") in {"1", "on", "true"} if isinstance(raw.get("about"), str) else False
            if not (day or month or year):
                return None
            written = _written(day, month, year)
        elif is_empty(raw):
            return None
        else:
            written = _from_text(raw)
        first = first_day(written)
        if written is None or first is None or not 1900 <= first.year <= 2200:
            raise AnswerFault("not_partial_date")
        if not field.future and first > context.today and context.today.year > 1970:
            raise AnswerFault("future")
        return {"date": written, "about": True} if about else {"date": written}

    def fill(self, field: PartialDate, value: Any) -> dict[str, str]:
        pieces = [*str(value.get("date", "")).split("-"), "", ""][:3]
        year, month, day = (str(int(one)) if one.isdigit() else "" for one in pieces)
        return {"day": day, "month": month, "year": year, "about": "1" if value.get("about") else ""}

    def show(self, field: PartialDate, value: Any, locale: str, context: Context) -> str:
        written = str(value.get("date", ""))
        first, size = first_day(written), written.count("-")
        if first is None:
            return written
        month = MONTHS.get(locale, MONTHS["nl"])[first.month - 1]
        words = [str(first.year), f"{month} {first.year}", day_in_words(first, locale)][size]
        return f"{ABOUT.get(locale, ABOUT['nl'])} {words}" if value.get("about") else words

    def export(self, field: PartialDate, value: Any) -> str:
        return ("~" if value.get("about") else "") + str(value.get("date", ""))

    def value(self, field: PartialDate, value: Any) -> dt.date | None:
        return first_day(value.get("date")) if isinstance(value, Mapping) else None

    def type_of(self, field: PartialDate) -> str:
        return "date"

    def cells_of(self, field: PartialDate, value: Any) -> Mapping[str, Any]:
        return {"about": value.get("about") is True} if isinstance(value, Mapping) else {}

    def cell_types(self, field: PartialDate) -> Mapping[str, str]:
        return {"about": "bool"}

    def json_schema(self, field: PartialDate) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                "date": {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
                "about": {"const": True},
            },
            "required": ["date"],
            "additionalProperties": False,
        }


def first_day(written: Any) -> dt.date | None:
    """Return the first day of "2026", "2026-03" or "2026-03-01", else None."""
    found = _PARTIAL.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        return None
    year, month, day = int(found.group(1)), int(found.group(2) or 1), int(found.group(3) or 1)
    if not (year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return dt.date(year, month, day)


def _written(day: str, month: str, year: str) -> str | None:
    if not re.fullmatch(r"\d{4}", year, re.ASCII) or (day and not month):
        return None
    if not month:
        return year
    number = month_of(month)
    if number is None:
        return None
    if not day:
        return f"{year}-{number:02d}"
    whole = day_from_parts(day, month, year)
    return whole.isoformat() if whole else None


def _from_text(raw: Any) -> str | None:
    if not isinstance(raw, str) or len(raw) > 60:
        return None
    text = raw.strip()
    if _PARTIAL.fullmatch(text):
        return text
    pieces = text.split()
    if len(pieces) == 2:
        return _written("", pieces[0], pieces[1])
    day = day_from_text(text)
    return day.isoformat() if day else None
