"""From concept to version: open points, sending, and the pages of versions."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from portal.agreements import queries, services
from portal.agreements.rules import VersionState
from portal.cases import services as cases
from portal.cases.rules import Hearing, HearingFacts
from portal.core import clock
from portal.core.policy import SYSTEM, Actor
from portal.submissions import services as submissions
from tests.builders.agreements import complete, make_version
from tests.builders.cases import incident_facts, make_case
from tests.builders.parties import dwelling_facts
from tests.builders.submissions import make_forms, make_submission
from tests.conftest import Work
from tests.web.composing import Place, fields, main_form, soup, words

pytestmark = pytest.mark.usefixtures("session")
ClientFor = Callable[[Actor], FlaskClient]


def test_open_points_link_to_the_place_to_mend_them(client_for: ClientFor, place: Place) -> None:
    client = client_for(place.town.staff)
    path = f"{place.concept}/afspraak/G6/nieuw"
    client.post(path, data=main_form(client.get(path)))
    page = soup(client.get(place.concept))
    links = {str(a["href"]): a.text for a in page.select("#voor-versturen a")}
    assert f"{place.concept}/afspraak/1" in links
    assert "een plek is nog open" in links[f"{place.concept}/afspraak/1"]
    for href in links:
        if href.startswith("/"):
            assert client.get(href).status_code == 200


def test_nothing_is_sent_while_a_point_is_open(client_for: ClientFor, place: Place) -> None:
    client = client_for(place.town.staff)
    assert "Nog niet klaar om te versturen" in words(client.get(f"{place.concept}/versturen"))
    answer = client.post(f"{place.concept}/versturen")
    assert answer.status_code == 422
    assert "punten open" in words(answer)


def test_a_complete_draft_becomes_a_version_with_its_stored_bytes(
    client_for: ClientFor, work: Work, place: Place
) -> None:
    with work() as uow:
        complete(uow, queries.agreement(uow.session, SYSTEM, place.agreement_id))
    client = client_for(place.town.staff)
    assert client.get(f"{place.concept}/pdf").data.startswith(b"%PDF-")
    assert "Deze mensen tekenen" in words(client.get(f"{place.concept}/versturen"))
    assert "Waarom verstuurt u toch?" in words(client.post(f"{place.concept}/versturen", data={"reason": "kort"}))
    answer = client.post(f"{place.concept}/versturen", data={"reason": "Besproken in het overleg."})
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"])
    assert "voorgelegd" in words(page)
    first = client.get(f"{answer.headers['Location']}/pdf")
    assert first.data.startswith(b"%PDF-")
    assert first.data == client.get(f"{answer.headers['Location']}/pdf").data
    assert first.headers["Cache-Control"] == "no-store"


def test_sending_twice_makes_one_version(client_for: ClientFor, work: Work, place: Place) -> None:
    with work() as uow:
        complete(uow, queries.agreement(uow.session, SYSTEM, place.agreement_id))
    client = client_for(place.town.staff)
    form = fields(client.get(f"{place.concept}/versturen"), "versturen") | {"reason": "Besproken in het overleg."}
    assert [client.post(f"{place.concept}/versturen", data=form).status_code for _again in range(2)] == [303, 303]
    with work() as uow:
        assert len(queries.versions(uow.session, SYSTEM, place.agreement_id)) == 1


def test_sending_to_a_database_that_does_not_answer_keeps_the_reason(
    client_for: ClientFor, work: Work, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    with work() as uow:
        complete(uow, queries.agreement(uow.session, SYSTEM, place.agreement_id))
    monkeypatch.setattr(services, "freeze", away)
    answer = client_for(place.town.staff).post(f"{place.concept}/versturen", data={"reason": "Besproken met allen."})
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert "Probeer opnieuw" in words(answer) and 'value="Besproken met allen."' in answer.text
    assert "BEGIN IMMEDIATE" not in answer.text


def test_an_old_version_stays_readable_and_says_that_it_lapsed(client_for: ClientFor, work: Work, place: Place) -> None:
    with work() as uow:
        agreement = queries.agreement(uow.session, SYSTEM, place.agreement_id)
        first = make_version(uow, agreement).id
        services.amend(uow, agreement.id)
        services.remove_clause(uow, agreement.id, 1)
        services.put_clause(uow, agreement.id, "V10")
        second = make_version(uow, agreement).id
    client = client_for(place.town.landlord)
    assert "Deze versie is vervallen" in words(client.get(f"/afspraken/versies/{first}"))
    told = words(client.get(f"/afspraken/versies/{second}/verschil"))
    assert "Nieuw: afspraak 2, Alcohol in portiek en lift (V10)." in told
    assert "Weg: Geluid in de nacht (V1)" in told


def test_an_agreement_in_force_is_extended_and_ended_from_its_page(
    client_for: ClientFor, work: Work, place: Place
) -> None:
    with work() as uow:
        from portal.agreements.rules import Action

        row = make_version(uow, queries.agreement(uow.session, SYSTEM, place.agreement_id))
        version_id = services.mark(uow, row.id, Action.SIGN_LAST).id
        row.reflection_ends_at = uow.now
        services.take_effect(uow, version_id)
    client, path = client_for(place.town.staff), f"/afspraken/versies/{version_id}"
    assert client.post(f"{path}/verlengen", data={"until": "2020-01-01"}).status_code == 422
    form = fields(client.get(path), "beeindigen") | {"on": clock.today().isoformat()}
    assert client.post(f"{path}/beeindigen", data=form).status_code == 303
    with work() as uow:
        assert queries.version(uow.session, SYSTEM, version_id).state is VersionState.ENDED


def test_the_list_of_agreements_shows_concepts_and_versions(client_for: ClientFor, work: Work, place: Place) -> None:
    client = client_for(place.town.staff)
    assert "Concepten" in words(client.get("/afspraken/"))
    with work() as uow:
        make_version(uow, queries.agreement(uow.session, SYSTEM, place.agreement_id))
    assert "Laatste versies" in words(client.get("/afspraken/"))


class Clicking:
    """Somebody who only follows links and presses buttons of the page before; each is counted."""

    def __init__(self, client: FlaskClient) -> None:
        self.client, self.clicks = client, 0

    def follow(self, page: TestResponse, part: str) -> TestResponse:
        self.clicks += 1
        links = [str(one["href"]).partition("#")[0] for one in soup(page).select("a[href]")]
        return self.client.get(next(one for one in links if one.endswith(part)))

    def press(self, page: TestResponse, part: str, **typed: str) -> TestResponse:
        self.clicks += 1
        forms = soup(page).select("form[method=post]")
        form = next(one for one in forms if part in str(one.get("action", page.request.path)))
        given = fields(page, str(form["action"])) if form.get("action") else main_form(page)
        address = str(form.get("action") or page.request.path)
        return self.client.post(address, data=given | typed, follow_redirects=True)


def test_from_template_to_sent_takes_no_more_than_eight_clicks(
    client_for: ClientFor, work: Work, place: Place
) -> None:
    """Filling the content in is not counted."""
    with work() as uow:
        case_id = make_case(uow, place.town, expert=True, dwelling=dwelling_facts(house_number="77")).id
        cases.move(uow, case_id, "plan")
    who = Clicking(client_for(place.town.staff))
    page = who.follow(who.client.get(f"/zaken/{case_id}"), f"/afspraken/zaak/{case_id}")
    page = who.press(page, "/beginnen")
    concept = page.request.path
    with work() as uow:  # what is typed and chosen of the content
        complete(uow, queries.agreement(uow.session, SYSTEM, uuid.UUID(concept.split("/")[2])))
    page = who.client.get(concept)
    assert who.follow(page, "/pdf").data.startswith(b"%PDF-")
    page = who.press(who.follow(page, "/versturen"), "/versturen", reason="Besproken in het overleg.")
    assert "voorgelegd" in words(page)
    assert who.clicks <= 8


def test_what_the_case_knows_is_enough_to_send_within_eight_clicks(
    client_for: ClientFor, work: Work, place: Place
) -> None:
    """Nothing is filled in: incidents, the tenant's answer and the goals of the intake make the first concept."""
    with work() as uow:
        make_forms(uow)
        case_id = make_case(uow, place.town, expert=True, dwelling=dwelling_facts(house_number="78")).id
        incident = cases.log_incident(uow, case_id, incident_facts(uow))
        told = HearingFacts(held_on=clock.today(), outcome=Hearing.HEARD, version="Ik hoor het zelf niet.")
        cases.hear_tenant(uow, incident.id, told)
    with work(place.town.expert) as uow:
        intake = make_submission(uow, case_id, send=True).id
    with work(place.town.expert) as uow:
        submissions.accept(uow, intake, {"goals": "Overdag wakker zijn.\nDe huur op tijd betalen."})
    with work() as uow:
        cases.move(uow, case_id, "plan")
    who = Clicking(client_for(place.town.staff))
    page = who.follow(who.client.get(f"/zaken/{case_id}"), f"/afspraken/zaak/{case_id}")
    page = who.press(page, "/beginnen")
    assert {"V1", "G1"} <= {one.text for one in soup(page).select("article h3 .zacht")}
    assert who.follow(page, "/pdf").data.startswith(b"%PDF-")
    page = who.press(who.follow(page, "/versturen"), "/versturen", reason="Besproken in het overleg.")
    assert "voorgelegd" in words(page)
    assert who.clicks == 5
