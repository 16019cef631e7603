"""What commands find: a town whose forms are in use, or the library of clauses; a file that needs another makes its own."""

from __future__ import annotations

import pytest

from portal.clauses.services import Loaded
from tests.builders.cases import Town
from tests.builders.clauses import make_library
from tests.builders.submissions import make_town_with_forms
from tests.scenes import Scenes


@pytest.fixture
def town(scene: Scenes) -> Town:
    return scene(make_town_with_forms)


@pytest.fixture
def library(scene: Scenes) -> Loaded:
    """The shipped clauses are there before the test begins."""
    return scene(make_library)
