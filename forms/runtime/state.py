"""Everything that follows from a set of answers: what shows, what is calculated, which scores come of it.

An answer that does not show, and an option that is not offered, count as absent for everything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.definition.paths import PATHS
from forms.definition.scores import Score
from forms.expressions.compile import Around, Scope, holds
from forms.expressions.functions import day_of, text
from forms.kinds.addresses import address_in_words
from forms.kinds.calculations import Calculated, CalculatedKind
from forms.kinds.registry import Context, kind_of, special_of
from forms.kinds.repeat import Repeat
from forms.runtime.prepared import Entry, Prepared
from forms.runtime.scoring import ScoreResult, outcome

Path = str
"""Where an answer stands: "wonen_score", "afspraken-0-uitkomst" inside a row, "a-0-b-1-c" inside a row of a row."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The paths that show, and the pages that have something to show."""

    paths: frozenset[Path]
    pages: tuple[str, ...]

    def __contains__(self, path: Path) -> bool:
        return path in self.paths


@dataclass(slots=True)
class State:
    """What answers amount to. `scopes` holds what an expression at a path sees; `narrowed` answers less hidden options."""

    scopes: dict[Path, Scope] = field(default_factory=dict)
    computed: dict[Path, Any] = field(default_factory=dict)
    narrowed: dict[Path, Any] = field(default_factory=dict)
    scores: dict[str, ScoreResult] = field(default_factory=dict)

    def __contains__(self, path: Path) -> bool:
        return path in self.scopes


def path_of(group: str, row: int, field: str) -> Path:
    """Return the path of a field in a row of the group at the path *group*."""
    return f"{group}-{row}-{field}"


def state_of(form: Prepared, answers: Mapping[str, Any], context: Context) -> State:
    """Work out what *answers* amount to. Never raises: an answer of a wrong shape counts as absent."""
    scores: dict[str, Any] = {}
    around = Around(context.today, _case(context.case), _before(form, context), scores)
    state = State()
    root = Scope(values={}, around=around)
    places: dict[str, list[tuple[Scope, Mapping[str, Any], Path]]] = {"": [(root, answers, "")]}
    open_pages: dict[str, bool] = {}
    for node in form.order:
        if isinstance(node, Score):
            result = state.scores[node.key] = outcome(node, form, root)
            scores[node.key] = result.value
            continue
        page = node.page.key
        if page not in open_pages:
            condition = form.page_shows.get(page)
            open_pages[page] = condition is None or holds(condition, root)
        if not open_pages[page]:
            continue
        group = node.group
        for scope, given, prefix in places.get(group.id if group else "", ()):
            if node.shows is None or holds(node.shows, scope):
                _enter(node, scope, given, prefix, state, places)
    return state


def _enter(
    entry: Entry, scope: Scope, given: Mapping[str, Any], prefix: Path, state: State,
    places: dict[str, list[tuple[Scope, Mapping[str, Any], Path]]],
) -> None:  # fmt: skip
    one, id_ = entry.field, entry.field.id
    path = prefix + id_
    state.scopes[path] = scope
    if isinstance(one, Repeat):
        rows = _rows(one, given.get(id_), scope, path)
        scope.rows[id_] = [row for row, _, _ in rows]  # type: ignore[index]
        places.setdefault(id_, []).extend(rows)
        return
    if isinstance(one, Calculated):
        answer = _calculated(entry, one, scope)
        if answer is not None:
            state.computed[path] = answer
    else:
        answer = given.get(id_)
        if entry.options and answer is not None:
            answer = _narrow(entry, answer, scope, path, state)
    if answer is None or not one.has_value:
        return
    if special := special_of(answer):
        scope.specials[id_] = special  # type: ignore[index]
        return
    scope.values[id_] = safely(entry.kind.value, one, answer)  # type: ignore[index]
    cells = safely(entry.kind.cells_of, one, answer)
    if cells:
        scope.cells[id_] = cells  # type: ignore[index]


def _rows(group: Repeat, answer: Any, outer: Scope, path: Path) -> list[tuple[Scope, Mapping[str, Any], Path]]:
    rows = answer[: group.max_rows] if isinstance(answer, list) else []
    return [
        (
            Scope(values={}, around=outer.around, outer=outer, position=number + 1),
            row if isinstance(row, Mapping) else {},
            f"{path}-{number}-",
        )
        for number, row in enumerate(rows)
    ]


def _calculated(entry: Entry, one: Calculated, scope: Scope) -> Any:
    kind = entry.kind
    if entry.value is None or not isinstance(kind, CalculatedKind):  # pragma: no cover – a calculation has both
        return None
    return kind.keep(one, entry.value(scope))


def _narrow(entry: Entry, answer: Any, scope: Scope, path: Path, state: State) -> Any:
    """Take from an answer the options that are not offered now."""

    def offered(key: Any) -> bool:
        return not isinstance(key, str) or key not in entry.options or holds(entry.options[key], scope)

    if isinstance(answer, list):
        left: Any = [key for key in answer if offered(key)] or None
    else:
        left = answer if offered(answer) else None
    if left != answer:
        state.narrowed[path] = left
    return left


def safely(read: Any, one: Any, answer: Any) -> Any:
    """Read a stored answer; what has a wrong shape is absent."""
    try:
        return read(one, answer)
    except (TypeError, ValueError, AttributeError, KeyError, IndexError, ArithmeticError):
        return None


def _before(form: Prepared, context: Context) -> dict[str, Any]:
    found = {}
    for id_ in form.looks_back & context.previous.keys():
        entry, answer = form.entries.get(id_), context.previous[id_]
        if entry is not None and answer is not None and not special_of(answer):
            found[id_] = safely(kind_of(entry.field).value, entry.field, answer)
    return found


def _case(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the host knows, as conditions see it."""
    found: dict[str, Any] = {}
    for path, value in given.items():
        known = PATHS.get(path)
        if known is None or value is None:
            continue
        if known.type == "date":
            found[path] = day_of(value)
        elif known.type == "number":
            found[path] = value if type(value) is int else None
        else:
            found[path] = address_in_words(value) if isinstance(value, Mapping) else (text(value) or None)
    return found


def shown(form: Prepared, answers: Mapping[str, Any], context: Context) -> Shown:
    """Decide what shows to whoever *context* speaks of."""
    return shown_in(form, state_of(form, answers, context), context)


def shown_in(form: Prepared, state: State, context: Context) -> Shown:
    """Return what shows of a worked-out state."""
    readable = context.compartments
    paths = frozenset(state.scopes)
    if readable is not None:
        paths = frozenset(p for p in paths if form.entries[p.rsplit("-", 1)[-1]].compartment in readable)
    pages = tuple(page.key for page in form.definition.pages if any(field.id in paths for field in page.fields))
    return Shown(paths, pages)
