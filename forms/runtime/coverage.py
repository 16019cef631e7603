"""Which conditions, constraints and conditions of answers the examples of an author have seen hold and not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms.definition.text import say
from forms.expressions.compile import Compiled, Scope, holds
from forms.runtime.prepared import Entry, Prepared
from forms.runtime.publishing import context_of, play
from forms.runtime.state import State, state_of


@dataclass(slots=True)
class Branch:
    """One condition: of which question or page, which of its conditions, and what the examples have seen of it.

    `place` is the property, for a constraint with its number and for an answer with its key; `detail` is what the author
    knows that one by.
    """

    where: str
    label: str
    place: str
    detail: str = ""
    met: bool = False
    unmet: bool = False


def branches(form: Prepared, locale: str = "nl") -> list[Branch]:
    """Return every condition of *form* in its order, with what the examples have seen."""
    found: dict[tuple[str, str], Branch] = {}
    seen_pages = set[str]()
    for entry in form.entries.values():
        page = entry.page
        if page.key not in seen_pages and page.key in form.page_shows:
            found[f"page:{page.key}", "show_if"] = Branch(f"page:{page.key}", say(page.title, locale), "show_if")
        seen_pages.add(page.key)
        where = f"field:{entry.field.id}"
        for place, condition in _conditions(entry):
            if condition is not None:
                found[where, place] = Branch(where, say(entry.field.label, locale), place)
        for place, detail in _details(entry, locale):
            found[where, place] = Branch(where, say(entry.field.label, locale), place, detail)
    for example in form.definition.examples:
        state = state_of(form, play(form, example).answers, context_of(example))
        for key, met in _seen(form, state):
            found[key].met |= met
            found[key].unmet |= not met
    return list(found.values())


def _conditions(entry: Entry) -> list[tuple[str, Compiled | None]]:
    return [("show_if", entry.shows), ("require_if", entry.requires), ("read_only_if", entry.locks)]


def _details(entry: Entry, locale: str) -> Iterator[tuple[str, str]]:
    for number, (_test, message) in enumerate(entry.constraints):
        yield f"constraints.{number}", say(message, locale)
    for option in getattr(entry.field, "options", ()):
        if option.key in entry.options:
            yield f"options.{option.key}", say(option.label, locale)


def _seen(form: Prepared, state: State) -> Iterator[tuple[tuple[str, str], bool]]:
    root = next((scope for scope in state.scopes.values() if scope.outer is None), None)
    open_pages = set[str]()
    for key in form.pages:
        condition = form.page_shows.get(key)
        met = condition is None or (root is not None and holds(condition, root))
        if met:
            open_pages.add(key)
        if condition is not None:
            yield (f"page:{key}", "show_if"), met
    for entry in form.entries.values():
        where = f"field:{entry.field.id}"
        for path in _paths(entry, state, open_pages):
            scope: Scope | None = state.scopes.get(path)
            if entry.shows is not None:
                yield (where, "show_if"), scope is not None
            for place, condition in _conditions(entry)[1:]:
                if condition is not None and scope is not None:
                    yield (where, place), holds(condition, scope)
            if scope is None:
                continue
            if entry.field.id in scope.values or scope.rows.get(entry.field.id):  # a constraint asks nothing of what is not answered
                for number, (test, _message) in enumerate(entry.constraints):
                    yield (where, f"constraints.{number}"), holds(test, scope)
            for key, offered in entry.options.items():
                yield (where, f"options.{key}"), holds(offered, scope)


def _paths(entry: Entry, state: State, open_pages: set[str]) -> Iterator[str]:
    """Yield every place where a question could show: on its page, or in each row of its group."""
    if not entry.groups:
        if entry.page.key in open_pages:
            yield entry.field.id
        return
    group = entry.groups[-1].id
    for path, scope in state.scopes.items():
        if path.rsplit("-", 1)[-1] == group:
            yield from (f"{path}-{row}-{entry.field.id}" for row in range(len(scope.rows.get(group, ()))))
