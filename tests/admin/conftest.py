"""A town to administer, and a counter of statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core.db import db
from tests.builders.cases import Town, make_town
from tests.conftest import Work

Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def town(app: Flask, work: Work) -> Town:
    """A bureau, a corporation, a practice and the people who work there."""
    with app.app_context(), work() as uow:
        return make_town(uow)


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
