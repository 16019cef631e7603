"""Two windows, two people, a lost session, a button pressed twice, a page that saves by itself: nothing is lost."""

from __future__ import annotations

import re
import uuid

import pytest
from flask import Flask

from tests.builders.cases import Town
from tests.web.form_pages import CANARY, Client, address, fields, merge_fields, soup


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
