"""Why a question does not show: its condition, its page or group, or that this role does not read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import forms


@dataclass(frozen=True, slots=True)
class Why:
    """One question that does not show: the sentence of its condition, and the answer of each question in it."""

    id: str
    label: str
    reason: str
    sentence: str = ""
    parts: tuple[tuple[str, str], ...] = ()


def hidden(form: forms.Prepared, answers: Mapping[str, Any], context: forms.Context, locale: str) -> list[Why]:
    """Return why each question that does not show is hidden, in the order of the form."""
    seen = forms.shown(form, answers, context)
    shown_ids = {path.rsplit("-", 1)[-1] for path in seen.paths}
    return [
        _why(form, id_, answers, context, locale)
        for id_, entry in form.entries.items()
        if id_ not in shown_ids and not entry.groups
    ]


def _why(form: forms.Prepared, id_: str, answers: Mapping[str, Any], context: forms.Context, locale: str) -> Why:
    entry = form.entries[id_]
    label = form.label(id_, locale)
    readable = context.compartments
    if readable is not None and entry.compartment not in readable:
        return Why(id_, label, "compartment")
    free = forms.shown(form, answers, forms.Context(context.today, context.people))
    page = entry.page.show_if is not None and not any(one.id in free for one in entry.page.fields)
    tree = entry.page.show_if if page and entry.field.show_if is None else entry.field.show_if
    if tree is None:
        return Why(id_, label, "page")
    parts = tuple(
        (form.label(name, locale), forms.show(form, name, answers.get(name), locale, context) if name in free else "")
        for name in sorted(forms.references(tree))
        if name in form.entries
    )
    return Why(id_, label, "page" if tree is entry.page.show_if else "condition", form.tell(tree, locale), parts)
