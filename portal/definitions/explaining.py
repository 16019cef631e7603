"""Why a question does not show: its condition, its page or group, or that this role does not read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

import forms

MOST = 100


@dataclass(frozen=True, slots=True)
class Why:
    """One question that does not show: the sentence of its condition, and the answer of each question in it."""

    id: str
    label: str
    reason: str
    sentence: str = ""
    parts: tuple[tuple[str, str], ...] = ()


Level = tuple[str, Mapping[str, Any]]
"""Where answers stand: what paths begin with there, and the answers."""


def hidden(form: forms.Prepared, answers: Mapping[str, Any], context: forms.Context, locale: str) -> list[Why]:
    """Return why each question that does not show is hidden, in the order of the form; those in rows per row."""
    seen = forms.shown(form, answers, context)
    free = forms.shown(form, answers, forms.Context(context.today, context.people, None, context.previous, context.case))
    found = [
        _why(form, entry, [("", answers)], free, context, locale) for entry in form.top if entry.field.id not in seen
    ]
    for levels, entry, number in _in_rows(form, [("", answers)], form.top):
        if len(found) >= MOST:
            break
        if levels[0][0] + entry.field.id not in seen and levels[0][0].rsplit("-", 2)[0] in seen:
            found.append(_why(form, entry, levels, free, context, locale, number))
    return found


def _in_rows(
    form: forms.Prepared, levels: list[Level], entries: list[forms.Entry]
) -> Iterator[tuple[list[Level], forms.Entry, str]]:
    """Yield every question of every row with the answers around it, the nearest first, and the number of its row."""
    prefix, answers = levels[0]
    for entry in entries:
        group = entry.field
        rows = answers.get(group.id)
        if not isinstance(group, forms.Repeat) or not isinstance(rows, list):
            continue
        within = list(form.within(group))
        for number, row in enumerate(rows):
            inner: list[Level] = [(f"{prefix}{group.id}-{number}-", row if isinstance(row, Mapping) else {}), *levels]
            yield from ((inner, one, str(number + 1)) for one in within)
            yield from ((deep, one, f"{number + 1}.{at}") for deep, one, at in _in_rows(form, inner, within))


def _why(
    form: forms.Prepared, entry: forms.Entry, levels: list[Level], free: forms.Shown, context: forms.Context,
    locale: str, row: str = "",
) -> Why:  # fmt: skip
    id_ = entry.field.id
    label = form.label(id_, locale)
    if row:
        label = gettext("%(label)s (regel %(number)s)", label=label, number=row)
    readable = context.compartments
    if readable is not None and entry.compartment not in readable:
        return Why(id_, label, "compartment")
    page = entry.page.show_if is not None and not any(one.id in free for one in entry.page.fields)
    tree = entry.page.show_if if page and entry.field.show_if is None else entry.field.show_if
    if tree is None:
        return Why(id_, label, "page")
    parts = tuple(
        (form.label(name, locale), _answer(form, name, levels, free, context, locale))
        for name in sorted(forms.references(tree))
        if name in form.entries
    )
    return Why(id_, label, "page" if tree is entry.page.show_if else "condition", form.tell(tree, locale), parts)


def _answer(
    form: forms.Prepared, name: str, levels: list[Level], free: forms.Shown, context: forms.Context, locale: str
) -> str:
    """Return what a question was answered, seen from a row: there or in what is around it."""
    for prefix, answers in levels:
        if prefix + name in free and answers.get(name) is not None:
            return forms.show(form, name, answers[name], locale, context)
    return ""
