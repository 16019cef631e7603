"""Definitions with one planted fault each: refused, with a message that names the field and what to do."""

from __future__ import annotations

import time
from typing import Any

import pytest

import forms
from tests.builders.submissions import make_body, make_field

F = make_field
YES = {"==": [{"var": "pet"}, True]}
NL = {"nl": "Tekst"}
PET = F("yes_no", "pet")
AGE = F("integer", "age")
ROWS = F("repeat", "costs")
SCALE = F("scale", "mood")


def score(**changes: Any) -> dict[str, Any]:
    return {"key": "total", "label": NL, "method": "sum", "items": [{"field": "mood"}]} | changes


def bands(*ends: tuple[Any, Any]) -> list[dict[str, Any]]:
    return [{"from": low, "to": high, "label": NL} for low, high in ends]


def example(**changes: Any) -> dict[str, Any]:
    return {"name": "Gewoon", "answers": {"mood": 3}} | changes


def deep(levels: int) -> Any:
    tree: Any = YES
    for _ in range(levels):
        tree = {"not": [tree]}
    return tree


FAULTS: list[tuple[str, list[dict[str, Any]], dict[str, Any], str, str]] = [
    ("cycle of conditions", [F(id="a", show_if={"answered": {"var": "b"}}),
     F(id="b", show_if={"answered": {"var": "a"}})], {}, "cycle", "b"),
    ("cycle of calculations", [F("calculated", "a", value={"+": [{"var": "b"}, 1]}),
     F("calculated", "b", value={"+": [{"var": "a"}, 1]})], {}, "cycle", "b"),
    ("cycle through a score", [SCALE | {"show_if": {">": [{"score": "total"}, 1]}}], {"scores": [score()]}, "cycle", "mood"),
    ("cycle through an option", [F("one_of", "c", options=[{"key": "x", "label": NL, "show_if": {"answered": {"var": "n"}}},
     {"key": "y", "label": NL}]), F(id="n", show_if={"==": [{"var": "c"}, "x"]})], {}, "cycle", "n"),
    ("a condition on itself", [F(show_if={"==": [{"var": "name"}, "x"]})], {}, "self_reference", "name"),
    ("a calculation of itself", [F("calculated", "a", value={"+": [{"var": "a"}, 1]})], {}, "self_reference", "a"),
    ("dangling condition", [F(show_if={"==": [{"var": "gone"}, 1]})], {}, "dangling_reference", "name"),
    ("dangling require_if", [F(require_if={"answered": {"var": "gone"}})], {}, "dangling_reference", "name"),
    ("dangling read_only_if", [F(read_only_if={"answered": {"var": "gone"}})], {}, "dangling_reference", "name"),
    ("dangling constraint", [F(constraints=[{"test": {"==": [{"var": "gone"}, {"var": "name"}]}, "message": NL}])], {},
     "dangling_reference", "name"),
    ("dangling previous", [F(show_if={"==": [{"previous": "gone"}, 1]})], {}, "dangling_reference", "name"),
    ("constraint that looks nowhere", [F(constraints=[{"test": {"==": [1, 1]}, "message": NL}])], {},
     "constraint_nowhere", "name"),
    ("number beside a truth", [PET, F(show_if={"<": [{"var": "pet"}, 3]})], {}, "type_clash", "name"),
    ("text beside a number", [AGE, F(show_if={"==": [{"var": "age"}, "drie"]})], {}, "type_clash", "name"),
    ("adding a text", [F(id="t"), F("calculated", "c", value={"+": [{"var": "t"}, 1]})], {}, "wrong_type", "c"),
    ("months from a text", [F(id="t"), F("calculated", "c", value={"months_between": [{"var": "t"}, {"today": []}]})], {},
     "wrong_type", "c"),
    ("a condition that is a number", [AGE, F(show_if={"+": [{"var": "age"}, 1]})], {}, "condition_type", "name"),
    ("a condition that is a text", [F(id="t"), F(require_if={"var": "t"})], {}, "condition_type", "name"),
    ("a calculation of the wrong type", [F(id="t"), F("calculated", "c", value={"var": "t"}, result="date")], {},
     "result_type", "c"),
    ("branches of two types", [PET, F("calculated", "c", value={"if": [YES, 1, "a"]})], {}, "mixed_types", "c"),
    ("an answer that is not offered", [F("one_of", "c"), F(show_if={"==": [{"var": "c"}, "blue"]})], {},
     "unknown_answer", "name"),
    ("a text as a condition's field", [F("note", "n"), F(show_if={"answered": {"var": "n"}})], {}, "no_answer", "name"),
    ("a field inside rows", [ROWS, F(show_if={"==": [{"var": "amount"}, 1]})], {}, "row_reference", "name"),
    ("rows of no group", [F(id="a"), F(show_if={"any": [{"var": "a"}, True]})], {}, "not_rows", "name"),
    ("row number outside rows", [F("calculated", "c", value={"position": []})], {}, "position_outside", "c"),
    ("part that is none", [F("address", "home"), F("calculated", "c", value={"cell": ["home", "floor"]}, result="text")], {},
     "unknown_part", "c"),
    ("unknown score", [F(show_if={">": [{"score": "gone"}, 1]})], {}, "unknown_score", "name"),
    ("unknown path in a condition", [F(show_if={"==": [{"case": "case.secret"}, 1]})], {}, "value_error", "name"),
    ("never shown: contradiction", [F("one_of", "c"), F(show_if={"and": [{"==": [{"var": "c"}, "red"]},
     {"==": [{"var": "c"}, "green"]}]})], {}, "unreachable", "name"),
    ("never shown: beyond the scale", [SCALE, F(show_if={">": [{"var": "mood"}, 5]})], {}, "unreachable", "name"),
    ("never shown: empty range", [AGE, F(show_if={"and": [{">": [{"var": "age"}, 5]}, {"<": [{"var": "age"}, 3]}]})], {},
     "unreachable", "name"),
    ("never shown: constant", [F(show_if={"==": [1, 2]})], {}, "unreachable", "name"),
    ("never shown: waits for what never shows", [F("yes_no", "a", show_if={"==": [1, 2]}),
     F(show_if={"==": [{"var": "a"}, True]})], {}, "unreachable", "name"),
    ("never shown: against its group", [SCALE, F("repeat", "r", show_if={">": [{"var": "mood"}, 3]},
     fields=[F(show_if={"<": [{"var": "mood"}, 3]})])], {}, "unreachable", "name"),
    ("duplicate id", [F(), F("integer", key="other")], {}, "duplicate_id", "name"),
    ("duplicate key", [F(), F(id="two", key="name")], {}, "duplicate_key", "name"),
    ("a key that is another id", [F(), F(id="two", key="twee"), F(id="twee", key="drie")], {}, "key_is_id", "two"),
    ("duplicate option", [F("one_of", "c", options=[{"key": "x", "label": NL}] * 2)], {}, "duplicate_option", "c"),
    ("an option that hides ‘other’", [F("one_of", "c", other=True, options=[{"key": "other", "label": NL},
     {"key": "x", "label": NL}])], {}, "duplicate_option", "c"),
    ("exclusive that is none", [F("many_of", "c", exclusive="blue")], {}, "unknown_option", "c"),
    ("words beside the scale", [SCALE | {"words": {"9": NL}}], {}, "unknown_option", "mood"),
    ("words beside the matrix", [F("matrix", "m", words={"9": NL})], {}, "unknown_option", "m"),
    ("missing locale of a label", [F()], {"locales": ["nl", "en"]}, "missing_locale", "name"),
    ("missing locale of a message", [F(constraints=[{"test": {"==": [{"var": "name"}, "x"]}, "message": {"en": "x"}}])], {},
     "missing_locale", "name"),
    ("missing locale of an option", [F("one_of", "c", options=[{"key": "x", "label": {"en": "x"}},
     {"key": "y", "label": NL}])], {}, "missing_locale", "c"),
    ("missing locale of a band", [SCALE], {"scores": [score(bands=[{"from": 1, "label": {"en": "x"}}])]},
     "missing_locale", "score total"),
    ("control characters", [F(label={"nl": "a\u0000b"})], {}, "value_error", "name"),
    ("turned direction", [F(hint={"nl": "a\u202eb"})], {}, "value_error", "name"),
    ("line separators", [F(help={"nl": "a\u2028b"})], {}, "value_error", "name"),
    ("half a character", [F(label={"nl": "a\ud800b"})], {}, "string_unicode", "name"),
    ("ten million characters", [F(label={"nl": "x" * 10_000_000})], {}, "string_too_long", "name"),
    ("a hundred thousand options", [F("one_of", "c", options=[{"key": f"k{n}", "label": NL} for n in range(100_000)])], {},
     "too_long", "c"),
    ("unknown kind", [F() | {"kind": "slider"}], {}, "union_tag_invalid", "name"),
    ("unknown property", [F(required=True)], {}, "extra_forbidden", "name"),
    ("wrong default", [AGE | {"default": "drie"}], {}, "wrong_default", "age"),
    ("default that is not offered", [F("one_of", "c", default="blue")], {}, "wrong_default", "c"),
    ("default of rows", [ROWS | {"default": [{"amount": 1}]}], {}, "wrong_default", "costs"),
    ("unknown prefill path", [F(prefill="case.secret")], {}, "unknown_path", "name"),
    ("prefill of another type", [F("date", "d", prefill="person.full_name")], {}, "prefill_type", "d"),
    ("a note with a constraint", [F("note", "n", constraints=[{"test": {"==": [{"var": "n"}, 1]}, "message": NL}])], {},
     "no_question", "n"),
    ("a note that may be unknown", [F("note", "n", allow_unknown=True)], {}, "note_answer", "n"),
    ("too deep an expression", [PET, F(show_if=deep(25))], {}, "value_error", "name"),
    ("too large an expression", [PET, F(show_if={"or": [{"or": [YES] * 40}] * 3})], {}, "value_error", "name"),
    ("too much work together", [F("repeat", "r", max_rows=500, fields=[
     F("calculated", f"c{n}", value={"+": [{"+": [1] * 20}] * 9}) for n in range(6)])], {}, "too_much_work", "sample"),
    ("three deep rows", [F("repeat", "r", fields=[F("repeat", "s", fields=[F("repeat", "t")])])], {}, "nested_repeat", "r"),
    ("too many rows of rows", [F("repeat", "r", max_rows=100, fields=[F("repeat", "s", max_rows=100)])], {},
     "too_many_rows", "r"),
    ("a file asked of a tenant", [F("file", "f")], {"filled_by": "tenant"}, "not_for_tenants", "f"),
    ("empty range", [F("integer", minimum=5, maximum=1)], {}, "empty_range", "name"),
    ("a pattern that is none", [F(constraints=[{"test": {"matches": [{"var": "name"}, "(a"]}, "message": NL}])], {},
     "value_error", "name"),
    ("no purpose", [F()], {"purpose": None}, "missing_handling", "name"),
    ("readers kept out", [F(compartment="C", audience=["corporation"])], {}, "audience_conflict", "name"),
    ("care leaks by calculation", [F("integer", "c", compartment="C", audience=["expert"]),
     F("calculated", "s", value={"+": [{"var": "c"}, 1]})], {}, "leak", "s"),
    ("score over a text", [F()], {"scores": [score(items=[{"field": "name"}])]}, "score_type", "score total"),
    ("score over answers without points", [F("one_of", "c")], {"scores": [score(items=[{"field": "c"}])]}, "score_type",
     "score total"),
    ("score over nothing", [F()], {"scores": [score(items=[{"field": "gone"}])]}, "dangling_reference", "score total"),
    ("score over a row", [ROWS], {"scores": [score(items=[{"field": "amount"}])]}, "score_in_rows", "score total"),
    ("score that counts twice", [SCALE], {"scores": [score(items=[{"field": "mood"}] * 2)]}, "score_twice", "score total"),
    ("score of an unknown domain", [SCALE], {"scores": [score(domain="gone")]}, "unknown_domain", "score total"),
    ("weights of nothing", [SCALE], {"scores": [score(method="weighted", items=[{"field": "mood", "weight": 0}])]},
     "score_weights", "score total"),
    ("more answers than asked", [SCALE], {"scores": [score(missing={"minimum": 2})]}, "score_minimum", "score total"),
    ("gap between bands", [SCALE], {"scores": [score(bands=bands((0, 2), (4, 5)))]}, "band_gap", "score total"),
    ("bands that overlap", [SCALE], {"scores": [score(bands=bands((0, 3), (3, 5)))]}, "band_overlap", "score total"),
    ("a band turned round", [SCALE], {"scores": [score(bands=bands((5, 2)))]}, "band_empty", "score total"),
    ("example: visibility", [SCALE, F(show_if={">": [{"var": "mood"}, 3]})],
     {"examples": [example(expected={"visible": ["name"]})]}, "example_fails", "voorbeeld Gewoon"),
    ("example: score", [SCALE], {"scores": [score()], "examples": [example(expected={"scores": {"total": 4}})]},
     "example_fails", "voorbeeld Gewoon"),
    ("example: errors", [SCALE, F()], {"examples": [example(expected={"errors": []})]}, "example_fails", "voorbeeld Gewoon"),
    ("example: calculation", [SCALE, F("calculated", "c", value={"*": [{"var": "mood"}, 2]}, result="integer")],
     {"examples": [example(expected={"computed": {"c": 7}})]}, "example_fails", "voorbeeld Gewoon"),
    ("example: unknown path", [SCALE], {"examples": [example(expected={"hidden": ["gone"]})]}, "example_fails",
     "voorbeeld Gewoon"),
    ("two examples of one name", [SCALE], {"examples": [example(), example()]}, "duplicate_example", "voorbeeld Gewoon"),
    ("examples without end", [F("long_text", "t")], {"examples": [example(name=f"n{n}", answers={"t": "x" * 5000})
     for n in range(30)]}, "large_examples", "sample"),
    ("dated by no date", [F()], {"dated_by": "name"}, "not_a_date", "sample"),
    ("a name of the page itself", [F(id="meer")], {}, "reserved_id", "meer"),
    ("a language twice", [F()], {"locales": ["nl", "nl"]}, "duplicate_locale", "sample"),
    ("a constraint nobody can meet", [F("integer", "n", constraints=[{"test": {"and": [{">": [{"var": "n"}, 5]},
     {"<": [{"var": "n"}, 3]}]}, "message": NL}])], {}, "constraint_never", "n"),
    ("a constraint beyond the range", [F("integer", "n", maximum=9, constraints=[{"test": {">": [{"var": "n"}, 9]},
     "message": NL}])], {}, "constraint_never", "n"),
    ("the time before of a text", [F("note", "n"), F("calculated", "c", value={"previous": "n"}, result="text")], {},
     "no_answer", "c"),
    ("a note with a previous answer", [F("note", "n", hide_previous=True)], {}, "no_question", "n"),
    ("signs nobody sees", [F(label={"nl": "Naam\u200b"})], {}, "value_error", "name"),
    ("a mark nobody sees", [F(label={"nl": "\ufeffNaam"})], {}, "value_error", "name"),
    ("signs of a hidden message", [F(label={"nl": "Naam\U000e0041"})], {}, "value_error", "name"),
    ("example: answers to no question", [SCALE], {"examples": [example(answers={"gone": 1})]}, "example_fails", "gone"),
    ("example: answers to no question of a row", [ROWS], {"examples": [example(answers={"costs": [{"gone": 1, "amount": 1}]})]},
     "example_fails", "gone"),
    ("sum of another group", [ROWS, F("repeat", "s", fields=[F("integer", "b")]), F("calculated", "c", value={"sum":
     [{"var": "costs"}, {"var": "b"}]})], {}, "row_reference", "c"),
    ("sum of texts", [F("repeat", "s", fields=[F(id="t")]), F("calculated", "c", value={"sum": [{"var": "s"}, {"var": "t"}]})],
     {}, "wrong_type", "c"),
    ("scores in a circle", [SCALE, F("calculated", "c", value={"+": [{"score": "b"}, 1]})], {"scores": [
     score(), score(key="b", items=[{"field": "c"}])]}, "cycle", "c"),
    ("a group without questions", [F("repeat", "r", fields=[])], {}, "too_short", "r"),
    ("one answer to choose from", [F("one_of", "c", options=[{"key": "x", "label": NL}])], {}, "too_short", "c"),
    ("more rows than can be", [F("repeat", "r", max_rows=501, fields=[F()])], {}, "less_than_equal", "r"),
    ("fewest rows above most", [F("repeat", "r", min_rows=5, max_rows=2, fields=[F()])], {}, "empty_range", "r"),
    ("an option on itself", [F("one_of", "c", options=[{"key": "x", "label": NL, "show_if": {"==": [{"var": "c"}, "y"]}},
     {"key": "y", "label": NL}])], {}, "self_reference", "c"),
    ("a text beside a date", [F("date", "d"), F(show_if={">": [{"var": "d"}, "2026-01-01"]})], {}, "type_clash", "name"),
    ("weeks to a date", [F("date", "d"), F("calculated", "c", result="date", value={"date_add": [{"var": "d"}, 1, "weeks"]})],
     {}, "value_error", "c"),
    ("too few values", [F(show_if={"==": [1]})], {}, "value_error", "name"),
    ("a default beyond the range", [AGE | {"default": -1}], {}, "wrong_default", "age"),
    ("a default with a citizen number", [F(default="123456782")], {}, "wrong_default", "name"),
    ("no ground", [F()], {"ground": None}, "missing_handling", "name"),
    ("no retention", [F()], {"retention": None}, "missing_handling", "name"),
    ("no readers", [F()], {"audience": []}, "missing_handling", "name"),
    ("no pages", [F()], {"pages": []}, "too_short", "pages"),
    ("a page without questions", [F()], {"pages": [{"key": "first", "title": NL, "fields": []}]}, "too_short", "first"),
    ("a message that is left out", [AGE | {"constraints": [{"test": {">": [{"var": "age"}, 5]}}]}], {}, "missing", "message"),
    ("target of no scale", [SCALE | {"target_of": "gone"}], {}, "not_a_scale", "mood"),
]  # fmt: skip


