"""The form of one clause: a field for each of its parameters, whom it binds and which incidents it belongs to."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField

from portal.agreements.content import ClauseItem, Terms
from portal.agreements.drafting import Own
from portal.agreements.inputs.base import Many
from portal.cases.inputs.fields import ChoiceField, PageForm, at_most
from portal.clauses.body import ClauseBody, Parameter
from portal.clauses.rules import LONGEST_VALUE, ParameterKind

PREFIX = "p_"
INPUT_TYPES = {ParameterKind.TIME: "time", ParameterKind.DATE: "date", ParameterKind.NUMBER: "number"}


def clause_form(body: ClauseBody, terms: Terms, item: ClauseItem | None = None, values: Any = None) -> PageForm:
    """Make the form of *body*: filled from *item*, or with the defaults, or with what was posted."""
    fields = {f"{PREFIX}{parameter.key}": _field(parameter) for parameter in body.parameters}
    people = [(one.key, one.name) for one in terms.tenants]
    incidents = [(str(one.number), f"{one.number}. {one.when}: {one.facts[:80]}") for one in terms.occasion.incidents]
    fields["addressees"] = Many(
        _("Voor wie"), choices=people, description=_("Niets aangevinkt: voor alle huurders samen.")
    )
    fields["incidents"] = Many(_("Hoort bij melding"), choices=incidents)
    goals = list(dict.fromkeys(one.goal for one in terms.help if one.goal))
    fields["goals"] = Many(_("Hoort bij doel"), choices=[(goal, goal) for goal in goals])
    fields["own_text"] = TextAreaField(
        _("Eigen juridische tekst"), [at_most(2_000)], description=_("Leeg: de tekst van de bibliotheek.")
    )
    fields["own_plain"] = TextAreaField(
        _("Eigen gewone woorden"), [at_most(2_000)], description=_("Leeg: de woorden van de bibliotheek.")
    )
    fields["reason"] = StringField(_("Waarom wijkt u af?"), [at_most(300)])
    kind: type[PageForm] = type("ClauseForm", (PageForm,), fields)
    if values is not None:
        return kind(values)
    kept = item.parameters if item else body.defaults()
    data: dict[str, Any] = {f"{PREFIX}{name}": "" if value is None else str(value) for name, value in kept.items()}
    if item:
        data |= {"addressees": list(item.addressees), "incidents": [str(number) for number in item.incidents]}
        data["goals"] = list(item.goals)
        if item.deviation:
            data |= {"own_text": item.text, "own_plain": item.plain, "reason": item.deviation.reason}
    return kind(data=data)


def clause_values(form: PageForm, body: ClauseBody) -> dict[str, Any]:
    """Read the form as arguments of the command that puts a clause in."""
    return {
        "parameters": {
            one.key: (form[f"{PREFIX}{one.key}"].data or "")[: LONGEST_VALUE + 1] for one in body.parameters
        },
        "addressees": form.addressees.data or [],
        "incidents": [int(number) for number in form.incidents.data or []],
        "goals": form.goals.data or [],
        "own": Own(form.own_text.data or "", form.own_plain.data or "", form.reason.data or ""),
    }


def names_of(body: ClauseBody) -> dict[str, str]:
    """Map the names of parameters to the names of their fields, for errors."""
    return {parameter.key: f"{PREFIX}{parameter.key}" for parameter in body.parameters}


def _field(parameter: Parameter) -> Any:
    if parameter.kind is ParameterKind.CHOICE:
        choices = [(one.value, one.label["nl"]) for one in parameter.choices]
        if not parameter.required or parameter.default is None:
            choices = [("", "–"), *choices]
        return ChoiceField(parameter.label, choices=choices, description=parameter.hint)
    unit = parameter.unit.get("nl", ("", ""))[1]
    return StringField(f"{parameter.label} ({unit})" if unit else parameter.label, description=parameter.hint)
