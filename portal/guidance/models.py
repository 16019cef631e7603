"""Tables of guidance: a form for a tenant behind a link, the browser that showed link and code, answers to a handover."""

from __future__ import annotations

import uuid
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, CaseBound, Compartment, Created, Moment, Sealed, SealedCare, Versioned, text_enum
from portal.definitions.models import FormVersion
from portal.guidance.rules import Answer, State


class TenantForm(CaseBound, Versioned, Created, Base):
    """A form that a tenant fills in by an own link; of link and code only digests are kept, answers are sealed."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.CARE
    OWN_ROW_RULE: ClassVar[bool] = True
    __tablename__ = "tenant_form"

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    family_key: Mapped[str] = mapped_column(sa.String(40))
    form_version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_version.id"))
    invited_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    by_mail: Mapped[bool]
    sent_to: Mapped[str] = mapped_column(sa.String(200))
    expires_at: Mapped[Moment]
    state: Mapped[State] = mapped_column(text_enum(State), default=State.OPEN)
    code_hash: Mapped[str | None] = mapped_column(sa.String(64), default=None)
    code_salt: Mapped[str | None] = mapped_column(sa.String(32), default=None)
    code_sent_at: Mapped[Moment | None] = mapped_column(default=None)
    sends: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    locked_at: Mapped[Moment | None] = mapped_column(default=None)
    saved_at: Mapped[Moment | None] = mapped_column(default=None)
    submitted_at: Mapped[Moment | None] = mapped_column(default=None)
    answers_sealed: Mapped[SealedCare | None] = mapped_column(default=None, init=False)
    form_version: Mapped[FormVersion] = relationship(init=False, lazy="raise_on_sql")


class TenantFormSession(CaseBound, Created, Base):
    """A browser that showed link and code of one form; apart from staff sign-in and from signing."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.CARE
    OWN_ROW_RULE: ClassVar[bool] = True
    __tablename__ = "tenant_form_session"

    tenant_form_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("tenant_form.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    seen_at: Mapped[Moment]
    ended_at: Mapped[Moment | None] = mapped_column(default=None)


class HandoverAnswer(CaseBound, Created, Base):
    """What a social team answered to an offered handover, and who did; rows are only added."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.SHARED
    OWN_ROW_RULE: ClassVar[bool] = True
    __tablename__ = "handover_answer"

    submission_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("submission.id"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    answer: Mapped[Answer] = mapped_column(text_enum(Answer))
    name: Mapped[str] = mapped_column(sa.String(150))
    duty: Mapped[str] = mapped_column(sa.String(150))
    answered_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    shared: Mapped[bool] = mapped_column(default=False)
    """Whether all parties may read why not; else the bureau, the expert and the team itself do."""
    reason_sealed: Mapped[Sealed | None] = mapped_column(default=None, init=False)
