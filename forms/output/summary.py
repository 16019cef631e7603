"""Answers as labelled rows, for the check page, the case page and print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.definition.text import say
from forms.kinds.registry import Context, kind_of, special_of
from forms.kinds.repeat import Repeat
from forms.runtime.prepared import Entry, Prepared
from forms.runtime.visibility import Shown, path_of, shown
from forms.words import special_words


@dataclass(frozen=True, slots=True)
class Row:
    """One question with its answer in words; `text` is None when there is none."""

    path: str
    field: str
    label: str
    text: str | None
    need: str
    compartment: str
    special: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one page."""

    page: str
    title: str
    rows: list[Row] = field(default_factory=list)


def summary(form: Prepared, answers: Mapping[str, Any], locale: str, context: Context | None = None) -> list[Section]:
    """Return every question that shows, by page, with its answer in words."""
    context = context or Context()
    seen = shown(form, answers, context)
    found = []
    for key in seen.pages:
        page = form.pages[key]
        rows = [row for one in page.fields for row in _rows(form, form.entries[one.id], answers, seen, locale, context)]
        if rows:
            found.append(Section(key, say(page.title, locale), rows))
    return found


def _rows(
    form: Prepared, entry: Entry, answers: Mapping[str, Any], seen: Shown, locale: str, context: Context
) -> Iterator[Row]:
    one = entry.field
    if one.id not in seen or not one.takes_answer:
        return
    value = answers.get(one.id)
    if not isinstance(one, Repeat) or not isinstance(value, list):
        yield _row(entry, one.id, value, locale, context)
        return
    for number, answered in enumerate(value):
        for inner in one.fields:
            path = path_of(one.id, number, inner.id)
            if path in seen and inner.takes_answer:
                title = f"{say(one.row, locale)} {number + 1}: "
                yield _row(form.entries[inner.id], path, answered.get(inner.id), locale, context, title)


def _row(entry: Entry, path: str, value: Any, locale: str, context: Context, before: str = "") -> Row:
    one = entry.field
    special = special_of(value)
    text = special_words(special, locale) if special else None
    if value is not None and not special:
        text = kind_of(one).show(one, value, locale, context)
    return Row(path, one.id, before + say(one.label, locale), text, one.need, entry.compartment, special, value)


def show(form: Prepared, field_id: str, value: Any, locale: str, context: Context | None = None) -> str:
    """Return one stored answer in words; an absent one is empty."""
    if value is None:
        return ""
    return _row(form.entries[field_id], field_id, value, locale, context or Context()).text or ""
