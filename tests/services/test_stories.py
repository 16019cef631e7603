"""Stories are read with their lines, played through the services, and judged."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import jsonschema
import pytest
from flask import Flask

from portal.cases.models import CaseDocument
from portal.clauses import queries as library
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.policy import SYSTEM, acting, scoped
from portal.core.uow import unit_of_work
from portal.stories import reference
from portal.stories.dates import moved
from portal.stories.faults import StoryFault
from portal.stories.player import Played, Player
from portal.stories.reading import cast_people, merged, read, shipped
from portal.stories.schema import json_schema
from tests.builders.accounts import apart
from tests.builders.clauses import make_library
from tests.builders.submissions import make_forms

HEAD = """\
title: Een klein verhaal
cast: veenrade.yaml
people:
  persons:
    jan: {initials: J., given_names: Jan, prefix: de, surname: Vries, phone: "06 00 00 99 01"}
home: {street: Turfkade, house_number: "7", postcode: 9751 AB}
acts:
  - at: 2026-02-02 09:00
    who: marijke
    act: refer
    tenant: jan
    reason: Meldingen over geluid in de nacht.
"""
ASSIGN = """\
  - {at: 2026-02-03 09:00, who: wouter, act: assign_expert, expert: sanne}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "verhaal.yaml"
    path.write_text(text, "utf-8")
    return path


def played(app: Flask, path: Path, *, expect: bool = False) -> Played:
    def sentence(error: DomainError) -> str:
        return f"zin bij {error.code}"

    with app.app_context():
        return Player(db.sessionmaker, sentence).play([read(path)], expect=expect)


def fault_of(folder: Path, text: str) -> StoryFault:
    with pytest.raises(StoryFault) as caught:
        read(written(folder, text))
    return caught.value


def test_an_unknown_act_is_told_with_its_line(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, HEAD + "  - at: 2026-02-03 09:00\n    who: wouter\n    act: dance\n")
    assert fault.line == 13
    assert "dance" in fault.reason
    assert "refer" in fault.reason


def test_an_unknown_field_is_told_with_its_line(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, HEAD + "    mood: sour\n")
    assert (fault.line, fault.reason) == (13, "acts.0.mood: unknown field")


def test_a_missing_field_is_told_with_the_line_of_its_act(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, HEAD + "  - {at: 2026-02-03 09:00, who: wouter, act: assign_expert}\n")
    assert fault.line == 13
    assert "expert: this field is missing" in fault.reason


def test_broken_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    assert fault_of(tmp_path, HEAD + "  - {at: [\n").line >= 13


def test_a_key_written_twice_is_refused(tmp_path: Path) -> None:
    assert "written twice" in fault_of(tmp_path, HEAD + "    reason: Nog een reden.\n").reason


def test_an_alias_is_refused(tmp_path: Path) -> None:
    assert "aliases" in fault_of(tmp_path, "a: &a [x]\nb: *a\n").reason


def test_acts_stand_in_the_order_of_time(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, HEAD + ASSIGN.replace("02-03", "02-01"))
    assert fault.line == 13


def test_clock_times_stay_what_was_typed(tmp_path: Path) -> None:
    story, _ = read(written(tmp_path, HEAD))
    assert story.acts[0].at == dt.datetime(2026, 2, 2, 8, 0, tzinfo=dt.UTC)


def test_a_story_is_moved_with_every_date_in_it() -> None:
    told = {"at": "2026-02-28 23:30", "on": "2026-02-27", "reason": "Vóór {2026-03-01}.", "number": 3}
    assert moved(told, 1) == {
        "at": "2026-03-01 23:30", "on": "2026-02-28", "reason": "Vóór 2 maart 2026.", "number": 3,
    }  # fmt: skip


def test_a_story_is_played_by_its_people(app: Flask, tmp_path: Path) -> None:
    expect = "expect:\n  - {check: case, state: intake, address: Turfkade 7}\n  - {check: sorts_under, person: jan, letters: Vries}\n"
    done = played(app, written(tmp_path, HEAD + ASSIGN + expect), expect=True)
    assert (done.acts, done.checks, done.failures) == (2, 2, [])
    assert list(done.cases.values()) == ["D-2026-0001"]


def test_a_refused_act_stops_with_line_code_and_sentence(app: Flask, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + ASSIGN.replace("wouter", "marijke"))
    with pytest.raises(StoryFault) as caught:
        played(app, path)
    assert (caught.value.line, caught.value.code) == (13, "case.assign")
    assert "zin bij case.assign" in caught.value.reason


def test_an_act_of_somebody_unknown_stops_with_its_line(app: Flask, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + ASSIGN.replace("wouter", "niemand"))
    with pytest.raises(StoryFault, match="'niemand' is not a user of this story") as caught:
        played(app, path)
    assert caught.value.line == 13


