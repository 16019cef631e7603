"""The list of life domains as plain values, and a form that takes a version of it over."""

from __future__ import annotations

from typing import Any

import forms
from portal.definitions.inputs.instruments import LANGUAGES
from portal.definitions.rules.instruments import is_used, made, take_over
from tests.builders.submissions import make_body, make_field

FIRST = made(
    {}, name="Twee gebieden", version="1", source="Eigen lijst", low=1, high=5, words={"1": "slecht", "5": "goed"}, domains=["Wonen", "Geld"]
)  # fmt: skip


def next_one(**changes: Any) -> dict[str, Any]:
    usual = {"name": "Twee gebieden", "version": "2", "source": "Eigen lijst", "low": 1, "high": 5, "words": {}, "domains": ["Wonen", "Geld"]}
    return made(FIRST, **(usual | changes))


def test_a_form_without_domains_gets_a_page_for_each_with_a_score_an_aim_and_a_note() -> None:
    body = take_over(make_body(), listed=FIRST, languages=LANGUAGES)
    definition = forms.load(body)
    assert forms.check(definition) == []
    assert [page.key for page in definition.pages] == ["first", "wonen", "geld"]
    assert [domain.score for domain in definition.instrument.domains] == ["wonen_score", "geld_score"]  # type: ignore[union-attr]
    assert [(one.id, one.kind) for one in definition.pages[1].fields] == [
        ("wonen_score", "scale"), ("wonen_target", "scale"), ("wonen_note", "long_text")
    ]  # fmt: skip
    assert is_used(body, FIRST)


def test_a_domain_that_stays_keeps_its_questions_and_gets_the_new_scale() -> None:
    body = take_over(make_body(), listed=FIRST, languages=LANGUAGES)
    body["pages"][1]["fields"][0]["label"] = {"nl": "Hoe woont u?"}
    listed = next_one(domains=["Wonen", "Gezondheid", "Schulden"], high=10, words={"10": "top"})
    after = take_over(body, listed=listed, languages=LANGUAGES)
    assert [one["key"] for one in after["instrument"]["domains"]] == ["wonen", "geld", "schulden"], "a line that is reworded keeps its key"
    score = after["pages"][1]["fields"][0]
    assert score["label"] == {"nl": "Hoe woont u?"} and score["high"] == 10 and score["words"] == {"10": {"nl": "top"}}
    assert [page["key"] for page in after["pages"]] == ["first", "wonen", "geld", "schulden"]
    assert forms.check(forms.load(after)) == []
    assert is_used(after, listed) and not is_used(after, FIRST)


def test_a_domain_that_goes_leaves_its_questions_to_the_author() -> None:
    body = take_over(make_body(), listed=FIRST, languages=LANGUAGES)
    after = take_over(body, listed=next_one(domains=["Wonen"]), languages=LANGUAGES)
    assert [one["key"] for one in after["instrument"]["domains"]] == ["wonen"]
    assert [page["key"] for page in after["pages"]] == ["first", "wonen", "geld"]


def test_names_that_are_taken_are_not_taken_again() -> None:
    body = make_body(make_field(id="wonen_score"), make_field(id="geld_note"))
    body["pages"].append({"key": "wonen", "title": {"nl": "W"}, "fields": [make_field(id="x")]})
    assert forms.check(forms.load(take_over(body, listed=FIRST, languages=LANGUAGES))) == []


def test_a_text_that_stays_keeps_its_other_languages() -> None:
    before = FIRST | {"name": {"nl": "Twee gebieden", "en": "Two domains"}}
    usual = {"version": "2", "source": "Eigen lijst", "low": 1, "high": 5, "words": {}, "domains": ["Wonen"]}
    assert made(before, name="Twee gebieden", **usual)["name"] == {"nl": "Twee gebieden", "en": "Two domains"}
    assert made(before, name="Anders", **usual)["name"] == {"nl": "Anders"}
