"""Keyset pages: as quick at the millionth row as at the first, in both directions."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.core.errors import Invalid

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


def keyset(
    session: Session, query: sa.Select[Any], order: Order, *, token: str | None = None, size: int = 50,
    keys: Sequence[str] | None = None,
) -> Page[Any]:  # fmt: skip
    """Run *query* for the page that *token* points at.

    *order* ends in a unique column and holds no nullable one. *keys* name the attributes of a result row that hold the
    ordering columns; by default the columns' own names. Rows are entities for a query of one entity, else result rows.
    Raises Invalid("page.token").
    """
    backwards, values = _read(token, order) if token else (False, None)
    columns = [column for column, _ in order]
    directions = [direction if not backwards else _turn(direction) for _, direction in order]
    if values is not None:
        query = query.where(_beyond(columns, directions, values))
    query = query.order_by(
        *(c.asc() if d == "asc" else c.desc() for c, d in zip(columns, directions, strict=True))
    ).limit(size + 1)
    single = len(query.column_descriptions) == 1
    found = list(session.scalars(query) if single else session.execute(query))
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    names = list(keys or [c.key for c in columns])
    ahead, behind = (True, more) if backwards else (more, values is not None)
    return Page(
        found,
        _token(found[-1], names, "n") if found and ahead else None,
        _token(found[0], names, "p") if found and behind else None,
    )


def capped_count(session: Session, query: sa.Select[Any], cap: int = MOST) -> tuple[int, bool]:
    """Count the rows of *query* up to *cap*; the second value tells whether there are more."""
    inner = query.with_only_columns(sa.literal(1)).order_by(None).limit(cap + 1).subquery()
    count = session.scalar(sa.select(sa.func.count()).select_from(inner)) or 0
    return min(count, cap), count > cap


def _turn(direction: Direction) -> Direction:
    return "asc" if direction == "desc" else "desc"


def _beyond(
    columns: Sequence[InstrumentedAttribute[Any]], directions: Sequence[Direction], values: Sequence[Any]
) -> sa.ColumnElement[bool]:
    if len(set(directions)) == 1:  # one row comparison lets the index do it all
        left = sa.tuple_(*columns)
        right = sa.tuple_(*(sa.literal(v, c.type) for c, v in zip(columns, values, strict=True)))
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
