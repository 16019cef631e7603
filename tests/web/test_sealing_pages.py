"""The public verification page."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core.policy import SYSTEM
from portal.sealing import queries
from tests.builders.sealing import bytes_of, make_signed, seal_now
from tests.conftest import Work


def send(client: FlaskClient, data: bytes) -> str:
    return client.post("/verificatie/", data={"file": (io.BytesIO(data), "x.pdf")}).get_data(as_text=True)


@pytest.fixture
def final(work: Work, session: Session) -> bytes:
    with work() as uow:
        made = make_signed(uow)
    seal_now(made)
    session.rollback()
    row = queries.sealed_file(session, SYSTEM, made.version_id)
    assert row is not None
    return bytes_of(session, row.stored_file_id)


def test_anybody_can_check_a_file(client: FlaskClient, final: bytes) -> None:
    page = send(client, final)
    assert "Ja, dit bestand is ongewijzigd." in page
    assert "bedenktijd" in page
    assert "D-20" in page


def test_a_flipped_byte_is_reported_without_telling_about_the_case(client: FlaskClient, final: bytes) -> None:
    at = final.index(b"stream", 3000) + 40
    page = send(client, final[:at] + bytes([final[at] ^ 1]) + final[at + 1 :])
    assert "Nee, dit bestand is gewijzigd." in page
    assert "D-20" not in page


def test_a_code_in_the_address_only_explains(client: FlaskClient, final: bytes) -> None:
    answer = client.get("/verificatie/?v=7f3a91c2aaaa")
    assert answer.status_code == 200
    assert "D-20" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("junk", [b"hallo", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\0" * 9000])
def test_any_file_gets_an_answer(client: FlaskClient, junk: bytes) -> None:
    assert "kunnen wij niet lezen" in send(client, junk)


def test_no_file_is_said_in_words(client: FlaskClient) -> None:
    answer = client.post("/verificatie/")
    assert answer.status_code == 422
    assert "Kies eerst een bestand." in answer.get_data(as_text=True)


def test_the_root_certificate_is_public(client: FlaskClient, final: bytes, session: Session) -> None:
    row = queries.authorities(session)[0]
    answer = client.get(f"/verificatie/basiscertificaat/{row.fingerprint}.pem")
    assert answer.get_data().startswith(b"-----BEGIN CERTIFICATE-----")
    assert client.get("/verificatie/basiscertificaat/ab.pem").status_code == 404


def test_too_many_checks_are_refused_for_a_while(client: FlaskClient) -> None:
    codes = {client.post("/verificatie/").status_code for _ in range(31)}
    assert 429 in codes
