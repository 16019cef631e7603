"""Tables that forms and filters point at: few rows become a list, many are found by typing."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup

from portal.core.db import db
from portal.core.policy import scoped
from portal.core.search import fold
from portal.web.auth import current_actor
from portal.web.tables import options

MOST_OPTIONS = 500
SHORT = 40
SUGGESTIONS = 12

_many: dict[tuple[int, frozenset[str]], float] = {}


@dataclass(frozen=True, slots=True)
class Field:
    """One filter as it stands above a list: its options, or the words of what is chosen when there are too many."""

    name: str
    label: str
    kind: str
    options: Markup | None
    value: str
    shown: str = ""


class Ambiguous(ValueError):
    """What was typed fits no row, or several: `found`."""

    def __init__(self, found: list[tuple[uuid.UUID, str]]) -> None:
        super().__init__(len(found))
        self.found = found


@dataclass(frozen=True)
class Reference:
    """A table that forms point at: its label, the column that is searched (folded), and a narrowing, if any."""

    model: type[Any]
    label: Any
    search: Any = None
    only: Callable[[], Sequence[Any]] = tuple

    def _select(self) -> sa.Select[Any]:
        options = {"actor": current_actor()}
        return sa.select(self.model.id, self.label).where(*self.only()).execution_options(**options)

    def few(self) -> list[tuple[uuid.UUID, str]] | None:
        """Return all rows in the order of their label, or None when there are too many for a list."""
        found = db.session.execute(self._select().order_by(self.label, self.model.id).limit(MOST_OPTIONS + 1)).all()
        return None if len(found) > MOST_OPTIONS else [(row[0], row[1]) for row in found]

    def short(self) -> list[tuple[str, str]] | None:
        """Return all rows as (identifier, label) for a filter, None when they do not fit a short list.

        That there are many is remembered for a minute: it saves a statement on every page of a large portal.
        """
        key = (id(self), current_actor().roles)
        if _many.get(key, 0.0) > time.monotonic():
            return None
        found = db.session.execute(self._select().order_by(self.label, self.model.id).limit(SHORT + 1)).all()
        if len(found) > SHORT:
            _many[key] = time.monotonic() + 60
            return None
        return [(str(row[0]), row[1]) for row in found]

    def field(self, name: str, label: str, value: str) -> Field:
        """Return the filter that narrows a list to one row of this table."""
        choices = self.short()
        if choices is None:
            return Field(name, label, "row", None, value, self.words_of(value))
        return Field(name, label, "row", options(choices, value), value)

    def words_of(self, raw: str) -> str:
        """Return the label of what stands in an address, which may be words already."""
        try:
            return self.label_of(uuid.UUID(raw)) or ""
        except ValueError:
            return raw

    def read(self, typed: str) -> uuid.UUID:
        """Read an identifier, or words that fit one row only; raises Ambiguous, a ValueError."""
        try:
            return uuid.UUID(typed)
        except ValueError:
            found = self.find(typed)
        exact = [row for row in found if row[1].casefold() == typed.casefold()]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0][0]
        raise Ambiguous(found)

    def find(self, typed: str) -> list[tuple[uuid.UUID, str]]:
        """Return some rows whose label holds what was typed."""
        words = typed.replace("\0", "").split()[:6]
        column, query = self.search if self.search is not None else self.label, self._select()
        for word in words:
            if self.search is not None:
                query = query.where(column.contains(fold(word), autoescape=True))
            else:
                query = query.where(column.icontains(word, autoescape=True))
        found = db.session.execute(query.order_by(self.label, self.model.id).limit(SUGGESTIONS)).all()
        return [(row[0], row[1]) for row in found]

    def label_of(self, row_id: uuid.UUID) -> str | None:
        """Return the label of one row, None when it is absent or foreign."""
        query = scoped(self.model, current_actor()).with_only_columns(self.label).where(self.model.id == row_id)
        found: str | None = db.session.scalar(query)
        return found
