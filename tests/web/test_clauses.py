"""The clause library in the browser's eyes: writing, reviewing, releasing, comparing; without JavaScript."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.clauses import queries
from portal.core.policy import SYSTEM, Actor
from tests.builders.accounts import make_actor
from tests.builders.clauses import make_library, release_like
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")
ClientFor = Callable[[Actor], FlaskClient]
HOSTILE = '"><script>alert(1)</script>{{ 7*7 }}{% raw %}'


@pytest.fixture
def people(work: Work) -> tuple[Actor, Actor]:
    with work() as uow:
        make_library(uow)
        return make_actor(uow, "legal"), make_actor(uow, "bureau_admin")


def posted(answer: TestResponse, **changes: str) -> dict[str, str | list[str]]:
    """Return the big form of a page as a browser would post it."""
    form = next(
        f
        for f in BeautifulSoup(answer.text, "html.parser").find_all("form", method="post")
        if f.find("textarea", {"name": "text"})
    )
    told: dict[str, str | list[str]] = {}
    for one in form.find_all(["input", "textarea", "select"]):
        name = str(one.get("name") or "")
        if one.name == "select":
            chosen = one.find("option", selected=True) or one.find("option")
            told[name] = str(chosen["value"])
        elif one.name == "textarea":
            told[name] = one.text.lstrip("\r\n")
        elif one.get("type") == "checkbox":
            if one.has_attr("checked"):
                told[name] = [*told.get(name, []), str(one["value"])]
        elif name:
            told[name] = str(one.get("value") or "")
    return told | changes


def test_a_clause_goes_from_wording_to_library_over_two_desks(
    people: tuple[Actor, Actor], client_for: ClientFor, work: Work
) -> None:
    writer, other = (client_for(one) for one in people)
    assert writer.post("/clausules/V1/concept/beginnen").status_code == 303
    page = writer.get("/clausules/V1/concept")
    before = posted(page)
    assert writer.post("/clausules/V1/concept", data=posted(page, title="Stil in de nacht")).status_code == 303
    page = writer.get("/clausules/V1/concept")
    changing = {"title", "version", "_once"}
    assert {k: v for k, v in posted(page).items() if k not in changing} == {
        k: v for k, v in before.items() if k not in changing
    }
    assert "Vraag een collega" in page.text
    assert writer.post("/clausules/V1/concept/beoordelen", data={"until": "2027-01-01"}).status_code == 403
    assert other.post("/clausules/V1/concept/beoordelen", data={"until": "2000-01-01"}).status_code == 422
    assert other.post("/clausules/V1/concept/beoordelen", data={"until": "2027-06-01"}).status_code == 303
    assert writer.post("/clausules/V1/concept/vrijgeven").status_code == 303
    shown = writer.get("/clausules/V1")
    assert "Stil in de nacht" in shown.text and "versie 2" in shown.text and "Opnieuw vóór" in shown.text
    assert "<del>Geluid</del>" in writer.get("/clausules/V1/vergelijk").text
    assert "Dit is een oudere versie" in writer.get("/clausules/V1/versie/1").text
    with work() as uow:
        assert queries.by_code(uow.session, SYSTEM, "V1").body.parameters[0].meaning == "quiet_from"


def test_what_somebody_typed_is_not_lost_when_a_colleague_was_first(
    people: tuple[Actor, Actor], client_for: ClientFor
) -> None:
    one, other = (client_for(actor) for actor in people)
    one.post("/clausules/V1/concept/beginnen")
    first, second = posted(one.get("/clausules/V1/concept")), posted(other.get("/clausules/V1/concept"))
    assert one.post("/clausules/V1/concept", data=first | {"title": "Van de een"}).status_code == 303
    answer = other.post("/clausules/V1/concept", data=second | {"title": "Van de ander"})
    assert answer.status_code == 409
    again = posted(answer)
    assert again["title"] == "Van de ander"
    assert other.post("/clausules/V1/concept", data=again).status_code == 303


def test_hostile_text_is_shown_as_text(people: tuple[Actor, Actor], client_for: ClientFor) -> None:
    writer = client_for(people[0])
    writer.post("/clausules/V16/concept/beginnen")
    page = writer.get("/clausules/V16/concept")
    assert (
        writer.post("/clausules/V16/concept", data=posted(page, title=HOSTILE, consequence=HOSTILE)).status_code == 303
    )
    shown = writer.get("/clausules/V16/concept").text + writer.get("/clausules/").text
    assert "<script>alert" not in shown and "&lt;script&gt;alert(1)" in shown and "{{ 7*7 }}" in shown


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("text", "Bij een klacht eindigt de huur.", "Alleen de rechter"),
        ("text", "x" * 5_000, "te lang"),
        ("type", "hack", "Kies een van de mogelijkheden"),
    ],
)
def test_what_is_refused_is_said_at_its_field_and_kept_on_the_page(
    people: tuple[Actor, Actor], client_for: ClientFor, field: str, value: str, said: str
) -> None:
    writer = client_for(people[0])
    writer.post("/clausules/V16/concept/beginnen")
    answer = writer.post("/clausules/V16/concept", data=posted(writer.get("/clausules/V16/concept"), **{field: value}))
    assert answer.status_code == 422 and said in answer.text
    assert field == "type" or value in answer.text


def test_a_new_code_that_is_wrong_or_taken_is_refused(people: tuple[Actor, Actor], client_for: ClientFor) -> None:
    writer = client_for(people[0])
    for code, status in (("", 422), ("V1", 409), ("../x", 422), ("V0", 422), ("k7", 303)):
        assert writer.post("/clausules/nieuw", data={"code": code}).status_code == status
    assert "Juridische tekst is nog niet compleet" in re.sub(r"\s+", " ", writer.get("/clausules/K7/concept").text)


def test_a_recording_is_uploaded_and_played(people: tuple[Actor, Actor], client_for: ClientFor, work: Work) -> None:
    writer, other = (client_for(one) for one in people)
    writer.post("/clausules/V16/concept/beginnen")
    wrong = {"file": (io.BytesIO(b"<svg onload=alert(1)>"), "stem.mp3")}
    assert writer.post("/clausules/V16/concept/geluid", data=wrong).status_code == 422
    right = {"file": (io.BytesIO(b"OggS" + bytes(64)), "stem.ogg")}
    assert writer.post("/clausules/V16/concept/geluid", data=right).status_code == 303
    assert other.post("/clausules/V16/concept/beoordelen", data={"until": "2027-06-01"}).status_code == 303
    assert other.post("/clausules/V16/concept/vrijgeven").status_code == 303
    sound = writer.get("/clausules/V16/versie/2/geluid")
    assert (sound.status_code, sound.mimetype, sound.data[:4]) == (200, "audio/ogg", b"OggS")
    assert writer.get("/clausules/V16/versie/1/geluid").status_code == 404


@pytest.mark.parametrize("role", ["expert", "corporation_staff", "bureau_staff"])
def test_who_only_reads_finds_no_way_to_write(
    people: tuple[Actor, Actor], client_for: ClientFor, work: Work, role: str
) -> None:
    client_for(people[0]).post("/clausules/V1/concept/beginnen")
    with work() as uow:
        reader = client_for(make_actor(uow, role))
    assert "concept" not in reader.get("/clausules/V1").text.lower().replace("concept</span>", "")
    for path in ("/clausules/V1/concept", "/clausules/nieuw", "/clausules/V1/concept/vertaling/pl"):
        assert reader.get(path).status_code == 403
    for path in ("concept/beginnen", "concept", "concept/vrijgeven", "intrekken"):
        assert reader.post(f"/clausules/V1/{path}").status_code == 403


def test_a_translation_that_misses_a_place_is_pointed_at(
    people: tuple[Actor, Actor], client_for: ClientFor, work: Work
) -> None:
    with work() as uow:
        release_like(uow, "V1", title="Stil")
    writer = client_for(people[0])
    writer.post("/clausules/V1/concept/beginnen")
    page = writer.get("/clausules/V1/concept/vertaling/uk")
    version = str(BeautifulSoup(page.text, "html.parser").find("input", {"name": "version"})["value"])  # type: ignore[index]
    sent = {"version": version, "text": "Після {from} тихо.", "translator": "О. Шевченко"}
    assert writer.post("/clausules/V1/concept/vertaling/uk", data=sent).status_code == 303
    assert "“uk” heeft andere plekken" in writer.get("/clausules/V1/concept").text
    assert writer.get("/clausules/V1/concept/vertaling/xx").status_code == 404
