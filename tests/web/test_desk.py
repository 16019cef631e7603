"""The desk says whose turn it is, finds every case, and costs few statements however many there are."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.rules import OrganisationKind
from portal.cases import services
from portal.cases.models import Case
from portal.cases.rules import Step, Turn
from portal.core import clock
from portal.core.db import db
from portal.core.policy import Actor
from portal.core.uow import UnitOfWork
from portal.core.worker import work_all
from portal.desk import lists
from portal.desk.lists import Filters
from portal.web.references import SHORT
from tests.builders.cases import (
    Town,
    Work,
    incident_facts,
    make_case,
    make_organisation,
    make_referral,
    make_town,
    working_apart,
)
from tests.builders.parties import dwelling_facts, person_facts

ClientFor = Callable[[Actor], FlaskClient]
MOST_STATEMENTS = 4  # and one for the session of the browser makes five


@pytest.fixture
def work(app: Flask) -> Work:
    return working_apart(app)


@pytest.fixture
def town(work: Work) -> Town:
    with work() as uow:
        return make_town(uow)


def test_today_begins_with_what_the_reader_has_to_do(work: Work, town: Town, client_for: ClientFor) -> None:
    with clock.at(dt.datetime(2026, 2, 5, 9, tzinfo=dt.UTC)), work() as uow:
        reference = make_case(uow, town).reference
    page = client_for(town.staff).get("/").text
    assert reference in page and "Aanmelding in behandeling nemen" in page and "te laat" in page
    assert reference not in client_for(town.landlord).get("/").text
    assert reference in client_for(town.landlord).get("/?wie=iedereen").text


def test_an_empty_today_names_the_next_deadline(work: Work, town: Town, client_for: ClientFor) -> None:
    with work() as uow:
        due = make_case(uow, town).due
    assert due is not None
    page = client_for(town.landlord).get("/").text
    assert "Niets te doen vandaag. Volgende termijn:" in page and str(due.year) in page


@pytest.mark.parametrize("who", ["staff", "admin", "legal", "landlord", "expert", "auditor"])
def test_everybody_has_a_today(town: Town, client_for: ClientFor, who: str) -> None:
    assert client_for(town.everybody()[who]).get("/").status_code == 200


def test_without_a_session_the_desk_asks_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/").location.startswith("/inloggen")
    assert client.get("/zaken").location.startswith("/inloggen")


@pytest.mark.parametrize(
    "typed", ["aellenbroek", "Ællenbroek", "lukasik", "vlierdijk 19p-8", "9754ZN", "2026-0001", "d-2026-1"]
)
def test_a_case_is_found_by_name_address_or_number(work: Work, town: Town, client_for: ClientFor, typed: str) -> None:
    with clock.at(dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)), work() as uow:
        wanted = make_case(
            uow, town, tenant=person_facts(given_names="Wilhelmina", surname="ter Ællenbroek-Łukasik"),
            dwelling=dwelling_facts(street="Vlierdijk", house_number="19p-8", postcode="9754 ZN"),
        ).reference  # fmt: skip
        other = make_case(uow, town).reference
    page = client_for(town.landlord).get("/zaken", query_string={"q": typed}).text
    assert wanted in page and other not in page


def test_filters_stand_in_the_address_and_narrow(work: Work, town: Town, client_for: ClientFor) -> None:
    with work() as uow:
        taken, waiting = make_case(uow, town, expert=True), make_case(uow, town)
        taken_number, waiting_number = taken.reference, waiting.reference
    staff = client_for(town.staff)
    for query, there, away in (
        ("staat=intake", taken_number, waiting_number),
        ("beurt=bureau", waiting_number, taken_number),
        (f"deskundige={town.expert.id}", taken_number, waiting_number),
        ("kijk=beurt", waiting_number, taken_number),
    ):
        page = staff.get(f"/zaken?{query}").text
        assert there in page and away not in page, query
    assert taken_number not in staff.get(f"/zaken?corporatie={uuid.uuid4()}").text


@pytest.mark.parametrize(
    "query",
    ["after=%00", "after=abc", "staat=x", "beurt=%27", "corporatie=1,2", "kijk=../..", "volgorde=;", "q=%00%25_\\"],
)
def test_a_broken_address_shows_a_list_all_the_same(town: Town, client_for: ClientFor, query: str) -> None:
    assert client_for(town.staff).get(f"/zaken?{query}").status_code == 200


def test_counts_and_rows_are_of_the_readers_own_cases(work: Work, town: Town, client_for: ClientFor) -> None:
    with work() as uow:
        mine = make_case(uow, town).reference
        foreign = make_case(uow, make_town(uow, "Dorp")).reference
    page = client_for(town.landlord).get("/zaken?kijk=alles").text
    assert mine in page and foreign not in page
    assert "Alles (1)" in page and "Lopend (1)" in page
    found = client_for(town.landlord).get("/zaken/zoek?q=zandt").get_json()
    assert len(found) == 1 and mine in found[0]["label"]


def test_pages_follow_each_other_without_gaps(work: Work, town: Town, client_for: ClientFor) -> None:
    with work() as uow:
        _many(uow, town, 120)
    client, seen, address = client_for(town.landlord), [], "/zaken?volgorde=naam"
    for _ in range(3):
        page = BeautifulSoup(client.get(address).text, "html.parser")
        seen += [row.text for row in page.select("tbody th a")]
        following = page.find("a", {"rel": "next"})
        address = f"/zaken{following['href']}" if following else ""
    assert not address and len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("who", ["staff", "landlord", "expert"])
def test_a_list_costs_the_same_few_statements_however_long(
    work: Work, town: Town, client_for: ClientFor, who: str
) -> None:
    client = client_for(town.everybody()[who])
    with work() as uow:
        _many(uow, town, 3)
    with _statements() as few:
        client.get("/zaken?kijk=alles&q=straat")
    with work() as uow:
        _many(uow, town, 200, first=100)
    with _statements() as many:
        client.get("/zaken?kijk=alles&q=straat")
    assert len(few) == len(many) <= MOST_STATEMENTS, "\n".join(many)


def test_today_costs_few_statements(work: Work, town: Town, client_for: ClientFor) -> None:
    with work() as uow:
        _many(uow, town, 60)
    client = client_for(town.staff)
    with _statements() as sent:
        client.get("/")
    assert len(sent) <= MOST_STATEMENTS + 4, "\n".join(sent)  # four look for who waits while signing


def test_a_page_of_the_list_stays_small(work: Work, town: Town, client_for: ClientFor) -> None:
    with work() as uow:
        _many(uow, town, 60)
    assert len(client_for(town.staff).get("/zaken?kijk=alles").data) < 33_000


def test_long_filters_are_found_by_typing_and_words_that_fit_one_name_will_do(
    work: Work, town: Town, client_for: ClientFor
) -> None:  # fmt: skip
    with work() as uow:
        for number in range(SHORT + 1):
            make_organisation(uow, OrganisationKind.CORPORATION, f"Woonstad {number:02}")
        taken = make_case(uow, town).reference
    client = client_for(town.staff)
    box = BeautifulSoup(client.get("/zaken").text, "html.parser").select_one("input[name=corporatie]")
    assert box is not None and "<option value" not in str(box)
    offered = client.get(str(box["data-lookup"]), query_string={"q": "stad 07"}).get_json()
    assert [one["label"] for one in offered] == ["Woonstad 07"]
    assert taken not in client.get(f"/zaken?kijk=alles&corporatie={offered[0]['value']}").text
    assert taken not in client.get("/zaken?kijk=alles&corporatie=woonstad+07").text
    unclear = client.get("/zaken?kijk=alles&corporatie=woonstad").text
    assert "meer dan één: Corporatie" in unclear and taken in unclear and 'value="woonstad"' in unclear


@pytest.mark.parametrize(("who", "status"), [("staff", 200), ("landlord", 403), ("expert", 403)])
def test_names_to_filter_by_are_for_the_bureau(town: Town, client_for: ClientFor, who: str, status: int) -> None:
    client = client_for(town.everybody()[who])
    assert client.get("/zaken/kies/deskundige?q=a").status_code == status
    assert client.get("/zaken/kies/iets").status_code in {404, status}


def test_the_list_speaks_the_language_of_each_reader_in_turn(work: Work, town: Town, client_for: ClientFor) -> None:
    with work() as uow:
        make_case(uow, town)
    client = client_for(town.staff)
    dutch = client.get("/zaken").text
    client.set_cookie("taal", "en")
    english = client.get("/zaken").text
    client.set_cookie("taal", "nl")
    assert "Te laat" in dutch and "(0)" in english and "Late (" in english and "Te laat" not in english
    assert 'lang="en"' in english and "Te laat" in client.get("/zaken").text


@pytest.mark.parametrize("sort", list(lists.SORTS))
def test_lists_walk_an_index_and_sort_nothing(work: Work, town: Town, sort: str) -> None:
    with work() as uow:
        _many(uow, town, 5)
    with work(town.staff) as uow:
        connection = uow.session.connection()
        if connection.dialect.name != "sqlite":
            pytest.skip("reads SQLite's plan")
        with _statements(with_values=True) as sent:
            lists.listed(uow.session, town.staff, Filters(view="alles", sort=sort), clock.today(), None)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sent[0]}", sent[1]).all()  # type: ignore[arg-type]
    assert not any("TEMP B-TREE" in row[3] for row in plan), plan


def test_the_case_page_says_whose_turn_it_is(work: Work, town: Town, client_for: ClientFor) -> None:
    with work() as uow:
        case_id = make_case(uow, town).id
    mine, theirs = (
        client_for(town.staff).get(f"/zaken/{case_id}").text,
        client_for(town.landlord).get(f"/zaken/{case_id}").text,
    )
    assert "Nu aan u: aanmelding in behandeling nemen" in mine and "Expert toewijzen" in mine
    assert "Nu aan zet: Bureau" in theirs and "Expert toewijzen" not in theirs


def test_the_timeline_is_told_in_sentences_and_narrowed_by_type(work: Work, town: Town, client_for: ClientFor) -> None:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
    with work(town.landlord) as uow:
        services.log_incident(uow, case_id, incident_facts(uow))
    client = client_for(town.landlord)
    page = BeautifulSoup(client.get(f"/zaken/{case_id}").text, "html.parser").text
    assert "Zaak aangemeld" in page and "Toegewezen aan Sanne de Boer" in page and "Stand: Intake" in page
    assert "Meldingen (1)" in page and "door Karin Poort" in page
    narrowed = client.get(f"/zaken/{case_id}?soort=meldingen").text
    assert "Melding 1: Geluid" in narrowed and "Zaak aangemeld" not in narrowed


def test_a_long_timeline_is_read_on(work: Work, town: Town, client_for: ClientFor) -> None:
    with work(town.landlord) as uow:
        case_id = services.refer(uow, make_referral()).id
        for _ in range(65):
            services.log_incident(uow, case_id, incident_facts(uow, reporters=()))
    client, address, seen = client_for(town.landlord), f"/zaken/{case_id}?soort=meldingen", 0
    while address:
        page = BeautifulSoup(client.get(address).text, "html.parser")
        seen += len(page.select(".tijdlijn > li"))
        older = next((a for a in page.find_all("a") if "Oudere gebeurtenissen" in a.text), None)
        address = str(older["href"]) if older else ""
    assert seen == 65


def test_the_next_step_is_decided_anew_from_what_the_stages_know(app: Flask, work: Work, town: Town) -> None:
    with work() as uow:
        case = make_case(uow, town, expert=True)
        services.expect(uow, case.id, step=Step(Turn.NOBODY, "agreement.reflection"))
        case_id = case.id
        uow.enqueue("desk.next_step", key="try", case_id=case_id)
    with app.app_context():
        work_all(db.sessionmaker)
    with work() as uow:
        row = uow.get(Case, case_id)
        assert (row.next_actor, row.next_code) == (Turn.EXPERT, "intake.start")


def _many(uow: UnitOfWork, town: Town, number: int, first: int = 1) -> None:
    """Add cases that share one dwelling and one course, quickly."""
    pattern = make_case(uow, town, expert=True)
    for n in range(first, first + number - 1):
        uow.session.add(
            Case(
                reference=f"D-2020-{n:04d}",
                corporation_id=town.corporation,
                dwelling_id=pattern.dwelling_id,
                opened_on=dt.date(2020, 1, 1) + dt.timedelta(days=n),
                since=dt.date(2020, 1, 1),
                reason="x",
                expert_id=town.expert.id,
                next_due=dt.date(2026, 1, 1) + dt.timedelta(days=n % 40),
                address=f"Kanaalstraat {n}",
                tenant_name=f"Naam {n}",
                tenant_sort=f"naam {n % 7}",
                search_key=f"d 2020 {n} kanaalstraat {n} naam {n}",
            )
        )
    pattern.search_key += " straat"
    uow.session.flush()


@contextmanager
def _statements(with_values: bool = False) -> Iterator[list[str]]:
    """Collect the statements that are sent inside the block, apart from the transaction's own."""
    sent: list[str] = []

    def collect(_c: object, _k: object, statement: str, values: object, _x: object, _m: bool) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SELECT set_config")):
            sent.append(statement)
            if with_values:
                sent.append(values)  # type: ignore[arg-type]

    sa.event.listen(sa.Engine, "before_cursor_execute", collect)
    try:
        yield sent
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", collect)
