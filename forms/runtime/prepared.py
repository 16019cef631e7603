"""A definition made ready once per version: fields by id, expressions compiled, the order to judge them in."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.definition.base import BaseField
from forms.definition.cycles import needs
from forms.definition.digest import digest
from forms.definition.handling import handling
from forms.definition.schema import FormDefinition, Page
from forms.definition.scores import Score
from forms.definition.text import say
from forms.expressions.compile import Compiled, compile_tree
from forms.expressions.describe import SENTENCES, describe
from forms.expressions.tree import earlier, paths_in
from forms.kinds.calculations import Calculated
from forms.kinds.choices import ManyOf, OneOf
from forms.kinds.registry import Context, Kind, kind_of
from forms.kinds.repeat import Repeat

_SOURCES = {"person": "people", "organisation": "organisations"}
"""The list of the host that a kind chooses from without naming it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field with what surrounds it and its expressions, compiled."""

    field: BaseField
    kind: Kind[Any]
    page: Page
    groups: tuple[Repeat, ...]
    handling: Mapping[str, Any]
    shows: Compiled | None
    requires: Compiled | None
    locks: Compiled | None
    constraints: tuple[tuple[Compiled, Mapping[str, str]], ...]
    value: Compiled | None
    options: Mapping[str, Compiled]

    @property
    def group(self) -> Repeat | None:
        """The repeat group this field stands in."""
        return self.groups[-1] if self.groups else None

    @property
    def compartment(self) -> str:
        """Where answers to this field go; care when nothing is said."""
        return str(self.handling["compartment"] or "C")


class Prepared:
    """A definition ready for work. Make it with `prepare`, which keeps one per version.

    `looks_back`, `paths` and `sources` name what it asks of the host: answers of the time before, values, lists.
    """

    def __init__(self, definition: FormDefinition, known_digest: str = "") -> None:
        self.definition = definition
        self.digest = known_digest or digest(definition)
        self.entries: dict[str, Entry] = {}
        self.by_key: dict[str, str] = {}
        for page, field, groups in definition.placed():
            self.entries[field.id] = _entry(field, page, groups, definition)
            self.by_key.setdefault(field.key, field.id)
        self.pages = {page.key: page for page in definition.pages}
        self.page_shows = {p.key: compile_tree(p.show_if) for p in definition.pages if p.show_if is not None}
        self.top = [entry for entry in self.entries.values() if not entry.groups]
        self.scores = {score.key: score for score in definition.scores}
        self.order = _order(self)
        self.looks_back = frozenset(id_ for tree in self.trees() for id_ in earlier(tree))
        fields = [entry.field for entry in self.entries.values()]
        self.paths = frozenset(path for tree in self.trees() for path in paths_in(tree)) | {
            one.prefill for one in fields if one.prefill
        }
        self.sources = frozenset(_SOURCES.get(one.kind) or getattr(one, "source", "") for one in fields) - {""}

    def trees(self) -> Iterator[Any]:
        """Yield every expression of the definition."""
        for page in self.definition.pages:
            if page.show_if is not None:
                yield page.show_if
        for entry in self.entries.values():
            yield from (tree for _, tree in entry.field.trees())

    def within(self, group: Repeat) -> Iterator[Entry]:
        """Yield the entries of the fields that stand in a row of *group*, in order."""
        return (self.entries[field.id] for field in group.fields)

    def id_of(self, name: str) -> str | None:
        """Return the id of the field with this id or key, else None."""
        return name if name in self.entries else self.by_key.get(name)

    def page(self, key: str) -> Page | None:
        """Return a page by its key."""
        return self.pages.get(key)

    def entry_at(self, path: str) -> Entry | None:
        """Return the field that a path leads to, inside rows too."""
        return self.entries.get(path.rsplit("-", 1)[-1])

    def anchor(self, path: str) -> str:
        """Return the id of the element that a link to the answer at *path* lands on."""
        entry = self.entry_at(path)
        return entry.kind.anchor(entry.field, path) if entry else path

    def label(self, id_: str, locale: str) -> str:
        """Return the question of a field, or the name of a score."""
        entry = self.entries.get(id_)
        if entry is not None:
            return say(entry.field.label, locale)
        score = self.scores.get(id_)
        return say(score.label, locale) if score else id_

    def tell_condition(self, id_: str, locale: str = "nl") -> str:
        """Return when a field shows, as a sentence; empty when always."""
        field = self.entries[id_].field
        return "" if field.show_if is None else self.tell(field.show_if, locale)

    def tell(self, tree: Any, locale: str = "nl", place: str = "show_if") -> str:
        """Tell any expression of this definition as a sentence; *place* is where it stands, as `trees` names it."""
        form = SENTENCES.get(place.split(".")[0], "value")
        return describe(tree, lambda i: self.label(i, locale), lambda i, v: self._word(i, v, locale), locale, form)

    def tell_all(self, id_: str, locale: str = "nl") -> dict[str, str]:
        """Tell every expression of a field, by its place."""
        return {place: self.tell(tree, locale, place) for place, tree in self.entries[id_].field.trees()}

    def _word(self, id_: str, value: Any, locale: str) -> str:
        entry = self.entries.get(id_)
        if entry is None or value is None:
            return str(value)
        try:
            return entry.kind.show(entry.field, value, locale, Context())
        except (TypeError, ValueError, AttributeError, KeyError, ArithmeticError):
            return str(value)


def _entry(field: BaseField, page: Page, groups: tuple[Repeat, ...], definition: FormDefinition) -> Entry:
    def made(tree: Any) -> Compiled | None:
        return None if tree is None else compile_tree(tree)

    options = field.options if isinstance(field, OneOf | ManyOf) else ()
    return Entry(
        field,
        kind_of(field),
        page,
        groups,
        handling(definition, page, field, *reversed(groups)),
        made(field.show_if),
        made(field.require_if),
        made(field.read_only_if),
        tuple((compile_tree(one.test), one.message) for one in field.constraints),
        made(field.value) if isinstance(field, Calculated) else None,
        {option.key: compile_tree(option.show_if) for option in options if option.show_if is not None},
    )


def _order(form: Prepared) -> list[Entry | Score]:
    """Order fields and scores so that each comes after what it needs; a cycle falls back to the form's order."""
    wanted = {name: sorted(names) for name, names in needs(form.definition).items()}
    ordered: dict[str, None] = {}
    for first in wanted:
        stack, open_ = [first], set[str]()
        while stack:
            name = stack[-1]
            if name in ordered:
                stack.pop()
                continue
            missing = [n for n in wanted[name] if n in wanted and n not in ordered and n not in open_ and n != name]
            open_.add(name)
            if missing:
                stack += missing
            else:
                ordered[stack.pop()] = None
    return [
        form.scores[name.removeprefix("score:")] if name.startswith("score:") else form.entries[name]
        for name in ordered
    ]


@functools.lru_cache(maxsize=128)
def _prepare(key: str, body: _Held) -> Prepared:
    return Prepared(body.definition, key)


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
