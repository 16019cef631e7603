"""Custom fields in the lists of the administration: columns, filters and exports without a migration."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from admin import exporting
from portal.core.policy import Actor
from portal.definitions import services
from portal.definitions.rules.records import RecordKind
from tests.builders.cases import Town, make_case, make_town
from tests.builders.custom import keep, make_fields, renew_fields
from tests.builders.parties import make_dwelling, make_person
from tests.builders.submissions import make_field
from tests.conftest import Statements, Work

ClientFor = Callable[[Actor], FlaskClient]
HOSTILE = '=HYPERLINK("x")<script>alert(1)</script>'


@pytest.fixture
def people(app: Flask, work: Work, town: Town) -> list[uuid.UUID]:
    """Three people: with a dog, without one, and with nothing filled in."""
    with app.app_context(), work(town.admin) as uow:
        make_fields(uow, RecordKind.PERSON)
        ids = [make_person(uow, town.corporation, surname=name).id for name in ("Aarts", "Bos", "Cornelis")]
        keep(uow, RecordKind.PERSON, ids[0], dog="yes", breed="Ierse Sètter", colour="red")
        keep(uow, RecordKind.PERSON, ids[1], dog="no", colour="green")
    return ids


def cells(page: str) -> list[list[str]]:
    rows = BeautifulSoup(page, "html.parser").select("table tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("th,td")] for row in rows]


def surnames(client: FlaskClient, query: str) -> list[str]:
    answer = client.get(f"/beheer/personen/?{query}")
    assert answer.status_code == 200
    return [row[0].split(",")[0] for row in cells(answer.text)]


def test_the_answers_stand_in_columns_behind_those_of_the_list(
    client_for: ClientFor, town: Town, people: list[uuid.UUID]
) -> None:
    page = client_for(town.admin).get("/beheer/personen/").text
    heads = [head.get_text(strip=True) for head in BeautifulSoup(page, "html.parser").select("thead th")]
    assert heads[-3:] == ["DOG", "BREED", "COLOUR"]
    assert [row[-3:] for row in cells(page)] == [["Ja", "Ierse Sètter", "RED"], ["Nee", "", "GREEN"], ["", "", ""]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("eigen-own_person-dog=1", ["Aarts"]),
        ("eigen-own_person-dog=0", ["Bos"]),
        ("eigen-own_person-colour=green", ["Bos"]),
        ("eigen-own_person-breed=setter", ["Aarts"]),
        ("eigen-own_person-breed=SÈTT&eigen-own_person-dog=1&q=aarts", ["Aarts"]),
        ("eigen-own_person-breed=%25", ["Aarts", "Bos", "Cornelis"]),
        ("eigen-own_person-dog=misschien", ["Aarts", "Bos", "Cornelis"]),
        ("eigen-own_person-nope=1&eigen-=x", ["Aarts", "Bos", "Cornelis"]),
        ("eigen-own_person-breed=%00", ["Aarts", "Bos", "Cornelis"]),
    ],
)  # fmt: skip
def test_a_list_is_narrowed_by_custom_fields(
    client_for: ClientFor, town: Town, people: list[uuid.UUID], query: str, found: list[str]
) -> None:
    assert surnames(client_for(town.admin), query) == found


def test_the_filters_keep_what_was_chosen(client_for: ClientFor, town: Town, people: list[uuid.UUID]) -> None:
    page = client_for(town.admin).get("/beheer/personen/?eigen-own_person-colour=green&eigen-own_person-breed=a").text
    found = BeautifulSoup(page, "html.parser")
    assert found.select_one('select[name="eigen-own_person-colour"] option[selected]')["value"] == "green"  # type: ignore[index]
    assert found.select_one('input[name="eigen-own_person-breed"]')["value"] == "a"  # type: ignore[index]


def test_the_export_holds_the_custom_fields_narrowed_and_without_live_formulas(
    app: Flask, work: Work, client_for: ClientFor, town: Town, people: list[uuid.UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "CHUNK", 2)
    with app.app_context(), work(town.admin) as uow:
        keep(uow, RecordKind.PERSON, people[2], dog="yes", breed=HOSTILE)
    answer = client_for(town.admin).post("/beheer/personen/uitvoer/?eigen-own_person-dog=1")
    table = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert table[0][-3:] == ["DOG", "BREED", "COLOUR"]
    assert sorted(row[-2] for row in table[1:]) == [f"'{HOSTILE}", "Ierse Sètter"]
    everything = client_for(town.admin).post("/beheer/personen/uitvoer/").text
    assert len(everything.splitlines()) == 4


def test_hostile_words_stand_in_a_list_as_text(
    app: Flask, work: Work, client_for: ClientFor, town: Town, people: list[uuid.UUID]
) -> None:
    with app.app_context(), work(town.admin) as uow:
        keep(uow, RecordKind.PERSON, people[2], dog="yes", breed=HOSTILE)
        make_fields(uow, RecordKind.PERSON, make_field(label={"nl": f"{HOSTILE} %s %(x)s"}), key="hostile")
    page = client_for(town.admin).get("/beheer/personen/").text
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 2


def test_a_list_costs_one_statement_more_with_custom_fields_and_a_second_when_narrowed_by_them(
    client_for: ClientFor, town: Town, people: list[uuid.UUID], statements: Statements
) -> None:
    client = client_for(town.admin)
    client.get("/beheer/personen/")
    with statements() as found:
        client.get("/beheer/personen/")
        plain, _ = len(found), found.clear()
        client.get("/beheer/personen/?eigen-own_person-dog=1")
    assert plain <= 4, "\n".join(found)
    assert len(found) <= 5, "\n".join(found)


@pytest.mark.parametrize("kind", RecordKind)
def test_every_list_of_records_carries_its_own_custom_fields(
    app: Flask, work: Work, client_for: ClientFor, town: Town, kind: RecordKind
) -> None:
    with app.app_context(), work(town.admin) as uow:
        make_fields(uow, kind)
        case = make_case(uow, town)
        ids = {
            RecordKind.CASE: ("dossiers", case.id),
            RecordKind.PERSON: ("personen", make_person(uow, town.corporation).id),
            RecordKind.ORGANISATION: ("organisaties", town.corporation),
            RecordKind.DWELLING: ("woningen", make_dwelling(uow, town.corporation, house_number="80").id),
        }
        name, record_id = ids[kind]
        keep(uow, kind, record_id, dog="yes", breed="Teckel")
    client = client_for(town.admin)
    assert len([row for row in cells(client.get(f"/beheer/{name}/").text) if "Teckel" in row]) == 1
    narrowed = cells(client.get(f"/beheer/{name}/?eigen-own_{kind.value}-breed=teckel").text)
    assert [row[-2] for row in narrowed] == ["Teckel"]
    assert "Teckel" in client.post(f"/beheer/{name}/uitvoer/").text


def test_answers_to_an_older_version_stand_in_the_columns_of_the_newest_as_far_as_they_fit(
    app: Flask, work: Work, client_for: ClientFor, town: Town, people: list[uuid.UUID]
) -> None:
    with app.app_context(), work(town.admin) as uow:
        renew_fields(uow, "own_person", make_field("integer", "breed"), make_field("yes_no", "dog"))
    page = cells(client_for(town.admin).get("/beheer/personen/").text)
    assert [row[-2:] for row in page] == [["", "Ja"], ["", "Nee"], ["", ""]]


def test_the_landlord_of_another_town_sees_no_answers(
    app: Flask, work: Work, client_for: ClientFor, people: list[uuid.UUID]
) -> None:
    with app.app_context(), work() as uow:
        other = make_town(uow, "Elders")
        make_person(uow, other.corporation, surname="Ander")
    page = client_for(other.landlord).get("/beheer/personen/").text
    assert "Sètter" not in page
    assert surnames(client_for(other.landlord), "eigen-own_person-dog=1") == []


def test_a_long_answer_is_short_in_the_list_and_whole_in_the_export(
    app: Flask, work: Work, client_for: ClientFor, town: Town, people: list[uuid.UUID]
) -> None:
    said = "lang " * 39
    with app.app_context(), work(town.admin) as uow:
        keep(uow, RecordKind.PERSON, people[2], dog="yes", breed=said)
    client = client_for(town.admin)
    assert max(len(row[-2]) for row in cells(client.get("/beheer/personen/").text)) <= 80
    assert said.strip() in client.post("/beheer/personen/uitvoer/").text


AMOUNTS = (
    make_field("integer", "rooms", need="optional"), make_field("money", "rent", need="optional"),
    make_field("decimal", "size", need="optional"), make_field("date", "since", need="optional"),
)  # fmt: skip


def day(*parts: int) -> dict[str, str]:
    return {f"since-{name}": str(part) for name, part in zip(("day", "month", "year"), parts, strict=True)}


@pytest.fixture
def measured(app: Flask, work: Work, town: Town) -> None:
    """Two people with amounts and a date, and one without."""
    with app.app_context(), work(town.admin) as uow:
        make_fields(uow, RecordKind.PERSON, *AMOUNTS)
        ids = [make_person(uow, town.corporation, surname=name).id for name in ("Aarts", "Bos", "Cornelis")]
        keep(uow, RecordKind.PERSON, ids[0], rooms="3", rent="612,50", size="42,5", **day(1, 2, 2020))
        keep(uow, RecordKind.PERSON, ids[1], rooms="12", rent="€ 1.250", size="101,25", **day(31, 12, 2024))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("rooms-van=4", ["Bos"]),
        ("rooms-van=3&eigen-own_person-rooms-tot=3", ["Aarts"]),
        ("rent-tot=€+612,50", ["Aarts"]),
        ("rent-van=612,51", ["Bos"]),
        ("rent-van=1.250", ["Bos"]),
        ("size-van=42.5&eigen-own_person-size-tot=101,25", ["Aarts", "Bos"]),
        ("since-tot=2020-02-01", ["Aarts"]),
        ("since-van=2020-02-02", ["Bos"]),
        ("rooms-van=veel", ["Aarts", "Bos", "Cornelis"]),
        ("rooms-van=9999999999999999999", ["Aarts", "Bos", "Cornelis"]),
        ("since-van=2020-13-45", ["Aarts", "Bos", "Cornelis"]),
        ("rent-van=%00", ["Aarts", "Bos", "Cornelis"]),
    ],
)  # fmt: skip
def test_a_list_is_narrowed_to_amounts_and_days_from_and_up_to(
    client_for: ClientFor, town: Town, measured: None, query: str, found: list[str]
) -> None:
    assert surnames(client_for(town.admin), f"eigen-own_person-{query}") == found


def test_a_range_that_is_chosen_stays_in_the_filters_and_in_the_export(client_for: ClientFor, town: Town, measured: None) -> None:
    client, query = client_for(town.admin), "eigen-own_person-rent-van=1.000&eigen-own_person-since-van=2024-01-01"
    page = BeautifulSoup(client.get(f"/beheer/personen/?{query}").data, "html.parser")
    box = page.select_one('input[name="eigen-own_person-rent-van"]')
    assert box is not None and (box["value"], box["inputmode"]) == ("1.000", "decimal")
    assert page.select_one('input[name="eigen-own_person-since-van"]')["type"] == "date"  # type: ignore[index]
    assert "RENT: tot en met" in page.text
    table = list(csv.reader(io.StringIO(client.post(f"/beheer/personen/uitvoer/?{query}").text.removeprefix("\ufeff")), delimiter=";"))
    assert [row[-4:] for row in table] == [["ROOMS", "RENT", "SIZE", "SINCE"], ["12", "€ 1.250,00", "101,25", "31 december 2024"]]


def test_fields_that_are_out_of_use_stand_in_no_list_and_come_back_with_their_answers(
    app: Flask, work: Work, client_for: ClientFor, town: Town, people: list[uuid.UUID]
) -> None:
    client = client_for(town.admin)
    with app.app_context(), work(town.admin) as uow:
        services.retire(uow, "own_person")
    assert "Sètter" not in client.get("/beheer/personen/").text
    assert surnames(client, "eigen-own_person-dog=1") == ["Aarts", "Bos", "Cornelis"]
    with app.app_context(), work(town.admin) as uow:
        services.retire(uow, "own_person", back=True)
    assert surnames(client, "eigen-own_person-dog=1") == ["Aarts"]
