"""What a new form, or a new row, begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from forms.definition.base import BaseField
from forms.kinds.addresses import Address
from forms.kinds.registry import AnswerFault, Context
from forms.kinds.repeat import Repeat
from forms.kinds.texts import LongText, ShortText
from forms.runtime.answers import Answers, clean, take
from forms.runtime.prepared import Entry, Prepared


def start(form: Prepared, context: Context | None = None) -> Answers:
    """Return the answers a new form begins with: what the host knows already, else the defaults.

    What does not fit its field is left out, and so is what does not show.
    """
    context = context or Context()
    begun = _begin(form.top, context)
    for entry in form.top:
        if isinstance(entry.field, Repeat) and entry.field.id not in begun and entry.field.min_rows:
            row = row_start(form, entry.field, context)
            begun |= {entry.field.id: [dict(row) for _ in range(entry.field.min_rows)]} if row else {}
    return clean(form, begun, context).answers


def row_start(form: Prepared, group: Repeat, context: Context) -> Answers:
    """Return the answers a new row of *group* begins with."""
    return _begin(form.within(group), context)


def _begin(entries: Iterable[Entry], context: Context) -> Answers:
    found: Answers = {}
    for entry in entries:
        one = entry.field
        if not one.takes_answer or isinstance(one, Repeat):
            continue
        for raw in (known(one, context), one.default):
            try:
                value = None if raw is None else take(one, raw, context)
            except AnswerFault:
                continue
            if value is not None:
                found[one.id] = value
                break
    return found


def known(one: BaseField, context: Context) -> Any:
    """Return what the host knows for a field that asks for it by `prefill`, else None."""
    if one.prefill is None:
        return None
    if one.prefill == "today":
        return context.today.isoformat() if context.today.year > 1970 else None
    value = context.case.get(one.prefill)
    if isinstance(value, Mapping) and not isinstance(one, Address):
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(one, ShortText | LongText) and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value
