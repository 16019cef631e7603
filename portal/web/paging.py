"""Keyset pages: as quick at the millionth row as at the first, in both directions."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Bundle, InstrumentedAttribute, Session

from portal.core.errors import Invalid
from portal.core.policy import Actor, read_rows

Row = TypeVar("Row")
Direction = Literal["asc", "desc"]
Order = Sequence[tuple[InstrumentedAttribute[Any], Direction]]
MOST = 1000


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows with the tokens of its neighbours; None where there is no neighbour."""

    rows: list[Row]
    next: str | None
    previous: str | None


class Keyset:
    """An ordered list in pages. Its statements are built once; a request adds values.

    *order* ends in a unique column and holds no nullable one. *keys* name the attributes of a result row that hold the
    ordering columns; by default the columns' own names.
    """

    def __init__(
        self, query: sa.Select[Any], order: Order, *, size: int = 50, keys: Sequence[str] | None = None
    ) -> None:  # fmt: skip
        self.query, self.order, self.size = query, order, size
        self.keys = list(keys or [column.key for column, _ in order])
        described = query.column_descriptions
        self.entities = len(described) == 1
        self.bundled = any(isinstance(one["expr"], Bundle) for one in described)
        self.kept: dict[tuple[bool, bool], sa.Select[Any]] = {}

    def page(
        self, session: Session, token: str | None = None, values: Mapping[str, Any] | None = None, actor: Actor | None = None
    ) -> Page[Any]:  # fmt: skip
        """Read the page that *token* points at, with *values* for the query, as *actor* or whoever the session acts for.

        Rows are entities for a query of one entity, else result rows. Raises Invalid("page.token").
        """
        backwards, beyond = _read(token, self.order) if token else (False, None)
        statement = self._statement(backwards, beyond is not None)
        given = {**(values or {}), **{f"beyond_{at}": value for at, value in enumerate(beyond or ())}}
        found: list[Any]
        if self.entities or self.bundled:
            result = session.execute(statement, given, execution_options={"actor": actor} if actor else {})
            found = list(result.scalars() if self.entities else result)
        else:
            found = list(read_rows(session, statement, given, actor))
        more, found = len(found) > self.size, found[: self.size]
        if backwards:
            found.reverse()
        ahead, behind = (True, more) if backwards else (more, beyond is not None)
        return Page(
            found,
            _token(found[-1], self.keys, "n") if found and ahead else None,
            _token(found[0], self.keys, "p") if found and behind else None,
        )

    def _statement(self, backwards: bool, beyond: bool) -> sa.Select[Any]:
        found = self.kept.get((backwards, beyond))
        if found is None:
            columns = [column for column, _ in self.order]
            ways = [_turn(way) if backwards else way for _, way in self.order]
            found = self.query.where(_beyond(columns, ways)) if beyond else self.query
            ordered = (c.asc() if way == "asc" else c.desc() for c, way in zip(columns, ways, strict=True))
            found = self.kept[backwards, beyond] = found.order_by(*ordered).limit(self.size + 1)
        return found


def counting(query: sa.Select[Any], cap: int = MOST) -> sa.Select[Any]:
    """Return the statement that counts the rows of *query*, no further than one above *cap*."""
    inner = query.with_only_columns(sa.literal(1)).order_by(None).limit(cap + 1).subquery()
    return sa.select(sa.func.count()).select_from(inner)


def _turn(direction: Direction) -> Direction:
    return "asc" if direction == "desc" else "desc"


def _beyond(
    columns: Sequence[InstrumentedAttribute[Any]], directions: Sequence[Direction]
) -> sa.ColumnElement[bool]:
    values: list[Any] = [sa.bindparam(f"beyond_{number}", type_=column.type) for number, column in enumerate(columns)]
    if len(set(directions)) == 1:  # one row comparison lets the index do it all
        left, right = sa.tuple_(*columns), sa.tuple_(*values)
        return left > right if directions[0] == "asc" else left < right
    clauses = []
    for i, (column, direction) in enumerate(zip(columns, directions, strict=True)):
        equal = [c == v for c, v in zip(columns[:i], values[:i], strict=True)]
        clauses.append(sa.and_(*equal, column > values[i] if direction == "asc" else column < values[i]))
    return sa.or_(*clauses)


def _token(row: Any, names: Sequence[str], way: str) -> str:
    values = [_plain(getattr(row, name)) for name in names]
    return base64.urlsafe_b64encode(json.dumps([way, *values]).encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return value if isinstance(value, int | str) else str(value)


def _read(token: str, order: Order) -> tuple[bool, list[Any]]:
    try:
        way, *raw = json.loads(base64.urlsafe_b64decode(token[:2000] + "=" * (-len(token) % 4)))
        values = [_typed(column, value) for (column, _), value in zip(order, raw, strict=True)]
        if way not in {"n", "p"}:
            raise ValueError(way)
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError) as broken:
        raise Invalid("page.token") from broken
    return way == "p", values


def _typed(column: InstrumentedAttribute[Any], value: Any) -> Any:
    kind = column.type.python_type
    if kind is uuid.UUID:
        return uuid.UUID(value)
    if kind is dt.datetime:
        return dt.datetime.fromisoformat(value)
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    if kind is int and (isinstance(value, bool) or not isinstance(value, int) or abs(value) > 2**62):
        raise ValueError(value)
    if kind is str and (not isinstance(value, str) or "\0" in value):
        raise ValueError(value)
    return kind(value)
