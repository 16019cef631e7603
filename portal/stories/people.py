"""The header of a story: the organisations, their users, the persons of the case, their representatives, the home."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from portal.parties.rules import FormOfAddress, NameOrder, Reading, RepresentationKind

Key = str
"""The word by which the story names somebody or something."""

Role = Literal["bureau_admin", "bureau_staff", "legal", "corporation_staff", "expert", "social_team", "auditor"]


class Closed(BaseModel):
    """A part of a story: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, hide_input_in_errors=True)


class Organisation(Closed):
    """An organisation; one with the same name that is there already is the same one."""

    kind: Literal["bureau", "corporation", "expert_practice", "social_team"]
    name: str = Field(min_length=1)
    kvk: str = ""
    email: str = ""
    phone: str = ""


class User(Closed):
    """Somebody who signs in; a user with the same mail address who is there already is the same one."""

    name: str = Field(min_length=1)
    email: str = Field(min_length=3)
    phone: str = ""
    roles: dict[Key, Role] = Field(min_length=1, description="organisation: role")


class Person(Closed):
    """A tenant, a co-tenant or another person of the case."""

    surname: str = Field(min_length=1)
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


class Representative(Closed):
    """Somebody who acts for a person; enters the case with the act `add_representative`."""

    of: Key = Field(description="the person")
    kind: RepresentationKind
    name: str = Field(min_length=1)
    organisation_name: str = ""
    capacity: str = ""
    email: str = ""
    phone: str = ""
    since: dt.date | None = None


class Home(Closed):
    """The dwelling; the house number as it is written on the door."""

    street: str
    house_number: str
    postcode: str
    town: str = "Veenrade"


class People(Closed):
    """Everybody in a story, each under the word by which the acts name them."""

    organisations: dict[Key, Organisation] = Field(default_factory=dict)
    users: dict[Key, User] = Field(default_factory=dict)
    persons: dict[Key, Person] = Field(default_factory=dict)
    representatives: dict[Key, Representative] = Field(default_factory=dict)
