"""Tables of a case. Each row of a case names its compartment: by column where it varies, by class where it does not."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.rules import (
    CaseState,
    Certainty,
    ContactKind,
    ContactOutcome,
    DocumentKind,
    Hearing,
    HelpKind,
    HelpResponse,
    IncidentCategory,
    ParticipantRole,
    Relation,
    ReporterWish,
    SourceKind,
    StopReason,
    Turn,
    Verified,
)
from portal.core.blobs import StoredFile
from portal.core.db import Base, CaseBound, Compartment, Created, Json, Moment, Sealed, SealedCare, Versioned, text_enum
from portal.parties.models import Dwelling, Person
from portal.parties.rules import AgeBand

NEVER = dt.date(9999, 12, 31)
"""Deadline of a case that has none, so that lists may be ordered by it."""


class CaseNumber(Base):
    """The last reference number given out in a year."""

    __tablename__ = "case_number"

    year: Mapped[int] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)


class Case(Versioned, Created, Base):
    """One case: a tenant, a dwelling, a corporation, and whose turn it is.

    `address`, `tenant_name`, `tenant_sort` and `search_key` repeat what stands in other tables, so that a list of
    cases is one read; `cases.services.refresh_names` keeps them true.
    """

    __tablename__ = "case"
    __table_args__ = (
        sa.Index(None, "next_due", "id"),
        sa.Index(None, "corporation_id", "next_due", "id"),
        sa.Index(None, "corporation_id", "next_actor", "next_due"),
        sa.Index(None, "corporation_id", "opened_on", "id"),
        sa.Index(None, "corporation_id", "tenant_sort", "id"),
        sa.Index(None, "expert_id", "next_due", "id"),
        sa.Index(None, "expert_id", "next_actor", "next_due"),
        sa.Index(None, "state", "next_due", "id"),
        sa.Index(None, "next_actor", "next_due", "id"),
        sa.Index(None, "opened_on", "id"),
        sa.Index(None, "tenant_sort", "id"),
    )

    reference: Mapped[str] = mapped_column(sa.String(20), unique=True)
    corporation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    dwelling_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("dwelling.id"), index=True)
    opened_on: Mapped[dt.date]
    since: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[CaseState] = mapped_column(text_enum(CaseState), default=CaseState.REFERRED)
    stop_reason: Mapped[StopReason | None] = mapped_column(text_enum(StopReason), default=None)
    expert_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    expert_organisation_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("organisation.id"), default=None)
    social_team_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("organisation.id"), default=None, index=True)
    referred_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    lease_on: Mapped[dt.date | None] = mapped_column(default=None)
    tenant_told_on: Mapped[dt.date | None] = mapped_column(default=None)
    next_actor: Mapped[Turn] = mapped_column(text_enum(Turn), default=Turn.BUREAU)
    next_code: Mapped[str] = mapped_column(sa.String(60), default="case.take_up")
    next_due: Mapped[dt.date] = mapped_column(default=NEVER)
    address: Mapped[str] = mapped_column(sa.String(160), default="")
    tenant_name: Mapped[str] = mapped_column(sa.String(260), default="")
    tenant_sort: Mapped[str] = mapped_column(sa.String(300), default="")
    search_key: Mapped[str] = mapped_column(sa.Text, default="")
    dwelling: Mapped[Dwelling] = relationship(init=False, lazy="raise_on_sql")

    @property
    def due(self) -> dt.date | None:
        """By when the next step is due, None when there is no term."""
        return None if self.next_due == NEVER else self.next_due


class Participant(CaseBound, Created, Base):
    """A person in a case: the tenant, a co-tenant, a resident, somebody who supports the tenant."""

    __tablename__ = "participant"
    __table_args__ = (sa.UniqueConstraint("case_id", "person_id"),)

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[ParticipantRole] = mapped_column(text_enum(ParticipantRole))
    person: Mapped[Person] = relationship(init=False, lazy="raise_on_sql")


class HouseholdMember(CaseBound, Created, Base):
    """Somebody who lives with the tenant: an age band, never a name."""

    __tablename__ = "household_member"

    age_band: Mapped[AgeBand] = mapped_column(text_enum(AgeBand))
    relation: Mapped[Relation] = mapped_column(text_enum(Relation), default=Relation.CHILD)
    count: Mapped[int] = mapped_column(default=1)


class Reporter(CaseBound, Created, Base):
    """Somebody who reported, under a pseudonym; the identity is sealed and no tenant ever reaches this row."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.CORPORATION
    __tablename__ = "reporter"
    __table_args__ = (sa.UniqueConstraint("case_id", "code"),)

    code: Mapped[str] = mapped_column(sa.String(8))
    wish: Mapped[ReporterWish] = mapped_column(text_enum(ReporterWish), default=ReporterWish.CORPORATION_ONLY)
    identity_sealed: Mapped[Sealed | None] = mapped_column(default=None, init=False)


