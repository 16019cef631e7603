"""The pages of a form as a browser sees them: what stands on them and what it would post."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.core.policy import Actor

Client = Callable[[Actor], FlaskClient]
CANARY = "kanarie-9d1e"


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def fields(answer: TestResponse) -> dict[str, Any]:
    """Return what a browser would post of the page's form, questions that do not show included."""
    found: dict[str, Any] = {}
    form = soup(answer).select_one("form[data-autosave]")
    assert form is not None
    for one in form.select("input, textarea"):
        name, kind = one.get("name"), one.get("type", "text")
        if not name or kind == "file" or (kind in {"radio", "checkbox"} and not one.has_attr("checked")):
            continue
        value = one.get("value", "") if one.name == "input" else one.get_text()
        found.setdefault(str(name), []).append(value)
    return found


def address(submission_id: uuid.UUID, key: str) -> str:
    return f"/formulieren/{submission_id}/pagina/{key}"


def merge_fields(answer: TestResponse) -> dict[str, Any]:
    """Return what a browser would post of the page that asks which answer counts."""
    found: dict[str, Any] = {}
    for one in soup(answer).select("main form input"):
        if one.get("type") != "radio" or one.has_attr("checked"):
            found.setdefault(str(one["name"]), []).append(one.get("value", ""))
    return found
