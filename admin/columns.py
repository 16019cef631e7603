"""What a list shows and by what it can be narrowed: columns and filters as data."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

import sqlalchemy as sa
from babel.dates import get_month_names
from flask_babel import LazyString
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Bundle

from portal.core import clock
from portal.web.locale import current_language
from portal.web.references import Reference
from portal.web.tables import Few, Show, Write, each, texts

Words = Mapping[Any, LazyString]
Kind = Literal["text", "date", "moment", "number", "yes_no", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: what is selected under which name, how it reads, whether it orders the list.

    `sort` needs a column that is indexed together with the primary key and never null. `words` gives each value of an
    enum its Dutch word, `tags` the look of that word. `empty` is what stands for a value that means "none". `write` makes
    words of a value itself; `source` may then be a bundle of columns named like `key`.
    """

    key: str
    label: LazyString | str
    source: Any
    kind: Kind = "text"
    words: Words | None = None
    tags: Mapping[Any, str] = field(default_factory=dict)
    sort: bool = False
    empty: Any = None
    write: Show | None = None

    def selected(self) -> Any:
        """Return what goes into a select."""
        if isinstance(self.source, Bundle):
            return self.source
        if self.words is not None and self.write is None:  # the words are found by the stored text, without its enum
            return sa.type_coerce(self.source, sa.String).label(self.key)
        return self.source.label(self.key)

    def show(self) -> Show:
        """Return the function that writes one value, in the reader's language; months are short, lists are narrow."""
        if self.write is not None:
            return self.write
        if self.words is not None:
            return _worded(self.words, self.tags)
        if self.kind == "date":
            return _dated(self.empty)
        if self.kind == "yes_no":
            yes, no = _("ja"), _("nee")
            return lambda value: "" if value is None else yes if value else no
        return {"text": _plain, "code": _coded, "number": _plain, "moment": _moment()}[self.kind]

    def writer(self) -> Write:
        """Return what writes the column of a list."""
        if self.write is not None:
            return each(self.write)
        if self.words is not None or self.kind in {"date", "yes_no"}:
            return Few(self.show())
        return _codes if self.kind == "code" else texts if self.kind in {"text", "number"} else each(self.show())


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One way to narrow a list, kept in the address under `name`.

    kind: choice (an enum in `words`), yes_no, on_or_after and on_or_before (a date), row (a row of another table, by
    `reference`: its identifier or words that fit one row only), holds (a text), at_least and at_most (an amount; see
    `admin.custom`).
    """

    name: str
    label: LazyString | str
    column: Any
    kind: Literal["choice", "yes_no", "on_or_after", "on_or_before", "row", "holds", "at_least", "at_most"] = "choice"
    words: Words | None = None
    reference: Reference | None = None
    moment: bool = False

    def condition(self) -> sa.ColumnElement[bool]:
        """Return the condition; its value is given under this filter's name when the statement runs."""
        value = sa.bindparam(self.name, type_=self.column.type)
        found: sa.ColumnElement[bool]
        if self.kind == "on_or_after":
            found = self.column >= value
        elif self.kind == "on_or_before":
            found = self.column < value
        else:
            found = self.column == value
        return found

    def read(self, raw: str) -> Any:
        """Turn what stands in the address into the value of the condition; ValueError when it means nothing."""
        if self.kind == "choice":
            known = {str(getattr(value, "value", value)): value for value in self.words or {}}
            if raw not in known:
                raise ValueError(raw)
            return known[raw]
        if self.kind == "yes_no":
            if raw not in {"1", "0"}:
                raise ValueError(raw)
            return raw == "1"
        if self.kind == "row":
            assert self.reference is not None
            return self.reference.read(raw)
        day = dt.date.fromisoformat(raw)
        if not 1900 <= day.year <= 2200:
            raise ValueError(raw)
        day += dt.timedelta(days=self.kind == "on_or_before")
        return clock.amsterdam(day) if self.moment else day

    def choices(self) -> list[tuple[str, str]]:
        """List (value, label) for the reader; empty for dates and rows of other tables."""
        if self.kind == "choice":
            return [(str(getattr(value, "value", value)), str(word)) for value, word in (self.words or {}).items()]
        if self.kind == "yes_no":
            return [("1", _("ja")), ("0", _("nee"))]
        return []


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _coded(value: Any) -> str:
    return "" if value is None else Markup(f'<span class="kenmerk">{escape(str(value))}</span>')  # noqa: S704


def _codes(values: Sequence[Any]) -> list[str]:
    return [f'<span class="kenmerk">{text}</span>' if text else "" for text in texts(values)]


def _worded(words: Words, tags: Mapping[Any, str]) -> Show:
    ready: dict[Any, str] = {None: ""}
    for value, word in words.items():
        tag = Markup('<span class="tag {}">{}</span>').format(tags[value], str(word)) if value in tags else str(word)
        ready[value] = ready[str(getattr(value, "value", value))] = tag
    return lambda value: ready.get(value) or str(value)


@functools.lru_cache(maxsize=4)
def _months(language: str) -> dict[int, str]:
    return {number: name.rstrip(".") for number, name in get_month_names("abbreviated", locale=language).items()}


def _dated(none: Any) -> Show:
    months = _months(current_language())

    def show(value: Any) -> str:
        if value is None or value == none:
            return ""
        return f"{value.day}\u00a0{months[value.month]}\u00a0{value.year}"

    return show


def _moment() -> Show:
    months, uur = _months(current_language()), _("%(time)s uur", time="{}").replace(" ", "\u00a0")

    def show(value: Any) -> str:
        if value is None:
            return ""
        here = value.astimezone(clock.AMSTERDAM)
        return f"{here.day}\u00a0{months[here.month]}\u00a0{here.year}, {uur.format(f'{here:%H.%M}')}"

    return show
