"""The shipped stories play from beginning to end, and the demo is made of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from flask import Flask

from portal import stages
from portal.core import audit
from portal.core.db import db
from portal.core.policy import SYSTEM, acting
from portal.core.uow import unit_of_work
from portal.stories import demo
from portal.stories.player import Player
from portal.stories.reading import read, shipped
from portal.web.errors import sentence


@pytest.fixture
def filled(app: Flask) -> Flask:
    """An application with the shipped forms and clauses, and nobody in it."""
    with app.app_context():
        for module in stages.modules("services"):
            if hasattr(module, "load_shipped"):
                with db.sessionmaker() as session, unit_of_work(lambda: session, SYSTEM) as uow:
                    module.load_shipped(uow)
    return app


@pytest.mark.slow
@pytest.mark.parametrize("path", [p for p in shipped() if p.name.startswith("casus")], ids=lambda p: p.stem)
def test_a_shipped_case_plays_as_it_expects(filled: Flask, path: Path) -> None:
    with filled.app_context():
        played = Player(db.sessionmaker, sentence).play([read(path)], expect=True)
        assert played.failures == []
        assert played.checks > 5
        with db.sessionmaker() as session, acting(session, SYSTEM):
            assert audit.verify(session).intact


@pytest.mark.slow
def test_the_small_cases_of_the_demo_play_together_as_they_expect(filled: Flask) -> None:
    with filled.app_context():
        stories = [read(p) for p in shipped() if p.name.startswith("demo")]
        played = Player(db.sessionmaker, sentence).play(stories, expect=True)
    assert played.failures == []
    assert len(played.cases) == len(stories) >= 8


def test_every_story_of_the_demo_ended_yesterday() -> None:
    yesterday = dt.date(2026, 8, 5)
    told = demo.stories(yesterday)
    assert {story.acts[-1].at.date() for story, _ in told} == {yesterday}


def test_the_demo_is_made_once(filled: Flask) -> None:
    with filled.app_context():
        assert demo.is_empty(db.sessionmaker)
        Player(db.sessionmaker, sentence).play([read(next(p for p in shipped() if "postma" in p.name))])
        assert not demo.is_empty(db.sessionmaker)
