"""Why a field does or does not show: its condition, that of its page, and only what shows counts as answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.expressions.compile import Scope, holds
from forms.kinds.registry import Context, kind_of, special_of
from forms.kinds.repeat import Repeat
from forms.runtime.prepared import Entry, Prepared

Path = str
"""Where an answer stands: "wonen_score", or "afspraken-0-uitkomst" inside a row."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The paths that show, and the pages that have something to show."""

    paths: frozenset[Path]
    pages: tuple[str, ...]

    def __contains__(self, path: Path) -> bool:
        return path in self.paths


def path_of(group: str, row: int, field: str) -> Path:
    """Return the path of a field in a row."""
    return f"{group}-{row}-{field}"


def shown(form: Prepared, answers: Mapping[str, Any], context: Context) -> Shown:
    """Decide what shows. Never raises: an answer of a wrong shape counts as absent.

    An answer to a field that does not show counts as absent for every other condition.
    """
    values: dict[str, Any] = {}
    specials: dict[str, str] = {}
    rows: dict[str, list[Scope]] = {}
    scope = Scope(values=values, specials=specials, rows=rows, today=context.today)
    paths: set[Path] = set()
    for entry in form.order:
        page_shows = form.page_shows.get(entry.page.key)
        if page_shows is not None and not holds(page_shows, scope):
            continue
        if entry.shows is not None and not holds(entry.shows, scope):
            continue
        id_ = entry.field.id
        paths.add(id_)
        answer = answers.get(id_)
        if isinstance(entry.field, Repeat):
            rows[id_] = _rows(form, entry.field, answer, scope, paths)
        elif special := special_of(answer):
            specials[id_] = special
        elif answer is not None:
            values[id_] = _value(entry, answer)
    readable = context.compartments
    if readable is not None:
        paths = {p for p in paths if form.entries[p.rsplit("-", 1)[-1]].compartment in readable}
    pages = tuple(page.key for page in form.definition.pages if any(field.id in paths for field in page.fields))
    return Shown(frozenset(paths), pages)


def _rows(form: Prepared, group: Repeat, answer: Any, outer: Scope, paths: set[Path]) -> list[Scope]:
    found = []
    for number, row in enumerate(answer[: group.max_rows] if isinstance(answer, list) else []):
        values: dict[str, Any] = {}
        specials: dict[str, str] = {}
        scope = Scope(values=values, specials=specials, today=outer.today, outer=outer)
        for field in group.fields:
            entry = form.entries[field.id]
            if entry.shows is not None and not holds(entry.shows, scope):
                continue
            paths.add(path_of(group.id, number, field.id))
            given = row.get(field.id) if isinstance(row, dict) else None
            if special := special_of(given):
                specials[field.id] = special
            elif given is not None:
                values[field.id] = _value(entry, given)
        found.append(scope)
    return found


def _value(entry: Entry, answer: Any) -> Any:
    try:
        return kind_of(entry.field).value(entry.field, answer)
    except (TypeError, ValueError, AttributeError, KeyError):
        return None
