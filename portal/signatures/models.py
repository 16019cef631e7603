"""Tables of the signing ceremony."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, CaseBound, Created, Json, Moment, Sealed, text_enum
from portal.signatures.rules.order import Scheme
from portal.signatures.rules.permissions import Subject as PermissionSubject
from portal.signatures.rules.presence import IdKind, Mode, Part
from portal.signatures.rules.reading import Answer, Subject, Want
from portal.signatures.rules.states import Channel, Meaning, Method, Role, State


class SigningRound(CaseBound, Created, Base):
    """The signing of one version: in which order, and the final document once it lies ready."""

    __tablename__ = "signing_round"

    version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("agreement_version.id"), unique=True)
    scheme: Mapped[Scheme] = mapped_column(text_enum(Scheme))
    completed_at: Mapped[Moment | None] = mapped_column(default=None)
    voided_at: Mapped[Moment | None] = mapped_column(default=None)
    copy_file_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"), default=None)
    copy_at: Mapped[Moment | None] = mapped_column(default=None)


class Signatory(CaseBound, Created, Base):
    """One person who signs one version, in one capacity."""

    __tablename__ = "signatory"
    __table_args__ = (sa.UniqueConstraint("version_id", "key"),)

    version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("agreement_version.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(80))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    meaning: Mapped[Meaning] = mapped_column(text_enum(Meaning))
    name: Mapped[str] = mapped_column(sa.String(300))
    capacity: Mapped[str] = mapped_column(sa.String(300))
    signing_order: Mapped[int]
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    required: Mapped[bool] = mapped_column(default=True)
    state: Mapped[State] = mapped_column(text_enum(State), default=State.WAITING)
    person_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"), default=None, index=True)
    representation_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("representation.id"), default=None)
    user_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None, index=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("organisation.id"), default=None)
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    mail: Mapped[str] = mapped_column(sa.String(200), default="")
    mandate: Mapped[str] = mapped_column(sa.String(500), default="")
    delegated_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    delegated_at: Mapped[Moment | None] = mapped_column(default=None)
    invited_at: Mapped[Moment | None] = mapped_column(default=None)
    decided_at: Mapped[Moment | None] = mapped_column(default=None)


class SigningInvitation(CaseBound, Created, Base):
    """A personal link; of token and code only digests are kept."""

    OWN_ROW_RULE: ClassVar[bool] = True
    __tablename__ = "signing_invitation"

    signatory_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("signatory.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    sent_to: Mapped[str] = mapped_column(sa.String(200))
    expires_at: Mapped[Moment]
    code_hash: Mapped[str | None] = mapped_column(sa.String(64), default=None)
    code_salt: Mapped[str | None] = mapped_column(sa.String(32), default=None)
    code_sent_at: Mapped[Moment | None] = mapped_column(default=None)
    sends: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    locked_at: Mapped[Moment | None] = mapped_column(default=None)
    ended_at: Mapped[Moment | None] = mapped_column(default=None)
    link_asked_at: Mapped[Moment | None] = mapped_column(default=None)
    handed_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    place: Mapped[str] = mapped_column(sa.String(120), default="", server_default=sa.text("''"))


class TenantSession(CaseBound, Created, Base):
    """A browser that showed link and code; bound to one invitation, apart from staff sign-in."""

    OWN_ROW_RULE: ClassVar[bool] = True
    __tablename__ = "tenant_session"

    invitation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("signing_invitation.id"), index=True)
    signatory_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("signatory.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    code_sent_at: Mapped[Moment]
    code_checked_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    address: Mapped[str] = mapped_column(sa.String(60))
    agent: Mapped[str] = mapped_column(sa.String(300))
    ended_at: Mapped[Moment | None] = mapped_column(default=None)


class ClauseReading(CaseBound, Base):
    """One answer to one clause. Rows are added only; the latest counts, the earlier ones are evidence."""

    OWN_ROW_RULE: ClassVar[bool] = True
    __tablename__ = "clause_reading"
    __table_args__ = (sa.UniqueConstraint("signatory_id", "number"),)

    signatory_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("signatory.id"))
    number: Mapped[int]
    clause_number: Mapped[str] = mapped_column(sa.String(20))
    answer: Mapped[Answer] = mapped_column(text_enum(Answer))
    at: Mapped[Moment]
    teach_back: Mapped[int | None] = mapped_column(default=None)
    teach_back_right: Mapped[bool | None] = mapped_column(default=None)
    seconds: Mapped[int | None] = mapped_column(default=None)


class Question(CaseBound, Created, Base):
    """What a signatory wants to know, talk about or change; signing pauses until it is answered."""

    OWN_ROW_RULE: ClassVar[bool] = True
    __tablename__ = "signing_question"

    signatory_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("signatory.id"), index=True)
    clause_number: Mapped[str | None] = mapped_column(sa.String(20))
    subject: Mapped[Subject] = mapped_column(text_enum(Subject))
    wants: Mapped[Want] = mapped_column(text_enum(Want))
    text_sealed: Mapped[Sealed | None] = mapped_column(default=None)
    voice_file_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"), default=None)
    voice_seconds: Mapped[int | None] = mapped_column(default=None)
    answer_sealed: Mapped[Sealed | None] = mapped_column(default=None)
    answered_at: Mapped[Moment | None] = mapped_column(default=None)
    answered_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)


class Signature(CaseBound, Base):
    """A signature: exactly one per signatory, naming the content and the PDF it was set on."""

    __tablename__ = "signature"

    signatory_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("signatory.id"), unique=True)
    version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("agreement_version.id"), index=True)
    content_digest: Mapped[str] = mapped_column(sa.String(64))
    p0_sha256: Mapped[str] = mapped_column(sa.String(64))
    method: Mapped[Method] = mapped_column(text_enum(Method))
    typed_name: Mapped[str] = mapped_column(sa.String(200))
    consent_text_key: Mapped[str] = mapped_column(sa.String(40))
    consent_digest: Mapped[str] = mapped_column(sa.String(64))
    evidence: Mapped[Json]
    at: Mapped[Moment]
    strokes: Mapped[Json | None] = mapped_column(default=None)
    voided_at: Mapped[Moment | None] = mapped_column(default=None)
    withdrawn_at: Mapped[Moment | None] = mapped_column(default=None)


class SigningRefusal(CaseBound, Created, Base):
    """A decision not to sign; a reason is never asked for, but may be told."""

    OWN_ROW_RULE: ClassVar[bool] = True
    __tablename__ = "signing_refusal"

    signatory_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("signatory.id"), unique=True)
    reason_sealed: Mapped[Sealed | None] = mapped_column(default=None)
    told_by: Mapped[str] = mapped_column(sa.String(20), default="page", server_default="page")
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    only_seen: Mapped[bool] = mapped_column(default=False, server_default=sa.false())


class SigningWithdrawal(CaseBound, Created, Base):
    """A signature taken back within the reflection period, on the page or told to a staff member."""

    __tablename__ = "signing_withdrawal"

    signatory_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("signatory.id"), unique=True)
    told_by: Mapped[str] = mapped_column(sa.String(20))
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    note_sealed: Mapped[Sealed | None] = mapped_column(default=None)


class SigningStatement(CaseBound, Created, Base):
    """What somebody who was there declares: a witness at the table, an interpreter, the witness of a refusal."""

    __tablename__ = "signing_statement"

    signatory_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("signatory.id"), index=True)
    part: Mapped[Part] = mapped_column(text_enum(Part))
    name: Mapped[str] = mapped_column(sa.String(200))
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"))
    place: Mapped[str] = mapped_column(sa.String(120), default="")
    id_kind: Mapped[IdKind | None] = mapped_column(text_enum(IdKind), default=None)
    id_end: Mapped[str] = mapped_column(sa.String(3), default="")
    read_aloud: Mapped[bool | None] = mapped_column(default=None)
    number: Mapped[str] = mapped_column(sa.String(20), default="")
    language: Mapped[str] = mapped_column(sa.String(60), default="")
    mode: Mapped[Mode | None] = mapped_column(text_enum(Mode), default=None)


class SigningReminder(CaseBound, Created, Base):
    """A reminder that will leave on a known moment, unless somebody stops it."""

    __tablename__ = "signing_reminder"

    signatory_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("signatory.id"), index=True)
    due_at: Mapped[Moment]
    sent_at: Mapped[Moment | None] = mapped_column(default=None)
    stopped_at: Mapped[Moment | None] = mapped_column(default=None)
    stopped_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)


class UnderstandingDecision(CaseBound, Created, Base):
    """Why staff let an agreement be completed although somebody answered few questions about it right."""

    OWN_ROW_RULE: ClassVar[bool] = True
    __tablename__ = "understanding_decision"

    signatory_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("signatory.id"), unique=True)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"))
    asked: Mapped[int]
    right: Mapped[int]
    reason_sealed: Mapped[Sealed | None] = mapped_column(default=None)


class PaperReturn(CaseBound, Created, Base):
    """A signed paper that came back: the scan, its pages matched by one member of staff, confirmed by another."""

    __tablename__ = "paper_return"

    signatory_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("signatory.id"), index=True)
    scan_file_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("stored_file.id"))
    signed_on: Mapped[dt.date]
    pages: Mapped[Json]
    location: Mapped[str] = mapped_column(sa.String(200))
    uploaded_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"))
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    confirmed_at: Mapped[Moment | None] = mapped_column(default=None)
    rejected_at: Mapped[Moment | None] = mapped_column(default=None)


class Permission(CaseBound, Created, Base):
    """A tenant allows the helpers something, apart from any signature; taken back at any time, without consequence."""

    OWN_ROW_RULE: ClassVar[bool] = True
    __tablename__ = "tenant_permission"

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    subject: Mapped[PermissionSubject] = mapped_column(text_enum(PermissionSubject))
    given_at: Mapped[Moment]
    given_by: Mapped[str] = mapped_column(sa.String(20))
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    withdrawn_at: Mapped[Moment | None] = mapped_column(default=None)
    withdrawn_by: Mapped[str] = mapped_column(sa.String(20), default="")
