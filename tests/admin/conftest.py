"""A town to administer."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.builders.cases import Town, make_town
from tests.conftest import Work


@pytest.fixture
def town(app: Flask, work: Work) -> Town:
    """A bureau, a corporation, a practice and the people who work there."""
    with app.app_context(), work() as uow:
        return make_town(uow)
