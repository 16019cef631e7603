"""Conditions as lines to click: field, comparison, value; all or any of them; groups one deep; rows of a repeat group.

A tree that these lines cannot say is left as it is and shown as its sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

COMPARISONS: Mapping[str, tuple[str, ...]] = {
    "bool": ("==", "!=", "answered", "unanswered"),
    "choice": ("==", "!=", "answered", "unanswered"),
    "text": ("==", "!=", "answered", "unanswered"),
    "list": ("has", "has_not", "answered", "unanswered"),
    "number": ("==", "!=", "<", "<=", ">", ">=", "answered", "unanswered"),
    "date": ("==", "<", "<=", ">", ">=", "answered", "unanswered"),
    "rows": ("count>=", "count<=", "answered", "unanswered"),
}
"""What can be asked of a field, by the type that conditions see."""
SPECIALS = ("unknown", "declined")
ALONE = frozenset({"answered", "unanswered", *SPECIALS})
"""Comparisons without a value."""


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison; `rows` is "any" or "all" when it is about the rows of the group its field stands in."""

    id: str
    op: str
    value: Any = None
    rows: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Clicked:
    """Lines joined by "and" or "or"; `groups` are lines joined the other way."""

    join: str = "and"
    lines: tuple[Line, ...] = ()
    groups: tuple[tuple[Line, ...], ...] = field(default=())

    @property
    def other(self) -> str:
        """How the lines within a group are joined."""
        return "or" if self.join == "and" else "and"


def tree_of(clicked: Clicked) -> Any:
    """Return the tree that the lines say; None when there are none.

    >>> tree_of(Clicked("and", (Line("dog", "==", True),)))
    {'==': [{'var': 'dog'}, True]}
    """
    parts = [_node(line) for line in clicked.lines]
    for group in clicked.groups:
        inner = [_node(line) for line in group]
        if inner:
            parts.append(inner[0] if len(inner) == 1 else {clicked.other: inner})
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {clicked.join: parts}


def _node(line: Line) -> Any:
    var = {"var": line.id}
    if line.op == "answered" or line.op in SPECIALS:
        made: Any = {line.op: var}
    elif line.op == "unanswered":
        made = {"not": [{"answered": var}]}
    elif line.op == "has_not":
        made = {"not": [{"has": [var, line.value]}]}
    elif line.op.startswith("count"):
        made = {line.op.removeprefix("count"): [{"count": var}, line.value]}
    else:
        made = {line.op: [var, line.value]}
    return {line.rows: [{"var": line.group}, made]} if line.rows else made


def read(tree: Any) -> Clicked | None:
    """Return the lines that say *tree*, None when no lines do.

    >>> read({"+": [1, 2]}) is None
    True
    """
    if tree is None:
        return Clicked()
    op, parts = _joined(tree)
    if not op:
        line = _line(tree)
        return None if line is None else Clicked("and", (line,))
    lines: list[Line] = []
    groups: list[tuple[Line, ...]] = []
    for part in parts:
        line = _line(part)
        if line is not None:
            lines.append(line)
            continue
        inner_op, inner = _joined(part)
        inside = [_line(one) for one in inner]
        if not inner_op or inner_op == op or None in inside:
            return None
        groups.append(tuple(one for one in inside if one is not None))
    made = Clicked(op, tuple(lines), tuple(groups))
    return made if _same_meaning(tree_of(made), tree) else None


def _same_meaning(made: Any, tree: Any) -> bool:
    """Tell whether nothing but the order of the parts differs; a group of one line would lose its place otherwise."""
    op, parts = _joined(tree)
    made_op, made_parts = _joined(made)
    if not op:
        return bool(made == tree)
    return made_op == op and len(made_parts) == len(parts) and all(part in made_parts for part in parts)


def _joined(node: Any) -> tuple[str, list[Any]]:
    if isinstance(node, dict) and len(node) == 1:
        ((op, parts),) = node.items()
        if op in ("and", "or") and isinstance(parts, list):
            return op, parts
    return "", []


def _line(node: Any) -> Line | None:
    if not isinstance(node, dict) or len(node) != 1:
        return None
    ((op, arguments),) = node.items()
    given = arguments if isinstance(arguments, list) else [arguments]
    if op in ("any", "all") and len(given) == 2:
        inner, group = _line(given[1]), _var(given[0])
        return Line(inner.id, inner.op, inner.value, op, group) if inner and group and not inner.rows else None
    if op == "not" and len(given) == 1:
        inner = _line(given[0])
        turned = {"answered": "unanswered", "has": "has_not"}.get(inner.op) if inner and not inner.rows else None
        return Line(inner.id, turned, inner.value) if inner and turned else None
    id_ = _var(given[0]) if given else ""
    if op == "answered" or op in SPECIALS:
        return Line(id_, op) if id_ else None
    if op in ("<=", ">=") and len(given) == 2 and isinstance(given[0], dict) and set(given[0]) == {"count"}:
        counted = _var(given[0]["count"])
        return Line(counted, f"count{op}", given[1]) if counted and _is_value(given[1]) else None
    if op in ("==", "!=", "<", "<=", ">", ">=", "has") and len(given) == 2 and id_ and _is_value(given[1]):
        return Line(id_, op, given[1])
    return None


def _var(node: Any) -> str:
    if isinstance(node, list) and len(node) == 1:
        node = node[0]
    return str(node["var"]) if isinstance(node, dict) and set(node) == {"var"} else ""


def _is_value(value: Any) -> bool:
    return isinstance(value, str | int) or (isinstance(value, dict) and len(value) == 1 and set(value) <= {"date", "decimal"})
