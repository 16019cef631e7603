"""Custom fields of records: what such a form may ask, and its answers as lists are filtered by them."""

from __future__ import annotations

import forms
from portal.definitions.rules.records import CHOICES, ELSEWHERE, TEXTS


def problems(definition: forms.FormDefinition) -> list[forms.Problem]:
    """Return what keeps a definition from being the custom fields of a record, each with its remedy."""
    asked = [entry for entry in forms.prepare(definition).entries.values() if entry.field.takes_answer]
    found = []
    for entry in asked:
        if entry.compartment == "C":
            found.append(
                forms.Problem(
                    "record_care", entry.field.id, "Zorg hoort niet in een eigen veld.",
                    "Vraag dit in een formulier van het zorgdossier, of kies deel A of B.",
                )
            )  # fmt: skip
        if entry.field.kind in ELSEWHERE:
            found.append(
                forms.Problem(
                    "record_kind", entry.field.id, "Deze soort vraag past niet in een eigen veld.",
                    "Kies een andere soort, of haal de vraag weg.",
                )
            )  # fmt: skip
    if len({entry.compartment for entry in asked} - {"C"}) > 1:
        found.append(
            forms.Problem(
                "record_mixed", "form", "Er staan vragen van deel A en deel B door elkaar.",
                "Zet alle vragen in één deel, of maak er twee formulieren van.",
            )
        )  # fmt: skip
    if definition.filled_by == "tenant":
        found.append(
            forms.Problem(
                "record_tenant", "form", "Eigen velden vult een medewerker in.", "Kies wie invult: een medewerker."
            )
        )
    return found


def compartment_of(form: forms.Prepared) -> str:
    """Return the one compartment of a published form of custom fields."""
    return next((entry.compartment for entry in form.entries.values() if entry.field.takes_answer), "B")


def flat_values(form: forms.Prepared, answers: forms.Answers) -> list[tuple[str, str, bool]]:
    """Return what lists are filtered by as (field, value, whether it is text to be folded).

    A choice gives its key, more choices a value each, yes and no give "1" and "0".
    """
    found: list[tuple[str, str, bool]] = []
    for entry in form.top:
        one, value = entry.field, answers.get(entry.field.id)
        if value is None or forms.special_of(value):
            continue
        if one.kind == "yes_no":
            found.append((one.id, "1" if value else "0", False))
        elif one.kind in TEXTS:
            found.append((one.id, str(value), True))
        elif one.kind in CHOICES:
            found += [
                (one.id, "other" if isinstance(each, dict) else str(each), False)
                for each in (value if isinstance(value, list) else [value])
            ]
    return found