def problems(body: dict[str, Any]) -> list[forms.Problem]:
    try:
        return forms.check(forms.load(body))
    except forms.BadDefinition as bad:
        return bad.problems


@pytest.mark.parametrize(
    ("fields", "changes", "code", "named"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_a_planted_fault_is_refused_by_name_and_remedy(
    fields: list[dict[str, Any]], changes: dict[str, Any], code: str, named: str
) -> None:
    begun = time.process_time()
    found = [one for one in problems(make_body(*fields, **changes)) if one.code == code]
    assert found, [str(one) for one in problems(make_body(*fields, **changes))]
    assert any(named in f"{one.where} {one.message}" for one in found)
    assert all(one.message and one.remedy and len(str(one)) < 2_000 for one in found)
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("place", ["label", "hint", "help", "missing", "invalid", "unit"])
def test_hostile_text_is_refused_in_every_text(place: str) -> None:
    for hostile in ("a\u202eb", "a\u0007b", "\u2066a", "x" * 20_000):
        with pytest.raises(forms.BadDefinition):
            forms.load(make_body(F("integer", **{place: {"nl": hostile}})))


def test_a_form_that_uses_everything_is_sound() -> None:
    definition = forms.load(
        make_body(
            SCALE, PET, AGE | {"require_if": YES, "default": 3, "unit": {"nl": "jaar"}},
            F(prefill="person.full_name", read_only_if={"answered": {"var": "pet"}}),
            F("calculated", "double", value={"*": [{"var": "mood"}, 2]}, result="integer"),
            F("repeat", "r", fields=[F("integer", "n"), F("calculated", "share", result="decimal", value={
                "/": [{"var": "n"}, {"sum": [{"var": "r"}, {"var": "n"}]}]})]),
            F("date", "start"), F("date", "end", constraints=[
                {"test": {">=": [{"var": "end"}, {"var": "start"}]}, "message": {"nl": "Het einde ligt na het begin"}}]),
            scores=[score(bands=bands((None, 2), (3, None)))],
            examples=[example(answers={"mood": 3, "pet": True, "r": [{"n": 1}, {"n": 3}]}, expected={
                "visible": ["double", "r-0-share"], "required": ["age"], "scores": {"total": 3},
                "computed": {"double": 6, "r-0-share": "0.25"}, "errors": ["age", "name", "start", "end"]})],
        )
    )  # fmt: skip
    assert [str(one) for one in forms.check(definition)] == []


def test_text_for_tenants_that_is_hard_to_read_warns_and_blocks_nothing() -> None:
    hard = "Derhalve dient betrokkene onverwijld de desbetreffende verantwoordelijkheidsvoorwaarden te accepteren."
    definition = forms.load(
        make_body(F(hint={"nl": hard}), F(id="plain", hint={"nl": "Schrijf op wat u die dag zag."}))
    )
    assert forms.check(definition) == []
    assert [(one.code, one.where) for one in forms.warnings(definition)] == [("hard_to_read", "name")]
    assert "derhalve" in forms.warnings(definition)[0].message
    closed = forms.load(make_body(F(hint={"nl": hard}), audience=["expert"]))
    assert forms.warnings(closed) == []
