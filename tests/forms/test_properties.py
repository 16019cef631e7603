"""What holds for any definition and any answers. FORMS_EXAMPLES sets how many are tried."""

from __future__ import annotations

import json
import os
from typing import Any

import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import forms
from forms.expressions.compile import Around, Scope, compile_tree
from forms.expressions.describe import describe
from tests.forms.strategies import (
    IDS,
    answers_to,
    bodies,
    contexts,
    json_values,
    likely,
    prepared,
    trees,
    words,
)  # fmt: skip

quick = settings(
    max_examples=int(os.environ.get("FORMS_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
Filled = tuple[forms.Prepared, dict[str, Any], forms.Context]


@st.composite
def filled(draw: st.DrawFn) -> Filled:
    form = draw(prepared())
    return form, draw(answers_to(form)), draw(contexts)


@quick
@given(filled())
def test_nothing_raises_whatever_is_answered(three: Filled) -> None:
    form, answers, context = three
    cleaned = forms.clean(form, answers, context)
    forms.shown(form, answers, context)
    for fault in cleaned.faults:
        assert fault.say("nl") and fault.say("en")
    for fault in [one for part in forms.gaps(form, cleaned.answers, context) for one in part]:
        assert fault.say("nl") and fault.say("en")
    forms.summary(form, cleaned.answers, "nl", context)
    forms.cells(form, cleaned.answers)
    forms.steps(form, cleaned.answers, "en", context)
    page = forms.page_form(form, "first", cleaned.answers, cleaned.shown, "nl", context)
    page.place(cleaned.faults, "nl")
    assert all(one.anchor for one in page.all())
    json.dumps(forms.judge(form, answers, context).plain())
    forms.start(form, context)
    forms.check(form.definition)


@quick
@given(filled())
def test_cleaning_twice_is_cleaning_once(three: Filled) -> None:
    form, answers, context = three
    for draft in (False, True):
        once = forms.clean(form, answers, context, draft)
        twice = forms.clean(form, once.answers, context, draft)
        assert twice.answers == once.answers
        assert twice.faults == ()


def hidden(form: forms.Prepared, fields: Any, kept: dict[str, Any], seen: forms.Shown, prefix: str = "") -> list[str]:
    """Return the paths of kept answers that do not show."""
    found = []
    for one in fields:
        path, value = prefix + one.id, kept.get(one.id)
        if value is not None and path not in seen:
            found.append(path)
        if one.kind == "repeat" and isinstance(value, list):
            for number, row in enumerate(value):
                found += hidden(form, one.fields, row, seen, f"{path}-{number}-")
    return found


@quick
@given(filled())
def test_a_hidden_answer_is_never_kept(three: Filled) -> None:
    form, answers, context = three
    kept = forms.clean(form, answers, context).answers
    assert hidden(form, [entry.field for entry in form.top], kept, forms.shown(form, kept, context)) == []


@quick
@given(filled())
def test_answers_survive_json_and_fit_their_schema(three: Filled) -> None:
    form, answers, context = three
    kept = forms.clean(form, answers, context).answers
    assert json.loads(json.dumps(kept)) == kept
    jsonschema.Draft202012Validator(forms.answers_schema(form)).validate(kept)


@quick
@given(filled(), st.randoms(use_true_random=False))
def test_the_order_of_saving_does_not_matter(three: Filled, chance: Any) -> None:
    """Each answer is saved on its own, in any order, and what is sent is the same as all at once."""
    form, answers, context = three
    names = list(answers)
    chance.shuffle(names)
    kept: dict[str, Any] = {}
    for name in names:
        kept = forms.clean(form, kept | {name: answers[name]}, context, draft=True).answers
    assert forms.clean(form, kept, context).answers == forms.clean(form, answers, context).answers


@quick
@given(filled(), st.data())
def test_what_is_sent_is_worked_out_anew_whatever_a_client_adds_or_omits(three: Filled, data: st.DataObject) -> None:
    form, answers, context = three
    sent = forms.clean(form, answers, context)
    tampered = dict(sent.answers)
    for id_ in IDS:
        silent = id_ in form.entries and not form.entries[id_].field.takes_answer
        if silent and data.draw(st.booleans()):
            tampered[id_] = data.draw(likely)
        elif silent:
            tampered.pop(id_, None)
        elif id_ in form.entries and id_ not in sent.shown and not _decides(form, id_):
            tampered[id_] = data.draw(likely)
    assert forms.clean(form, tampered, context).answers == sent.answers


def _decides(form: forms.Prepared, id_: str) -> bool:
    """Tell whether a field waits on itself, directly or by others: only then can its own answer make it show."""
    from forms.definition.cycles import cycles

    return any(True for _ in cycles(form.definition)) or id_ in forms.references(form.entries[id_].field.show_if)


@quick
@given(prepared(), st.dictionaries(words | st.sampled_from([f"{i}{s}" for i in IDS for s in ("", "__special", "-day",
       "-0-f0_amount", "__asked", "__other", "-0-f0_r-0-f0_r0", "-strokes", "-first", "-postcode")]),
       st.lists(words, max_size=3), max_size=8))  # fmt: skip
def test_nothing_raises_whatever_is_posted(form: forms.Prepared, posted: dict[str, list[str]]) -> None:
    read = forms.read_page(form, "first", {}, forms.Posted(posted))
    page = forms.page_form(form, "first", read.answers, read.shown, "nl", posted=forms.Posted(posted))
    page.place(read.faults, "nl")
    again = forms.clean(form, read.answers, draft=True)
    assert again.answers == read.answers


@quick
@given(filled())
def test_what_a_page_shows_can_be_posted_back_unchanged(three: Filled) -> None:
    form, answers, context = three
    kept = forms.clean(form, answers, context)
    page = forms.page_form(form, "first", kept.answers, kept.shown, "nl", context)
    read = forms.read_page(form, "first", kept.answers, forms.Posted(_posted(page)), context)
    assert read.faults == ()
    assert forms.clean(form, read.answers, context).answers == kept.answers


def _posted(page: forms.PageForm) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in page.all():
        for control in (one.control, one.beside, one.own):
            data = None if control is None else control.data
            if isinstance(data, dict):
                found |= {f"{control.name}-{part}": value for part, value in data.items()}
            elif data is not None:
                found[control.name] = data
    return found


@quick
@given(trees, st.dictionaries(st.sampled_from(IDS), likely, max_size=8), st.dates())
def test_an_expression_never_raises_and_is_always_told(tree: Any, values: dict[str, Any], today: Any) -> None:
    scope = Scope(values=values, around=Around(today=today, case=values, previous=values, scores=values))
    scope.rows = {"f1": [Scope(values=values, outer=scope, around=scope.around, position=1)]}
    for locale in ("nl", "en"):
        assert describe(tree, str, lambda _, value: str(value), locale)
    compile_tree(tree)(scope)


@quick
@given(json_values)
def test_any_json_is_a_definition_or_a_list_of_problems(body: Any) -> None:
    try:
        forms.load(body)
    except forms.BadDefinition as bad:
        assert bad.problems


@quick
@given(bodies())
def test_a_definition_survives_json_with_its_digest(body: dict[str, Any]) -> None:
    definition = forms.load(body)
    again = forms.load_json(json.dumps(forms.body_of(definition)))
    assert again == definition
    assert forms.digest(again) == forms.digest(definition)
