"""The preview of a form: why it shows what it shows, with values of a case and answers of the time before."""

from __future__ import annotations

import json
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask

import forms
from portal.cases import services as case_services
from portal.cases.rules import ParticipantRole
from portal.core.policy import Actor
from portal.definitions import queries, services
from tests.builders.accounts import apart, make_actor
from tests.builders.cases import incident_facts, make_case, make_town
from tests.builders.parties import make_person
from tests.builders.submissions import make_body, make_field
from tests.web.designer_pages import ClientFor, admin

__all__ = ["admin"]


def test_the_preview_tells_per_row_why_a_question_is_hidden_and_how_a_calculation_came_about(
    app: Flask, admin: Actor, client_for: ClientFor
) -> None:
    what = make_field(id="what", show_if={">": [{"var": "amount"}, 5]})
    double = make_field("calculated", "double", value={"*": [{"var": "amount"}, 2]}, result="integer")
    rows = make_field("repeat", "debts", fields=[make_field("integer", "amount"), what, double])
    with apart(app, admin) as uow:
        draft_id = services.start_new(uow, make_body(rows)).id
    answer = client_for(admin).post(
        f"/bouwen/concept/{draft_id}/voorbeeld", data={"staat": '{"debts": [{"amount": 3}, {"amount": 9}]}'}
    )
    why = " ".join(BeautifulSoup(answer.data, "html.parser").select_one(".waarom").get_text(" ").split())  # type: ignore[union-attr]
    assert "WHAT (regel 1) : Alleen als ‘AMOUNT’ is groter dan 5. ‘AMOUNT’ is nu: 3" in why
    assert "WHAT (regel 2)" not in why
    assert "DOUBLE (regel 2) : Dit is ‘AMOUNT’ × 2. ‘AMOUNT’: 9 Uitkomst: 18" in why


def fields_of(page: BeautifulSoup) -> dict[str, str]:
    """Return the hidden fields of the preview as they would be sent."""
    return {str(one["name"]): str(one["value"]) for one in page.select("#proefformulier input[type=hidden][value]")}


def test_a_preview_is_filled_from_a_case_that_its_author_may_read_and_from_no_other(
    app: Flask, client_for: ClientFor
) -> None:
    with apart(app) as uow:
        town = make_town(uow)
        case = make_case(uow, town, expert=True)
        reference, case_id = case.reference, case.id
    body = make_body(make_field(id="number", prefill="case.reference"), make_field("person", "who"))
    with apart(app, town.staff) as uow:
        path = f"/bouwen/concept/{services.start_new(uow, body).id}/voorbeeld"
    client = client_for(town.staff)
    page = BeautifulSoup(client.post(path, data={"zaak": reference}).data, "html.parser")
    assert page.select_one("input[name=number]")["value"] == reference  # type: ignore[index]
    assert "Mevrouw Voorbeeld" not in page.text
    assert "Van gegevens van een echte zaak maken wij geen proef." in page.text
    again = BeautifulSoup(client.post(path, data=fields_of(page) | {"zaak": ""}).data, "html.parser")
    assert again.select_one("input[name=number]")["value"] == ""  # type: ignore[index]
    nowhere = client.post(path, data={"zaak": "9999-9999' OR 1=1"})
    assert nowhere.status_code == 200
    assert "Deze zaak kennen wij niet" in nowhere.text
    with apart(app) as uow:
        stranger = make_actor(uow, "expert")
    assert client_for(stranger).post(path, data={"zaak": reference}).status_code in (403, 404)
    assert case_id


