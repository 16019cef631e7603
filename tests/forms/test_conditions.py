"""Conditions: what they mean, when they show a field, how they are told."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import forms
from forms.expressions.compile import Around, Scope, compile_tree
from forms.expressions.tree import ARITY, arguments_of, as_date, as_decimal, faults_of, walk
from tests.builders.submissions import make_field, make_form

VECTORS = json.loads((Path(forms.__file__).parent / "expressions" / "vectors.json").read_text("utf-8"))


def value_of(written: Any) -> Any:
    if isinstance(written, dict):
        return as_date(written.get("date")) or as_decimal(written.get("decimal"))
    return [value_of(one) for one in written] if isinstance(written, list) else written


def values_of(written: dict[str, Any]) -> dict[str, Any]:
    return {name: value_of(value) for name, value in written.items()}


def scope_of(case: dict[str, Any]) -> Scope:
    day = as_date(case.get("today", "2026-03-01"))
    assert day is not None
    around = Around(
        day, values_of(case.get("case", {})), values_of(case.get("previous", {})), values_of(case.get("scores", {}))
    )
    outer = Scope(values_of(case.get("values", {})), case.get("specials", {}), around=around)
    outer.cells = {name: values_of(parts) for name, parts in case.get("cells", {}).items()}
    outer.rows = rows_of(case.get("rows", {}), outer)
    return outer


def rows_of(written: dict[str, Any], outer: Scope) -> dict[str, list[Scope]]:
    """Make the rows of groups; a group inside a row stands under "rows"."""
    made: dict[str, list[Scope]] = {}
    for name, rows in written.items():
        made[name] = []
        for number, row in enumerate(rows, 1):
            own = {k: v for k, v in row.items() if k != "rows"}
            scope = Scope(values_of(own), around=outer.around, outer=outer, position=number)
            scope.rows = rows_of(row.get("rows", {}), scope)
            made[name].append(scope)
    return made


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_a_shared_vector_gives_its_result(case: dict[str, Any]) -> None:
    found = compile_tree(case["tree"])(scope_of(case))
    assert found == value_of(case["result"])
    assert isinstance(found, bool) == isinstance(case["result"], bool)


def test_every_operator_stands_in_two_shared_vectors_and_every_name_in_one() -> None:
    used = Counter(arguments_of(node)[0] for case in VECTORS for node in walk(case["tree"]))
    assert [name for name in ARITY if used[name] < 2] == []
    assert len({case["name"] for case in VECTORS}) == len(VECTORS)


@pytest.mark.parametrize(
    "tree",
    [
        {"eval": "1"}, {"var": "A.b"}, {"==": [1]}, {"and": [True], "or": [True]}, 1.5, {"sum": [1, 2]},
        {"any": [{"var": "r"}, {"any": [{"var": "s"}, {"any": [{"var": "t"}, True]}]}]}, {"and": [True] * 201}, "x" * 501, 10**16,
        {"date": "gisteren"}, {"decimal": "1e9"}, [[1] * 201],
    ],
)  # fmt: skip
def test_a_tree_outside_the_closed_set_is_refused(tree: Any) -> None:
    assert faults_of(tree)


def test_a_tree_is_refused_when_nested_too_deep() -> None:
    tree: Any = True
    for _ in range(25):
        tree = {"not": [tree]}
    assert "dieper" in faults_of(tree)[0]


def test_a_field_shows_only_when_its_condition_holds() -> None:
    form = make_form(make_field("yes_no", "pet"), make_field(show_if={"==": [{"var": "pet"}, True]}))
    assert forms.clean(form, {"pet": False, "name": "Rex"}).answers == {"pet": False}
    assert forms.clean(form, {"pet": True, "name": "Rex"}).answers == {"pet": True, "name": "Rex"}


def test_what_depends_on_a_hidden_answer_is_hidden_too() -> None:
    form = make_form(
        make_field("integer", "age", show_if={"answered": [{"var": "name"}]}),
        make_field("short_text", "name", show_if={"==": [{"var": "pet"}, True]}),
        make_field("yes_no", "pet"),
    )
    assert forms.clean(form, {"pet": False, "name": "Rex", "age": 3}).answers == {"pet": False}


def test_a_row_has_conditions_of_its_own() -> None:
    group = make_field("repeat", "costs")
    group["fields"][1]["show_if"] = {">": [{"var": "amount"}, 10]}
    form = make_form(group)
    given = {"costs": [{"amount": 5, "what": "a"}, {"amount": 50, "what": "b"}]}
    assert forms.clean(form, given).answers == {"costs": [{"amount": 5}, {"amount": 50, "what": "b"}]}


def test_a_condition_is_told_as_a_dutch_sentence() -> None:
    form = make_form(
        make_field("one_of", "colour", label={"nl": "Welke kleur?"}),
        make_field("scale", "score", label={"nl": "Cijfer"}),
        make_field(show_if={"and": [{"in": [{"var": "colour"}, ["red", "green"]]}, {"<": [{"var": "score"}, 3]}]}),
    )
    assert form.tell_condition("name") == (
        "Alleen als ‘Welke kleur?’ is één van RED of GREEN en ‘Cijfer’ is kleiner dan 3."
    )


def test_a_page_without_anything_to_show_is_no_step() -> None:
    form = make_form(make_field(show_if={"==": [1, 2]}))
    assert forms.steps(form, {}, "nl") == []
