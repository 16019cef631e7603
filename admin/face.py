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


@dataclass(frozen=True, slots=True)
class Face:
    """A list's labels and writers in one language."""

    columns: tuple[Column, ...]
    labels: tuple[str, ...]
    starts: tuple[str, ...]
    shows: tuple[Show, ...]
    filters: tuple[tuple[Filter, str, list[tuple[str, str]]], ...]

    def body(self, rows: Iterable[Any]) -> Markup:
        """Write the rows of a table; whatever is not markup of ours is escaped."""
        out: list[str] = []
        first, first_start = self.shows[0], self.starts[0]
        rest = list(zip(self.starts[1:], self.shows[1:], range(2, len(self.shows) + 1), strict=True))
        for row in rows:
            name = first(row[1])
            written = name if name.__class__ is Markup else name.translate(ESCAPES) or "–"
            cells = [f'<tr>{first_start}<a href="toon/?id={row[0]}">{written}</a></th>']
            for start, show, at in rest:
                words = show(row[at])
                cells.append(f"{start}{words if words.__class__ is Markup else words.translate(ESCAPES)}</td>")
            out.append("".join(cells))
        return Markup("</tr>\n".join(out))  # noqa: S704  # every cell was escaped above

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
    starts = [f'<td data-l="{escape(label)}">' for label in labels]
    starts[0] = f'<th scope="row" data-l="{escape(labels[0])}">'
    return Face(
        tuple(columns), labels, tuple(starts), tuple(column.show() for column in columns),
        tuple((item, str(item.label), item.choices()) for item in filters),
    )  # fmt: skip
