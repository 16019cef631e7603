"""When options show, written as the filter of a list: one expression over columns of the choices sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from forms.definition.digest import canonical
from forms.expressions.tree import arguments_of
from forms.xlsform.parse import MOST_CHARACTERS

WHEN = "filter_when"
_COMPARING = frozenset({"==", "!=", "<", "<=", ">", ">=", "has"})
_MOST_WAYS = 12


def filter_of_options(
    conditions: Sequence[Any], written: Callable[[Any], str]
) -> tuple[str, list[dict[str, str]]] | None:
    """Return the filter and the cells of every option; None when XLSForm has no words for a condition.

    What the conditions compare with goes into columns; conditions of another build are another way, named in a column.
    """
    ways: dict[bytes, tuple[str, str]] = {}
    cells: list[dict[str, str]] = []
    for condition in conditions:
        held: list[str] = []
        shape = _with_columns(condition, held)
        known = canonical(shape)
        if known not in ways:
            expression = "true()" if condition is None else written(shape)
            if not expression or len(ways) >= _MOST_WAYS:
                return None
            ways[known] = (f"w{len(ways) + 1}", expression)
        cells.append({WHEN: ways[known][0]} | {f"filter_{n}": text for n, text in enumerate(held, 1)})
    whole = " or ".join(_way(name, expression) for name, expression in ways.values())
    if len(whole) > MOST_CHARACTERS:
        return None
    if len(ways) == 1:
        for one in cells:
            del one[WHEN]
        return next(iter(ways.values()))[1], cells
    return whole, cells


def _way(name: str, expression: str) -> str:
    return f"{WHEN} = '{name}'" if expression == "true()" else f"({WHEN} = '{name}' and ({expression}))"


def _with_columns(tree: Any, held: list[str]) -> Any:
    """Return *tree* with a column for every constant that it compares with; their texts go into *held*."""
    name, arguments = arguments_of(tree)
    if not name:
        return tree
    return {name: [_column(one, held) if name in _COMPARING else _with_columns(one, held) for one in arguments]}


def _column(node: Any, held: list[str]) -> Any:
    if isinstance(node, str | int) and not isinstance(node, bool) and str(node) != "":
        held.append(str(node))
        return {"column": f"filter_{len(held)}"}
    return _with_columns(node, held)
