"""A town whose forms are in use, for the tests of commands; a file that needs another town makes its own."""

from __future__ import annotations

import pytest

from tests.builders.cases import Town
from tests.builders.submissions import make_town_with_forms
from tests.scenes import Scenes


@pytest.fixture
def town(scene: Scenes) -> Town:
    return scene(make_town_with_forms)
