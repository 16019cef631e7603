"""Builders of people and dwellings."""

from __future__ import annotations

import uuid
from typing import Any

from portal.core.uow import UnitOfWork
from portal.parties import services
from portal.parties.models import Dwelling, Person
from portal.parties.rules import DwellingFacts, FormOfAddress, PersonFacts


def person_facts(**changes: Any) -> PersonFacts:
    """Return the facts of a tenant."""
    usual: dict[str, Any] = {
        "given_names": "Jurriën",
        "surname": "van 't Zandt",
        "form_of_address": FormOfAddress.SIR,
        "birth_year": 1979,
    }
    return PersonFacts(**(usual | changes))


def dwelling_facts(**changes: Any) -> DwellingFacts:
    """Return the facts of a dwelling."""
    usual: dict[str, Any] = {
        "street": "Lijsterbeslaan",
        "house_number": "12-III",
        "postcode": "9751 ZB",
        "town": "Veenrade",
    }
    return DwellingFacts(**(usual | changes))


def make_person(uow: UnitOfWork, owner_id: uuid.UUID, **changes: Any) -> Person:
    """Enter a person."""
    return services.add_person(uow, person_facts(owner_id=owner_id, **changes))


def make_dwelling(uow: UnitOfWork, owner_id: uuid.UUID, **changes: Any) -> Dwelling:
    """Enter a dwelling."""
    return services.add_dwelling(uow, dwelling_facts(owner_id=owner_id, **changes))
