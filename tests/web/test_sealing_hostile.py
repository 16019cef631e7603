"""The public verification page and whoever means ill: every file gets a plain answer in time, and nothing is told.

What strangers send is judged in a child of its own, apart from the children that make our documents, with limits on time
and memory; who comes while it is busy is told so.
"""

from __future__ import annotations

import io
import re
import threading
import time
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.documents import pool, verify
from portal.documents.render import render_pdf
from tests.documents.sample import MADE, sample

PAGES = b"<</Type/Pages/Kids[]/Count 0>>"
TOLD = ("D-20", "Traceback", "Internal Server Error", "bedenktijd")


def written(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Write objects as a PDF; the first is the catalogue."""
    out, places = io.BytesIO(b"%PDF-1.7\n"), list[int]()
    out.seek(0, io.SEEK_END)
    for number, one in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()


def fields(names: bytes) -> bytes:
    return b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[%s]>>>>" % names


def locked(user: str) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner="baas"))
    return out.getvalue()


def table_of_tables(data: bytes, size: int) -> bytes:
    head = b"%PDF-1.7\n"
    parts = b"<</Type/XRef/Size %d/W[1 4 2]/Root 2 0 R/Filter/FlateDecode/Length %d>>" % (size, len(data))
    return head + b"1 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (parts, data, len(head))


def doubled(depth: int) -> bytes:
    """Fields of fields, each named twice: two to the power of *depth* ways through a small file."""
    rows = [b"<</T(a)/Kids[%d 0 R %d 0 R]>>" % (4 + at, 4 + at) for at in range(depth)]
    return written(fields(b"3 0 R"), PAGES, *rows, b"<</FT/Sig/T(z)>>")


def chained(depth: int) -> bytes:
    rows = [b"<</T(a)/Kids[%d 0 R]>>" % (4 + at) for at in range(depth)]
    return written(fields(b"3 0 R"), PAGES, *rows, b"<</FT/Sig/T(z)>>")


def crowded(count: int) -> bytes:
    rows = [fields(b" ".join(b"%d 0 R" % (3 + 2 * at) for at in range(count))), PAGES]
    for at in range(count):
        rows.append(b"<</FT/Sig/T(s%d)/V %d 0 R>>" % (at, 4 + 2 * at))
        rows.append(b"<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 10 20 30]/Contents<3000>>>")
    return written(*rows)


def send(client: FlaskClient, data: bytes) -> TestResponse:
    """Upload *data* as a browser does, in one piece of memory."""
    head = b'--grens\r\nContent-Disposition: form-data; name="file"; filename="x.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    kind = "multipart/form-data; boundary=grens"
    return client.post("/verificatie/", data=head + data + b"\r\n--grens--\r\n", content_type=kind)


PLAIN = written(fields(b""), PAGES)
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a web page": lambda: b"<!doctype html><script>alert(1)</script>" * 9,
    "zeros": lambda: bytes(1_000_000),
    "a page that is a PDF too": lambda: b"<html><script>1</script>\n" + PLAIN,
    "a PDF that is an archive too": lambda: PLAIN + b"PK\x05\x06" + bytes(18),
    "a hundred thousand objects": lambda: written(fields(b""), PAGES, *[b"<</A[1 2 3]/B(x)>>"] * 100_000),
    "lists in lists": lambda: written(fields(b"[" * 100_000 + b"]" * 100_000), PAGES),
    "dictionaries in dictionaries": lambda: written(b"<</A " * 50_000 + b"1" + b">>" * 50_000, PAGES),
    "fields in fields": lambda: chained(3_000),
    "fields named twice": lambda: doubled(40),
    "five thousand signatures": lambda: crowded(5_000),
    "a bomb in the table": lambda: table_of_tables(zlib.compress(b"0 0 " * 40_000_000, 9), 40_000_000),
    "a table that points to itself": lambda: PLAIN.replace(b"/Root", b"/Prev %d/Root" % PLAIN.rindex(b"xref\n0")),
    "a table far away": lambda: written(fields(b""), PAGES, trailer=b"/Prev 99999999999"),
    "a number without end": lambda: written(fields(b""), PAGES, trailer=b"/Size " + b"9" * 5_000),
}


LONG = {"a bomb in the table", "fields named twice"}
"""These are read until their time is over."""


@pytest.mark.parametrize("kind", [pytest.param(one, marks=pytest.mark.release) if one in LONG else one for one in HOSTILE])
def test_every_hostile_file_gets_a_plain_answer_in_time(kind: str, client: FlaskClient) -> None:
    begun = time.monotonic()
    answer = send(client, HOSTILE[kind]())
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "kunnen wij niet lezen" in page or "Wij kennen dit bestand niet" in page
    assert not [word for word in TOLD if word in page]
    assert time.monotonic() - begun < 45, "also on a machine that is busy"


def test_an_empty_file_and_a_text_where_a_file_belongs_are_asked_for_again(client: FlaskClient) -> None:
    for data in ({"file": (io.BytesIO(b""), "leeg.pdf")}, {"file": "tekst"}, {"ander": (io.BytesIO(b"x"), "x.pdf")}):
        answer = client.post("/verificatie/", data=data)
        assert answer.status_code == 422
        assert "Kies eerst een bestand." in answer.get_data(as_text=True)


def test_a_file_above_the_limit_is_refused_unread(client: FlaskClient) -> None:
    answer = send(client, b"%PDF-1.7" + bytes(verify.LARGEST))
    assert answer.status_code == 413
    assert "te groot" in answer.get_data(as_text=True)


def test_a_request_above_every_limit_is_refused_in_dutch(client: FlaskClient) -> None:
    answer = send(client, bytes(70_000_000))
    assert answer.status_code == 413
    assert not re.search("Request Entity|Traceback", answer.get_data(as_text=True))


@pytest.mark.parametrize("user", ["geheim", ""])
def test_a_password_is_said_to_be_in_the_way(user: str, client: FlaskClient) -> None:
    page = send(client, locked(user)).get_data(as_text=True)
    assert "Op dit bestand zit een wachtwoord of een slot." in page


@pytest.mark.release
def test_who_comes_while_it_is_busy_is_told_so_and_our_documents_are_made_meanwhile(app: Flask) -> None:
    pool.strangers().warm()
    hanging, hung = doubled(40), list[int]()

    def hang() -> None:
        answer = send(app.test_client(), hanging)
        hung.append(answer.status_code)

    threads = [threading.Thread(target=hang) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    third = send(app.test_client(), PLAIN)
    assert not hung, "the first ones are still being judged"
    assert third.status_code == 503
    assert "Het is nu druk." in third.get_data(as_text=True)
    assert render_pdf(sample(), created=MADE).startswith(b"%PDF")
    for thread in threads:
        thread.join(120)
    assert hung == [200, 200]
    after = send(app.test_client(), PLAIN)
    assert after.status_code == 200, "and afterwards all is as before"
