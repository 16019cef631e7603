"""The live preview when many ask at once, and when a document cannot be made: a page with words, never a fault of ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.agreements import printing, queries
from portal.core.policy import SYSTEM, Actor
from portal.documents.errors import Busy, ChildFailed, PdfUnavailable, RenderRefused, RenderTimeout
from tests.builders.agreements import complete
from tests.conftest import Work
from tests.web.composing import Place, words

pytestmark = pytest.mark.usefixtures("session")
ClientFor = Callable[[Actor], FlaskClient]


def failing(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise fault

    monkeypatch.setattr(printing, "agreement_pdf", refuse)
    monkeypatch.setattr(printing, "concept_pictures", refuse)


@pytest.mark.parametrize("kind", [Busy, ChildFailed, PdfUnavailable, RenderRefused, RenderTimeout])
@pytest.mark.parametrize("path", ["pdf", "voorbeeld"])
def test_a_document_that_cannot_be_made_says_when_to_try_again(
    client_for: ClientFor, place: Place, monkeypatch: pytest.MonkeyPatch, kind: type[Exception], path: str
) -> None:
    failing(monkeypatch, kind("libpango is not here"))
    answer = client_for(place.town.staff).get(f"{place.concept}/{path}")
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert "Dit lukt nu even niet" in words(answer)
    assert "libpango" not in answer.text


def test_sending_that_finds_no_room_is_sent_again_at_a_press(
    client_for: ClientFor, work: Work, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with work() as uow:
        complete(uow, queries.agreement(uow.session, SYSTEM, place.agreement_id))
    client, path = client_for(place.town.staff), f"{place.concept}/versturen"
    with monkeypatch.context() as busy:
        failing(busy, Busy("too many"))
        answer = client.post(path, data={"reason": "Besproken met <alle> partijen.", "_once": "een keer"})
    assert answer.status_code == 503 and f'<form method="post" action="{path}"' in answer.text
    typed = dict(re.findall(r'name="(\w+)" value="([^"]*)"', answer.text))
    assert unescape(typed["reason"]) == "Besproken met <alle> partijen."
    assert typed["_once"] == "een keer", "what was done after all is not done twice"
    again = client.post(path, data={name: unescape(value) for name, value in typed.items()})
    assert again.status_code == 303 and "/versies/" in again.location


def test_a_preview_that_finds_no_room_asks_again_by_itself(
    client_for: ClientFor, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, Busy("too many"))
    client = client_for(place.town.staff)
    answer = client.get(f"{place.concept}/voorbeeld", headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "Het voorbeeld komt zo" in words(answer)
    assert f'hx-get="{place.concept}/voorbeeld"' in answer.text and "delay:2s" in answer.text
