"""The four pages of a referral."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, FileField, FormField, StringField, TelField, TextAreaField

from portal.cases import messages as words
from portal.cases.inputs.log import IncidentPart
from portal.cases.inputs.people import band_field, band_number
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
from portal.parties.inputs.people import LANGUAGES
from portal.parties.messages import WORDS as PARTY
from portal.parties.rules import AgeBand


class WhoForm(PageForm):
    """Referral page 1: the dwelling and who lives there."""

    corporation_id = ChoiceField(_("Corporatie"), choices=[], validate_choice=False)
    street = StringField(_("Straat"), [needed(_("Vul de straat in.")), at_most(100)])
    house_number = StringField(_("Huisnummer"), [needed(_("Vul het huisnummer in.")), at_most(40)])
    postcode = StringField(_("Postcode"), [needed(_("Vul de postcode in.")), at_most(20)])
    town = StringField(_("Plaats"), [needed(_("Vul de plaats in.")), at_most(100)])
    lease_on = RightDate(_("Datum van de huurovereenkomst"))
    form_of_address = ChoicesField(
        _("Aanhef"), choices=[(key, PARTY[key]) for key in ("sir", "madam", "neutral")], default="neutral"
    )
    given_names = StringField(_("Voornamen"), [at_most(100)])
    initials = StringField(_("Voorletters"), [at_most(20)])
    surname = StringField(_("Achternaam"), [needed(_("Vul de achternaam in.")), at_most(100)])
    partner_surname = StringField(_("Achternaam van de partner"), [at_most(100)])
    name_order = ChoiceField(
        _("Welke naam gebruikt de huurder?"),
        choices=[(key, PARTY[key]) for key in ("own", "partner", "own_partner", "partner_own")],
        default="own",
    )
    birth_year = WholeNumber(_("Geboortejaar"))
    phone = TelField(_("Telefoon"), [at_most(40)])
    email = EmailField(_("E-mail"), [at_most(254)])
    language = ChoiceField(_("Taal"), choices=options(LANGUAGES), default="nl")
    reading = ChoicesField(
        _("Lezen"), choices=[(key, PARTY[key]) for key in ("easy", "hard", "unknown")], default="unknown"
    )
    co_given_names = StringField(_("Voornamen van de medehuurder"), [at_most(100)])
    co_surname = StringField(_("Achternaam van de medehuurder"), [at_most(100)])
    co_birth_year = WholeNumber(_("Geboortejaar van de medehuurder"))
    co_form_of_address = ChoiceField(
        _("Aanhef van de medehuurder"),
        choices=[(key, PARTY[key]) for key in ("neutral", "sir", "madam")],
        default="neutral",
    )

    @property
    def bands(self) -> list[Any]:
        """The fields of the household, one per age band."""
        return [self[band_field(band)] for band in AgeBand]

    def answers(self) -> dict[str, Any]:
        """Return what was filled in, as it is kept in a draft."""
        texts = {
            name: str(field.data).strip()
            for name, field in self._fields.items()
            if field.data not in (None, "") and not name.startswith("band_") and name != "corporation_id"
        }
        counts = {band.value: self[band_field(band)].data for band in AgeBand if self[band_field(band)].data}
        return texts | {"household": counts}

    @classmethod
    def kept(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of the form from what was kept in a draft."""
        data: dict[str, Any] = {name: value for name, value in answers.items() if name != "household"}
        for name in ("lease_on",):
            if data.get(name):
                data[name] = dt.date.fromisoformat(data[name])
        for band, count in (answers.get("household") or {}).items():
            data[band_field(AgeBand(band))] = count
        return data


for _band in AgeBand:
    setattr(WhoForm, band_field(_band), band_number(_band))


class MatterForm(PageForm):
    """Referral page 2: why, and the first incidents."""

    reason = TextAreaField(
        _("Wat speelt er?"), [needed(_("Schrijf in een paar zinnen op wat er speelt.")), at_most(5000)]
    )
    first = FormField(IncidentPart)
    second = FormField(IncidentPart)
    third = FormField(IncidentPart)

    @property
    def parts(self) -> list[Any]:
        """The three incidents."""
        return [self.first.form, self.second.form, self.third.form]

    def answers(self) -> dict[str, Any]:
        """Return what was filled in, as it is kept in a draft."""
        incidents = [part.answers() for part in self.parts if part.on.data or (part.facts.data or "").strip()]
        return {"reason": (self.reason.data or "").strip(), "incidents": incidents}

    @classmethod
    def kept(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of the form from what was kept."""
        parts = [IncidentPart.kept(one) for one in answers.get("incidents", ())]
        return {"reason": answers.get("reason", ""), **dict(zip(("first", "second", "third"), parts, strict=False))}


class UploadForm(PageForm):
    """Referral page 3, and documents of a case."""

    file = FileField(_("Bestand"))
    title = StringField(_("Naam van het stuk"), [at_most(200)])
    kind = ChoiceField(_("Soort stuk"), choices=options(words.DOCUMENTS), default="letter")
    dated_on = RightDate(_("Datum van het stuk"))
    compartment = ChoicesField(_("Voor wie is dit stuk?"), choices=options(words.COMPARTMENTS), default="B")


class CheckForm(PageForm):
    """Referral page 4: what the tenant knows."""

    told = ChoicesField(
        _("Weet de huurder van deze aanmelding?"),
        choices=[("yes", _("Ja, de huurder weet het")), ("no", _("Nee, nog niet"))],
        default="no",
    )
    tenant_told_on = RightDate(_("Wanneer heeft u het verteld?"))
    duplicate_seen = BooleanField(_("Ik heb de lopende zaak gezien en wil toch aanmelden"))
