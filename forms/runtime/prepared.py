"""A definition made ready once per version: fields by id, conditions compiled, the order to judge them in."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.definition.base import BaseField
from forms.definition.checks import handling
from forms.definition.digest import digest
from forms.definition.schema import FormDefinition, Page
from forms.definition.text import say
from forms.expressions.compile import Compiled, compile_tree
from forms.expressions.describe import describe
from forms.expressions.tree import references
from forms.kinds.registry import Context, kind_of
from forms.kinds.repeat import Repeat


@dataclass(frozen=True, slots=True)
class Entry:
    """One field with what surrounds it."""

    field: BaseField
    page: Page
    group: Repeat | None
    handling: Mapping[str, Any]
    shows: Compiled | None

    @property
    def compartment(self) -> str:
        """Where answers to this field go; care when nothing is said."""
        return str(self.handling["compartment"] or "C")


class Prepared:
    """A definition ready for work. Make it with `prepare`, which keeps one per version."""

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition
        self.digest = digest(definition)
        self.entries: dict[str, Entry] = {}
        self.by_key: dict[str, str] = {}
        for page, field, group in definition.fields():
            shows = compile_tree(field.show_if) if field.show_if is not None else None
            self.entries[field.id] = Entry(field, page, group, handling(definition, page, field, group), shows)
            self.by_key.setdefault(field.key, field.id)
        self.pages = {page.key: page for page in definition.pages}
        self.page_shows = {p.key: compile_tree(p.show_if) for p in definition.pages if p.show_if is not None}
        self.top = [entry for entry in self.entries.values() if entry.group is None]
        self.order = _order(self.top)

    def id_of(self, name: str) -> str | None:
        """Return the id of the field with this id or key, else None."""
        return name if name in self.entries else self.by_key.get(name)

    def page(self, key: str) -> Page | None:
        """Return a page by its key."""
        return self.pages.get(key)

    def label(self, id_: str, locale: str) -> str:
        """Return the question of a field."""
        entry = self.entries.get(id_)
        return say(entry.field.label, locale) if entry else id_

    def tell_condition(self, id_: str, locale: str = "nl") -> str:
        """Return when a field shows, as a sentence; empty when always."""
        field = self.entries[id_].field
        if field.show_if is None:
            return ""
        return describe(field.show_if, lambda i: self.label(i, locale), lambda i, v: self._word(i, v, locale), locale)

    def _word(self, id_: str, value: Any, locale: str) -> str:
        entry = self.entries.get(id_)
        if entry is None or value is None:
            return str(value)
        try:
            return kind_of(entry.field).show(entry.field, value, locale, Context())
        except (TypeError, AttributeError, KeyError):
            return str(value)


def _order(entries: list[Entry]) -> list[Entry]:
    """Order fields so that each comes after those its condition speaks of; a cycle falls back to the form's order."""
    by_id = {entry.field.id: entry for entry in entries}
    ordered: dict[str, Entry] = {}

    for first in entries:
        stack, open_ = [first.field.id], set[str]()
        while stack:
            id_ = stack[-1]
            if id_ in ordered:
                stack.pop()
                continue
            missing = [i for i in _needs(by_id[id_]) if i in by_id and i not in ordered and i not in open_]
            open_.add(id_)
            if missing:
                stack += missing
            else:
                ordered[id_] = by_id[stack.pop()]
    return list(ordered.values())


def _needs(entry: Entry) -> list[str]:
    wanted = set[str]()
    for tree in (entry.field.show_if, entry.page.show_if):
        if tree is not None:
            wanted |= references(tree)
    if isinstance(entry.field, Repeat):
        inner = {field.id for field in entry.field.fields}
        for field in entry.field.fields:
            wanted |= (references(field.show_if) if field.show_if is not None else set()) - inner
    return sorted(wanted - {entry.field.id})


@functools.lru_cache(maxsize=128)
def _prepare(key: str, body: _Held) -> Prepared:
    return Prepared(body.definition)


@dataclass(frozen=True, slots=True)
class _Held:
    """Carries a definition past the cache, which looks at the digest alone."""

    definition: FormDefinition

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


def prepare(definition: FormDefinition, known_digest: str = "") -> Prepared:
    """Return *definition* ready for work; the same version gives the same object."""
    return _prepare(known_digest or digest(definition), _Held(definition))
