"""What happened to submissions: ids, codes and numbers, never an answer."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SubmissionStarted:
    """Somebody began to fill in a form about a person."""

    name: ClassVar[str] = "submission.started"
    case_id: uuid.UUID
    submission_id: uuid.UUID
    family_key: str
    form_digest: str
    person_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class SubmissionSubmitted:
    """A form was sent; from now on its answers stand still."""

    name: ClassVar[str] = "submission.submitted"
    case_id: uuid.UUID
    submission_id: uuid.UUID
    family_key: str
    form_digest: str
    assessed_on: dt.date


@dataclass(frozen=True, slots=True)
class SubmissionReturned:
    """A sent form was given back to be corrected."""

    name: ClassVar[str] = "submission.returned"
    case_id: uuid.UUID
    submission_id: uuid.UUID
    family_key: str


@dataclass(frozen=True, slots=True)
class SubmissionAccepted:
    """A sent form was accepted, and some of it released to all parties."""

    name: ClassVar[str] = "submission.accepted"
    case_id: uuid.UUID
    submission_id: uuid.UUID
    family_key: str
    form_digest: str
    person_id: uuid.UUID
    released: int


@dataclass(frozen=True, slots=True)
class SubmissionCorrected:
    """An answer of a sent form was corrected; the answer that stood is kept beside it."""

    name: ClassVar[str] = "submission.corrected"
    case_id: uuid.UUID
    submission_id: uuid.UUID
    family_key: str
    field_id: str
    compartment: str
    number: int


@dataclass(frozen=True, slots=True)
class SubmissionRenewed:
    """A draft was carried over to a newer version of its form; answers that did not fit are kept beside it."""

    name: ClassVar[str] = "submission.renewed"
    case_id: uuid.UUID
    submission_id: uuid.UUID
    family_key: str
    from_digest: str
    form_digest: str
    unfit: int
