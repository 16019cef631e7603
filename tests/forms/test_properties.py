"""What holds for any definition and any answers."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

import forms
from forms.expressions.compile import Scope, compile_tree
from forms.expressions.describe import describe
from tests.forms.strategies import IDS, answers_to, json_values, likely, prepared, trees, words

quick = settings(max_examples=120, deadline=None)


@st.composite
def filled(draw: st.DrawFn) -> tuple[forms.Prepared, dict[str, Any]]:
    form = draw(prepared())
    return form, draw(answers_to(form))


@quick
@given(filled())
def test_nothing_raises_whatever_is_answered(pair: tuple[forms.Prepared, dict[str, Any]]) -> None:
    form, answers = pair
    cleaned = forms.clean(form, answers)
    forms.shown(form, answers, forms.Context())
    for fault in cleaned.faults:
        assert fault.say("nl") and fault.say("en")
    forms.gaps(form, cleaned.answers)
    forms.summary(form, cleaned.answers, "nl")
    forms.cells(form, cleaned.answers)
    forms.steps(form, cleaned.answers, "en")
    page = forms.page_form(form, "first", cleaned.answers, cleaned.shown, "nl")
    page.place(cleaned.faults, "nl")
    forms.check(form.definition)


@quick
@given(filled())
def test_cleaning_twice_is_cleaning_once(pair: tuple[forms.Prepared, dict[str, Any]]) -> None:
    form, answers = pair
    once = forms.clean(form, answers)
    twice = forms.clean(form, once.answers)
    assert twice.answers == once.answers
    assert twice.faults == ()


@quick
@given(filled())
def test_a_hidden_answer_is_never_kept(pair: tuple[forms.Prepared, dict[str, Any]]) -> None:
    form, answers = pair
    kept = forms.clean(form, answers).answers
    seen = forms.shown(form, kept, forms.Context())
    for id_, value in kept.items():
        assert id_ in seen
        if form.entries[id_].field.kind == "repeat":
            for number, row in enumerate(value if isinstance(value, list) else []):
                assert all(f"{id_}-{number}-{inner}" in seen for inner in row)


@quick
@given(filled())
def test_answers_survive_json_and_fit_their_schema(pair: tuple[forms.Prepared, dict[str, Any]]) -> None:
    form, answers = pair
    kept = forms.clean(form, answers).answers
    assert json.loads(json.dumps(kept)) == kept
    jsonschema.Draft202012Validator(forms.answers_schema(form)).validate(kept)


@quick
@given(filled())
def test_the_order_of_saving_does_not_matter(pair: tuple[forms.Prepared, dict[str, Any]]) -> None:
    form, answers = pair
    turned = dict(reversed(list(answers.items())))
    assert forms.clean(form, turned).answers == forms.clean(form, answers).answers


@quick
@given(prepared(), st.dictionaries(words | st.sampled_from([f"{i}{s}" for i in IDS for s in ("", "__special", "-day",
       "-0-f0_amount", "__asked")]), st.lists(words, max_size=3), max_size=8))  # fmt: skip
def test_nothing_raises_whatever_is_posted(form: forms.Prepared, posted: dict[str, list[str]]) -> None:
    read = forms.read_page(form, "first", {}, forms.Posted(posted))
    page = forms.page_form(form, "first", read.answers, read.shown, "nl", posted=forms.Posted(posted))
    page.place(read.faults, "nl")
    again = forms.clean(form, read.answers, draft=True)
    assert again.answers == read.answers


@quick
@given(filled())
def test_what_a_page_shows_can_be_posted_back_unchanged(pair: tuple[forms.Prepared, dict[str, Any]]) -> None:
    form, answers = pair
    kept = forms.clean(form, answers)
    page = forms.page_form(form, "first", kept.answers, kept.shown, "nl")
    read = forms.read_page(form, "first", kept.answers, forms.Posted(_posted(page)))
    assert read.answers == kept.answers
    assert read.faults == ()


def _posted(page: forms.PageForm) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in page.all():
        for control in (one.control, one.beside):
            data = None if control is None else control.data
            if isinstance(data, dict):
                found |= {f"{control.name}-{part}": value for part, value in data.items()}
            elif data is not None:
                found[control.name] = data
    return found


@quick
@given(trees, st.dictionaries(st.sampled_from(IDS), likely, max_size=8))
def test_a_condition_never_raises_and_is_always_told(tree: Any, values: dict[str, Any]) -> None:
    scope = Scope(values=values, rows={"f1": [Scope(values=values)]})
    assert describe(tree, str, lambda _, value: str(value))
    compile_tree(tree)(scope)


@quick
@given(json_values)
def test_any_json_is_a_definition_or_a_list_of_problems(body: Any) -> None:
    try:
        forms.load(body)
    except forms.BadDefinition as bad:
        assert bad.problems
