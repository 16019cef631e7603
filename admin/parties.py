"""Screens of persons and dwellings."""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Bundle
from wtforms import DateField, EmailField, IntegerField, SelectField, StringField, TelField, validators

from admin import words
from admin.accounts import ORGANISATIONS
from admin.base import Screen
from admin.columns import Column, Filter
from admin.inputs import AdminForm, RowField
from portal.accounts.models import Organisation
from portal.core.uow import UnitOfWork
from portal.definitions.rules.records import RecordKind
from portal.parties import services
from portal.parties.models import Dwelling, Person
from portal.parties.rules import DwellingFacts, FormOfAddress, NameOrder, PersonFacts, Reading, listed_name

_REQUIRED = validators.InputRequired(_l("Vul dit in"))
_OPTIONAL = validators.Optional()

LISTED_NAME: Bundle[Any] = Bundle(
    "name", Person.initials, Person.given_names, Person.prefix, Person.surname, Person.partner_prefix,
    Person.partner_surname, Person.name_order, Person.form_of_address,
)  # fmt: skip
ADDRESS: Bundle[Any] = Bundle("address", Dwelling.street, Dwelling.number, Dwelling.letter, Dwelling.addition)


class PersonChangeForm(AdminForm):
    """A person; what the law or the register decides is not changed here."""

    form_of_address = SelectField(_l("Aanhef"), choices=[(k.value, w) for k, w in words.FORMS_OF_ADDRESS.items()])
    initials = StringField(_l("Voorletters"), [_OPTIONAL, validators.Length(max=20)])
    given_names = StringField(_l("Voornamen"), [_OPTIONAL, validators.Length(max=100)])
    prefix = StringField(_l("Tussenvoegsel"), [_OPTIONAL, validators.Length(max=30)])
    surname = StringField(_l("Achternaam"), [_REQUIRED, validators.Length(max=100)])
    partner_prefix = StringField(_l("Tussenvoegsel van de partner"), [_OPTIONAL, validators.Length(max=30)])
    partner_surname = StringField(_l("Achternaam van de partner"), [_OPTIONAL, validators.Length(max=100)])
    name_order = SelectField(_l("Gebruikt"), choices=[(k.value, w) for k, w in words.NAME_ORDERS.items()])
    original_script = StringField(_l("Naam in eigen schrift"), [_OPTIONAL, validators.Length(max=200)])
    birth_date = DateField(_l("Geboortedatum"), [_OPTIONAL])
    birth_year = IntegerField(_l("Geboortejaar"), [_OPTIONAL], description=_l("Als de datum niet bekend is."))
    language = StringField(_l("Taal"), [_OPTIONAL, validators.Length(max=10)], description=_l("Bijvoorbeeld nl, ar of pl"))
    reading = SelectField(_l("Nederlands lezen"), choices=[(k.value, w) for k, w in words.READING.items()])
    phone = TelField(_l("Telefoon"), [_OPTIONAL])
    email = EmailField(_l("E-mail"), [_OPTIONAL])

    def facts(self, owner_id: uuid.UUID | None = None) -> PersonFacts:
        """Return what was typed."""
        text = {name: self[name].data or "" for name in (
            "initials", "given_names", "prefix", "surname", "partner_prefix", "partner_surname", "original_script",
            "phone", "email",
        )}  # fmt: skip
        return PersonFacts(
            **text, name_order=NameOrder(self.name_order.data), form_of_address=FormOfAddress(self.form_of_address.data),
            reading=Reading(self.reading.data), birth_date=self.birth_date.data, birth_year=self.birth_year.data,
            language=self.language.data or "nl", owner_id=owner_id,
        )  # fmt: skip


class PersonForm(PersonChangeForm):
    """A new person."""

    owner_id = RowField(_l("Van welke organisatie"), [_REQUIRED], reference=ORGANISATIONS)


