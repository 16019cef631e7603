"""Signing in and out with a browser."""

from __future__ import annotations

import datetime as dt
import statistics
import time
import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts import queries, services
from portal.accounts.models import SignIn, User
from portal.accounts.sign_in import TOKEN
from portal.core import clock
from portal.core.audit import AuditRow
from portal.settings import Settings
from tests.builders.accounts import PASSWORD, apart, make_user

WRONG = "Dit e-mailadres en wachtwoord horen niet bij elkaar."


@pytest.fixture
def email(app: Flask) -> str:
    """The address of an expert."""
    with apart(app) as uow:
        return make_user(uow, "expert").email


@pytest.fixture
def with_csrf(app: Flask) -> Iterator[None]:
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> int:
    return client.post("/inloggen", data={"email": email, "password": password, **more}).status_code


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_the_right_password_opens_the_portal(client: FlaskClient, email: str) -> None:
    assert not is_in(client)
    assert sign_in(client, email) == 303
    assert is_in(client)


def test_capitals_and_spaces_around_the_address_do_not_matter(client: FlaskClient, email: str) -> None:
    assert sign_in(client, f" {email.upper()} ") == 303


def test_a_page_that_needs_signing_in_leads_there_and_back(client: FlaskClient, email: str) -> None:
    asked = client.get("/account/wachtwoord")
    assert (asked.status_code, asked.location) == (303, "/inloggen?next=/account/wachtwoord")
    answer = client.post("/inloggen", data={"email": email, "password": PASSWORD, "next": "/account/wachtwoord"})
    assert answer.location == "/account/wachtwoord"


@pytest.mark.parametrize(
    "away", ["https://elders.example/", "//elders.example", "/\\elders.example", "/inloggen", "javascript:x"]
)
def test_signing_in_never_leads_out_of_the_portal(client: FlaskClient, email: str, away: str) -> None:
    answer = client.post("/inloggen", data={"email": email, "password": PASSWORD, "next": away})
    assert answer.location == "/"


def test_wrong_password_unknown_address_and_disabled_user_get_one_answer(
    app: Flask, client: FlaskClient, email: str
) -> None:
    with apart(app) as uow:
        off = make_user(uow, "expert", active=False).email
        new = make_user(uow, "expert", password=False).email
    client.get("/inloggen")
    answers = [
        client.post("/inloggen", data={"email": who, "password": secret})
        for who, secret in [
            (email, "not this one"),
            ("niemand@voorbeeld.nl", PASSWORD),
            (off, PASSWORD),
            (new, PASSWORD),
        ]
    ]
    assert {a.status_code for a in answers} == {422}
    assert all(WRONG in a.text for a in answers)
    assert len({a.text.count("\n") for a in answers}) == 1
    assert len({tuple(a.headers.keys()) for a in answers}) == 1
    assert not is_in(client)


def test_an_unknown_address_takes_as_long_as_a_wrong_password(client: FlaskClient, email: str) -> None:
    def seconds(who: str) -> float:
        begun = time.thread_time()
        assert sign_in(client, who, "not this one") == 422
        return time.thread_time() - begun

    sign_in(client, "warm@voorbeeld.nl", "not this one")
    known = statistics.median(seconds(email) for _ in range(4))
    unknown = statistics.median(seconds(f"niemand{n}@voorbeeld.nl") for n in range(4))
    assert 0.5 < known / unknown < 2


def test_refused_sign_ins_are_in_the_log_without_what_was_typed(app: Flask, client: FlaskClient, email: str) -> None:
    sign_in(client, email, "not this one")
    sign_in(client, "niemand@voorbeeld.nl")
    with apart(app) as uow:
        bodies = uow.session.scalars(sa.select(AuditRow.body).where(AuditRow.name == "user.sign_in_failed")).all()
    assert [("password" in b, "unknown" in b) for b in bodies] == [(True, False), (False, True)]
    assert "niemand" not in "".join(bodies)


def test_what_was_typed_is_kept_but_the_password_is_not(client: FlaskClient, email: str) -> None:
    page = client.post("/inloggen", data={"email": email, "password": "not this one"}).text
    assert f'value="{email}"' in page
    assert "not this one" not in page


