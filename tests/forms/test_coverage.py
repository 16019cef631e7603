"""Which conditions the examples of a form have seen both ways."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import forms
from tests.builders.submissions import make_body, make_field
from tests.forms import strategies


def seen(body: dict[str, Any]) -> dict[tuple[str, str], tuple[bool, bool]]:
    """Return what the examples of a definition have seen, by place."""
    return {(one.where, one.place): (one.met, one.unmet) for one in forms.branches(forms.prepare(forms.load(body)))}


def test_pages_requirements_locks_and_rows_are_looked_at_too() -> None:
    many = {">": [{"var": "amount"}, 5]}
    rows = make_field("repeat", "debts", fields=[make_field("integer", "amount"), make_field(id="what", show_if=many, read_only_if=many)])
    body = make_body(make_field("yes_no", "dog"), make_field(id="breed", require_if={"==": [{"var": "dog"}, True]}), rows)
    extra = {"key": "more", "title": {"nl": "Meer"}, "show_if": {"==": [{"var": "dog"}, True]}, "fields": [make_field(id="name", show_if={"answered": [{"var": "breed"}]})]}
    body["pages"].append(extra)
    assert set(seen(body).values()) == {(False, False)}
    body["examples"] = [{"name": "zonder", "answers": {"dog": False, "debts": [{"amount": 3}, {"amount": 9}]}}]
    assert seen(body) == {
        ("field:breed", "require_if"): (False, True),
        ("field:what", "show_if"): (True, True),
        ("field:what", "read_only_if"): (True, False),
        ("page:more", "show_if"): (False, True),
        ("field:name", "show_if"): (False, False),
    }
    body["examples"].append({"name": "met", "answers": {"dog": True, "breed": "Teckel"}})
    assert seen(body)["page:more", "show_if"] == (True, True)
    assert seen(body)["field:breed", "require_if"] == (True, True)
    assert seen(body)["field:name", "show_if"] == (True, False)


def test_constraints_and_conditions_of_answers_are_counted_each_of_their_own() -> None:
    small = {"test": {"<": [{"var": "age"}, 18]}, "message": {"nl": "Alleen voor jongeren"}}
    whole = {"test": {"<": [{"var": "age"}, 30]}, "message": {"nl": "Te oud"}}
    choice = make_field("one_of", "colour", need="optional")
    choice["options"][1]["show_if"] = {">": [{"var": "age"}, 10]}
    body = make_body(make_field("integer", "age", need="optional", constraints=[small, whole]), choice)
    assert set(seen(body).values()) == {(False, False)}
    body["examples"] = [{"name": "niets", "answers": {}}]
    assert seen(body) == {
        ("field:age", "constraints.0"): (False, False),
        ("field:age", "constraints.1"): (False, False),
        ("field:colour", "options.green"): (False, True),
    }
    body["examples"].append({"name": "twintig", "answers": {"age": 20}})
    assert seen(body) == {
        ("field:age", "constraints.0"): (False, True),
        ("field:age", "constraints.1"): (True, False),
        ("field:colour", "options.green"): (True, True),
    }
    told = {one.place: one.detail for one in forms.branches(forms.prepare(forms.load(body)))}
    assert told == {"constraints.0": "Alleen voor jongeren", "constraints.1": "Te oud", "options.green": "GREEN"}


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_looking_at_coverage_never_fails(data: st.DataObject) -> None:
    form = data.draw(strategies.prepared())
    answers = data.draw(strategies.answers_to(form))
    body = forms.body_of(form.definition) | {"examples": [{"name": "een", "answers": answers}]}
    try:
        again = forms.prepare(forms.load(body))
    except forms.BadDefinition:
        return
    forms.branches(again)