class PersonScreen(Screen):
    """Tenants, co-tenants and people around them."""

    thing, change_action = "person", "person.change"
    one = _l("persoon")
    record = RecordKind.PERSON
    columns = (
        Column(key="name", label=_l("Naam"), source=LISTED_NAME, write=listed_name),
        Column(key="owner", label=_l("Organisatie"), source=Organisation.name),
        Column(key="birth_year", label=_l("Geboren"), source=Person.birth_year),
        Column(key="phone", label=_l("Telefoon"), source=Person.phone),
        Column(key="email", label=_l("E-mail"), source=Person.email),
        Column(key="reading", label=_l("Nederlands lezen"), source=Person.reading, words=words.READING),
    )
    more_columns = (
        Column(key="script", label=_l("Naam in eigen schrift"), source=Person.original_script),
        Column(key="order", label=_l("Gebruikt"), source=Person.name_order, words=words.NAME_ORDERS),
        Column(key="form", label=_l("Aanhef"), source=Person.form_of_address, words=words.FORMS_OF_ADDRESS),
        Column(key="birth_date", label=_l("Geboortedatum"), source=Person.birth_date, kind="date"),
        Column(key="language", label=_l("Taal"), source=Person.language),
        Column(key="created_at", label=_l("Toegevoegd"), source=Person.created_at, kind="moment"),
    )
    hidden_order = Person.sort_key
    filters = (
        Filter(name="organisatie", label=_l("Organisatie"), column=Person.owner_id, kind="row", reference=ORGANISATIONS),
        Filter(name="lezen", label=_l("Nederlands lezen"), column=Person.reading, words=words.READING),
    )
    search_column = Person.search_key
    order = ("sort_key", "asc")
    form_class, change_form_class = PersonForm, PersonChangeForm
    history_of = (
        "person.added", "person.changed", "representation.added", "representation.ended", "register.checked",
        "case.participant_added", "record.fields_kept",
    )  # fmt: skip

    def joined(self, query: sa.Select[Any]) -> sa.Select[Any]:
        return query.outerjoin(Organisation, Organisation.id == Person.owner_id)

    def title_of(self, row: Any) -> str:
        return listed_name(row)

    def add(self, uow: UnitOfWork, form: Any) -> Person:
        return services.add_person(uow, form.facts(form.owner_id.data))

    def change(self, uow: UnitOfWork, row_id: uuid.UUID, version: int, form: Any) -> None:
        services.change_person(uow, row_id, version, form.facts())


class DwellingChangeForm(AdminForm):
    """A dwelling, with the house number as it is on the door."""

    street = StringField(_l("Straat"), [_REQUIRED, validators.Length(max=100)])
    house_number = StringField(_l("Huisnummer"), [_REQUIRED], description=_l("Zoals het op de deur staat, bijvoorbeeld 12-III"))
    postcode = StringField(_l("Postcode"), [_REQUIRED])
    town = StringField(_l("Plaats"), [_REQUIRED, validators.Length(max=100)])

    def facts(self, owner_id: uuid.UUID | None = None) -> DwellingFacts:
        """Return what was typed."""
        return DwellingFacts(
            street=self.street.data, house_number=self.house_number.data, postcode=self.postcode.data,
            town=self.town.data, owner_id=owner_id,
        )  # fmt: skip


class DwellingForm(DwellingChangeForm):
    """A new dwelling."""

    owner_id = RowField(_l("Van welke organisatie"), [_REQUIRED], reference=ORGANISATIONS)


def _show_address(row: Any) -> str:
    return Dwelling.address.fget(row)  # type: ignore[attr-defined, no-any-return]


class DwellingScreen(Screen):
    """Dwellings of corporations."""

    thing, change_action = "dwelling", "dwelling.change"
    one = _l("woning")
    record = RecordKind.DWELLING
    columns = (
        Column(key="address", label=_l("Adres"), source=ADDRESS, write=_show_address),
        Column(key="postcode", label=_l("Postcode"), source=Dwelling.postcode),
        Column(key="town", label=_l("Plaats"), source=Dwelling.town),
        Column(key="owner", label=_l("Organisatie"), source=Organisation.name),
    )
    more_columns = (Column(key="created_at", label=_l("Toegevoegd"), source=Dwelling.created_at, kind="moment"),)
    hidden_order = Dwelling.sort_key
    filters = (
        Filter(name="organisatie", label=_l("Organisatie"), column=Dwelling.owner_id, kind="row", reference=ORGANISATIONS),
    )
    search_column = Dwelling.search_key
    order = ("sort_key", "asc")
    form_class, change_form_class = DwellingForm, DwellingChangeForm
    history_of = ("dwelling.added", "dwelling.changed", "record.fields_kept")

    def joined(self, query: sa.Select[Any]) -> sa.Select[Any]:
        return query.outerjoin(Organisation, Organisation.id == Dwelling.owner_id)

    def title_of(self, row: Any) -> str:
        return f"{row.address}, {row.town}"

    def add(self, uow: UnitOfWork, form: Any) -> Dwelling:
        return services.add_dwelling(uow, form.facts(form.owner_id.data))

    def change(self, uow: UnitOfWork, row_id: uuid.UUID, version: int, form: Any) -> None:
        services.change_dwelling(uow, row_id, version, form.facts())