def test_signing_out_kills_a_copied_cookie(app: Flask, client: FlaskClient, email: str) -> None:
    sign_in(client, email)
    thief = app.test_client()
    cookie = client.get_cookie("driehoek")
    assert cookie
    thief.set_cookie("driehoek", cookie.value)
    assert is_in(thief)
    assert client.post("/uitloggen").status_code == 303
    assert not is_in(client)
    assert not is_in(thief)


def test_signing_out_ends_every_device(app: Flask, client: FlaskClient, email: str) -> None:
    tablet = app.test_client()
    sign_in(client, email)
    sign_in(tablet, email)
    client.post("/uitloggen")
    assert not is_in(tablet)


def test_a_disabled_user_loses_every_session_at_once(app: Flask, client: FlaskClient, email: str) -> None:
    tablet = app.test_client()
    sign_in(client, email)
    sign_in(tablet, email)
    with apart(app) as uow:
        user_id = uow.session.scalars(sa.select(User.id).where(User.email == email)).one()
        services.disable(uow, user_id)
    assert not is_in(client)
    assert not is_in(tablet)
    with apart(app) as uow:
        services.enable(uow, user_id)
    assert not is_in(client)


def test_a_role_taken_away_counts_at_the_next_request(app: Flask, client: FlaskClient, email: str) -> None:
    sign_in(client, email)
    with apart(app) as uow:
        user = uow.session.scalars(sa.select(User).where(User.email == email)).one()
        for organisation, role in queries.actor_of(uow.session, user.id).memberships:
            services.revoke(uow, user.id, organisation, role)
    assert client.get("/account").status_code == 403


def test_one_device_can_be_signed_out_from_another(app: Flask, client: FlaskClient, email: str) -> None:
    tablet = app.test_client()
    sign_in(tablet, email)
    sign_in(client, email)
    with apart(app) as uow:
        oldest = uow.session.scalars(sa.select(SignIn.id).order_by(SignIn.created_at)).first()
    page = client.get("/account/apparaten").text
    assert str(oldest) in page
    assert client.post(f"/account/apparaten/{oldest}/uitloggen").status_code == 303
    assert not is_in(tablet)
    assert is_in(client)


def test_a_device_of_somebody_else_is_missing(app: Flask, client: FlaskClient, email: str) -> None:
    with apart(app) as uow:
        other = make_user(uow, "bureau_staff").email
    stranger = app.test_client()
    sign_in(stranger, other)
    sign_in(client, email)
    with apart(app) as uow:
        theirs = uow.session.scalars(
            sa.select(SignIn.id).join(User, User.id == SignIn.user_id).where(User.email == other)
        ).one()
    assert client.post(f"/account/apparaten/{theirs}/uitloggen").status_code == 404
    assert is_in(stranger)


def test_a_session_left_alone_ends(app: Flask, client: FlaskClient, email: str) -> None:
    settings: Settings = app.config["SETTINGS"]
    begun = clock.now()
    sign_in(client, email)
    with clock.at(begun + dt.timedelta(minutes=settings.idle_minutes + 1)):
        assert not is_in(client)


def test_using_a_session_keeps_it_open_until_its_longest(app: Flask, client: FlaskClient, email: str) -> None:
    settings: Settings = app.config["SETTINGS"]
    begun = clock.now()
    sign_in(client, email)
    step = dt.timedelta(minutes=settings.idle_minutes - 5)
    moment = begun
    while moment + step < begun + dt.timedelta(hours=settings.session_hours):
        moment += step
        with clock.at(moment):
            assert is_in(client), moment - begun
    with clock.at(begun + dt.timedelta(hours=settings.session_hours, seconds=5)):
        assert not is_in(client)


def test_what_an_open_page_asks_by_itself_keeps_no_session_open(app: Flask, client: FlaskClient, email: str) -> None:
    settings: Settings = app.config["SETTINGS"]
    begun = clock.now()
    sign_in(client, email)
    for minutes in range(2, settings.idle_minutes, 5):
        with clock.at(begun + dt.timedelta(minutes=minutes)):
            client.post(f"/bouwen/concept/{uuid.uuid4()}/aanwezig")
    with clock.at(begun + dt.timedelta(minutes=settings.idle_minutes + 1)):
        assert not is_in(client)


