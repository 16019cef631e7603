"""A draft on its pages: where it is, and what its forms hold."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from portal.core.uow import UnitOfWork
from tests.builders.agreements import make_draft
from tests.builders.cases import Town, make_town


@dataclass(frozen=True)
class Place:
    """A draft in a case of a town."""

    town: Town
    agreement_id: uuid.UUID
    case_id: uuid.UUID

    @property
    def concept(self) -> str:
        return f"/afspraken/{self.agreement_id}/concept"


def make_place(uow: UnitOfWork) -> Place:
    """Begin an agreement in a new case of a new town."""
    town = make_town(uow)
    agreement = make_draft(uow, town)
    return Place(town, agreement.id, agreement.case_id)


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def words(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", soup(answer).get_text(" "))


def fields(answer: TestResponse, action: str = "") -> dict[str, str]:
    """Return the values of the form with this action as a browser would post them."""
    forms = soup(answer).find_all("form", method="post")
    return _values(next(one for one in forms if action in str(one.get("action", "")) or not action))


def main_form(answer: TestResponse) -> dict[str, str]:
    """Return the values of the form that holds the version."""
    form = soup(answer).select("input[name=version]")[0].find_parent("form")
    assert form is not None
    return _values(form)


def _values(form: Tag) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in form.find_all(["input", "select", "textarea"]):
        name = str(one.get("name", ""))
        if not name or (one.get("type") in {"checkbox", "radio"} and not one.has_attr("checked")):
            continue
        if one.name == "select":
            chosen = one.find("option", selected=True) or one.find("option")
            found[name] = str(chosen.get("value", chosen.text)) if chosen else ""
        else:
            found[name] = str(one.text if one.name == "textarea" else one.get("value", "")).lstrip("\r\n")
    return found
