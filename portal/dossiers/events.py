"""Facts about dossiers: ids, numbers and digests only."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DossierComposed:
    """Somebody began a dossier."""

    name: ClassVar[str] = "dossier.composed"
    case_id: uuid.UUID
    dossier_id: uuid.UUID
    number: int
    period_from: dt.date
    period_until: dt.date
    purpose: str


@dataclass(frozen=True, slots=True)
class PiecesChosen:
    """Pieces were taken in or left out; the reasons stand with the dossier."""

    name: ClassVar[str] = "dossier.pieces_chosen"
    case_id: uuid.UUID
    dossier_id: uuid.UUID
    included: int
    left_out: int


@dataclass(frozen=True, slots=True)
class CareReleased:
    """The expert released one care document for a dossier."""

    name: ClassVar[str] = "dossier.care_released"
    case_id: uuid.UUID
    document_id: uuid.UUID
    release_id: uuid.UUID
    sha256: str


@dataclass(frozen=True, slots=True)
class DossierFiled:
    """A filing was frozen: which exhibits, before it is bound."""

    name: ClassVar[str] = "dossier.filed"
    case_id: uuid.UUID
    dossier_id: uuid.UUID
    filing_id: uuid.UUID
    number: int
    first_exhibit: int
    last_exhibit: int


@dataclass(frozen=True, slots=True)
class DossierBound:
    """A filing was bound into one file."""

    name: ClassVar[str] = "dossier.bound"
    case_id: uuid.UUID
    filing_id: uuid.UUID
    number: int
    pages: int
    sha256: str
    chain_seq: int
    chain_head: str
