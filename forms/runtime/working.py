"""How a calculation came to its result: every part of it with its value, rows included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms.definition.text import day_in_words, say
from forms.expressions.compile import Scope, compile_tree
from forms.expressions.functions import text
from forms.expressions.tree import LEAVES, ROWS, arguments_of
from forms.kinds.calculations import Calculated
from forms.kinds.registry import Context
from forms.runtime.prepared import Prepared
from forms.runtime.state import Path, state_of

MOST_WORKINGS, MOST_PARTS, MOST_ROWS = 100, 40, 20


@dataclass(frozen=True, slots=True)
class Working:
    """One calculation: what it is as a sentence, what it gives, and its parts, each with its values; one per row."""

    path: Path
    label: str
    sentence: str
    result: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def row(self) -> str:
        """The number of its row, "2.1" for a row of a row, else empty."""
        return ".".join(str(int(number) + 1) for number in self.path.split("-")[1::2])


def workings(form: Prepared, answers: Mapping[str, Any], context: Context, locale: str = "nl") -> list[Working]:
    """Return how each calculation that shows came to its result, inside rows too. Never raises."""
    state = state_of(form, answers, replace(context, compartments=None))
    found: list[Working] = []
    for path, scope in state.scopes.items():
        entry = form.entries[path.rsplit("-", 1)[-1]]
        one = entry.field
        if not isinstance(one, Calculated) or len(found) >= MOST_WORKINGS:
            continue
        if context.compartments is not None and entry.compartment not in context.compartments:
            continue
        result = state.computed.get(path)
        told = "" if result is None else entry.kind.show(one, result, locale, context)
        sentence = form.tell(one.value, locale, "value")
        found.append(Working(path, say(one.label, locale), sentence, told, _parts(form, one.value, scope, locale)))
    return found


def _parts(form: Prepared, tree: Any, scope: Scope, locale: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    parts: dict[str, tuple[str, ...]] = {}
    for node, scopes in _nodes(tree, (scope,)):
        sentence = form.tell(node, locale, "part")
        if sentence in parts:
            continue
        value = compile_tree(node)
        parts[sentence] = tuple(_told(form, node, value(one), locale) for one in scopes[:MOST_ROWS])
        if len(parts) == MOST_PARTS:
            break
    return tuple(parts.items())


def _nodes(node: Any, scopes: tuple[Scope, ...], top: bool = True) -> Iterator[tuple[Any, tuple[Scope, ...]]]:
    """Yield the parts of a tree that have a value of their own, the innermost first, with where they are asked."""
    op, arguments = arguments_of(node)
    if not op:
        if isinstance(node, dict) and set(node) <= LEAVES - {"date", "decimal"}:
            yield node, scopes
        return
    if op in ROWS:
        id_ = arguments[0]["var"]
        within = tuple(row for scope in scopes for row in scope.rows_of(id_))[:MOST_ROWS]
        if within:
            yield from _nodes(arguments[1], within, top=False)
    else:
        for argument in arguments:
            for one in argument if isinstance(argument, list) else [argument]:
                yield from _nodes(one, scopes, top=False)
    if not top and op not in ("today", "position"):
        yield node, scopes


def _told(form: Prepared, node: Any, value: Any, locale: str) -> str:
    if isinstance(value, bool):
        return {"nl": ("nee", "ja")}.get(locale, ("no", "yes"))[value]
    if isinstance(value, dt.date):
        return day_in_words(value, locale)
    if isinstance(value, list):
        return ", ".join(_told(form, node, one, locale) for one in value[:MOST_ROWS])
    if isinstance(value, str):
        entry = form.entries.get(str(node.get("var", ""))) if isinstance(node, dict) else None
        options = getattr(entry.field, "options", ()) if entry else ()
        return next((say(one.label, locale) for one in options if one.key == value), value)
    return text(value).replace(".", "," if locale == "nl" else ".")
