"""What a list looks like in one language, made once and kept: labels, rows, options of filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from admin.columns import Column, Filter
from portal.web.references import Field
from portal.web.tables import Rows, options

Head = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Face:
    """A list's labels and writers in one language."""

    columns: tuple[Column, ...]
    labels: tuple[str, ...]
    rows: Rows
    filters: tuple[tuple[Filter, str, list[tuple[str, str]]], ...]

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
            if item.reference is not None:
                found.append(item.reference.field(item.name, label, value))
            else:
                found.append(Field(item.name, label, item.kind, options(kept, value), value))
        return found


def make(columns: Sequence[Column], filters: Sequence[Filter]) -> Face:
    """Make the face of a list in the reader's language."""
    labels = tuple(str(column.label) for column in columns)
    return Face(
        tuple(columns), labels,
        Rows("toon/?id=", [(label, column.writer()) for column, label in zip(columns, labels, strict=True)]),
        tuple((item, str(item.label), item.choices()) for item in filters),
    )  # fmt: skip
