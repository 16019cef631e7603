"""The closed tree: which nodes exist, how large a tree may be, and which fields it speaks of.

A node is a JSON object of one operator: `{"==": [{"var": "has_representative"}, true]}`. Leaves are strings, whole
numbers, booleans and null, `{"decimal": "12.50"}`, `{"date": "2026-03-01"}`, `{"var": "field_id"}`, `{"cell":
["field_id", "part"]}` for a part of a composite answer, `{"case": "case.reference"}` for what the host knows,
`{"previous": "field_id"}` for the answer of the time before and `{"score": "key"}`. There is no text form and nothing
is ever evaluated from a string.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from forms.definition.paths import PATHS
from forms.expressions.patterns import pattern_fault

MAX_NODES, MAX_DEPTH, MAX_ROWS = 200, 20, 500
MAX_STRING, MAX_WHOLE = 500, 10**15

ARITY: dict[str, tuple[int, int]] = {
    "and": (1, 50), "or": (1, 50), "not": (1, 1), "if": (3, 3), "coalesce": (1, 20),
    "==": (2, 2), "!=": (2, 2), "<": (2, 2), "<=": (2, 2), ">": (2, 2), ">=": (2, 2), "in": (2, 2),
    "+": (2, 20), "-": (2, 2), "*": (2, 20), "/": (2, 2), "mod": (2, 2), "min": (1, 20), "max": (1, 20),
    "mean": (1, 20), "round": (1, 2), "floor": (1, 1), "abs": (1, 1), "number": (1, 1),
    "answered": (1, 1), "unknown": (1, 1), "declined": (1, 1), "empty": (1, 1), "has": (2, 2), "length": (1, 1),
    "count": (1, 1), "sum": (2, 2), "any": (2, 2), "all": (2, 2), "count_if": (2, 2),
    "mean_over": (2, 2), "min_over": (2, 2), "max_over": (2, 2), "position": (0, 0),
    "concat": (1, 20), "lower": (1, 1), "upper": (1, 1), "contains": (2, 2), "starts_with": (2, 2),
    "ends_with": (2, 2), "matches": (2, 2),
    "today": (0, 0), "days_between": (2, 2), "months_between": (2, 2), "date_add": (3, 3), "date_of": (1, 1),
    "year": (1, 1), "month": (1, 1), "day": (1, 1),
}  # fmt: skip
"""Every operator with the smallest and largest number of arguments."""

ABOUT_FIELD = frozenset({"answered", "unknown", "declined", "count"})
"""Operators whose first argument must be a `var`; so must that of the operators over ROWS, a repeat group."""

ROWS = frozenset({"sum", "any", "all", "count_if", "mean_over", "min_over", "max_over"})
UNITS = ("days", "months", "years")
WEIGHTS = {
    "concat": 10, "lower": 10, "upper": 10, "contains": 10, "starts_with": 4, "ends_with": 4, "matches": 10,
    "number": 4, "date_of": 4, "date_add": 4, "months_between": 4, "round": 4, "floor": 3, "/": 3, "mod": 3, "mean": 3, "has": 6, "in": 6,
}  # fmt: skip
"""For how many nodes an operator counts inside an operator over rows, so that no tree takes long."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_VAR = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_KEY = re.compile(r"[a-z][a-z0-9_]*")


def faults_of(tree: Any) -> list[str]:
    """Return everything that is wrong with the shape of *tree*, each with its place; never raises."""
    faults: list[str] = []
    count, stack = 0, [(tree, "$", 1, 0)]
    while stack:
        node, at, depth, over = stack.pop()
        name = next(iter(node)) if isinstance(node, dict) and len(node) == 1 else ""
        count += WEIGHTS.get(name, 1) if over and isinstance(name, str) else 1
        if count > MAX_NODES:
            heavy = "; in een vraag over rijen telt een functie voor meer dan één" if over else ""
            return [*faults, f"de voorwaarde heeft meer dan {MAX_NODES} delen{heavy}"]
        if depth > MAX_DEPTH:
            return [*faults, f"{at[:80]}: dieper genest dan {MAX_DEPTH}"]
        fault, children = _look_at(node, at)
        if fault:
            faults.append(fault)
        if name in ROWS and over >= 2:
            faults.append(f"{at}: vragen over rijen staan ten hoogste twee diep")
        stack.extend((child, place, depth + 1, over + (name in ROWS)) for child, place in children)
    return faults


