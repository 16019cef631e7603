"""What stands in the care file is found on no page, export, PDF, search or error of anybody who reads no care."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import BuildError

from portal import stages
from portal.accounts.models import User
from portal.accounts.queries import actor_of
from portal.cases.models import CaseDocument
from portal.core import clock, crypto
from portal.core.db import Base, db
from portal.core.outbox import Message
from portal.core.policy import SYSTEM, Actor, acting
from portal.core.uow import unit_of_work
from portal.settings import Settings
from portal.signatures.models import Signatory
from portal.stories.player import Player
from portal.stories.reading import read
from portal.submissions.models import Submission
from portal.web.errors import sentence
from tests.canary.telling import CANARY, PRIVATE, TITLE, care_answers, story
from tests.crawling import Visited, crawl
from tests.databases import Database

pytestmark = pytest.mark.slow
ClientFor = Callable[[Actor], FlaskClient]
WITHOUT_CARE = (
    "m.hoekstra@veenpoort.example", "r.amrani@veenpoort.example", "j.dijkstra@turfsteker.example",
    "a.brandsma@bureaudriehoek.example", "w.kerkhof@bureaudriehoek.example", "f.oldenhuis@bureaudriehoek.example",
    "r.tjassens@bureaudriehoek.example", "t.luinstra@bureaudriehoek.example", "h.wiersma@veenrade.example",
)  # fmt: skip
NOW = dt.datetime(2026, 4, 4, 10, tzinfo=dt.UTC)


@pytest.fixture
def told(app: Flask, tmp_path: Path) -> Flask:
    """An application with the case of the canary."""
    with app.app_context():
        for module in stages.modules("services"):
            if hasattr(module, "load_shipped"):
                with db.sessionmaker() as session, unit_of_work(lambda: session, SYSTEM) as uow:
                    module.load_shipped(uow)
        Player(db.sessionmaker, sentence).play([read(story(tmp_path))])
    return app


@pytest.fixture
def somebody(told: Flask, client_for: ClientFor) -> Callable[[str], FlaskClient]:
    """Make a client that acts as the user with this mail address."""

    def make(email: str) -> FlaskClient:
        with told.app_context(), db.sessionmaker() as session, acting(session, SYSTEM):
            user_id = session.scalars(sa.select(User.id).where(User.email == email)).one()
            actor = actor_of(session, user_id)
        assert actor is not None
        return client_for(actor)

    return make


def everything(app: Flask, client: FlaskClient) -> list[Visited]:
    """Visit every page by links and searches, and by trying every address with every id of the case."""
    return walk(client, ["/", *direct(app)])


def walk(client: FlaskClient, starts: list[str]) -> list[Visited]:
    """Visit every page that *starts* lead to by links and searches."""
    with clock.at(NOW):
        found = list(crawl(client, starts, words=["kanarievogel", "kanarietitel", "vries"]))
    assert not [one for one in found if one.status >= 500]
    assert len(found) > 20
    return found


def direct(app: Flask) -> list[str]:
    """Return every GET address of the portal, filled with the ids of rows of the case: the ways round the links."""
    with app.app_context(), db.sessionmaker() as session, acting(session, SYSTEM):
        ids = {
            "case_id": session.scalars(sa.select(Submission.case_id)).first(),
            "submission_id": session.scalars(sa.select(Submission.id)).first(),
            "document_id": session.scalars(sa.select(CaseDocument.id).where(CaseDocument.title_sealed.is_not(None))).first(),
            "file_id": session.scalars(
                sa.select(CaseDocument.stored_file_id).where(CaseDocument.title_sealed.is_not(None))
            ).first(),
            "signatory_id": session.scalars(sa.select(Signatory.id)).first(),
            "key": "mental", "number": 1, "family": "intake",
        }  # fmt: skip
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint != "static" and rule.arguments <= set(ids):
                try:
                    found.append(app.url_for(rule.endpoint, **{name: ids[name] for name in rule.arguments}))
                except BuildError:
                    continue
    return [re.sub(r"^https?://[^/]+", "", one) for one in found]


def hits(found: list[Visited], *words: str) -> list[str]:
    """Return where any of *words* stands; searches were sent with a part of each, so that an echo is no hit."""
    return [f"{word}: {one.status} {one.address}" for one in found for word in words if word in one.text]


@pytest.mark.parametrize("email", ["m.hoekstra@veenpoort.example", "a.brandsma@bureaudriehoek.example"])
def test_corporation_and_bureau_walk_past_the_canary(
    told: Flask, somebody: Callable[[str], FlaskClient], email: str
) -> None:
    assert hits(walk(somebody(email), ["/"]), CANARY, TITLE) == []


@pytest.mark.release
def test_nobody_without_care_finds_the_canary(told: Flask, somebody: Callable[[str], FlaskClient]) -> None:
    wrong: list[str] = []
    for email in WITHOUT_CARE:
        found = everything(told, somebody(email))
        wrong += [f"{email}: {hit}" for hit in hits(found, CANARY, TITLE)]
    assert wrong == []


@pytest.mark.release
def test_the_corporation_does_not_read_what_the_tenant_asked(
    told: Flask, somebody: Callable[[str], FlaskClient]
) -> None:
    assert hits(everything(told, somebody("m.hoekstra@veenpoort.example")), PRIVATE) == []


@pytest.mark.release
def test_the_corporation_reads_sealed_agreement_and_dossier_among_these_pages(
    told: Flask, somebody: Callable[[str], FlaskClient]
) -> None:
    pdfs = [one for one in everything(told, somebody("m.hoekstra@veenpoort.example")) if one.kind == "application/pdf"]
    assert any("Bewijs van ondertekening" in one.text or "Ondertekeningsbewijs" in one.text for one in pdfs)
    assert any("Productie 1" in one.text for one in pdfs)


@pytest.mark.release
def test_the_expert_does_find_the_canary_in_every_field(told: Flask, somebody: Callable[[str], FlaskClient]) -> None:
    found = everything(told, somebody("s.deboer@zandhof.example"))
    words = " ".join(one.text for one in found)
    fields = {**care_answers("intake"), **care_answers("evaluation")}
    assert len(fields) > 10
    assert [word for word in fields.values() if word not in words] == []
    assert hits(found, TITLE)


@pytest.mark.release
def test_a_visitor_finds_nothing(told: Flask, client: FlaskClient) -> None:
    assert hits(everything(told, client), CANARY, TITLE, PRIVATE) == []


@pytest.mark.release
def test_no_message_holds_the_canary(told: Flask) -> None:
    with told.app_context(), db.sessionmaker() as session, acting(session, SYSTEM):
        bodies = [row.subject + crypto.reveal(session, row, "body") for row in session.scalars(sa.select(Message))]
    assert bodies
    assert not [body for body in bodies if CANARY in body or PRIVATE in body or "Vries" in body or "Turfkade" in body]


def test_no_table_and_no_file_holds_the_canary_in_the_clear(
    told: Flask, settings: Settings, database: Database
) -> None:
    with told.app_context(), db.sessionmaker() as session, acting(session, SYSTEM):
        for mapper in Base.registry.mappers:
            for row in session.scalars(sa.select(mapper.class_)):
                words = " ".join(str(getattr(row, column.key)) for column in mapper.columns)
                assert CANARY not in words, mapper.class_.__name__
                assert TITLE not in words, mapper.class_.__name__
                assert PRIVATE not in words, mapper.class_.__name__
    kept = getattr(database, "path", None)
    for path in (kept, Path(f"{kept}-wal")) if kept else ():  # pages that were freed too
        content = path.read_bytes() if path.exists() else b""
        assert not [word for word in (CANARY, TITLE, PRIVATE) if word.encode() in content]
    stored = [path.read_bytes() for path in (settings.var / "files").rglob("*") if path.is_file()]
    assert stored
    assert not [content for content in stored if CANARY.encode() in content or b"%PDF-" in content]
