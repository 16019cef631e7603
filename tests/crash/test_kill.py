"""The portal is killed at random while people send forms and sign: nothing is lost, doubled or half done."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.killing import run


@pytest.mark.slow
def test_killing_the_portal_loses_doubles_and_halves_nothing(tmp_path: Path) -> None:
    outcome = run(tmp_path, count=8, sealed=1)
    assert outcome.kills >= 1
    assert outcome.faults == []
