"""Facts of the signing ceremony: ids, codes, numbers, digests and dates, never names or free text."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SignersNamed:
    """The signatories of an offered version were listed, with the order in which they sign."""

    name: ClassVar[str] = "signing.signers_named"
    case_id: uuid.UUID
    version_id: uuid.UUID
    count: int
    scheme: str


@dataclass(frozen=True, slots=True)
class SignerInvited:
    name: ClassVar[str] = "signing.invited"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    role: str
    channel: str


@dataclass(frozen=True, slots=True)
class CodeSent:
    name: ClassVar[str] = "signing.code_sent"
    case_id: uuid.UUID
    signatory_id: uuid.UUID
    number: int


@dataclass(frozen=True, slots=True)
class CodeJudged:
    """A typed code was right, wrong, worn or too late."""

    name: ClassVar[str] = "signing.code_judged"
    case_id: uuid.UUID
    signatory_id: uuid.UUID
    outcome: str


@dataclass(frozen=True, slots=True)
class LinkLocked:
    """Ten codes were used up; from here only a person can help."""

    name: ClassVar[str] = "signing.link_locked"
    case_id: uuid.UUID
    signatory_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """Somebody with an old or locked link asked for a new one."""

    name: ClassVar[str] = "signing.link_asked"
    case_id: uuid.UUID
    signatory_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ReadingBegun:
    name: ClassVar[str] = "signing.reading_begun"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ClauseAnswered:
    name: ClassVar[str] = "signing.clause_answered"
    case_id: uuid.UUID
    signatory_id: uuid.UUID
    clause_number: str
    answer: str
    teach_back_right: bool | None
    seconds: int | None


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    name: ClassVar[str] = "signing.question_asked"
    case_id: uuid.UUID
    signatory_id: uuid.UUID
    question_id: uuid.UUID
    clause_number: str | None
    subject: str
    wants: str
    voice_sha256: str = ""


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    name: ClassVar[str] = "signing.question_answered"
    case_id: uuid.UUID
    signatory_id: uuid.UUID
    question_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class SignatureGiven:
    name: ClassVar[str] = "signing.signed"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    signature_id: uuid.UUID
    role: str
    method: str
    channel: str
    content_digest: str
    p0_sha256: str
    consent_key: str
    consent_digest: str


@dataclass(frozen=True, slots=True)
class SigningRefused:
    """A signatory decided not to sign: an outcome, not a fault."""

    name: ClassVar[str] = "signing.refused"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    role: str
    told_by: str = "page"


@dataclass(frozen=True, slots=True)
class RefusalExplained:
    name: ClassVar[str] = "signing.refusal_explained"
    case_id: uuid.UUID
    signatory_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class SignatureWithdrawn:
    name: ClassVar[str] = "signing.withdrawn"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    role: str
    told_by: str


@dataclass(frozen=True, slots=True)
class SignaturesVoided:
    """A newer version took the place of this one: what was signed on it no longer counts."""

    name: ClassVar[str] = "signing.voided"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatures: int


@dataclass(frozen=True, slots=True)
class AgreementSigned:
    """The last required signature was set; the reflection period runs."""

    name: ClassVar[str] = "agreement.signed"
    case_id: uuid.UUID
    version_id: uuid.UUID
    content_digest: str
    p0_sha256: str
    reflection_ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class CopyDelivered:
    """The final document lies ready behind everybody's link."""

    name: ClassVar[str] = "signing.copy_delivered"
    case_id: uuid.UUID
    version_id: uuid.UUID
    sha256: str


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """Somebody will sign in another way than before."""

    name: ClassVar[str] = "signing.channel_changed"
    case_id: uuid.UUID
    signatory_id: uuid.UUID
    channel: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A member of staff showed a QR code or handed over the tablet."""

    name: ClassVar[str] = "signing.handed_over"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    channel: str
    invitation_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class StatementMade:
    """A witness or an interpreter was written down."""

    name: ClassVar[str] = "signing.statement_made"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    statement_id: uuid.UUID
    part: str


@dataclass(frozen=True, slots=True)
class PaperReceived:
    """A scan of a signed paper came in, with all its pages."""

    name: ClassVar[str] = "signing.paper_received"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    paper_id: uuid.UUID
    sha256: str
    pages: int


@dataclass(frozen=True, slots=True)
class PaperConfirmed:
    """A second member of staff confirmed a signed paper."""

    name: ClassVar[str] = "signing.paper_confirmed"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    paper_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class PaperRejected:
    """A scan was set aside."""

    name: ClassVar[str] = "signing.paper_rejected"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    paper_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class UnderstandingDecided:
    """Staff decided that an agreement may be completed although few answers were right."""

    name: ClassVar[str] = "signing.understanding_decided"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    asked: int
    right: int


@dataclass(frozen=True, slots=True)
class ReminderSent:
    name: ClassVar[str] = "signing.reminder_sent"
    case_id: uuid.UUID
    signatory_id: uuid.UUID
    reminder_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ReminderStopped:
    name: ClassVar[str] = "signing.reminder_stopped"
    case_id: uuid.UUID
    signatory_id: uuid.UUID
    reminder_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class LinkExpired:
    """The last link of a signatory stopped working before he decided."""

    name: ClassVar[str] = "signing.link_expired"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    role: str


@dataclass(frozen=True, slots=True)
class OutcomeLetterFiled:
    """A letter about an outcome of signing was put among the papers of the case."""

    name: ClassVar[str] = "signing.letter_filed"
    case_id: uuid.UUID
    document_id: uuid.UUID
    letter: str


@dataclass(frozen=True, slots=True)
class SignatoryDelegated:
    """A professional signatory let a colleague sign, under a mandate."""

    name: ClassVar[str] = "signing.delegated"
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    user_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class PermissionGiven:
    """A tenant allows the helpers something, apart from any signature."""

    name: ClassVar[str] = "permission.given"
    case_id: uuid.UUID
    permission_id: uuid.UUID
    subject: str
    told_by: str


@dataclass(frozen=True, slots=True)
class PermissionWithdrawn:
    """A tenant took a permission back; no agreement ends by it."""

    name: ClassVar[str] = "permission.withdrawn"
    case_id: uuid.UUID
    permission_id: uuid.UUID
    subject: str
    told_by: str
