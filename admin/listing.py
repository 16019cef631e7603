"""From an address to one page of rows: search, filters, order and a keyset page, whatever the address holds."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session
from werkzeug.datastructures import MultiDict

from admin.columns import Column, Filter
from portal.core.errors import Invalid
from portal.core.policy import read_rows
from portal.core.search import fold, holding, pattern
from portal.web.paging import Direction, Keyset, Page, counting

ROWS = 50
CAP = 999  # from a thousand on, a list says "1.000+"
LONGEST_SEARCH = 100
MOST_WORDS = 6
MOST_KEPT = 1000

_many: dict[Any, float] = {}


Shape = tuple[tuple[str, ...], int | None]
"""What a list is narrowed by: names of filters, and how many words are searched (none at all is not zero)."""
EVERYTHING: Shape = ((), None)


@dataclass(frozen=True, slots=True)
class Source:
    """What a screen reads: its columns, joined select, order by default, filters and the columns that are searched."""

    model: type[Any]
    columns: Sequence[Column]
    select: sa.Select[Any]
    order: tuple[str, Direction]
    filters: Sequence[Filter] = ()
    search: Any = None
    folded: bool = True
    hidden_order: InstrumentedAttribute[Any] | None = None
    kept: dict[Any, Keyset] = field(default_factory=dict)
    counts: dict[Shape, sa.Select[Any]] = field(default_factory=dict)

    def pages(self, key: str, way: Direction, shape: Shape) -> Keyset:
        """Return the pages in one order, narrowed by one shape; built once."""
        found = self.kept.get((key, way, shape))
        if found is None:
            by = next((column.source for column in self.columns if column.key == key), self.hidden_order)
            assert by is not None
            order: list[tuple[InstrumentedAttribute[Any], Direction]] = [(by, way), (self.model.id, way)]
            query = self.select.where(*self.conditions(shape))
            found = self.kept[key, way, shape] = Keyset(query, order, size=ROWS, keys=[key, "id"])
        return found

    def counting(self, shape: Shape) -> sa.Select[Any]:
        """Return the statement that counts one shape up to a thousand; built once."""
        if shape not in self.counts:
            query = self.select if self.conditions(shape) else sa.select(self.model.id)  # a join may narrow what is counted
            self.counts[shape] = counting(query.select_from(self.model).where(*self.conditions(shape)), CAP)
        return self.counts[shape]

    def conditions(self, shape: Shape) -> list[sa.ColumnElement[bool]]:
        """Return the conditions of a shape; their values are given when the statement runs."""
        names, words = shape
        found = [item.condition() for item in self.filters if item.name in names]
        if words == 0:
            found.append(sa.false())
        return found + [holding(self.search, f"word_{at}", folded=self.folded) for at in range(words or 0)]


@dataclass(slots=True)
class Asked:
    """What an address asks for, after everything that means nothing was left out; `ignored` names what was."""

    search: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    sort: str = ""
    way: Direction = "asc"
    after: str | None = None
    ignored: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    words: int | None = None

    @property
    def shape(self) -> Shape:
        return tuple(self.chosen), self.words

    @property
    def narrowed(self) -> bool:
        return bool(self.search or self.chosen)

    def address(self, **changes: str | None) -> str:
        """Return "?…" of this list with some arguments changed; the page is dropped unless given."""
        pairs = {"q": self.search, **self.chosen, "sort": self.sort, "way": self.way if self.sort else "", **changes}
        written = urlencode([(name, value) for name, value in pairs.items() if value])
        return f"?{written}" if written else "?"


def read(source: Source, args: MultiDict[str, str]) -> Asked:
    """Read an address; what it holds wrongly is left out and named, never an error."""
    asked = Asked(search=args.get("q", "").replace("\0", " ").strip()[:LONGEST_SEARCH], after=args.get("after"))
    for item in source.filters:
        raw = args.get(item.name, "")[:100]
        if not raw:
            continue
        try:
            asked.values[item.name] = item.read(raw)
            asked.chosen[item.name] = raw
        except (ValueError, OverflowError):
            asked.ignored.append(str(item.label))
    if asked.search and source.search is not None:
        words = (fold(asked.search) if source.folded else asked.search).split()[:MOST_WORDS]
        asked.values.update({f"word_{at}": pattern(word) for at, word in enumerate(words)})
        asked.words = len(words)
    sort = args.get("sort", "")
    if sort and any(column.key == sort and column.sort for column in source.columns):
        asked.sort, asked.way = sort, "desc" if args.get("way") == "desc" else "asc"
    return asked


def page_of(session: Session, source: Source, asked: Asked) -> Page[Any]:
    """Run the list for one page; a token that does not fit starts at the beginning."""
    key, way = (asked.sort, asked.way) if asked.sort else source.order
    pages = source.pages(key, way, asked.shape)
    try:
        return pages.page(session, asked.after, asked.values)
    except Invalid:
        asked.after = None
        asked.ignored.append("after")
        return pages.page(session, None, asked.values)


def count_of(session: Session, source: Source, asked: Asked, page: Page[Any]) -> tuple[int, bool]:
    """Count the rows of the list up to a thousand; without a statement when the page itself tells.

    That a whole list holds more than a thousand is remembered for a minute: rows are not deleted here.
    """
    if asked.after is None and page.next is None:
        return len(page.rows), False
    key = (source.model, session.info.get("actor")) if asked.shape == EVERYTHING else None
    if key is not None and _many.get(key, 0.0) > time.monotonic():
        return CAP, True
    count = read_rows(session, source.counting(asked.shape), asked.values)[0][0]
    if count > CAP and key is not None:
        if len(_many) > MOST_KEPT:
            _many.clear()
        _many[key] = time.monotonic() + 60
    return min(count, CAP), count > CAP


def identifier(raw: str | None) -> uuid.UUID | None:
    """Read an identifier from an address, None when it is none."""
    try:
        return uuid.UUID((raw or "")[:40])
    except ValueError:
        return None
