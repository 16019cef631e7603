"""Tables of the clause library: a code, and versions that are frozen once released."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Created, Json, Moment, Versioned


class Clause(Versioned, Created, Base):
    """One clause of the library, known by its code (V1 … G14)."""

    __tablename__ = "clause"

    code: Mapped[str] = mapped_column(sa.String(10), unique=True)
    topic: Mapped[str] = mapped_column(sa.String(80))
    search_key: Mapped[str] = mapped_column(sa.String(400), default="")
    active: Mapped[bool] = mapped_column(default=True)


class ClauseVersion(Created, Base):
    """One version of a clause; its body never changes."""

    __tablename__ = "clause_version"
    __table_args__ = (sa.UniqueConstraint("clause_id", "number"),)

    clause_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("clause.id"), index=True)
    number: Mapped[int]
    body: Mapped[Json]
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    released_at: Mapped[Moment | None] = mapped_column(default=None)
    withdrawn_at: Mapped[Moment | None] = mapped_column(default=None)