def _look_at(node: Any, at: str) -> tuple[str, list[tuple[Any, str]]]:
    if node is None or isinstance(node, bool):
        return "", []
    if isinstance(node, int):
        return ("" if abs(node) <= MAX_WHOLE else f"{at}: het getal is te groot"), []
    if isinstance(node, str):
        if _SURROGATE.search(node):
            return f"{at}: de tekst heeft een half teken", []
        return ("" if len(node) <= MAX_STRING else f"{at}: de tekst is te lang"), []
    if isinstance(node, list):
        return "", [(item, f"{at}[{i}]") for i, item in enumerate(node[: MAX_NODES + 1])]
    if not isinstance(node, dict) or len(node) != 1:
        return f"{at}: schrijf één bewerking, een tekst, een geheel getal, true, false of null", []
    ((name, argument),) = node.items()
    if name in _LEAVES:
        return _LEAVES[name](argument, f"{at}.{name}"), []
    if name not in ARITY:
        return f"{at}: de bewerking ‘{str(name)[:40]}’ bestaat niet", []
    arguments = argument if isinstance(argument, list) else [argument]
    low, high = ARITY[name]
    if not low <= len(arguments) <= high:
        wanted = f"{low}" if low == high else f"{low} tot {high}"
        return f"{at}: bij ‘{name}’ horen {wanted} waarden, geen {len(arguments)}", []
    needs_field = name in ABOUT_FIELD or name in ROWS
    if needs_field and not (isinstance(arguments[0], dict) and set(arguments[0]) == {"var"}):
        return f"{at}: ‘{name}’ gaat over een vraag; schrijf eerst {{\"var\": …}}", []
    if name in _LITERAL and not _LITERAL[name](arguments[-1]):
        return f"{at}: ‘{name}’ eindigt met {_MUST[name]}", []
    if name == "matches" and (fault := pattern_fault(arguments[1])):
        return f"{at}: {fault}", []
    return "", [(child, f"{at}.{name}[{i}]") for i, child in enumerate(arguments)]


_LITERAL: dict[str, Callable[[Any], bool]] = {
    "date_add": lambda unit: unit in UNITS,
    "matches": lambda pattern: isinstance(pattern, str),
}
_MUST = {"date_add": "‘days’, ‘months’ of ‘years’", "matches": "een patroon als tekst"}


def _var(argument: Any, at: str) -> str:
    fine = isinstance(argument, str) and len(argument) <= 60 and _VAR.fullmatch(argument)
    return "" if fine else f"{at}: dit is geen id van een vraag"


def _date(argument: Any, at: str) -> str:
    return "" if as_date(argument) else f"{at}: schrijf een datum als ‘2026-03-01’"


def _decimal(argument: Any, at: str) -> str:
    return "" if as_decimal(argument) is not None else f"{at}: schrijf een getal als ‘12.50’"


def _cell(argument: Any, at: str) -> str:
    fine = isinstance(argument, list) and len(argument) == 2 and not _var(argument[0], at) and not _key(argument[1], at)
    return "" if fine else f"{at}: schrijf een vraag en een van haar onderdelen"


def _key(argument: Any, at: str) -> str:
    fine = isinstance(argument, str) and len(argument) <= 60 and _KEY.fullmatch(argument)
    return "" if fine else f"{at}: dit is geen sleutel"


def _path(argument: Any, at: str) -> str:
    return "" if isinstance(argument, str) and argument in PATHS else f"{at}: dit gegeven van de zaak bestaat niet"


_LEAVES = {
    "var": _var, "previous": _var, "score": _key, "cell": _cell, "case": _path, "date": _date, "decimal": _decimal,
}  # fmt: skip
LEAVES = frozenset(_LEAVES)


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
    return frozenset(_named(tree, "var") | {argument[0] for argument in _leaves(tree, "cell")})


def earlier(tree: Any) -> frozenset[str]:
    """Return the ids of the fields whose answer of the time before a sound tree speaks of."""
    return frozenset(_named(tree, "previous"))


def scores_in(tree: Any) -> frozenset[str]:
    """Return the keys of the scores that a sound tree speaks of."""
    return frozenset(_named(tree, "score"))


def paths_in(tree: Any) -> frozenset[str]:
    """Return the paths of the case that a sound tree speaks of."""
    return frozenset(_named(tree, "case"))


def _leaves(tree: Any, leaf: str) -> list[Any]:
    return [node[leaf] for node in walk(tree) if isinstance(node, dict) and set(node) == {leaf}]


def _named(tree: Any, leaf: str) -> set[str]:
    return set(_leaves(tree, leaf))
