"""Filling in a form in the browser, without a script: pages, errors, stale pages, checking, sending, accepting."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.cases import services as cases
from portal.core.audit import AuditRow
from portal.core.errors import Denied
from portal.core.policy import Actor
from portal.submissions import services
from portal.submissions.views import blueprint
from tests.builders.accounts import apart
from tests.builders.cases import PDF, Town, make_case, make_town
from tests.builders.submissions import make_forms, make_submission, tenant_of

Client = Callable[[Actor], FlaskClient]
CANARY = "kanarie-9d1e"


@pytest.fixture
def town(app: Flask) -> Town:
    with apart(app) as uow:
        make_forms(uow)
        return make_town(uow)


@pytest.fixture
def case_id(app: Flask, town: Town) -> uuid.UUID:
    with apart(app) as uow:
        return make_case(uow, town, expert=True).id


@pytest.fixture
def draft(app: Flask, town: Town, case_id: uuid.UUID) -> uuid.UUID:
    with apart(app, town.expert) as uow:
        return make_submission(uow, case_id, housing_note=CANARY).id


@pytest.fixture
def empty(app: Flask, town: Town, case_id: uuid.UUID) -> uuid.UUID:
    with apart(app, town.expert) as uow:
        return services.start(uow, case_id, "intake", tenant_of(uow, case_id)).id


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def fields(answer: TestResponse) -> dict[str, Any]:
    """Return what a browser would post of the page's form, questions that do not show included."""
    found: dict[str, Any] = {}
    form = soup(answer).select_one("form[data-autosave]")
    assert form is not None
    for one in form.select("input, textarea"):
        name, kind = one.get("name"), one.get("type", "text")
        if not name or kind == "file" or (kind in {"radio", "checkbox"} and not one.has_attr("checked")):
            continue
        value = one.get("value", "") if one.name == "input" else one.get_text()
        found.setdefault(str(name), []).append(value)
    return found


def address(submission_id: uuid.UUID, key: str) -> str:
    return f"/formulieren/{submission_id}/pagina/{key}"


