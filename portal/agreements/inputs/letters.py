"""The form of a letter: only what this letter asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField, TextAreaField

from portal.agreements.content import Terms
from portal.agreements.inputs.base import Many
from portal.agreements.letters import LetterTemplate
from portal.agreements.services import Wanted
from portal.cases.inputs.fields import PageForm, RightDate, RightTime, at_most


def _place() -> Any:
    field: Any = StringField
    return field(_("Waar"), [at_most(200)])


_FIELDS: dict[str, Callable[[], Any]] = {
    "day": lambda: RightDate(_("Dag van het gesprek")),
    "time": lambda: RightTime(_("Hoe laat")),
    "place": lambda: _place(),
    "deadline": lambda: RightDate(_("Antwoord vóór")),
}


def letter_form(template: LetterTemplate, terms: Terms, values: Any = None) -> PageForm:
    """Make the form of *template*, with the incidents of the case to choose from."""
    fields: dict[str, Any] = {name: _FIELDS[name]() for name in template.to_fill()}
    incidents = [(str(one.number), f"{one.number}. {one.when}: {one.facts[:80]}") for one in terms.occasion.incidents]
    if "incidents" in template.asks() and incidents:
        fields["incidents"] = Many(_("Over welke meldingen"), choices=incidents)
    fields["own"] = TextAreaField(
        _("Eigen woorden"), [at_most(2_000)], description=_("Komt onder de vaste tekst. Noem nooit wie iets meldde.")
    )
    fields["sent"] = BooleanField(_("Ik verstuur deze brief vandaag. Schrijf hem op bij Contact en hulp."))
    kind: type[PageForm] = type("LetterForm", (PageForm,), fields)
    return kind(values) if values is not None else kind(data={"incidents": [value for value, _text in incidents]})


def wanted_of(form: PageForm) -> Wanted:
    """Read the form as what was asked of the letter."""
    told = {name: form[name].data for name in _FIELDS if name in form and form[name].data}
    numbers = form["incidents"].data if "incidents" in form else ()
    return Wanted(**told, incidents=[int(one) for one in numbers or ()], own=form["own"].data or "")
