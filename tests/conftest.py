"""Fixtures: an application on each database, a fresh database per test, and actors to work with.

`uow` and `session` act as the system; `work(actor)` opens a real, committing unit of work for anybody else;
`client_for(actor)` is a browser-like client that acts as that actor.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.core import clock
from portal.core.db import db
from portal.core.policy import SYSTEM, Actor, acting
from portal.core.uow import UnitOfWork, unit_of_work
from portal.settings import Settings
from tests.databases import DATABASES, Database, make_database
from tests.documents.gathering import gather
from tests.scenes import Scenes

gather()
Work = Callable[..., AbstractContextManager[UnitOfWork]]
Statements = Callable[[], AbstractContextManager[list[str]]]
_actors: dict[str, Actor] = {}

RELEASE_MODULES = {"test_every_page", "test_own_story"}  # minutes of walking through pages as everybody
ONE_DATABASE = {"test_sealing_tampers", "test_reading_copy", "test_agreements_document"}  # about files, wherever they came from
SLOW_FOLDERS = {"documents", "journeys", "canary", "crash"}
ORDER = {"crash": 0, "journeys": 2}
SLOW_MODULES = {  # they render, seal or start processes
    "test_agreements_document", "test_reading_copy", "test_sealing", "test_sealing_pages", "test_sealing_tampers", "test_dossiers",
    "test_sealing_editions", "test_sealing_hostile",
    "test_commands", "test_bad_input", "test_form_hostile", "test_form_hostile_texts", "test_templates_hostile",
    "test_signatures_machine", "test_signing_paper", "test_form_command", "test_access",
}


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Commands are tried on every database, pages and the shape of the house on one; what takes longest comes first.

    Browsers come last: whoever drives one keeps an event loop running, beside which no seal can be judged.
    """
    both = ("core", "services")
    keep, drop = [], []
    for item in items:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        if folder in SLOW_FOLDERS or item.path.stem in SLOW_MODULES:
            item.add_marker(pytest.mark.slow)
        if item.path.stem in RELEASE_MODULES:
            item.add_marker(pytest.mark.release)
        single = folder not in both or item.path.stem in ONE_DATABASE
        (drop if "[postgresql" in item.nodeid and single and len(DATABASES) > 1 else keep).append(item)
    config.hook.pytest_deselected(items=drop)
    items[:] = keep
    yield  # markers are judged and databases sorted here
    items.sort(key=lambda item: ORDER.get(item.path.relative_to(Path(__file__).parent).parts[0], 1))


@pytest.fixture(scope="session", params=DATABASES)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    memory = Path("/dev/shm")  # a throw-away database need not wait for a disk
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None, prefix="driehoek-") as folder:
        made = make_database(request.param, Path(folder))
        yield made
        made.close()


@pytest.fixture(scope="session")
def settings(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(var=tmp_path_factory.mktemp("var"), database_url=database.url, seed=False)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def shared_app(settings: Settings, database: Database) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["WTF_CSRF_ENABLED"] = False
    own_loader = app.extensions.get("actor_loader")

    def loader() -> Actor | None:
        key = request.headers.get("X-Test-Actor")
        return _actors[key] if key else (own_loader() if own_loader else None)

    app.extensions["actor_loader"] = loader
    with app.app_context():
        database.prepare(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def scenes(shared_app: Flask, database: Database) -> Scenes:
    return Scenes(shared_app, database)


@pytest.fixture
def scene(app: Flask, scenes: Scenes) -> Scenes:
    """Begin from what a builder makes in an empty database: `town = scene(make_town)`; made once in a run."""
    return scenes


@pytest.fixture
def app(shared_app: Flask, database: Database, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on an empty database; on any database for who sets a scene."""
    if "scene" not in request.fixturenames:
        database.reset()
    yield shared_app


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session that acts as the system."""
    with app.app_context(), acting(db.session, SYSTEM):
        yield db.session


@pytest.fixture
def work(session: Session) -> Work:
    """Open a committing unit of work: `with work(actor) as uow:`; by default for the system."""

    def begin(actor: Actor = SYSTEM, once: str | None = None) -> AbstractContextManager[UnitOfWork]:
        return unit_of_work(lambda: session, actor, once=once)

    return begin


@pytest.fixture
def uow(session: Session) -> Iterator[UnitOfWork]:
    """A unit of work of the system, rolled back at the end of the test."""

    class Over(Exception):
        pass

    try:
        with unit_of_work(lambda: session, SYSTEM) as made:
            yield made
            raise Over
    except Over:
        pass


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client nobody is signed in with."""
    return app.test_client()


@pytest.fixture
def client_for(app: Flask) -> Callable[[Actor], FlaskClient]:
    """Make a client that acts as *actor* without the sign-in page."""

    def make(actor: Actor) -> FlaskClient:
        key = str(len(_actors))
        _actors[key] = actor
        made = app.test_client()
        made.environ_base["HTTP_X_TEST_ACTOR"] = key
        return made

    return make


@pytest.fixture
def root() -> Path:
    """The project's folder."""
    return Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _the_clock_is_not_left_set() -> Iterator[None]:
    yield
    assert clock._set.get() is None


@pytest.fixture
def statements(app: Flask) -> Statements:
    """Collect the statements that are run inside the block, without BEGIN and settings."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        found: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "SELECT set_config")):
                found.append(statement)

        with app.app_context():
            engine = db.engine
        sa.event.listen(engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            sa.event.remove(engine, "before_cursor_execute", note)

    return collect


os.environ.setdefault("PYTHONHASHSEED", "0")
