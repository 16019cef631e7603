"""Tables of forms: a family has versions, a published version never changes."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Created, Json, Moment


class FormFamily(Created, Base):
    """One form through the years: `intake`, `evaluation`."""

    __tablename__ = "form_family"

    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))


class FormVersion(Created, Base):
    """A published definition, frozen and addressed by its digest."""

    __tablename__ = "form_version"
    __table_args__ = (sa.UniqueConstraint("family_id", "number"), sa.UniqueConstraint("family_id", "digest"))

    family_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_family.id"), index=True)
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    body: Mapped[Json]
    published_at: Mapped[Moment]
    published_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    family: Mapped[FormFamily] = relationship(init=False, lazy="raise_on_sql")


class TranslationReview(Created, Base):
    """Who looked the translation of one version through, by name; without one a translation is a concept."""

    __tablename__ = "translation_review"

    version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_version.id"), index=True)
    locale: Mapped[str] = mapped_column(sa.String(2))
    reviewer: Mapped[str] = mapped_column(sa.String(150))
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
