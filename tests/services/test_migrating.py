"""Migrating a database in use: every row is there afterwards, and no reference leads nowhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from flask import Flask

from portal.core.db import db
from portal.migrating import config, downgrade, transaction, upgrade
from tests.services.test_stories import ASSIGN, HEAD, load_clauses, played, written

ACTS = """\
  - {at: 2026-02-03 09:20, who: wouter, act: draft_agreement}
  - {at: 2026-02-03 09:30, who: anouk, act: publish_form, file: survey.json}
  - {at: 2026-02-03 10:00, who: marijke, act: fill_form, form: survey, about: jan, submit: false, answers: {asked: 4}}
"""
FIRST = "0004"


@pytest.fixture
def used(app: Flask, tmp_path: Path, root: Path) -> Iterator[sa.Engine]:
    """A file of SQLite in which a case is at work, at the newest revision."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("elsewhere tables are changed in their place")
        load_clauses()
    shutil.copy(root / "portal/definitions/shipped/survey.json", tmp_path)
    played(app, written(tmp_path, HEAD + ASSIGN + ACTS))
    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        path = tmp_path / "used.sqlite3"
        shutil.copy(str(db.engine.url.database), path)
    engine = sa.create_engine(f"sqlite:///{path}")
    with transaction(engine) as connection:
        command.stamp(config(connection), "head")
    yield engine
    engine.dispose()


def test_every_row_is_there_after_migrating(used: sa.Engine) -> None:
    with transaction(used) as connection:
        downgrade(connection, FIRST)
        before = _rows(connection)
    with transaction(used) as connection:
        upgrade(connection)
        after = _rows(connection)
    assert before["submission"] == 1
    assert {name: after[name] for name in before} == before


def test_a_migration_that_leaves_a_reference_to_nothing_changes_nothing(used: sa.Engine) -> None:
    with pytest.raises(RuntimeError, match="lead nowhere"), transaction(used) as connection:
        connection.execute(sa.delete(sa.table("dwelling")))
    with used.connect() as connection:
        assert _rows(connection)["dwelling"] == 1


def test_references_are_judged_again_after_migrating(used: sa.Engine) -> None:
    with transaction(used):
        pass
    with pytest.raises(sa.exc.IntegrityError), used.begin() as connection:
        connection.execute(sa.delete(sa.table("dwelling")))


def _rows(connection: sa.Connection) -> dict[str, int]:
    names = sa.inspect(connection).get_table_names()
    return {name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0 for name in names}
