"""Tables of the clause library: a code, a working text, and versions that are frozen once released."""

from __future__ import annotations

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.clauses.rules import Stage
from portal.core.db import Base, Created, Json, Moment, Versioned, text_enum


class Clause(Versioned, Created, Base):
    """One clause of the library, known by its code (V1 … G14)."""

    __tablename__ = "clause"

    code: Mapped[str] = mapped_column(sa.String(10), unique=True)
    topic: Mapped[str] = mapped_column(sa.String(80))
    search_key: Mapped[str] = mapped_column(sa.String(400), default="")
    active: Mapped[bool] = mapped_column(default=True)


class ClauseDraft(Versioned, Created, Base):
    """The working text of the next version; it may be incomplete, and is offered to nobody."""

    __tablename__ = "clause_draft"

    clause_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("clause.id"), unique=True)
    content: Mapped[Json]
    authors: Mapped[Json]
    stage: Mapped[Stage] = mapped_column(text_enum(Stage), default=Stage.CONCEPT)
    open: Mapped[bool] = mapped_column(default=True)
    changed_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    changed_at: Mapped[Moment | None] = mapped_column(default=None)
    reviewed_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    reviewed_at: Mapped[Moment | None] = mapped_column(default=None)
    review_until: Mapped[dt.date | None] = mapped_column(default=None)


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
    reviewed_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    reviewed_at: Mapped[Moment | None] = mapped_column(default=None)
    review_until: Mapped[dt.date | None] = mapped_column(default=None)
    released_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
