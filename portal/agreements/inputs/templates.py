"""The form of a fixed text: a letter, or one section of an agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, StringField, TextAreaField

from portal.agreements.inputs.base import SPARE
from portal.cases.inputs.fields import ChoiceField, PageForm, at_most
from portal.clauses.facts import FACTS, any_of, asked_by

KEPT = "="
"""Chosen for a condition that was not made by choosing one fact: it stays as it is."""


class ParagraphRow(Form):  # type: ignore[misc]
    text = TextAreaField(_("Alinea"), [at_most(2_000)])
    when = ChoiceField(
        _("Alleen als"),
        choices=[("", _("altijd")), (KEPT, _("de voorwaarde die er al is")), *FACTS.items()],
        default="",
    )


class TextForm(PageForm):
    """The texts of a letter or a section; which of the fields are used follows from the text."""

    title = StringField(_("Titel"), [at_most(200)])
    plain = TextAreaField(_("In gewone woorden"), [at_most(2_000)])
    subject = StringField(_("Onderwerp"), [at_most(200)])
    paragraphs = FieldList(FormField(ParagraphRow), _("Vaste tekst"), max_entries=30)
    after = FieldList(FormField(ParagraphRow), _("Tekst na de gegevens"), max_entries=30)
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
        """Read the form as arguments of the command, with the conditions that were kept."""
        letter = "paragraphs" in part
        names = ("subject", "closing") if letter else ("title", "plain")
        return {
            "texts": {name: self[name].data or "" for name in names},
            "paragraphs": _rows(self.paragraphs, part.get("paragraphs" if letter else "intro", ())),
            "after": [] if letter else _rows(self.after, part.get("outro", ())),
        }


def _row(given: Any) -> dict[str, Any]:
    one = {"text": given, "when": None} if isinstance(given, str) else given
    asked = asked_by(one.get("when"))
    fact = KEPT if asked is None or len(asked) > 1 else (asked[0] if asked else "")
    return {"text": one["text"], "when": fact}


def _rows(field: Any, before: Any) -> list[tuple[str, Any]]:
    told = []
    for index, entry in enumerate(field.entries):
        chosen = entry.form.when.data or ""
        old = before[index] if index < len(before) and isinstance(before[index], dict) else {}
        when = old.get("when") if chosen == KEPT else any_of([chosen]) if chosen else None
        told.append((entry.form.text.data or "", when))
    return told
