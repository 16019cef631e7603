"""A sound tree becomes a closure, once; calling it never raises and its work is bounded by the tree and the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms.expressions import functions as f
from forms.expressions.tree import MAX_ROWS, arguments_of, as_date, as_decimal, faults_of

UNKNOWN, DECLINED = "unknown", "declined"


@dataclass(slots=True)
class Scope:
    """What a condition may see: values by field id, special answers, rows of repeat groups, and the day."""

    values: Mapping[str, Any]
    specials: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Scope]] = field(default_factory=dict)
    today: dt.date = dt.date(1, 1, 1)
    outer: Scope | None = None

    def value(self, name: str) -> Any:
        """Return the value of a field here or, inside a row, in the form around it; None when absent."""
        found = self.values.get(name)
        return found if found is not None or self.outer is None else self.outer.value(name)

    def special(self, name: str) -> str:
        """Return "unknown", "declined" or ""."""
        found = self.specials.get(name, "")
        return found if found or self.outer is None else self.outer.special(name)

    def rows_of(self, name: str) -> Sequence[Scope]:
        """Return the rows of a repeat group, at most MAX_ROWS."""
        found = self.rows.get(name)
        if found is None:
            return self.outer.rows_of(name) if self.outer else ()
        return found[:MAX_ROWS]


Compiled = Callable[[Scope], Any]


def compile_tree(tree: Any) -> Compiled:
    """Compile *tree*; raises ValueError with all faults when it is not sound."""
    faults = faults_of(tree)
    if faults:
        raise ValueError("; ".join(faults))
    return _compile(tree)


def holds(condition: Compiled, scope: Scope) -> bool:
    """Tell whether a compiled condition holds: only True does."""
    return condition(scope) is True


def _compile(node: Any) -> Compiled:
    if isinstance(node, list):
        items = [_compile(item) for item in node]
        return lambda s: [item(s) for item in items]
    name, arguments = arguments_of(node)
    if not name:
        return _leaf(node)
    if name in _ABOUT_FIELD:
        return _ABOUT_FIELD[name](arguments[0]["var"])
    if name in _ABOUT_ROWS:
        return _ABOUT_ROWS[name](arguments[0]["var"], _compile(arguments[1]))
    return _PLAIN[name]([_compile(argument) for argument in arguments])


def _leaf(node: Any) -> Compiled:
    if isinstance(node, dict):
        ((name, argument),) = node.items()
        if name == "var":
            return lambda s: s.value(argument)
        constant: Any = as_date(argument) if name == "date" else as_decimal(argument)
        return lambda s: constant
    return lambda s: node


def _count(name: str) -> Compiled:
    def count(scope: Scope) -> int:
        rows = scope.rows_of(name)
        value = scope.value(name)
        return len(rows) or (len(value) if isinstance(value, list) else 0)

    return count


_ABOUT_FIELD: dict[str, Callable[[str], Compiled]] = {
    "answered": lambda name: lambda s: not f.empty(s.value(name)) or bool(s.special(name)) or bool(s.rows_of(name)),
    "unknown": lambda name: lambda s: s.special(name) == UNKNOWN,
    "declined": lambda name: lambda s: s.special(name) == DECLINED,
    "count": _count,
}

_ABOUT_ROWS: dict[str, Callable[[str, Compiled], Compiled]] = {
    "any": lambda name, test: lambda s: any(test(row) is True for row in s.rows_of(name)),
    "all": lambda name, test: lambda s: all(test(row) is True for row in s.rows_of(name)),
    "sum": lambda name, value: lambda s: f.total([value(row) for row in s.rows_of(name)]),
}


def _compare(test: Callable[[int], bool]) -> Callable[[list[Compiled]], Compiled]:
    def made(args: list[Compiled]) -> Compiled:
        a, b = args

        def compare(scope: Scope) -> bool:
            found = f.order(a(scope), b(scope))
            return found is not None and test(found)

        return compare

    return made


def _coalesce(args: list[Compiled]) -> Compiled:
    def first(scope: Scope) -> Any:
        return next((value for value in (a(scope) for a in args) if not f.empty(value)), None)

    return first


_PLAIN: dict[str, Callable[[list[Compiled]], Compiled]] = {
    "and": lambda a: lambda s: all(x(s) is True for x in a),
    "or": lambda a: lambda s: any(x(s) is True for x in a),
    "not": lambda a: lambda s: a[0](s) is not True,
    "if": lambda a: lambda s: a[1](s) if a[0](s) is True else a[2](s),
    "coalesce": _coalesce,
    "==": lambda a: lambda s: f.same(a[0](s), a[1](s)),
    "!=": lambda a: lambda s: not f.same(a[0](s), a[1](s)),
    "<": _compare(lambda c: c < 0),
    "<=": _compare(lambda c: c <= 0),
    ">": _compare(lambda c: c > 0),
    ">=": _compare(lambda c: c >= 0),
    "in": lambda a: lambda s: f.inside(a[0](s), a[1](s)),
    "has": lambda a: lambda s: f.inside(a[1](s), a[0](s)),
    "+": lambda a: lambda s: f.arithmetic(lambda x, y: x + y, [x(s) for x in a]),
    "-": lambda a: lambda s: f.arithmetic(lambda x, y: x - y, [x(s) for x in a]),
    "*": lambda a: lambda s: f.arithmetic(lambda x, y: x * y, [x(s) for x in a]),
    "min": lambda a: lambda s: f.extreme(min, [x(s) for x in a]),
    "max": lambda a: lambda s: f.extreme(max, [x(s) for x in a]),
    "empty": lambda a: lambda s: f.empty(a[0](s)),
    "length": lambda a: lambda s: f.length(a[0](s)),
    "today": lambda a: lambda s: s.today,
    "days_between": lambda a: lambda s: f.days(a[0](s), a[1](s)),
    "months_between": lambda a: lambda s: f.months(a[0](s), a[1](s)),
}
