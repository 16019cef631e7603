"""The forms of the clause library: the whole text of a clause on one page, and small ones beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, FileField, Form, FormField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.cases.inputs.fields import ChoiceField, PageForm, RightDate, at_most, needed, options
from portal.cases.messages import CATEGORIES
from portal.clauses import messages as words
from portal.clauses.facts import FACTS, any_of, asked_by
from portal.documents import drawings

SPARE = 2
ANSWERS = ("a", "b", "c", "d")


class Several(SelectMultipleField):  # type: ignore[misc]
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ParameterRow(Form):  # type: ignore[misc]
    key = StringField(_("Naam in de tekst"), [at_most(31)], description=_("Zo staat de plek in de tekst: {naam}."))
    kind = ChoiceField(_("Soort"), choices=options(words.KINDS, _("Kies")), default="")
    label = StringField(_("Vraag aan wie invult"), [at_most(200)])
    default = StringField(_("Voorstel"), [at_most(300)])
    minimum = StringField(_("Minstens"), [at_most(6)])
    maximum = StringField(_("Hoogstens"), [at_most(6)])
    unit_one = StringField(_("Eenheid, enkelvoud"), [at_most(60)], description=_("Bij een getal, bijvoorbeeld: hond"))
    unit_many = StringField(_("Eenheid, meervoud"), [at_most(60)])
    choices = TextAreaField(_("Keuzes"), [at_most(2_000)], description=_("Eén per regel: kenmerk = tekst"))
    meaning = ChoiceField(_("Betekenis"), choices=options(words.MEANINGS, _("Geen")), default="")
    optional = BooleanField(_("Mag leeg blijven"))


class ClauseForm(PageForm):
    """The working text of a clause; everything may be empty until it is reviewed."""

    type = ChoiceField(_("Soort"), choices=options(words.TYPES, _("Kies")), default="")
    topic = StringField(_("Onderwerp"), [at_most(80)])
    title = StringField(_("Titel"), [at_most(200)])
    icon = ChoiceField(_("Plaatje"), choices=[("", _("Kies")), *((one, one) for one in drawings.LINES)], default="")
    text = TextAreaField(
        _("Juridische tekst"), [at_most(1_000)],
        description=_("Een plek om in te vullen schrijft u tussen accolades: {tijd}. Wat tussen [[ en ]] staat, valt weg als de plek leeg is."),
    )  # fmt: skip
    plain = TextAreaField(
        _("Gewone woorden (B1)"), [at_most(1_000)], description=_("Korte zinnen. Hoogstens 10 woorden gemiddeld.")
    )
    who = StringField(_("Wie"), [at_most(200)])
    where = StringField(_("Waar"), [at_most(200)])
    when = StringField(_("Wanneer"), [at_most(200)])
    measure = StringField(_("Maat"), [at_most(200)], description=_("Wanneer is het overtreden of nagekomen?"))
    consequence = TextAreaField(_("Wat als het niet lukt"), [at_most(1_000)])
    evidence_kinds = Several(_("Soort bewijs"), choices=list(words.EVIDENCE.items()))
    evidence = TextAreaField(_("Zo stelt u het vast"), [at_most(1_000)])
    question = StringField(_("Terugvraag"), [at_most(200)])
    option_a = StringField(_("Antwoord a"), [at_most(200)])
    option_b = StringField(_("Antwoord b"), [at_most(200)])
    option_c = StringField(_("Antwoord c"), [at_most(200)])
    option_d = StringField(_("Antwoord d"), [at_most(200)])
    right = ChoiceField(_("Goed antwoord"), choices=[("", _("Kies")), *((one, one) for one in ANSWERS)], default="")
    offered_when = TextAreaField(_("Wanneer u deze aanbiedt"), [at_most(1_000)])
    condition = Several(
        _("Aanbieden als minstens één van deze dingen klopt"), choices=[(name, text) for name, text in FACTS.items()],
        description=_("Niets aangevinkt: altijd aanbieden."),
    )  # fmt: skip
    categories = Several(_("Soort overlast"), choices=list(CATEGORIES.items()))
    ground = StringField(_("Grond"), [at_most(200)], description=_("Bijvoorbeeld: art. 7:213 BW"))
    parameters = FieldList(FormField(ParameterRow), _("Plekken om in te vullen"), max_entries=12)

    @classmethod
    def shown(cls, content: Mapping[str, Any]) -> ClauseForm:
        """Make the form of a working text."""
        specifics, proof = content.get("specifics") or {}, content.get("evidence") or {}
        back, plain = content.get("teach_back") or {}, content.get("plain") or {}
        data: dict[str, Any] = {name: content.get(name) or "" for name in ("type", "topic", "title", "icon", "text", "consequence", "offered_when", "ground")}  # fmt: skip
        data |= {name: specifics.get(name, "") for name in ("who", "where", "when", "measure")}
        data |= {
            "plain": plain.get("nl", ""),
            "evidence": proof.get("text", ""),
            "evidence_kinds": list(proof.get("kinds") or ()),
        }
        data |= {"question": back.get("question", ""), "right": back.get("right", "")}
        data |= {f"option_{one['key']}": one["text"] for one in back.get("options") or ()}
        data |= {
            "categories": list(content.get("categories") or ()),
            "condition": list(asked_by(content.get("condition")) or ()),
        }
        rows = [_row(one) for one in content.get("parameters") or ()]
        return cls(data=data | {"parameters": [*rows, *({} for _one in range(SPARE))]})

    def content(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """Read the form as parts of the working text; a condition that cannot be clicked is kept as it was."""
        told = {
            name: self[name].data or ""
            for name in ("type", "topic", "title", "icon", "text", "consequence", "offered_when", "ground")
        }
        listed = [{"key": key, "text": self[f"option_{key}"].data} for key in ANSWERS if self[f"option_{key}"].data]
        kept = before.get("condition")
        clicked = kept if asked_by(kept) is None and not self.condition.data else any_of(self.condition.data or ())
        known = {one.get("key"): one for one in before.get("parameters") or ()}
        rows = [entry.form for entry in self.parameters.entries if entry.form.key.data]
        return told | {
            "plain": {"nl": self.plain.data or ""},
            "specifics": {name: self[name].data or "" for name in ("who", "where", "when", "measure")},
            "evidence": {"kinds": self.evidence_kinds.data or [], "text": self.evidence.data or ""},
            "teach_back": {"question": self.question.data or "", "options": listed, "right": self.right.data or ""},
            "condition": clicked,
            "categories": self.categories.data or [],
            "parameters": [_parameter(row, known.get(row.key.data) or {}) for row in rows],
        }


def _row(one: Mapping[str, Any]) -> dict[str, Any]:
    unit = (one.get("unit") or {}).get("nl") or ("", "")
    choices = "\n".join(f"{choice['value']} = {choice['label']['nl']}" for choice in one.get("choices") or ())
    told = {name: "" if one.get(name) is None else str(one[name]) for name in ("default", "minimum", "maximum")}
    return told | {
        "key": one.get("key", ""), "kind": one.get("kind", ""), "label": one.get("label", ""), "choices": choices,
        "unit_one": unit[0], "unit_many": unit[1], "meaning": one.get("meaning", ""),
        "optional": not one.get("required", True),
    }  # fmt: skip


def _parameter(row: Any, before: Mapping[str, Any]) -> dict[str, Any]:
    """Read one row; units and choices in other languages that stood there are kept."""
    told: dict[str, Any] = {
        "key": row.key.data, "kind": row.kind.data, "label": row.label.data or "", "hint": before.get("hint", ""),
        "required": not row.optional.data, "meaning": row.meaning.data or "",
    }  # fmt: skip
    number = row.kind.data == "number"
    for name in ("default", "minimum", "maximum"):
        typed = (row[name].data or "").strip()
        if typed:
            told[name] = int(typed) if typed.isdecimal() and (number or name != "default") else typed
    if row.unit_one.data or row.unit_many.data:
        told["unit"] = (before.get("unit") or {}) | {
            "nl": [row.unit_one.data or "", row.unit_many.data or row.unit_one.data]
        }
    labels = {one["value"]: one["label"] for one in before.get("choices") or ()}
    pairs = [line.partition("=") for line in (row.choices.data or "").splitlines() if line.strip()][:40]
    if pairs:
        told["choices"] = [
            {"value": value.strip(), "label": labels.get(value.strip(), {}) | {"nl": (text or value).strip()}}
            for value, _sign, text in pairs
        ]
    return told


class NewForm(PageForm):
    """The code of a new clause."""

    code = StringField(_("Code"), [needed(_("Vul een code in, bijvoorbeeld V17.")), at_most(10)],
                       description=_("V voor een verbod, G voor een gebod, en een getal."))  # fmt: skip


class ReviewForm(PageForm):
    """Until when a review holds."""

    until = RightDate(_("Opnieuw bekijken vóór"), [needed(_("Vul in wanneer de tekst opnieuw bekeken moet worden."))])


class TranslationForm(PageForm):
    """What a tenant reads of a clause, in one language."""

    text = TextAreaField(
        _("Gewone woorden in deze taal"), [at_most(1_000)], description=_("Leeg: de vertaling gaat weg.")
    )
    consequence = TextAreaField(_("Wat als het niet lukt, in deze taal"), [at_most(1_000)])
    question = StringField(_("Terugvraag in deze taal"), [at_most(200)])
    option_a = StringField(_("Antwoord a in deze taal"), [at_most(200)])
    option_b = StringField(_("Antwoord b in deze taal"), [at_most(200)])
    option_c = StringField(_("Antwoord c in deze taal"), [at_most(200)])
    option_d = StringField(_("Antwoord d in deze taal"), [at_most(200)])
    translator = StringField(_("Wie vertaalde"), [at_most(200)])
    checked = BooleanField(_("Nagekeken door iemand die de taal goed spreekt"))


    @classmethod
    def shown(cls, one: Mapping[str, Any]) -> TranslationForm:
        """Make the form of a translation."""
        options = one.get("options") or {}
        data = {name: one.get(name) for name in ("text", "translator", "consequence", "question")}
        return cls(data=data | {"checked": one.get("status") == "checked"} | {f"option_{key}": options.get(key) for key in ANSWERS})

    def told(self) -> dict[str, Any]:
        """Read the form as arguments of the command."""
        told = {name: self[name].data or "" for name in ("text", "translator", "consequence", "question")}
        return told | {"checked": bool(self.checked.data), "options": {key: self[f"option_{key}"].data or "" for key in ANSWERS}}


class RecordingForm(PageForm):
    """The plain words read aloud."""

    file = FileField(_("Geluidsbestand"), description=_("mp3, ogg, m4a of wav, hoogstens 10 MB"))
