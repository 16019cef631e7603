"""Whatever is changed in a sealed file is seen, by the verification page and by the verifier that stands alone.

A sample is tried; `DRIEHOEK_TEST_TAMPERS=300` tries as many, as `make release-check` does.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from asn1crypto import x509
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.db import db
from portal.core.policy import SYSTEM
from portal.core.worker import work_all
from portal.documents.seal import Stamping
from portal.sealing import queries
from portal.sealing.place import place
from portal.sealing.rules import Outcome
from scripts import verify_agreement
from tests.builders.sealing import bytes_of
from tests.conftest import Work
from tests.databases import Database
from tests.outside import services as outside_services
from tests.services.test_sealing import sealed
from tests.tampering import tampers

pytestmark = pytest.mark.usefixtures("session")
COUNT = int(os.environ.get("DRIEHOEK_TEST_TAMPERS", "22"))
STAMPED = max(7, COUNT // 4)  # a file with editions takes the verifiers many times as long
UNCHANGED = {Outcome.FINAL, Outcome.APPROVED}


def test_every_random_tamper_is_seen(work: Work, session: Session, database: Database, tmp_path: Path) -> None:
    if not database.url.startswith("sqlite"):
        return
    _made, _row, data = sealed(work, session)
    assert queries.verdict(session, data).outcome is Outcome.FINAL
    changed = tampers(data, COUNT)
    missed = [(at, kind) for at, (kind, pdf) in enumerate(changed) if queries.verdict(session, pdf).outcome in UNCHANGED]
    assert missed == []

    root = x509.Certificate.load(queries.authorities(session)[0].root)
    assert verify_agreement.examine(data, [root], "", clock.now()).faults == []
    blind = [kind for kind, pdf in changed if not faults_of(pdf, root, clock.now())]
    assert blind == [], "nothing of this needs the register"

    alone = tmp_path / "file.pdf"
    alone.write_bytes(data)
    fingerprint = root.sha256.hex()
    for pdf, code in [(data, 0), (changed[0][1], 1)]:
        alone.write_bytes(pdf)
        done = subprocess.run(
            [sys.executable, "-I", str(Path(verify_agreement.__file__)), str(alone), "--fingerprint", fingerprint, "--json"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode in {code, 2 if code else 0}, done.stderr
        if code == 0:
            assert json.loads(done.stdout)["not_seen_without_the_register"]
    alone.write_bytes(data)
    strange = subprocess.run(
        [sys.executable, "-I", str(Path(verify_agreement.__file__)), str(alone), "--fingerprint", "00" * 32],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert strange.returncode == 1


def faults_of(
    pdf: bytes, root: x509.Certificate, moment: dt.datetime, services: list[x509.Certificate] | None = None,
    register: dict[str, object] | None = None,
) -> list[str]:  # fmt: skip
    try:
        return verify_agreement.examine(pdf, [root], "", moment, services, register).faults
    except Exception as error:
        return [type(error).__name__]


@pytest.mark.release
def test_of_a_stamped_file_the_verifier_names_what_only_the_register_sees(
    work: Work, session: Session, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not database.url.startswith("sqlite"):
        return
    with outside_services() as outside:
        monkeypatch.setattr(place, "stamping", Stamping(outside.stamping_url, outside.roots))
        outside.silent = True
        _made, row, first = sealed(work, session)
        outside.silent = False
        with work() as uow:
            uow.enqueue("sealing.extend", key="now", file_id=row.id, number=1, case_id=row.case_id)
        work_all(db.sessionmaker)
        session.rollback()
    newest = queries.newest(session, SYSTEM, row)
    second = bytes_of(session, newest.stored_file_id)
    root = x509.Certificate.load(queries.authorities(session)[0].root)
    services = [x509.Certificate.load(one) for one in outside.roots]
    rows = [{"sha256": one.sha256, "edition": one.number, "newest": 2, "level": one.level} for one in (
        queries.register_of_editions(session)
    )]  # fmt: skip
    register: dict[str, object] = {"made_at": "2026-11-26", "editions": rows}

    now = verify_agreement.examine(second, [root], "", clock.now(), services, register)
    assert now.faults == []
    assert any("newest edition on the register: 2 (PAdES B-T)" in note for note in now.notes)
    earlier = verify_agreement.examine(first, [root], "", clock.now(), services, register)
    assert earlier.faults == [], "an earlier edition is no forgery"
    assert any("older edition: this is edition 1" in note for note in earlier.notes)

    changed = [(kind, pdf) for kind, pdf in tampers(second, STAMPED) if pdf not in (first, second)]
    missed = [kind for kind, pdf in changed if queries.verdict(session, pdf).outcome in UNCHANGED]
    assert missed == [], "the page sees every one"
    blind = {kind for kind, pdf in changed if not faults_of(pdf, root, clock.now(), services)}
    assert blind <= {"rollback", "flip"}, "what the verifier says it cannot see: earlier states and unsigned bytes of a service"
    assert [kind for kind, pdf in changed if not faults_of(pdf, root, clock.now(), services, register)] == []
