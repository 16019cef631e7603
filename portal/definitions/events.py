"""What happened to forms."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FormPublished:
    """A version of a form was published and is frozen."""

    name: ClassVar[str] = "form.published"
    version_id: uuid.UUID
    family_key: str
    number: int
    digest: str
    case_id: None = None
