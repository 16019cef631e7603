"""Tables of submissions: one header, one set of answers per compartment, care answers in a table of their own."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, CaseBound, Compartment, Created, Json, Moment, Sealed, SealedCare, Versioned, text_enum
from portal.definitions.models import FormVersion
from portal.submissions.rules import SubmissionState


class Submission(CaseBound, Versioned, Created, Base):
    """The header of one filled-in form: about whom, which version, how far; no answer stands here."""

    OWN_ROW_RULE: ClassVar[bool] = True
    __tablename__ = "submission"
    __table_args__ = (sa.Index(None, "case_id", "family_key", "assessed_on"),)

    family_key: Mapped[str] = mapped_column(sa.String(40))
    form_version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_version.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    filled_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    state: Mapped[SubmissionState] = mapped_column(text_enum(SubmissionState), default=SubmissionState.DRAFT)
    assessed_on: Mapped[dt.date | None] = mapped_column(default=None)
    submitted_at: Mapped[Moment | None] = mapped_column(default=None)
    decided_at: Mapped[Moment | None] = mapped_column(default=None)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    saved_at: Mapped[Moment | None] = mapped_column(default=None)
    filled_by_role: Mapped[str] = mapped_column(sa.String(20), default="expert")
    corrected_at: Mapped[Moment | None] = mapped_column(default=None, init=False)
    return_reason_sealed: Mapped[Sealed | None] = mapped_column(default=None, init=False)
    form_version: Mapped[FormVersion] = relationship(init=False, lazy="raise_on_sql")


class SubmissionAnswers(CaseBound, Base):
    """Answers of one submission for one compartment that is not care: A or B."""

    OWN_ROW_RULE: ClassVar[bool] = True
    __tablename__ = "submission_answers"
    __table_args__ = (sa.UniqueConstraint("submission_id", "compartment"),)

    submission_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("submission.id"))
    compartment: Mapped[Compartment] = mapped_column(text_enum(Compartment))
    answers: Mapped[Json]


class CareAnswers(CaseBound, Base):
    """Answers of one submission for care, sealed under the key of care."""

    OWN_ROW_RULE: ClassVar[bool] = True
    COMPARTMENT: ClassVar[Compartment] = Compartment.CARE
    __tablename__ = "care_answers"

    submission_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("submission.id"), unique=True)
    answers_sealed: Mapped[SealedCare | None] = mapped_column(default=None, init=False)


class ReleasedItem(CaseBound, Created, Base):
    """What the expert gives to all parties when accepting: the goals, the agreed help, the conclusion."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.SHARED
    __tablename__ = "released_item"
    __table_args__ = (sa.UniqueConstraint("submission_id", "key"),)

    submission_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("submission.id"))
    key: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(sa.Text)
    released_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)


class AnswerCorrection(CaseBound, Created, Base):
    """One answer that was changed after sending: what it was, what it became and why. Rows are only added."""

    __tablename__ = "answer_correction"
    __table_args__ = (sa.UniqueConstraint("submission_id", "number"),)

    submission_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("submission.id"))
    compartment: Mapped[Compartment] = mapped_column(text_enum(Compartment))
    number: Mapped[int]
    field_id: Mapped[str] = mapped_column(sa.String(60))
    corrected_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    change_sealed: Mapped[Sealed | None] = mapped_column(default=None, init=False)
    care_change_sealed: Mapped[SealedCare | None] = mapped_column(default=None, init=False)
