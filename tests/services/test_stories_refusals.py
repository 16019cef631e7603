"""Stories that tell of refusals, of forms beside them and of messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from portal.stories.faults import StoryFault
from tests.services.test_stories import ASSIGN, HEAD, load_clauses, played, written

FORM = """\
  - {at: 2026-02-04 09:00, who: anouk, act: publish_form, file: vraag.json}
  - {at: 2026-02-04 10:00, who: marijke, act: fill_form, form: extra_survey, about: jan, submit: false, answers: {asked: 4}}
"""
FINDS = "expect:\n  - {check: form, name: extra_survey, state: draft, answers: {asked: 5}}\n"


@pytest.fixture
def form(tmp_path: Path, root: Path) -> Path:
    body = json.loads((root / "portal/definitions/shipped/survey.json").read_text("utf-8"))
    path = tmp_path / "vraag.json"
    path.write_text(json.dumps(body | {"key": "extra_survey"}), "utf-8")
    return path


def test_a_story_goes_on_after_a_refusal_that_it_expects(app: Flask, tmp_path: Path) -> None:
    refused = ASSIGN.replace("wouter", "marijke").replace("sanne}", "sanne, refused: case.assign}")
    expect = "expect:\n  - {check: case, state: referred}\n"
    assert played(app, written(tmp_path, HEAD + refused + expect), expect=True).failures == []


def test_a_story_stops_when_the_refusal_that_it_expects_does_not_come(app: Flask, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + ASSIGN.replace("sanne}", "sanne, refused: case.assign}"))
    with pytest.raises(StoryFault, match="was not refused") as caught:
        played(app, path)
    assert caught.value.line == 13


def test_a_story_stops_when_another_refusal_comes(app: Flask, tmp_path: Path) -> None:
    refused = ASSIGN.replace("wouter", "marijke").replace("sanne}", "sanne, refused: row.stale}")
    with pytest.raises(StoryFault) as caught:
        played(app, written(tmp_path, HEAD + refused))
    assert caught.value.code == "case.assign"


def test_an_act_whose_words_do_not_fit_is_told_with_its_line(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load_clauses()
    acts = "  - {at: 2026-02-04 09:00, who: wouter, act: draft_agreement}\n"
    acts += f"  - {{at: 2026-02-04 09:10, who: wouter, act: arrange_help, goal: {'x' * 5_000}}}\n"
    with pytest.raises(StoryFault) as caught:
        played(app, written(tmp_path, HEAD + ASSIGN + acts))
    assert caught.value.line == 15


@pytest.mark.usefixtures("form")
def test_a_form_beside_the_story_is_published_and_filled_in(app: Flask, tmp_path: Path) -> None:
    done = played(app, written(tmp_path, HEAD + ASSIGN + FORM))
    assert done.acts == 4


@pytest.mark.usefixtures("form")
def test_an_answer_that_is_not_what_was_expected_is_told(app: Flask, tmp_path: Path) -> None:
    [failure] = played(app, written(tmp_path, HEAD + ASSIGN + FORM + FINDS), expect=True).failures
    assert failure.differences == ["the answer to asked is 4, expected 5"]


def test_a_form_that_is_no_form_stops_the_story(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "vraag.json").write_text("[1]", "utf-8")
    with pytest.raises(StoryFault, match="is refused"):
        played(app, written(tmp_path, HEAD + ASSIGN + FORM))


def test_nobody_who_was_not_written_to_got_a_message(app: Flask, tmp_path: Path) -> None:
    expect = "expect:\n  - {check: messages, to: jan, sent: 0, lacks: [overlast]}\n  - {check: messages, to: jan, contains: [hallo]}\n"
    [failure] = played(app, written(tmp_path, HEAD + expect), expect=True).failures
    assert failure.differences == ["no message says 'hallo'"]
