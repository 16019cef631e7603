"""The form of one clause: a field for each of its parameters, whom it binds and which incidents it belongs to."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField

from portal.agreements.content import ClauseItem, Terms
from portal.agreements.inputs.base import Many
from portal.cases.inputs.fields import ChoiceField, PageForm
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
    kind: type[PageForm] = type("ClauseForm", (PageForm,), fields)
    if values is not None:
        return kind(values)
    kept = item.parameters if item else body.defaults()
    data: dict[str, Any] = {f"{PREFIX}{name}": "" if value is None else str(value) for name, value in kept.items()}
    if item:
        data |= {"addressees": list(item.addressees), "incidents": [str(number) for number in item.incidents]}
    return kind(data=data)


def clause_values(form: PageForm, body: ClauseBody) -> dict[str, Any]:
    """Read the form as arguments of the command that puts a clause in."""
    return {
        "parameters": {
            one.key: (form[f"{PREFIX}{one.key}"].data or "")[: LONGEST_VALUE + 1] for one in body.parameters
        },
        "addressees": form.addressees.data or [],
        "incidents": [int(number) for number in form.incidents.data or []],
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
