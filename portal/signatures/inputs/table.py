"""What staff fill in when somebody signs at the table or on paper."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    Form,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from portal.signatures.rules.permissions import Subject
from portal.signatures.rules.presence import IdKind, InterpreterFacts, Mode, WitnessFacts

DOCUMENTS = [
    (IdKind.PASSPORT.value, _("Paspoort")),
    (IdKind.CARD.value, _("Identiteitskaart")),
    (IdKind.DRIVING_LICENCE.value, _("Rijbewijs")),
    (IdKind.RESIDENCE.value, _("Verblijfsdocument")),
    (IdKind.KNOWN.value, _("Geen document: ik ken deze persoon")),
]
SUBJECTS = {
    Subject.DOCTOR: _("Praten met de huisarts"),
    Subject.SOCIAL_TEAM: _("Praten met het wijkteam"),
    Subject.DEBT_HELP: _("Praten met de schuldhulp"),
    Subject.RELATIVES: _("Praten met familie of naasten"),
}


class PlaceForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """Where somebody signs."""

    place = StringField(_("Waar zit u samen?"), [InputRequired(_("Vul in waar u samen zit."))])


class WitnessForm(PlaceForm):
    """What a witness declares."""

    name = StringField(_("Naam van de getuige"), [InputRequired(_("Vul de naam van de getuige in."))])
    id_kind = RadioField(
        _("Welk document heeft u gezien?"), [InputRequired(_("Kies welk document u heeft gezien."))], choices=DOCUMENTS
    )
    id_end = StringField(_("Laatste 3 tekens van het document"))
    read_aloud = BooleanField(_("De tekst wordt voorgelezen"))

    def facts(self) -> WitnessFacts:
        """Return what was filled in."""
        return WitnessFacts(
            name=self.name.data or "", place=self.place.data or "", id_kind=IdKind(self.id_kind.data),
            id_end=self.id_end.data or "", read_aloud=bool(self.read_aloud.data),
        )


class RefusalForm(WitnessForm):
    """A refusal in person."""

    only_seen = BooleanField(_("De huurder wil alleen laten vastleggen dat de brief is gezien"))
    said = TextAreaField(_("Wat zei de huurder? Vraag niet door."))


class InterpreterForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """Who interprets."""

    name = StringField(_("Naam van de tolk"), [InputRequired(_("Vul de naam van de tolk in."))])
    language = StringField(_("Taal"), [InputRequired(_("Vul de taal in."))])
    number = StringField(_("Wbtv-nummer"))
    mode = RadioField(
        _("Hoe tolkt deze persoon?"), [InputRequired(_("Kies hoe er wordt getolkt."))],
        choices=[(Mode.LIVE.value, _("Aanwezig")), (Mode.PHONE.value, _("Per telefoon")), (Mode.VIDEO.value, _("Per beeldgesprek"))],
    )
    independent = BooleanField(_("De tolk is geen kind, familielid of buur van de huurder"))

    def facts(self) -> InterpreterFacts:
        """Return what was filled in."""
        return InterpreterFacts(
            name=self.name.data or "", language=self.language.data or "", mode=Mode(self.mode.data),
            number=(self.number.data or "").strip(), independent=bool(self.independent.data),
        )


class PaperForm(WitnessForm):
    """A scan of a signed paper."""

    file = MultipleFileField(_("Scan van alle bladen"))
    codes = TextAreaField(_("Codes van bladen waarvan de QR-code niet te lezen is"))
    signed_on = DateField(_("Getekend op"), [InputRequired(_("Vul de dag in waarop is getekend."))])
    location = StringField(_("Waar ligt het origineel?"), [InputRequired(_("Vul in waar het origineel ligt."))])


class UnderstandingForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """Why an agreement may be completed although little was understood."""

    reason = TextAreaField(_("Waarom kan de overeenkomst toch doorgaan?"), [InputRequired(_("Leg uit waarom."))])


class DelegateForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """Which colleague signs instead."""

    user_id = SelectField(_("Collega die tekent"), validate_choice=False)
    mandate = StringField(_("Op grond van welk mandaat?"), [InputRequired(_("Vul het mandaat in."))])


class PermissionForm(Form):  # type: ignore[misc]  # wtforms carries no types
    """What a tenant allows."""

    person_id = SelectField(_("Wie geeft toestemming?"), validate_choice=False)
    subject = SelectField(_("Waarvoor?"), choices=[(one.value, words) for one, words in SUBJECTS.items()])
