"""What is told about a case, as plain values: the referral, incidents, contacts, offered help, documents."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from portal.parties.rules import AgeBand, DwellingFacts, PersonFacts


class ParticipantRole(StrEnum):
    """What a person is in a case."""

    TENANT = "tenant"
    CO_TENANT = "co_tenant"
    RESIDENT = "resident"
    SUPPORTER = "supporter"


class Relation(StrEnum):
    """What a member of the household is to the tenant."""

    CHILD = "child"
    PARTNER = "partner"
    PARENT = "parent"
    OTHER = "other"


class Certainty(StrEnum):
    """How sure a stated time is; UNKNOWN means that only the day is known."""

    EXACT = "exact"
    ABOUT = "about"
    UNKNOWN = "unknown"


class IncidentCategory(StrEnum):
    """What kind of nuisance was reported."""

    NOISE = "noise"
    AGGRESSION = "aggression"
    WASTE = "waste"
    ANIMALS = "animals"
    DRUGS = "drugs"
    VISITORS = "visitors"
    FIRE = "fire"
    DAMAGE = "damage"
    GARDEN = "garden"
    OTHER = "other"


class SourceKind(StrEnum):
    """Who noticed an incident."""

    RESIDENT = "resident"
    STAFF = "staff"
    POLICE = "police"
    EXPERT = "expert"
    OTHER = "other"


class ReporterWish(StrEnum):
    """What a reporter wants done with the own name."""

    KNOWN = "known"
    CORPORATION_ONLY = "corporation_only"
    NOTARY = "notary"


class Verified(StrEnum):
    """Whether somebody else than the reporter confirmed what happened."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


class Hearing(StrEnum):
    """Whether the tenant was heard about an incident."""

    NOT_YET = "not_yet"
    HEARD = "heard"
    NOT_REACHED = "not_reached"
    DECLINED = "declined"


class ContactKind(StrEnum):
    """How somebody was in contact."""

    VISIT = "visit"
    CALL = "call"
    LETTER = "letter"
    WARNING = "warning"
    MAIL = "mail"
    MESSAGE = "message"
    MEETING = "meeting"


class ContactOutcome(StrEnum):
    """What became of a contact."""

    HELD = "held"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    SENT = "sent"
    UNANSWERED = "unanswered"


class HelpKind(StrEnum):
    """What was offered."""

    GUIDANCE = "guidance"
    MEDIATION = "mediation"
    DEBT = "debt"
    CLEANING = "cleaning"
    TRAINING = "training"
    ADAPTATION = "adaptation"
    OTHER = "other"


class HelpResponse(StrEnum):
    """What the tenant answered."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    THINKING = "thinking"
    NO_ANSWER = "no_answer"


class DocumentKind(StrEnum):
    """What a document is."""

    LEASE = "lease"
    LETTER = "letter"
    WARNING = "warning"
    REPORT = "report"
    PHOTO = "photo"
    POLICE = "police"
    STATEMENT = "statement"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFacts:
    """A member of the household: never a name, only an age band."""

    age_band: AgeBand
    relation: Relation = Relation.CHILD
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterFacts:
    """Who reported; a known `code` refers to an earlier reporter of the same case, else a new one is made."""

    code: str = ""
    identity: str = ""
    wish: ReporterWish = ReporterWish.CORPORATION_ONLY


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFacts:
    """An incident as stated; moments are aware. The recorded moment is never stated, it is set."""

    stated_from: dt.datetime
    stated_until: dt.datetime | None = None
    certainty: Certainty = Certainty.EXACT
    place: str = ""
    category: IncidentCategory
    facts: str
    effect: str = ""
    source_kind: SourceKind = SourceKind.RESIDENT
    reporters: tuple[ReporterFacts, ...] = ()
    verified: Verified = Verified.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionFacts:
    """A correction by addition: what is different now, and why."""

    text: str
    verified: Verified | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingFacts:
    """The tenant's side of an incident, in the tenant's words."""

    held_on: dt.date
    outcome: Hearing = Hearing.HEARD
    present: str = ""
    interpreter: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFacts:
    """A contact; `summary` is what all parties may read, `care_note` only the expert (and, asked for, the tenant)."""

    held_on: dt.date
    kind: ContactKind
    outcome: ContactOutcome = ContactOutcome.HELD
    counterpart: str = ""
    summary: str = ""
    care_note: str = ""
    shared: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpFacts:
    """Offered help: by whom, what came of it."""

    offered_on: dt.date
    kind: HelpKind
    offered_by: str
    response: HelpResponse = HelpResponse.NO_ANSWER
    follow_up: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """A document put into a case; `compartment` is A (shared), B (corporation) or C (care)."""

    title: str
    kind: DocumentKind = DocumentKind.OTHER
    compartment: str = "B"
    dated_on: dt.date | None = None
    file_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A referral by a corporation; `documents` name files that were uploaded before (id of the stored file)."""

    tenant: PersonFacts
    dwelling: DwellingFacts
    reason: str
    co_tenants: tuple[PersonFacts, ...] = ()
    household: tuple[HouseholdFacts, ...] = ()
    incidents: tuple[IncidentFacts, ...] = ()
    documents: tuple[tuple[DocumentFacts, uuid.UUID], ...] = ()
    lease_on: dt.date | None = None
    tenant_told_on: dt.date | None = None
    corporation_id: uuid.UUID | None = None
