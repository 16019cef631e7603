"""A person, somebody who acts for a person, and a search of the public register."""

from __future__ import annotations

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import EmailField, StringField, TelField

from portal.parties.inputs.fields import (
    ChoiceField,
    ChoicesField,
    PageForm,
    RightDate,
    WholeNumber,
    at_most,
    needed,
    options,
)
from portal.parties.messages import WORDS
from portal.parties.models import Person
from portal.parties.rules import FormOfAddress, NameOrder, PersonFacts, Reading, RepresentationFacts, RepresentationKind

LANGUAGES: dict[str, LazyString] = {
    "nl": _("Nederlands"),
    "en": _("Engels"),
    "ar": _("Arabisch"),
    "tr": _("Turks"),
    "pl": _("Pools"),
    "uk": _("Oekraïens"),
    "ti": _("Tigrinya"),
    "fa": _("Farsi"),
    "so": _("Somalisch"),
    "other": _("Een andere taal"),
}


def _named(*keys: str) -> list[tuple[str, LazyString]]:
    return [(key, WORDS[key]) for key in keys]


class PersonForm(PageForm):
    """A person's entry."""

    form_of_address = ChoicesField(_("Aanhef"), choices=_named("sir", "madam", "neutral"), default="neutral")
    given_names = StringField(_("Voornamen"), [at_most(100)])
    initials = StringField(_("Voorletters"), [at_most(20)])
    prefix = StringField(_("Tussenvoegsel"), [at_most(30)])
    surname = StringField(_("Achternaam"), [needed(_("Vul de achternaam in.")), at_most(100)])
    partner_prefix = StringField(_("Tussenvoegsel van de partner"), [at_most(30)])
    partner_surname = StringField(_("Achternaam van de partner"), [at_most(100)])
    name_order = ChoiceField(
        _("Welke naam gebruikt deze persoon?"),
        choices=_named("own", "partner", "own_partner", "partner_own"),
        default="own",
    )
    original_script = StringField(_("Naam in eigen schrift"), [at_most(200)])
    birth_date = RightDate(_("Geboortedatum"))
    birth_year = WholeNumber(_("Of alleen het geboortejaar"))
    language = ChoiceField(_("Taal"), choices=options(LANGUAGES), default="nl")
    reading = ChoicesField(_("Lezen"), choices=_named("easy", "hard", "unknown"), default="unknown")
    phone = TelField(_("Telefoon"), [at_most(40)])
    email = EmailField(_("E-mail"), [at_most(254)])

    def facts(self) -> PersonFacts:
        """Return what was filled in."""
        texts: dict[str, Any] = {
            name: self[name].data or ""
            for name in (
                "given_names", "initials", "prefix", "surname", "partner_prefix", "partner_surname", "original_script",
                "phone", "email",
            )
        }  # fmt: skip
        return PersonFacts(
            **texts,
            form_of_address=FormOfAddress(self.form_of_address.data),
            name_order=NameOrder(self.name_order.data),
            birth_date=self.birth_date.data,
            birth_year=self.birth_year.data,
            language=self.language.data,
            reading=Reading(self.reading.data),
        )

    @classmethod
    def kept(cls, person: Person) -> dict[str, Any]:
        """Return the data of the form from an entry; a year that follows from a date is not asked again."""
        data: dict[str, Any] = {name: getattr(person, name) for name in cls._names() if hasattr(person, name)}
        if person.birth_date:
            data["birth_year"] = None
        return {name: getattr(value, "value", value) for name, value in data.items()}

    @classmethod
    def _names(cls) -> list[str]:
        return [name for name in dir(cls) if hasattr(getattr(cls, name), "field_class")]


class RepresentationForm(PageForm):
    """Somebody who acts for a person."""

    kind = ChoicesField(_("Wat is deze persoon?"), choices=_named("administrator", "guardian", "mentor"))
    name = StringField(_("Naam"), [needed(_("Vul de naam van de vertegenwoordiger in.")), at_most(200)])
    organisation_name = StringField(_("Organisatie"), [at_most(200)])
    capacity = StringField(_("Hoedanigheid"), [at_most(100)])
    phone = TelField(_("Telefoon"), [at_most(40)])
    email = EmailField(_("E-mail"), [at_most(254)])
    since = RightDate(_("Sinds"))

    def facts(self) -> RepresentationFacts:
        """Return what was filled in."""
        return RepresentationFacts(
            kind=RepresentationKind(self.kind.data),
            name=self.name.data or "",
            organisation_name=self.organisation_name.data or "",
            capacity=self.capacity.data or "",
            phone=self.phone.data or "",
            email=self.email.data or "",
            since=self.since.data,
        )


class CheckForm(PageForm):
    """A search of the curatele- en bewindregister."""

    checked_on = RightDate(_("Wanneer heeft u gezocht?"), [needed(_("Vul de dag in waarop u heeft gezocht."))])
    result = ChoicesField(
        _("Wat heeft u gevonden?"),
        choices=[
            ("not_found", _("Niet gevonden")),
            ("administration", _("Bewind gevonden")),
            ("guardianship", _("Curatele gevonden")),
        ],
    )
    reference = StringField(_("Kenmerk van het uittreksel"), [at_most(100)])
