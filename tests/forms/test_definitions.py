"""Definitions: shape, digest, and what keeps one from being published."""

from __future__ import annotations

from typing import Any

import pytest

import forms
from tests.builders.submissions import make_body, make_field

YES = {"==": [{"var": "pet"}, True]}


def codes(*fields: dict[str, Any], **changes: Any) -> list[str]:
    return [problem.code for problem in forms.check(forms.load(make_body(*fields, **changes)))]


def test_a_sound_definition_has_no_problems() -> None:
    assert codes(make_field("yes_no", "pet"), make_field(show_if=YES)) == []


@pytest.mark.parametrize(
    ("fields", "changes", "code"),
    [
        ([make_field(), make_field("integer", key="other")], {}, "duplicate_id"),
        ([make_field(), make_field(id="two", key="name")], {}, "duplicate_key"),
        ([make_field(), make_field(id="two", key="twee"), make_field(id="twee", key="drie")], {}, "key_is_id"),
        ([make_field(show_if={"==": [{"var": "gone"}, 1]})], {}, "dangling_reference"),
        ([make_field(show_if={"==": [{"var": "name"}, "x"]})], {}, "self_reference"),
        ([make_field(id="a", show_if={"answered": {"var": "b"}}), make_field(id="b", show_if={"answered": {"var": "a"}})],
         {}, "cycle"),
        ([make_field()], {"locales": ["nl", "en"]}, "missing_locale"),
        ([make_field(hint={"en": "x"})], {}, "missing_locale"),
        ([make_field()], {"purpose": None}, "missing_handling"),
        ([make_field()], {"ground": None}, "missing_handling"),
        ([make_field()], {"audience": None}, "missing_handling"),
        ([make_field()], {"retention": None}, "missing_handling"),
        ([make_field()], {"compartment": None}, "missing_handling"),
        ([make_field(compartment="C", audience=["corporation", "expert"])], {}, "audience_conflict"),
        ([make_field("yes_no", "pet"), make_field(show_if={"<": [{"var": "pet"}, 3]})], {}, "type_clash"),
        ([make_field("integer", "age"), make_field(show_if={"==": [{"var": "age"}, "drie"]})], {}, "type_clash"),
        ([make_field("integer", "age"), make_field(show_if={"+": [{"var": "age"}, 1]})], {}, "condition_type"),
        ([make_field("one_of", "c"), make_field(show_if={"==": [{"var": "c"}, "blue"]})], {}, "unknown_answer"),
        ([make_field("repeat", "r"), make_field(show_if={"==": [{"var": "amount"}, 1]})], {}, "row_reference"),
        ([make_field(id="a"), make_field(show_if={"any": [{"var": "a"}, True]})], {}, "not_rows"),
        ([make_field("integer", minimum=5, maximum=1)], {}, "empty_range"),
        ([make_field("many_of", exclusive="blue")], {}, "unknown_option"),
        ([make_field("scale", words={"9": {"nl": "x"}})], {}, "unknown_option"),
        ([make_field("scale", target_of="gone")], {}, "not_a_scale"),
        ([make_field("repeat", "r", fields=[make_field("repeat", "s", fields=[make_field("repeat", "t")])])], {},
         "nested_repeat"),
        ([make_field("note", allow_unknown=True)], {}, "note_answer"),
        ([make_field()], {"dated_by": "name"}, "not_a_date"),
    ],
)  # fmt: skip
def test_a_fault_is_found_and_named(fields: list[dict[str, Any]], changes: dict[str, Any], code: str) -> None:
    found = forms.check(forms.load(make_body(*fields, **changes)))
    assert code in [problem.code for problem in found]
    assert all(problem.where and problem.message and problem.remedy for problem in found)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "slider"}, {"id": "Not an id"}, {"id": "a__b"}, {"label": {"nl": ""}}, {"label": {"nl": "a\u202eb"}},
        {"required": True}, {"show_if": {"exec": "x"}}, {"max_length": 0}, {"label": {"nederlands": "x"}},
    ],
)  # fmt: skip
def test_a_malformed_field_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(forms.BadDefinition) as refused:
        forms.load(make_body(make_field() | change))
    assert refused.value.problems[0].where.startswith("pages.0.fields.0")


def test_all_faults_are_reported_at_once() -> None:
    with pytest.raises(forms.BadDefinition) as refused:
        forms.load(make_body(make_field(kind="slider"), make_field(id="B"), {"kind": "integer", "surprise": 1}))
    assert len(refused.value.problems) >= 4


def test_json_that_names_a_key_twice_is_refused() -> None:
    with pytest.raises(forms.BadDefinition):
        forms.load_json('{"key": "a", "key": "b"}')


def test_deeply_nested_json_is_refused() -> None:
    with pytest.raises(forms.BadDefinition):
        forms.load_json("[" * 100_000)


def test_the_digest_depends_on_meaning_alone() -> None:
    body = make_body(make_field(need="required", allow_unknown=False))
    plain = make_body(make_field())
    assert forms.digest(forms.load(body)) == forms.digest(forms.load(dict(reversed(list(plain.items())))))
    assert forms.digest(forms.load(make_body(make_field(need="optional")))) != forms.digest(forms.load(plain))


def test_the_kept_body_gives_the_same_digest() -> None:
    definition = forms.load(make_body(make_field("repeat", "r"), make_field("scale", "s")))
    assert forms.digest(forms.load(forms.body_of(definition))) == forms.digest(definition)


def test_a_definition_never_changes() -> None:
    definition = forms.load(make_body())
    with pytest.raises(ValueError, match="frozen"):
        definition.title = {"nl": "Anders"}  # type: ignore[misc]
