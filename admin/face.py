"""What a list looks like in one language, made once and kept: labels, cell writers, options of filters.

Cells are written here and not in a template: through five levels of template inheritance every cell would pass five
generators, which costs more than all the rest of the page (`python -m bench` shows it).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markupsafe import Markup

from admin.columns import Column, Filter, Show

ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
MOST_KEPT = 5000
Label = str
Head = tuple[Label, str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One filter as it stands above a list: its options, or the words of what is chosen when there are too many."""

    name: str
    label: str
    kind: str
    options: Markup | None
    value: str
    shown: str


class Cells:
    """Writes one column of a table: whole cells, kept where few values come back often (words, days, yes and no)."""

    def __init__(self, start: str, column: Column) -> None:
        self.start, self.show = start, column.show()
        few = column.write is None and (column.words is not None or column.kind in {"date", "yes_no"})
        self.kept: dict[Any, str] | None = {} if few else None

    def __call__(self, values: Iterable[Any]) -> list[str]:
        """Write a cell for each value; whatever is not markup of ours is escaped."""
        kept = self.kept
        if kept is None:
            return [self.cell(value) for value in values]
        if len(kept) > MOST_KEPT:
            kept.clear()
        return [kept.get(value) or kept.setdefault(value, self.cell(value)) for value in values]

    def cell(self, value: Any) -> str:
        """Write one cell."""
        words = self.show(value)
        return f"{self.start}{words if words.__class__ is Markup else words.translate(ESCAPES)}</td>"


@dataclass(frozen=True, slots=True)
class Face:
    """A list's labels and writers in one language."""

    columns: tuple[Column, ...]
    labels: tuple[str, ...]
    first: Show
    writers: tuple[Cells, ...]
    filters: tuple[tuple[Filter, str, list[tuple[str, str]]], ...]

    def body(self, rows: Sequence[Any]) -> Markup:
        """Write the rows of a table, column by column."""
        if not rows:
            return Markup()
        ids, names, *others = list(zip(*rows, strict=True))[: 2 + len(self.writers)]
        start, first = f'<tr><th scope="row" data-l="{self.labels[0].translate(ESCAPES)}"><a href="toon/?id=', self.first
        heads = []
        for row_id, name in zip(ids, names, strict=True):
            words = first(name)
            safe = words if words.__class__ is Markup else words.translate(ESCAPES)
            heads.append(f'{start}{row_id}">{safe or "–"}</a></th>')
        written = zip(heads, *(write(values) for write, values in zip(self.writers, others, strict=True)), strict=True)
        return Markup("</tr>\n".join(map("".join, written)))  # noqa: S704  # every cell was escaped above

    def heads(self, asked: Any, key: str, way: str) -> list[Head]:
        """Return (label, address that sorts, aria-sort) of each column; no address for one that does not sort."""
        heads = []
        for column, label in zip(self.columns, self.labels, strict=True):
            if not column.sort:
                heads.append((label, "", ""))
                continue
            current = column.key == key
            turned = "desc" if current and way == "asc" else "asc"
            state = ("ascending" if way == "asc" else "descending") if current else "none"
            heads.append((label, asked.address(sort=column.key, way=turned), state))
        return heads

    def fields(self, chosen: dict[str, str]) -> list[Field]:
        """Return the filters with what is chosen."""
        found = []
        for item, label, kept in self.filters:
            value = chosen.get(item.name, "")
            choices: list[tuple[str, str]] | None = kept
            shown = ""
            if item.reference is not None:
                choices = item.reference.short()
                shown = item.reference.words_of(value) if choices is None else ""
            options = _options(choices, value) if choices is not None else None
            found.append(Field(item.name, label, item.kind, options, value, shown))
        return found


def _options(choices: Sequence[tuple[str, str]], chosen: str) -> Markup:
    written = (
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in choices
    )
    return Markup("".join(written))  # noqa: S704  # escaped just above


def make(columns: Sequence[Column], filters: Sequence[Filter]) -> Face:
    """Make the face of a list in the reader's language."""
    labels = tuple(str(column.label) for column in columns)
    writers = tuple(
        Cells(f'<td data-l="{label.translate(ESCAPES)}">', column)
        for column, label in list(zip(columns, labels, strict=True))[1:]
    )
    return Face(
        tuple(columns), labels, columns[0].show(), writers,
        tuple((item, str(item.label), item.choices()) for item in filters),
    )  # fmt: skip
