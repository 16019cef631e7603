"""Somebody who builds a form in a browser, and what others of the house see of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.core.policy import Actor
from portal.definitions import queries, services
from tests.builders.accounts import apart, make_actor
from tests.builders.submissions import make_body, make_field

ClientFor = Callable[[Actor], FlaskClient]
HOSTILE = "<script>alert(1)</script>{{7*7}}\u2028\"'><img src=x onerror=alert(1)>"


class Builder:
    """Somebody who builds one form in a browser."""

    def __init__(self, app: Flask, client: FlaskClient, draft_id: uuid.UUID) -> None:
        self.app, self.client, self.path = app, client, f"/bouwen/concept/{draft_id}"
        self.draft_id = draft_id

    def page(self, query: str = "") -> BeautifulSoup:
        answer = self.client.get(self.path + query)
        assert answer.status_code == 200
        return BeautifulSoup(answer.data, "html.parser")

    @property
    def revision(self) -> int:
        with apart(self.app) as uow:
            return queries.draft(uow.session, uow.actor, self.draft_id).revision

    @property
    def body(self) -> dict[str, Any]:
        with apart(self.app) as uow:
            return queries.draft(uow.session, uow.actor, self.draft_id).body

    def do(self, act: str, /, revision: int | None = None, to: str = "wijzig", **given: Any) -> TestResponse:
        data = {"do": act, "revision": self.revision if revision is None else revision} | given
        return self.client.post(f"{self.path}/{to}", data=data)

    def ids(self) -> list[str]:
        return [field["id"] for page in self.body["pages"] for field in page["fields"]]


@pytest.fixture
def admin(app: Flask) -> Actor:
    with apart(app) as uow:
        return make_actor(uow, "bureau_admin")


@pytest.fixture
def builder(app: Flask, admin: Actor, client_for: ClientFor) -> Builder:
    with apart(app, admin) as uow:
        draft_id = services.start_new(uow, make_body(make_field("yes_no", "dog"), make_field(id="breed"))).id
    return Builder(app, client_for(admin), draft_id)


def colleague(builder: Builder, client_for: ClientFor, role: str = "bureau_staff") -> Builder:
    with apart(builder.app) as uow:
        actor = make_actor(uow, role)
    return Builder(builder.app, client_for(actor), builder.draft_id)


def attend(one: Builder, revision: int | None = None, **given: str) -> TestResponse:
    data = {"revision": one.revision if revision is None else revision, "kies": "field:dog"} | given
    return one.client.post(f"{one.path}/aanwezig", data=data)
