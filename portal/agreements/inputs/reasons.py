"""Forms of the sections that say why, what for, how long, and which help: 3, 4, 5 and 7."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    StringField,
    TextAreaField,
)

from portal.agreements.content import HelpLine, IncidentLine, Terms
from portal.agreements.inputs.base import SectionForm, rows_of, spare
from portal.cases.inputs.fields import ChoiceField, RightDate, WholeNumber, at_most

STARTERS: list[tuple[str, LazyString]] = [
    ("", _("Kies wie de hulp regelt")),
    ("corporation", _("de verhuurder")),
    ("expert", _("de expert")),
    ("tenant", _("de huurder zelf")),
    ("administrator", _("de bewindvoerder")),
    ("mentor", _("de mentor")),
    ("other", _("een ander")),
]
HOW = [
    ("talk", _("in een gesprek")),
    ("writing", _("op schrift")),
    ("phone", _("aan de telefoon")),
    ("representative", _("via de vertegenwoordiger")),
]


class IncidentRow(Form):  # type: ignore[misc]
    include = BooleanField(_("Neem deze melding op"))
    number = HiddenField()
    when = HiddenField()
    facts = TextAreaField(
        _("Wat er is gemeld of gezien"), [at_most(2_000)],
        description=_("Alleen feiten. Schrijf hier nooit op wie de melding deed."),
    )  # fmt: skip


class DatedRow(Form):  # type: ignore[misc]
    on = RightDate(_("Datum"))
    text = StringField(_("Wat"), [at_most(300)])


class OccasionForm(SectionForm):
    summary = TextAreaField(_("Samenvatting"), [at_most(4_000)], description=_("Hoeft niet als u meldingen opneemt."))
    incidents = FieldList(FormField(IncidentRow), _("Meldingen"), max_entries=200)
    warnings = FieldList(FormField(DatedRow), _("Brieven en waarschuwingen"), max_entries=40)
    earlier_help = FieldList(FormField(DatedRow), _("Hulp tot nu toe"), max_entries=40)

    @staticmethod
    def fields_of(terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Offer the incidents of the case, those that are in with their text as it is in the draft."""
        taken = {one.number for one in terms.occasion.incidents}
        rows = [
            {"include": number in taken, **line.model_dump()}
            for number, line in sorted(_incidents(terms, known).items())
        ]
        return {
            "summary": terms.occasion.summary,
            "incidents": rows,
            "warnings": spare([one.model_dump() for one in terms.occasion.warnings]),
            "earlier_help": spare([one.model_dump() for one in terms.occasion.earlier_help]),
        }

    def change(self, terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Keep the incidents that are ticked, with their facts as written here, and the dated lines that say something."""
        offered = _incidents(terms, known)
        chosen = {
            int(row.number.data): row.facts.data or ""
            for row in rows_of(self.incidents.entries, lambda row: bool(row.include.data))
            if str(row.number.data).isdecimal() and len(str(row.number.data)) < 9
        }
        incidents = [
            offered[number].model_dump() | {"facts": facts} for number, facts in chosen.items() if number in offered
        ]
        dated = {
            name: [{"on": row.on.data, "text": row.text.data} for row in rows_of(self[name].entries, _says)]
            for name in ("warnings", "earlier_help")
        }
        return {"occasion": {"summary": self.summary.data or "", "incidents": incidents, **dated}}


def _incidents(terms: Terms, known: Mapping[str, Any]) -> dict[int, IncidentLine]:
    """Return the incidents to choose from by number; as they are in the draft, else as the case has them."""
    offered: dict[int, IncidentLine] = {one.number: one for one in known.get("incidents", ())}
    return offered | {one.number: one for one in terms.occasion.incidents}


def _says(row: Any) -> bool:
    return bool(row.on.data and row.text.data)


class ResponseRow(Form):  # type: ignore[misc]
    tenant = HiddenField()
    text = TextAreaField(_("Wat de huurder zegt, in eigen woorden"), [at_most(4_000)])
    on = RightDate(_("Gezegd op"))
    how = ChoiceField(_("Hoe"), choices=HOW, default="talk")
    declined = BooleanField(_("Wil geen reactie geven"))


class ResponsesForm(SectionForm):
    responses = FieldList(FormField(ResponseRow), _("Reactie"), max_entries=20)

    @staticmethod
    def fields_of(terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Offer one row for each tenant."""
        said = {one.tenant: one.model_dump() for one in terms.responses}
        return {"responses": [said.get(one.key, {"tenant": one.key}) for one in terms.tenants]}

    def change(self, terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what somebody said, or that somebody did not want to answer."""
        rows = rows_of(self.responses.entries, lambda row: bool((row.text.data or "").strip() or row.declined.data))
        names = ("tenant", "text", "on", "how", "declined")
        return {"responses": [{name: row[name].data for name in names} for row in rows]}


class TermForm(SectionForm):
    purpose = TextAreaField(_("Doel"), [at_most(2_000)])
    months = WholeNumber(_("Duur in maanden"))
    starts_on = RightDate(
        _("Begint niet eerder dan"), description=_("Laat leeg: dan beginnen de afspraken na de bedenktijd.")
    )
    extension = TextAreaField(_("Verlengen"), [at_most(2_000)])

    @staticmethod
    def fields_of(terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Read purpose and duration."""
        return {name: getattr(terms, name) for name in ("purpose", "months", "starts_on", "extension")}

    def change(self, terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Replace purpose and duration."""
        return {
            "purpose": self.purpose.data or "",
            "months": self.months.data or 0,
            "starts_on": self.starts_on.data,
            "extension": self.extension.data or "",
        }


class HelpRow(Form):  # type: ignore[misc]
    domain = StringField(_("Leefgebied"), [at_most(100)])
    goal = StringField(_("Doel"), [at_most(300)])
    provider = StringField(_("Wie helpt"), [at_most(200)], description=_("Noem de organisatie, geen soort zorg."))
    frequency = StringField(_("Hoe vaak"), [at_most(200)])
    starter = ChoiceField(_("Wie regelt de hulp"), choices=STARTERS)
    starter_name = StringField(_("Naam van wie het regelt"), [at_most(200)])
    start_by = RightDate(_("Begint vóór"))
    fallback = StringField(_("Als dat niet lukt"), [at_most(300)])


class HelpForm(SectionForm):
    help = FieldList(FormField(HelpRow), _("Hulp"), max_entries=30)

    @staticmethod
    def fields_of(terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Read the lines of help, with room for more."""
        return {"help": spare([one.model_dump() for one in terms.help])}

    def change(self, terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Keep the lines that say something."""
        names = tuple(HelpLine.model_fields)
        rows = rows_of(self.help.entries, lambda row: any(row[name].data for name in ("goal", "provider", "domain")))
        return {
            "help": [{name: row[name].data or (None if name == "start_by" else "") for name in names} for row in rows]
        }