def test_beginning_leads_to_the_first_page(app: Flask, town: Town, case_id: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    start = client.get(f"/formulieren/zaak/{case_id}/intake")
    person = soup(start).select_one("input[name=person_id]")
    assert start.status_code == 200
    assert person is not None
    answer = client.post(
        f"/formulieren/zaak/{case_id}/formulier/intake/beginnen",
        data={"person_id": person["value"]},
        follow_redirects=True,
    )
    assert answer.request.path.endswith("/pagina/conversation")
    assert "Stap" in answer.text or "stap 1 van 15" in answer.text


def test_every_page_of_the_form_is_shown(town: Town, draft: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    pages = re.findall(r"/pagina/(\w+)", client.get(address(draft, "conversation")).text)
    assert len(set(pages)) == 15
    for key in set(pages):
        answer = client.get(address(draft, key))
        assert answer.status_code == 200
        page = soup(answer)
        ids = [str(one["id"]) for one in page.select("[id]")]
        assert len(ids) == len(set(ids)), key
        for one in page.select("[aria-describedby]"):
            assert set(str(one["aria-describedby"]).split()) <= set(ids), key
        for one in page.select("main input:not([type=hidden]), main textarea"):
            named = one.find_parent("label") or page.select_one(f'label[for="{one.get("id")}"]')
            assert named is not None, (key, one)
        assert "style=" not in answer.text.split("<main")[1]
        assert not page.select("[required]")


def test_saving_goes_to_the_next_page_and_keeps_the_answers(town: Town, draft: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    posted = fields(client.get(address(draft, "housing"))) | {"housing_score": "5", "housing_note": "Nu is het rustig."}
    answer = client.post(address(draft, "housing"), data=posted)
    assert answer.status_code == 303
    assert answer.location.endswith("/pagina/finance")
    page = soup(client.get(address(draft, "housing")))
    assert page.select_one("input[name=housing_score][value='5'][checked]")
    assert page.select_one("textarea[name=housing_note]").get_text(strip=True) == "Nu is het rustig."  # type: ignore[union-attr]


def test_faults_come_first_link_to_their_field_and_keep_what_was_typed(
    town: Town, empty: uuid.UUID, client_for: Client
) -> None:
    client = client_for(town.expert)
    posted = {
        "held_on-day": "31",
        "held_on-month": "2",
        "held_on-year": "2026",
        "language": "Pools",
        "language__asked": "1",
    }
    answer = client.post(address(empty, "conversation"), data={"version": "1"} | posted)
    page = soup(answer)
    assert answer.status_code == 422
    assert page.title is not None
    assert page.title.get_text().strip().startswith("Fout:")
    links = {str(a["href"]): a.get_text() for a in page.select(".melding.mis[role=alert] a")}
    assert (
        links["#held_on-day"]
        == "De datum bij ‘Op welke dag was het gesprek?’ klopt niet. Schrijf bijvoorbeeld 27 3 2026."
    )
    assert links["#place-0"] == "Kies waar het gesprek was"
    for href in links:
        assert page.select(href), href
    assert page.select_one("#held_on-day")["value"] == "31"  # type: ignore[index]
    assert page.select_one("#language")["value"] == "Pools"  # type: ignore[index]
    again = soup(client.get(address(empty, "conversation")))
    assert again.select_one("#language")["value"] == "Pools"  # type: ignore[index]


def test_saving_for_later_does_not_ask_for_what_is_missing(town: Town, empty: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    answer = client.post(
        address(empty, "conversation"), data={"version": "1", "language": "Turks", "later": "1"}, follow_redirects=True
    )
    assert answer.status_code == 200
    assert "Bewaard. U kunt later verdergaan." in answer.text


def test_a_citizen_service_number_is_refused_and_not_kept(town: Town, draft: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    posted = fields(client.get(address(draft, "housing"))) | {"housing_note": "BSN 111222333"}
    answer = client.post(address(draft, "housing"), data=posted)
    assert answer.status_code == 422
    assert "burgerservicenummer" in answer.text
    assert "111222333" not in client.get(address(draft, "housing")).text


def test_questions_that_an_answer_calls_up_are_shown_before_going_on(
    town: Town, draft: uuid.UUID, client_for: Client
) -> None:
    client = client_for(town.expert)
    posted = fields(client.get(address(draft, "risks"))) | {"fire_risk": "yes"}
    answer = client.post(address(draft, "risks"), data=posted, follow_redirects=True)
    assert answer.status_code == 200
    assert "Er zijn vragen bij gekomen" in answer.text
    assert not soup(answer).select(".melding.mis")
    posted = fields(answer)
    assert client.post(address(draft, "risks"), data=posted).status_code == 422
    block = soup(answer).select_one("[data-vraag=risk_action]")
    assert block is not None
    assert not block.has_attr("hidden")
    assert "112" in soup(answer).select_one("[data-vraag=fire_protocol]").get_text()  # type: ignore[union-attr]


def merge_fields(answer: TestResponse) -> dict[str, Any]:
    """Return what a browser would post of the page that asks which answer counts."""
    found: dict[str, Any] = {}
    for one in soup(answer).select("main form input"):
        if one.get("type") != "radio" or one.has_attr("checked"):
            found.setdefault(str(one["name"]), []).append(one.get("value", ""))
    return found


def test_a_stale_page_overwrites_nothing_and_keeps_what_was_typed(
    town: Town, draft: uuid.UUID, client_for: Client
) -> None:
    client = client_for(town.expert)
    first = fields(client.get(address(draft, "housing")))
    client.post(address(draft, "housing"), data=first | {"housing_score": "4"})
    answer = client.post(address(draft, "housing"), data=first | {"housing_note": "Uit het oude venster", "_once": "b"})
    assert answer.status_code == 409
    assert "Uit het oude venster" in answer.text
    assert "nog niet bewaard" in answer.text
    assert client.post(address(draft, "housing"), data=merge_fields(answer)).status_code == 303
    page = soup(client.get(address(draft, "housing")))
    assert page.find("textarea", id="housing_note").text.strip() == "Uit het oude venster"  # type: ignore[union-attr]
    assert page.find("input", attrs={"name": "housing_score", "checked": True})["value"] == "4"  # type: ignore[index]


@pytest.mark.parametrize(("choice", "kept"), [("own", "Van de tweede"), ("standing", "Van de eerste")])
def test_where_two_windows_differ_both_answers_are_offered(
    town: Town, draft: uuid.UUID, client_for: Client, choice: str, kept: str
) -> None:
    client = client_for(town.expert)
    first = fields(client.get(address(draft, "housing")))
    client.post(address(draft, "housing"), data=first | {"housing_note": "Van de eerste"})
    second = first | {"housing_note": "Van de tweede", "housing_score": "1", "_once": "b"}
    answer = client.post(address(draft, "housing"), data=second)
    assert answer.status_code == 409
    asked = soup(answer)
    assert asked.title.text.startswith("Fout:")  # type: ignore[union-attr]
    assert [one["name"] for one in asked.select("input[type=radio][value=own]")] == [
        "housing_score__keep", "housing_note__keep",
    ]  # fmt: skip
    assert "Van de eerste" in asked.text
    client.post(address(draft, "housing"), data=merge_fields(answer) | {"housing_note__keep": choice})
    page = soup(client.get(address(draft, "housing")))
    assert page.find("textarea", id="housing_note").text.strip() == kept  # type: ignore[union-attr]
    assert page.find("input", attrs={"name": "housing_score", "checked": True})["value"] == "1"  # type: ignore[index]


def test_a_third_window_is_asked_again(town: Town, draft: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    first = fields(client.get(address(draft, "housing")))
    client.post(address(draft, "housing"), data=first | {"housing_note": "Een"})
    asked = merge_fields(client.post(address(draft, "housing"), data=first | {"housing_note": "Twee", "_once": "b"}))
    fresh = fields(client.get(address(draft, "housing")))
    client.post(address(draft, "housing"), data=fresh | {"housing_note": "Drie"})
    again = client.post(address(draft, "housing"), data=asked)
    assert again.status_code == 409
    assert "Drie" in again.text
    assert "Twee" in again.text


def test_what_was_typed_survives_being_signed_out(app: Flask, town: Town, draft: uuid.UUID, client_for: Client) -> None:
    posted = fields(client_for(town.expert).get(address(draft, "housing"))) | {"housing_note": "<b>Lang</b> verhaal"}
    answer = app.test_client().post(address(draft, "housing"), data=posted)
    assert answer.status_code == 401
    assert answer.headers["Cache-Control"] == "no-store"
    carried = merge_fields(answer)
    assert carried["housing_note"] == ["<b>Lang</b> verhaal"]
    assert client_for(town.expert).post(address(draft, "housing"), data=carried).status_code == 303
    page = soup(client_for(town.expert).get(address(draft, "housing")))
    assert page.find("textarea", id="housing_note").text.strip() == "<b>Lang</b> verhaal"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elders.example"}]
)
def test_words_from_another_site_are_not_put_on_a_page(app: Flask, draft: uuid.UUID, headers: dict[str, str]) -> None:
    answer = app.test_client().post(address(draft, "housing"), data={"housing_note": "Van elders"}, headers=headers)
    assert answer.status_code == 303
    assert "Van elders" not in answer.text


def test_the_same_post_twice_is_answered_once(town: Town, draft: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    posted = fields(client.get(address(draft, "housing")))
    first = client.post(address(draft, "housing"), data=posted)
    second = client.post(address(draft, "housing"), data=posted)
    assert (second.status_code, second.location) == (first.status_code, first.location)


def test_an_answer_is_saved_by_itself_and_no_answer_comes_back(
    town: Town, draft: uuid.UUID, client_for: Client
) -> None:
    client = client_for(town.expert)
    version = fields(client.get(address(draft, "risks")))["version"][0]
    url = address(draft, "risks") + "/bewaren"
    answer = client.post(url, data={"version": version, "fire_risk__asked": "1", "fire_risk": "yes"})
    told = answer.get_json()
    assert re.fullmatch(r"Bewaard om \d\d\.\d\d uur", told["message"])
    assert {"fire_protocol", "risk_action"} <= set(told["visible"])
    assert CANARY not in answer.text
    stale = client.post(url, data={"version": version, "fire_risk": "no"})
    assert stale.status_code == 409
    assert stale.get_json()["stale"]
    assert "kies welk antwoord geldt" in stale.get_json()["message"]


def test_rows_are_added_and_taken_away_without_a_script(
    app: Flask, town: Town, case_id: uuid.UUID, client_for: Client
) -> None:
    with apart(app, town.expert) as uow:
        id_ = make_submission(uow, case_id, "evaluation").id
    client = client_for(town.expert)
    posted = fields(client.get(address(id_, "clauses")))
    more = client.post(address(id_, "clauses"), data=posted | {"meer": "clauses"})
    assert more.status_code == 303
    posted = fields(client.get(more.location.split("#")[0]))
    assert "clauses-1-clause" in posted
    posted |= {"clauses-1-clause": "V3 huisdieren", "clauses-1-clause_result": "not", "clauses-0-remove": "1"}
    assert client.post(address(id_, "clauses"), data=posted).status_code in (200, 303)
    page = soup(client.get(address(id_, "clauses")))
    assert [one["value"] for one in page.select("input[name$='-clause']")] == ["V3 huisdieren"]
    assert not page.select_one("[data-vraag=clauses_talk]").has_attr("hidden")  # type: ignore[union-attr]


def test_a_file_is_uploaded_opened_and_taken_away(
    app: Flask, town: Town, case_id: uuid.UUID, client_for: Client
) -> None:
    with apart(app, town.expert) as uow:
        id_ = make_submission(uow, case_id, "evaluation", incidents_since=1, incidents_verified=0).id
    client = client_for(town.expert)
    posted = fields(client.get(address(id_, "incidents"))) | {"later": "1"}
    wrong = client.post(
        address(id_, "incidents"), data=posted | {"incidents_files": (io.BytesIO(b"MZ" * 99), "foto.png")}
    )
    assert wrong.status_code == 422
    assert soup(wrong).select_one(".melding.mis a[href='#incidents_files']")
    posted = fields(client.get(address(id_, "incidents"))) | {"later": "1"}
    good = client.post(address(id_, "incidents"), data=posted | {"incidents_files": (io.BytesIO(PDF), "brief.pdf")})
    assert good.status_code == 303
    link = soup(client.get(address(id_, "incidents"))).select_one("main a[href*='/bestand/']")
    assert link is not None
    sent = client.get(str(link["href"]))
    assert (sent.status_code, sent.data, sent.mimetype) == (200, PDF, "application/pdf")
    assert "attachment" in sent.headers["Content-Disposition"]


def test_the_check_page_shows_what_is_absent_and_links_to_it(town: Town, empty: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    page = soup(client.get(f"/formulieren/{empty}/nakijken"))
    assert "Niet ingevuld" in page.get_text()
    listed = soup(client.post(f"/formulieren/{empty}/versturen", data={"version": "1"})).select(".melding.mis li")
    assert len({line.text for line in listed}) == len(listed)
    assert f"{len(listed)} vragen moet u nog invullen" in page.get_text()
    link = page.select_one(".wijzig a")
    assert link is not None
    assert "#held_on-day" in str(link["href"])
    refused = client.post(f"/formulieren/{empty}/versturen", data={"version": "1"})
    assert refused.status_code == 422
    first = soup(refused).select_one(".melding.mis a")
    assert first is not None
    assert str(first["href"]).startswith(f"/formulieren/{empty}/pagina/conversation")


def test_a_change_from_the_check_page_returns_to_it(town: Town, draft: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    posted = fields(client.get(address(draft, "housing") + "?naar=nakijken"))
    assert posted["naar"] == ["nakijken"]
    assert client.post(address(draft, "housing"), data=posted).location.endswith("/nakijken")


def test_sending_accepting_and_releasing(town: Town, draft: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    check = soup(client.get(f"/formulieren/{draft}/nakijken"))
    button = check.select_one("form[action$=versturen] button")
    assert button is not None
    assert button.get_text() == "Verstuur de intake"
    version = check.select_one("input[name=version]")["value"]  # type: ignore[index]
    review = client.post(f"/formulieren/{draft}/versturen", data={"version": version}, follow_redirects=True)
    assert CANARY in review.text
    version = soup(review).select_one("input[name=version]")["value"]  # type: ignore[index]
    data = {
        "version": version,
        "choose-goals": "1",
        "release-goals": "Elke week een gesprek.",
        "release-conclusion": "Geheim",
    }
    read = client.post(f"/formulieren/{draft}/vaststellen", data=data, follow_redirects=True)
    assert "Elke week een gesprek." in read.text
    others = client_for(town.landlord).get(f"/formulieren/{draft}/lezen")
    assert others.status_code == 200
    assert "Elke week een gesprek." in others.text
    assert CANARY not in others.text
    assert "Geheim" not in others.text
    assert "Hoe voelt u zich" not in others.text


def test_a_refused_release_keeps_what_was_typed(app: Flask, town: Town, draft: uuid.UUID, client_for: Client) -> None:
    with apart(app, town.expert) as uow:
        services.submit(uow, draft)
    answer = client_for(town.expert).post(
        f"/formulieren/{draft}/vaststellen", data={"choose-goals": "1", "release-goals": "nummer 111222333"}
    )
    assert answer.status_code == 422
    assert "nummer 111222333" in answer.text


def test_others_cannot_open_a_form_before_it_is_accepted(town: Town, draft: uuid.UUID, client_for: Client) -> None:
    for actor in (town.landlord, town.staff, town.legal):
        client = client_for(actor)
        for url in (f"/formulieren/{draft}/lezen", address(draft, "housing"), f"/formulieren/{draft}/nakijken"):
            answer = client.get(url)
            assert answer.status_code == 403, url
            assert CANARY not in answer.text


def test_a_foreign_form_does_not_exist(app: Flask, town: Town, draft: uuid.UUID, client_for: Client) -> None:
    with apart(app) as uow:
        other = make_town(uow, "Elders")
    for actor in (other.expert, other.landlord):
        assert client_for(actor).get(f"/formulieren/{draft}/lezen").status_code == 404
    assert client_for(other.expert).post(address(draft, "housing"), data={"version": "1"}).status_code == 404


@pytest.mark.parametrize(
    "typed",
    ["\u0000\u0001", "\u202edrows", "<script>alert(1)</script>", "=HYPERLINK(1)", "x" * 200_000, "{{ 7*7 }}", "%(x)s"],
)
def test_hostile_text_breaks_nothing_and_shows_as_text(
    town: Town, draft: uuid.UUID, client_for: Client, typed: str
) -> None:
    client = client_for(town.expert)
    posted = fields(client.get(address(draft, "housing"))) | {"housing_note": typed, "housing_score": typed}
    answer = client.post(address(draft, "housing"), data=posted)
    assert answer.status_code in (303, 422)
    assert "<script>alert" not in client.get(f"/formulieren/{draft}/nakijken").text


def test_the_other_language_is_spoken_throughout(town: Town, draft: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    client.set_cookie("taal", "en")
    assert "How is living in your home going?" in client.get(address(draft, "housing")).text


def care_reads(app: Flask) -> int:
    with apart(app) as uow:
        return uow.session.scalar(sa.select(sa.func.count()).where(AuditRow.name == "care.read")) or 0


def test_showing_care_is_logged_and_showing_the_rest_is_not(
    app: Flask, town: Town, draft: uuid.UUID, client_for: Client
) -> None:
    with apart(app, town.expert) as uow:
        services.submit(uow, draft)
        services.accept(uow, draft, {})
    before = care_reads(app)
    assert client_for(town.landlord).get(f"/formulieren/{draft}/lezen").status_code == 200
    assert care_reads(app) == before
    assert CANARY in client_for(town.expert).get(f"/formulieren/{draft}/lezen").text
    assert care_reads(app) == before + 1


def test_care_is_not_shown_when_its_reading_cannot_be_logged(
    town: Town, draft: uuid.UUID, client_for: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise Denied("care.unlogged")

    monkeypatch.setattr(blueprint, "log_care_read", broken)
    client = client_for(town.expert)
    for url in (address(draft, "housing"), f"/formulieren/{draft}/nakijken", f"/formulieren/{draft}/lezen"):
        answer = client.get(url)
        assert answer.status_code == 403
        assert CANARY not in answer.text


def test_the_reason_of_giving_back_stands_on_the_check_page(
    app: Flask, town: Town, draft: uuid.UUID, client_for: Client
) -> None:
    with apart(app, town.expert) as uow:
        services.submit(uow, draft)
    client = client_for(town.expert)
    assert client.post(f"/formulieren/{draft}/terugzetten", data={"reason": " "}).status_code == 422
    answer = client.post(
        f"/formulieren/{draft}/terugzetten", data={"reason": "De taal klopt niet."}, follow_redirects=True
    )
    assert "De taal klopt niet." in answer.text


def test_a_form_of_a_closed_case_is_no_longer_filled_in(
    app: Flask, town: Town, case_id: uuid.UUID, draft: uuid.UUID, client_for: Client
) -> None:
    with apart(app) as uow:
        cases.move(uow, case_id, "stop", "moved")
    client = client_for(town.expert)
    assert client.get(address(draft, "housing"), follow_redirects=True).request.path.endswith("/lezen")
    answer = client.post(address(draft, "housing"), data={"version": "1", "housing_note": "Te laat getypt"})
    assert answer.status_code == 409
    assert "Te laat getypt" in answer.text
