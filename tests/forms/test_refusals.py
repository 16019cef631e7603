"""What a definition from outside is refused for is said in Dutch, with what to do about it."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest

import forms
from tests.builders.submissions import make_body, make_field

SCORE = {"key": "total", "label": {"nl": "Totaal"}, "method": "sum", "items": [{"field": "age"}]}
WHOLE = make_body(
    make_field("integer", "age"),
    make_field("one_of", "colour"),
    make_field("decimal", "size", show_if={"==": [{"var": "colour"}, "red"]}),
    make_field("repeat", "rows"),
    make_field(allow_unknown=True, autocomplete="given-name"),
    scores=[SCORE],
    releases=[{"key": "goals", "label": {"nl": "Doelen"}}],
)
ENGLISH = re.compile(r"\b(the|should|input|valid|value error|must|is not|this|there|write|type|least|most|or)\b", re.I)


def refusals(body: Any) -> list[forms.Problem]:
    with pytest.raises(forms.BadDefinition) as refused:
        forms.load(body)
    return refused.value.problems


def of_field(**changes: Any) -> forms.Problem:
    (problem,) = refusals(make_body(make_field(**changes)))
    return problem


@pytest.mark.parametrize(
    ("changes", "message", "remedy"),
    [
        ({"label": "naam"}, "‘name’: Deze waarde is van de verkeerde soort.", "Schrijf hier een object tussen accolades."),
        ({"label": {"nl": 3}}, "‘name’: Deze waarde is van de verkeerde soort.", "Schrijf hier een tekst tussen aanhalingstekens."),
        ({"audience": "expert"}, "‘name’: Deze waarde is van de verkeerde soort.", "Schrijf hier een lijst tussen blokhaken."),
        ({"max_length": "veel"}, "‘name’: Deze waarde is van de verkeerde soort.", "Schrijf hier een geheel getal."),
        ({"max_length": 0}, "‘name’: Dit getal is te klein.", "Schrijf ten minste 1."),
        ({"max_length": 501}, "‘name’: Dit getal is te groot.", "Schrijf ten hoogste 500."),
        ({"allow_unknown": "misschien"}, "‘name’: Deze waarde is van de verkeerde soort.", "Schrijf hier true of false."),
        ({"need": "soms"}, "‘name’: Deze keuze bestaat niet.", "Kies uit 'required', 'recommended' of 'optional'."),
        ({"label": {"nederlands": "x"}}, "‘name’: Dit is geen taal.", "Schrijf een taal als ‘nl’ of ‘en’."),
        ({"label": {"nl": "a\u202eb"}}, "‘name’: Dit kan niet: de tekst heeft onzichtbare tekens ('\\u202e').", "Verbeter deze waarde."),
        ({"show_if": {"exec": "x"}}, "‘name’: Dit kan niet: $: de bewerking ‘exec’ bestaat niet.", "Verbeter deze waarde."),
    ],
)  # fmt: skip
def test_a_refusal_says_what_is_wrong_and_what_to_do(changes: dict[str, Any], message: str, remedy: str) -> None:
    problem = of_field(**changes)
    assert (problem.message, problem.remedy) == (message, remedy)


def test_no_part_of_a_definition_is_refused_in_english() -> None:
    told = [
        problem
        for place in places(WHOLE)
        for wrong in ("??", 10**13, -1, 1.5, None, True, [], [[]], {}, {"x": 1}, {"and": 1}, "a\u200eb")
        for problem in faults(put(WHOLE, place, wrong))
    ]
    assert len(told) > 500
    english = {str(one) for one in told if ENGLISH.search(re.sub(r"'[^']*'|‘[^’]*’", "", one.message + one.remedy))}
    assert not english
    assert all(one.remedy for one in told)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"key": "a", "key": "b"}', "Dit is geen JSON: een object noemt dezelfde eigenschap twee keer."),
        ('{"key": NaN}', "Dit is geen JSON: NaN is geen getal."),
        ('{"key": \n "a",, }', "Dit is geen JSON: het gaat mis op regel 2, teken 6."),
        ("", "Dit is geen JSON: het gaat mis op regel 1, teken 1."),
        (b"\xff\xfe\xfa", "Dit is geen JSON: er staat geen geldige tekst (UTF-8) in."),
        ("9" * 5_000, "Dit is geen JSON: er staat een getal in dat te groot is."),
    ],
)
def test_what_is_no_json_is_refused_with_the_place(text: str | bytes, message: str) -> None:
    with pytest.raises(forms.BadDefinition) as refused:
        forms.load_json(text)
    (problem,) = refused.value.problems
    assert (problem.code, problem.message) == ("not_json", message)


@pytest.mark.parametrize("body", [None, 3, "formulier", [], [1], True])
def test_json_that_is_no_object_is_no_definition(body: Any) -> None:
    with pytest.raises(forms.BadDefinition) as refused:
        forms.load_json(json.dumps(body))
    told = "Deze waarde is van de verkeerde soort. Schrijf hier een object tussen accolades."
    assert str(refused.value) == told


def faults(body: Any) -> list[forms.Problem]:
    try:
        forms.load(body)
    except forms.BadDefinition as refused:
        return refused.problems
    return []


def places(at: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = at.items() if isinstance(at, dict) else enumerate(at) if isinstance(at, list) else ()
    return [path, *(found for key, value in inner for found in places(value, (*path, key)))]


def put(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(body)
    at = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return changed
