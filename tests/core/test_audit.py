"""The audit chain: written with the act, whole, and every tampering is named."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import audit, crypto
from portal.core.db import db
from portal.core.policy import SYSTEM, acting
from tests.conftest import Work


@dataclass(frozen=True, slots=True)
class ThingHappened:
    name: ClassVar[str] = "test.happened"
    case_id: uuid.UUID | None
    number: int


def write_rows(work: Work, count: int = 5) -> None:
    for number in range(count):
        with work() as uow:
            uow.record(ThingHappened(None, number), payload={"reden": f"vrije tekst {number}"})


def export(session: Session, path: Path) -> list[dict[str, object]]:
    rows = [
        {"seq": r.seq, "previous": r.previous, "body": r.body, "digest": r.digest}
        for r in session.scalars(sa.select(audit.AuditRow).order_by(audit.AuditRow.seq))
    ]
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows))
    return rows


def standalone(path: Path, root: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(root / "scripts/verify_audit.py"), str(path), *more]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_chain_is_whole_after_writing(session: Session, work: Work) -> None:
    write_rows(work)
    report = audit.verify(session)
    assert (report.intact, report.rows) == (True, 5)


def test_free_text_stands_only_as_a_commitment(session: Session, work: Work) -> None:
    write_rows(work, 1)
    row = session.scalars(sa.select(audit.AuditRow)).one()
    assert "vrije tekst" not in row.body
    assert b"vrije tekst" not in (row.payload or b"")
    assert audit.payload_of(session, row) == {"reden": "vrije tekst 0"}


def test_destroying_the_key_destroys_the_text_and_not_the_chain(session: Session, work: Work) -> None:
    write_rows(work)
    with work() as uow:
        uow.session.execute(sa.delete(crypto.DataKey))
    session.info.pop("data_keys", None)
    assert audit.verify(session).intact
    assert audit.payload_of(session, session.scalars(sa.select(audit.AuditRow)).first()) is None  # type: ignore[arg-type]


def test_an_act_that_fails_leaves_no_row(session: Session, work: Work) -> None:
    with pytest.raises(ZeroDivisionError), work() as uow:
        uow.record(ThingHappened(None, 1))
        1 / 0  # noqa: B018
    assert audit.head(session) == (0, audit.GENESIS)


TAMPERINGS = {
    "a changed body": "UPDATE audit SET body = replace(body, '\"number\":3', '\"number\":4') WHERE seq = 4",
    "a changed column": "UPDATE audit SET name = 'test.other' WHERE seq = 2",
    "a row taken out": "DELETE FROM audit WHERE seq = 3",
    "a changed digest": "UPDATE audit SET digest = substr(digest, 2) || substr(digest, 1, 1) WHERE seq = 5",
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_every_tampering_is_found(app: object, settings: object, database: object, work: Work, what: str) -> None:
    from tests.databases import PostgreSQL

    with app.app_context():  # type: ignore[attr-defined]
        write_rows(work)
        engine = database.owner if isinstance(database, PostgreSQL) else db.engine
        with engine.begin() as connection:
            connection.exec_driver_sql(TAMPERINGS[what])
        engine.dispose()
        with db.sessionmaker() as fresh, acting(fresh, SYSTEM):
            assert not audit.verify(fresh).intact


def test_a_cut_tail_is_found_with_a_head_kept_outside(session: Session, work: Work, tmp_path: Path, root: Path) -> None:
    write_rows(work)
    _, head = audit.head(session)
    rows = export(session, tmp_path / "chain.jsonl")
    cut = tmp_path / "cut.jsonl"
    cut.write_text("\n".join(json.dumps(r) for r in rows[:-1]))
    assert standalone(cut, root).returncode == 0
    assert standalone(cut, root, "--head", head).returncode == 1


def test_the_standalone_verifier_agrees_without_the_product(
    session: Session, work: Work, tmp_path: Path, root: Path
) -> None:
    write_rows(work)
    path = tmp_path / "chain.jsonl"
    rows = export(session, path)
    assert standalone(path, root).returncode == 0
    rows[2]["body"] = str(rows[2]["body"]).replace("test.happened", "test.happenes")
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows))
    found = standalone(path, root)
    assert found.returncode == 1
    assert "row 3" in found.stdout


def test_the_standalone_verifier_says_when_it_cannot_read(tmp_path: Path, root: Path) -> None:
    (tmp_path / "x").write_text("not json")
    assert standalone(tmp_path / "x", root).returncode == 2
