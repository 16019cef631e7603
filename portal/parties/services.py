"""Commands on people, representatives, register checks and dwellings."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import phonenumbers
import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.plaintext import clean, refuse_bsn
from portal.core.policy import permits, require, scoped
from portal.core.search import fold
from portal.core.uow import UnitOfWork
from portal.parties import policies
from portal.parties.events import (
    DwellingAdded,
    DwellingChanged,
    PersonAdded,
    PersonChanged,
    RegisterChecked,
    RepresentationAdded,
    RepresentationEnded,
)
from portal.parties.models import Dwelling, Person, RegisterCheck, Representation
from portal.parties.rules import (
    DwellingFacts,
    PersonFacts,
    RegisterResult,
    RepresentationFacts,
    dwelling_key,
    dwelling_search_key,
    dwelling_sort_key,
    parse_house_number,
    parse_postcode,
    search_key,
    sort_key,
    split_surname,
    tidy_initials,
)

LANGUAGE_LENGTH = 10


def add_person(uow: UnitOfWork, facts: PersonFacts) -> Person:
    """Enter a person.

    Raises Denied, Invalid("person.surname"), ("person.phone"), ("person.email"), ("person.birth"), ("text.bsn").
    """
    owner_id = owner_of(uow, facts.owner_id)
    require(permits(uow.actor, "person.change") and policies.may_own(uow.actor, owner_id), "person.change")
    return enter_person(uow, replace(facts, owner_id=owner_id))


def enter_person(uow: UnitOfWork, facts: PersonFacts) -> Person:
    """Enter a person for whom the caller has asked the policy; `facts.owner_id` must be given. Raises as `add_person`."""
    assert facts.owner_id is not None
    person = Person(owner_id=facts.owner_id, **_person_columns(facts, uow.now))
    _fill_keys(person)
    uow.add(person)
    uow.record(PersonAdded(person.id, facts.owner_id))
    return person


def change_person(uow: UnitOfWork, person_id: uuid.UUID, version: int | None, facts: PersonFacts) -> Person:
    """Change a person's entry as a whole. Raises as `add_person`, and Conflict("row.stale")."""
    person = uow.get(Person, person_id, version)
    require(policies.may_change_person(uow.actor, person), "person.change")
    columns = _person_columns(facts, uow.now)
    changed = tuple(sorted(name for name, value in columns.items() if getattr(person, name) != value))
    for name in changed:
        setattr(person, name, columns[name])
    if changed:
        _fill_keys(person)
        uow.session.flush()
        uow.record(PersonChanged(person.id, changed))
    return person


def add_representation(uow: UnitOfWork, person_id: uuid.UUID, facts: RepresentationFacts) -> Representation:
    """Record who acts for a person. Raises Invalid("representation.name")."""
    person = uow.get(Person, person_id)
    require(policies.may_change_person(uow.actor, person), "person.change")
    name = clean(facts.name, field="name")
    if not name:
        raise Invalid("representation.name", field="name")
    row = uow.add(
        Representation(
            person_id=person.id,
            kind=facts.kind,
            name=refuse_bsn(name, field="name"),
            organisation_name=refuse_bsn(clean(facts.organisation_name, field="organisation_name")),
            capacity=refuse_bsn(clean(facts.capacity, 100, field="capacity"), field="capacity"),
            email=tidy_email(facts.email),
            phone=tidy_phone(facts.phone),
            since=facts.since,
        )
    )
    uow.record(RepresentationAdded(person.id, row.id, row.kind.value))
    return row


def end_representation(uow: UnitOfWork, representation_id: uuid.UUID, until: dt.date) -> Representation:
    """Record that somebody no longer acts for a person from the day after *until*."""
    row = uow.get(Representation, representation_id)
    require(policies.may_change_person(uow.actor, uow.get(Person, row.person_id)), "person.change")
    row.until = until
    uow.session.flush()
    uow.record(RepresentationEnded(row.person_id, row.id, until))
    return row


def check_register(
    uow: UnitOfWork, person_id: uuid.UUID, on: dt.date, result: RegisterResult | str, reference: str = ""
) -> RegisterCheck:
    """Record what the public register showed on a day; nothing found is kept as "not found on that day".

    Raises Invalid("register.result") and Invalid("register.future").
    """
    person = uow.get(Person, person_id)
    require(permits(uow.actor, "person.change"), "person.change")
    if result not in set(RegisterResult):
        raise Invalid("register.result", field="result")
    if on > clock.local(uow.now).date():
        raise Invalid("register.future", field="checked_on")
    row = uow.add(
        RegisterCheck(
            person_id=person.id,
            checked_on=on,
            checked_by=uow.actor.id,
            result=RegisterResult(result),
            reference=refuse_bsn(clean(reference, 100, field="reference"), field="reference"),
        )
    )
    uow.record(RegisterChecked(person.id, row.id, on, row.result.value))
    return row


def add_dwelling(uow: UnitOfWork, facts: DwellingFacts) -> Dwelling:
    """Enter a dwelling, or return the one its owner has already under another spelling.

    Raises Invalid("dwelling.number"), ("dwelling.postcode"), ("dwelling.street"), ("dwelling.town").
    """
    owner_id = owner_of(uow, facts.owner_id)
    require(permits(uow.actor, "dwelling.change") and policies.may_own(uow.actor, owner_id), "dwelling.change")
    columns = _dwelling_columns(facts)
    known = uow.session.scalars(
        scoped(Dwelling, uow.actor).where(Dwelling.owner_id == owner_id, Dwelling.key == columns["key"])
    ).one_or_none()
    if known is not None:
        return known
    dwelling = uow.add(Dwelling(owner_id=owner_id, **columns))
    uow.record(DwellingAdded(dwelling.id, owner_id))
    return dwelling


