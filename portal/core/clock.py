"""The time, in one place: UTC in storage, Amsterdam at display, and settable for stories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_set: ContextVar[dt.datetime | None] = ContextVar("clock", default=None)


def now() -> dt.datetime:
    """Return the moment, aware and in UTC."""
    return _set.get() or dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """Return the date in Amsterdam."""
    return local(now()).date()


def local(moment: dt.datetime) -> dt.datetime:
    """Return *moment* as people in the Netherlands read it."""
    return moment.astimezone(AMSTERDAM)


def amsterdam(date: dt.date, time: dt.time = dt.time(0)) -> dt.datetime:
    """Return the moment in UTC at which clocks in Amsterdam show *date* and *time*."""
    return dt.datetime.combine(date, time, AMSTERDAM).astimezone(dt.UTC)


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Have `now()` answer *moment* (aware) inside the block."""
    token = _set.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _set.reset(token)
