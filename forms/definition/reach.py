"""Conditions that can never hold: simple contradictions, found before a form is published."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from forms.definition.base import BaseField
from forms.definition.typing import constant, name_of
from forms.expressions.compile import Around, Scope, compile_tree
from forms.expressions.functions import number, same
from forms.expressions.tree import LEAVES, arguments_of, references, walk
from forms.kinds.amounts import Duration, Money
from forms.kinds.numbers import DecimalNumber, Integer
from forms.kinds.scales import Scale

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_CONSTANTS = {"date", "decimal"}
Range = tuple[Decimal, Decimal]


def never(tree: Any, known: Mapping[str, BaseField], gone: frozenset[str] = frozenset()) -> bool:
    """Tell whether a condition can never hold; *gone* are fields that can never show. When in doubt it can."""
    op, arguments = arguments_of(tree)
    if _fixed(tree):
        return compile_tree(tree)(Scope({}, around=Around())) is not True
    if op == "and":
        return any(never(one, known, gone) for one in arguments) or contradict(arguments, known)
    if op == "or":
        return all(never(one, known, gone) for one in arguments)
    found = _comparison(tree)
    if found is not None:
        id_, how, value = found
        if how == "!=":
            return False
        if id_ in gone:
            return True
        limits, amount = bounds(known.get(id_)), number(value)
        return limits is not None and amount is not None and not _overlap(limits, how, amount)
    about = name_of(arguments[0]) if arguments else ""
    return op in {"answered", "unknown", "declined", "has", "in", "any", "contains"} and about in gone


def bounds(field: BaseField | None) -> Range | None:
    """Return the smallest and largest number a field takes, as a condition sees it."""
    if isinstance(field, Scale):
        return Decimal(field.low), Decimal(field.high)
    if isinstance(field, Money):
        return Decimal(field.minimum) / 100, Decimal(field.maximum) / 100
    if isinstance(field, Integer | DecimalNumber | Duration):
        return Decimal(field.minimum), Decimal(field.maximum)
    return None


def unreachable(trees: Mapping[str, list[Any]], known: Mapping[str, BaseField]) -> list[str]:
    """Return the fields that can never show: their own condition or one around them never holds.

    *trees* gives the conditions of each field that must all hold, those of its page and groups included.
    """
    gone = frozenset[str]()
    while True:
        now = frozenset(
            id_ for id_, conditions in trees.items()
            if any(never(one, known, gone) for one in conditions) or contradict(conditions, known)
        )  # fmt: skip
        if now <= gone:
            return [id_ for id_ in trees if id_ in gone]
        gone |= now


def _fixed(tree: Any) -> bool:
    """Tell whether a tree gives the same whatever is answered, and on every day."""
    return not references(tree) and not any(
        isinstance(node, dict) and ("today" in node or "position" in node or (set(node) & LEAVES) - _CONSTANTS)
        for node in walk(tree)
    )


def _comparison(tree: Any) -> tuple[str, str, Any] | None:
    """Read a comparison of a field with a constant: the field, how, and with what."""
    op, arguments = arguments_of(tree)
    if op not in _TURNED:
        return None
    left, right = arguments
    if isinstance(left, dict) and "var" in left and constant(right) is not None:
        return left["var"], op, constant(right)
    if isinstance(right, dict) and "var" in right and constant(left) is not None:
        return right["var"], _TURNED[op], constant(left)
    return None


def _overlap(limits: Range, how: str, amount: Decimal) -> bool:
    low, high = limits
    return {
        "==": low <= amount <= high, "<": low < amount, "<=": low <= amount, ">": high > amount, ">=": high >= amount,
    }[how]  # fmt: skip


def contradict(conditions: list[Any], known: Mapping[str, BaseField]) -> bool:
    """Tell whether conditions that must all hold contradict each other about one field."""
    said: dict[str, list[tuple[str, Any]]] = {}
    for one in _flat(conditions):
        found = _comparison(one)
        if found is not None:
            said.setdefault(found[0], []).append(found[1:])
    return any(_clash(comparisons, bounds(known.get(id_))) for id_, comparisons in said.items())


def _flat(conditions: list[Any]) -> list[Any]:
    found: list[Any] = []
    stack = list(conditions)
    while stack:
        one = stack.pop()
        op, arguments = arguments_of(one)
        stack.extend(arguments) if op == "and" else found.append(one)
    return found


def _clash(comparisons: list[tuple[str, Any]], limits: Range | None) -> bool:
    equals = [value for how, value in comparisons if how == "=="]
    if any(not same(equals[0], other) for other in equals[1:]):
        return True
    if any(how == "!=" and same(value, one) for one in equals for how, value in comparisons):
        return True
    low, high = ((end, False) for end in limits or (Decimal("-Infinity"), Decimal("Infinity")))
    for how, value in comparisons:
        amount = number(value)
        if amount is None or how == "!=":
            continue
        if how in {">", ">=", "=="}:
            low = max(low, (amount, how == ">"))
        if how in {"<", "<=", "=="}:
            high = min(high, (amount, how == "<"), key=lambda end: (end[0], not end[1]))
    return low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1]))