def change_dwelling(uow: UnitOfWork, dwelling_id: uuid.UUID, version: int | None, facts: DwellingFacts) -> Dwelling:
    """Correct the address of a dwelling. Raises as `add_dwelling`, and Conflict("row.stale")."""
    dwelling = uow.get(Dwelling, dwelling_id, version)
    require(policies.may_change_dwelling(uow.actor, dwelling), "dwelling.change")
    columns = _dwelling_columns(facts)
    same = sa.select(Dwelling.id).where(Dwelling.owner_id == dwelling.owner_id, Dwelling.key == columns["key"])
    if uow.session.scalar(same.where(Dwelling.id != dwelling.id)) is not None:
        raise Invalid("dwelling.known", field="house_number")
    for name, value in columns.items():
        setattr(dwelling, name, value)
    uow.session.flush()
    uow.record(DwellingChanged(dwelling.id))
    return dwelling


def check_person(facts: PersonFacts, now: dt.datetime) -> None:
    """Refuse what `add_person` would refuse, without entering anybody."""
    _person_columns(facts, now)


def check_dwelling(facts: DwellingFacts) -> None:
    """Refuse what `add_dwelling` would refuse, without entering anything."""
    _dwelling_columns(facts)


def owner_of(uow: UnitOfWork, named: uuid.UUID | None) -> uuid.UUID:
    """Return the organisation an entry is kept for: the named one, else the only one of the actor.

    Raises Invalid("party.owner") when there is no telling.
    """
    if named is not None:
        return named
    own = {organisation for organisation, _ in uow.actor.memberships}
    if len(own) != 1:
        raise Invalid("party.owner", field="owner_id")
    return own.pop()


def tidy_phone(typed: str, *, field: str = "phone") -> str:
    """Write a telephone number in the international way; Invalid("person.phone") when it is none. Empty stays empty."""
    text = clean(typed, 40, field=field)
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException:
        raise Invalid("person.phone", field=field) from None
    if not phonenumbers.is_possible_number(number):
        raise Invalid("person.phone", field=field)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def tidy_email(typed: str, *, field: str = "email") -> str:
    """Check the form of a mail address; Invalid("person.email") when it is none. Empty stays empty."""
    text = clean(typed, 254, field=field)
    if not text:
        return ""
    try:
        return str(validate_email(text, check_deliverability=False, test_environment=True).normalized)
    except EmailNotValidError:
        raise Invalid("person.email", field=field) from None


def _person_columns(facts: PersonFacts, now: dt.datetime) -> dict[str, Any]:
    prefix, surname = facts.prefix, clean(facts.surname, 100, field="surname")
    if not prefix.strip():
        prefix, surname = split_surname(surname)
    if not surname:
        raise Invalid("person.surname", field="surname")
    year = facts.birth_date.year if facts.birth_date else facts.birth_year
    impossible = year is not None and not 1900 <= year <= now.year
    if impossible or (facts.birth_date is not None and facts.birth_date > now.date()):
        raise Invalid("person.birth", field="birth_year")
    texts = {
        "surname": (surname, 100),
        "given_names": (facts.given_names, 100),
        "prefix": (prefix, 30),
        "partner_prefix": (facts.partner_prefix, 30),
        "partner_surname": (facts.partner_surname, 100),
        "original_script": (facts.original_script, 200),
        "language": (facts.language or "nl", LANGUAGE_LENGTH),
    }
    columns: dict[str, Any] = {
        name: refuse_bsn(clean(text, limit, field=name), field=name) for name, (text, limit) in texts.items()
    }
    if columns["partner_surname"] and not columns["partner_prefix"]:
        columns["partner_prefix"], columns["partner_surname"] = split_surname(columns["partner_surname"])
    return columns | {
        "initials": tidy_initials(clean(facts.initials, 20, field="initials"))[:20],
        "name_order": facts.name_order,
        "form_of_address": facts.form_of_address,
        "birth_year": year,
        "birth_date": facts.birth_date,
        "reading": facts.reading,
        "phone": tidy_phone(facts.phone),
        "email": tidy_email(facts.email),
    }


def _fill_keys(person: Person) -> None:
    person.sort_key = sort_key(person, fold)[:300]
    person.search_key = search_key(person, fold)[:600]


def _dwelling_columns(facts: DwellingFacts) -> dict[str, Any]:
    street, town = clean(facts.street, 100, field="street"), clean(facts.town, 100, field="town")
    for name, value in (("street", street), ("town", town)):
        if not value:
            raise Invalid(f"dwelling.{name}", field=name)
        refuse_bsn(value, field=name)
    number = parse_house_number(clean(facts.house_number, 40, field="house_number"))
    postcode = parse_postcode(clean(facts.postcode, 20, field="postcode"))
    parts = (number.number, number.letter, number.addition)
    return {
        "street": street,
        "number": number.number,
        "letter": number.letter,
        "addition": number.addition,
        "postcode": postcode,
        "town": town,
        "key": dwelling_key(postcode, *parts),
        "sort_key": dwelling_sort_key(street, *parts, fold),
        "search_key": dwelling_search_key(street, *parts, postcode, town, fold),
    }
