"""Closed trees written as XLSForm expressions, for other programs; what has no words there gives None."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from forms.expressions.tree import arguments_of

Types = Mapping[str, str]
"""Types of the fields by id, as conditions see them."""


class _NoWord(ValueError):
    """XLSForm has no word for this."""


def write_tree(tree: Any, types: Types, own: str = "") -> str | None:
    """Write *tree* as XLSForm understands it, with `.` for the field *own*; None when it cannot say this.

    >>> write_tree({"and": [{">=": [{"var": "age"}, 18]}, {"==": [{"var": "pet"}, True]}]}, {"pet": "bool"})
    "${age} >= 18 and ${pet} = 'yes'"
    """
    try:
        return _Writer(types, own).top(tree)
    except _NoWord:
        return None


class _Writer:
    def __init__(self, types: Types, own: str) -> None:
        self.types, self.own = types, own

    def top(self, node: Any) -> str:
        """Write a node that stands by itself."""
        op, arguments = arguments_of(node)
        if not op:
            return self.leaf(node)
        if op in _INFIX:
            sign = _INFIX[op]
            return f" {sign} ".join(self.part(one, op, arguments) for one in arguments)
        if op in _SPECIAL:
            return _SPECIAL[op](self, arguments)
        if op in _NAMES:
            return f"{_NAMES[op]}({', '.join(self.top(one) for one in arguments)})"
        raise _NoWord(op)

    def part(self, node: Any, op: str, beside: list[Any]) -> str:
        """Write a node beside an operator, between brackets where reading would go wrong."""
        if op in ("==", "!=") and isinstance(node, bool) and any(self.type(one) == "bool" for one in beside):
            return "'yes'" if node else "'no'"
        inner, _ = arguments_of(node)
        bare = inner not in _INFIX and inner not in _OPEN
        return self.top(node) if bare else f"({self.top(node)})"

    def type(self, node: Any) -> str:
        """Return the type of the field that *node* is, else ""."""
        return self.types.get(node["var"], "") if isinstance(node, dict) and set(node) == {"var"} else ""

    def leaf(self, node: Any) -> str:
        """Write a constant or a field."""
        if node is None:
            return "''"
        if isinstance(node, bool):
            return "true()" if node else "false()"
        if isinstance(node, int):
            return str(node)
        if isinstance(node, str):
            return quoted(node)
        if isinstance(node, dict) and len(node) == 1:
            ((kind, what),) = node.items()
            if kind == "var":
                return "." if what == self.own else f"${{{what}}}"
            if kind == "column":
                return str(what)
            if kind == "date":
                return f"date('{what}')"
            if kind == "decimal":
                return str(what)
        raise _NoWord(str(node)[:40])


def quoted(text: str) -> str:
    """Write a text between quotes."""
    for quote in ("'", '"'):
        if quote not in text:
            return f"{quote}{text}{quote}"
    raise _NoWord(text)


def _in(writer: _Writer, arguments: list[Any]) -> str:
    one, values = arguments
    if not isinstance(values, list) or not values:
        raise _NoWord("in")
    return " or ".join(writer.top({"==": [one, other]}) for other in values)


def _length(writer: _Writer, arguments: list[Any]) -> str:
    name = "count-selected" if writer.type(arguments[0]) == "list" else "string-length"
    return f"{name}({writer.top(arguments[0])})"


def _over(writer: _Writer, name: str, arguments: list[Any]) -> str:
    if not writer.type(arguments[1]):
        raise _NoWord(name)
    return f"{name}({writer.top(arguments[1])})"


def _date_add(writer: _Writer, arguments: list[Any]) -> str:
    day, number, unit = arguments
    if unit != "days":
        raise _NoWord(str(unit))
    if type(number) is int and number < 0:
        return f"{writer.part(day, '+', [])} - {-number}"
    return f"{writer.part(day, '+', [])} + {writer.part(number, '+', [])}"


def _days(writer: _Writer, arguments: list[Any]) -> str:
    start, end = (f"decimal-date-time({writer.top(one)})" for one in arguments)
    return f"{end} - {start}"


_INFIX = {
    "and": "and", "or": "or", "==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "+": "+", "-": "-",
    "*": "*", "/": "div", "mod": "mod",
}  # fmt: skip
_OPEN = frozenset({"in", "empty", "answered", "days_between", "date_add"})
"""Operators that are written as a comparison or a sum."""

_NAMES = {
    "not": "not", "if": "if", "coalesce": "coalesce", "min": "min", "max": "max", "has": "selected", "count": "count",
    "today": "today", "concat": "concat", "contains": "contains", "starts_with": "starts-with",
    "ends_with": "ends-with", "matches": "regex", "round": "round", "floor": "int", "abs": "abs", "number": "number",
}  # fmt: skip
_SPECIAL: dict[str, Callable[[_Writer, list[Any]], str]] = {
    "in": _in,
    "empty": lambda w, a: f"{w.part(a[0], '==', [])} = ''",
    "answered": lambda w, a: f"{w.top(a[0])} != ''",
    "unknown": lambda w, a: "false()",
    "declined": lambda w, a: "false()",
    "length": _length,
    "sum": lambda w, a: _over(w, "sum", a),
    "days_between": _days,
    "min_over": lambda w, a: _over(w, "min", a),
    "max_over": lambda w, a: _over(w, "max", a),
    "position": lambda w, a: "position(..)",
    "date_add": _date_add,
    "year": lambda w, a: f"format-date({w.top(a[0])}, '%Y')",
    "month": lambda w, a: f"format-date({w.top(a[0])}, '%n')",
    "day": lambda w, a: f"format-date({w.top(a[0])}, '%e')",
    "date_of": lambda w, a: f"date({w.top(a[0])})",
}