def test_looking_at_a_page_is_noted_once_a_minute(app: Flask, client: FlaskClient, email: str) -> None:
    def seen() -> dt.datetime:
        with apart(app) as uow:
            return uow.session.scalars(sa.select(SignIn.last_seen)).one()

    begun = clock.now()
    sign_in(client, email)
    first = seen()
    with clock.at(begun + dt.timedelta(seconds=30)):
        is_in(client)
    assert seen() == first
    with clock.at(begun + dt.timedelta(seconds=90)):
        is_in(client)
    assert seen() > first


def test_signing_in_starts_a_new_session_in_the_browser(client: FlaskClient, email: str) -> None:
    with client.session_transaction() as planted:
        planted["planted"] = "by somebody else"
        planted["csrf_token"] = "known"
        planted[TOKEN] = "known"
    sign_in(client, email)
    with client.session_transaction() as found:
        assert "planted" not in found
        assert found[TOKEN] != "known"
        assert found.get("csrf_token") != "known"


def test_a_cookie_without_a_row_or_with_another_name_is_nobody(client: FlaskClient, email: str) -> None:
    sign_in(client, email)
    with client.session_transaction() as found:
        found["_user_id"] = "another"
    assert not is_in(client)
    with client.session_transaction() as found:
        found[TOKEN] = {"not": "text"}
    assert not is_in(client)


def test_flask_security_leaves_no_doors_open(app: Flask, client: FlaskClient, email: str) -> None:
    addresses = {rule.rule for rule in app.url_map.iter_rules()}
    assert not addresses & {
        "/login",
        "/logout",
        "/register",
        "/reset",
        "/verify",
        "/tf-setup",
        "/us-signin",
        "/wan-signin",
    }
    with app.app_context():
        token = app.extensions["security"].remember_token_serializer.dumps(
            {"ver": "5", "uid": "x", "fs_paa": 0, "exp": 0}
        )
    assert client.get(f"/account?auth_token={token}").status_code == 303
    assert client.get("/account", headers={"Authentication-Token": token}).status_code == 303


def test_a_remember_cookie_opens_nothing(app: Flask, client: FlaskClient, email: str) -> None:
    from flask_login.utils import encode_cookie

    with apart(app) as uow:
        name = uow.session.scalars(sa.select(User.fs_uniquifier).where(User.email == email)).one()
    with app.test_request_context():
        client.set_cookie("remember_token", encode_cookie(name))
    assert not is_in(client)


@pytest.mark.usefixtures("with_csrf")
@pytest.mark.parametrize(
    "path",
    [
        "/inloggen",
        "/uitloggen",
        "/inloggen/code",
        "/inloggen/vergeten",
        "/inloggen/wachtwoord-kiezen",
        "/inloggen/tweede-stap",
    ],
)
def test_a_form_from_elsewhere_is_refused(client: FlaskClient, email: str, path: str) -> None:
    assert client.post(path, data={"email": email, "password": PASSWORD}).status_code == 400
    assert not is_in(client)


def test_signing_out_is_a_post(client: FlaskClient, email: str) -> None:
    sign_in(client, email)
    assert client.get("/uitloggen").status_code == 405
    assert is_in(client)


def test_the_demo_shows_its_people_and_nobody_else_does(app: Flask, client: FlaskClient, email: str) -> None:
    assert email in client.get("/inloggen").text
    kept: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = kept.model_copy(update={"mode": "production"})
    try:
        page = client.get("/inloggen").text
    finally:
        app.config["SETTINGS"] = kept
    assert email not in page
    assert "driehoek-demo" not in page


@pytest.mark.parametrize("field", ["email", "password"])
@pytest.mark.parametrize("value", ["", "x" * 100_000, "\0", "\u202e", "' OR 1=1 --", "<script>"])
def test_odd_input_is_answered_and_opens_nothing(client: FlaskClient, email: str, field: str, value: str) -> None:
    answer = client.post("/inloggen", data={"email": email, "password": PASSWORD, field: value})
    assert answer.status_code == 422
    assert "<script>" not in answer.text
    assert not is_in(client)


def test_texts_of_flask_security_are_dutch(app: Flask) -> None:
    with app.test_request_context():
        words = app.extensions["security"].i18n_domain.gettext
        assert words("Invalid password") == "Dit wachtwoord klopt niet"
        assert words("%(email)s is already associated with an account.", email="a@b.nl").endswith("a@b.nl.")
