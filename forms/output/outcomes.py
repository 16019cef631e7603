"""What changed by itself after a page was saved: calculations in words, and where each row of the page came to stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from forms.kinds.calculations import Calculated
from forms.kinds.registry import Context
from forms.kinds.repeat import Repeat
from forms.runtime.posted import ASKED, Posted, posted_rows
from forms.runtime.prepared import Entry, Prepared
from forms.runtime.state import Path, Shown, safely


def outcomes(
    form: Prepared, page: str, answers: Mapping[str, Any], seen: Shown, locale: str, context: Context | None = None
) -> dict[Path, str]:
    """Return every calculation of a page that shows, by path, in words; empty where it gives nothing."""
    entries = (form.entries[one.id] for one in form.pages[page].fields)
    return dict(_outcomes(form, entries, answers, seen, "", locale, context or Context()))


def _outcomes(
    form: Prepared, entries: Iterable[Entry], answers: Mapping[str, Any], seen: Shown, prefix: Path, locale: str,
    context: Context,
) -> Iterator[tuple[Path, str]]:  # fmt: skip
    for entry in entries:
        one, path = entry.field, prefix + entry.field.id
        value = answers.get(one.id)
        if path not in seen:
            continue
        if isinstance(one, Calculated) and not one.hidden:
            kind = entry.kind
            told = None if value is None else safely(lambda f, v, k=kind: k.show(f, v, locale, context), one, value)
            yield path, told or ""
        elif isinstance(one, Repeat) and isinstance(value, list):
            for number, row in enumerate(value):
                yield from _outcomes(form, form.within(one), row, seen, f"{path}-{number}-", locale, context)


def seats(form: Prepared, page: str, posted: Posted, answers: Mapping[str, Any]) -> dict[str, list[int]]:
    """Return, by the name a group had on the page, the numbers its rows had there, in the order in which they stand now.

    A page keeps its own numbers when an empty row falls away. A group whose rows cannot be told apart has none.
    """
    entries = (form.entries[one.id] for one in form.pages[page].fields)
    return dict(_seats(form, entries, posted, "", answers))


def _seats(
    form: Prepared, entries: Iterable[Entry], posted: Posted, prefix: str, answers: Mapping[str, Any]
) -> Iterator[tuple[str, list[int]]]:
    for entry in entries:
        one, name = entry.field, prefix + entry.field.id
        if not isinstance(one, Repeat):
            continue
        numbers = posted_rows(posted, name)
        if not numbers and f"{name}{ASKED}" not in posted:
            continue
        value = answers.get(one.id)
        rows = value if isinstance(value, list) else []
        if len(rows) != len(numbers):
            yield name, []
            continue
        yield name, numbers
        for number, row in zip(numbers, rows, strict=True):
            yield from _seats(form, form.within(one), posted, f"{name}-{number}-", row)
