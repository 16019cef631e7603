"""What is told about a person, a representative or a dwelling, as plain values."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from portal.parties.rules.names import FormOfAddress, NameOrder
from portal.parties.rules.representation import RepresentationKind


class Reading(StrEnum):
    """How easily a person reads Dutch."""

    EASY = "easy"
    HARD = "hard"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """A person as told; `owner_id` is the organisation that keeps the entry (the actor's own when left out)."""

    surname: str
    initials: str = ""
    given_names: str = ""
    prefix: str = ""
    partner_prefix: str = ""
    partner_surname: str = ""
    name_order: NameOrder = NameOrder.OWN
    form_of_address: FormOfAddress = FormOfAddress.NEUTRAL
    original_script: str = ""
    birth_year: int | None = None
    birth_date: dt.date | None = None
    language: str = "nl"
    reading: Reading = Reading.UNKNOWN
    phone: str = ""
    email: str = ""
    owner_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationFacts:
    """Somebody who acts for a person: the name of the human being, the office, and since when."""

    kind: RepresentationKind
    name: str
    organisation_name: str = ""
    capacity: str = ""
    email: str = ""
    phone: str = ""
    since: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DwellingFacts:
    """A dwelling as told; the house number as it is written on the door."""

    street: str
    house_number: str
    postcode: str
    town: str
    owner_id: uuid.UUID | None = None
