"""What happened to people and dwellings, by id; names stand in no log."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """A person was entered."""

    name: ClassVar[str] = "person.added"
    person_id: uuid.UUID
    owner_id: uuid.UUID
    case_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """A person's entry was changed; `fields` names what, not to what."""

    name: ClassVar[str] = "person.changed"
    person_id: uuid.UUID
    fields: tuple[str, ...]
    case_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class RepresentationAdded:
    """Somebody turned out to act for a person."""

    name: ClassVar[str] = "representation.added"
    person_id: uuid.UUID
    representation_id: uuid.UUID
    kind: str
    case_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class RepresentationEnded:
    """Somebody no longer acts for a person."""

    name: ClassVar[str] = "representation.ended"
    person_id: uuid.UUID
    representation_id: uuid.UUID
    until: dt.date
    case_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class RegisterChecked:
    """The public register was searched for a person."""

    name: ClassVar[str] = "register.checked"
    person_id: uuid.UUID
    check_id: uuid.UUID
    on: dt.date
    result: str
    case_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class DwellingAdded:
    """A dwelling was entered."""

    name: ClassVar[str] = "dwelling.added"
    dwelling_id: uuid.UUID
    owner_id: uuid.UUID
    case_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class DwellingChanged:
    """The address of a dwelling was corrected."""

    name: ClassVar[str] = "dwelling.changed"
    dwelling_id: uuid.UUID
    case_id: uuid.UUID | None = None
