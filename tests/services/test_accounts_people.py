"""The command `portal people`."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask

from portal.accounts.models import User
from portal.accounts.rules import Role
from portal.commands import people
from portal.settings import Settings
from tests.builders.accounts import apart, make_user


@pytest.fixture
def portal(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("DRIEHOEK_VAR", str(settings.var))
    monkeypatch.setenv("DRIEHOEK_DATABASE_URL", settings.database_url.get_secret_value())
    return CliRunner()


def test_the_first_administrator_gets_a_link(app: Flask, portal: CliRunner) -> None:
    answer = portal.invoke(people.people, ["invite", "anna@voorbeeld.nl", "Anna", "--bureau", "Bureau", "--show-link"])
    assert answer.exit_code == 0, answer.output
    link = re.search(r"https?://\S+(/inloggen/link/\S+)", answer.output)
    assert link
    browser = app.test_client()
    browser.get(link.group(1))
    secret = {"password": "vier rode lantaarns", "repeated": "vier rode lantaarns"}
    assert browser.post("/inloggen/wachtwoord-kiezen", data=secret).status_code == 303


def test_an_unknown_address_and_the_last_administrator_are_refused_in_words(app: Flask, portal: CliRunner) -> None:
    with apart(app) as uow:
        make_user(uow, Role.BUREAU_ADMIN, email="anna@voorbeeld.nl")
    for address in ("niemand@voorbeeld.nl", "anna@voorbeeld.nl"):
        answer = portal.invoke(people.people, ["disable", address])
        assert answer.exit_code == 1
        assert "Error: " in answer.output
        assert "Traceback" not in answer.output


def test_somebody_is_shut_out_and_let_in_again(app: Flask, portal: CliRunner) -> None:
    with apart(app) as uow:
        make_user(uow, Role.EXPERT, email="bea@voorbeeld.nl")
    for act, active in (("disable", False), ("enable", True)):
        assert portal.invoke(people.people, [act, "bea@voorbeeld.nl"]).exit_code == 0
        with apart(app) as uow:
            assert uow.session.scalars(sa.select(User.active).where(User.email == "bea@voorbeeld.nl")).one() is active
