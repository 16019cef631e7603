"""Problems with a plain remedy are mended by one command, without touching anything else."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from portal.core.errors import Invalid
from portal.definitions import checks
from portal.definitions.rules import commands, mending
from tests.builders.submissions import make_body, make_field

GONE = {"answered": [{"var": "gone"}]}
SCORE = {"key": "total", "label": {"nl": "T"}, "method": "sum", "items": [{"field": "age"}], "missing": "no_score"}


def body_with(code: str) -> dict[str, Any]:
    """Make a definition with one planted problem."""
    age = make_field("integer", "age")
    match code:
        case "dangling_reference":
            return make_body(age, make_field("one_of", "colour", show_if=GONE, require_if=GONE))
        case "self_reference":
            return make_body(age | {"show_if": {"answered": [{"var": "age"}]}, "constraints": [{"test": {">": [{"var": "age"}, 1]}, "message": {"nl": "Nee"}}]})
        case "duplicate_key":
            return make_body(age, make_field(id="name", key="age"))
        case "empty_range":
            return make_body(age | {"minimum": 9, "maximum": 3})
        case "band_empty":
            return make_body(age, scores=[SCORE | {"bands": [{"from": 5, "to": 2, "label": {"nl": "x"}}]}])
        case "counted_unused":
            return make_body(age, scores=[SCORE | {"counted": [1]}])
        case "score_twice":
            return make_body(age, scores=[SCORE | {"items": [{"field": "age"}, {"field": "age", "weight": 2}]}])
        case "score_minimum":
            return make_body(age, scores=[SCORE | {"missing": {"minimum": 4}}])
        case "duplicate_example":
            return make_body(age, examples=[{"name": "a"}, {"name": "a"}])
        case "wrong_default":
            return make_body(age | {"default": "veel"})
        case "prefill_type":
            return make_body(age | {"prefill": "person.email"})
        case "no_question":
            return make_body(age, make_field("note", "words", prefill="person.email"))
        case "option_condition":
            ranking = make_field("ranking", "order")
            ranking["options"][0]["show_if"] = {"answered": [{"var": "age"}]}
            return make_body(age, ranking)
    raise KeyError(code)


CODES = (
    "dangling_reference", "self_reference", "duplicate_key", "empty_range", "band_empty", "counted_unused", "score_twice",
    "score_minimum", "duplicate_example", "wrong_default", "prefill_type", "no_question", "option_condition",
)  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_one_command_mends_a_problem_and_leaves_the_rest(code: str) -> None:
    body = body_with(code)
    before = copy.deepcopy(body)
    (found,) = {(one.code, one.target) for one in checks.findings(body) if one.code == code}
    assert all(one.mends for one in checks.findings(body) if one.code == code)
    mended = commands.run(body, {"do": "mend", "code": code, "target": found[1]})
    assert [one.code for one in checks.findings(mended)] == []
    assert body == before
    assert commands.run(mended, {"do": "mend", "code": code, "target": found[1]}) == mended


def test_a_constraint_that_speaks_of_its_own_question_stays() -> None:
    body = body_with("self_reference")
    mended = mending.mend(body, code="self_reference", target="field:age")
    assert "constraints" in mended["pages"][0]["fields"][0]


def test_a_condition_on_an_answer_goes_and_the_answer_stays() -> None:
    field = make_field("one_of", "colour")
    field["options"][1]["show_if"] = GONE
    mended = mending.mend(make_body(field), code="dangling_reference", target="field:colour")
    assert mended["pages"][0]["fields"][0]["options"] == make_field("one_of", "colour")["options"]


def test_a_calculation_is_never_taken_away() -> None:
    body = make_body(make_field("calculated", "left", value={"+": [{"var": "gone"}, 1]}))
    (found,) = [one for one in checks.findings(body) if one.code == "dangling_reference"]
    assert not found.mends
    assert mending.mend(body, code="dangling_reference", target="field:left") == body


def test_what_has_no_plain_remedy_is_refused() -> None:
    with pytest.raises(Invalid, match=r"form\.command"):
        mending.mend(make_body(), code="missing_handling", target="form")
