"""Types of expressions: what goes with what, found before a form is published."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms.definition.base import BaseField
from forms.definition.paths import type_of_path
from forms.expressions.tree import ABOUT_FIELD, ROWS, arguments_of, as_date, as_decimal
from forms.kinds.registry import kind_of
from forms.kinds.repeat import Repeat

Clash = tuple[str, dict[str, object]]

_COMPARE = {"==", "!=", "<", "<=", ">", ">="}
_RESULT = {
    **dict.fromkeys((*_COMPARE, "and", "or", "not", "in", "has", "answered", "unknown", "declined", "empty"), "bool"),
    **dict.fromkeys(("any", "all", "contains", "starts_with", "ends_with", "matches"), "bool"),
    **dict.fromkeys(("+", "-", "*", "/", "mod", "mean", "round", "floor", "abs", "number", "length"), "number"),
    **dict.fromkeys(("count", "count_if", "sum", "mean_over", "position"), "number"),
    **dict.fromkeys(("days_between", "months_between", "year", "month", "day"), "number"),
    **dict.fromkeys(("concat", "lower", "upper"), "text"),
    **dict.fromkeys(("today", "date_add", "date_of"), "date"),
}
_WANTED: Mapping[str, Sequence[frozenset[str]]] = {
    **{op: (frozenset({"bool"}),) for op in ("and", "or", "not")},
    **{op: (frozenset({"number"}),) for op in ("+", "-", "*", "/", "mod", "round", "floor", "abs")},
    "mean": (frozenset({"number", "list"}),),
    "min": (frozenset({"number", "date", "list"}),),
    "max": (frozenset({"number", "date", "list"}),),
    "number": (frozenset({"text", "number"}),),
    "length": (frozenset({"text", "list"}),),
    "concat": (frozenset({"text", "number", "date", "moment", "time", "list"}),),
    **{op: (frozenset({"text"}),) for op in ("lower", "upper", "contains", "starts_with", "ends_with", "matches")},
    **{op: (frozenset({"date"}),) for op in ("days_between", "months_between")},
    **{op: (frozenset({"date", "moment"}),) for op in ("year", "month", "day")},
    "date_of": (frozenset({"date", "moment", "text"}),),
    "date_add": (frozenset({"date"}), frozenset({"number"}), frozenset({"text"})),
    "has": (frozenset({"list"}), frozenset({"text"})),
    "if": (frozenset({"bool"}), frozenset(), frozenset()),
    **{op: (frozenset(), frozenset({"number"})) for op in ("sum", "mean_over")},
    **{op: (frozenset(), frozenset({"number", "date"})) for op in ("min_over", "max_over")},
    **{op: (frozenset(), frozenset({"bool"})) for op in ("any", "all", "count_if")},
}
"""What each argument must be; the last one stands for those that follow, an empty set takes anything."""

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d", re.ASCII)
DUTCH = {
    "text": "tekst", "number": "een getal", "date": "een datum", "moment": "een datum met tijd", "time": "een tijd",
    "bool": "ja of nee", "choice": "een keuze", "list": "een lijst", "rows": "een herhaling", "nothing": "niets",
}  # fmt: skip


@dataclass(slots=True)
class Types:
    """Works types out and collects what does not fit. `around` gives the ids of the repeat groups around each field."""

    known: Mapping[str, BaseField]
    around: Mapping[str, tuple[str, ...]]
    scores: frozenset[str] = frozenset()
    found: list[Clash] = field(default_factory=list)

    def judge(self, tree: Any, inside: tuple[str, ...], wanted: str) -> list[Clash]:
        """Return what does not fit in a tree that stands inside the groups *inside* and must give *wanted*."""
        self.found = []
        given = self.type(tree, inside)
        if given not in {"any", "nothing"} and plain(given) != wanted:
            code = "condition_type" if wanted == "bool" else "result_type"
            self.found.append((code, {} if wanted == "bool" else {"wanted": DUTCH[wanted], "given": DUTCH[given]}))
        return self.found

    def type(self, node: Any, inside: tuple[str, ...]) -> str:
        """Return the type of a node; "any" when it cannot be told, "nothing" for null."""
        if isinstance(node, list):
            for item in node:
                self.type(item, inside)
            return "list"
        op, arguments = arguments_of(node)
        if not op:
            return self._leaf(node, inside)
        if op in ABOUT_FIELD:
            self.type(arguments[0], inside)
        elif op in ROWS:
            return self._rows(op, arguments, inside)
        elif op == "position":
            if not inside:
                self.found.append(("position_outside", {}))
        else:
            return self._plain(op, arguments, inside)
        return _RESULT[op]

    def _leaf(self, node: Any, inside: tuple[str, ...]) -> str:
        if not isinstance(node, dict):
            if node is None:
                return "nothing"
            return "bool" if isinstance(node, bool) else "number" if isinstance(node, int) else "text"
        ((name, argument),) = node.items()
        if name == "var":
            return self._var(argument, inside)
        if name == "cell":
            self._var(argument[0], inside)
            one = self.known.get(argument[0])
            types = kind_of(one).cell_types(one) if one else {argument[1]: "any"}
            if argument[1] not in types:
                self.found.append(("unknown_part", {"id": argument[0], "part": argument[1]}))
            return types.get(argument[1], "any")
        if name == "previous":
            if self.around.get(argument):
                self.found.append(("row_reference", {"id": argument}))
            if _of(self.known.get(argument)) == "nothing":
                self.found.append(("no_answer", {"id": argument}))
                return "any"
            return _of(self.known.get(argument))
        if name == "score":
            if argument not in self.scores:
                self.found.append(("unknown_score", {"key": argument}))
            return "number"
        if name == "case":
            return type_of_path(argument) or "any"
        return "date" if name == "date" else "number"

    def _var(self, id_: str, inside: tuple[str, ...]) -> str:
        around = self.around.get(id_, ())
        if around != inside[: len(around)]:
            self.found.append(("row_reference", {"id": id_}))
        if _of(self.known.get(id_)) == "nothing":
            self.found.append(("no_answer", {"id": id_}))
            return "any"
        return _of(self.known.get(id_))

    def _rows(self, op: str, arguments: list[Any], inside: tuple[str, ...]) -> str:
        id_ = arguments[0]["var"]
        group = self.known.get(id_)
        if group is not None and not isinstance(group, Repeat):
            self.found.append(("not_rows", {"id": id_}))
            return _RESULT.get(op, "any")
        self._var(id_, inside)
        within = (*self.around.get(id_, ()), id_) if group is not None else inside
        given = self.type(arguments[1], within)
        self._want(op, 1, given, id_)
        return _RESULT.get(op, plain(given))

    def _plain(self, op: str, arguments: list[Any], inside: tuple[str, ...]) -> str:
        given = [self.type(argument, inside) for argument in arguments]
        subject = next((id_ for id_ in map(name_of, arguments) if id_), "")
        if op in _COMPARE or op in {"in", "has"}:
            self._options(arguments)
        if op in _COMPARE:
            self._comparison(op, arguments, given, subject)
        elif op == "in":
            self._membership(arguments, given, subject, inside)
        for number, one in enumerate(given):
            if op not in _COMPARE and op != "in":
                self._want(op, number, one, name_of(arguments[number]) or subject)
        if op in {"coalesce", "if"}:
            return self._same(given[1:] if op == "if" else given, subject)
        if op in {"min", "max"}:
            return "date" if "date" in given else "any" if "any" in given or "list" in given else "number"
        return _RESULT[op]

    def _want(self, op: str, number: int, given: str, subject: str) -> None:
        wanted = _WANTED.get(op, ())
        fits = wanted[min(number, len(wanted) - 1)] if wanted else frozenset[str]()
        if fits and given not in {"any", "nothing"} and plain(given) not in fits:
            told = " of ".join(sorted(DUTCH[one] for one in fits))
            self.found.append(("wrong_type", {"id": subject, "wanted": told, "given": DUTCH[given]}))

    def _same(self, given: list[str], subject: str) -> str:
        types = {plain(one) for one in given} - {"any", "nothing"}
        if len(types) > 1:
            self.found.append(("mixed_types", {"types": ", ".join(sorted(DUTCH[one] for one in types))}))
        return next(iter(types)) if len(types) == 1 else "any"

    def _comparison(self, op: str, arguments: list[Any], given: list[str], subject: str) -> None:
        left, right = (plain(one) for one in given)
        if {"any", "nothing"} & {left, right}:
            return
        for one, other in ((left, arguments[1]), (right, arguments[0])):
            if (one == "time" and _is(_TIME, other)) or (one == "moment" and _is(_MOMENT, other)):
                return
        fits = left == right and (op in {"==", "!="} or left in {"number", "date", "text", "time", "moment"})
        if not fits or left in {"list", "rows"}:
            self.found.append(("type_clash", {"id": subject} if subject else {"id": "…"}))

    def _membership(self, arguments: list[Any], given: list[str], subject: str, inside: tuple[str, ...]) -> None:
        left, right = plain(given[0]), given[1]
        if right not in {"list", "any", "nothing"}:
            self.found.append(("type_clash", {"id": subject or "…"}))
        elif isinstance(arguments[1], list) and left not in {"any", "nothing"}:
            types = {plain(self.type(item, inside)) for item in arguments[1]} - {"any", "nothing"}
            if types - {left}:
                self.found.append(("type_clash", {"id": subject or "…"}))

    def _options(self, arguments: list[Any]) -> None:
        id_ = next((id_ for id_ in map(name_of, arguments) if id_), "")
        one = self.known.get(id_)
        options = kind_of(one).options_of(one) if one else None
        if one is None or options is None:
            return
        for argument in arguments:
            for value in argument if isinstance(argument, list) else [argument]:
                if isinstance(value, str) and value not in options:
                    self.found.append(("unknown_answer", {"option": value, "id": id_}))


def plain(name: str) -> str:
    """Return the type under which values compare: a choice is a text."""
    return "text" if name == "choice" else name


def name_of(node: Any) -> str:
    """Return the id of the field a node speaks of directly, now or the time before; else ""."""
    if isinstance(node, dict) and len(node) == 1:
        ((leaf, argument),) = node.items()
        if leaf in {"var", "previous"} and isinstance(argument, str):
            return argument
    return ""


def constant(node: Any) -> Any:
    """Return the value of a leaf that is a constant, else None."""
    if isinstance(node, dict):
        return as_date(node.get("date")) or as_decimal(node.get("decimal"))
    return node if isinstance(node, bool | int | str) else None


def _is(pattern: re.Pattern[str], node: Any) -> bool:
    return isinstance(node, str) and pattern.fullmatch(node) is not None


def _of(one: BaseField | None) -> str:
    return kind_of(one).type_of(one) if one else "any"
