"""Lists as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from admin import exporting
from admin.exporting import harmless
from portal.accounts.rules import OrganisationKind
from portal.core.audit import AuditRow
from portal.core.policy import Actor
from tests.builders.cases import Town, make_organisation
from tests.builders.parties import make_person
from tests.conftest import Work

ClientFor = Callable[[Actor], FlaskClient]
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "=1", "\u00a0=1")


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_ordinary_words_stay_as_they_are() -> None:
    assert [harmless(t) for t in ("", "Kerkstraat 12-III", "a=b", "3 maart 2026")] == [
        "", "Kerkstraat 12-III", "a=b", "3 maart 2026",
    ]  # fmt: skip


def test_an_export_holds_the_list_in_words_and_no_live_formula(
    app: Flask, work: Work, client_for: ClientFor, town: Town
) -> None:
    with app.app_context(), work() as uow:
        make_organisation(uow, OrganisationKind.CORPORATION, '=HYPERLINK("http://kwaad.invalid")')
    answer = client_for(town.admin).post("/beheer/organisaties/uitvoer/")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    table = read(answer.text)
    assert table[0][:2] == ["Naam", "Soort"]
    assert ["'=HYPERLINK(\"http://kwaad.invalid\")", "woningcorporatie"] in [row[:2] for row in table]
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_an_export_follows_the_filters_and_is_recorded(app: Flask, work: Work, client_for: ClientFor, town: Town) -> None:
    answer = client_for(town.admin).post("/beheer/organisaties/uitvoer/?soort=bureau")
    assert [row[1] for row in read(answer.text)[1:]] == ["bureau"]
    with app.app_context(), work() as uow:
        last = uow.session.scalars(sa.select(AuditRow).order_by(AuditRow.seq.desc())).first()
        assert last is not None
        assert (last.name, last.actor_id) == ("admin.exported", town.admin.id)
        assert last.data == {"screen": "admin_organisaties", "narrowed": True}


def test_an_export_stops_at_the_cap(
    app: Flask, work: Work, client_for: ClientFor, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "CAP", 3)
    with app.app_context(), work() as uow:
        for number in range(5):
            make_person(uow, town.corporation, surname=f"Naam{number}")
    assert len(read(client_for(town.staff).post("/beheer/personen/uitvoer/").text)) == 1 + 3


def test_a_get_takes_nothing_out(client_for: ClientFor, town: Town) -> None:
    assert client_for(town.admin).get("/beheer/personen/uitvoer/").status_code == 405
