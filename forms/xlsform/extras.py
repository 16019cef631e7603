"""Columns of our own: what XLSForm has no word for travels beside what it does have.

A cell holds a word, or JSON. Where XLSForm says the same thing less exactly, the cell is `{"if": …, "then": …}`: the
exact value counts as long as the columns it stands beside still hold what they held when it was written.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from forms.definition.digest import canonical
from forms.definition.text import hidden_characters
from forms.expressions.tree import arguments_of
from forms.xlsform.cells import as_read
from forms.xlsform.columns import OWN, Cells
from forms.xlsform.sheets import LONGEST_CELL

BESIDE: Mapping[str, tuple[str, ...]] = {
    "label": ("label",), "title": ("label", "form_title"), "hint": ("hint",), "help": ("guidance_hint",),
    "missing": ("required_message",), "need": ("required",), "require_if": ("required",), "show_if": ("relevant",),
    "read_only_if": ("read_only",), "default": ("default",), "kind": ("type", "parameters", "appearance"), "id": ("name",), "key": ("name",),
    "constraints": ("constraint", "constraint_message"), "invalid": ("constraint_message",), "body": ("label", "hint"),
    "value": ("calculation",), "expression": ("calculation",), "calculation": ("calculation",),
}  # fmt: skip
"""Properties with the columns that say the same."""

_RANGE = ("type", "parameters", "constraint", "constraint_message", "appearance")
_LOCALES = re.compile(r"[a-z]{2}")


def beside(name: str, inferred: bool) -> tuple[str, ...] | None:
    """Return the columns beside the property *name*; None when nothing stands beside it."""
    return BESIDE.get(name, _RANGE if inferred else None)


def mark(row: Cells, columns: tuple[str, ...]) -> str:
    """Return a short digest of what stands in *columns* of *row*, in every language."""
    told = sorted((f"{name}|{locale}", text) for (name, locale), text in row.texts.items() if name in columns)
    return hashlib.sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()[:12]


def is_marked(value: Any) -> bool:
    """Tell whether *value* counts only as long as the columns beside it hold what they held."""
    shape = isinstance(value, dict) and "if" in value and set(value) <= {"if", "then"}
    return shape and isinstance(value["if"], str) and re.fullmatch(r"[0-9a-f]{12}", value["if"]) is not None


def differences(
    real: Mapping[str, Any], inferred: Mapping[str, Any], row: Cells, skip: Iterable[str]
) -> dict[str, str]:
    """Return the columns that make *inferred* into *real*, by header."""
    found: dict[str, str] = {}
    left_out = set(skip)
    for name in [*real, *(name for name in inferred if name not in real)]:
        same = name in real and name in inferred and canonical(real[name]) == canonical(inferred[name])
        if same or name in left_out:
            continue
        near = beside(name, name in inferred)
        if near is not None:
            held = {"if": mark(row, near)} | ({"then": real[name]} if name in real else {})
            found |= _spread(name, _compact(held))
        elif _is_text(real[name]):
            for locale, text in real[name].items():
                found |= _spread(f"{name}::{locale}", _word(text))
        else:
            found |= _spread(name, _word(real[name]))
    return found


def own_properties(row: Cells) -> Iterable[tuple[str, str, Any]]:
    """Yield name, header and value of our own columns in *row*; the value is ValueError when it is no JSON."""
    pieces: dict[str, dict[int, str]] = {}
    texts: dict[str, dict[str, str]] = {}
    for (column, _), text in row.texts.items():
        if column.startswith(OWN):
            name, _, number = column[len(OWN) :].rpartition("::") if column[-1:].isdecimal() else ("", "", "")
            if name and len(number) < 3:
                pieces.setdefault(name, {})[int(number)] = text
            else:
                pieces.setdefault(column[len(OWN) :], {})[1] = text
    for column, parts in pieces.items():
        written = "".join(parts[number] for number in sorted(parts))
        name, divider, locale = column.partition("::")
        found = _meaning(written)
        if divider and _LOCALES.fullmatch(locale):
            texts.setdefault(name, {})[locale] = found
        else:
            yield column, f"{OWN}{column}", found
    for name, by_locale in texts.items():
        yield name, f"{OWN}{name}", by_locale


def _is_text(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and not arguments_of(value)[0]
        and all(_LOCALES.fullmatch(key) and isinstance(one, str) for key, one in value.items())
    )


def _word(value: Any) -> str:
    """Write a value as a bare word where it reads back the same, else as JSON.

    >>> _word("agreement"), _word("5"), _word(["a"])
    ('agreement', '"5"', '["a"]')
    """
    bare = isinstance(value, str) and value != "" and _survives(value) and _meaning(value) == value
    return str(value) if bare else _compact(value)


def _compact(value: Any) -> str:
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return written if _survives(written) else json.dumps(value, separators=(",", ":"), allow_nan=False)


def _survives(text: str) -> bool:
    """Tell whether *text* comes back from a cell unchanged."""
    return as_read(text) == text and not hidden_characters(text)


def _meaning(written: str) -> Any:
    if written.lower() in ("true", "false"):
        return written.lower() == "true"
    if not re.match(r'[\[{"]|-?\d+(\.\d+)?$|null$', written):
        return written
    try:
        return json.loads(written, parse_constant=_no_number)
    except (ValueError, RecursionError) as wrong:
        return ValueError(str(wrong)[:100])


def _no_number(text: str) -> None:
    raise ValueError(text)


def _spread(name: str, written: str) -> dict[str, str]:
    """Spread a long text over columns; no piece begins or ends with a space, which reading would take away."""
    found: dict[str, str] = {}
    rest, number = written, 1
    while rest:
        size = LONGEST_CELL
        while 1 < size < len(rest) and (rest[size - 1].isspace() or rest[size].isspace()):
            size -= 1
        found[f"{OWN}{name}" if number == 1 else f"{OWN}{name}::{number}"] = rest[:size]
        rest, number = rest[size:], number + 1
    return found
