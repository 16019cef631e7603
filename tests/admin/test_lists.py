"""Lists of the administration: who sees them, what they hold, and what they cost."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.events import SignedIn
from portal.clauses import services as clauses
from portal.core.policy import Actor
from portal.core.uow import UnitOfWork
from portal.documents.seal import Stamping
from portal.sealing.place import place
from portal.web.disclosure import CareRead
from tests.builders.cases import Town, incident_facts, make_case, make_town
from tests.builders.parties import dwelling_facts, make_dwelling, make_person, person_facts
from tests.conftest import Statements, Work
from tests.scenes import Scenes

ClientFor = Callable[[Actor], FlaskClient]
LISTS = ("organisaties", "gebruikers", "personen", "woningen", "dossiers", "meldingen", "contacten", "clausules",
         "formulierversies", "overeenkomsten", "taken", "berichten", "zegels", "logboek")  # fmt: skip


def rows(page: str) -> list[list[str]]:
    """Return the words of every row of the list."""
    table = BeautifulSoup(page, "html.parser").select("table tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("th,td")] for row in table]


def make_streets(uow: UnitOfWork) -> Town:
    """Make a town whose corporation has a hundred and twenty dwellings and as many people."""
    town = make_town(uow)
    for number in range(1, 121):
        make_dwelling(uow, town.corporation, house_number=str(number))
        make_person(uow, town.corporation, surname=f"Naam{number:03}")
    return town


@pytest.fixture
def streets(scene: Scenes) -> Town:
    return scene(make_streets)


def test_a_released_clause_is_listed_with_its_newest_text(
    app: Flask, work: Work, client_for: ClientFor, town: Town
) -> None:
    with app.app_context(), work() as uow:
        clauses.load_shipped(uow)
    client = client_for(town.legal)
    listed = client.get("/beheer/clausules/?q=geluid").text
    link = BeautifulSoup(listed, "html.parser").select_one("tbody th a")
    assert link is not None
    page = client.get(f"/beheer/clausules/{link['href']}").text
    assert "In gewone woorden" in page
    assert rows(listed)


def test_the_log_tells_yes_and_no_in_words_and_leaves_identifiers_out(
    app: Flask, work: Work, client_for: ClientFor, town: Town
) -> None:
    with app.app_context(), work() as uow:
        uow.record(SignedIn(uuid.uuid4(), uuid.uuid4(), second_factor=False))
        uow.record(CareRead(make_case(uow, town).id, f"submission:{uuid.uuid4()}", "care_guidance"))
        uow.record(CareRead(make_case(uow, town).id, "f" * 64, "progress"))
    told = [row[-1] for row in rows(client_for(town.auditor).get("/beheer/logboek/").text)]
    assert "tweede stap: nee" in told
    assert "doel: zorg en begeleiding, wat: submission" in told
    assert "doel: verloop" in told


@pytest.mark.parametrize("name", LISTS)
def test_an_administrator_opens_every_list(client_for: ClientFor, town: Town, name: str) -> None:
    answer = client_for(town.admin).get(f"/beheer/{name}/")
    assert answer.status_code == 200, answer.text
    assert "<h1>" in answer.text


@pytest.mark.parametrize("name", LISTS)
def test_without_signing_in_every_list_leads_to_the_sign_in_page(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/beheer/{name}/")
    assert answer.status_code == 303
    assert answer.location.startswith("/inloggen")


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("auditor", {"logboek"}),
        ("expert", set()),
        ("landlord", {"personen", "woningen", "dossiers", "meldingen", "contacten", "clausules", "overeenkomsten"}),
        ("legal", {"organisaties", "personen", "woningen", "dossiers", "meldingen", "contacten", "clausules",
                   "overeenkomsten"}),
    ],
)  # fmt: skip
def test_each_role_opens_only_its_own_screens(client_for: ClientFor, town: Town, who: str, allowed: set[str]) -> None:
    client = client_for(getattr(town, who))
    opened = {name for name in LISTS if client.get(f"/beheer/{name}/").status_code == 200}
    assert opened == allowed & set(LISTS)


def test_a_list_pages_through_every_row_once_in_both_directions(client_for: ClientFor, streets: Town) -> None:
    client, url, seen, pages = client_for(streets.staff), "/beheer/woningen/", [], 0
    while url:
        page = client.get(url)
        soup = BeautifulSoup(page.text, "html.parser")
        seen += [row[0] for row in rows(page.text)]
        ahead = soup.select_one("a[rel=next]")
        url, pages = ("/beheer/woningen/" + str(ahead["href"])) if ahead else "", pages + 1
    assert (len(seen), len(set(seen)), pages) == (120, 120, 3)
    before = soup.select_one("a[rel=prev]")
    assert before is not None
    assert len(rows(client.get("/beheer/woningen/" + str(before["href"])).text)) == 50


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_at_most_five_statements_whatever_it_holds(
    client_for: ClientFor, streets: Town, statements: Statements, name: str
) -> None:  # fmt: skip
    client = client_for(streets.admin)
    with statements() as found:
        client.get(f"/beheer/{name}/?q=naam&vanaf=2020-01-01")
        filtered, _ = len(found), found.clear()
        client.get(f"/beheer/{name}/")
    assert max(filtered, len(found)) <= 4, "\n".join(found)  # one more is the session of who signed in


def test_search_finds_people_without_accents_and_in_any_order(
    app: Flask, work: Work, client_for: ClientFor, town: Town
) -> None:
    with app.app_context(), work() as uow:
        make_person(uow, town.corporation, surname="Łukasik", given_names="Zofia")
        make_person(uow, town.corporation, surname="Jansen", given_names="Piet")
    found = rows(client_for(town.staff).get("/beheer/personen/?q=lukasik").text)
    assert [row[0] for row in found] == ["Łukasik, Z."]


def test_a_list_says_how_many_rows_it_has(client_for: ClientFor, streets: Town) -> None:
    caption = BeautifulSoup(client_for(streets.staff).get("/beheer/woningen/").text, "html.parser").select_one("caption")
    assert caption is not None
    assert caption.get_text() == "120 regels"


def test_a_percent_sign_is_searched_for_as_it_is(client_for: ClientFor, streets: Town) -> None:
    page = client_for(streets.admin).get("/beheer/gebruikers/?q=%25")
    assert rows(page.text) == []


def test_filters_and_order_stay_in_the_address_of_the_next_page(client_for: ClientFor, streets: Town) -> None:
    page = client_for(streets.staff).get(f"/beheer/woningen/?q=lijsterbes&organisatie={streets.corporation}")
    ahead = BeautifulSoup(page.text, "html.parser").select_one("a[rel=next]")
    assert ahead is not None
    assert "q=lijsterbes" in str(ahead["href"])
    assert f"organisatie={streets.corporation}" in str(ahead["href"])


HOSTILE = (
    "after=x", "after=W10", "after=WyJuIiwgMSwgMl0", "after=" + "A" * 5000, "sort=__class__", "sort=name&way=sideways",
    "stand=nothing", "vanaf=2026-99-99", "vanaf=0001-01-01", "tot=9999-12-31", "organisatie=1", "organisatie=%00",
    "q=%00%27%22%3Cscript%3E", "q=" + "%F0%9F%92%A9" * 200, "flt0_1=x", "page=-1", "page_size=99999999", "_external=1",
    "id=..%2F..", "actief=maybe", "q=" + "a+" * 300, "sort=next_due&way=desc&after=WyJuIiwgIngiLCAieCJd",
)  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_no_address_breaks_a_list(client_for: ClientFor, town: Town, query: str) -> None:
    client = client_for(town.admin)
    for name in LISTS:
        assert client.get(f"/beheer/{name}/?{query}").status_code == 200, name


@pytest.mark.parametrize("identifier", ["", "1", "x" * 500, "%00", "null", "00000000-0000-0000-0000-000000000000"])
def test_an_identifier_of_nothing_is_not_found(client_for: ClientFor, town: Town, identifier: str) -> None:
    client = client_for(town.admin)
    for view in ("toon", "wijzig", "geschiedenis"):
        assert client.get(f"/beheer/personen/{view}/?id={identifier}").status_code == 404
    for view in ("weg", "actie"):
        assert client.post(f"/beheer/personen/{view}/?id={identifier}").status_code == 404


def test_rows_of_another_corporation_are_not_found_and_not_listed(
    app: Flask, work: Work, client_for: ClientFor, town: Town
) -> None:
    with app.app_context(), work() as uow:
        other = make_town(uow, "Elders")
        case = make_case(uow, other, tenant=person_facts(surname="Vreemdeling"))
        from portal.cases import services

        incident = services.log_incident(uow, case.id, incident_facts(uow)).id
        foreign = {
            "personen": make_person(uow, other.corporation, surname="Geheim").id,
            "woningen": make_dwelling(uow, other.corporation, street="Verborgenpad").id,
            "dossiers": case.id,
            "meldingen": incident,
        }
    client = client_for(town.landlord)
    for name, row_id in foreign.items():
        for view in ("toon", "wijzig"):
            status = client.get(f"/beheer/{name}/{view}/?id={row_id}").status_code
            assert status == 404 or (view == "wijzig" and status == 403), (name, view)
        for view in ("weg", "actie"):
            assert client.post(f"/beheer/{name}/{view}/?id={row_id}").status_code == 404
        assert client.post(f"/beheer/{name}/wijzig/?id={row_id}", data={"surname": "Anders"}).status_code in {403, 404}
        listed = client.get(f"/beheer/{name}/").text
        assert not {"Geheim", "Verborgenpad", "Vreemdeling", "Elders"} & set(listed.replace(",", " ").split())
        exported = client.post(f"/beheer/{name}/uitvoer/").text
        assert len(exported.strip().splitlines()) == 1, exported


def test_the_dwelling_facts_builder_is_what_a_list_shows(client_for: ClientFor, town: Town, work: Work, app: Flask) -> None:
    with app.app_context(), work() as uow:
        make_dwelling(uow, town.corporation)
    facts = dwelling_facts()
    assert rows(client_for(town.landlord).get("/beheer/woningen/").text)[0][:3] == [
        f"{facts.street} {facts.house_number}", "9751 ZB", facts.town,
    ]  # fmt: skip


def test_the_list_of_seals_says_when_nothing_can_be_renewed(
    client_for: ClientFor, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client_for(town.admin).get("/beheer/zegels/").get_data(as_text=True)
    assert "Er is geen tijdstempeldienst ingesteld." in page
    monkeypatch.setattr(place, "stamping", Stamping("https://tijd.example"))
    page = client_for(town.admin).get("/beheer/zegels/").get_data(as_text=True)
    assert "90 dagen voor het bewijs afloopt" in page
    assert client_for(town.landlord).get("/beheer/zegels/").status_code == 403
