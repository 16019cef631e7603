"""Custom fields on the pages of records: made in the designer, shown on the record, changed there."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from portal.core.policy import Actor
from portal.definitions.models import CustomAnswers, FormDraft
from portal.definitions.rules.records import RecordKind
from tests.builders.accounts import apart
from tests.builders.cases import Town, make_case, make_town
from tests.builders.custom import keep, make_fields, renew_fields
from tests.builders.parties import make_dwelling, make_person
from tests.builders.submissions import make_body, make_field

ClientFor = Callable[[Actor], FlaskClient]
HOSTILE = "<script>alert(1)</script>{{7*7}}\"'><img src=x onerror=alert(1)>"
PAGES = {
    RecordKind.CASE: "/zaken/{}",
    RecordKind.PERSON: "/personen/{}",
    RecordKind.ORGANISATION: "/beheer/organisaties/toon/?id={}",
    RecordKind.DWELLING: "/beheer/woningen/toon/?id={}",
}


@pytest.fixture
def town(app: Flask) -> Town:
    with apart(app) as uow:
        return make_town(uow)


@pytest.fixture
def ids(app: Flask, town: Town) -> dict[RecordKind, uuid.UUID]:
    """One record of each kind, each with custom fields."""
    with apart(app, town.admin) as uow:
        for kind in RecordKind:
            make_fields(uow, kind, title={"nl": "Extra gegevens"})
        return {
            RecordKind.CASE: make_case(uow, town).id,
            RecordKind.PERSON: make_person(uow, town.corporation).id,
            RecordKind.ORGANISATION: town.corporation,
            RecordKind.DWELLING: make_dwelling(uow, town.corporation, house_number="80").id,
        }


def soup(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return BeautifulSoup(answer.data, "html.parser")


def filled(page: BeautifulSoup, **typed: str) -> dict[str, str]:
    """Return what the form of a page posts, with something typed."""
    hidden = page.select("main form input[type=hidden]")
    return {str(one["name"]): str(one["value"]) for one in hidden} | {"dog__asked": "1", "breed__asked": "1"} | typed


@pytest.mark.parametrize("kind", RecordKind)
def test_custom_fields_are_filled_in_from_the_page_of_the_record_and_show_there(
    client_for: ClientFor, town: Town, ids: dict[RecordKind, uuid.UUID], kind: RecordKind
) -> None:
    client, address = client_for(town.admin), PAGES[kind].format(ids[kind])
    section = soup(client, address).find("section", {"aria-labelledby": f"eigen-own_{kind.value}"})
    assert section is not None
    assert "Nog niet ingevuld" in section.text
    link = section.find("a")
    assert link is not None
    edit = str(link["href"])  # type: ignore[index]
    kept = client.post(edit, data=filled(soup(client, edit), dog="yes", breed=HOSTILE, colour="red"))
    assert (kept.status_code, kept.location) == (303, address)
    shown = client.get(address).text
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown
    section = BeautifulSoup(shown, "html.parser").find("section", {"aria-labelledby": f"eigen-own_{kind.value}"})
    assert section is not None
    assert [dd.get_text(strip=True) for dd in section.find_all("dd")] == ["Ja", HOSTILE, "RED"]  # type: ignore[union-attr]


def test_what_does_not_fit_comes_back_as_it_was_typed_with_a_link_to_each_answer(
    app: Flask, client_for: ClientFor, town: Town, ids: dict[RecordKind, uuid.UUID]
) -> None:
    edit = f"/eigen-velden/person/{ids[RecordKind.PERSON]}/own_person"
    client = client_for(town.admin)
    answer = client.post(edit, data=filled(soup(client, edit), breed="Teckel"))
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 422
    summary = page.select_one(".melding.mis a")
    assert summary is not None
    assert page.find(id=str(summary["href"])[1:]) is not None
    box = page.find("input", {"name": "breed"})
    assert box is not None
    assert box["value"] == "Teckel"  # type: ignore[index]
    with apart(app) as uow:
        assert uow.session.scalars(sa.select(CustomAnswers)).all() == []


def test_whoever_saves_on_what_somebody_else_changed_sees_what_stands_and_keeps_the_own_text(
    app: Flask, client_for: ClientFor, town: Town, ids: dict[RecordKind, uuid.UUID]
) -> None:
    case, client = ids[RecordKind.CASE], client_for(town.admin)
    edit = f"/eigen-velden/case/{case}/own_case"
    mine = filled(soup(client, edit), dog="yes", breed="Mijn hond")
    with apart(app, town.landlord) as uow:
        keep(uow, RecordKind.CASE, case, dog="yes", breed="Hun hond")
    answer = client.post(edit, data=mine)
    assert answer.status_code == 409
    assert "Hun hond" in answer.text
    assert "Mijn hond" in answer.text
    again = client.post(edit, data=filled(BeautifulSoup(answer.data, "html.parser"), dog="yes", breed="Mijn hond"))
    assert again.status_code == 303


def test_answers_that_no_longer_fit_are_shown_before_they_lapse(
    app: Flask, client_for: ClientFor, town: Town, ids: dict[RecordKind, uuid.UUID]
) -> None:
    person = ids[RecordKind.PERSON]
    with apart(app, town.admin) as uow:
        keep(uow, RecordKind.PERSON, person, dog="yes", breed="Teckel")
        renew_fields(uow, "own_person", make_field("yes_no", "dog"))
    client = client_for(town.admin)
    assert "Teckel" in client.get(f"/personen/{person}").text
    assert "Zodra u bewaart, vervallen ze" in client.get(f"/eigen-velden/person/{person}/own_person").text


def test_a_foreign_or_unknown_record_form_or_kind_is_not_found(
    app: Flask, client_for: ClientFor, town: Town, ids: dict[RecordKind, uuid.UUID]
) -> None:
    with apart(app) as uow:
        other = make_town(uow, "Elders").landlord
    client = client_for(other)
    for kind in RecordKind:
        for send in (client.get, client.post):
            assert send(f"/eigen-velden/{kind.value}/{ids[kind]}/own_{kind.value}").status_code == 404
    client = client_for(town.admin)
    for address in (f"case/{uuid.uuid4()}/own_case", f"case/{ids[RecordKind.CASE]}/nope", f"boom/{uuid.uuid4()}/own_case",
                    f"person/{ids[RecordKind.PERSON]}/own_case"):  # fmt: skip
        assert client.get(f"/eigen-velden/{address}").status_code == 404
        assert client.post(f"/eigen-velden/{address}", data={"revision": "9" * 30, "form_version": "x"}).status_code == 404


def test_rubbish_in_the_hidden_boxes_is_a_conflict_and_keeps_nothing(
    client_for: ClientFor, town: Town, ids: dict[RecordKind, uuid.UUID]
) -> None:
    edit = f"/eigen-velden/case/{ids[RecordKind.CASE]}/own_case"
    for revision, version in (("", ""), ("-1", "x"), ("९", str(uuid.uuid4())), ("1e9", "\0")):
        assert client_for(town.admin).post(edit, data={"revision": revision, "form_version": version}).status_code == 409


def test_custom_fields_begin_in_the_designer_with_their_record_and_without_care(
    app: Flask, client_for: ClientFor, town: Town
) -> None:
    client = client_for(town.admin)
    offered = soup(client, "/bouwen/nieuw?bij=dwelling")
    assert offered.select_one("#record option[selected]")["value"] == "dwelling"  # type: ignore[index]
    assert offered.select_one("#compartment option[selected]")["value"] == "B"  # type: ignore[index]
    given = {"title": "Sleutels", "purpose": "Beheer", "ground": "agreement", "audience": "bureau", "retention": "case"}
    care = client.post("/bouwen/nieuw", data={**given, "record": "dwelling", "compartment": "C"})
    assert care.status_code == 422
    assert 'href="#compartment"' in care.text
    assert client.post("/bouwen/nieuw", data={**given, "record": "dwelling", "compartment": "B"}).status_code == 303
    with apart(app, town.admin) as uow:
        draft = uow.session.scalars(sa.select(FormDraft).join(FormDraft.family)).one()
        assert draft.body["filled_by"] == "staff"
    assert "eigen velden: Woning" in client.get("/bouwen/").text


def test_custom_fields_cannot_be_begun_as_a_form_of_a_case(
    client_for: ClientFor, town: Town, ids: dict[RecordKind, uuid.UUID]
) -> None:
    answer = client_for(town.admin).get(f"/formulieren/zaak/{ids[RecordKind.CASE]}/formulier/own_case")
    assert answer.status_code == 404


@pytest.mark.parametrize("typed", ["\0", "a\0b", "\ud800", "x" * 100_000, "\u202e\u2066", "🐕" * 150])
def test_signs_that_no_database_keeps_never_break_a_page(
    client_for: ClientFor, town: Town, ids: dict[RecordKind, uuid.UUID], typed: str
) -> None:
    edit = f"/eigen-velden/case/{ids[RecordKind.CASE]}/own_case"
    client = client_for(town.admin)
    sent = {name: value.encode("utf-8", "surrogatepass") for name, value in filled(soup(client, edit), dog="yes").items()}
    answer = client.post(edit, data=sent | {"breed": typed.encode("utf-8", "surrogatepass")})
    assert answer.status_code in (303, 422)
    assert client.get(f"/zaken/{ids[RecordKind.CASE]}").status_code == 200
    assert client.get("/beheer/dossiers/").status_code == 200
    assert client.get(f"{edit}%00").status_code == 404


def test_questions_come_and_go_with_what_is_typed_and_nothing_is_kept_before_saving(
    app: Flask, client_for: ClientFor, town: Town, ids: dict[RecordKind, uuid.UUID]
) -> None:
    edit = f"/eigen-velden/person/{ids[RecordKind.PERSON]}/own_person"
    client = client_for(town.admin)
    page = soup(client, edit)
    form = page.select_one("form[data-volgt]")
    assert form is not None and form["hx-post"] == f"{edit}/toon"
    assert page.select_one("[data-vraag=breed]").has_attr("hidden")  # type: ignore[union-attr]
    told = client.post(f"{edit}/toon", data=filled(page, dog="yes", breed=HOSTILE))
    shown = BeautifulSoup(told.data, "html.parser")
    assert told.status_code == 200 and "<script>alert(1)" not in told.text
    assert not shown.select_one("#velden [data-vraag=breed]").has_attr("hidden")  # type: ignore[union-attr]
    assert shown.select_one("#velden input[name=breed]")["value"] == HOSTILE  # type: ignore[index]
    assert shown.select_one("input[name=breed__asked]") is not None
    assert client.post(f"{edit}/toon", data={}).status_code == 200
    with apart(app) as uow:
        assert uow.session.scalars(sa.select(CustomAnswers)).all() == []
    with apart(app) as uow:
        stranger = make_town(uow, "Elders").landlord
    assert client_for(stranger).post(f"{edit}/toon", data={"dog": "yes"}).status_code == 404


def test_a_form_from_a_file_becomes_custom_fields_of_a_record(app: Flask, client_for: ClientFor, town: Town) -> None:
    client = client_for(town.admin)
    body = make_body(make_field("yes_no", "garden"), make_field("file", "photo"), key="tuin", filled_by="staff", compartment="B")
    given = {"record": "dwelling", "file": (io.BytesIO(json.dumps(body).encode()), "tuin.json")}
    answer = client.post("/bouwen/invoer", data=given)
    assert answer.status_code == 200 and "past niet in een eigen veld" in answer.text
    assert "eigen velden: Woning" in client.get("/bouwen/").text
    refused = client.post("/bouwen/invoer", data={"record": "person", "file": (io.BytesIO(b"{"), "x.json")})
    page = BeautifulSoup(refused.data, "html.parser")
    assert refused.status_code == 422
    assert page.select_one("#record option[selected]")["value"] == "person"  # type: ignore[index]
    assert client.post("/bouwen/invoer", data={"record": "boom", "file": (io.BytesIO(json.dumps(body).encode()), "x.json")}).status_code == 200


def test_the_administrator_takes_fields_out_of_use_and_back(
    client_for: ClientFor, town: Town, ids: dict[RecordKind, uuid.UUID]
) -> None:
    client, person = client_for(town.admin), f"/personen/{ids[RecordKind.PERSON]}"
    assert client.post("/bouwen/own_person/uit-gebruik").status_code == 303
    assert "uit gebruik" in client.get("/bouwen/").text
    assert "eigen-own_person" not in client.get(person).text
    assert client.post("/bouwen/own_person/uit-gebruik", data={"terug": "1"}).status_code == 303
    assert "eigen-own_person" in client.get(person).text
    assert client.post("/bouwen/nowhere/uit-gebruik").status_code == 404
    assert client_for(town.staff).post("/bouwen/own_person/uit-gebruik").status_code == 403
    assert "Haal uit gebruik" not in client_for(town.staff).get("/bouwen/").text
