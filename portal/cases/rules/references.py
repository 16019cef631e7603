"""Reference numbers of cases: a letter, the year, and a number that starts again each year."""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"^\s*d?[\s-]*(?P<year>20\d\d)[\s-]*(?P<number>\d{1,7})\s*$", re.IGNORECASE)


def reference(year: int, number: int) -> str:
    """Write a reference number.

    >>> reference(2026, 1), reference(2026, 12345)
    ('D-2026-0001', 'D-2026-12345')
    """
    return f"D-{year}-{number:04d}"


def parse_reference(typed: str) -> str | None:
    """Read a reference number as people type it; None when it is something else.

    >>> parse_reference("d 2026 1"), parse_reference("2026-0001"), parse_reference("Lijsterbeslaan 12")
    ('D-2026-0001', 'D-2026-0001', None)
    """
    found = _REFERENCE.match(typed)
    return reference(int(found["year"]), int(found["number"])) if found else None
