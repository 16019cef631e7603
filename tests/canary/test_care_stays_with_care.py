"""A word nobody else uses stands in every care field; whoever may not read care meets it nowhere."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.cases import services as cases
from portal.cases.rules import ContactFacts, ContactKind, DocumentFacts
from portal.core import blobs, worker
from portal.core.audit import AuditRow
from portal.core.db import db
from portal.core.policy import SYSTEM, Actor, acting
from portal.core.uow import unit_of_work
from portal.dossiers import services as dossiers
from portal.submissions import services as submissions
from tests.builders.cases import Town
from tests.builders.dossiers import letter, make_full_case, period
from tests.builders.submissions import make_forms, make_submission
from tests.crawling import crawl
from tests.databases import Database

SHIPPED = Path(__file__).parents[2] / "portal" / "definitions" / "shipped"
WORD = re.compile(r"kanarie\d{3}q")


def care_fields(family: str) -> Iterator[str]:
    """Give the key of every written answer of compartment C."""
    definition = json.loads((SHIPPED / f"{family}.json").read_text())
    for page in definition["pages"]:
        for field in page["fields"]:
            where = field.get("compartment") or page.get("compartment") or definition["compartment"]
            if where == "C" and field["kind"] in {"short_text", "long_text"}:
                yield field["key"]


def words() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"kanarie{number:03d}q"


@dataclass
class Planted:
    """A case whose care file is full of words nobody else uses."""

    town: Town
    case_id: uuid.UUID
    count: int


@pytest.fixture
def planted(app: Flask) -> Planted:
    word, used = words(), 0
    with app.app_context():

        def act(actor: Actor = SYSTEM):  # type: ignore[no-untyped-def]
            return unit_of_work(lambda: db.session, actor)

        with act() as uow:
            make_forms(uow)
            full = make_full_case(uow, signed=True)
        for family in ("intake", "evaluation"):
            with act(full.town.expert) as uow:
                answers = {key: next(word) for key in care_fields(family)}
                used += len(answers)
                row = make_submission(uow, full.case_id, family, send=True, **answers)
                row_id = row.id
            with act(full.town.expert) as uow:
                submissions.accept(uow, row_id, {})
        with act(full.town.expert) as uow:
            note = ContactFacts(
                held_on=uow.now.date(), kind=ContactKind.VISIT, summary="Wij spraken elkaar.", care_note=next(word)
            )
            cases.log_contact(uow, full.case_id, note)
            alone = ContactFacts(held_on=uow.now.date(), kind=ContactKind.VISIT, summary=next(word), shared=False)
            cases.log_contact(uow, full.case_id, alone)
            facts = DocumentFacts(title="Verslag", compartment="C", file_name=f"{next(word)}.pdf")
            cases.file_document(uow, full.case_id, facts, letter(next(word)))
            used += 4
        with act(full.town.legal) as uow:
            dossier = dossiers.compose(uow, full.case_id, period(uow))
        with act(full.town.landlord) as uow:
            dossiers.file(uow, dossier.id)
        worker.work_all(db.sessionmaker)
    return Planted(full.town, full.case_id, used)


def seen_by(client: FlaskClient, case_id: uuid.UUID, *, admin: bool = False) -> dict[str, set[str]]:
    """Return, per address, the planted words that its answer holds."""
    starts = ["/", "/zaken", f"/zaken/{case_id}", "/rechtbankdossiers/", "/berichten/", "/afspraken/", "/verificatie/"]
    starts += ["/beheer/"] if admin else []
    found, asked = {}, 0
    for visited in crawl(client, starts, words=["kanarie001q", "kanarie"], most=400):
        asked += 1
        assert visited.status < 500, f"{visited.address}: {visited.status}"
        hits = set(WORD.findall(visited.text)) - set(WORD.findall(visited.address))
        if hits:
            found[visited.address] = hits
    assert asked > 10
    return found


def test_the_expert_meets_the_words_where_care_is_read(
    planted: Planted, client_for: Callable[[Actor], FlaskClient]
) -> None:
    found = seen_by(client_for(planted.town.expert), planted.case_id)
    assert len(set().union(*found.values())) >= planted.count - 5


@pytest.mark.parametrize("who", ["landlord", "staff", "admin", "legal", "auditor"])
def test_nobody_else_meets_one_on_any_page_export_file_or_search(
    planted: Planted, client_for: Callable[[Actor], FlaskClient], who: str
) -> None:
    found = seen_by(client_for(getattr(planted.town, who)), planted.case_id, admin=who != "landlord")
    assert found == {}


def test_none_stands_in_the_clear_in_database_files_or_log(
    planted: Planted, app: Flask, database: Database, settings: object
) -> None:
    with app.app_context(), acting(db.session, SYSTEM):
        bodies = "\n".join(db.session.scalars(sa.select(AuditRow.body)))
        names = "\n".join(db.session.scalars(sa.select(blobs.StoredFile.name)))
    assert not WORD.search(bodies)
    assert not WORD.search(names)
    path = getattr(database, "path", None)
    if path is not None:
        for file in (path, Path(f"{path}-wal")):
            if file.exists():
                assert not re.search(rb"kanarie\d{3}q", file.read_bytes())
    for file in settings.var.joinpath("files").rglob("*"):  # type: ignore[attr-defined]
        if file.is_file():
            assert not re.search(rb"kanarie\d{3}q", file.read_bytes())
