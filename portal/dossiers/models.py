"""Tables of dossiers. All of them are the corporation's (B): neither tenant nor expert reads a dossier in the making."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, CaseBound, Compartment, Created, Json, Moment, Versioned, text_enum
from portal.dossiers.rules import DossierState, FilingState, LeaveOut, PieceKind, Purpose, Recipient


class Dossier(CaseBound, Versioned, Created, Base):
    """A dossier of a case: for whom, about which period, to what end."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.CORPORATION
    __tablename__ = "dossier"
    __table_args__ = (sa.UniqueConstraint("case_id", "number"),)

    number: Mapped[int]
    period_from: Mapped[dt.date]
    period_until: Mapped[dt.date]
    recipient: Mapped[Recipient] = mapped_column(text_enum(Recipient))
    purpose: Mapped[Purpose] = mapped_column(text_enum(Purpose))
    composed_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"))
    state: Mapped[DossierState] = mapped_column(text_enum(DossierState), default=DossierState.DRAFT)
    chosen_at: Mapped[Moment | None] = mapped_column(default=None)


class DossierPiece(CaseBound, Created, Base):
    """One piece that a dossier could hold; `exhibit_number` and `filing_id` are set at filing and never change."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.CORPORATION
    __tablename__ = "dossier_piece"
    __table_args__ = (sa.UniqueConstraint("dossier_id", "kind", "ref_id"),)

    dossier_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    kind: Mapped[PieceKind] = mapped_column(text_enum(PieceKind))
    ref_id: Mapped[uuid.UUID]
    dated_on: Mapped[dt.date]
    title: Mapped[str] = mapped_column(sa.String(300))
    author: Mapped[str] = mapped_column(sa.String(200))
    favourable: Mapped[bool]
    included: Mapped[bool]
    reason: Mapped[LeaveOut | None] = mapped_column(text_enum(LeaveOut), default=None)
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    proves: Mapped[str] = mapped_column(sa.String(300), default="")
    exhibit_number: Mapped[int | None] = mapped_column(default=None)
    filing_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("dossier_filing.id"), default=None)


class CareRelease(CaseBound, Created, Base):
    """A care document that the expert released, one by one and with a reason: a copy outside the care file."""

    __tablename__ = "care_release"

    document_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("case_document.id"), unique=True)
    stored_file_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("stored_file.id"))
    title: Mapped[str] = mapped_column(sa.String(200))
    dated_on: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(sa.String(500))
    released_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"))


class DossierFiling(CaseBound, Created, Base):
    """A frozen filing, "indiening 1, 2 …" of a dossier; the bound file is set once."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.CORPORATION
    __tablename__ = "dossier_filing"
    __table_args__ = (sa.UniqueConstraint("dossier_id", "number"),)

    dossier_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    number: Mapped[int]
    filed_at: Mapped[Moment]
    filed_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"))
    state: Mapped[FilingState] = mapped_column(text_enum(FilingState), default=FilingState.QUEUED)
    exhibits: Mapped[Json] = mapped_column(default_factory=dict)
    stored_file_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"), default=None)
    sha256: Mapped[str | None] = mapped_column(sa.String(64), default=None, index=True)
    pages: Mapped[int | None] = mapped_column(default=None)
    size: Mapped[int | None] = mapped_column(default=None)
    bound_at: Mapped[Moment | None] = mapped_column(default=None)
