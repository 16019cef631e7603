"""The forms of templates: the texts of a section or a letter, its slots, who signs when, and the terms to begin with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, StringField, TextAreaField

from portal.agreements.inputs.base import ONE_PER_LINE, SPARE, lines_of
from portal.agreements.rules import SignerRole
from portal.agreements.template import MOST_PARAGRAPHS
from portal.agreements.template.shaping import LISTS, NUMBERS, TEXTS
from portal.agreements.template.words import BEGINNINGS, ROLES
from portal.cases.inputs.fields import ChoiceField, PageForm, at_most, needed
from portal.clauses.facts import COUNTED, TOLD
from portal.clauses.messages import TYPES
from portal.core.errors import Invalid
from portal.definitions.inputs.conditions import Subject

TURNS = len(SignerRole)


class ParagraphRow(Form):  # type: ignore[misc]
    text = TextAreaField(_("Alinea"), [at_most(2_000)])


class TextForm(PageForm):
    """The texts of a letter or a section; which of the fields are used follows from the text."""

    title = StringField(_("Titel"), [at_most(200)])
    plain = TextAreaField(_("In gewone woorden"), [at_most(2_000)])
    subject = StringField(_("Onderwerp"), [at_most(200)])
    paragraphs = FieldList(FormField(ParagraphRow), _("Vaste tekst"), max_entries=MOST_PARAGRAPHS + SPARE)
    after = FieldList(FormField(ParagraphRow), _("Tekst na de gegevens"), max_entries=MOST_PARAGRAPHS + SPARE)
    closing = TextAreaField(_("Slot"), [at_most(2_000)])

    @classmethod
    def shown(cls, part: Mapping[str, Any]) -> TextForm:
        """Make the form of a letter or a section."""
        spare: list[dict[str, Any]] = [{} for _one in range(SPARE)]
        data: dict[str, Any] = {name: part.get(name, "") for name in ("title", "plain", "subject", "closing")}
        data["paragraphs"] = [*map(_row, part.get("paragraphs", part.get("intro", ()))), *spare]
        data["after"] = [*map(_row, part.get("outro", ())), *(spare if "outro" in part else ())]
        return cls(data=data)

    def told(self, part: Mapping[str, Any]) -> dict[str, Any]:
        """Read the form as arguments of the change; every paragraph keeps its condition."""
        letter = "paragraphs" in part
        names = ("subject", "closing") if letter else ("title", "plain")
        return {
            "told": {name: self[name].data or "" for name in names},
            "paragraphs": _rows(self.paragraphs, part.get("paragraphs" if letter else "intro", ())),
            "after": [] if letter else _rows(self.after, part.get("outro", ())),
        }


def _row(given: Any) -> dict[str, Any]:
    return {"text": given if isinstance(given, str) else given["text"]}


def _rows(field: Any, before: Any) -> list[tuple[str, Any]]:
    told = []
    for index, entry in enumerate(field.entries):
        old = before[index] if index < len(before) and isinstance(before[index], dict) else {}
        told.append((entry.form.text.data or "", old.get("when")))
    return told


class SlotRow(Form):  # type: ignore[misc]
    kind = HiddenField()
    here = BooleanField(_("Staat in dit hoofdstuk"))
    least = StringField(_("Minstens"), [at_most(2)])
    most = StringField(_("Hoogstens"), [at_most(2)])


class SlotsForm(PageForm):
    """Which kinds of clause stand in a section, at least and at most how many."""

    kinds = FieldList(FormField(SlotRow), max_entries=len(TYPES))

    @classmethod
    def shown(cls, section: Mapping[str, Any]) -> SlotsForm:
        """Make the form of a section; one row for each kind, in their order."""
        there = {
            (one if isinstance(one, str) else one["type"]): ({} if isinstance(one, str) else one)
            for one in section["slots"]
        }
        rows = [
            {"here": kind in there, "least": str(there.get(kind, {}).get("least") or ""), "most": str(there.get(kind, {}).get("most") or "")}
            for kind in TYPES
        ]  # fmt: skip
        return cls(data={"kinds": rows})

    def told(self) -> dict[str, tuple[int, int | None] | None]:
        """Read the form by kind; None for a kind that does not stand here. Raises Invalid("template.slot")."""
        found: dict[str, tuple[int, int | None] | None] = dict.fromkeys(TYPES)
        for entry in self.kinds.entries:
            row, kind = entry.form, entry.form.kind.data or ""
            if row.here.data and kind in found:
                found[kind] = _whole(row.least.data, "kinds") or 0, _whole(row.most.data, "kinds")
        return found


def _whole(typed: str | None, field: str) -> int | None:
    plain = (typed or "").strip()
    if not plain:
        return None
    if not re.fullmatch(r"\d{1,4}", plain, re.ASCII):
        raise Invalid("template.number", field=field)
    return int(plain)


TURN_CHOICES = [(str(turn), _("beurt %(number)s", number=turn)) for turn in range(1, TURNS + 1)]


class TurnsForm(PageForm):
    """In which turn everybody signs: one after another, or all at once."""

    mode = ChoiceField(
        _("Hoe"), choices=[("sequential", _("Na elkaar, in de beurten hieronder")), ("parallel", _("Iedereen tegelijk"))],
        default="sequential",
    )  # fmt: skip
    tenant = ChoiceField(ROLES["tenant"], choices=TURN_CHOICES)
    co_tenant = ChoiceField(ROLES["co_tenant"], choices=TURN_CHOICES)
    administrator = ChoiceField(ROLES["administrator"], choices=TURN_CHOICES)
    guardian = ChoiceField(ROLES["guardian"], choices=TURN_CHOICES)
    mentor = ChoiceField(ROLES["mentor"], choices=TURN_CHOICES)
    corporation = ChoiceField(ROLES["corporation"], choices=TURN_CHOICES)
    expert = ChoiceField(ROLES["expert"], choices=TURN_CHOICES)

    @classmethod
    def shown(cls, signers: Any) -> TurnsForm:
        """Make the form of the signer rules."""
        turns = {str(one["role"]): str(one["order"]) for one in signers}
        return cls(data={"mode": "parallel" if len(set(turns.values())) == 1 else "sequential"} | turns)

    def told(self) -> dict[str, int]:
        """Read the turn of each role."""
        if self.mode.data == "parallel":
            return {role.value: 1 for role in SignerRole}
        return {role.value: int(self[role.value].data or 0) for role in SignerRole}


class BeginningForm(PageForm):
    """The title of a template, and the terms with which an agreement begins."""

    title = StringField(_("Titel"), [needed(_("Vul een titel in.")), at_most(200)])
    subtitle = StringField(_("Ondertitel"), [needed(_("Vul een ondertitel in.")), at_most(200)])
    purpose = TextAreaField(BEGINNINGS["purpose"], [at_most(2_000)])
    months = StringField(BEGINNINGS["months"], [at_most(3)])
    reflection_days = StringField(BEGINNINGS["reflection_days"], [at_most(3)])
    reaction_days = StringField(BEGINNINGS["reaction_days"], [at_most(3)])
    evaluation_weeks = StringField(
        BEGINNINGS["evaluation_weeks"], [at_most(200)], description=_("Weken na het begin, met een komma ertussen.")
    )
    help_weeks = StringField(BEGINNINGS["help_weeks"], [at_most(2)], description=_("Leeg: u vult de datum zelf in."))
    help_fallback = StringField(BEGINNINGS["help_fallback"], [at_most(300)])
    extension = TextAreaField(BEGINNINGS["extension"], [at_most(2_000)])
    corporation_duties = TextAreaField(BEGINNINGS["corporation_duties"], [at_most(8_000)], description=ONE_PER_LINE)
    expert_duties = TextAreaField(BEGINNINGS["expert_duties"], [at_most(8_000)], description=ONE_PER_LINE)
    ladder = TextAreaField(BEGINNINGS["ladder"], [at_most(8_000)], description=ONE_PER_LINE)
    criteria = TextAreaField(BEGINNINGS["criteria"], [at_most(8_000)], description=ONE_PER_LINE)
    social_team = StringField(BEGINNINGS["social_team"], [at_most(300)])
    complaint = TextAreaField(BEGINNINGS["complaint"], [at_most(2_000)])
    legal_help = TextAreaField(BEGINNINGS["legal_help"], [at_most(2_000)])

    @classmethod
    def shown(cls, body: Mapping[str, Any]) -> BeginningForm:
        """Make the form of a template."""
        given = body["defaults"]
        data = {name: body[name] for name in ("title", "subtitle")} | {name: given.get(name, "") for name in TEXTS}
        data |= {name: str(given.get(name) or "") for name in NUMBERS} | {
            name: "\n".join(given.get(name, ())) for name in LISTS
        }
        data |= {"help_fallback": given.get("help_fallback", "")}
        return cls(data=data | {"evaluation_weeks": ", ".join(map(str, given.get("evaluation_weeks", ())))})

    def told(self) -> dict[str, Any]:
        """Read the form as arguments of the change. Raises Invalid("template.number")."""
        values: dict[str, Any] = {name: self[name].data or "" for name in (*TEXTS, "help_fallback")}
        values |= {name: lines_of(self[name].data) for name in LISTS}
        values |= {name: _whole(self[name].data, name) or 0 for name in NUMBERS}
        weeks = [part for part in re.split(r"[,;\s]+", self.evaluation_weeks.data or "") if part]
        values["evaluation_weeks"] = [_whole(part, "evaluation_weeks") or 0 for part in weeks]
        return {"title": self.title.data or "", "subtitle": self.subtitle.data or "", "values": values}


class AddForm(PageForm):
    """The title of a new section."""

    title = StringField(_("Titel"), [needed(_("Vul een titel in.")), at_most(200)], id="erbij-titel")


class CopyForm(PageForm):
    """The title of a new template."""

    title = StringField(_("Titel"), [needed(_("Vul een titel in.")), at_most(200)], id="kopie-titel")


class WithdrawForm(PageForm):
    """Why a template is offered no longer."""

    reason = TextAreaField(_("Waarom"), [needed(_("Schrijf op waarom u dit sjabloon intrekt.")), at_most(500)])


def subjects() -> list[Subject]:
    """Return what a condition of a template may ask about a case."""
    answers = (("yes", gettext("Ja")), ("no", gettext("Nee")))
    counted = [
        Subject(name, gettext("Aantal %(what)s", what=said), "number", always=True) for name, said in COUNTED.items()
    ]
    return [
        *counted,
        *(Subject(name, said[0].upper() + said[1:], "bool", answers, always=True) for name, said in TOLD.items()),
    ]