def test_an_expectation_that_fails_is_listed_with_its_line(app: Flask, tmp_path: Path) -> None:
    path = written(
        tmp_path, HEAD + "expect:\n  - {check: case, state: running}\n  - {check: count, what: incidents, is: 0}\n"
    )
    done = played(app, path, expect=True)
    assert [(failure.line, failure.check) for failure in done.failures] == [(14, "case")]


def test_an_expectation_is_judged_at_its_own_moment(app: Flask, tmp_path: Path) -> None:
    early = "expect:\n  - {at: 2026-02-02 10:00, check: case, state: referred}\n"
    assert played(app, written(tmp_path, HEAD + ASSIGN + early), expect=True).failures == []


def test_the_same_people_are_entered_once(app: Flask, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD)
    assert list(played(app, path).cases.values()) == ["D-2026-0001"]
    assert list(played(app, path).cases.values()) == ["D-2026-0002"]


def test_every_shipped_story_can_be_read() -> None:
    assert len(shipped()) >= 1
    for path in shipped():
        read(path)


def test_the_cast_has_somebody_for_every_role() -> None:
    roles = {role for user in cast_people().users.values() for role in user.roles.values()}
    assert len(roles) == 7


def test_the_page_about_stories_says_what_the_classes_say(root: Path) -> None:
    written = (root / "docs" / "stories.md").read_text("utf-8")
    assert written == reference.page(written), "run: python -m portal.stories.reference"


def test_the_shipped_json_schema_is_that_of_the_classes(root: Path) -> None:
    assert (root / "docs" / "stories.schema.json").read_text("utf-8") == reference.schema()


def test_every_shipped_story_fits_the_json_schema() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    for path in shipped():
        assert list(validator.iter_errors(merged(path))) == []


def load_clauses() -> None:
    with db.sessionmaker() as session, unit_of_work(lambda: session, SYSTEM) as uow:
        make_library(uow)


LETTER_AND_CLAUSE = """\
  - {at: 2026-02-05 09:00, who: fenna, act: change_clause, code: V1, title: Stil in de nacht}
  - {at: 2026-02-05 10:00, who: REVIEWER, act: review_clause, code: V1}
  - {at: 2026-02-05 11:00, who: fenna, act: release_clause, code: V1}
  - {at: 2026-02-06 09:00, who: wouter, act: make_letter, letter: invitation, talk: 2026-02-12 14:30, place: het wijkcentrum}
"""


def test_a_clause_is_reworded_over_two_desks_and_a_letter_is_filed(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load_clauses()
    played(app, written(tmp_path, HEAD + LETTER_AND_CLAUSE.replace("REVIEWER", "anouk")))
    with app.app_context(), db.sessionmaker() as session, acting(session, SYSTEM):
        assert library.by_code(session, SYSTEM, "V1").body.title == "Stil in de nacht"
        titles = [one.title for one in session.scalars(scoped(CaseDocument, SYSTEM))]
        assert "Uitnodiging voor een gesprek op 12 februari 2026" in titles


def test_a_story_in_which_the_writer_reviews_is_refused(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load_clauses()
    with pytest.raises(StoryFault, match="four_eyes"):
        played(app, written(tmp_path, HEAD + LETTER_AND_CLAUSE.replace("REVIEWER", "fenna")))


def test_a_tenant_tells_the_own_side_by_the_link_and_code_that_were_sent(app: Flask, tmp_path: Path) -> None:
    told = "{own_score: 4, went_well: De buurvrouw groet mij weer., agreements_work: yes, help_fits: {$: declined}"
    text = HEAD + ASSIGN + f"""\
  - {{at: 2026-02-11 10:00, who: wouter, act: ask_own_view, person: jan, refused: own.denied}}
  - {{at: 2026-02-12 10:00, who: sanne, act: ask_own_view, person: jan}}
  - {{at: 2026-02-12 11:00, who: jan, act: own_view, answers: {told}}}, submit: false}}
  - {{at: 2026-02-12 12:00, who: jan, act: own_view, answers: {{own_score: 9}}, refused: own.answers}}
  - {{at: 2026-02-13 12:00, who: jan, act: own_view, answers: {{neighbours: better, call_me: true}}}}
expect:
  - {{at: 2026-02-12 11:30, check: own_view, of: jan, state: open}}
  - {{check: own_view, of: jan, state: sent, answers: {{own_score: 4, help_fits: {{$: declined}}}}}}
"""
    with apart(app) as uow:
        make_forms(uow)
    assert played(app, written(tmp_path, text), expect=True).failures == []
