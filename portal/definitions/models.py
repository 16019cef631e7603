"""Tables of forms: a family has versions, a published version never changes."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Compartment, Created, Json, Moment, Versioned, text_enum
from portal.definitions.rules.records import RecordKind


class FormFamily(Created, Base):
    """One form through the years: `intake`, `evaluation`."""

    __tablename__ = "form_family"

    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    record: Mapped[RecordKind | None] = mapped_column(text_enum(RecordKind), index=True, default=None)
    """The records that the answers are fields of; an ordinary form has none."""
    retired_at: Mapped[Moment | None] = mapped_column(default=None)
    """Since when these fields stand nowhere any more; their answers are kept."""


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


class FormDraft(Created, Base):
    """What a form may become: a body beside the live version, with a number that counts every edit."""

    __tablename__ = "form_draft"

    family_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_family.id"), index=True)
    open_family: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    """The family while the draft is open, so that a form has one open draft at most."""
    body: Mapped[Json]
    changed_at: Mapped[Moment]
    revision: Mapped[int] = mapped_column(default=0)
    base_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("form_version.id"), default=None)
    changed_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    four_eyes: Mapped[bool] = mapped_column(default=False)
    """Whether somebody who changed nothing must publish."""
    note: Mapped[str] = mapped_column(sa.String(2000), default="")
    """What is different, in the words of whoever published."""
    closed_at: Mapped[Moment | None] = mapped_column(default=None)
    published_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("form_version.id"), default=None)
    family: Mapped[FormFamily] = relationship(init=False, lazy="raise_on_sql")


class FormEdit(Base):
    """One change of a draft, never changed itself: the command, and the steps from the body before to that after."""

    __tablename__ = "form_edit"
    __table_args__ = (sa.UniqueConstraint("draft_id", "revision"),)

    draft_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_draft.id"), index=True)
    revision: Mapped[int]
    act: Mapped[str] = mapped_column(sa.String(10))
    command: Mapped[Json]
    steps: Mapped[Json]
    at: Mapped[Moment]
    target: Mapped[int | None] = mapped_column(default=None)
    """The revision that an undo or redo is about."""
    by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)


class FormPresence(Base):
    """Who has a draft open now, and what is chosen there; told again every few seconds."""

    __tablename__ = "form_presence"
    __table_args__ = (sa.UniqueConstraint("draft_id", "user_id"),)

    draft_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_draft.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    seen_at: Mapped[Moment]
    target: Mapped[str] = mapped_column(sa.String(60))


class FormBlock(Created, Base):
    """Questions to use again in other forms."""

    __tablename__ = "form_block"

    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    fields: Mapped[Json]
    made_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)


class LifeInstrument(Created, Base):
    """One version of the list of life domains, frozen: name, version, source line, scale, domains."""

    __tablename__ = "life_instrument"

    number: Mapped[int] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    body: Mapped[Json]
    published_at: Mapped[Moment]
    published_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)


class CustomAnswers(Versioned, Created, Base):
    """The answers of one form of custom fields on one record, under the version they were given in."""

    __tablename__ = "custom_answers"
    __table_args__ = (sa.UniqueConstraint("record_id", "record_kind", "family_id"),)

    record_kind: Mapped[RecordKind] = mapped_column(text_enum(RecordKind))
    record_id: Mapped[uuid.UUID]
    family_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_family.id"), index=True)
    version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_version.id"))
    compartment: Mapped[Compartment] = mapped_column(text_enum(Compartment))
    answers: Mapped[Json]
    changed_at: Mapped[Moment]
    changed_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    case_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("case.id"), index=True, default=None)
    """The case itself, when that is the record."""


class CustomValue(Base):
    """One answer as lists are filtered by it; written anew with the answers."""

    __tablename__ = "custom_value"
    __table_args__ = (
        sa.Index(None, "family_id", "field_id", "text", "record_id"),
        sa.Index(None, "family_id", "field_id", "rank", "record_id"),
    )

    answers_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("custom_answers.id"), index=True)
    record_kind: Mapped[RecordKind] = mapped_column(text_enum(RecordKind))
    record_id: Mapped[uuid.UUID]
    family_id: Mapped[uuid.UUID]
    field_id: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(sa.String(200))
    compartment: Mapped[Compartment] = mapped_column(text_enum(Compartment))
    rank: Mapped[int | None] = mapped_column(sa.BigInteger, default=None)
    """What orders an amount (in millionths) or a date (the number of its day)."""
    case_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("case.id"), index=True, default=None)
