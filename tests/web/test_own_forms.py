"""A tenant tells the own side by link and code: one question per page, without a script, in two languages."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import forms
from portal.core import crypto
from portal.core.audit import AuditRow
from portal.core.db import db
from portal.core.outbox import Message
from portal.core.policy import SYSTEM, acting, scoped
from portal.definitions.services import publish
from portal.guidance import services, words
from portal.guidance.models import TenantForm
from portal.parties.models import Person
from tests.builders.accounts import apart
from tests.builders.cases import Town, make_case, make_town
from tests.builders.submissions import make_body, make_field, tenant_of
from tests.web.form_pages import Client, soup

CANARY = "kanarie-e4d0"


@pytest.fixture
def case_id(app: Flask, town: Town) -> uuid.UUID:
    with apart(app) as uow:
        case_id = make_case(uow, town, expert=True).id
        uow.session.get_one(Person, tenant_of(uow, case_id)).phone = "06 00 00 77 01"
        return case_id


def messages(app: Flask) -> list[str]:
    with app.app_context():
        rows = db.session.scalars(scoped(Message, SYSTEM).order_by(Message.created_at, Message.key))
        return [crypto.reveal(db.session, row, "body") for row in rows]


def link(app: Flask) -> str:
    found = [hit.group(0) for body in messages(app) if (hit := re.search(r"/f/[\w-]{30,}", body))]
    return found[-1]


@pytest.fixture
def phone(app: Flask, town: Town, case_id: uuid.UUID) -> FlaskClient:
    """A browser that showed link and code."""
    with apart(app, town.expert) as uow:
        services.offer(uow, case_id, tenant_of(uow, case_id))
    return enter(app)


def enter(app: Flask) -> FlaskClient:
    client, there = app.test_client(), link(app)
    assert client.get(there).status_code == 200
    assert client.post(there).status_code == 303
    digits = next(hit.group(1) for body in reversed(messages(app)) if (hit := re.search(r"Uw code is (\d{6})", body)))
    answer = client.post(f"{there}/code", data={"code": digits})
    assert (answer.status_code, answer.location) == (303, "/f/begin")
    return client


def posted(answer: TestResponse) -> dict[str, Any]:
    form = soup(answer).select_one("main form")
    assert form is not None
    return {str(one["name"]): one.get("value", "") for one in form.select("input[type=hidden]")}


ANSWERS = {
    "own_score": "4", "went_well": f"Ik slaap weer. {CANARY}", "was_hard": "", "agreements_work": "mostly",
    "agreements_why": "De zakken.", "neighbours": "better", "help_fits": "$declined", "needs": "", "call_me": "no",
}  # fmt: skip


def fill(client: FlaskClient) -> list[str]:
    """Go through the form by its own links and buttons; return the questions in the order they were asked."""
    begin = soup(client.get("/f/begin")).select_one("main .knoppen a.knop")
    assert begin is not None
    there, seen = str(begin["href"]), []
    while "/vraag/" in there:
        name = there.rsplit("/", 1)[-1].split("?")[0]
        seen.append(name)
        page = client.get(there)
        assert page.status_code == 200
        given = {name: ANSWERS[name]} if ANSWERS[name] else {}
        answer = client.post(there, data=posted(page) | given)
        assert answer.status_code == 303, (name, answer.text)
        there = str(answer.location)
    assert there == "/f/nakijken"
    return seen


def test_every_question_stands_on_a_page_of_its_own_and_the_expert_reads_what_was_sent(
    app: Flask, town: Town, case_id: uuid.UUID, phone: FlaskClient, client_for: Client
) -> None:
    assert fill(phone) == list(ANSWERS)
    page = phone.get("/f/nakijken")
    assert CANARY in page.text
    done = phone.post("/f/versturen", data=posted(page), follow_redirects=True)
    assert "Dank u wel" in done.text
    expert = client_for(town.expert)
    listed = expert.get(f"/zaken/{case_id}/eigen-verhaal")
    there = re.search(r"/eigen-verhaal/[0-9a-f-]{36}", listed.text)
    assert there is not None
    assert CANARY in expert.get(there.group(0)).text
    for actor in (town.staff, town.landlord, town.legal, town.admin):
        assert client_for(actor).get(there.group(0)).status_code in (403, 404)
    with app.app_context():
        rows = db.session.scalars(scoped(AuditRow, SYSTEM)).all()
        assert CANARY not in "".join(row.body for row in rows)
        assert {"own_form.offered", "own_form.sent", "care.read"} <= {row.name for row in rows}
        with acting(db.session, SYSTEM):
            row = db.session.scalars(scoped(TenantForm, SYSTEM)).one()
        assert row.answers_sealed is not None
        assert CANARY.encode() not in row.answers_sealed


def test_what_was_answered_waits_on_another_device(app: Flask, phone: FlaskClient) -> None:
    page = phone.get("/f/vraag/own_score")
    phone.post("/f/vraag/own_score", data=posted(page) | {"own_score": "2", "later": "1"})
    other = enter(app)
    begin = soup(other.get("/f/begin")).select_one("main .knoppen a.knop")
    assert begin is not None
    assert str(begin["href"]).endswith("/vraag/went_well")
    checked = soup(other.get("/f/vraag/own_score")).select_one("input[checked]")
    assert checked is not None
    assert checked["value"] == "2"


def test_a_fault_comes_first_with_the_word_for_it_in_the_title(phone: FlaskClient) -> None:
    answer = phone.post("/f/vraag/own_score", data=posted(phone.get("/f/vraag/own_score")))
    page = soup(answer)
    assert answer.status_code == 422
    assert page.title.text.startswith("Fout:")  # type: ignore[union-attr]
    assert page.select_one("[role=alert] a")["href"] == "#own_score-0"  # type: ignore[index]
    assert page.find(id="own_score-0") is not None


def test_two_windows_the_second_is_told_and_keeps_its_text(phone: FlaskClient) -> None:
    first = posted(phone.get("/f/vraag/went_well"))
    phone.post("/f/vraag/went_well", data=first | {"went_well": "Een"})
    answer = phone.post("/f/vraag/went_well", data=first | {"went_well": "Twee", "_once": "x"})
    assert answer.status_code == 409
    assert "Twee" in answer.text
    assert phone.post("/f/vraag/went_well", data=posted(answer) | {"went_well": "Twee"}).status_code == 303


def test_a_translation_stands_under_the_dutch_and_is_a_concept_until_somebody_answers_for_it(
    app: Flask, town: Town, phone: FlaskClient, client_for: Client
) -> None:
    page = soup(phone.get("/f/vraag/own_score?taal=ar"))
    assert "concept" in page.text
    arabic = page.select_one("legend [lang=ar]")
    assert arabic is not None
    assert arabic["dir"] == "rtl"
    dutch = page.select_one("legend [lang=nl]")
    assert dutch is not None
    assert page.text.index(dutch.text) < page.text.index(arabic.text)
    assert [one["lang"] for one in page.select("label.keuze .vertaling")]
    admin = client_for(town.admin)
    there = admin.get("/vertalingen/own_view")
    assert there.text.count("Concept") == 4
    address = re.search(r"/vertalingen/own_view/[0-9a-f-]{36}", there.text)
    assert address is not None
    assert admin.post(address.group(0), data={"locale": "ar", "reviewer": " "}).status_code == 422
    assert admin.post(address.group(0), data={"locale": "xx", "reviewer": "M."}).status_code == 422
    assert admin.post(address.group(0), data={"locale": "ar", "reviewer": "M. Haddad"}).status_code == 303
    told = phone.get("/f/vraag/own_score").text
    assert "nagekeken door M. Haddad" in told
    assert "concept" not in told
    for actor in (town.staff, town.expert, town.landlord):
        assert client_for(actor).get("/vertalingen/own_view").status_code == 403


def test_the_words_of_one_reader_do_not_reach_the_next(phone: FlaskClient) -> None:
    first = soup(phone.get("/f/vraag/own_score?taal=ar")).main.text  # type: ignore[union-attr]
    assert soup(phone.get("/f/vraag/own_score")).main.text == first  # type: ignore[union-attr]
    assert "<span" not in first
    assert soup(phone.get("/f/vraag/own_score?taal=nl")).select("main .vertaling") == []


def test_a_new_link_ends_the_old_one_and_keeps_the_answers(
    app: Flask, town: Town, case_id: uuid.UUID, phone: FlaskClient, client_for: Client
) -> None:
    old = link(app)
    phone.post("/f/vraag/own_score", data=posted(phone.get("/f/vraag/own_score")) | {"own_score": "5"})
    with app.app_context(), acting(db.session, SYSTEM):
        person = db.session.scalar(scoped(TenantForm, SYSTEM).with_only_columns(TenantForm.person_id))
    assert (
        client_for(town.expert).post(f"/zaken/{case_id}/eigen-verhaal", data={"person_id": str(person)}).status_code
        == 303
    )
    assert app.test_client().get(old).status_code == 404
    assert phone.get("/f/begin").status_code == 403
    assert "bewaard" in enter(app).get("/f/begin").text


@pytest.mark.parametrize("there", ["/f/begin", "/f/vraag/own_score", "/f/nakijken", "/f/klaar"])
def test_nothing_shows_without_link_and_code(app: Flask, phone: FlaskClient, there: str) -> None:
    assert app.test_client().get(there).status_code == 403
    stranger = app.test_client()
    stranger.set_cookie("driehoek-form", "x" * 3000, path="/f")
    assert stranger.get(there).status_code == 403


def test_wrong_codes_wear_out(app: Flask, town: Town, case_id: uuid.UUID) -> None:
    with apart(app, town.expert) as uow:
        services.offer(uow, case_id, tenant_of(uow, case_id))
    client, there = app.test_client(), link(app)
    client.post(there)
    digits = next(hit.group(1) for body in messages(app) if (hit := re.search(r"Uw code is (\d{6})", body)))
    wrong = "000000" if digits != "000000" else "111111"
    assert {client.post(f"{there}/code", data={"code": wrong}).status_code for _ in range(5)} == {422}
    assert client.post(f"{there}/code", data={"code": digits}).status_code == 422
    assert client.get("/f/begin").status_code == 403


def test_only_the_expert_of_the_case_asks(app: Flask, town: Town, case_id: uuid.UUID, client_for: Client) -> None:
    with apart(app) as uow:
        person = str(tenant_of(uow, case_id))
        other = make_town(uow, "Elders").expert
    for actor, status in ((town.staff, 403), (town.landlord, 403), (other, 404)):
        assert (
            client_for(actor).post(f"/zaken/{case_id}/eigen-verhaal", data={"person_id": person}).status_code == status
        )
    expert = client_for(town.expert)
    assert expert.post(f"/zaken/{case_id}/eigen-verhaal", data={"person_id": "x"}).status_code == 422
    assert expert.post(f"/zaken/{case_id}/eigen-verhaal", data={"person_id": str(uuid.uuid4())}).status_code == 422


def test_a_link_says_nothing_about_who_or_why(app: Flask, phone: FlaskClient) -> None:
    for body in messages(app):
        assert not re.search(r"overlast|huur|zaak|Lijster", body, re.IGNORECASE)


@pytest.mark.parametrize("code", ["en", "ar", "tr", "pl"])
def test_the_language_is_chosen_before_the_code_and_stands_on_every_page(
    app: Flask, town: Town, case_id: uuid.UUID, code: str
) -> None:
    with apart(app, town.expert) as uow:
        services.offer(uow, case_id, tenant_of(uow, case_id))
    client, there = app.test_client(), link(app)
    start = soup(client.get(there))
    assert [one["lang"] for one in start.select(".taal a")] == list(words.NAMES)
    assert start.select("main section[lang]") == []
    chosen = soup(client.get(str(start.select_one(f".taal a[lang={code}]")["href"])))  # type: ignore[index]
    for page in (chosen, soup(client.get(there))):
        part = page.select_one(f"main section[lang={code}]")
        assert part is not None and part["dir"] == words.direction(code)
        assert words.PAGES["start"][code][0] in part.text and words.chrome("mark", code) in part.text
        assert "Er staat een vragenlijst voor u klaar" in page.text
    client.post(there)
    assert words.PAGES["code"][code][0] in client.get(f"{there}/code").text
    assert words.chrome("code_digits", code) in client.post(f"{there}/code", data={"code": "12"}).text
    assert words.PAGES["dead"][code][0] in client.get("/f/geen-link").text
    assert words.PAGES["stopped"][code][0] in client.get("/f/gestopt").text
    assert words.PAGES["again"][code][0] in client.get("/f/begin").text


@pytest.mark.parametrize("strange", ["xx", "../en", "en\r\nSet-Cookie: a=b", "ar" * 5000, "", "NL"])
def test_a_strange_language_is_dutch(phone: FlaskClient, strange: str) -> None:
    page = phone.get("/f/begin", query_string={"taal": strange})
    assert page.status_code == 200
    assert "vertaling" not in page.text
    assert "driehoek-form-taal" not in str(page.headers)


def test_what_was_told_is_read_back_in_both_languages(phone: FlaskClient) -> None:
    fill(phone)
    page = soup(phone.get("/f/nakijken?taal=ar"))
    assert page.select_one("dt [lang=ar][dir=rtl]") is not None
    assert page.select_one("dd bdi [lang=ar]") is not None
    done = phone.post("/f/versturen", data=posted(phone.get("/f/nakijken")), follow_redirects=True)
    assert soup(done).select_one("dt [lang=ar]") is not None


def test_every_word_of_the_portal_stands_in_every_language_offered() -> None:
    offered = set(words.NAMES) - {"nl"}
    assert {name for name, told in words.CHROME.items() if not offered <= {code for code, text in told.items() if text}} == set()
    for name, told in words.PAGES.items():
        assert set(told) == offered, name
        assert len({len(sentences) for sentences in told.values()}) == 1, name


def test_an_answer_typed_when_the_session_had_ended_is_kept_on_the_page_and_sent_later(app: Flask, phone: FlaskClient) -> None:
    page = posted(phone.get("/f/vraag/went_well"))
    other = app.test_client()  # a browser that stayed away too long
    answer = other.post("/f/vraag/went_well", data=page | {"went_well": "Ik <b>slaap</b> weer"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (403, "no-store")
    carried = posted(answer)
    assert carried["went_well"] == "Ik <b>slaap</b> weer"
    assert enter(app).post("/f/vraag/went_well", data=carried).status_code == 303
    assert "slaap" in enter(app).get("/f/nakijken").text
    elsewhere = other.post("/f/vraag/went_well", data={"went_well": "Van elders"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert "Van elders" not in elsewhere.text


def test_a_tenant_answers_in_rows_too_and_a_fault_in_a_row_is_told(app: Flask, town: Town, case_id: uuid.UUID) -> None:
    body = make_body(
        make_field("repeat", "visits", need="optional", fields=[make_field(id="who", need="optional"), make_field("integer", "times", need="optional")]),
        filled_by="tenant", compartment="C", audience=["expert", "tenant"],
    )  # fmt: skip
    with apart(app) as uow:
        publish(uow, forms.load(body))
    with apart(app, town.expert) as uow:
        services.offer(uow, case_id, tenant_of(uow, case_id), "sample")
    client, there = enter(app), "/f/vraag/visits"
    more = client.post(there, data=posted(client.get(there)) | {"meer": "visits"})
    page = client.get(str(more.location).split("#")[0])
    given = posted(page) | {"visits-0-who": "Mijn zus", "visits-0-times": "vaak"}
    wrong = client.post(there, data=given)
    assert wrong.status_code == 422
    assert soup(wrong).select_one(".melding.mis a[href='#visits-0-times']")
    assert soup(wrong).select_one("#visits-0-times")["value"] == "vaak"  # type: ignore[index]
    assert client.post(there, data=posted(wrong) | {"visits-0-who": "Mijn zus", "visits-0-times": "3"}).location == "/f/nakijken"
    assert "Mijn zus" in client.get("/f/nakijken").text


def test_the_messages_are_in_the_language_of_the_tenant_too_and_the_link_opens_in_it(app: Flask, town: Town, case_id: uuid.UUID) -> None:
    with apart(app) as uow:
        uow.session.get_one(Person, tenant_of(uow, case_id)).language = "tr"
    with apart(app, town.expert) as uow:
        services.offer(uow, case_id, tenant_of(uow, case_id))
    client, (offered,) = app.test_client(), messages(app)
    assert "Er staat een vragenlijst voor u klaar" in offered and "Sizin için birkaç soru hazır" in offered
    assert client.get(re.search(r"/f/\S+", offered).group()).text.count(words.PAGES["start"]["tr"][0])  # type: ignore[union-attr]
    client.post(link(app))
    assert any(re.search(r"Uw code is \d{6}\.", one) and re.search(r"Kodunuz \d{6}\.", one) for one in messages(app))


def test_what_is_wrong_is_told_in_both_languages_at_the_field_and_in_the_summary(phone: FlaskClient) -> None:
    there = "/f/vraag/own_score?taal=pl"
    page = soup(phone.post(there, data=posted(phone.get(there))))
    for place in (".melding.mis a", ".veld .fout"):
        told = page.select_one(place)
        assert told is not None
        assert "Kies een cijfer van 1 tot 5" in told.text
        assert "Proszę wybrać cyfrę od 1 do 5" in told.select_one("[lang=pl]").text  # type: ignore[union-attr]
    stale = phone.post(there, data={"version": "0", "own_score": "3"})
    assert words.chrome("unsaved", "pl") in stale.text


def test_these_pages_stay_dutch_whatever_language_the_browser_had_for_the_portal(phone: FlaskClient) -> None:
    phone.set_cookie("taal", "en")
    page = soup(phone.get("/f/vraag/own_score"))
    assert page.html["lang"] == "nl"  # type: ignore[index]
    assert "Stap 1 van 8" in page.text and page.select(".voet .eind") == []
