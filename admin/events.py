"""What happened in the administration that no room records itself."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ListExported:
    """Somebody took a list as a file; `narrowed` tells whether it was searched or filtered."""

    name: ClassVar[str] = "admin.exported"
    screen: str
    narrowed: bool

    @property
    def case_id(self) -> uuid.UUID | None:
        return None
