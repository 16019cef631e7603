"""The closed tree: which nodes exist, how large a tree may be, and which fields it speaks of.

A node is a JSON object of one operator: `{"==": [{"var": "has_representative"}, true]}`. Leaves are strings, whole
numbers, booleans and null, `{"decimal": "12.50"}`, `{"date": "2026-03-01"}` and `{"var": "field_id"}`. There is no
text form and nothing is ever evaluated from a string.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

MAX_NODES, MAX_DEPTH, MAX_ROWS = 200, 20, 500
MAX_STRING, MAX_WHOLE = 500, 10**15

ARITY: dict[str, tuple[int, int]] = {
    "and": (1, 50), "or": (1, 50), "not": (1, 1), "if": (3, 3), "coalesce": (1, 20),
    "==": (2, 2), "!=": (2, 2), "<": (2, 2), "<=": (2, 2), ">": (2, 2), ">=": (2, 2), "in": (2, 2),
    "+": (2, 20), "-": (2, 2), "*": (2, 20), "min": (1, 20), "max": (1, 20),
    "answered": (1, 1), "unknown": (1, 1), "declined": (1, 1), "empty": (1, 1), "has": (2, 2), "length": (1, 1),
    "count": (1, 1), "sum": (2, 2), "any": (2, 2), "all": (2, 2),
    "today": (0, 0), "days_between": (2, 2), "months_between": (2, 2),
}  # fmt: skip
"""Every operator with the smallest and largest number of arguments."""

ABOUT_FIELD = frozenset({"answered", "unknown", "declined", "count"})
"""Operators whose first argument must be a `var`; so must that of `sum`, `any` and `all`, a repeat group."""

ROWS = frozenset({"sum", "any", "all"})
_VAR = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def faults_of(tree: Any) -> list[str]:
    """Return everything that is wrong with the shape of *tree*, each with its place; never raises."""
    faults: list[str] = []
    count, stack = 0, [(tree, "$", 1, False)]
    while stack:
        node, at, depth, in_rows = stack.pop()
        count += 1
        if count > MAX_NODES:
            return [*faults, f"the condition has more than {MAX_NODES} parts"]
        if depth > MAX_DEPTH:
            return [*faults, f"{at[:80]}: nested deeper than {MAX_DEPTH}"]
        fault, children = _look_at(node, at)
        if fault:
            faults.append(fault)
        over_rows = isinstance(node, dict) and not ROWS.isdisjoint(node)
        if over_rows and in_rows:
            faults.append(f"{at}: a question about rows cannot stand inside another one")
        stack.extend((child, place, depth + 1, in_rows or over_rows) for child, place in children)
    return faults


def _look_at(node: Any, at: str) -> tuple[str, list[tuple[Any, str]]]:
    if node is None or isinstance(node, bool):
        return "", []
    if isinstance(node, int):
        return ("" if abs(node) <= MAX_WHOLE else f"{at}: the number is too large"), []
    if isinstance(node, str):
        return ("" if len(node) <= MAX_STRING else f"{at}: the text is too long"), []
    if isinstance(node, list):
        return "", [(item, f"{at}[{i}]") for i, item in enumerate(node[: MAX_NODES + 1])]
    if not isinstance(node, dict) or len(node) != 1:
        return f"{at}: write one operator, a text, a whole number, true, false or null", []
    ((name, argument),) = node.items()
    if name in _LEAVES:
        return _LEAVES[name](argument, f"{at}.{name}"), []
    if name not in ARITY:
        return f"{at}: there is no operator {str(name)[:40]!r}", []
    arguments = argument if isinstance(argument, list) else [argument]
    low, high = ARITY[name]
    if not low <= len(arguments) <= high:
        return f"{at}: {name!r} takes {low} to {high} arguments", []
    needs_field = name in ABOUT_FIELD or name in ROWS
    if needs_field and not (isinstance(arguments[0], dict) and set(arguments[0]) == {"var"}):
        return f"{at}: {name!r} speaks of a field, write {{'var': …}} first", []
    return "", [(child, f"{at}.{name}[{i}]") for i, child in enumerate(arguments)]


def _var(argument: Any, at: str) -> str:
    fine = isinstance(argument, str) and len(argument) <= 60 and _VAR.fullmatch(argument)
    return "" if fine else f"{at}: this is not the id of a field"


def _date(argument: Any, at: str) -> str:
    return "" if as_date(argument) else f"{at}: write a date as '2026-03-01'"


def _decimal(argument: Any, at: str) -> str:
    return "" if as_decimal(argument) is not None else f"{at}: write a number as '12.50'"


_LEAVES = {"var": _var, "date": _date, "decimal": _decimal}


def as_date(value: Any) -> dt.date | None:
    """Read a date written as "2026-03-01", else None."""
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def as_decimal(value: Any) -> Decimal | None:
    """Read a bounded decimal written as "12.50", else None."""
    if not isinstance(value, str) or not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value, re.ASCII):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:  # pragma: no cover – the pattern allows no such text
        return None


def arguments_of(node: Any) -> tuple[str, list[Any]]:
    """Return the operator of *node* and its arguments; a leaf has operator ""."""
    if isinstance(node, dict) and len(node) == 1:
        ((name, argument),) = node.items()
        if name in ARITY:
            return name, argument if isinstance(argument, list) else [argument]
    return "", []


def walk(tree: Any) -> Iterator[Any]:
    """Yield every node of a sound tree."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node if isinstance(node, list) else arguments_of(node)[1])


def references(tree: Any) -> frozenset[str]:
    """Return the ids of the fields that a sound tree speaks of.

    >>> sorted(references({"and": [{"==": [{"var": "a"}, 1]}, {"answered": {"var": "b"}}]}))
    ['a', 'b']
    """
    return frozenset(node["var"] for node in walk(tree) if isinstance(node, dict) and set(node) == {"var"})
