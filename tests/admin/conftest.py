"""A town to administer."""

from __future__ import annotations

import pytest

from tests.builders.cases import Town, make_town
from tests.scenes import Scenes


@pytest.fixture
def town(scene: Scenes) -> Town:
    """A bureau, a corporation, a practice and the people who work there."""
    return scene(make_town)
