"""Rules of the incident log: stated time apart from recorded time, half an hour to edit, then additions only."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from portal.cases.rules.facts import Certainty
from portal.core.errors import Invalid

EDITABLE = dt.timedelta(minutes=30)
"""How long the one who recorded an incident may still change it."""


def may_still_edit(recorded_at: dt.datetime, now: dt.datetime) -> bool:
    """Tell whether an incident may still be changed in place.

    >>> at = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    >>> may_still_edit(at, at + dt.timedelta(minutes=30)), may_still_edit(at, at + dt.timedelta(minutes=31))
    (True, False)
    """
    return now - recorded_at <= EDITABLE


def check_stated(
    stated_from: dt.datetime, stated_until: dt.datetime | None, certainty: Certainty, now: dt.datetime
) -> None:
    """Refuse a stated time that cannot be: Invalid("incident.future"), ("incident.until"), ("incident.too_long").

    Without a clock time (certainty unknown) only the day is judged, so today is not the future.
    """
    start = stated_from if certainty is not Certainty.UNKNOWN else stated_from - dt.timedelta(days=1)
    if start > now:
        raise Invalid("incident.future", field="stated_from")
    if stated_until is None:
        return
    if stated_until < stated_from:
        raise Invalid("incident.until", field="stated_until")
    if stated_until - stated_from > dt.timedelta(days=31):
        raise Invalid("incident.too_long", field="stated_until")


def next_reporter_code(used: Iterable[str]) -> str:
    """Find the next free pseudonym of a reporter within one case.

    >>> next_reporter_code([]), next_reporter_code(["M1", "M8", "M2"])
    ('M1', 'M9')
    """
    numbers = [int(code[1:]) for code in used if re.fullmatch(r"M[0-9]+", code)]
    return f"M{max(numbers, default=0) + 1}"


def stated_order(stated_from: dt.datetime, number: int) -> tuple[dt.datetime, int]:
    """Order incidents by what happened first, not by what was written down first."""
    return stated_from, number
