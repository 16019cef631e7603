"""What operators mean: strict types, no coercion, no exception; an absent or ill-typed value gives None.

Rules for what is absent: a comparison with it is false, except `==` and `!=`, which treat it as a value of its own;
sums, averages and extremes leave it out; arithmetic with it has no result; `concat` takes it for an empty text. Only
`True` makes a condition hold. Texts longer than LONGEST are looked at up to there.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, DecimalException
from typing import Any

from forms.expressions.patterns import matches

_PLAIN = (str, int, Decimal, dt.date, type(None))
_LARGEST = 10**18
LARGEST = Decimal(_LARGEST)
LONGEST = 500
MOST_VALUES = 100
"""As many values of lists are looked at by one function."""

_EXACT = Context(prec=40, traps=[])
_QUOTIENT = Context(prec=28, traps=[])


def number(value: Any) -> Decimal | None:
    """Return *value* as a number when it is one and is bounded; a boolean is none."""
    if type(value) is int:
        return Decimal(value) if -_LARGEST <= value <= _LARGEST else None
    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    return value if -LARGEST <= value <= LARGEST else None


def same(a: Any, b: Any) -> bool:
    """Tell whether two values are equal and of one type; a whole and a decimal number compare as numbers."""
    if type(a) is type(b):
        return isinstance(a, _PLAIN) and bool(a == b)
    x, y = number(a), number(b)
    return x is not None and y is not None and x == y


def order(a: Any, b: Any) -> int | None:
    """Compare two numbers, two dates or two texts: -1, 0 or 1; else None."""
    if type(a) is type(b) and isinstance(a, int | str | dt.date) and not isinstance(a, bool):
        return int(a > b) - int(a < b)
    x, y = number(a), number(b)
    return None if x is None or y is None else (x > y) - (x < y)


def inside(value: Any, values: Any) -> bool:
    """Tell whether *value* is one of *values*, a list."""
    if not isinstance(values, list) or value is None:
        return False
    return value in values if type(value) is str else any(same(value, other) for other in values)


def flat(values: Sequence[Any]) -> list[Any]:
    """Return *values* with the items of lists among them in their place, at most MOST_VALUES."""
    if not any(type(value) is list for value in values):
        return list(values)
    found: list[Any] = []
    for value in values:
        found.extend(value) if isinstance(value, list) else found.append(value)
    return found[:MOST_VALUES]


def add(values: Sequence[Any]) -> int | Decimal | None:
    """Add numbers; None when one is absent or the result is too large."""
    if any(type(value) is list for value in values):
        return None
    found = _numbers(values)
    return _bounded(_sum(found)) if len(found) == len(values) else None


def multiply(values: Sequence[Any]) -> int | Decimal | None:
    """Multiply numbers; None when one is absent or the result is too large."""
    result: Any = 1
    for value in values:
        kind = type(value)
        if kind is int and type(result) is int:
            result *= value
        elif kind is int or (kind is Decimal and value.is_finite()):
            result = _EXACT.multiply(result, value)
        else:
            return None
    return _bounded(result)


def _bounded(found: Any) -> int | Decimal | None:
    return found if type(found) is int and -_LARGEST <= found <= _LARGEST else number(found)


def subtract(a: Any, b: Any) -> int | Decimal | None:
    """Take *b* from *a*; None when one is absent."""
    if type(a) is int and type(b) is int:
        return a - b if -_LARGEST <= a - b <= _LARGEST else None
    x, y = number(a), number(b)
    return None if x is None or y is None else number(_EXACT.subtract(x, y))


def divide(a: Any, b: Any) -> Decimal | None:
    """Divide *a* by *b*, to 28 digits; by zero there is no result."""
    x, y = number(a), number(b)
    return None if x is None or y is None or y == 0 else number(_QUOTIENT.divide(x, y))


def remainder(a: Any, b: Any) -> Decimal | None:
    """Return what is left of *a* after dividing by *b*, with the sign of *b*; None when *b* is zero.

    >>> remainder(7, 3), remainder(-7, 3)
    (Decimal('1'), Decimal('2'))
    """
    x, y = number(a), number(b)
    if x is None or y is None or y == 0:
        return None
    rest = number(_EXACT.remainder(x, y))
    return rest + y if rest and (rest < 0) != (y < 0) else rest


def extreme(pick: Callable[[Sequence[Any]], Any], values: Sequence[Any]) -> Any:
    """Return the smallest or largest of the numbers, else of the dates, among *values*."""
    given = flat(values)
    found = _numbers(given) or [d for d in given if type(d) is dt.date]
    return pick(found) if found else None


def total(values: Sequence[Any]) -> int | Decimal | None:
    """Add the numbers among *values*; nothing to add is zero."""
    return _bounded(_sum(_numbers(values)))


def mean(values: Sequence[Any]) -> Decimal | None:
    """Return the average of the numbers among *values*; of none there is none."""
    found = _numbers(values)
    return divide(_sum(found), len(found)) if found else None


def _numbers(values: Sequence[Any]) -> list[Any]:
    return [v for v in flat(values) if type(v) is int or (type(v) is Decimal and v.is_finite())]


def _sum(found: Sequence[Any]) -> Any:
    whole, rest = 0, None
    for value in found:
        if type(value) is int:
            whole += value
        else:
            rest = value if rest is None else _EXACT.add(rest, value)
    return whole if rest is None else _EXACT.add(rest, whole)


def rounded(value: Any, places: Any = 0) -> Decimal | None:
    """Round half away from zero, to 0 to 6 decimals.

    >>> rounded(Decimal("2.5")), rounded(Decimal("1.005"), 2)
    (Decimal('3'), Decimal('1.01'))
    """
    return _quantized(value, places, ROUND_HALF_UP)


def floor(value: Any) -> Decimal | None:
    """Round down to a whole number."""
    return _quantized(value, 0, ROUND_FLOOR)


def _quantized(value: Any, places: Any, how: str) -> Decimal | None:
    amount = number(value)
    if amount is None or number(places) is None or not 0 <= places <= 6:
        return None
    try:
        return amount.quantize(Decimal(1).scaleb(-int(places)), rounding=how, context=_EXACT)
    except DecimalException:  # pragma: no cover – bounded numbers fit 40 digits
        return None


def absolute(value: Any) -> Decimal | None:
    """Return *value* without its sign."""
    amount = number(value)
    return None if amount is None else abs(amount)


def as_number(value: Any) -> Decimal | None:
    """Read a number, or a text that is one: "12", "12.5" or "12,5"."""
    if isinstance(value, str):
        text = value.strip().replace(",", ".")
        sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
        whole, _, rest = digits.partition(".")
        fine = digits.isascii() and whole.isdigit() and len(whole) <= 15 and (rest.isdigit() or "." not in digits)
        return number(Decimal(sign + digits)) if fine and len(rest) <= 6 else None
    return number(value)


def empty(value: Any) -> bool:
    """Tell whether *value* is absent, an empty text or an empty list."""
    return value is None or value == "" or value == []


def length(value: Any) -> int | None:
    """Return the number of characters of a text or of items of a list."""
    return len(value) if isinstance(value, str | list) else None


def text(value: Any) -> str:
    """Return *value* as a text to put beside others: absent is empty, a number without needless zeros."""
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, bool) or value is None or isinstance(value, list):
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    amount = number(value)
    if amount is None:
        return ""
    written = f"{amount:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def concat(values: Sequence[Any]) -> str:
    """Put texts behind each other, up to LONGEST characters."""
    return "".join(text(value) for value in flat(values)[:100])[:LONGEST]


def cased(change: Callable[[str], str], value: Any) -> str | None:
    """Return a text in small or capital letters."""
    return change(value[:LONGEST])[:LONGEST] if isinstance(value, str) else None


def about_texts(test: Callable[[str, str], bool], a: Any, b: Any) -> bool:
    """Tell whether a test of two texts holds; without both it does not."""
    return isinstance(a, str) and isinstance(b, str) and test(a[:LONGEST], b[:LONGEST])


def fits(value: Any, pattern: Any) -> bool:
    """Tell whether the whole of a text fits a pattern."""
    return isinstance(value, str) and isinstance(pattern, str) and matches(value[:LONGEST], pattern)


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


def moved(day: Any, amount: Any, unit: str) -> dt.date | None:
    """Return the day so many days, months or years later; a month that is too short ends at its last day.

    >>> moved(dt.date(2026, 1, 31), 1, "months")
    datetime.date(2026, 2, 28)
    """
    steps = number(amount)
    if not isinstance(day, dt.date) or steps is None or steps != int(steps) or abs(steps) > 100_000:
        return None
    if unit == "days":
        at = day.toordinal() + int(steps)
        return dt.date.fromordinal(at) if 1 <= at <= dt.date.max.toordinal() else None
    count = day.year * 12 + day.month - 1 + int(steps) * (12 if unit == "years" else 1)
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:
        return None
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_of(value: Any) -> dt.date | None:
    """Return the day of a date, of a moment or of a text written as "2026-03-01"."""
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str) or len(value) < 10 or (len(value) > 10 and value[10] != "T"):
        return None
    try:
        return dt.date.fromisoformat(value[:10]) if value[4] == value[7] == "-" else None
    except ValueError:
        return None


def part_of_day(part: str, value: Any) -> int | None:
    """Return the year, month or day of a date or a moment."""
    day = day_of(value)
    return None if day is None else int(getattr(day, part))
