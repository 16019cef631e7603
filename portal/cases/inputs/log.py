"""What is written down during a case: incidents, hearings, contacts, offered help; assigning and stopping."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FileField, StringField, TextAreaField

from portal.cases import messages as words
from portal.parties.inputs.fields import (
    ChoiceField,
    ChoicesField,
    PageForm,
    RightDate,
    RightTime,
    at_most,
    needed,
    options,
)


class IncidentPart(PageForm):
    """What is asked about an incident."""

    on = RightDate(_("Datum"))
    start = RightTime(_("Vanaf"))
    end = RightTime(_("Tot"))
    certainty = ChoiceField(
        _("Hoe zeker is de tijd?"),
        choices=[(key, words.CERTAINTIES[key]) for key in ("exact", "about", "unknown")],
        default="exact",
    )
    category = ChoiceField(_("Wat voor overlast?"), choices=options(words.CATEGORIES, _("Kies")), default="")
    facts = TextAreaField(_("Wat is er gebeurd?"), [at_most(5000)])
    place = StringField(_("Waar?"), [at_most(200)])
    effect = TextAreaField(_("Wat was het gevolg?"), [at_most(5000)])
    source = ChoiceField(_("Wie merkte het?"), choices=options(words.SOURCES), default="resident")
    reporter = StringField(_("Code van een bekende melder"), [at_most(60)])
    reporter_identity = StringField(_("Naam van een nieuwe melder"), [at_most(300)])
    wish = ChoiceField(_("Wat wil de melder?"), choices=options(words.WISHES), default="corporation_only")

    def answers(self) -> dict[str, str]:
        """Return what was filled in, as plain text."""
        named = {"on": self.on.data, "from": self.start.data, "until": self.end.data} | {
            name: self[name].data
            for name in (
                "certainty", "category", "facts", "place", "effect", "source", "reporter", "reporter_identity", "wish",
            )
        }  # fmt: skip
        texts = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in named.items()}
        return {name: str(value).strip() for name, value in texts.items() if value}

    @classmethod
    def kept(cls, answers: Mapping[str, str]) -> dict[str, Any]:
        """Return the data of the form from what was kept."""
        data: dict[str, Any] = dict(answers)
        data["on"] = dt.date.fromisoformat(data["on"]) if data.get("on") else None
        for name, kept in (("start", "from"), ("end", "until")):
            text = data.pop(kept, "")
            data[name] = dt.time.fromisoformat(text) if text else None
        return data

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for date, kind and facts together, or for nothing."""
        fine: bool = super().validate(extra_validators)
        if not (self.on.data or (self.facts.data or "").strip() or self.category.data):
            return fine
        for field, message in (
            (self.on, _("Vul de datum in waarop het gebeurde.")),
            (self.category, _("Kies wat voor overlast het was.")),
            (self.facts, _("Schrijf op wat er gebeurde.")),
        ):
            if not field.data and not field.errors:
                field.errors = [message]
                fine = False
        return fine


class IncidentForm(IncidentPart):
    """Logging one incident: date, kind and facts must be there."""

    on = RightDate(_("Datum"), [needed(_("Vul de datum in waarop het gebeurde."))])
    category = ChoiceField(
        _("Wat voor overlast?"),
        [needed(_("Kies wat voor overlast het was."))],
        choices=options(words.CATEGORIES, _("Kies")),
        default="",
    )
    facts = TextAreaField(_("Wat is er gebeurd?"), [needed(_("Schrijf op wat er gebeurde.")), at_most(5000)])
    verified = ChoiceField(_("Is het nagegaan?"), choices=options(words.VERIFIED), default="unknown")
    file = FileField(_("Foto of PDF"))


class CorrectionForm(PageForm):
    """A correction by addition."""

    text = TextAreaField(_("Wat is er anders?"), [needed(_("Schrijf op wat er anders is.")), at_most(5000)])
    verified = ChoiceField(_("Is het nagegaan?"), choices=options(words.VERIFIED, _("Niet veranderd")), default="")


class HearingForm(PageForm):
    """The tenant's side of an incident."""

    held_on = RightDate(_("Datum van het gesprek"), [needed(_("Vul de datum van het gesprek in."))])
    outcome = ChoicesField(
        _("Is de huurder gehoord?"),
        choices=[(key, words.HEARINGS[key]) for key in ("heard", "not_reached", "declined")],
        default="heard",
    )
    version = TextAreaField(_("Wat zei de huurder, in eigen woorden?"), [at_most(5000)])
    present = StringField(_("Wie waren erbij?"), [at_most(300)])
    interpreter = StringField(_("Tolk"), [at_most(200)])


class ContactForm(PageForm):
    """A contact."""

    held_on = RightDate(_("Datum"), [needed(_("Vul de datum van het contact in."))])
    kind = ChoiceField(_("Soort contact"), choices=options(words.CONTACTS), default="visit")
    outcome = ChoiceField(_("Hoe liep het?"), choices=options(words.OUTCOMES), default="held")
    counterpart = StringField(_("Met wie?"), [at_most(200)])
    summary = TextAreaField(_("Wat is er besproken?"), [at_most(5000)])
    shared = ChoicesField(_("Wie mag dit lezen?"), choices=[], default="yes")
    care_note = TextAreaField(_("Notitie voor de zorg"), [at_most(5000)])


class HelpForm(PageForm):
    """Offered help."""

    offered_on = RightDate(_("Datum van het aanbod"), [needed(_("Vul de datum van het aanbod in."))])
    kind = ChoiceField(_("Welke hulp?"), choices=options(words.HELP), default="guidance")
    offered_by = StringField(_("Wie bood de hulp aan?"), [needed(_("Vul in wie de hulp aanbood.")), at_most(200)])
    response = ChoicesField(_("Wat zei de huurder?"), choices=options(words.RESPONSES), default="no_answer")
    follow_up = TextAreaField(_("Hoe ging het verder?"), [at_most(5000)])


class AnswerHelpForm(PageForm):
    """What came of offered help."""

    response = ChoicesField(_("Wat zei de huurder?"), choices=options(words.RESPONSES), default="no_answer")
    follow_up = TextAreaField(_("Hoe ging het verder?"), [at_most(5000)])


class AssignForm(PageForm):
    """Giving a case to an expert."""

    user_id = ChoiceField(_("Expert"), [needed(_("Kies een expert."))], choices=[], default="")


class OfferForm(PageForm):
    """Offering a handover to a social team."""

    team_id = ChoiceField(
        _("Wijkteam"), [needed(_("Kies het wijkteam dat de hulp overneemt."))], choices=[], default=""
    )


class StopForm(PageForm):
    """Stopping a case."""

    reason = ChoicesField(_("Waarom stopt de zaak?"), choices=options(words.STOP_REASONS))
