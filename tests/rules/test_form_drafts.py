"""Building a form on plain JSON: every command, and every sequence of them undone again."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.errors import Conflict, DomainError, Invalid, Missing
from portal.definitions import checks
from portal.definitions.rules import bodies, commands, history, pages, patches, questions
from tests.builders.submissions import make_body, make_field

IS_YES = {"==": [{"var": "dog"}, True]}


def two_pages() -> dict[str, Any]:
    body = make_body(make_field("yes_no", "dog"), make_field("short_text", "breed", show_if=IS_YES))
    body["pages"].append({"key": "second", "title": {"nl": "Tweede"}, "fields": [make_field("repeat", "visits")]})
    return body


def order(body: dict[str, Any]) -> list[str]:
    return [place.field["id"] for place in bodies.places(body)]


def test_a_question_comes_behind_the_one_that_was_chosen_with_an_id_from_its_words() -> None:
    body = questions.add_question(two_pages(), into="page:first", kind="yes_no", label="Is hij braaf?", after="dog")
    assert order(body)[:3] == ["dog", "is_hij_braaf", "breed"]
    assert bodies.place_of(body, "is_hij_braaf").field["label"] == {"nl": "Is hij braaf?"}


def test_a_question_without_words_is_refused() -> None:
    with pytest.raises(Invalid, match=r"form\.no_label"):
        questions.add_question(two_pages(), into="page:first", kind="yes_no", label="  ")


def test_a_question_can_be_added_inside_a_group() -> None:
    body = questions.add_question(two_pages(), into="field:visits", kind="date", label="Wanneer")
    assert order(body)[-1] == "wanneer" and bodies.place_of(body, "wanneer").groups[0]["id"] == "visits"


def test_a_copy_has_its_own_ids_and_its_conditions_speak_of_the_copies() -> None:
    body = questions.duplicate(two_pages(), ids=["dog", "breed"])
    assert order(body)[:4] == ["dog", "dog_2", "breed", "breed_2"]
    both = questions.add_block(two_pages(), into="page:second", fields=two_pages()["pages"][0]["fields"])
    assert bodies.place_of(both, "breed_2").field["show_if"] == {"==": [{"var": "dog_2"}, True]}


def test_a_question_others_speak_of_is_not_deleted_silently() -> None:
    with pytest.raises(Conflict) as refused:
        questions.delete(two_pages(), ids=["dog"])
    assert refused.value.params["referrers"] == [bodies.Referrer("field:breed", "show_if")]


def test_with_its_conditions_it_can_be_deleted() -> None:
    body = questions.delete(two_pages(), ids=["dog"], conditions=True)
    assert "dog" not in order(body) and "show_if" not in bodies.place_of(body, "breed").field


def test_deleting_both_sides_of_a_condition_needs_no_asking() -> None:
    assert order(questions.delete(two_pages(), ids=["dog", "breed"]))[0] == "visits"


def test_what_the_form_says_of_a_deleted_question_goes_with_it_and_the_rest_stays() -> None:
    body = two_pages() | {
        "dated_by": "breed",
        "releases": [{"key": "a", "label": {"nl": "A"}, "field": "breed"}, {"key": "b", "label": {"nl": "B"}}],
        "instrument": {"name": {"nl": "N"}, "version": "1", "source": {"nl": "S"}, "domains": [
            {"key": "x", "label": {"nl": "X"}, "score": "breed"}, {"key": "y", "label": {"nl": "Y"}, "score": "dog", "note": "breed"}]},
    }  # fmt: skip
    left = questions.delete(body, ids=["breed"], conditions=True)
    assert "dated_by" not in left
    assert [one["key"] for one in left["releases"]] == ["a", "b"] and "field" not in left["releases"][0]
    assert left["instrument"]["domains"] == [{"key": "y", "label": {"nl": "Y"}, "score": "dog"}]


def test_questions_move_together_in_the_order_of_the_form() -> None:
    body = questions.move(two_pages(), ids=["breed", "dog"], into="page:second")
    assert order(body) == ["visits", "amount", "what", "dog", "breed"]


@pytest.mark.parametrize(("ids", "where", "found"), [
    (["breed"], {"into": "page:first", "before": "dog"}, ["breed", "dog", "cat"]),
    (["dog"], {"into": "page:first", "after": "cat"}, ["breed", "cat", "dog"]),
    (["dog", "breed"], {"into": "page:first", "before": "breed"}, ["dog", "breed", "cat"]),
    (["visits", "breed"], {"into": "page:first", "first": True}, ["breed", "visits", "dog", "cat"]),
    (["breed"], {"into": "page:first", "after": "breed"}, ["dog", "breed", "cat"]),
    (["amount", "cat"], {"into": "page:first", "after": "dog"}, ["dog", "cat", "amount", "breed"]),
])  # fmt: skip
def test_a_dragged_question_stands_where_it_was_dropped(ids: list[str], where: dict[str, Any], found: list[str]) -> None:
    body = two_pages()
    body["pages"][0]["fields"].append(make_field(id="cat"))
    moved = questions.move(body, ids=ids, **where)
    assert [field["id"] for field in moved["pages"][0]["fields"]] == found


def test_a_page_goes_behind_or_above_another() -> None:
    three = pages.add_page(two_pages(), title="Third")
    for where, found in (
        ({"key": "third", "before": "first"}, ["third", "first", "second"]),
        ({"key": "first", "after": "second"}, ["second", "first", "third"]),
        ({"key": "first", "after": "first"}, ["first", "second", "third"]),
    ):  # fmt: skip
        assert [page["key"] for page in pages.move_page(three, **where)["pages"]] == found


def test_a_group_does_not_move_into_itself() -> None:
    with pytest.raises(Conflict, match="itself"):
        questions.move(two_pages(), ids=["visits"], into="field:visits")


def test_down_at_the_end_of_a_page_goes_to_the_next_page() -> None:
    body = questions.step(two_pages(), id="breed", by=1)
    assert bodies.place_of(body, "breed").page["key"] == "second"
    assert order(questions.step(body, id="breed", by=-1)) == order(two_pages())


def test_another_kind_keeps_what_fits_and_loses_the_rest() -> None:
    body = two_pages()
    bodies.place_of(body, "breed").field["max_length"] = 50
    body = questions.change_kind(body, id="breed", kind="date", keep=["id", "key", "label", "show_if"], values={})
    field = bodies.place_of(body, "breed").field
    assert field["kind"] == "date" and field["show_if"] == IS_YES and "max_length" not in field


def test_what_a_property_is_named_by_cannot_be_set() -> None:
    for target, name in (("field:dog", "id"), ("form", "key"), ("page:first", "fields")):
        with pytest.raises(Invalid, match=r"form\.fixed"):
            pages.set_values(two_pages(), target=target, values={name: "x"})


def test_a_page_with_questions_and_the_last_page_stay() -> None:
    with pytest.raises(Conflict, match="page_full"):
        pages.delete_page(two_pages(), key="first")
    with pytest.raises(Conflict, match="last_page"):
        pages.delete_page({"pages": [{"key": "a", "fields": []}]}, key="a")


def test_an_answer_that_is_only_reworded_keeps_its_name() -> None:
    old = pages.options_of([], ["Ja", "Nee", "Soms"], "nl")
    assert [one["key"] for one in pages.options_of(old, ["Ja", "Nooit", "Soms"], "nl")] == ["ja", "nee", "soms"]
    assert [one["key"] for one in pages.options_of(old, ["Soms", "Ja"], "nl")] == ["soms", "ja"]
    assert [one["key"] for one in pages.options_of(old, ["Ja", "Nee", "Soms", "Ja"], "nl")] == ["ja", "nee", "soms", "ja_2"]


def test_texts_are_set_in_one_language_and_leave_the_others() -> None:
    body = pages.set_texts(two_pages(), texts=[{"at": "field:dog", "path": ["label"], "locale": "en", "text": "A dog?"}])
    assert bodies.place_of(body, "dog").field["label"] == {"nl": "DOG", "en": "A dog?"}


@pytest.mark.parametrize("command", [
    {}, {"do": "fly"}, {"do": "delete"}, {"do": "delete", "ids": ["dog"], "and": 1}, {"do": "set", "target": "field:none", "values": {}},
    {"do": "move", "ids": ["dog"], "into": "page:none"}, {"do": "move", "ids": ["dog"], "into": "field:dog"}, {"do": "step", "id": "none", "by": 1},
])  # fmt: skip
def test_a_command_that_makes_no_sense_is_refused_with_a_code(command: dict[str, Any]) -> None:
    with pytest.raises(DomainError):
        commands.run(two_pages(), command)


def test_a_page_without_questions_is_a_gap_and_a_broken_property_is_refused() -> None:
    body = pages.add_page(two_pages(), title="Derde")
    assert checks.refusals(body) == []
    assert [(one.target, one.code) for one in checks.findings(body)] == [("page:derde", "empty")]
    shown = checks.presentable(body)
    assert shown is not None and [page.key for page in shown.pages] == ["first", "second"]
    assert checks.refusals(pages.set_values(body, target="field:breed", values={"max_length": 10**9}))


# ---- undo ----------------------------------------------------------------------------------------------------------

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1, max_size=1), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(json_values, json_values)
def test_the_difference_leads_there_and_back(before: Any, after: Any) -> None:
    steps = patches.difference(before, after)
    kept = copy.deepcopy(before)
    assert patches._same(patches.apply(before, steps), after)
    assert patches._same(patches.apply(after, patches.inverse(steps)), before)
    assert patches._same(before, kept)


ids = st.sampled_from(["dog", "breed", "visits", "amount", "what", "naam", "naam_2", "dog_2"])
places = st.sampled_from(["page:first", "page:second", "page:extra", "field:visits"])
any_command = st.one_of(
    st.builds(lambda i, k, a: {"do": "add_question", "into": i, "kind": k, "label": "Naam", "after": a},
              places, st.sampled_from(["short_text", "yes_no"]), st.none() | ids),
    st.builds(lambda i: {"do": "duplicate", "ids": i}, st.lists(ids, max_size=3)),
    st.builds(lambda i, c: {"do": "delete", "ids": i, "conditions": c}, st.lists(ids, max_size=3), st.booleans()),
    st.builds(lambda i, p, a: {"do": "move", "ids": i, "into": p, "after": a}, st.lists(ids, max_size=3), places, st.none() | ids),
    st.builds(lambda i, p, b: {"do": "move", "ids": i, "into": p, "before": b}, st.lists(ids, max_size=3), places, ids),
    st.builds(lambda i, b: {"do": "step", "id": i, "by": b}, ids, st.sampled_from([-1, 1])),
    st.builds(lambda i, v: {"do": "set", "target": f"field:{i}", "values": v}, ids,
              st.dictionaries(st.sampled_from(["need", "hint", "show_if"]), st.sampled_from([None, "optional", IS_YES]), max_size=2)),
    st.builds(lambda k: {"do": "delete_page", "key": k}, st.sampled_from(["first", "second", "extra"])),
    st.just({"do": "add_page", "title": "Extra"}),
    st.builds(lambda k, b: {"do": "move_page", "key": k, "by": b}, st.sampled_from(["first", "second"]), st.sampled_from([-1, 1])),
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(any_command, max_size=12))
def test_any_sequence_of_commands_undone_gives_the_same_form_and_done_again_the_last(sequence: list[dict[str, Any]]) -> None:
    first = body = two_pages()
    edits: list[list[patches.Step]] = []
    for command in sequence:
        try:
            after = commands.run(body, command)
        except DomainError:
            continue
        assert len(order(after)) == len(set(order(after))), "an id stands twice"
        edits.append(patches.difference(body, after))
        body = after
    last = body
    for steps in reversed(edits):
        body = patches.apply(body, patches.inverse(steps))
    assert body == first
    for steps in edits:
        body = patches.apply(body, steps)
    assert body == last


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=30))
def test_undo_and_redo_walk_back_and_forth_and_a_new_edit_ends_redo(acts: list[str]) -> None:
    edits: list[tuple[int, str, int | None]] = []
    done: list[int] = []
    undone: list[int] = []
    for act in acts:
        found = history.stacks(edits)
        assert (list(found.done), list(found.undone)) == (done, undone)
        revision = len(edits) + 1
        if act == "do":
            edits.append((revision, act, None))
            done, undone = [*done, revision], []
        elif act == "undo" and done:
            edits.append((revision, act, done[-1]))
            undone.append(done.pop())
        elif act == "redo" and undone:
            edits.append((revision, act, undone[-1]))
            done.append(undone.pop())


def test_a_place_that_is_gone_is_missing() -> None:
    with pytest.raises(Missing):
        bodies.place_of(two_pages(), "cat")
