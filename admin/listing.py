"""From an address to one page of rows: search, filters, order and a keyset page, whatever the address holds."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session
from werkzeug.datastructures import MultiDict

from admin.columns import Column, Filter
from portal.core.errors import Invalid
from portal.core.search import fold
from portal.web.paging import Direction, Keyset, Page, capped_count

ROWS = 50
CAP = 999  # from a thousand on, a list says "1.000+"
LONGEST_SEARCH = 100
MOST_WORDS = 6
MOST_KEPT = 1000

_many: dict[Any, float] = {}


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
    kept: dict[tuple[str, Direction], Keyset] = field(default_factory=dict)

    def pages(self, key: str, way: Direction) -> Keyset:
        """Return the pages in one order."""
        if (key, way) not in self.kept:
            by = next((column.source for column in self.columns if column.key == key), self.hidden_order)
            assert by is not None
            order: list[tuple[InstrumentedAttribute[Any], Direction]] = [(by, way), (self.model.id, way)]
            self.kept[key, way] = Keyset(self.select, order, size=ROWS, keys=[key, "id"])
        return self.kept[key, way]


@dataclass(slots=True)
class Asked:
    """What an address asks for, after everything that means nothing was left out; `ignored` names what was."""

    search: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    sort: str = ""
    way: Direction = "asc"
    after: str | None = None
    ignored: list[str] = field(default_factory=list)
    conditions: list[sa.ColumnElement[bool]] = field(default_factory=list)

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
            asked.conditions.append(item.condition(raw))
            asked.chosen[item.name] = raw
        except (ValueError, OverflowError):
            asked.ignored.append(str(item.label))
    if asked.search and source.search is not None:
        asked.conditions += _matches(source.search, asked.search, folded=source.folded)
    sort = args.get("sort", "")
    if sort and any(column.key == sort and column.sort for column in source.columns):
        asked.sort, asked.way = sort, "desc" if args.get("way") == "desc" else "asc"
    return asked


def _matches(column: Any, typed: str, *, folded: bool) -> Iterator[sa.ColumnElement[bool]]:
    words = (fold(typed) if folded else typed).split()[:MOST_WORDS]
    if not words:
        yield sa.false()
    for word in words:
        yield column.contains(word, autoescape=True) if folded else column.icontains(word, autoescape=True)


def page_of(session: Session, source: Source, asked: Asked) -> Page[Any]:
    """Run the list for one page; a token that does not fit starts at the beginning."""
    key, way = (asked.sort, asked.way) if asked.sort else source.order
    pages = source.pages(key, way)
    try:
        return pages.page(session, asked.after, asked.conditions)
    except Invalid:
        asked.after = None
        asked.ignored.append("after")
        return pages.page(session, None, asked.conditions)


def count_of(session: Session, source: Source, asked: Asked, page: Page[Any]) -> tuple[int, bool]:
    """Count the rows of the list up to a thousand; without a statement when the page itself tells.

    That a whole list holds more than a thousand is remembered for a minute: rows are not deleted here.
    """
    if asked.after is None and page.next is None:
        return len(page.rows), False
    if asked.conditions:
        return capped_count(session, source.select.select_from(source.model).where(*asked.conditions), CAP)
    key = (source.model, session.info.get("actor"))
    if _many.get(key, 0.0) > time.monotonic():
        return CAP, True
    count, more = capped_count(session, sa.select(source.model.id).select_from(source.model), CAP)
    if more:
        if len(_many) > MOST_KEPT:
            _many.clear()
        _many[key] = time.monotonic() + 60
    return count, more


def identifier(raw: str | None) -> uuid.UUID | None:
    """Read an identifier from an address, None when it is none."""
    try:
        return uuid.UUID((raw or "")[:40])
    except ValueError:
        return None
