"""All texts of a definition with their places, and the file in which they go out to translators and come back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.core.errors import Invalid
from portal.definitions.rules.bodies import FORM, Body, places

_LOCALE = re.compile(r"[a-z]{2}")
_SKIPPED = frozenset({"fields", "pages", "examples", "default", "show_if", "require_if", "read_only_if", "test", "value"})
MOST_BYTES, MOST_ROWS, LONGEST_CELL = 2_000_000, 5_000, 10_000
FIRST_COLUMN = "plek"


@dataclass(frozen=True, slots=True)
class TextPlace:
    """One text: what holds it, the way to it, what it says per language, and the page it is read on."""

    at: str
    path: tuple[str | int, ...]
    texts: Mapping[str, str]
    page: str

    @property
    def name(self) -> str:
        """The place as one word: "field:dog/options/0/label"."""
        return "/".join([self.at, *map(str, self.path)])


def texts_of(body: Body) -> Iterator[TextPlace]:
    """Yield every text in the order of the form."""
    yield from _within(FORM, (), body, "")
    done = set[str]()
    by_page: dict[str, list[TextPlace]] = {page["key"]: list(_within(f"page:{page['key']}", (), page, page["key"])) for page in body["pages"]}
    for place in places(body):
        by_page[place.page["key"]] += _within(f"field:{place.field['id']}", (), place.field, place.page["key"])
    for found in by_page.values():
        for one in found:
            if one.name not in done:
                done.add(one.name)
                yield one


def _within(at: str, path: tuple[str | int, ...], value: Any, page: str) -> Iterator[TextPlace]:
    if isinstance(value, dict):
        if path and value and all(_LOCALE.fullmatch(name) and isinstance(text, str) for name, text in value.items()):
            yield TextPlace(at, path, value, page)
            return
        for name, one in value.items():
            if name not in _SKIPPED:
                yield from _within(at, (*path, name), one, page)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _within(at, (*path, number), one, page)


def missing(body: Body, locale: str) -> int:
    """Count the texts that are not there in *locale*."""
    return sum(not one.texts.get(locale) for one in texts_of(body))


def changed(body: Body, given: Mapping[tuple[str, str], str], locales: Sequence[str]) -> list[dict[str, Any]]:
    """Return the texts, by place and language, that differ from what stands, as `set_texts` takes them.

    Raises Invalid("form.unknown_text") for a place that is no text of this form.
    """
    known = {one.name: one for one in texts_of(body)}
    found: list[dict[str, Any]] = []
    for (name, locale), text in given.items():
        one = known.get(name)
        if one is None or locale not in locales:
            raise Invalid("form.unknown_text", place=name[:80])
        if text.strip() != one.texts.get(locale, ""):
            found.append({"at": one.at, "path": list(one.path), "locale": locale, "text": text.strip()})
    return found


# ---- CSV -----------------------------------------------------------------------------------------------------------

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.startswith(_FORMULA) or (text.startswith("'") and text[1:].startswith(_FORMULA)) else text


def typed(cell: str) -> str:
    """Return what a cell says, without the sign that kept it from being a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip("'").startswith(_FORMULA) else cell


def to_csv(body: Body, locales: Sequence[str]) -> bytes:
    """Write all texts, one per row, one column per language."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([FIRST_COLUMN, *locales])
    for one in texts_of(body):
        writer.writerow([harmless(one.name), *(harmless(one.texts.get(locale, "")) for locale in locales)])
    return buffer.getvalue().encode("utf-8-sig")


def from_csv(data: bytes) -> dict[tuple[str, str], str]:
    """Read texts by place and language; an empty cell says nothing.

    Raises Invalid("form.csv", why=…) for what is no such file.
    """
    if len(data) > MOST_BYTES:
        raise Invalid("form.csv", why="groter dan 2 MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("form.csv", why="geen UTF-8") from None
    if "\0" in text:
        raise Invalid("form.csv", why="geen tekstbestand")
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise Invalid("form.csv", why="de regels kloppen niet") from None
    if not rows or not rows[0] or rows[0][0] != FIRST_COLUMN or len(set(rows[0])) != len(rows[0]):
        raise Invalid("form.csv", why=f"de eerste kolom heet niet ‘{FIRST_COLUMN}’")
    if len(rows) > MOST_ROWS:
        raise Invalid("form.csv", why=f"meer dan {MOST_ROWS} regels")
    found: dict[tuple[str, str], str] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        if len(row) != len(rows[0]):
            raise Invalid("form.csv", why=f"regel {number} heeft {len(row)} kolommen")
        for locale, cell in zip(rows[0][1:], row[1:], strict=True):
            if len(cell) > LONGEST_CELL:
                raise Invalid("form.csv", why=f"regel {number} is te lang")
            if cell.strip():
                found[typed(row[0]), locale] = typed(cell)
    return found
