"""What happened in the administration that no room records itself."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class JobRetried:
    """A job that was given up after so many attempts runs again; the reason is a commitment."""

    name: ClassVar[str] = "admin.job_retried"
    case_id: uuid.UUID | None
    job_id: uuid.UUID
    job: str
    attempts: int


@dataclass(frozen=True, slots=True)
class ListExported:
    """Somebody took a list as a file; `narrowed` tells whether it was searched or filtered."""

    name: ClassVar[str] = "admin.exported"
    screen: str
    narrowed: bool

    @property
    def case_id(self) -> uuid.UUID | None:
        return None
