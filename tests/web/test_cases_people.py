"""People of a case: their entries, who acts for them, and dated searches of the public register."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from portal.cases.models import Participant
from portal.core.policy import SYSTEM, Actor, scoped
from tests.builders.cases import Town, Work, make_case, make_town, working_apart

ClientFor = Callable[[Actor], FlaskClient]
PERSON = {
    "form_of_address": "madam", "given_names": "Çağla", "prefix": "van der", "surname": "Wijde",
    "partner_surname": "Öztürk", "name_order": "partner_own", "language": "tr", "reading": "hard", "birth_date": "3-3-1986",
}  # fmt: skip


@pytest.fixture
def work(app: Flask) -> Work:
    return working_apart(app)


@pytest.fixture
def town(work: Work) -> Town:
    with work() as uow:
        return make_town(uow)


@pytest.fixture
def person_id(work: Work, town: Town) -> uuid.UUID:
    with work() as uow:
        case = make_case(uow, town, expert=True)
        return uow.session.scalars(scoped(Participant, SYSTEM).where(Participant.case_id == case.id)).one().person_id


@pytest.mark.parametrize("who", ["landlord", "expert", "staff"])
def test_a_person_is_changed_by_those_who_work_on_the_case(
    town: Town, person_id: uuid.UUID, client_for: ClientFor, who: str
) -> None:
    client = client_for(town.everybody()[who])
    form = BeautifulSoup(client.get(f"/personen/{person_id}/wijzigen").text, "html.parser")
    version = form.find("input", {"name": "version"})
    assert version
    given = PERSON | {"version": str(version["value"])}
    assert client.post(f"/personen/{person_id}/wijzigen", data=given).status_code == 303
    shown = client.get(f"/personen/{person_id}").text
    assert "Mw. Ç. Öztürk-van der Wijde" in shown and "3 maart 1986" in shown and "Turks" in shown
    assert client.post(f"/personen/{person_id}/wijzigen", data=given | {"surname": "X"}).status_code == 409


def test_a_changed_name_reaches_the_list_of_cases(
    app: Flask, town: Town, person_id: uuid.UUID, client_for: ClientFor
) -> None:
    from portal.core.db import db
    from portal.core.worker import work_all

    client = client_for(town.landlord)
    client.post(f"/personen/{person_id}/wijzigen", data=PERSON)
    with app.app_context():
        work_all(db.sessionmaker)
    assert "Öztürk-van der Wijde, Ç." in client.get("/zaken?q=ozturk").text


def test_a_representative_is_recorded_and_ended(town: Town, person_id: uuid.UUID, client_for: ClientFor) -> None:
    client = client_for(town.expert)
    where = f"/personen/{person_id}/vertegenwoordiger"
    assert client.get(where).status_code == 200
    assert client.post(where, data={"kind": "administrator", "name": ""}).status_code == 422
    assert client.post(where, data={"kind": "boss", "name": "x"}).status_code == 422
    client.post(
        where, data={"kind": "administrator", "name": "D. Elzinga", "organisation_name": "Balanszorg Bewind B.V."}
    )
    page = BeautifulSoup(client.get(f"/personen/{person_id}").text, "html.parser")
    ending = page.find("form", {"data-confirm": True})
    assert "Balanszorg Bewind B.V." in page.text and ending
    client.post(str(ending["action"]))
    assert "geëindigd op" in client.get(f"/personen/{person_id}").text


def test_an_empty_register_reads_not_found_on_that_day(town: Town, person_id: uuid.UUID, client_for: ClientFor) -> None:
    client = client_for(town.landlord)
    where = f"/personen/{person_id}/register"
    assert client.get(where).status_code == 200
    assert client.post(where, data={"checked_on": "2026-03-03"}).status_code == 422
    assert client.post(where, data={"checked_on": "2199-03-03", "result": "not_found"}).status_code == 422
    client.post(where, data={"checked_on": "2026-03-03", "result": "not_found"})
    shown = client.get(f"/personen/{person_id}").text
    assert "niet gevonden op 3 maart 2026" in shown and "geen bewind op" not in shown


def test_a_foreign_person_answers_exactly_like_an_absent_one(
    work: Work, person_id: uuid.UUID, client_for: ClientFor
) -> None:
    with work() as uow:
        stranger = client_for(make_town(uow, "Dorp").landlord)
    for part in ("", "/wijzigen", "/vertegenwoordiger", "/register"):
        nobodys = uuid.uuid4()
        foreign, absent = stranger.get(f"/personen/{person_id}{part}"), stranger.get(f"/personen/{nobodys}{part}")
        assert foreign.status_code == 404
        assert foreign.text.replace(str(person_id), "") == absent.text.replace(str(nobodys), "")
    assert stranger.post(f"/personen/{person_id}/wijzigen", data=PERSON).status_code == 404


def test_an_auditor_sees_no_people(town: Town, person_id: uuid.UUID, client_for: ClientFor) -> None:
    assert client_for(town.auditor).get(f"/personen/{person_id}").status_code == 403


def test_a_mistake_keeps_what_was_typed(town: Town, person_id: uuid.UUID, client_for: ClientFor) -> None:
    answer = client_for(town.landlord).post(
        f"/personen/{person_id}/wijzigen", data=PERSON | {"surname": "", "original_script": "تشاغلا"}
    )
    assert answer.status_code == 422 and "Vul de achternaam in." in answer.text and "تشاغلا" in answer.text


@pytest.mark.parametrize("who", ["landlord", "expert", "staff"])
def test_a_co_tenant_is_brought_into_a_case(work: Work, town: Town, client_for: ClientFor, who: str) -> None:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
    client = client_for(town.everybody()[who])
    where = f"/zaken/{case_id}/personen/nieuw"
    assert client.get(where).status_code == 200
    assert "al een huurder" in client.post(where, data=PERSON | {"role": "tenant"}).text
    assert client.post(where, data=PERSON | {"role": "co_tenant"}).status_code == 303
    assert "Mw. Ç. Öztürk-van der Wijde" in client.get(f"/zaken/{case_id}").text
    assert str(case_id) in client.get("/zaken?q=ozturk").text


def test_the_household_is_counted_and_never_named(work: Work, town: Town, client_for: ClientFor) -> None:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
    client = client_for(town.landlord)
    assert client.get(f"/zaken/{case_id}/huishouden").status_code == 200
    assert client.post(f"/zaken/{case_id}/huishouden", data={"band_3": "21"}).status_code == 422
    for number in ("2", "1"):
        client.post(f"/zaken/{case_id}/huishouden", data={"band_3": number})
    page = client.get(f"/zaken/{case_id}").text
    assert "1 × 10 tot en met 12 jaar" in page and "2 × 10" not in page
