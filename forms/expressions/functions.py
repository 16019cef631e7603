"""What operators mean: strict types, no coercion, no exception; an absent or ill-typed value gives None.

Rules for what is absent: a comparison with it is false, except `==` and `!=`, which treat it as a value of its own;
sums and extremes leave it out; arithmetic with it has no result. Only `True` makes a condition hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

_PLAIN = (str, bool, dt.date, type(None))
LARGEST = Decimal(10) ** 18


def number(value: Any) -> Decimal | None:
    """Return *value* as a number when it is one and is bounded; a boolean is none."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    if isinstance(value, int) and value.bit_length() > 64:
        return None
    found = Decimal(value)
    return found if found.is_finite() and abs(found) <= LARGEST else None


def same(a: Any, b: Any) -> bool:
    """Tell whether two values are equal and of one type; a whole and a decimal number compare as numbers."""
    x, y = number(a), number(b)
    if x is not None and y is not None:
        return x == y
    return type(a) is type(b) and isinstance(a, _PLAIN) and bool(a == b)


def order(a: Any, b: Any) -> int | None:
    """Compare two numbers, two dates or two texts: -1, 0 or 1; else None."""
    x, y = number(a), number(b)
    if x is not None and y is not None:
        return (x > y) - (x < y)
    if (isinstance(a, dt.date) and isinstance(b, dt.date)) or (isinstance(a, str) and isinstance(b, str)):
        return (a > b) - (a < b)  # type: ignore[operator]
    return None


def inside(value: Any, values: Any) -> bool:
    """Tell whether *value* is one of *values*, a list."""
    return isinstance(values, list) and value is not None and any(same(value, other) for other in values)


def arithmetic(step: Callable[[Decimal, Decimal], Decimal], values: Sequence[Any]) -> Decimal | None:
    """Fold numbers with *step*; None when one is absent or the result grows too large."""
    result: Decimal | None = None
    for value in values:
        one = number(value)
        if one is None:
            return None
        result = one if result is None else number(step(result, one))
        if result is None:
            return None
    return result


def extreme(pick: Callable[[Sequence[Decimal]], Decimal], values: Sequence[Any]) -> Decimal | None:
    """Return the smallest or largest of the numbers among *values*."""
    found = [n for n in map(number, values) if n is not None]
    return pick(found) if found else None


def total(values: Sequence[Any]) -> Decimal | None:
    """Add the numbers among *values*; nothing to add is zero."""
    return arithmetic(lambda a, b: a + b, [Decimal(0), *(n for n in map(number, values) if n is not None)])


def empty(value: Any) -> bool:
    """Tell whether *value* is absent, an empty text or an empty list."""
    return value is None or value == "" or value == []


def length(value: Any) -> int | None:
    """Return the number of characters of a text or of items of a list."""
    return len(value) if isinstance(value, str | list) else None


def days(start: Any, end: Any) -> int | None:
    """Return the days from *start* to *end*."""
    return (end - start).days if isinstance(start, dt.date) and isinstance(end, dt.date) else None


def months(start: Any, end: Any) -> int | None:
    """Return the whole months from *start* to *end*.

    >>> months(dt.date(2026, 1, 31), dt.date(2026, 3, 30))
    1
    """
    if not (isinstance(start, dt.date) and isinstance(end, dt.date)):
        return None
    if end < start:
        back = months(end, start)
        return None if back is None else -back
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
