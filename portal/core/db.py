"""Database handle, declarative base and the column types shared by every stage."""

from __future__ import annotations

import datetime as dt
import sqlite3
import uuid
from contextvars import ContextVar
from enum import StrEnum
from typing import Annotated, Any, ClassVar

import sqlalchemy as sa
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, declared_attr, mapped_column

from portal.core import clock

db = SQLAlchemy()

write_intent: ContextVar[bool] = ContextVar("write_intent", default=False)
row_scope: ContextVar[dict[str, str] | None] = ContextVar("row_scope", default=None)
"""What PostgreSQL's row-level security is told about the actor, per transaction."""


class UtcMoment(sa.types.TypeDecorator[dt.datetime]):
    """An aware moment, stored in UTC and read back aware on every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Identifier(sa.types.TypeDecorator[str]):
    """Reads an identifier as it stands in addresses, without making a UUID of each; for long lists."""

    impl = sa.String
    cache_ok = True

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> str | None:
        if value is None:
            return None
        text = str(value)
        return text if len(text) != 32 else f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class SealedBytes(sa.types.TypeDecorator[bytes]):
    """Ciphertext of one field; `purpose` names the key family that may open it. See `core.crypto`."""

    impl = sa.LargeBinary
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose


Json = Annotated[dict[str, Any], mapped_column(sa.JSON().with_variant(JSONB(), "postgresql"))]
Moment = Annotated[dt.datetime, mapped_column(UtcMoment())]
Sealed = Annotated[bytes, mapped_column(SealedBytes("evidence"))]
SealedCare = Annotated[bytes, mapped_column(SealedBytes("care"))]


class Compartment(StrEnum):
    """Who a row is for: all three parties, the corporation, or the care of the expert (house rule: by construction)."""

    SHARED = "A"
    CORPORATION = "B"
    CARE = "C"


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    """Base of all tables: keyword-only typed constructor, identity equality."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    id: Mapped[uuid.UUID] = mapped_column(
        primary_key=True, init=False, insert_default=uuid.uuid4, default_factory=uuid.uuid4, sort_order=-1
    )


class Versioned(MappedAsDataclass, kw_only=True, eq=False, repr=False):
    """A row that two people may edit: every update counts up `version` and checks it."""

    version: Mapped[int] = mapped_column(init=False, default=1, sort_order=90)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Created(MappedAsDataclass, kw_only=True, eq=False, repr=False):
    """A row that remembers when it was recorded."""

    created_at: Mapped[Moment] = mapped_column(
        init=False, insert_default=clock.now, default_factory=clock.now, sort_order=91
    )


class CaseBound(MappedAsDataclass, kw_only=True, eq=False, repr=False):
    """A row of one case. Its compartment is the column `compartment` or, without one, the class constant."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.SHARED

    case_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("case.id"), index=True)


def text_enum(states: type[StrEnum]) -> sa.Enum:
    """Store an enum as its value, in a plain text column."""
    return sa.Enum(
        states, native_enum=False, create_constraint=False, length=40, values_callable=lambda e: [m.value for m in e]
    )


@event.listens_for(sa.Engine, "connect")
def _sqlite_connect(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(sa.Engine, "begin")
def _begin(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write_intent.get() else "BEGIN")
    elif connection.dialect.name == "postgresql":
        tell_row_security(connection)


def tell_row_security(connection: sa.Connection) -> None:
    """Tell PostgreSQL, for this transaction only, who is acting; without it its policies show no row."""
    scope = row_scope.get()
    if scope:
        pairs = ", ".join(f"set_config('driehoek.{name}', %({name})s, true)" for name in scope)
        connection.exec_driver_sql(f"SELECT {pairs}", scope)  # names are ours
