"""Invitations, forgotten passwords and one's own account, with a browser."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts import services
from portal.accounts.models import User, UserInvitation
from portal.core import clock, worker
from portal.core.db import db
from portal.core.outbox import Message
from tests.builders.accounts import PASSWORD, apart, make_organisation, make_user

NEW = "vier rode lantaarns"


@pytest.fixture
def email(app: Flask) -> str:
    with apart(app) as uow:
        return make_user(uow, "expert").email


def mailed(app: Flask) -> list[str]:
    """Let the worker run and return the addresses in the mails, oldest first."""
    with app.app_context():
        worker.work_all(db.sessionmaker)
    with apart(app) as uow:
        bodies = [uow.reveal(m, "body") for m in uow.session.scalars(sa.select(Message).order_by(Message.created_at))]
    return [found.group(1) for body in bodies if (found := re.search(r"https?://[^/]+(/\S+)", body))]


@pytest.fixture
def link(app: Flask) -> str:
    """The link in the invitation of a new expert."""
    with apart(app) as uow:
        practice = make_organisation(uow, "expert_practice")
        services.invite(uow, "nieuw@voorbeeld.nl", "Nieuwe Expert", practice.id, "expert")
    return mailed(app)[0]


def can_sign_in(app: Flask, email: str, password: str) -> bool:
    return app.test_client().post("/inloggen", data={"email": email, "password": password}).status_code == 303


def test_an_invitation_leads_to_a_password_and_then_in(app: Flask, client: FlaskClient, link: str) -> None:
    assert client.get(link).location == "/inloggen/wachtwoord-kiezen"
    assert "nieuw@voorbeeld.nl" in client.get("/inloggen/wachtwoord-kiezen").text
    done = client.post("/inloggen/wachtwoord-kiezen", data={"password": NEW, "repeated": NEW})
    assert done.location == "/inloggen"
    assert can_sign_in(app, "nieuw@voorbeeld.nl", NEW)


def test_looking_at_a_link_uses_nothing_up(app: Flask, client: FlaskClient, link: str) -> None:
    for _ in range(5):
        scanner = app.test_client()
        assert scanner.head(link).status_code == 303
        assert scanner.get(link, follow_redirects=True).status_code == 200
    with apart(app) as uow:
        assert uow.session.scalars(sa.select(UserInvitation.used_at)).all() == [None]
    client.get(link)
    assert client.post("/inloggen/wachtwoord-kiezen", data={"password": NEW, "repeated": NEW}).status_code == 303


def test_a_link_works_once(app: Flask, client: FlaskClient, link: str) -> None:
    client.get(link)
    client.post("/inloggen/wachtwoord-kiezen", data={"password": NEW, "repeated": NEW})
    again = app.test_client()
    again.get(link)
    assert again.get("/inloggen/wachtwoord-kiezen").status_code == 404
    assert (
        again.post("/inloggen/wachtwoord-kiezen", data={"password": PASSWORD, "repeated": PASSWORD}).status_code == 404
    )
    assert not can_sign_in(app, "nieuw@voorbeeld.nl", PASSWORD)


def test_an_expired_an_unknown_and_a_used_link_look_alike(app: Flask, client: FlaskClient, link: str) -> None:
    with clock.at(clock.now() + dt.timedelta(days=7, seconds=1)):
        client.get(link)
        expired = client.get("/inloggen/wachtwoord-kiezen")
        assert client.post("/inloggen/wachtwoord-kiezen", data={"password": NEW, "repeated": NEW}).status_code == 404
    other = app.test_client()
    other.get("/inloggen/link/unknown")
    unknown = other.get("/inloggen/wachtwoord-kiezen")
    assert (expired.status_code, unknown.status_code) == (404, 404)
    assert re.sub(r'value="[^"]+"', "", expired.text) == re.sub(r'value="[^"]+"', "", unknown.text)
    assert not can_sign_in(app, "nieuw@voorbeeld.nl", NEW)


@pytest.mark.parametrize(
    ("first", "second"), [("kort", "kort"), (NEW, "iets anders"), ("nieuwe expert 1", "nieuwe expert 1"), ("", "")]
)
def test_an_unfit_password_is_refused_and_the_link_lives_on(
    client: FlaskClient, link: str, first: str, second: str
) -> None:
    client.get(link)
    assert client.post("/inloggen/wachtwoord-kiezen", data={"password": first, "repeated": second}).status_code == 422
    assert client.post("/inloggen/wachtwoord-kiezen", data={"password": NEW, "repeated": NEW}).status_code == 303


def test_a_forgotten_password_is_replaced_by_a_link(app: Flask, client: FlaskClient, email: str) -> None:
    signed_in = app.test_client()
    signed_in.post("/inloggen", data={"email": email, "password": PASSWORD})
    assert client.post("/inloggen/vergeten", data={"email": email}).status_code == 303
    client.get(mailed(app)[0])
    assert client.post("/inloggen/wachtwoord-kiezen", data={"password": NEW, "repeated": NEW}).status_code == 303
    assert can_sign_in(app, email, NEW)
    assert not can_sign_in(app, email, PASSWORD)
    assert signed_in.get("/account").status_code == 303


def test_asking_for_a_link_answers_the_same_for_an_unknown_address(app: Flask, email: str) -> None:
    answers = []
    for who in (email, "niemand@voorbeeld.nl"):
        asker = app.test_client()
        asker.get("/inloggen/vergeten")
        first = asker.post("/inloggen/vergeten", data={"email": who})
        answers.append(
            (first.status_code, first.location, "Kennen wij dit e-mailadres?" in asker.get("/inloggen").text)
        )
    assert answers[0] == answers[1] == (303, "/inloggen", True)
    assert len(mailed(app)) == 1


def test_nobody_is_flooded_with_links(app: Flask, client: FlaskClient, email: str) -> None:
    for _ in range(6):
        assert client.post("/inloggen/vergeten", data={"email": email}).status_code == 303
    assert len(mailed(app)) == 3


def test_one_address_cannot_ask_for_ever(client: FlaskClient) -> None:
    answers = [client.post("/inloggen/vergeten", data={"email": f"x{n}@voorbeeld.nl"}).status_code for n in range(12)]
    assert answers == [303] * 10 + [429] * 2


def test_changing_the_password_asks_for_the_old_one_and_ends_other_sessions(
    app: Flask, client: FlaskClient, email: str
) -> None:
    tablet = app.test_client()
    for browser in (client, tablet):
        browser.post("/inloggen", data={"email": email, "password": PASSWORD})
    wrong = client.post("/account/wachtwoord", data={"old": "not this one", "password": NEW, "repeated": NEW})
    assert wrong.status_code == 422
    right = client.post("/account/wachtwoord", data={"old": PASSWORD, "password": NEW, "repeated": NEW})
    assert right.location == "/account"
    assert client.get("/account").status_code == 200
    assert tablet.get("/account").status_code == 303
    assert can_sign_in(app, email, NEW)


def test_own_name_and_number_are_changed_once_per_form(app: Flask, client: FlaskClient, email: str) -> None:
    client.post("/inloggen", data={"email": email, "password": PASSWORD})
    version = re.search(r'name="version" type="hidden" value="(\d+)"', client.get("/account").text)
    assert version
    form = {"name": "Sanne de Boer", "phone": "06 12 34 56 78", "version": version.group(1)}
    assert client.post("/account", data=form).status_code == 303
    assert client.post("/account", data=form | {"name": "Iemand anders"}).status_code == 409
    assert client.post("/account", data=form | {"phone": "bel mij", "version": "3"}).status_code == 422
    with apart(app) as uow:
        user = uow.session.scalars(sa.select(User).where(User.email == email)).one()
        assert (user.name, user.phone) == ("Sanne de Boer", "06 12 34 56 78")


@pytest.mark.parametrize(
    "path", ["/account", "/account/wachtwoord", "/account/apparaten", "/account/tweede-stap", "/account/bevestigen"]
)
def test_own_pages_are_for_whoever_signed_in(client: FlaskClient, path: str) -> None:
    assert client.get(path).location == f"/inloggen?next={path}"
