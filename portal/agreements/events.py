"""What happened to an agreement: ids, numbers, digests and dates, never names or free text."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class AgreementDrafted:
    """A draft was begun: of a new agreement, or of the next version of one."""

    name: ClassVar[str] = "agreement.drafted"
    case_id: uuid.UUID
    agreement_id: uuid.UUID
    number: int
    template_key: str


@dataclass(frozen=True, slots=True)
class AgreementChanged:
    """Somebody changed a part of the draft."""

    name: ClassVar[str] = "agreement.changed"
    case_id: uuid.UUID
    agreement_id: uuid.UUID
    part: str


@dataclass(frozen=True, slots=True)
class DraftDiscarded:
    name: ClassVar[str] = "agreement.draft_discarded"
    case_id: uuid.UUID
    agreement_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class AgreementFrozen:
    """The draft became a version: content, digest and stored bytes that never change."""

    name: ClassVar[str] = "agreement.frozen"
    case_id: uuid.UUID
    agreement_id: uuid.UUID
    version_id: uuid.UUID
    number: int
    content_digest: str
    p0_sha256: str


@dataclass(frozen=True, slots=True)
class TemplateMoved:
    """A template of an agreement or a letter was begun, copied, changed, reviewed, released or put aside."""

    name: ClassVar[str] = "template.moved"
    key: str
    number: int
    what: str
    case_id: None = None


@dataclass(frozen=True, slots=True)
class TemplateStood:
    """An agreement template was withdrawn, so that no new agreement begins with it, or offered again."""

    name: ClassVar[str] = "template.stood"
    key: str
    what: str
    case_id: None = None


@dataclass(frozen=True, slots=True)
class AgreementSentAnyway:
    """A version was made while its legal health had open points; the reason is kept with it."""

    name: ClassVar[str] = "agreement.sent_anyway"
    case_id: uuid.UUID
    version_id: uuid.UUID
    codes: str


@dataclass(frozen=True, slots=True)
class AgreementOffered:
    """A version was put before the parties."""

    name: ClassVar[str] = "agreement.offered"
    case_id: uuid.UUID
    agreement_id: uuid.UUID
    version_id: uuid.UUID
    number: int


@dataclass(frozen=True, slots=True)
class AgreementSuperseded:
    """A newer version took the place of one that was not in force yet: what was signed on it is void."""

    name: ClassVar[str] = "agreement.superseded"
    case_id: uuid.UUID
    version_id: uuid.UUID
    by_version_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class AgreementReplaced:
    """A newer version took effect in the place of one that was in force; what was signed on it stays history."""

    name: ClassVar[str] = "agreement.replaced"
    case_id: uuid.UUID
    version_id: uuid.UUID
    by_version_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class AgreementMoved:
    """A version came into another state."""

    name: ClassVar[str] = "agreement.moved"
    case_id: uuid.UUID
    version_id: uuid.UUID
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AgreementTookEffect:
    name: ClassVar[str] = "agreement.took_effect"
    case_id: uuid.UUID
    version_id: uuid.UUID
    in_force_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True, slots=True)
class AgreementExtended:
    name: ClassVar[str] = "agreement.extended"
    case_id: uuid.UUID
    version_id: uuid.UUID
    until: dt.date


@dataclass(frozen=True, slots=True)
class AgreementEnded:
    name: ClassVar[str] = "agreement.ended"
    case_id: uuid.UUID
    version_id: uuid.UUID
    on: dt.date
