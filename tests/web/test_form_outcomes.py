"""What the page's script is told after a save: which questions show and what calculations give, rows included."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask import Flask

import forms
from portal.definitions.services import publish
from tests.builders.accounts import apart
from tests.builders.cases import Town, make_town
from tests.builders.submissions import begin_sample, make_body, make_field
from tests.conftest import Statements
from tests.web.form_pages import Client, address, fields, soup

FREE: dict[str, Any] = {"need": "optional"}
COST = {"*": [{"var": "hours"}, {"var": "rate"}]}
BODY = make_body(
    make_field("integer", "rate", **FREE),
    make_field("repeat", "visits", **FREE, fields=[
        make_field("integer", "hours", **FREE),
        make_field(id="why", **FREE, show_if={">": [{"var": "hours"}, 8]}),
        make_field("calculated", "cost", value=COST, result="money"),
    ]),
    make_field("calculated", "total", value={"sum": [{"var": "visits"}, {"var": "cost"}]}, result="money"),
    make_field("calculated", "secret", value={"+": [1, 2]}, result="integer", hidden=True),
    filled_by="expert",
)  # fmt: skip


@pytest.fixture
def town(app: Flask) -> Town:
    with apart(app) as uow:
        publish(uow, forms.load(BODY))
        return make_town(uow)


@pytest.fixture
def form_id(app: Flask, town: Town) -> uuid.UUID:
    return begin_sample(app, town, {"rate": 10, "visits": [{"hours": 1}, {"hours": 2}, {"hours": 3}]})


def test_calculations_come_back_with_every_save_as_they_stand_on_the_page(
    town: Town, form_id: uuid.UUID, client_for: Client
) -> None:
    client, url = client_for(town.expert), address(form_id, "first")
    page = client.get(url)
    version = fields(page)["version"][0]
    told = client.post(f"{url}/bewaren", data={"version": version, "rate__asked": "1", "rate": "20"}).get_json()
    drawn = {str(one["id"]): one.text for one in soup(client.get(url)).select("output")}
    assert told["outcomes"] == drawn
    assert drawn["total"] == "€ 120,00" and drawn["visits-2-cost"] == "€ 60,00"
    assert "secret" not in told["outcomes"]


def test_a_page_keeps_its_row_numbers_when_an_empty_row_falls_away(
    town: Town, form_id: uuid.UUID, client_for: Client
) -> None:
    client, url = client_for(town.expert), address(form_id, "first")
    posted = {name: value for name, value in fields(client.get(url)).items() if name != "_once"}
    posted |= {"visits-1-hours": "", "visits-2-hours": "9"}
    told = client.post(f"{url}/bewaren", data=posted).get_json()
    assert told["seats"] == {"visits": [0, 2]}
    assert "visits-1-why" in told["visible"] and told["outcomes"]["visits-1-cost"] == "€ 90,00"


def test_a_calculation_that_gives_nothing_any_more_is_emptied(
    town: Town, form_id: uuid.UUID, client_for: Client
) -> None:
    client, url = client_for(town.expert), address(form_id, "first")
    version = fields(client.get(url))["version"][0]
    told = client.post(f"{url}/bewaren", data={"version": version, "rate__asked": "1", "rate": ""}).get_json()
    assert told["outcomes"]["visits-0-cost"] == ""


def test_saving_one_answer_costs_few_statements_however_many_rows_there_are(
    town: Town, form_id: uuid.UUID, client_for: Client, statements: Statements
) -> None:
    client, url = client_for(town.expert), address(form_id, "first")
    version = fields(client.get(url))["version"][0]
    with statements() as found:
        client.post(f"{url}/bewaren", data={"version": version, "rate__asked": "1", "rate": "20"})
    reads = [one for one in found if one.startswith("SELECT")]
    assert len(reads) <= 5 and len(found) <= 8
