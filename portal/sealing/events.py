"""Facts of sealing: ids, digests and numbers only."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DocumentSealed:
    """The final file of a version was made and sealed, at this state of the audit chain."""

    name: ClassVar[str] = "document.sealed"
    case_id: uuid.UUID
    version_id: uuid.UUID
    sealed_file_id: uuid.UUID
    sha256: str
    level: str
    chain_seq: int
    chain_head: str


@dataclass(frozen=True, slots=True)
class AuthorityMade:
    """This installation made its own certificates."""

    name: ClassVar[str] = "seal.authority_made"
    case_id: None
    authority_id: uuid.UUID
    fingerprint: str
    valid_until: dt.datetime


@dataclass(frozen=True, slots=True)
class EditionAdded:
    """A time stamp was added behind a sealed file; its earlier editions stay on the register."""

    name: ClassVar[str] = "document.edition_added"
    case_id: uuid.UUID
    sealed_file_id: uuid.UUID
    number: int
    sha256: str
    level: str
    proven_until: dt.datetime


@dataclass(frozen=True, slots=True)
class CertificateEnrolled:
    """A sealing certificate of somebody else came into use."""

    name: ClassVar[str] = "seal.certificate_enrolled"
    case_id: None
    authority_id: uuid.UUID
    fingerprint: str
    valid_until: dt.datetime
