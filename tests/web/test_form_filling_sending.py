"""From checking to accepting: what is absent, sending, releasing, giving back, and who may read what."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.cases import services as cases
from portal.core.audit import AuditRow
from portal.core.errors import Denied
from portal.submissions import services
from portal.submissions.views import blueprint
from tests.builders.accounts import apart
from tests.builders.cases import Town, make_town
from tests.web.form_pages import CANARY, Client, address, fields, soup


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
