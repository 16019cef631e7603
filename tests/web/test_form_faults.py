"""What is wrong with a form that comes from a file is told in the designer by name and remedy, and never breaks a page."""

from __future__ import annotations

import html
import io
import json
import re
from typing import Any

import pytest
from flask import Flask

from portal.core.policy import Actor
from tests.builders.submissions import make_body
from tests.forms.test_planted import FAULTS
from tests.web.test_form_designer import ClientFor, admin

__all__ = ["admin"]


HERE = [one for one in FAULTS if len(json.dumps(one[1])) < 400_000]
"""Without those that are refused for their size before they are read."""


@pytest.mark.parametrize(("fields", "changes", "where"), [one[1:3] + one[4:] for one in HERE], ids=[one[0] for one in HERE])
def test_a_planted_fault_is_refused_at_the_door_or_told_in_the_designer_and_never_published(
    app: Flask, admin: Actor, client_for: ClientFor, fields: list[dict[str, Any]], changes: dict[str, Any], where: str
) -> None:
    client = client_for(admin)
    given = {"file": (io.BytesIO(json.dumps(make_body(*fields, **changes)).encode()), "form.json")}
    answer = client.post("/bouwen/invoer", data=given)
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        assert re.search(r"<ul>\s*<li", answer.text)
        return
    path = re.search(r'href="(/bouwen/concept/[0-9a-f-]+)', answer.text)
    assert path is not None
    for page in ("", f"?kies=field:{where}", "/voorbeeld", "/scores", "/proeven", "/vertalen", "/geschiedenis"):
        assert client.get(path[1] + page).status_code == 200, page
    points = html.unescape(client.get(f"{path[1]}/uitbrengen").text)
    assert re.search(r"Nog \d+ ding", points)
    refused = client.post(f"{path[1]}/uitbrengen", data={"revision": "0"})
    assert refused.status_code == 422
