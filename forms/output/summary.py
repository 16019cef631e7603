"""Answers as labelled rows, for the check page, the case page and print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from forms.definition.text import say
from forms.kinds.calculations import Calculated
from forms.kinds.registry import AnswerFault, Context, special_of
from forms.kinds.repeat import Repeat
from forms.runtime.answers import take
from forms.runtime.prepared import Entry, Prepared
from forms.runtime.state import State, state_of
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
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one page."""

    page: str
    title: str
    rows: list[Row] = field(default_factory=list)


def summary(form: Prepared, answers: Mapping[str, Any], locale: str, context: Context | None = None) -> list[Section]:
    """Return every question that shows, by page, with its answer in words; what is calculated stands between them."""
    context = context or Context()
    state = state_of(form, answers, replace(context, compartments=None))
    found = []
    for page in form.definition.pages:
        entries = (form.entries[one.id] for one in page.fields)
        rows = list(_rows(form, entries, answers, state, "", "", locale, context))
        if rows:
            found.append(Section(page.key, say(page.title, locale), rows))
    return found


def _rows(
    form: Prepared, entries: Iterable[Entry], answers: Mapping[str, Any], state: State, prefix: str, title: str,
    locale: str, context: Context,
) -> Iterator[Row]:  # fmt: skip
    for entry in entries:
        one, path = entry.field, prefix + entry.field.id
        readable = context.compartments is None or entry.compartment in context.compartments
        if path not in state or not one.has_value or not readable:
            continue
        if isinstance(one, Calculated):
            if not one.hidden:
                yield _row(entry, path, state.computed.get(path), locale, context, title)
            continue
        value = answers.get(one.id)
        if not isinstance(one, Repeat) or not isinstance(value, list):
            yield _row(entry, path, value, locale, context, title)
            continue
        for number, row in enumerate(value):
            given = row if isinstance(row, Mapping) else {}
            inner = f"{title}{say(one.row, locale)} {number + 1}: "
            yield from _rows(form, form.within(one), given, state, f"{path}-{number}-", inner, locale, context)


def _row(entry: Entry, path: str, value: Any, locale: str, context: Context, before: str = "") -> Row:
    one = entry.field
    special = special_of(value)
    text = special_words(special, locale) if special else None
    if value is not None and not special:
        text = entry.kind.show(one, value, locale, context)
    return Row(
        path, one.id, before + say(one.label, locale), text, one.need, entry.compartment, special, value, one.kind
    )


def show(form: Prepared, field_id: str, value: Any, locale: str, context: Context | None = None) -> str:
    """Return one stored answer in words; an absent one is empty."""
    if value is None:
        return ""
    return _row(form.entries[field_id], field_id, value, locale, context or Context()).text or ""


def fits(form: Prepared, field_id: str, value: Any) -> bool:
    """Tell whether *form* has this question and *value* could be its answer; no answer fits every question it has."""
    entry = form.entries.get(field_id)
    if entry is None:
        return False
    if value is None or isinstance(entry.field, Calculated):
        return True
    try:
        return take(entry.field, value, Context()) is not None
    except AnswerFault:
        return False
