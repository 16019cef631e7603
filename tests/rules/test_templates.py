"""The structure of templates on plain values: order, slots, conditions, turns, and what is said about them."""

from __future__ import annotations

from typing import Any

import pytest

from portal.agreements import checks
from portal.agreements.compose import Head, compose
from portal.agreements.rules import SignerRole
from portal.agreements.template import Outline, Template, differing, problems, shaping, template
from portal.core.errors import Conflict, Invalid, Missing
from tests.builders.agreements import FREEZING, make_clause, make_terms

MENTOR = {"==": [{"var": "mentor"}, True]}


def body(key: str = "voluntary") -> dict[str, Any]:
    made: dict[str, Any] = template(key).model_dump(mode="json", by_alias=True)
    return made


def said(changed: dict[str, Any]) -> set[str]:
    return {one.code for one in problems(Outline.model_validate(changed))}


def test_moving_a_section_renumbers_paper_and_keeps_every_reference_true() -> None:
    moved = Template.model_validate(shaping.step_section(7, 1)(body()))
    content = compose(make_terms(purpose=moved.first().purpose), moved, Head("D-2026-0001", 1, 1, FREEZING))
    assert [one.printed for one in content.sections] == list(range(17))
    assert [one.number for one in content.sections][7:9] == [8, 7] and content.printed(7) == 8
    assert "hoofdstuk 8 staat" in moved.first().corporation_duties[0]
    rights = next(one for one in content.sections if one.number == 5)
    assert any("hoofdstuk 14" in block.text for block in rights.blocks)


def test_the_usual_order_leaves_content_and_digest_as_they_were() -> None:
    content = compose(make_terms(), template("voluntary"), Head("D-2026-0001", 1, 1, FREEZING))
    assert "shown" not in content.model_dump(mode="json")["sections"][7]


def test_head_and_signing_keep_their_places() -> None:
    for number, by in ((0, 1), (16, -1), (1, -1), (15, 1)):
        assert shaping.step_section(number, by)(body()) == body()


def test_a_section_of_staff_is_added_filled_moved_and_taken_out() -> None:
    added = shaping.add_section("  Huisdieren ", 6)(body())
    assert [one["number"] for one in added["sections"]][6:9] == [6, 17, 7] and "empty" in said(added)
    filled = shaping.texts(
        {"title": "Huisdieren", "plain": "Over uw hond."}, [("De hond van {tenants}.", None)], section=17
    )(added)
    assert said(filled) == set()
    content = compose(make_terms(), Template.model_validate(filled), Head("D-2026-0001", 1, 1, FREEZING))
    assert content.sections[7].blocks[0].text.startswith("De hond van ") and content.sections[7].printed == 7
    gone = shaping.remove_section(17)(filled)
    assert [one["number"] for one in gone["sections"]] == list(range(17))
    with pytest.raises(Conflict, match=r"template\.always"):
        shaping.remove_section(8)(body())
    with pytest.raises(Missing):
        shaping.remove_section(33)(body())


def test_a_reference_to_a_section_that_is_gone_is_a_point() -> None:
    added = shaping.add_section("Huisdieren", 6)(body())
    named = shaping.texts({"title": "Doel", "plain": "Zie hoofdstuk {section_17}."}, [], section=5)(added)
    assert "placeholder" in said(shaping.remove_section(17)(named))


def test_a_template_holds_a_bounded_number_of_sections() -> None:
    full = body()
    with pytest.raises(Invalid, match=r"template\.many"):
        for _time in range(100):
            full = shaping.add_section("Nog een", 6)(full)
    assert len(full["sections"]) == 40


def test_a_kind_of_clause_moves_with_its_limits_and_stands_in_one_section() -> None:
    moved = shaping.slots(9, {"expert": (1, 3), "corporation": (0, None)})(body())
    sections = {one["number"]: one["slots"] for one in moved["sections"]}
    assert (
        sections[8] == [] and {one["type"] for one in sections[9]} == {"expert", "corporation"} and said(moved) == set()
    )
    assert said(shaping.slots(9, {})(body())) == {"slot_nowhere"}
    for limits in ((3, 2), (0, 0), (-1, None)):
        with pytest.raises(Invalid, match=r"template\.slot"):
            shaping.slots(9, {"expert": limits})(body())
    with pytest.raises(Invalid, match=r"template\.slot"):
        shaping.slots(9, {"reporters": (0, None)})(body())