class Incident(CaseBound, Versioned, Base):
    """An incident: what was stated, apart from when it was written down. `reporter_code` holds "M1" or "M1, M2"."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.CORPORATION
    __tablename__ = "incident"
    __table_args__ = (sa.UniqueConstraint("case_id", "number"), sa.Index(None, "case_id", "stated_from", "number"))

    number: Mapped[int]
    stated_from: Mapped[Moment]
    category: Mapped[IncidentCategory] = mapped_column(text_enum(IncidentCategory))
    facts: Mapped[str] = mapped_column(sa.Text)
    recorded_at: Mapped[Moment]
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    stated_until: Mapped[Moment | None] = mapped_column(default=None)
    certainty: Mapped[Certainty] = mapped_column(text_enum(Certainty), default=Certainty.EXACT)
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    effect: Mapped[str] = mapped_column(sa.Text, default="")
    source_kind: Mapped[SourceKind] = mapped_column(text_enum(SourceKind), default=SourceKind.RESIDENT)
    reporter_code: Mapped[str] = mapped_column(sa.String(100), default="")
    verified: Mapped[Verified] = mapped_column(text_enum(Verified), default=Verified.UNKNOWN)
    hearing: Mapped[Hearing] = mapped_column(text_enum(Hearing), default=Hearing.NOT_YET)
    corrects_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("incident.id"), default=None, index=True)


class IncidentHearing(CaseBound, Created, Base):
    """The tenant's side of an incident, in the tenant's words (sealed)."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.CORPORATION
    __tablename__ = "incident_hearing"

    incident_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("incident.id"), index=True)
    held_on: Mapped[dt.date]
    outcome: Mapped[Hearing] = mapped_column(text_enum(Hearing))
    present: Mapped[str] = mapped_column(sa.String(300), default="")
    interpreter: Mapped[str] = mapped_column(sa.String(200), default="")
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    version_sealed: Mapped[Sealed | None] = mapped_column(default=None, init=False)


class Contact(CaseBound, Created, Base):
    """A contact: that it was, how, and what the parties may read about it."""

    __tablename__ = "contact"
    __table_args__ = (sa.Index(None, "case_id", "held_on"),)

    held_on: Mapped[dt.date]
    kind: Mapped[ContactKind] = mapped_column(text_enum(ContactKind))
    outcome: Mapped[ContactOutcome] = mapped_column(text_enum(ContactOutcome))
    compartment: Mapped[Compartment] = mapped_column(text_enum(Compartment))
    counterpart: Mapped[str] = mapped_column(sa.String(200), default="")
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)


class CareNote(CaseBound, Created, Base):
    """What the expert noted about a contact for care alone; in a table and under a key of its own."""

    COMPARTMENT: ClassVar[Compartment] = Compartment.CARE
    __tablename__ = "care_note"

    contact_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("contact.id"), unique=True)
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    note_sealed: Mapped[SealedCare | None] = mapped_column(default=None, init=False)


class HelpOffer(CaseBound, Versioned, Created, Base):
    """Help that was offered: by whom, what the tenant answered, what followed."""

    __tablename__ = "help_offer"

    offered_on: Mapped[dt.date]
    kind: Mapped[HelpKind] = mapped_column(text_enum(HelpKind))
    offered_by: Mapped[str] = mapped_column(sa.String(200))
    response: Mapped[HelpResponse] = mapped_column(text_enum(HelpResponse), default=HelpResponse.NO_ANSWER)
    follow_up: Mapped[str] = mapped_column(sa.Text, default="")
    compartment: Mapped[Compartment] = mapped_column(text_enum(Compartment), default=Compartment.SHARED)
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)


class CaseDocument(CaseBound, Created, Base):
    """A document of a case; the file itself is stored once and never changed.

    The title of a care document is sealed; `title` then holds a word that says nothing.
    """

    __tablename__ = "case_document"

    title: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[DocumentKind] = mapped_column(text_enum(DocumentKind))
    compartment: Mapped[Compartment] = mapped_column(text_enum(Compartment))
    stored_file_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("stored_file.id"))
    dated_on: Mapped[dt.date | None] = mapped_column(default=None)
    incident_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("incident.id"), default=None, index=True)
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"), default=None)
    title_sealed: Mapped[SealedCare | None] = mapped_column(default=None, init=False)
    stored_file: Mapped[StoredFile] = relationship(init=False, lazy="raise_on_sql")


class ReferralDraft(Versioned, Created, Base):
    """A referral that is being written: kept at every page, so that it survives a closed browser."""

    __tablename__ = "referral_draft"

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    saved_at: Mapped[Moment]
    corporation_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("organisation.id"), default=None)
    answers: Mapped[Json] = mapped_column(default_factory=dict)
    case_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("case.id"), default=None)


class ReferralUpload(Created, Base):
    """A file that was put with a referral draft."""

    __tablename__ = "referral_upload"

    draft_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("referral_draft.id"), index=True)
    stored_file_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("stored_file.id"))
    title: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[DocumentKind] = mapped_column(text_enum(DocumentKind))
    name: Mapped[str] = mapped_column(sa.String(200))
    size: Mapped[int]
    dated_on: Mapped[dt.date | None] = mapped_column(default=None)
