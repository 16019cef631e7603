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
from portal.sealing import queries
from portal.sealing.rules import Outcome
from scripts import verify_agreement
from tests.conftest import Work
from tests.databases import Database
from tests.services.test_sealing import sealed
from tests.tampering import tampers

pytestmark = pytest.mark.usefixtures("session")
COUNT = int(os.environ.get("DRIEHOEK_TEST_TAMPERS", "22"))
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
    assert verify_agreement.examine(data, [root], "", clock.now()) == []
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


def faults_of(pdf: bytes, root: x509.Certificate, moment: dt.datetime) -> list[str]:
    try:
        return verify_agreement.examine(pdf, [root], "", moment)
    except Exception as error:
        return [type(error).__name__]
