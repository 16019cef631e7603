"""Filling in a form in the browser, without a script: pages, errors, rows, files, hostile text."""

from __future__ import annotations

import io
import re
import uuid

import pytest
from flask import Flask

from tests.builders.accounts import apart
from tests.builders.cases import PDF, Town
from tests.builders.submissions import make_submission
from tests.web.form_pages import Client, address, fields, soup


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
