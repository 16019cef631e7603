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
