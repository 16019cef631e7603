"""How a calculation came to its result, told part by part."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import forms
from tests.builders.submissions import make_field, make_form
from tests.forms import strategies


def test_every_part_of_a_calculation_is_told_with_its_value() -> None:
    form = make_form(
        make_field("integer", "income"),
        make_field("integer", "costs"),
        make_field("calculated", "left", value={"*": [{"-": [{"var": "income"}, {"var": "costs"}]}, 12]}, result="integer"),
    )
    (one,) = forms.workings(form, {"income": 900, "costs": 400}, forms.Context())
    assert one.result == "6000"
    assert one.parts == (("‘INCOME’", ("900",)), ("‘COSTS’", ("400",)), ("‘INCOME’ − ‘COSTS’", ("500",)))


def test_a_sum_over_rows_tells_the_value_of_every_row_and_each_row_its_own() -> None:
    rows = make_field("repeat", "debts")
    rows["fields"].append(make_field("calculated", "double", value={"*": [{"var": "amount"}, 2]}, result="integer"))
    total = make_field("calculated", "total", value={"+": [{"sum": [{"var": "debts"}, {"var": "amount"}]}, 0]}, result="integer")
    form = make_form(rows, total)
    found = {one.path: one for one in forms.workings(form, {"debts": [{"amount": 3}, {"amount": 4}]}, forms.Context())}
    assert found["debts-1-double"].parts == (("‘AMOUNT’", ("4",)),)
    assert found["total"].parts == (("‘AMOUNT’", ("3", "4")), ("de som van ‘AMOUNT’ over de regels van ‘DEBTS’", ("7",)))


def test_a_role_that_does_not_read_a_calculation_does_not_see_how_it_came_about() -> None:
    form = make_form(make_field("integer", "income"), make_field("calculated", "left", compartment="C", audience=["expert"]))
    assert forms.workings(form, {}, forms.Context(compartments=frozenset("A"))) == []


@given(st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_telling_how_a_calculation_came_about_never_fails(data: st.DataObject) -> None:
    form = data.draw(strategies.prepared())
    answers = data.draw(strategies.answers_to(form))
    for one in forms.workings(form, answers, forms.Context()):
        assert one.sentence
        assert len(one.parts) <= 40
