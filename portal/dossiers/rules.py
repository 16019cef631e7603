"""Rules of a court dossier: what a piece can be, why one may stay out, and how exhibits are numbered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.core.errors import Invalid


class DossierState(StrEnum):
    DRAFT = "draft"
    FILED = "filed"


class FilingState(StrEnum):
    QUEUED = "queued"
    DONE = "done"


class PieceKind(StrEnum):
    """Where a piece comes from."""

    REFERRAL = "referral"
    INCIDENT = "incident"
    CONTACT = "contact"
    HELP = "help"
    DOCUMENT = "document"
    CONCLUSION = "conclusion"
    AGREEMENT = "agreement"
    RELEASED = "released"


class Recipient(StrEnum):
    DISTRICT_COURT = "district_court"
    RELIEF_JUDGE = "relief_judge"
    LAWYER = "lawyer"
    OTHER = "other"


class Purpose(StrEnum):
    ORDER = "order"
    EVICTION = "eviction"
    SETTLEMENT = "settlement"
    RECORD = "record"


class LeaveOut(StrEnum):
    """Why a piece is not given."""

    NOT_RELEVANT = "not_relevant"
    DOUBLE = "double"
    THIRD_PARTY = "third_party"
    CARE = "care"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposeFacts:
    """What a dossier is for; both days belong to the period."""

    period_from: dt.date
    period_until: dt.date
    recipient: Recipient = Recipient.DISTRICT_COURT
    purpose: Purpose = Purpose.EVICTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is done with one piece: given, with what it proves; or left out, with a reason."""

    piece_id: uuid.UUID
    included: bool
    reason: LeaveOut | None = None
    note: str = ""
    proves: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A piece as it stands in the case; `favourable` to the tenant, so that it is not forgotten."""

    kind: PieceKind
    ref_id: uuid.UUID
    on: dt.date
    title: str
    author: str
    favourable: bool = False
    preset: bool = True


def check_period(facts: ComposeFacts, today: dt.date) -> None:
    """Refuse a period that ends before it begins, or lies wholly in the future: Invalid("dossier.period")."""
    if facts.period_until < facts.period_from or facts.period_from > today:
        raise Invalid("dossier.period", field="period_until")


def check_choice(choice: Choice) -> None:
    """Refuse to leave a piece out without a reason: Invalid("dossier.reason"), ("dossier.note") for "other"."""
    if choice.included:
        return
    if choice.reason is None:
        raise Invalid("dossier.reason", field=f"reason-{choice.piece_id}", piece=str(choice.piece_id))
    if choice.reason is LeaveOut.OTHER and not choice.note.strip():
        raise Invalid("dossier.note", field=f"note-{choice.piece_id}", piece=str(choice.piece_id))


def in_order(pieces: Iterable[Gathered]) -> list[Gathered]:
    """Order pieces by what happened first; on one day by kind, in the order of a case."""
    kinds = list(PieceKind)
    return sorted(pieces, key=lambda piece: (piece.on, kinds.index(piece.kind), str(piece.ref_id)))


def numbers(last: int, count: int) -> list[int]:
    """Give the next exhibit numbers: later additions continue, nothing is ever renumbered.

    >>> numbers(34, 2)
    [35, 36]
    """
    return list(range(last + 1, last + count + 1))


def pages_from(counts: Sequence[int]) -> list[int]:
    """Say on which dossier page each exhibit begins; its cover sheet counts as one page.

    >>> pages_from([3, 7, 1])
    [1, 5, 13]
    """
    starts, at = [], 1
    for count in counts:
        starts.append(at)
        at += count + 1
    return starts