def test_a_preview_is_about_the_person_that_is_chosen_and_offers_the_lists_of_the_case(
    app: Flask, client_for: ClientFor
) -> None:
    with apart(app) as uow:
        town = make_town(uow)
        case = make_case(uow, town, expert=True)
        case_services.log_incident(uow, case.id, incident_facts(uow))
        second = make_person(uow, town.corporation, surname="Zweverink")
        case_services.add_participant(uow, case.id, second.id, ParticipantRole.CO_TENANT)
        reference, second_id = case.reference, str(second.id)
    lists = [make_field("record", source, source=source, need="optional") for source in forms.SOURCES]
    body = make_body(
        make_field(id="who", prefill="person.full_name"),
        make_field("organisation", "organisation", need="optional"),
        *lists,
    )
    with apart(app, town.staff) as uow:
        path = f"/bouwen/concept/{services.start_new(uow, body).id}/voorbeeld"
    client = client_for(town.staff)

    def offered(page: BeautifulSoup) -> dict[str, int]:
        return {name: len(page.select(f"[name={name}]")) for name in forms.SOURCES}

    made_up = BeautifulSoup(client.get(path).data, "html.parser")
    assert min(offered(made_up).values()) >= 1
    assert made_up.select_one(f"datalist option[value='{reference}']") is not None
    page = BeautifulSoup(client.post(path, data={"zaak": reference}).data, "html.parser")
    assert "Voorbeeldstraat" not in page.text and "Zweverink" in page.text
    assert offered(page)["incidents"] == 1 and offered(page)["dwellings"] == 1 and offered(page)["organisations"] >= 2
    assert "Zweverink" not in page.select_one("input[name=who]")["value"]  # type: ignore[index]
    assert page.select_one("input[name=who]")["value"], page.select("input")  # type: ignore[index]
    given = fields_of(page) | {"zaak": reference, "wie": second_id}
    about = BeautifulSoup(client.post(path, data=given).data, "html.parser")
    assert "Zweverink" in about.select_one("input[name=who]")["value"]  # type: ignore[index]
    assert client.post(path, data=given | {"wie": "x'; --"}).status_code == 200


def test_what_was_typed_becomes_the_time_before_and_an_example_keeps_it(
    app: Flask, admin: Actor, client_for: ClientFor
) -> None:
    up = make_field(id="why", show_if={">": [{"var": "score"}, {"previous": "score"}]})
    with apart(app, admin) as uow:
        draft_id = services.start_new(uow, make_body(make_field("integer", "score", default=1), up)).id
    path, client = f"/bouwen/concept/{draft_id}", client_for(admin)
    first = {"pagina": "first", "score": "3", "staat": "{}", "knop": "als-vorige"}
    page = BeautifulSoup(client.post(f"{path}/voorbeeld", data=first).data, "html.parser")
    given = fields_of(page)
    assert json.loads(given["vorige"]) == {"score": 3}
    assert json.loads(given["staat"]) == {"score": 1}
    shown = BeautifulSoup(client.post(f"{path}/voorbeeld", data=given | {"score": "4"}).data, "html.parser")
    assert "Vorige keer: 3" in shown.text
    assert shown.select_one("[name=why]") is not None
    gone = client.post(f"{path}/voorbeeld", data=fields_of(shown) | {"knop": "zonder-vorige"})
    assert "Vorige keer" not in gone.text
    kept = fields_of(shown)
    sent: dict[str, Any] = {
        "revision": "0",
        "name": "Hoger",
        "staat": kept["staat"],
        "vorige": json.dumps({"score": 3, "x": 1}),
    }
    assert client.post(f"{path}/proeven", data=sent).status_code == 303
    with apart(app, admin) as uow:
        (example,) = queries.draft(uow.session, uow.actor, draft_id).body["examples"]
    assert example["previous"] == {"score": 3}
    assert "why" in example["expected"]["visible"]


def test_a_hostile_time_before_never_fails(app: Flask, admin: Actor, client_for: ClientFor) -> None:
    with apart(app, admin) as uow:
        draft_id = services.start_new(uow, make_body(make_field("integer", "score"), make_field("repeat", "rows"))).id
    client = client_for(admin)
    for odd in (
        "[",
        "[1]",
        "null",
        '{"score": {"$": []}}',
        '{"rows": [[1], 3]}',
        "[" * 5000,
        "9" * 300_000,
        '{"score": "\\u0000"}',
    ):
        sent = {"vorige": odd, "staat": odd, "pagina": "first", "zaak": "x" * 900, "zaak-was": "x" * 40}
        assert client.post(f"/bouwen/concept/{draft_id}/voorbeeld", data=sent).status_code == 200
        assert client.post(f"/bouwen/concept/{draft_id}/proeven", data=sent | {"revision": "0"}).status_code in (
            303,
            409,
            413,
            422,
        )
