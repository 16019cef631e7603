"""The page of the life domains: versions are frozen, a form takes one over and can take that back."""

from __future__ import annotations

import uuid

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from portal.core.errors import Conflict
from portal.core.policy import Actor
from portal.definitions import queries, services
from tests.builders.accounts import apart, make_actor
from tests.builders.submissions import make_body
from tests.web.designer_pages import HOSTILE, Builder, ClientFor, admin

__all__ = ["admin"]
PAGE = "/bouwen/leefgebieden"


@pytest.fixture
def client(app: Flask, admin: Actor, client_for: ClientFor) -> FlaskClient:
    with apart(app) as uow:
        services.load_shipped(uow)
    return client_for(admin)


def typed(client: FlaskClient, **changes: str) -> dict[str, str]:
    """What the form for the next version posts, with something changed."""
    form = BeautifulSoup(client.get(PAGE).data, "html.parser").select_one(f"main form[action='{PAGE}']")
    assert form is not None
    given = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]:not([name=_once])")}
    given |= {str(one["name"]): one.text for one in form.select("textarea")}
    given |= {str(one["name"]): one.select_one("option[selected]").text for one in form.select("select")}  # type: ignore[union-attr]
    return given | changes


def test_the_shipped_list_is_the_first_version_and_names_the_forms_that_use_it(client: FlaskClient) -> None:
    text = " ".join(BeautifulSoup(client.get(PAGE).data, "html.parser").get_text(" ").split())
    assert "Versie 1: Acht leefgebieden, 1" in text and "Movisie" in text and "Justitie en veiligheid" in text
    assert "Intake live Versie 1" in text and "er is een nieuwere" not in text


def test_the_next_version_is_frozen_beside_the_first_and_forms_say_that_they_are_behind(
    app: Flask, client: FlaskClient
) -> None:
    given = typed(client, version="2", domains=typed(client)["domains"] + "\nVervoer")
    assert client.post(PAGE, data=given).status_code == 303
    text = client.get(PAGE).text
    assert "Versie 2: Acht leefgebieden, 2" in text and "er is een nieuwere" in text
    with apart(app) as uow:
        second, first = queries.instruments(uow.session, uow.actor)
        assert len(first.body["domains"]) == 8 and len(second.body["domains"]) == 9
        assert second.body["domains"][0] == first.body["domains"][0], "the English stays with the Dutch"


def test_a_form_takes_the_list_over_in_a_draft_and_takes_that_back(
    app: Flask, client: FlaskClient, admin: Actor
) -> None:
    with apart(app, admin) as uow:
        builder = Builder(app, client, services.start_new(uow, make_body()).id)
        row = queries.instruments(uow.session, uow.actor)[0].id
    assert "Acht leefgebieden" in builder.page("?kies=form").text
    assert builder.do("", to="leefgebieden", lijst=str(row)).status_code == 303
    assert len(builder.body["instrument"]["domains"]) == 8 and len(builder.body["pages"]) == 9
    assert "Leefgebieden overgenomen: Acht leefgebieden" in client.get(f"{builder.path}/geschiedenis").text
    assert builder.client.get(f"{builder.path}/voorbeeld?kies=page:wonen").status_code == 200
    assert builder.do("", revision=0, to="leefgebieden", lijst=str(row)).status_code == 409
    for unknown in ("", "x", str(uuid.uuid4())):
        assert builder.do("", to="leefgebieden", lijst=unknown).status_code == 404
    builder.do("", to="ongedaan")
    assert "instrument" not in builder.body and len(builder.body["pages"]) == 1


@pytest.mark.parametrize(("changes", "field"), [
    ({"name": " "}, "name"), ({"version": ""}, "version"), ({"source": ""}, "source"), ({"domains": " \n"}, "domains"),
    ({"domains": "Wonen\nWonen"}, "domains"), ({"domains": "\n".join(f"d{n}" for n in range(41))}, "domains"), ({"high": "99"}, "high"),
    ({"low": "x"}, "high"), ({"words": "9 = hoog"}, "words"), ({"words": "goed"}, "words"), ({"name": "x" * 400}, "name"),
])  # fmt: skip
def test_what_cannot_be_read_is_told_at_its_field_and_the_rest_stays(
    client: FlaskClient, changes: dict[str, str], field: str
) -> None:
    answer = client.post(PAGE, data=typed(client, **({"version": "blijft"} | changes)))
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 422
    assert page.select_one(f"#{field}[aria-invalid]") is not None
    assert "version" in changes or page.select_one("#version")["value"] == "blijft"  # type: ignore[index]
    assert "Versie 2" not in page.text


@pytest.mark.parametrize("hostile", ["a\0b", "a\u202eb", "\ud800", "[" * 300])
def test_hostile_signs_are_refused_or_text(client: FlaskClient, hostile: str) -> None:
    given = {name: value.encode("utf-8", "surrogatepass") for name, value in typed(client, version="2").items()}
    answer = client.post(PAGE, data=given | {"domains": hostile.encode("utf-8", "surrogatepass")})
    assert answer.status_code in (303, 422)


def test_hostile_markup_is_text(client: FlaskClient) -> None:
    hostile = HOSTILE.replace("\u2028", "")
    client.post(
        PAGE, data=typed(client, version=hostile, name=hostile, source=hostile, domains=hostile, words=f"1 = {hostile}")
    )
    text = client.get(PAGE).text
    assert "Versie 2" in text and "<script>alert" not in text and "<img src=x" not in text


def test_whoever_is_late_or_changes_nothing_is_told(app: Flask, client: FlaskClient, admin: Actor) -> None:
    given = typed(client)
    assert client.post(PAGE, data=given).status_code == 409, "nothing is new"
    assert client.post(PAGE, data=given | {"version": "2"}).status_code == 303
    late = client.post(PAGE, data=given | {"version": "3"})
    assert late.status_code == 409 and 'value="3"' in late.text
    with pytest.raises(Conflict), apart(app, admin) as uow:
        services.publish_instrument(uow, 1, {})


@pytest.mark.parametrize("role", ["legal", "corporation_staff", "expert", "social_team", "auditor"])
def test_others_do_not_come_near_the_list(app: Flask, client: FlaskClient, client_for: ClientFor, role: str) -> None:
    with apart(app) as uow:
        other = client_for(make_actor(uow, role))
    assert other.get(PAGE).status_code == other.post(PAGE).status_code == 403
