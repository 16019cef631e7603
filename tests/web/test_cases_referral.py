"""A corporation refers a tenant in four pages that survive a closed browser."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.cases.models import Case, Incident, ReferralDraft
from portal.core.policy import SYSTEM, Actor, scoped
from tests.builders.cases import PDF, Town, Work, make_case, make_town, working_apart

ClientFor = Callable[[Actor], FlaskClient]
NOBODYS = "00000000-0000-4000-8000-000000000000"
WHO = {
    "street": "Lijsterbeslaan",
    "house_number": "12-III",
    "postcode": "9751 zb",
    "town": "Veenrade",
    "form_of_address": "sir",
    "given_names": "Jurriën",
    "surname": "van 't Zandt",
    "birth_year": "1979",
    "band_3": "2",
    "language": "nl",
    "reading": "unknown",
    "name_order": "own",
    "co_form_of_address": "neutral",
}
MATTER = {
    "reason": "Geluid in de nacht.",
    "first-on": "2026-01-08",
    "first-start": "23.40",
    "first-end": "02:15",
    "first-category": "noise",
    "first-facts": "Basdreun in de hele portiek.",
    "first-reporter_identity": "Buurvrouw van nummer 14",
    "first-certainty": "exact",
    "first-source": "resident",
    "first-wish": "corporation_only",
} | {
    f"{part}-{name}": value
    for part in ("second", "third")
    for name, value in (("certainty", "exact"), ("source", "resident"), ("wish", "known"), ("category", ""))
}


@pytest.fixture
def work(app: Flask) -> Work:
    return working_apart(app)


@pytest.fixture
def town(work: Work) -> Town:
    with work() as uow:
        return make_town(uow)


@pytest.fixture
def landlord(town: Town, client_for: ClientFor) -> FlaskClient:
    return client_for(town.landlord)


def test_four_pages_make_a_case(landlord: FlaskClient, work: Work) -> None:
    assert landlord.get("/zaken/aanmelden").status_code == 200
    draft = _begin(landlord)
    second = landlord.post(f"{draft}/wat-speelt-er", data=MATTER)
    assert second.location == f"{draft}/stukken"
    third = landlord.post(f"{draft}/stukken", data={})
    assert third.location == f"{draft}/controleren"
    checking = landlord.get(third.location).text
    assert "Lijsterbeslaan 12-III" in checking and "Wat hoort de huurder, en wanneer?" in checking
    sent = landlord.post(third.location, data={"told": "no"})
    assert re.fullmatch(r"/zaken/[0-9a-f-]{36}", sent.location)
    page = landlord.get(sent.location)
    assert page.status_code == 200 and "Dhr. J. van 't Zandt" in BeautifulSoup(page.text, "html.parser").text
    with work() as uow:
        incident = uow.session.scalars(scoped(Incident, SYSTEM)).one()
        assert (incident.stated_until or incident.stated_from) > incident.stated_from
        assert incident.reporter_code == "M1"


def test_a_draft_survives_a_closed_browser(landlord: FlaskClient, town: Town, client_for: ClientFor) -> None:
    draft = _begin(landlord)
    again = client_for(town.landlord)
    assert f"{draft}/wie" in again.get("/zaken/aanmelden").text
    field = BeautifulSoup(again.get(f"{draft}/wie").text, "html.parser").find("input", {"name": "surname"})
    assert field and field["value"] == "van 't Zandt"
    assert "nog niet is verzonden" in again.get("/").text


def test_what_was_typed_can_be_kept_unfinished(landlord: FlaskClient) -> None:
    draft = _begin(landlord)
    answer = landlord.post(f"{draft}/wat-speelt-er", data={"reason": "Half", "later": "1"})
    assert answer.location == "/"
    assert "Half" in landlord.get(f"{draft}/wat-speelt-er").text


def test_another_person_does_not_reach_the_draft(landlord: FlaskClient, town: Town, client_for: ClientFor) -> None:
    draft = _begin(landlord)
    for actor in (town.staff, town.admin):
        foreign = client_for(actor).get(f"{draft}/wie")
        absent = client_for(actor).get(f"/zaken/aanmelden/{NOBODYS}/wie")
        assert foreign.status_code == 404
        assert foreign.text.replace(draft.rpartition("/")[2], "") == absent.text.replace(NOBODYS, "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"surname": ""}, "Vul de achternaam in."),
        ({"house_number": "bis"}, "Dit huisnummer klopt niet."),
        ({"postcode": "12"}, "Deze postcode klopt niet."),
        ({"birth_year": "3000"}, "Dit geboortejaar kan niet."),
        ({"birth_year": "oud"}, "Vul een heel getal in."),
        ({"phone": "geen"}, "Dit telefoonnummer klopt niet."),
        ({"given_names": "111222333"}, "burgerservicenummer"),
        ({"lease_on": "31-02-2026"}, "Deze datum klopt niet."),
        ({"reading": "anders"}, "Kies een van de mogelijkheden."),
        ({"surname": "a" * 101}, "Gebruik hoogstens 100 tekens"),
    ],
)
def test_a_mistake_is_named_at_the_field_and_what_was_typed_stays(
    landlord: FlaskClient, changes: dict[str, str], words: str
) -> None:
    answer = landlord.post("/zaken/aanmelden", data=WHO | changes)
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert page.find(class_="melding mis") and words in page.text
    assert page.title and page.title.text.startswith("Fout:")
    kept = page.find("input", {"name": "street"})
    assert kept and kept["value"] == "Lijsterbeslaan"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "Schrijf in een paar zinnen op wat er speelt."),
        ({"first-facts": ""}, "Schrijf op wat er gebeurde."),
        ({"first-on": "2199-01-01"}, "Dit tijdstip ligt in de toekomst."),
        ({"first-start": "25:00"}, "Deze tijd klopt niet."),
        ({"reason": "111222333"}, "burgerservicenummer"),
    ],
)
def test_a_mistake_on_the_second_page_is_named(landlord: FlaskClient, changes: dict[str, str], words: str) -> None:
    draft = _begin(landlord)
    answer = landlord.post(f"{draft}/wat-speelt-er", data=MATTER | changes)
    assert answer.status_code == 422 and words in BeautifulSoup(answer.text, "html.parser").text


def test_a_known_address_warns_before_anything_is_sent(landlord: FlaskClient, town: Town, work: Work) -> None:
    with work() as uow:
        known = make_case(uow, town)
        case_id, reference = known.id, known.reference
    draft = _begin(landlord)
    page = landlord.get(f"{draft}/wat-speelt-er").text
    assert "Op dit adres loopt al een zaak" in page and reference in page and str(case_id) in page
    landlord.post(f"{draft}/wat-speelt-er", data=MATTER)
    refused = landlord.post(f"{draft}/controleren", data={"told": "no"})
    assert refused.status_code == 422 and "toch wilt aanmelden" in refused.text
    assert landlord.post(f"{draft}/controleren", data={"told": "no", "duplicate_seen": "y"}).status_code == 303


def test_a_foreign_case_at_the_address_is_named_without_a_link(landlord: FlaskClient, work: Work) -> None:
    with work() as uow:
        foreign = make_case(uow, make_town(uow, "Dorp"))
        case_id, reference = str(foreign.id), foreign.reference
    page = landlord.get(f"{_begin(landlord)}/wat-speelt-er").text
    assert "Op dit adres loopt al een zaak" in page and case_id not in page and reference not in page


def test_sending_twice_makes_one_case(landlord: FlaskClient, work: Work) -> None:
    draft = _begin(landlord)
    landlord.post(f"{draft}/wat-speelt-er", data=MATTER)
    first, second = (landlord.post(f"{draft}/controleren", data={"told": "no"}) for _ in range(2))
    assert first.location == second.location
    with work() as uow:
        assert len(uow.session.scalars(scoped(Case, SYSTEM)).all()) == 1
    back = landlord.get(f"{draft}/wie")
    assert back.location == first.location


def test_a_repeated_first_page_makes_one_draft(landlord: FlaskClient, work: Work) -> None:
    answers = [landlord.post("/zaken/aanmelden", data=WHO | {"_once": "a" * 32}) for _ in range(2)]
    assert answers[0].location == answers[1].location
    with work() as uow:
        assert len(uow.session.scalars(scoped(ReferralDraft, SYSTEM)).all()) == 1


def test_a_skipped_page_leads_back_to_it(landlord: FlaskClient) -> None:
    draft = _begin(landlord)
    assert landlord.get(f"{draft}/controleren").location == f"{draft}/wat-speelt-er"
    assert landlord.post(f"{draft}/controleren", data={"told": "no"}).status_code == 422


def test_files_go_along_and_can_be_taken_away(landlord: FlaskClient) -> None:
    draft = _begin(landlord)
    landlord.post(f"{draft}/wat-speelt-er", data=MATTER)
    for title in ("Brief een", "Brief twee"):
        assert _upload(landlord, draft, title, PDF).location == f"{draft}/stukken"
    page = BeautifulSoup(landlord.get(f"{draft}/stukken").text, "html.parser")
    away = page.find("form", {"action": re.compile("/weg$")})
    assert away and landlord.post(str(away["action"])).status_code == 303
    sent = landlord.post(f"{draft}/controleren", data={"told": "yes", "tenant_told_on": "2026-01-20"})
    listed = landlord.get(f"{sent.location}/stukken").text
    assert "Brief twee" in listed and "Brief een" not in listed
    link = BeautifulSoup(listed, "html.parser").find("a", {"href": re.compile("/bestand$")})
    assert link and landlord.get(str(link["href"])).data == PDF


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "leeg"), (b"GIF89a", "Dit soort bestand kan niet")],
)
def test_a_wrong_file_is_refused_in_words(landlord: FlaskClient, data: bytes, words: str) -> None:
    answer = _upload(landlord, _begin(landlord), "x", data)
    assert answer.status_code == 422 and words in answer.text


def test_a_draft_can_be_thrown_away(landlord: FlaskClient, work: Work) -> None:
    draft = _begin(landlord)
    _upload(landlord, draft, "Brief", PDF)
    assert landlord.post(f"{draft}/weg").status_code == 303
    with work() as uow:
        assert not uow.session.scalars(scoped(ReferralDraft, SYSTEM)).all()


def test_telling_the_tenant_needs_a_date(landlord: FlaskClient) -> None:
    draft = _begin(landlord)
    landlord.post(f"{draft}/wat-speelt-er", data=MATTER)
    answer = landlord.post(f"{draft}/controleren", data={"told": "yes"})
    assert answer.status_code == 422 and "wanneer u het de huurder" in answer.text


def test_the_bureau_names_the_corporation_it_refers_for(town: Town, client_for: ClientFor) -> None:
    staff = client_for(town.staff)
    assert "Kies de corporatie." in staff.post("/zaken/aanmelden", data=WHO).text
    answer = staff.post("/zaken/aanmelden", data=WHO | {"corporation_id": str(town.corporation)})
    assert answer.status_code == 303


@pytest.mark.parametrize("who", ["expert", "legal", "auditor"])
def test_others_do_not_refer(town: Town, client_for: ClientFor, who: str) -> None:
    assert client_for(town.everybody()[who]).get("/zaken/aanmelden").status_code == 403


def _begin(client: FlaskClient) -> str:
    answer = client.post("/zaken/aanmelden", data=WHO)
    assert answer.status_code == 303, answer.text
    return answer.location.removesuffix("/wat-speelt-er")


def _upload(client: FlaskClient, draft: str, title: str, data: bytes) -> TestResponse:
    given = {"file": (io.BytesIO(data), "brief.pdf"), "title": title, "kind": "letter", "add": "1"}
    return client.post(f"{draft}/stukken", data=given, content_type="multipart/form-data")
