"""Types of conditions: what compares with what, found before a form is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms.definition.base import BaseField
from forms.expressions.tree import ROWS, arguments_of, as_date
from forms.kinds.registry import kind_of
from forms.kinds.repeat import Repeat

Clash = tuple[str, dict[str, object]]
_BOOL = {"and", "or", "not", "==", "!=", "<", "<=", ">", ">=", "in", "has", "answered", "unknown", "declined"}
_BOOL |= {"empty", "any", "all"}
_NUMBER = {"+", "-", "*", "min", "max", "length", "count", "sum", "days_between", "months_between"}


def clashes(
    tree: Any, known: Mapping[str, BaseField], groups: Mapping[str, Repeat | None], inside: Repeat | None
) -> Iterator[Clash]:
    """Yield what does not fit in a condition that stands in the repeat group *inside*, or in none."""
    if _type(tree, known) not in {"bool", "any"}:
        yield "condition_type", {}
    yield from _walk(tree, known, groups, inside)


def _walk(
    node: Any, known: Mapping[str, BaseField], groups: Mapping[str, Repeat | None], inside: Repeat | None
) -> Iterator[Clash]:
    id_ = _var(node)
    group = groups.get(id_) if id_ else None
    if group is not None and (inside is None or inside.id != group.id):
        yield "row_reference", {"id": id_}
    op, arguments = arguments_of(node)
    if op in {"==", "!=", "<", "<=", ">", ">=", "in", "has"}:
        yield from _comparison(op, arguments, known)
    within = inside
    if op in ROWS:
        rows = known.get(_var(arguments[0]))
        if isinstance(rows, Repeat):
            within = rows
        elif rows is not None:
            yield "not_rows", {"id": _var(arguments[0])}
        arguments = arguments[1:]
    for child in node if isinstance(node, list) else arguments:
        yield from _walk(child, known, groups, within)


def _comparison(op: str, arguments: list[Any], known: Mapping[str, BaseField]) -> Iterator[Clash]:
    left, right = arguments
    field = known.get(_var(left) or _var(right))
    if field is None:
        return
    other = right if _var(left) else left
    options = kind_of(field).options_of(field)
    if options is not None and not _var(other):
        given = other if isinstance(other, list) else [other]
        for value in given:
            if isinstance(value, str) and value not in options:
                yield "unknown_answer", {"option": value, "id": field.id}
    mine, theirs = _type(left, known), _type(right, known)
    if "any" in (mine, theirs) or "nothing" in (mine, theirs):
        return
    if op == "in":
        fits = isinstance(right, list) or theirs == "list"
    elif op == "has":
        fits = mine == "list"
    else:
        fits = _plain(mine) == _plain(theirs)
        fits = fits and (op in {"==", "!="} or _plain(mine) in {"number", "date", "text"})
    if not fits:
        yield "type_clash", {"id": field.id}


def _plain(name: str) -> str:
    return "text" if name == "choice" else name


def _var(node: Any) -> str:
    return str(node["var"]) if isinstance(node, dict) and set(node) == {"var"} else ""


def _type(node: Any, known: Mapping[str, BaseField]) -> str:
    if isinstance(node, bool):
        return "bool"
    if isinstance(node, list):
        return "list"
    if isinstance(node, int | str):
        return "number" if isinstance(node, int) else "text"
    if id_ := _var(node):
        field = known.get(id_)
        return kind_of(field).type_of(field) if field else "any"
    op, _ = arguments_of(node)
    if op in _BOOL:
        return "bool"
    if op in _NUMBER:
        return "number"
    if isinstance(node, dict) and "decimal" in node:
        return "number"
    if op == "today" or (isinstance(node, dict) and as_date(node.get("date"))):
        return "date"
    return "any"
