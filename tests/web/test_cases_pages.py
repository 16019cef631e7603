"""The pages of a case ask in Dutch, keep what was typed, and show each role its own part."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from portal.cases import services
from portal.cases.rules import ContactFacts, ContactKind, DocumentFacts, HelpFacts, HelpKind, ReporterFacts
from portal.core import clock
from portal.core.policy import Actor
from tests.builders.cases import PDF, Town, Work, incident_facts, make_case, make_town, working_apart

ClientFor = Callable[[Actor], FlaskClient]
CANARY = "kanarie-7f3a"
INCIDENT = {
    "on": "2026-01-08", "start": "23:40", "category": "noise", "facts": "Basdreun", "certainty": "exact",
    "source": "resident", "wish": "known", "verified": "unknown",
}  # fmt: skip


@pytest.fixture
def work(app: Flask) -> Work:
    return working_apart(app)


@pytest.fixture
def town(work: Work) -> Town:
    with work() as uow:
        return make_town(uow)


@pytest.fixture
def case_id(work: Work, town: Town) -> uuid.UUID:
    with work() as uow:
        return make_case(uow, town, expert=True).id


@pytest.fixture
def landlord(town: Town, client_for: ClientFor) -> FlaskClient:
    return client_for(town.landlord)


def test_an_incident_is_logged_with_three_answers(landlord: FlaskClient, case_id: uuid.UUID) -> None:
    assert landlord.get(f"/zaken/{case_id}/meldingen/nieuw").status_code == 200
    answer = landlord.post(f"/zaken/{case_id}/meldingen/nieuw", data=INCIDENT)
    shown = landlord.get(answer.location)
    assert shown.status_code == 200 and "8 januari 2026" in shown.text and "23.40 uur" in shown.text
    assert "Melding 1: Geluid op 8 januari 2026" in landlord.get(f"/zaken/{case_id}").text


def test_an_incident_takes_a_photo_along(landlord: FlaskClient, case_id: uuid.UUID) -> None:
    given = INCIDENT | {"file": (io.BytesIO(PDF), "foto.pdf")}
    answer = landlord.post(f"/zaken/{case_id}/meldingen/nieuw", data=given, content_type="multipart/form-data")
    assert "Bij melding 1" in landlord.get(answer.location).text


def test_a_wrong_photo_logs_nothing(landlord: FlaskClient, case_id: uuid.UUID) -> None:
    given = INCIDENT | {"file": (io.BytesIO(b"MZ"), "foto.exe")}
    answer = landlord.post(f"/zaken/{case_id}/meldingen/nieuw", data=given, content_type="multipart/form-data")
    assert answer.status_code == 422 and "Dit soort bestand kan niet" in answer.text
    assert "Nog geen meldingen." in landlord.get(f"/zaken/{case_id}/meldingen").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"facts": ""}, "Schrijf op wat er gebeurde."),
        ({"category": ""}, "Kies wat voor overlast het was."),
        ({"on": ""}, "Vul de datum in waarop het gebeurde."),
        ({"on": "3026-01-01"}, "Controleer het jaar."),
        ({"facts": "bsn 111222333"}, "burgerservicenummer"),
        ({"reporter": "buurman"}, "Een melder heeft een code"),
        ({"facts": "x" * 5001}, "hoogstens 5000 tekens"),
    ],
)
def test_a_wrong_incident_is_named_at_its_field(
    landlord: FlaskClient, case_id: uuid.UUID, changes: dict[str, str], words: str
) -> None:
    answer = landlord.post(f"/zaken/{case_id}/meldingen/nieuw", data=INCIDENT | changes)
    assert answer.status_code == 422 and words in BeautifulSoup(answer.text, "html.parser").text


def test_a_stale_change_of_an_incident_is_a_conflict(landlord: FlaskClient, case_id: uuid.UUID) -> None:
    where = landlord.post(f"/zaken/{case_id}/meldingen/nieuw", data=INCIDENT).location
    assert landlord.post(f"{where}/wijzigen", data=INCIDENT | {"version": "1", "facts": "A"}).status_code == 303
    assert landlord.post(f"{where}/wijzigen", data=INCIDENT | {"version": "1", "facts": "B"}).status_code == 409
    assert "<dd>A</dd>" in landlord.get(where).text


def test_an_incident_is_corrected_heard_and_verified(landlord: FlaskClient, case_id: uuid.UUID) -> None:
    where = landlord.post(f"/zaken/{case_id}/meldingen/nieuw", data=INCIDENT).location
    for page in ("wijzigen", "verbeteren", "gehoord"):
        assert landlord.get(f"{where}/{page}").status_code == 200
    landlord.post(f"{where}/verbeteren", data={"text": "Het was de buurman.", "verified": ""})
    landlord.post(f"{where}/gehoord", data={"held_on": "2026-01-10", "outcome": "heard", "version": "Ik was weg."})
    landlord.post(f"{where}/nagegaan", data={"verified": "partly"})
    shown = landlord.get(where).text
    assert all(text in shown for text in ("Het was de buurman.", "Ik was weg.", "Deels bevestigd", "Basdreun"))
    assert landlord.post(f"{where}/nagegaan", data={"verified": "maybe"}).status_code == 422


def test_a_reporter_is_shown_to_the_corporation_on_request_and_the_look_is_told(
    landlord: FlaskClient, case_id: uuid.UUID
) -> None:
    landlord.post(f"/zaken/{case_id}/meldingen/nieuw", data=INCIDENT | {"reporter_identity": CANARY})
    listed = landlord.get(f"/zaken/{case_id}/meldingen").text
    assert CANARY not in listed and "M1" in listed
    form = BeautifulSoup(listed, "html.parser").find("form", {"action": re.compile("/melders/")})
    assert form and CANARY in landlord.post(str(form["action"])).text
    assert "Naam van melder M1 bekeken" in landlord.get(f"/zaken/{case_id}").text


def test_contacts_and_help_are_listed(landlord: FlaskClient, case_id: uuid.UUID) -> None:
    contact = {"held_on": "2026-02-05", "kind": "meeting", "outcome": "held", "summary": "Gesproken", "shared": "yes"}
    assert landlord.get(f"/zaken/{case_id}/contacten/nieuw").status_code == 200
    assert landlord.post(f"/zaken/{case_id}/contacten/nieuw", data=contact).status_code == 303
    assert landlord.post(f"/zaken/{case_id}/contacten/nieuw", data=contact | {"summary": ""}).status_code == 422
    offer = {"offered_on": "2026-02-05", "kind": "debt", "offered_by": "Schuldhulp", "response": "thinking"}
    assert landlord.get(f"/zaken/{case_id}/hulp/nieuw").status_code == 200
    assert landlord.post(f"/zaken/{case_id}/hulp/nieuw", data=offer).status_code == 303
    listed = landlord.get(f"/zaken/{case_id}/contacten").text
    assert "Gesproken" in listed and "Schuldhulp" in listed
    link = BeautifulSoup(listed, "html.parser").find("a", {"href": re.compile("/hulp/[0-9a-f]{8}")})
    assert link
    where = str(link["href"])
    assert landlord.get(where).status_code == 200
    answer = {"response": "declined", "follow_up": "Later", "version": "1"}
    assert landlord.post(where, data=answer).status_code == 303
    assert landlord.post(where, data=answer).status_code == 409
    assert "Huurder wil de hulp niet" in landlord.get(f"/zaken/{case_id}/contacten").text


def test_a_care_note_is_shown_to_the_expert_only_after_the_look_is_logged(
    work: Work, town: Town, case_id: uuid.UUID, client_for: ClientFor
) -> None:
    expert = client_for(town.expert)
    given = {"held_on": "2026-02-05", "kind": "visit", "outcome": "held", "summary": "Was er", "shared": "yes"}
    page = expert.post(f"/zaken/{case_id}/contacten/nieuw", data=given | {"care_note": CANARY})
    assert CANARY not in expert.get(page.location).text
    assert CANARY in expert.get(f"{page.location}?zorg=1").text
    from sqlalchemy import select

    from portal.core.audit import AuditRow

    with work() as uow:
        assert uow.session.scalar(select(AuditRow.actor_id).where(AuditRow.name == "care.read")) == town.expert.id


@pytest.mark.parametrize("who", ["landlord", "staff", "legal", "admin"])
def test_nobody_but_the_expert_finds_a_canary_of_the_care_file(
    work: Work, town: Town, case_id: uuid.UUID, client_for: ClientFor, who: str
) -> None:
    with work(town.expert) as uow:
        visit = ContactFacts(held_on=clock.today(), kind=ContactKind.VISIT, summary="Was er", care_note=CANARY)
        services.log_contact(uow, case_id, visit)
        hidden = ContactFacts(held_on=clock.today(), kind=ContactKind.CALL, summary=CANARY, shared=False)
        services.log_contact(uow, case_id, hidden)
        document = services.file_document(uow, case_id, DocumentFacts(title=CANARY, compartment="C"), PDF).id
    client = client_for(town.everybody()[who])
    pages = ["", "/contacten", "/contacten?zorg=1", "/stukken", f"/stukken/{document}/bestand"]
    answers = [client.get(f"/zaken/{case_id}{page}") for page in pages]
    assert not any(CANARY in answer.text for answer in answers)
    assert answers[-1].status_code == 404
    assert "Geen zaak gevonden" in client.get(f"/zaken?q={CANARY}").text
    assert CANARY in client_for(town.expert).get(f"/zaken/{case_id}/stukken").text


def test_the_expert_finds_no_incident_and_no_reporter(
    work: Work, town: Town, case_id: uuid.UUID, client_for: ClientFor
) -> None:
    with work(town.landlord) as uow:
        incident = services.log_incident(
            uow, case_id, incident_facts(uow, facts=CANARY, reporters=(ReporterFacts(identity=CANARY),))
        ).id
    expert = client_for(town.expert)
    assert expert.get(f"/zaken/{case_id}/meldingen").status_code == 403
    assert expert.get(f"/zaken/{case_id}/meldingen/{incident}").status_code == 403
    page = expert.get(f"/zaken/{case_id}").text
    assert CANARY not in page and "Melding 1" not in page


def test_a_document_is_filed_and_comes_as_an_attachment(landlord: FlaskClient, case_id: uuid.UUID) -> None:
    assert landlord.get(f"/zaken/{case_id}/stukken/nieuw").status_code == 200
    given = {"file": (io.BytesIO(PDF), "b.pdf"), "title": "Brief", "kind": "letter", "compartment": "A"}
    where = landlord.post(f"/zaken/{case_id}/stukken/nieuw", data=given, content_type="multipart/form-data").location
    link = BeautifulSoup(landlord.get(where).text, "html.parser").find("a", {"href": re.compile("/bestand$")})
    assert link
    answer = landlord.get(str(link["href"]))
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == "attachment; filename=Brief.pdf"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_document_needs_a_file_and_an_own_compartment(landlord: FlaskClient, case_id: uuid.UUID) -> None:
    given = {"title": "Brief", "kind": "letter", "compartment": "A"}
    assert "Kies eerst een bestand." in landlord.post(f"/zaken/{case_id}/stukken/nieuw", data=given).text
    care = given | {"compartment": "C", "file": (io.BytesIO(PDF), "b.pdf")}
    answer = landlord.post(f"/zaken/{case_id}/stukken/nieuw", data=care, content_type="multipart/form-data")
    assert answer.status_code == 422


def test_the_bureau_assigns_moves_and_stops(work: Work, town: Town, client_for: ClientFor) -> None:
    with work() as uow:
        case_id = make_case(uow, town).id
    staff = client_for(town.staff)
    assert "Sanne de Boer" in staff.get(f"/zaken/{case_id}/toewijzen").text
    assert staff.post(f"/zaken/{case_id}/toewijzen", data={"user_id": str(town.legal.id)}).status_code == 422
    assert staff.post(f"/zaken/{case_id}/toewijzen", data={"user_id": str(town.expert.id)}).status_code == 303
    assert staff.get(f"/zaken/{case_id}/stap/plan").status_code == 200
    assert staff.post(f"/zaken/{case_id}/stap/plan").status_code == 303
    assert staff.post(f"/zaken/{case_id}/stap/close").status_code == 409
    assert staff.get(f"/zaken/{case_id}/stoppen").status_code == 200
    assert staff.post(f"/zaken/{case_id}/stoppen", data={}).status_code == 422
    assert staff.post(f"/zaken/{case_id}/stoppen", data={"reason": "moved"}).status_code == 303
    assert "De huurder is verhuisd" in staff.get(f"/zaken/{case_id}").text
    assert staff.post(f"/zaken/{case_id}/meldingen/nieuw", data=INCIDENT).status_code == 409


def test_telling_the_tenant_is_recorded(landlord: FlaskClient, case_id: uuid.UUID) -> None:
    assert "De huurder weet het nog niet." in landlord.get(f"/zaken/{case_id}").text
    landlord.post(f"/zaken/{case_id}/verteld")
    assert "De huurder weet het sinds" in landlord.get(f"/zaken/{case_id}").text


PAGES = [
    "",
    "/meldingen",
    "/meldingen/nieuw",
    "/contacten",
    "/contacten/nieuw",
    "/hulp/nieuw",
    "/stukken",
    "/stukken/nieuw",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_foreign_case_answers_exactly_like_an_absent_one(
    work: Work, town: Town, case_id: uuid.UUID, client_for: ClientFor, path: str
) -> None:
    with work() as uow:
        stranger = client_for(make_town(uow, "Dorp").landlord)
    nobodys = uuid.uuid4()
    foreign, absent = stranger.get(f"/zaken/{case_id}{path}"), stranger.get(f"/zaken/{nobodys}{path}")
    assert foreign.status_code == 404
    assert foreign.text.replace(str(case_id), "") == absent.text.replace(str(nobodys), "")


def test_foreign_parts_of_an_own_case_are_absent(
    work: Work, town: Town, case_id: uuid.UUID, landlord: FlaskClient
) -> None:
    with work() as uow:
        other = make_case(uow, make_town(uow, "Dorp"), expert=True).id
        incident = services.log_incident(uow, other, incident_facts(uow)).id
        document = services.file_document(uow, other, DocumentFacts(title="x"), PDF).id
        offer = services.offer_help(
            uow, other, HelpFacts(offered_on=clock.today(), kind=HelpKind.DEBT, offered_by="x")
        ).id
    for path in (
        f"meldingen/{incident}",
        f"stukken/{document}/bestand",
        f"hulp/{offer}",
        f"meldingen/{incident}/gehoord",
    ):
        assert landlord.get(f"/zaken/{case_id}/{path}").status_code == 404
    for path in (f"meldingen/{incident}/nagegaan", f"meldingen/{incident}/verbeteren", f"hulp/{offer}"):
        data = {"verified": "yes", "text": "x", "response": "declined"}
        assert landlord.post(f"/zaken/{case_id}/{path}", data=data).status_code == 404


def test_control_characters_and_direction_marks_do_not_stay(landlord: FlaskClient, case_id: uuid.UUID) -> None:
    where = landlord.post(
        f"/zaken/{case_id}/meldingen/nieuw", data=INCIDENT | {"facts": "bas\x07 \u202egnimog\u202c <b>x</b>"}
    ).location
    shown = landlord.get(where).text
    assert "\u202e" not in shown and "\x07" not in shown and "&lt;b&gt;" in shown
