"""Two versions of a form: what changed, what it does, and what of a draft still fits."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import forms
from tests.builders.submissions import make_body, make_field, make_form

NAME, PET = make_field(), make_field("yes_no", "pet", label={"nl": "Heeft u een hond?"})


def changes(old: list[dict[str, Any]], new: list[dict[str, Any]], **form: Any) -> list[forms.Change]:
    return forms.compare(forms.load(make_body(*old)), forms.load(make_body(*new, **form)))


def test_a_version_does_not_differ_from_itself() -> None:
    assert changes([NAME, PET], [NAME, PET]) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ([NAME | {"need": "optional"}], [NAME], "need", "Vraag 1 ‘NAME’ is nu verplicht."),
        ([NAME], [NAME | {"need": "recommended"}], "need", "Vraag 1 ‘NAME’ is nu aangeraden."),
        ([NAME], [NAME | {"need": "optional"}], "need", "Vraag 1 ‘NAME’ is niet meer verplicht."),
        ([NAME], [NAME, PET], "field_added", "Vraag 2 ‘Heeft u een hond?’ is nieuw."),
        ([NAME, PET], [NAME], "field_removed", "Vraag 2 ‘Heeft u een hond?’ is verwijderd."),
        ([NAME], [NAME | {"label": {"nl": "Uw naam"}}], "label", "Vraag 1 ‘Uw naam’ heette eerst ‘NAME’."),
        ([NAME], [make_field("integer")], "kind_changed", "Vraag 1 ‘NAME’ is een andere soort vraag."),
        ([NAME], [NAME | {"key": "naam"}], "key", "De kolom van Vraag 1 ‘NAME’ heet nu ‘naam’ in plaats van ‘name’."),
        ([NAME, PET], [PET, NAME], "moved", "Vraag 1 ‘Heeft u een hond?’ staat op een andere plaats."),
        ([NAME], [NAME | {"allow_unknown": True}], "special", "Bij Vraag 1 ‘NAME’ kan nu ‘weet ik niet’ worden gekozen."),
        ([NAME], [NAME | {"compartment": "C"}], "compartment", "Vraag 1 ‘NAME’ staat nu in deel C in plaats van A."),
        ([NAME], [NAME | {"hint": {"nl": "x"}}], "property", "Bij Vraag 1 ‘NAME’ is gewijzigd: de uitleg."),
        ([PET, NAME], [PET, NAME | {"show_if": {"==": [{"var": "pet"}, True]}}], "shows",
         "Vraag 2 ‘NAME’ verschijnt nu alleen soms."),
    ],
)  # fmt: skip
def test_a_change_is_told_in_dutch(
    old: list[dict[str, Any]], new: list[dict[str, Any]], code: str, message: str
) -> None:
    assert [(change.code, change.message) for change in changes(old, new)] == [(code, message)]


def test_a_removed_answer_is_named_and_touches_drafts_and_figures() -> None:
    old, new = make_field("one_of", "colour"), make_field("one_of", "colour")
    new["options"] = [option for option in new["options"] if option["key"] != "green"]
    (change,) = changes([old], [new])
    assert change.message == "Bij Vraag 1 ‘COLOUR’ is antwoord ‘GREEN’ verwijderd."
    assert change.drafts and change.figures


def test_moving_one_question_names_that_question_alone() -> None:
    fields = [make_field(id=name) for name in ("a", "b", "c", "d", "e")]
    found = changes(fields, [fields[4], *fields[:4]])
    assert [(change.code, change.where) for change in found] == [("moved", "e")]


def test_a_question_inside_a_row_is_compared_too() -> None:
    old, new = make_field("repeat", "r"), make_field("repeat", "r")
    new["fields"] = [new["fields"][0] | {"need": "optional"}, *new["fields"][1:]]
    assert [(change.code, change.where) for change in changes([old], [new])] == [("need", "amount")]


def test_what_fits_is_carried_over_and_what_does_not_is_reported() -> None:
    old = make_form(NAME, PET, make_field("integer", "age"), make_field("one_of", "colour"))
    new = make_form(NAME, PET, make_field("integer", "age", maximum=99), make_field("date", "colour"))
    carried = forms.carry_over({"name": "Anna", "pet": True, "age": 120, "colour": "red"}, old, new)
    assert carried.answers == {"name": "Anna", "pet": True}
    assert {(left.path, left.shown) for left in carried.unfit} == {("age", "120"), ("colour", "RED")}
    assert all(left.reason for left in carried.unfit)


def test_rows_beyond_the_new_limit_stay_in_the_report() -> None:
    old, new = make_form(make_field("repeat", "r")), make_form(make_field("repeat", "r", max_rows=1))
    carried = forms.carry_over({"r": [{"amount": 1}, {"amount": 2, "what": "x"}]}, old, new)
    assert carried.answers == {"r": [{"amount": 1}]}
    assert [left.path for left in carried.unfit] == ["r-1-amount", "r-1-what"]


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(alphabet="abc ", min_size=1, max_size=5).filter(str.strip),
        "pet": st.booleans(),
        "age": st.integers(0, 200),
        "r": st.lists(st.fixed_dictionaries({"amount": st.integers(0, 9)}), min_size=1, max_size=3),
    },
)
VERSIONS = [
    make_form(NAME, PET, make_field("integer", "age"), make_field("repeat", "r")),
    make_form(PET, make_field("integer", "age", maximum=50), make_field("repeat", "r", max_rows=2)),
    make_form(make_field("integer"), make_field("short_text", "age"), make_field("yes_no", "r")),
]


@settings(max_examples=60, deadline=None)
@given(ANSWERS, st.sampled_from(VERSIONS), st.sampled_from(VERSIONS))
def test_no_answer_is_lost_in_carrying_over(answers: dict[str, Any], old: forms.Prepared, new: forms.Prepared) -> None:
    answers = forms.clean(old, answers).answers
    carried = forms.carry_over(answers, old, new)
    for id_, value in answers.items():
        reported = [left for left in carried.unfit if left.path == id_ or left.path.startswith(f"{id_}-")]
        assert id_ in carried.answers or reported
        if isinstance(value, list):
            kept = carried.answers.get(id_, [])
            whole = any(left.path == id_ for left in reported)
            assert whole or len(kept) + len(reported) >= len(value)


def test_every_property_of_a_field_has_a_name_in_words() -> None:
    from forms.definition import compare
    from forms.kinds.registry import schemas

    names = {name for schema in schemas() for name in schema.model_fields} - {"id", "kind", "fields"}
    assert names <= compare._PROPERTY.keys() | compare._TOLD.keys()
