"""`portal seal`: a command tells what seals prove, and takes a key of somebody else into the encrypted store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from portal.commands import seals
from portal.core.db import db
from portal.core.policy import SYSTEM
from portal.core.uow import UnitOfWork, unit_of_work
from portal.documents.keys import KeySource
from portal.documents.seal import Stamping
from portal.sealing import queries, services
from portal.sealing.place import place
from tests.conftest import Work
from tests.outside import PASSWORD
from tests.outside import services as outside_services


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, session: Session) -> None:
    """Let the commands work on the database of this test."""

    @contextmanager
    def reading() -> Iterator[Session]:
        session.rollback()
        yield session

    @contextmanager
    def writing() -> Iterator[UnitOfWork]:
        with db.sessionmaker() as own, unit_of_work(lambda: own, SYSTEM) as uow:
            yield uow

    monkeypatch.setattr(seals, "system_session", reading)
    monkeypatch.setattr(seals, "writing", writing)


def run(*words: str) -> Result:
    return CliRunner().invoke(seals.seal, list(words))


def status() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("status", "--json").stdout)
    return told


def test_without_a_time_stamp_service_nothing_can_be_renewed_and_that_is_said(work: Work) -> None:
    with work() as uow:
        services.make_authority(uow)
    assert (status()["key"], status()["highest_level"], status()["fault"]) == ("own", "PAdES B-B", "")
    assert "no seal can be proven past the end" in run("status").stdout
    refused = run("renew")
    assert refused.exit_code == 1
    assert "DRIEHOEK_TIMESTAMP_URL" in refused.output


def test_a_key_that_does_not_open_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(place, "key", KeySource(str(tmp_path / "nergens.p12"), password="geheim"))
    told = run("status")
    assert told.exit_code == 1
    assert "cannot be read" in told.output
    assert "geheim" not in told.output


def test_a_key_of_somebody_else_is_adopted_and_used_from_then_on(
    work: Work, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with work() as uow:
        services.make_authority(uow)
    with outside_services() as outside:
        monkeypatch.setattr(place, "stamping", Stamping(outside.stamping_url, outside.roots))
        file = outside.write_p12(tmp_path / "zegel.p12")
        wrong = run("adopt", str(file), "--password", "fout")
        assert wrong.exit_code == 1
        assert "cannot be read" in wrong.output
        done = run("adopt", str(file), "--password", PASSWORD)
        assert done.exit_code == 0, done.output
        assert outside.authority.fingerprint in done.output
        assert (status()["key"], status()["highest_level"]) == ("store", "PAdES B-LTA")
        assert status()["certificate"] == outside.authority.fingerprint
    session.rollback()
    assert len(queries.authorities(session)) == 2, "what the former one sealed is still judged with it"


def test_the_register_is_given_to_a_file(tmp_path: Path) -> None:
    done = run("register", "--to", str(tmp_path / "register.json"))
    assert done.exit_code == 0
    assert json.loads((tmp_path / "register.json").read_text())["editions"] == []
