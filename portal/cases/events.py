"""What happened in a case: ids, codes, numbers and dates, never names or free text."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CaseReferred:
    """A corporation referred a tenant."""

    name: ClassVar[str] = "case.referred"
    case_id: uuid.UUID
    reference: str
    corporation_id: uuid.UUID
    on: dt.date


@dataclass(frozen=True, slots=True)
class ExpertAssigned:
    """The bureau gave a case to an expert."""

    name: ClassVar[str] = "case.assigned"
    case_id: uuid.UUID
    user_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class CaseMoved:
    """A case came into another state."""

    name: ClassVar[str] = "case.moved"
    case_id: uuid.UUID
    action: str
    before: str
    after: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class TenantTold:
    """The tenant was told about the referral."""

    name: ClassVar[str] = "case.tenant_told"
    case_id: uuid.UUID
    on: dt.date


@dataclass(frozen=True, slots=True)
class ParticipantAdded:
    """A person came into a case."""

    name: ClassVar[str] = "case.participant_added"
    case_id: uuid.UUID
    person_id: uuid.UUID
    role: str


@dataclass(frozen=True, slots=True)
class HouseholdStated:
    """Who lives with the tenant was stated, in age bands."""

    name: ClassVar[str] = "case.household_stated"
    case_id: uuid.UUID
    members: int


@dataclass(frozen=True, slots=True)
class IncidentLogged:
    """An incident was written down."""

    name: ClassVar[str] = "incident.logged"
    case_id: uuid.UUID
    incident_id: uuid.UUID
    number: int
    category: str
    stated_on: dt.date


@dataclass(frozen=True, slots=True)
class IncidentChanged:
    """An incident was changed within the half hour."""

    name: ClassVar[str] = "incident.changed"
    case_id: uuid.UUID
    incident_id: uuid.UUID
    number: int


@dataclass(frozen=True, slots=True)
class IncidentCorrected:
    """An incident was corrected by an addition."""

    name: ClassVar[str] = "incident.corrected"
    case_id: uuid.UUID
    incident_id: uuid.UUID
    number: int
    corrects: int


@dataclass(frozen=True, slots=True)
class IncidentVerified:
    """Somebody checked whether an incident happened as stated."""

    name: ClassVar[str] = "incident.verified"
    case_id: uuid.UUID
    incident_id: uuid.UUID
    number: int
    verified: str


@dataclass(frozen=True, slots=True)
class TenantHeard:
    """The tenant's side of an incident was asked for."""

    name: ClassVar[str] = "incident.heard"
    case_id: uuid.UUID
    incident_id: uuid.UUID
    number: int
    outcome: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class ReporterRevealed:
    """Somebody looked up who a reporter is."""

    name: ClassVar[str] = "reporter.revealed"
    case_id: uuid.UUID
    reporter_id: uuid.UUID
    code: str


@dataclass(frozen=True, slots=True)
class ContactLogged:
    """A contact was written down."""

    name: ClassVar[str] = "contact.logged"
    case_id: uuid.UUID
    contact_id: uuid.UUID
    kind: str
    outcome: str
    on: dt.date
    compartment: str


@dataclass(frozen=True, slots=True)
class HelpOffered:
    """Help was offered to the tenant."""

    name: ClassVar[str] = "help.offered"
    case_id: uuid.UUID
    help_id: uuid.UUID
    kind: str
    response: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class HelpAnswered:
    """What came of offered help was written down."""

    name: ClassVar[str] = "help.answered"
    case_id: uuid.UUID
    help_id: uuid.UUID
    response: str


@dataclass(frozen=True, slots=True)
class DocumentFiled:
    """A document was put into a case."""

    name: ClassVar[str] = "document.filed"
    case_id: uuid.UUID
    document_id: uuid.UUID
    kind: str
    compartment: str
    sha256: str
