"""Custom fields of records: what such a form may ask, and its answers as lists are filtered by them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import forms
from portal.definitions.rules.records import AMOUNTS, CHOICES, DATES, ELSEWHERE, TEXTS, rank


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


@dataclass(frozen=True, slots=True)
class Flat:
    """One answer as lists are filtered by it: a text, to be folded or not, and for amounts and dates what orders them."""

    field_id: str
    text: str
    folded: bool = False
    rank: int | None = None


def flat_values(form: forms.Prepared, answers: forms.Answers) -> list[Flat]:
    """Return what lists are filtered by.

    A choice gives its key, more choices a value each, yes and no give "1" and "0".
    """
    found: list[Flat] = []
    for entry in form.top:
        one, value = entry.field, answers.get(entry.field.id)
        if value is None or forms.special_of(value):
            continue
        if one.kind == "yes_no":
            found.append(Flat(one.id, "1" if value else "0"))
        elif one.kind in TEXTS:
            found.append(Flat(one.id, str(value), folded=True))
        elif one.kind in CHOICES:
            found += [
                Flat(one.id, "other" if isinstance(each, dict) else str(each))
                for each in (value if isinstance(value, list) else [value])
            ]
        elif one.kind in AMOUNTS | DATES:
            known = forms.kind_of(one).value(one, value)
            found.append(Flat(one.id, str(value), rank=None if known is None else rank(_number(known))))
    return found


def _number(known: Any) -> Any:
    return Decimal(known) if isinstance(known, str) else known
