"""Pages of the court dossier."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core.audit import AuditRow
from portal.core.db import db
from portal.core.policy import SYSTEM, Actor
from portal.core.worker import work_all
from portal.dossiers import queries
from portal.dossiers.models import Dossier
from tests.builders.cases import make_town
from tests.builders.dossiers import FullCase, make_full_case
from tests.conftest import Work

ClientFor = Callable[[Actor], FlaskClient]


@pytest.fixture
def made(work: Work) -> FullCase:
    with work() as uow:
        return make_full_case(uow)


def start(client: FlaskClient, made: FullCase) -> str:
    data = {
        "period_from": "2020-01-01",
        "period_until": "2036-12-31",
        "recipient": "relief_judge",
        "purpose": "eviction",
    }
    answer = client.post(f"/rechtbankdossiers/nieuw/{made.case_id}", data=data)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location


def boxes(session: Session, but: uuid.UUID | None = None) -> dict[str, str]:
    session.rollback()
    dossier_id = session.scalars(sa.select(Dossier.id)).one()
    rows = queries.pieces(session, SYSTEM, dossier_id)
    shown = {f"shown-{row.id}": "1" for row in rows}
    return shown | {f"piece-{row.id}": "1" for row in rows if row.id != but}


def test_from_choosing_to_the_file(made: FullCase, client_for: ClientFor, session: Session) -> None:
    client = client_for(made.town.landlord)
    page = start(client, made)
    assert "Waarschuwingsbrief" in client.get(page).get_data(as_text=True)
    answer = client.post(page, data=boxes(session) | {"act": "file"})
    assert answer.status_code == 303
    waiting = client.get(answer.location).get_data(as_text=True)
    assert "De PDF wordt gemaakt" in waiting
    assert 'http-equiv="refresh"' in waiting
    work_all(db.sessionmaker)
    session.rollback()
    assert "Download de PDF" in client.get(answer.location).get_data(as_text=True)
    file = client.get(f"{answer.location}/dossier.pdf")
    assert file.data.startswith(b"%PDF")
    assert "attachment" in file.headers["Content-Disposition"]


def test_a_dossier_of_which_all_is_filed_has_no_button_to_file(
    made: FullCase, client_for: ClientFor, session: Session
) -> None:
    client = client_for(made.town.landlord)
    page = start(client, made)
    assert "Stel vast en maak de PDF" in client.get(page).text
    client.post(page, data=boxes(session) | {"act": "file"})
    filed = client.get(page).text
    assert "Alle stukken zijn ingediend" in filed
    assert "Zoek nieuwe stukken" in filed
    assert "maak de PDF" not in filed
    assert "Bewaar concept" not in filed


def test_pieces_that_are_left_make_a_second_filing(made: FullCase, client_for: ClientFor, session: Session) -> None:
    client = client_for(made.town.landlord)
    page = start(client, made)
    chosen = boxes(session)
    left = next(name for name in chosen if name.startswith("piece-"))
    chosen.pop(left)
    client.post(page, data=chosen | {left.replace("piece-", "reason-"): "double", "act": "file"})
    assert "Stel indiening 2 vast en maak de PDF" in client.get(page).text


def test_leaving_out_without_a_reason_keeps_what_was_typed(
    made: FullCase, client_for: ClientFor, session: Session
) -> None:
    client = client_for(made.town.landlord)
    page = start(client, made)
    left = queries.pieces(session, SYSTEM, session.scalars(sa.select(Dossier.id)).one())[0].id
    answer = client.post(page, data=boxes(session, but=left) | {f"note-{left}": "mijn toelichting", "act": "save"})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Kies bij elk stuk dat u weglaat een reden." in text
    assert "mijn toelichting" in text


def test_foreign_dossiers_answer_404(made: FullCase, client_for: ClientFor, work: Work) -> None:
    page = start(client_for(made.town.landlord), made)
    with work() as uow:
        other = make_town(uow, "Elders")
    assert client_for(other.landlord).get(page).status_code == 404
    assert client_for(other.landlord).get(f"/rechtbankdossiers/nieuw/{made.case_id}").status_code == 404
    assert client_for(made.town.expert).get(page).status_code == 403


def test_the_bureau_prepares_but_does_not_file(made: FullCase, client_for: ClientFor, session: Session) -> None:
    client = client_for(made.town.staff)
    page = start(client, made)
    assert "Stel vast" not in client.get(page).get_data(as_text=True)
    assert client.post(page, data=boxes(session) | {"act": "file"}).status_code == 403


def test_the_expert_releases_a_care_document_and_its_reading_is_on_record(
    made: FullCase, client_for: ClientFor, session: Session
) -> None:
    client = client_for(made.town.expert)
    page = f"/rechtbankdossiers/zorg/{made.case_id}"
    assert "Verslag van de psycholoog" in client.get(page).get_data(as_text=True)
    assert client.post(f"{page}/{made.care_document_id}", data={"reason": "kort"}).status_code == 422
    answer = client.post(f"{page}/{made.care_document_id}", data={"reason": "Nodig voor de afweging van belangen."})
    assert answer.status_code == 303
    session.rollback()
    names = [row.name for row in session.scalars(sa.select(AuditRow).order_by(AuditRow.seq))]
    assert names.index("care.read") < names.index("dossier.care_released")
    assert client_for(made.town.landlord).get(page).status_code == 403
