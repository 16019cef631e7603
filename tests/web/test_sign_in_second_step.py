"""The second step at signing in, compulsory as in production."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts import second_factor, services
from portal.accounts.models import SignIn, User
from portal.core import clock
from portal.settings import Settings
from tests.builders.accounts import PASSWORD, apart, make_user

BEGIN = dt.datetime(2026, 3, 3, 9, 0, 10, tzinfo=dt.UTC)


@pytest.fixture
def required(app: Flask) -> Iterator[None]:
    """As in production: nobody goes without a second step."""
    kept: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = kept.model_copy(update={"second_factor": "required"})
    yield
    app.config["SETTINGS"] = kept


@pytest.fixture(autouse=True)
def _the_clock_stands_still() -> Iterator[None]:
    with clock.at(BEGIN):
        yield


@pytest.fixture
def email(app: Flask) -> str:
    """The address of an administrator, who needs no less than anybody else."""
    with apart(app) as uow:
        return make_user(uow, "bureau_admin").email


def give(client: FlaskClient, email: str) -> str | None:
    """Give the password; return where that leads."""
    return client.post("/inloggen", data={"email": email, "password": PASSWORD, "next": "/account"}).location


def secret_on(page: str) -> str:
    """Return the key that a set-up page shows for typing over."""
    found = re.search(r'class="kenmerk">([A-Z2-7-]{20,})<', page)
    assert found
    return found.group(1).replace("-", "")


def code_of(key: str, later: int = 0) -> str:
    totp = second_factor.codes()._totp(key=key)
    return str(totp.generate(time=clock.now().timestamp() + later).token)


def set_up(client: FlaskClient, email: str) -> tuple[str, list[str]]:
    """Sign in for the first time; return the key and the recovery codes."""
    assert give(client, email) == "/inloggen/tweede-stap"
    key = secret_on(client.get("/inloggen/tweede-stap").text)
    done = client.post("/inloggen/tweede-stap", data={"code": code_of(key, -30)})
    assert done.status_code == 200
    return key, re.findall(r">([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})<", done.text)


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("path", ["/", "/account", "/account/wachtwoord", "/account/tweede-stap", "/account/apparaten"])
def test_until_it_is_set_up_everything_else_is_closed(client: FlaskClient, email: str, path: str) -> None:
    give(client, email)
    answer = client.get(path)
    assert answer.status_code in {303, 404}
    assert 'class="wie"' not in answer.text
    if answer.status_code == 303:
        assert answer.location.startswith("/inloggen")


@pytest.mark.usefixtures("required")
def test_setting_it_up_lets_the_person_in_and_shows_ten_codes_once(client: FlaskClient, email: str) -> None:
    _, codes = set_up(client, email)
    assert len(codes) == 10
    assert client.get("/account").status_code == 200
    assert codes[0] not in client.get("/account/tweede-stap").text
    assert client.get("/inloggen/tweede-stap").status_code == 303


@pytest.mark.usefixtures("required")
def test_a_wrong_first_code_changes_nothing_and_may_be_tried_again(client: FlaskClient, email: str) -> None:
    give(client, email)
    key = secret_on(client.get("/inloggen/tweede-stap").text)
    assert client.post("/inloggen/tweede-stap", data={"code": "12345"}).status_code == 422
    assert secret_on(client.get("/inloggen/tweede-stap").text) == key
    assert client.post("/inloggen/tweede-stap", data={"code": code_of(key)}).status_code == 200


@pytest.mark.usefixtures("required")
def test_the_password_alone_opens_nothing(app: Flask, client: FlaskClient, email: str) -> None:
    set_up(client, email)
    other = app.test_client()
    assert give(other, email) == "/inloggen/code"
    assert other.get("/account").status_code == 303
    assert other.post("/uitloggen").status_code == 303
    assert client.get("/account").status_code == 200


@pytest.mark.usefixtures("required")
def test_the_code_of_the_app_opens_the_portal_where_the_person_was_going(
    app: Flask, client: FlaskClient, email: str
) -> None:
    key, _ = set_up(client, email)
    other = app.test_client()
    give(other, email)
    answer = other.post("/inloggen/code", data={"code": code_of(key)})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert other.get("/account").status_code == 200


@pytest.mark.usefixtures("required")
def test_a_code_that_was_used_opens_nothing(app: Flask, client: FlaskClient, email: str) -> None:
    key, _ = set_up(client, email)
    for status in (303, 422):
        other = app.test_client()
        give(other, email)
        assert other.post("/inloggen/code", data={"code": code_of(key)}).status_code == status


@pytest.mark.usefixtures("required")
def test_a_recovery_code_works_once(app: Flask, client: FlaskClient, email: str) -> None:
    _, codes = set_up(client, email)
    for status in (303, 422):
        other = app.test_client()
        give(other, email)
        assert other.post("/inloggen/code", data={"code": codes[3]}).status_code == status


@pytest.mark.usefixtures("required")
def test_too_many_wrong_codes_send_back_to_the_password_and_then_make_wait(
    app: Flask, client: FlaskClient, email: str
) -> None:
    key, _ = set_up(client, email)
    other = app.test_client()
    give(other, email)
    answers = [other.post("/inloggen/code", data={"code": "000000"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [303]
    give(other, email)
    late = other.post("/inloggen/code", data={"code": code_of(key)})
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0


@pytest.mark.usefixtures("required")
def test_the_second_step_must_come_within_ten_minutes(app: Flask, client: FlaskClient, email: str) -> None:
    key, _ = set_up(client, email)
    other = app.test_client()
    give(other, email)
    with clock.at(BEGIN + dt.timedelta(minutes=10, seconds=1)):
        assert other.post("/inloggen/code", data={"code": code_of(key)}).location.startswith("/inloggen?")


@pytest.mark.usefixtures("required")
def test_a_half_sign_in_is_no_session_even_when_its_token_is_planted_as_one(
    client: FlaskClient, app: Flask, email: str
) -> None:
    give(client, email)
    with apart(app) as uow:
        name = uow.session.scalars(sa.select(User.fs_uniquifier).where(User.email == email)).one()
    with client.session_transaction() as planted:
        planted["sign_in"], planted["_user_id"] = planted["half"], name
    assert client.get("/account").status_code == 303


def test_sessions_without_a_second_step_end_when_it_becomes_compulsory(
    app: Flask, client: FlaskClient, email: str
) -> None:
    assert give(client, email) == "/account"
    assert client.get("/account").status_code == 200
    kept: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = kept.model_copy(update={"mode": "production"})
    try:
        assert client.get("/account").status_code == 303
    finally:
        app.config["SETTINGS"] = kept


def test_whoever_has_a_second_step_is_asked_for_it_also_where_it_is_not_compulsory(
    app: Flask, client: FlaskClient, email: str
) -> None:
    give(client, email)
    assert client.post("/account/tweede-stap/begin").location == "/account/tweede-stap/instellen"
    key = secret_on(client.get("/account/tweede-stap/instellen").text)
    assert client.post("/account/tweede-stap/instellen", data={"code": code_of(key)}).status_code == 200
    assert client.get("/account").status_code == 200
    assert give(app.test_client(), email) == "/inloggen/code"


@pytest.mark.usefixtures("required")
def test_where_it_is_compulsory_it_cannot_be_switched_off(client: FlaskClient, email: str) -> None:
    set_up(client, email)
    assert "Uitzetten" not in client.get("/account/tweede-stap").text
    assert client.post("/account/tweede-stap/uit").status_code == 403


def test_where_it_is_not_compulsory_switching_it_off_signs_out(client: FlaskClient, email: str) -> None:
    give(client, email)
    client.post("/account/tweede-stap/begin")
    key = secret_on(client.get("/account/tweede-stap/instellen").text)
    client.post("/account/tweede-stap/instellen", data={"code": code_of(key)})
    assert client.post("/account/tweede-stap/uit").status_code == 303
    assert client.get("/account").status_code == 303
    assert give(client, email) == "/account"


@pytest.mark.usefixtures("required")
def test_a_lost_phone_is_helped_by_the_administrator_and_set_up_anew(
    app: Flask, client: FlaskClient, email: str
) -> None:
    key, _ = set_up(client, email)
    with apart(app) as uow:
        user_id = uow.session.scalars(sa.select(User.id).where(User.email == email)).one()
        services.remove_second_factor(uow, user_id)
    assert client.get("/account").status_code == 303
    new, _ = set_up(client, email)
    assert new != key


def test_sensitive_pages_ask_for_the_password_again_after_a_while(app: Flask, client: FlaskClient, email: str) -> None:
    give(client, email)
    with clock.at(BEGIN + dt.timedelta(minutes=25)):
        asked = client.post("/account/tweede-stap/begin")
        assert asked.location == "/account/bevestigen?next=/account"
        assert client.get("/account/tweede-stap/instellen").location.startswith(
            "/account/bevestigen?next=/account/tweede-stap"
        )
        wrong = client.post("/account/bevestigen", data={"password": "not this one", "next": "/account/tweede-stap"})
        assert wrong.status_code == 422
        right = client.post("/account/bevestigen", data={"password": PASSWORD, "next": "/account/tweede-stap"})
        assert right.location == "/account/tweede-stap"
        assert client.post("/account/tweede-stap/begin").location == "/account/tweede-stap/instellen"


def test_the_key_of_the_app_is_not_in_the_browsers_cookie(client: FlaskClient, email: str, app: Flask) -> None:
    give(client, email)
    client.post("/account/tweede-stap/begin")
    key = secret_on(client.get("/account/tweede-stap/instellen").text)
    with client.session_transaction() as found:
        assert key not in str(dict(found))
    with apart(app) as uow:
        sealed = uow.session.scalars(sa.select(SignIn.setup_sealed)).one()
        assert sealed is not None
        assert key.encode() not in sealed
