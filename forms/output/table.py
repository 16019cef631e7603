"""Answers as flat tables: one row per submission, each repeat group a sheet of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.definition.base import BaseField
from forms.definition.text import say
from forms.kinds.registry import kind_of, special_of
from forms.kinds.repeat import Repeat
from forms.runtime.prepared import Prepared

MAIN = ""
"""The sheet with one row per submission."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, its question, and where it stands."""

    name: str
    label: str
    field: str
    sheet: str
    compartment: str


def columns(form: Prepared, locale: str) -> list[Column]:
    """Return the columns of a version, in the order of the form."""
    found = []
    for entry in form.entries.values():
        if entry.field.takes_answer:
            sheet = entry.group.key if entry.group else MAIN
            label = say(entry.field.label, locale)
            found.append(Column(entry.field.key, label, entry.field.id, sheet, entry.compartment))
    return found


def cells(form: Prepared, answers: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the cells of one submission by sheet; a special answer is "$unknown" or "$declined".

    Texts are given as they are: whoever writes a file for a spreadsheet neutralises formulas there.
    """
    tables: dict[str, list[dict[str, Any]]] = {MAIN: [{}]}
    for entry in form.top:
        one, value = entry.field, answers.get(entry.field.id)
        if not one.takes_answer:
            continue
        tables[MAIN][0][one.key] = _cell(one, value)
        if isinstance(one, Repeat):
            rows = value if isinstance(value, list) else []
            tables[one.key] = [{inner.key: _cell(inner, row.get(inner.id)) for inner in one.fields} for row in rows]
    return tables


def _cell(field: BaseField, value: Any) -> Any:
    if value is None:
        return None
    special = special_of(value)
    return f"${special}" if special else kind_of(field).export(field, value)
