"""Bad input on every form that the public can reach: a clear page in Dutch, the right number, nothing half done.

Two tables: what may be typed into a field (`TYPED`), and what may be wrong around a form (one test each).
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import TestResponse

from portal.accounts import services as accounts
from portal.core.jobs import Job
from portal.core.outbox import Message
from portal.signatures.models import (
    ClauseReading,
    Question,
    Signature,
    SigningInvitation,
    SigningRefusal,
    TenantSession,
)
from portal.web.limits import RateCount
from tests.builders.accounts import make_organisation
from tests.builders.signatures import (
    House,
    texts_of,
    words,
)
from tests.conftest import Work

DOMAIN = (ClauseReading, Question, Signature, SigningRefusal, TenantSession, Message, Job)


@dataclass
class Door:
    """One public form, ready to be filled in: where it posts, what is right, which field is attacked."""

    path: str
    attacked: str
    right: dict[str, str] = field(default_factory=dict)
    keeps: bool = False
    accepts: bool = False
    once: bool = False


def start_door(house: House) -> Door:
    return Door(f"/t/{house.letter()[1]}", "then", accepts=True)


def code_door(house: House) -> Door:
    _made, token, _id = house.letter()
    house.client.post(f"/t/{token}")
    return Door(f"/t/{token}/code", "code", keeps=True)


def clause_door(house: House) -> Door:
    house.inside()
    return Door("/t/afspraak/1", "answer", house.hidden("/t/afspraak/1"))


def teach_back_door(house: House) -> Door:
    house.inside()
    return Door("/t/afspraak/1", "teach_back", house.hidden("/t/afspraak/1") | {"answer": "understood"}, accepts=True)


def question_door(house: House) -> Door:
    house.inside()
    return Door("/t/vraag", "text", house.hidden("/t/vraag") | {"wants": "text"}, keeps=True, accepts=True)


def disagree_door(house: House) -> Door:
    house.inside()
    return Door("/t/niet-eens/1", "text", house.hidden("/t/niet-eens/1"), keeps=True, accepts=True)


def sign_door(house: House) -> Door:
    house.inside(read=True)
    return Door("/t/tekenen", "name", house.hidden("/t/tekenen"), keeps=True, accepts=True, once=True)


def drawing_door(house: House) -> Door:
    house.inside(read=True)
    return Door(
        "/t/tekenen", "strokes", house.hidden("/t/tekenen") | {"name": "J. van 't Zandt"}, accepts=True, once=True
    )


def refusal_door(house: House) -> Door:
    house.inside()
    house.client.post("/t/weigeren", data=house.hidden("/t/weigeren"))
    return Door("/t/geweigerd", "text", house.hidden("/t/geweigerd", "form"), keeps=True, accepts=True, once=True)


def sign_in_door(_house: House) -> Door:
    return Door("/inloggen", "email", {"password": "een heel lang wachtwoord"}, keeps=True)


def password_door(_house: House) -> Door:
    return Door("/inloggen", "password", {"email": "iemand@voorbeeld.nl"})


def forgotten_door(_house: House) -> Door:
    return Door("/inloggen/vergeten", "email", accepts=True)


def invitation_door(house: House) -> Door:
    with house.work() as uow:
        practice = make_organisation(uow, "expert_practice")
        accounts.invite(uow, f"{uuid.uuid4().hex[:8]}@voorbeeld.nl", "Nieuwe Expert", practice.id, "expert")
        link = next(text for text in texts_of(uow) if "/inloggen/link/" in text)
    house.client.get("/inloggen/link/" + link.split("/inloggen/link/")[1].split()[0])
    return Door("/inloggen/wachtwoord-kiezen", "password", {"repeated": "vier rode lantaarns"})


DOORS: dict[str, Callable[[House], Door]] = {
    "start": start_door,
    "code": code_door,
    "clause": clause_door,
    "teach-back": teach_back_door,
    "question": question_door,
    "disagree": disagree_door,
    "sign": sign_door,
    "drawing": drawing_door,
    "refusal": refusal_door,
    "sign-in": sign_in_door,
    "password": password_door,
    "forgotten": forgotten_door,
    "invitation": invitation_door,
}

TYPED: dict[str, str | bytes] = {
    "nothing": "",
    "only spaces": "   \t  ",
    "a NUL": "ja\0nee",
    "control characters": "\x1b[31mrood\x07\x08",
    "a right-to-left mark": "\u202efdp.exe\u202c",
    "broken UTF-8": b"\xff\xfe\xc3\x28",
    "a lone surrogate": b"\xed\xa0\x80",
    "30,000 characters": "woord " * 5_000,
    "10 MB of text": "a" * 10_000_000,
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "a template": "{{ 1234*4321 }}{% for x in () %}${1234*4321}#{1234*4321}",
    "database language": "' OR 1=1; DROP TABLE signature; --",
    "a mail header": "x\r\nBcc: ander@voorbeeld.nl",
    "stacked accents": "e" + "\u0301" * 3_000,
    "emoji and rare letters": "👩‍👩‍👧 Łukasik Ællenbroek ﷽",
    "a citizen service number": "mijn nummer is 123456782",
    "5,000 digits": "9" * 5_000,
    "deep JSON": '{"a":' * 2_000 + "1" + "}" * 2_000,
    "a path": "../../../../etc/passwd",
    "a formula": "=cmd|' /C calc'!A0",
}

EXPECTED = {303, 400, 404, 409, 413, 422, 429}


def counts(work: Work) -> dict[str, int]:
    with work() as uow:
        return {table.__name__: len(list(uow.session.scalars(sa.select(table.id)))) for table in DOMAIN}


def judge(answer: TestResponse, kind: str) -> None:
    """A page in Dutch with a heading, without what was typed coming alive."""
    assert answer.status_code in EXPECTED, f"{kind}: {answer.status_code}"
    if answer.status_code == 303:
        return
    page = BeautifulSoup(answer.data, "html.parser")
    assert page.html is not None and page.html.get("lang") == "nl", kind
    assert page.h1 is not None and page.h1.get_text(strip=True), kind
    assert "<script>alert" not in answer.text and "onerror=alert(1)>" not in answer.text, kind
    assert "5332114" not in words(answer) or kind != "a template", kind
    assert "Traceback" not in answer.text, kind


@pytest.mark.parametrize("name", DOORS)
def test_whatever_is_typed_gets_a_clear_answer_and_nothing_is_half_done(
    client: FlaskClient, work: Work, name: str
) -> None:
    house = House(client, work)
    door = DOORS[name](house)
    for kind, typed in TYPED.items():
        before = counts(work)
        answer = client.post(door.path, data=door.right | {door.attacked: typed, "_once": uuid.uuid4().hex})
        judge(answer, kind)
        if answer.status_code == 303:
            assert door.accepts, f"{name} accepted {kind}"
            door = DOORS[name](House(client, work)) if door.once else door
        else:
            changed = {key for key, now in counts(work).items() if now != before[key]}
            assert not changed, f"{name}, {kind}: {changed}"
            if door.keeps and answer.status_code == 422 and isinstance(typed, str) and 0 < len(typed.strip()) < 200:
                assert str(escape(typed.split("\0")[0].strip()[:8])) in answer.text, f"{name} lost {kind}"
        with work() as uow:
            uow.session.execute(sa.delete(RateCount))
            for link in uow.session.scalars(sa.select(SigningInvitation)):
                link.tries = 0


# ---- around the form ------------------------------------------------------------------------------------------------


@pytest.fixture
def house(client: FlaskClient, work: Work) -> House:
    return House(client, work)


@pytest.mark.parametrize("name", DOORS)
def test_an_empty_a_foreign_and_a_broken_body_are_refused(house: House, name: str) -> None:
    path = DOORS[name](house).path
    bodies: list[tuple[bytes, str]] = [
        (b"", "application/x-www-form-urlencoded"),
        (b'{"code": "123456"}', "application/json"),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"geen grens", "multipart/form-data"),
        (b"\x00" * 2_000, "application/octet-stream"),
    ]
    for body, kind in bodies:
        judge(house.client.post(path, data=body, content_type=kind), kind)


@pytest.mark.parametrize("name", DOORS)
def test_thousands_of_fields_and_the_same_field_twice_are_no_trouble(house: House, name: str) -> None:
    door = DOORS[name](house)
    judge(house.client.post(door.path, data={f"veld{at}": "x" for at in range(5_000)}), "many fields")
    twice = "&".join(f"{door.attacked}=x" for _time in range(500))
    judge(house.client.post(door.path, data=twice, content_type="application/x-www-form-urlencoded"), "twice")


@pytest.mark.parametrize("name", DOORS)
def test_a_file_in_the_place_of_words_is_not_words(house: House, name: str) -> None:
    door = DOORS[name](house)
    given = {key: value for key, value in door.right.items() if key != door.attacked}
    file = (io.BytesIO(b"MZ\x90\x00" * 500), "brief.exe")
    judge(house.client.post(door.path, data=given | {door.attacked: file}), "a file")


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("verb", ["PUT", "DELETE", "PATCH"])
def test_other_verbs_are_refused(house: House, name: str, verb: str) -> None:
    assert house.client.open(DOORS[name](house).path, method=verb).status_code in {403, 405}


FILES: dict[str, bytes] = {
    "nothing": b"",
    "words": b"hallo",
    "a program": b"MZ\x90\x00" + b"\0" * 5_000,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    "a start of a PDF": b"%PDF-1.7",
    "a PDF without end": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" + b"x" * 40_000,
    "a PDF that points at itself": b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    "deeply nested": b"%PDF-1.7\n1 0 obj" + b"[" * 30_000 + b"endobj\n%%EOF",
    "a zip": b"PK\x03\x04" + b"\0" * 200,
    "markup": b"<html><script>alert(1)</script>",
}


@pytest.mark.parametrize("kind", FILES)
def test_any_file_on_the_verification_page_gets_an_answer(client: FlaskClient, kind: str) -> None:
    name = "<script>alert(1)</script>.pdf"
    answer = client.post("/verificatie/", data={"file": (io.BytesIO(FILES[kind]), name)})
    assert answer.status_code in {200, 413, 422}
    assert "<script>alert" not in answer.text
    assert "ongewijzigd." not in words(answer) or "Nee" in words(answer) or "niet lezen" in words(answer)


def test_a_file_beyond_all_measure_is_refused_before_it_is_read(client: FlaskClient) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="groot.pdf"\r\n\r\n%PDF-1.7'
    body = head + b"\0" * 66_000_000 + b"\r\n--x--\r\n"
    answer = client.post("/verificatie/", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413


@pytest.mark.parametrize("end", ["x" * 43, "x", "é" * 43, "%00", "a" * 3_000, "..%2f..%2fetc", "{{7*7}}"])
def test_foreign_links_are_told_apart_from_nothing(client: FlaskClient, end: str) -> None:
    for path in (f"/t/{end}", f"/t/{end}/code", f"/inloggen/link/{end}"):
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code in {404, 400, 410}, path
        assert '<html lang="nl"' in answer.text
