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
class Around:
    """What does not differ between rows: the day, what the host knows, the time before, scores."""

    today: dt.date = dt.date(1, 1, 1)
    case: Mapping[str, Any] = field(default_factory=dict)
    previous: Mapping[str, Any] = field(default_factory=dict)
    scores: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Scope:
    """What an expression may see: values by field id, special answers, parts, rows of repeat groups, what is around."""

    values: Mapping[str, Any]
    specials: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Scope]] = field(default_factory=dict)
    around: Around = field(default_factory=Around)
    outer: Scope | None = None
    cells: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    position: int | None = None
    known: dict[object, Any] = field(default_factory=dict)
    """What questions about rows of this scope came to; each is worked out once."""

    def value(self, name: str) -> Any:
        """Return the value of a field here or, inside a row, in what is around it; None when absent."""
        found = self.values.get(name)
        return found if found is not None or self.outer is None else self.outer.value(name)

    def special(self, name: str) -> str:
        """Return "unknown", "declined" or ""."""
        found = self.specials.get(name, "")
        return found if found or self.outer is None else self.outer.special(name)

    def cell(self, name: str, part: str) -> Any:
        """Return a part of a composite answer."""
        found = self.cells.get(name)
        if found is None:
            return self.outer.cell(name, part) if self.outer else None
        return found.get(part)

    def owner_of(self, name: str) -> Scope | None:
        """Return the scope that the rows of a repeat group stand in."""
        at: Scope | None = self
        while at is not None and name not in at.rows:
            at = at.outer
        return at

    def rows_of(self, name: str) -> Sequence[Scope]:
        """Return the rows of a repeat group, at most MAX_ROWS."""
        owner = self.owner_of(name)
        return owner.rows[name][:MAX_ROWS] if owner else ()


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
    if name in _OVER_ROWS:
        return _over_rows(arguments[0]["var"], _compile(arguments[1]), _OVER_ROWS[name])
    if name == "date_add":
        day, amount, unit = _compile(arguments[0]), _compile(arguments[1]), arguments[2]
        return lambda s: f.moved(day(s), amount(s), unit)
    return _PLAIN[name]([_compile(argument) for argument in arguments])


def _leaf(node: Any) -> Compiled:
    if isinstance(node, dict):
        ((name, argument),) = node.items()
        if name in _LOOKS_UP:
            return _LOOKS_UP[name](argument)
        constant: Any = as_date(argument) if name == "date" else as_decimal(argument)
        return lambda s: constant
    return lambda s: node


def _var(name: str) -> Compiled:
    def value(scope: Scope) -> Any:
        found = scope.values.get(name)
        return found if found is not None or scope.outer is None else scope.outer.value(name)

    return value


_LOOKS_UP: dict[str, Callable[[Any], Compiled]] = {
    "var": _var,
    "cell": lambda argument: lambda s: s.cell(argument[0], argument[1]),
    "case": lambda path: lambda s: s.around.today if path == "today" else s.around.case.get(path),
    "previous": lambda name: lambda s: s.around.previous.get(name),
    "score": lambda key: lambda s: s.around.scores.get(key),
}


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

_OVER_ROWS: dict[str, Callable[[list[Any]], Any]] = {
    "any": lambda found: any(value is True for value in found),
    "all": lambda found: all(value is True for value in found),
    "count_if": lambda found: sum(value is True for value in found),
    "sum": f.total,
    "mean_over": f.mean,
    "min_over": lambda found: f.extreme(min, found),
    "max_over": lambda found: f.extreme(max, found),
}


def _over_rows(name: str, each: Compiled, fold: Callable[[list[Any]], Any]) -> Compiled:
    """Ask *each* of every row. It is worked out once per owner of the rows: a row that asks sees what others see."""
    empty, mark = fold([]), object()

    def over(scope: Scope) -> Any:
        owner = scope.owner_of(name)
        if owner is None:
            return empty
        known = owner.known
        if mark not in known:
            known[mark] = fold([each(row) for row in owner.rows[name][:MAX_ROWS]])
        return known[mark]

    return over


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


def _one(step: Callable[[Any], Any]) -> Callable[[list[Compiled]], Compiled]:
    def made(args: list[Compiled]) -> Compiled:
        (a,) = args
        return lambda s: step(a(s))

    return made


def _two(step: Callable[[Any, Any], Any]) -> Callable[[list[Compiled]], Compiled]:
    def made(args: list[Compiled]) -> Compiled:
        a, b = args
        return lambda s: step(a(s), b(s))

    return made


def _many(step: Callable[[list[Any]], Any]) -> Callable[[list[Compiled]], Compiled]:
    return lambda args: lambda s: step([x(s) for x in args])


_PLAIN: dict[str, Callable[[list[Compiled]], Compiled]] = {
    "and": lambda a: lambda s: all(x(s) is True for x in a),
    "or": lambda a: lambda s: any(x(s) is True for x in a),
    "not": lambda a: lambda s: a[0](s) is not True,
    "if": lambda a: lambda s: a[1](s) if a[0](s) is True else a[2](s),
    "coalesce": _coalesce,
    "==": _two(f.same),
    "!=": _two(lambda a, b: not f.same(a, b)),
    "<": _compare(lambda c: c < 0),
    "<=": _compare(lambda c: c <= 0),
    ">": _compare(lambda c: c > 0),
    ">=": _compare(lambda c: c >= 0),
    "in": _two(f.inside),
    "has": _two(lambda values, value: f.inside(value, values)),
    "+": _many(f.add),
    "-": _two(f.subtract),
    "*": _many(f.multiply),
    "/": _two(f.divide),
    "mod": _two(f.remainder),
    "min": _many(lambda values: f.extreme(min, values)),
    "max": _many(lambda values: f.extreme(max, values)),
    "mean": _many(f.mean),
    "round": _many(lambda values: f.rounded(*values)),
    "floor": _one(f.floor),
    "abs": _one(f.absolute),
    "number": _one(f.as_number),
    "empty": _one(f.empty),
    "length": _one(f.length),
    "position": lambda a: lambda s: s.position,
    "concat": _many(f.concat),
    "lower": _one(lambda value: f.cased(str.lower, value)),
    "upper": _one(lambda value: f.cased(str.upper, value)),
    "contains": _two(lambda a, b: f.about_texts(lambda x, y: y in x, a, b)),
    "starts_with": _two(lambda a, b: f.about_texts(str.startswith, a, b)),
    "ends_with": _two(lambda a, b: f.about_texts(str.endswith, a, b)),
    "matches": _two(f.fits),
    "today": lambda a: lambda s: s.around.today,
    "days_between": _two(f.days),
    "months_between": _two(f.months),
    "date_of": _one(f.day_of),
    "year": _one(lambda value: f.part_of_day("year", value)),
    "month": _one(lambda value: f.part_of_day("month", value)),
    "day": _one(lambda value: f.part_of_day("day", value)),
}
