"""Answers as flat tables: one row per submission, each repeat group a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from forms.definition.text import say
from forms.kinds.registry import special_of
from forms.kinds.repeat import Repeat
from forms.runtime.prepared import Entry, Prepared

MAIN = ""
"""The sheet with one row per submission."""

ROW = "$row"
"""The column of a sheet of rows that says which row it is: "2", or "2.1" for a row of a row."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, its question, and where it stands."""

    name: str
    label: str
    field: str
    sheet: str
    compartment: str


def columns(form: Prepared, locale: str) -> list[Column]:
    """Return the columns of a version, in the order of the form; a composite answer has a column per part."""
    found = []
    for entry in form.entries.values():
        one = entry.field
        if one.has_value:
            sheet = entry.group.key if entry.group else MAIN
            label = say(one.label, locale)
            found.append(Column(one.key, label, one.id, sheet, entry.compartment))
            for part, words in entry.kind.columns(one):
                title = f"{label}: {say(dict(words), locale)}"
                found.append(Column(f"{one.key}.{part}", title, one.id, sheet, entry.compartment))
    return found


def cells(form: Prepared, answers: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the cells of one submission by sheet; a special answer is "$unknown" or "$declined".

    Every sheet of rows has a column "$row". Texts are given as they are: whoever writes a file for a spreadsheet
    neutralises formulas there.
    """
    tables: dict[str, list[dict[str, Any]]] = {MAIN: [{}]}
    tables |= {entry.field.key: [] for entry in form.entries.values() if isinstance(entry.field, Repeat)}
    _fill(form, form.top, answers, tables[MAIN][0], "", tables)
    return tables


def _fill(
    form: Prepared, entries: Iterable[Entry], answers: Mapping[str, Any], row: dict[str, Any], number: str,
    tables: dict[str, list[dict[str, Any]]],
) -> None:  # fmt: skip
    for entry in entries:
        one, value = entry.field, answers.get(entry.field.id)
        if not one.has_value:
            continue
        special = special_of(value)
        plain = value is not None and not special
        row[one.key] = entry.kind.export(one, value) if plain else (f"${special}" if special else None)
        parts = entry.kind.spread(one, value) if plain else {}
        row |= {f"{one.key}.{part}": parts.get(part) for part, _ in entry.kind.columns(one)}
        if isinstance(one, Repeat):
            for at, inner in enumerate(value if isinstance(value, list) else [], 1):
                place = f"{number}.{at}" if number else str(at)
                made: dict[str, Any] = {ROW: place}
                tables[one.key].append(made)
                _fill(form, form.within(one), inner, made, place, tables)