def test_the_composer_counts_the_clauses_that_a_template_asks_for() -> None:
    asks = Template.model_validate(
        shaping.slots(6, {"prohibition": (0, 1), "obligation": (2, None), "general": (0, None)})(body())
    )
    terms = make_terms(clauses=tuple(make_clause(n, "V1") for n in (1, 2)))
    content = compose(terms, asks, Head("D-2026-0001", 1, 1, FREEZING))
    found = {
        (one.code, one.params["limit"], one.params["number"])
        for one in checks.blocking(content, asks)
        if "slot" in one.code
    }
    assert found == {("agreement.slot_many", 1, 2), ("agreement.slot_few", 2, 0)}
    assert not [one for one in checks.blocking(content) if "slot" in one.code]


def test_a_condition_goes_on_a_section_or_a_paragraph_and_never_on_what_an_agreement_cannot_miss() -> None:
    conditional = shaping.condition(15, "section", MENTOR)(body())
    content = compose(make_terms(), Template.model_validate(conditional), Head("D-2026-0001", 1, 1, FREEZING))
    assert content.sections[15].blocks[0].text == "Niet van toepassing."
    again = shaping.condition(2, "outro-1", None)(shaping.condition(2, "outro-0", MENTOR)(body()))
    assert [one["when"] for one in again["sections"][2]["outro"]] == [MENTOR, None]
    with pytest.raises(Conflict, match=r"template\.always_there"):
        shaping.condition(7, "section", MENTOR)(body())
    for place in ("outro-9", "outro-x", "title", "intro--1", "paragraphs-0"):
        with pytest.raises(Missing):
            shaping.condition(2, place, MENTOR)(body())


def test_a_section_with_clauses_may_not_fall_away() -> None:
    assert said(shaping.condition(8, "section", MENTOR)(body())) == {"slot_falls_away"}


def test_turns_are_closed_up_and_complete() -> None:
    given = {role.value: 1 for role in SignerRole} | {"corporation": 5, "expert": 7}
    assert Outline.model_validate(shaping.turns(given)(body())).order()[SignerRole.EXPERT] == 3
    for wrong in ({"tenant": 1}, given | {"tenant": 0}, given | {"tenant": 8}, given | {"neighbour": 1}):
        with pytest.raises(Invalid, match=r"template\.turns"):
            shaping.turns(wrong)(body())


def test_a_number_typed_out_in_another_order_is_a_point_and_a_place_that_repeats_too() -> None:
    moved = shaping.step_section(7, 1)(body())
    typed = shaping.texts({"title": "Doel", "plain": "Zie hoofdstuk 7."}, [("{purpose} " * 4, None)], section=5)(moved)
    assert said(typed) == {"number", "placeholder_often"}


def test_a_heading_holds_no_places_and_first_terms_no_names() -> None:
    with pytest.raises(Invalid, match=r"template\.heading"):
        shaping.texts({"title": "Voor {tenants}", "plain": "x"}, [], section=5)(body())
    broken = body()
    broken["defaults"]["purpose"] = "Voor {tenants}."
    assert said(broken) == {"placeholder"}


def test_first_terms_stay_within_the_law() -> None:
    kept = body()["defaults"]
    values = kept | {"reflection_days": 1}
    with pytest.raises(Invalid) as refused:
        shaping.beginning("Titel", "Onder", values)(body())
    assert (refused.value.code, refused.value.params["field"]) == ("template.number", "reflection_days")
    made = shaping.beginning("Titel", "Onder", kept | {"evaluation_weeks": [13, 6, 6], "help_weeks": 2})(body())
    assert made["defaults"]["evaluation_weeks"] == [6, 13] and said(made) == set()


def test_any_two_versions_are_compared_in_words() -> None:
    old = body()
    new = shaping.turns({role.value: 1 for role in SignerRole})(
        shaping.step_section(10, 1)(shaping.add_section("Huisdieren", 6)(old))
    )
    new = shaping.condition(15, "section", MENTOR)(shaping.slots(9, {"expert": (1, None)})(new))
    codes = {one.code for one in differing.changes(old, new)}
    assert codes >= {"section_new", "order", "signers", "section_when", "section_slots"}
    assert {one.code for one in differing.changes(new, old)} >= {"section_gone", "order", "signers"}
    assert differing.changes(old, body()) == []
