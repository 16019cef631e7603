"""Dates, times, amounts and digests the way Dutch documents write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def date_nl(day: dt.date | None, *, weekday: bool = False) -> str:
    """Write a day as "3 maart 2026"; a moment is first brought to Amsterdam.

    >>> date_nl(dt.date(2026, 3, 3), weekday=True)
    'dinsdag 3 maart 2026'
    """
    if day is None:
        return "–"
    if isinstance(day, dt.datetime):
        day = day.astimezone(AMSTERDAM).date()
    text = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{DAYS[day.weekday()]} {text}" if weekday else text


def clock_nl(moment: dt.datetime | dt.time | None, *, seconds: bool = False) -> str:
    """Write a time as "22.00 uur".

    >>> clock_nl(dt.time(22, 0))
    '22.00 uur'
    """
    if moment is None:
        return "–"
    if isinstance(moment, dt.datetime):
        moment = moment.astimezone(AMSTERDAM).time()
    return moment.strftime("%H.%M.%S uur" if seconds else "%H.%M uur")


def moment_nl(moment: dt.datetime | None, *, seconds: bool = False) -> str:
    """Write a moment as "3 maart 2026 om 14.12 uur", Amsterdam time.

    >>> moment_nl(dt.datetime(2026, 3, 3, 13, 12, tzinfo=dt.UTC))
    '3 maart 2026 om 14.12 uur'
    """
    return "–" if moment is None else f"{date_nl(moment)} om {clock_nl(moment, seconds=seconds)}"


def number_nl(value: float | Decimal, digits: int = 0) -> str:
    """Write a number with Dutch points and comma.

    >>> number_nl(12345.5, 1)
    '12.345,5'
    """
    return f"{value:,.{digits}f}".replace(",", "\0").replace(".", ",").replace("\0", ".")


def size_nl(size: int) -> str:
    """Write a file size.

    >>> size_nl(2_150_000)
    '2,2 MB'
    """
    if size < 1_000:
        return f"{size} bytes"
    return f"{number_nl(size / 1_000)} kB" if size < 1_000_000 else f"{number_nl(size / 1_000_000, 1)} MB"


def digest_groups(digest: str, group: int = 8) -> str:
    """Break a hexadecimal digest into groups that an eye can compare.

    >>> digest_groups("0123456789abcdef")
    '01234567 89abcdef'
    """
    return " ".join(digest[i : i + group] for i in range(0, len(digest), group))
