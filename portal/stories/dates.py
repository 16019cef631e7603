"""Dates in stories: what people in the Netherlands read on the clock, and moving a whole story in time."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from portal.core.clock import AMSTERDAM
from portal.documents.dutch import date_nl

_DAY = r"\d{4}-\d{2}-\d{2}"
_WHOLE = re.compile(rf"^({_DAY})( \d{{2}}:\d{{2}}(?::\d{{2}})?)?$")
_IN_TEXT = re.compile(rf"\{{({_DAY})\}}")
_MOMENT = re.compile(rf"^{_DAY} \d{{2}}:\d{{2}}(:\d{{2}})?$")


def _read_moment(value: object) -> object:
    if isinstance(value, str) and _MOMENT.match(value):
        return dt.datetime.fromisoformat(value).replace(tzinfo=AMSTERDAM)
    raise ValueError('write a moment as "2026-02-12 14:00" (Dutch clock)')


Moment = Annotated[
    dt.datetime,
    BeforeValidator(_read_moment),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": _MOMENT.pattern,
            "description": "Date and time on a Dutch clock, such as 2026-02-12 14:00.",
        }
    ),
]
"""A date and time on a Dutch clock."""


def moved(value: Any, days: int) -> Any:
    """Move every date in *value* (as read from YAML) by *days*, and write `{2026-02-12}` inside texts as a Dutch date.

    >>> moved({"at": "2026-02-12 14:00", "text": "Klaar op {2026-02-14}."}, 1)
    {'at': '2026-02-13 14:00', 'text': 'Klaar op 15 februari 2026.'}
    """
    if isinstance(value, dict):
        return {key: moved(item, days) for key, item in value.items()}
    if isinstance(value, list):
        return [moved(item, days) for item in value]
    if not isinstance(value, str):
        return value
    whole = _WHOLE.match(value)
    if whole:
        day = _shift(whole[1], days)
        return (day.isoformat() if day else whole[1]) + (whole[2] or "")
    return _IN_TEXT.sub(lambda found: _in_words(found, days), value)


def _shift(text: str, days: int) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) + dt.timedelta(days=days)
    except ValueError:
        return None


def _in_words(found: re.Match[str], days: int) -> str:
    day = _shift(found[1], days)
    return date_nl(day) if day else found[0]
