"""How often something may be tried."""

from __future__ import annotations

import datetime as dt
import doctest
import threading

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.core import clock
from portal.core.errors import TooMany
from portal.web import limits
from portal.web.limits import BackOff, Limit, RateCount
from tests.builders.accounts import PASSWORD, apart, make_user

THREE = Limit("three", 3, dt.timedelta(minutes=1))


@pytest.fixture
def email(app: Flask) -> str:
    with apart(app) as uow:
        return make_user(uow, "expert").email


def attempt(client: FlaskClient, email: str, password: str = "not this one", origin: str = "192.0.2.1") -> int:
    return client.post(
        "/inloggen", data={"email": email, "password": password}, environ_base={"REMOTE_ADDR": origin}
    ).status_code


def test_the_examples_of_the_limits_hold() -> None:
    assert doctest.testmod(limits).failed == 0


def test_a_limit_counts_per_subject_and_starts_over(app: Flask) -> None:
    begun = clock.now()
    with app.app_context(), clock.at(begun):
        for _ in range(3):
            limits.spend(THREE, "a")
        with pytest.raises(TooMany) as refused:
            limits.spend(THREE, "a")
        assert refused.value.params["seconds"] == 60
        limits.spend(THREE, "b")
    with app.app_context(), clock.at(begun + dt.timedelta(seconds=60)):
        limits.spend(THREE, "a")


def test_a_count_taken_back_may_be_spent_again(app: Flask) -> None:
    with app.app_context():
        for _ in range(20):
            limits.spend(THREE, "a")
            limits.refund(THREE, "a")


def test_waits_double_and_are_forgotten_after_a_quiet_day(app: Flask) -> None:
    rule, moment, waits = BackOff("rule"), clock.now(), []
    with app.app_context():
        for _ in range(10):
            with clock.at(moment):
                limits.admit(rule, "a")
                try:
                    limits.admit(rule, "a")
                    waits.append(0)
                except TooMany as refused:
                    waits.append(int(str(refused.params["seconds"])))
                    moment += dt.timedelta(seconds=waits[-1])
        assert waits == [0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
        with clock.at(moment + rule.quiet):
            limits.admit(rule, "a")
            limits.admit(rule, "a")


def test_tries_at_the_same_instant_are_all_counted(app: Flask) -> None:
    rule, passed, barrier = BackOff("rule"), [], threading.Barrier(12)

    def one() -> None:
        with app.app_context():
            barrier.wait()
            try:
                limits.admit(rule, "a")
                passed.append(1)
            except TooMany:
                pass

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 5


def test_counts_hold_no_addresses_and_old_ones_go(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.randbelow", lambda _: 0)
    with app.app_context():
        limits.spend(THREE, "sanne@voorbeeld.nl")
        with clock.at(clock.now() + dt.timedelta(days=3)):
            limits.spend(THREE, "192.0.2.7")
    with apart(app) as uow:
        kept = uow.session.scalars(sa.select(RateCount)).all()
        assert len(kept) == 1
        assert len(kept[0].key) == 64


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"), ("nonsense", "unknown"),
    ],
)  # fmt: skip
def test_an_address_counts_for_its_subscriber(app: Flask, given: str, counted: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": given}):
        assert limits.address() == counted


def test_guessing_at_one_account_has_to_wait_from_any_address(client: FlaskClient, email: str) -> None:
    answers = [attempt(client, email, origin=f"192.0.2.{n}") for n in range(7)]
    assert answers == [422] * 5 + [429] * 2
    assert attempt(client, email, PASSWORD) == 429
    with clock.at(clock.now() + dt.timedelta(seconds=40)):
        assert attempt(client, email, PASSWORD) == 303


def test_waiting_tells_nothing_about_whether_an_account_exists(client: FlaskClient, email: str) -> None:
    for who in (email, "niemand@voorbeeld.nl"):
        assert [attempt(client, who) for _ in range(6)] == [422] * 5 + [429]


def test_guessing_at_many_accounts_from_one_address_has_to_wait(client: FlaskClient, email: str) -> None:
    answers = [attempt(client, f"x{n}@voorbeeld.nl") for n in range(32)]
    assert answers == [422] * 30 + [429] * 2
    assert attempt(client, email, PASSWORD, origin="192.0.2.1") == 429
    assert attempt(client, email, PASSWORD, origin="198.51.100.1") == 303


def test_an_office_behind_one_address_signs_in_without_waiting(app: Flask, email: str) -> None:
    assert {attempt(app.test_client(), email, PASSWORD) for _ in range(35)} == {303}


def test_the_wait_is_told_in_words_and_to_programs(client: FlaskClient, email: str) -> None:
    for _ in range(5):
        attempt(client, email)
    answer = client.post("/inloggen", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 30
    assert "Wacht 1 minuut." in answer.text
