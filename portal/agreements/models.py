"""Tables of agreements: a working draft beside frozen versions that never change."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.agreements.rules import VersionState
from portal.clauses.rules import Stage
from portal.core.db import Base, CaseBound, Compartment, Created, Json, Moment, Versioned, text_enum


class Agreement(CaseBound, Versioned, Created, Base):
    """One agreement of a case; its versions follow each other."""

    __tablename__ = "agreement"
    __table_args__ = (sa.UniqueConstraint("case_id", "number"),)

    number: Mapped[int]
    template_key: Mapped[str] = mapped_column(sa.String(40))
    submission_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("submission.id"), default=None)


class AgreementDraft(CaseBound, Versioned, Created, Base):
    """The working terms of the next version; not for the tenant and the expert until it is offered."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.CORPORATION
    __tablename__ = "agreement_draft"

    agreement_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("agreement.id"), unique=True)
    content: Mapped[Json]
    changed_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    changed_at: Mapped[Moment | None] = mapped_column(default=None)
    open: Mapped[bool] = mapped_column(default=True)


class AgreementOverride(CaseBound, Created, Base):
    """Why a version was sent while its legal health had open points; with the points as they were."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.CORPORATION
    __tablename__ = "agreement_override"

    version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("agreement_version.id"), unique=True)
    points: Mapped[Json]
    reason: Mapped[str] = mapped_column(sa.String(2000))
    decided_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"))


class TemplateFamily(Versioned, Created, Base):
    """What holds for all versions of an agreement template: what it was copied from, and whether it is still offered."""

    __tablename__ = "template_family"

    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    copied_from: Mapped[str | None] = mapped_column(sa.String(40), default=None)
    withdrawn_at: Mapped[Moment | None] = mapped_column(default=None)
    withdrawn_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    reason: Mapped[str] = mapped_column(sa.String(500), default="")


class TemplateText(Versioned, Created, Base):
    """One version of the fixed text of an agreement or a letter: a working text until it is released, then frozen."""

    __tablename__ = "template_text"
    __table_args__ = (sa.UniqueConstraint("key", "number"),)

    key: Mapped[str] = mapped_column(sa.String(40), index=True)
    number: Mapped[int]
    body: Mapped[Json]
    authors: Mapped[Json]
    stage: Mapped[Stage] = mapped_column(text_enum(Stage), default=Stage.CONCEPT)
    changed_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    changed_at: Mapped[Moment | None] = mapped_column(default=None)
    reviewed_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    reviewed_at: Mapped[Moment | None] = mapped_column(default=None)
    review_until: Mapped[dt.date | None] = mapped_column(default=None)
    released_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    released_at: Mapped[Moment | None] = mapped_column(default=None)


class AgreementVersion(CaseBound, Versioned, Created, Base):
    """A frozen version: canonical content, its digest, and the stored bytes that parties approve (P0)."""

    __tablename__ = "agreement_version"
    __table_args__ = (sa.UniqueConstraint("agreement_id", "number"), sa.Index(None, "frozen_at", "id"))

    agreement_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    number: Mapped[int]
    content: Mapped[Json]
    content_digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    p0_file_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("stored_file.id"))
    p0_sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    frozen_at: Mapped[Moment]
    frozen_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"))
    reflection_days: Mapped[int]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None] = mapped_column(default=None)
    state: Mapped[VersionState] = mapped_column(text_enum(VersionState), default=VersionState.FROZEN)
    offered_at: Mapped[Moment | None] = mapped_column(default=None)
    reflection_ends_at: Mapped[Moment | None] = mapped_column(default=None)
    in_force_on: Mapped[dt.date | None] = mapped_column(default=None)
    closed_at: Mapped[Moment | None] = mapped_column(default=None)
