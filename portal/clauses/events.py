"""Facts about the clause library."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ClauseReleased:
    """A version of a clause came into the library; its body never changes again."""

    name: ClassVar[str] = "clause.released"
    clause_id: uuid.UUID
    code: str
    number: int
    digest: str
    case_id: None = None


@dataclass(frozen=True, slots=True)
class ClauseWithdrawn:
    """A clause is no longer offered; agreements that hold it keep it."""

    name: ClassVar[str] = "clause.withdrawn"
    clause_id: uuid.UUID
    code: str
    case_id: None = None


@dataclass(frozen=True, slots=True)
class ClauseDrafted:
    """A working text was begun: of a new clause, or of the next version of one."""

    name: ClassVar[str] = "clause.drafted"
    clause_id: uuid.UUID
    code: str
    case_id: None = None


@dataclass(frozen=True, slots=True)
class ClauseChanged:
    """Somebody changed a part of the working text; a review of it is void."""

    name: ClassVar[str] = "clause.changed"
    clause_id: uuid.UUID
    code: str
    part: str
    case_id: None = None


@dataclass(frozen=True, slots=True)
class ClauseReviewed:
    """Somebody who did not write it approved the working text, until a date."""

    name: ClassVar[str] = "clause.reviewed"
    clause_id: uuid.UUID
    code: str
    digest: str
    until: dt.date
    case_id: None = None


@dataclass(frozen=True, slots=True)
class ClauseDraftDiscarded:
    name: ClassVar[str] = "clause.draft_discarded"
    clause_id: uuid.UUID
    code: str
    case_id: None = None
