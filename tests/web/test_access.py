"""Every endpoint × every role × every verb: what is not declared is denied, what is foreign does not exist, nothing breaks."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from portal.core.policy import ROLES, Actor
from portal.web.guards import access_of

Client = Callable[[Actor], FlaskClient]
WORDS = {"string": "geen", "default": "geen", "path": "geen/pad", "int": "9999", "uuid": "", "any": ""}


def member(role: str) -> Actor:
    return Actor(id=uuid.uuid4(), memberships=frozenset({(uuid.uuid4(), role)}))


def address(app: Flask, rule: Rule) -> str:
    """Return an address of *rule* with ids that exist nowhere."""
    values: dict[str, object] = {}
    for name in rule.arguments:
        kind = type(rule._converters[name]).__name__
        if kind == "UUIDConverter":
            values[name] = uuid.uuid4()
        elif kind in {"IntegerConverter", "FloatConverter"}:
            values[name] = 9999
        elif kind == "AnyConverter":
            values[name] = sorted(rule._converters[name].items)[0]  # type: ignore[attr-defined]
        else:
            values[name] = "geen"
    with app.test_request_context():
        built = app.url_map.bind("localhost").build(rule.endpoint, values)
    return str(built)


def rules(app: Flask) -> Iterator[Rule]:
    guarded = app.extensions["self_guarded"]
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and rule.endpoint.split(".")[0] not in guarded:
            yield rule


def verbs(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})


def test_a_stranger_reaches_public_pages_only(app: Flask, client: FlaskClient) -> None:
    for rule in rules(app):
        declared = access_of_in(app, rule.endpoint)
        if declared.public or declared.tenant:
            continue
        for verb in verbs(rule):
            answer = client.open(address(app, rule), method=verb)
            assert answer.status_code == 303, f"{verb} {rule.rule}: {answer.status_code}"
            assert "/inloggen" in answer.headers["Location"]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_what_is_declared_and_nothing_breaks(app: Flask, client_for: Client, role: str) -> None:
    client = client_for(member(role))
    for rule in rules(app):
        declared = access_of_in(app, rule.endpoint)
        for verb in verbs(rule):
            answer = client.open(address(app, rule), method=verb)
            where = f"{role} {verb} {rule.rule}: {answer.status_code}"
            assert answer.status_code < 500, where
            if not (declared.public or declared.tenant) and role not in declared.roles:
                assert answer.status_code == 403, where
            elif rule.arguments and verb == "GET" and not declared.public and not declared.tenant:
                assert answer.status_code in {302, 303, 403, 404, 405}, where


def test_foreign_and_absent_are_told_in_the_same_words(app: Flask, client_for: Client) -> None:
    client = client_for(member("bureau_staff"))
    pages = {
        client.get(address(app, rule)).get_data(as_text=True)
        for rule in rules(app)
        if rule.arguments and "GET" in (rule.methods or ()) and "bureau_staff" in access_of_in(app, rule.endpoint).roles
    }
    words = {page.split("<main", 1)[1].split("</main>")[0] for page in pages if "404" in page or "is er niet" in page}
    assert len(words) <= 1


HOSTILE = [
    "?na=%00",
    "?na=AAAA",
    "?q=%00%F0%9F%98%80",
    "?q=" + "x" * 5000,
    "?na=" + "A" * 3000,
    "?page=99999999999999999999",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_query_string_never_breaks_a_page(app: Flask, client_for: Client, query: str) -> None:
    for role in ("bureau_admin", "corporation_staff", "expert"):
        client = client_for(member(role))
        for rule in rules(app):
            if "GET" in (rule.methods or ()) and role in access_of_in(app, rule.endpoint).roles:
                answer = client.get(address(app, rule) + query)
                assert answer.status_code < 500, f"{role} {rule.rule}{query}: {answer.status_code}"


def access_of_in(app: Flask, endpoint: str):  # type: ignore[no-untyped-def]
    with app.app_context():
        found = access_of(endpoint)
    assert found is not None, endpoint
    return found
