"""Facts about the clause library."""

from __future__ import annotations

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
