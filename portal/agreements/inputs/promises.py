"""Forms of the sections that hold promises, talks and rights: 8 to 15."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    StringField,
    TextAreaField,
)

from portal.agreements.content import Terms
from portal.agreements.inputs.base import ONE_PER_LINE, Many, SectionForm, lines_of, rows_of, spare
from portal.cases.inputs.fields import ChoiceField, RightDate, WholeNumber, at_most

FORMS = [("home", _("bij de huurder thuis")), ("office", _("op kantoor")), ("phone", _("aan de telefoon")),
         ("video", _("via beeldbellen"))]  # fmt: skip
MODES = [("live", _("in de kamer")), ("phone", _("aan de telefoon")), ("video", _("via beeldbellen"))]
COPIES = [("both", _("op papier en per e-mail")), ("paper", _("op papier")), ("mail", _("per e-mail"))]
LANGUAGES = [("en", _("Engels")), ("ar", _("Arabisch")), ("tr", _("Turks")), ("pl", _("Pools")), ("uk", _("Oekraïens")),
             ("ti", _("Tigrinya")), ("fa", _("Perzisch")), ("so", _("Somalisch"))]  # fmt: skip


class CorporationForm(SectionForm):
    duties = TextAreaField(_("Wat de verhuurder doet"), [at_most(4_000)], description=ONE_PER_LINE)
    name = StringField(_("Contactpersoon"), [at_most(200)])
    function = StringField(_("Functie"), [at_most(200)])
    phone = StringField(_("Telefoon"), [at_most(40)])
    reaction_days = WholeNumber(_("Reactie binnen hoeveel werkdagen"))

    @staticmethod
    def fields_of(terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Read the promises of the landlord and the contact person."""
        return {"duties": "\n".join(terms.corporation_duties), **terms.contact.model_dump()}

    def change(self, terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Replace both."""
        contact = {name: self[name].data or "" for name in ("name", "function", "phone")}
        return {
            "corporation_duties": lines_of(self.duties.data),
            "contact": contact | {"reaction_days": self.reaction_days.data or 3},
        }


class ExpertForm(SectionForm):
    duties = TextAreaField(_("Wat de expert doet"), [at_most(4_000)], description=ONE_PER_LINE)

    @staticmethod
    def fields_of(terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Read the promises of the expert."""
        return {"duties": "\n".join(terms.expert_duties)}

    def change(self, terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Replace them."""
        return {"expert_duties": lines_of(self.duties.data)}


class FlowRow(Form):  # type: ignore[misc]
    source = StringField(_("Wie deelt"), [at_most(100)])
    target = StringField(_("Met wie"), [at_most(100)])
    shares = TextAreaField(_("Alleen dit"), [at_most(2_000)], description=ONE_PER_LINE)
    never = TextAreaField(_("Dit nooit"), [at_most(2_000)], description=ONE_PER_LINE)


class ExchangeForm(SectionForm):
    exchange = FieldList(FormField(FlowRow), _("Delen"), max_entries=12)

    @staticmethod
    def fields_of(terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Read who shares what with whom, with room for one more."""
        rows = [
            {"source": one.source, "target": one.target, "shares": "\n".join(one.shares), "never": "\n".join(one.never)}
            for one in terms.exchange
        ]
        return {"exchange": spare(rows, 1)}

    def change(self, terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Keep the rows that name both sides."""
        rows = rows_of(self.exchange.entries, lambda row: bool(row.source.data and row.target.data))
        return {
            "exchange": [
                {
                    "source": row.source.data,
                    "target": row.target.data,
                    "shares": lines_of(row.shares.data),
                    "never": lines_of(row.never.data),
                }
                for row in rows
            ]
        }


class EvaluationRow(Form):  # type: ignore[misc]
    on = RightDate(_("Datum"))
    form = ChoiceField(_("Hoe"), choices=FORMS, default="home")
    attends = StringField(_("Wie erbij is"), [at_most(200)], description=_("Leeg: huurder, verhuurder en expert."))


class EvaluationsForm(SectionForm):
    evaluations = FieldList(FormField(EvaluationRow), _("Gesprekken"), max_entries=40)

    @staticmethod
    def fields_of(terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Read the planned talks, with room for more."""
        return {"evaluations": spare([one.model_dump() for one in terms.evaluations])}

    def change(self, terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Keep the rows with a date."""
        rows = rows_of(self.evaluations.entries, lambda row: bool(row.on.data))
        return {
            "evaluations": [
                {"on": row.on.data, "form": row["form"].data, "attends": row.attends.data or ""} for row in rows
            ]
        }


class LadderForm(SectionForm):
    ladder = TextAreaField(_("Stappen"), [at_most(4_000)], description=_("Eén stap per regel, de lichtste eerst."))

    @staticmethod
    def fields_of(terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Read the steps."""
        return {"ladder": "\n".join(terms.ladder)}

    def change(self, terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Replace them."""
        return {"ladder": lines_of(self.ladder.data)}


class EndingForm(SectionForm):
    criteria = TextAreaField(_("Wanneer het goed gaat"), [at_most(4_000)], description=ONE_PER_LINE)
    social_team = StringField(_("Wie de hulp overneemt"), [at_most(200)])

    @staticmethod
    def fields_of(terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Read when it ends and who takes over."""
        return {"criteria": "\n".join(terms.criteria), "social_team": terms.social_team}

    def change(self, terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Replace both."""
        return {"criteria": lines_of(self.criteria.data), "social_team": self.social_team.data or ""}


class RightsForm(SectionForm):
    reflection_days = WholeNumber(_("Bedenktijd in dagen"), description=_("Zeven dagen is gewoon."))
    complaint = TextAreaField(_("Klachten"), [at_most(2_000)])
    legal_help = TextAreaField(_("Rechtshulp"), [at_most(2_000)])

    @staticmethod
    def fields_of(terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Read the time to reconsider, complaints and legal help."""
        return {name: getattr(terms, name) for name in ("reflection_days", "complaint", "legal_help")}

    def change(self, terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Replace all three."""
        return {
            "reflection_days": self.reflection_days.data or 0,
            "complaint": self.complaint.data or "",
            "legal_help": self.legal_help.data or "",
        }


class UnderstandingForm(SectionForm):
    read_aloud = BooleanField(_("Iemand leest de afspraken voor"))
    interpreter_name = StringField(
        _("Naam van de tolk"), [at_most(200)], description=_("Nooit een kind of een buur. Leeg: geen tolk.")
    )
    wbtv = StringField(_("Wbtv-nummer"), [at_most(40)])
    interpreter_language = StringField(_("Taal van de tolk"), [at_most(60)])
    mode = ChoiceField(_("Hoe tolkt de tolk"), choices=MODES, default="live")
    translations = Many(_("Vertaling ter informatie"), choices=LANGUAGES)
    copy_by = ChoiceField(_("Hoe krijgt de huurder een kopie"), choices=COPIES, default="both")

    @staticmethod
    def fields_of(terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Read what is done so that everybody understands."""
        given = terms.understanding
        interpreter = given.interpreter
        return {
            "read_aloud": given.read_aloud,
            "interpreter_name": interpreter.name if interpreter else "",
            "wbtv": interpreter.wbtv if interpreter else "",
            "interpreter_language": interpreter.language if interpreter else "",
            "mode": interpreter.mode if interpreter else "live",
            "translations": list(given.translations),
            "copy_by": given.copy_by,
        }

    def change(self, terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Replace it."""
        named = bool(self.interpreter_name.data or self.interpreter_language.data or self.wbtv.data)
        interpreter = {
            "name": self.interpreter_name.data or "",
            "wbtv": self.wbtv.data or "",
            "language": self.interpreter_language.data or "",
            "mode": self.mode.data,
        }
        return {
            "understanding": {
                "read_aloud": bool(self.read_aloud.data),
                "interpreter": interpreter if named else None,
                "translations": self.translations.data or [],
                "copy_by": self.copy_by.data,
            }
        }
