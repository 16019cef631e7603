"""Rendering: valid, equal, locked in, and never a danger to the next document."""

from __future__ import annotations

import io
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jinja2
import pikepdf
import pytest

from portal.documents import pages, pool
from portal.documents.errors import ChildFailed, PdfUnavailable, RenderRefused, RenderTimeout
from portal.documents.render import Asset, Attached, render_pdf
from tests.documents.sample import MADE, sample, tiny
from tests.documents.validators import faults, needs_judges, structure_faults


def test_a_document_of_several_pages_carries_what_was_attached(plain_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(plain_pdf)) as pdf:
        assert len(pdf.pages) > 3
        assert pdf.attachments["evidence.json"].get_file().read_bytes() == b'{"a": 1}'
        assert str(pdf.Root.Lang) == "nl"


@needs_judges
def test_one_file_passes_pdf_a_3a_and_pdf_ua_1_before_and_after_sealing(
    plain_pdf: bytes, sealed_pdf: bytes, tmp_path: Path
) -> None:
    before, after = tmp_path / "before.pdf", tmp_path / "after.pdf"
    before.write_bytes(plain_pdf)
    after.write_bytes(sealed_pdf)
    assert faults([before, after]) == []
    assert structure_faults(before) == ""
    assert structure_faults(after) == ""


def test_the_same_page_gives_the_same_bytes_in_every_child(plain_pdf: bytes) -> None:
    attached = [Attached("evidence.json", b'{"a": 1}', "Bewijs", "Data")]
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: render_pdf(sample(), created=MADE, attachments=attached), range(4)))
    assert set(made) == {plain_pdf}


def test_every_font_is_ours_and_embedded(plain_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(plain_pdf)) as pdf:
        fonts = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        names = {str(font.FontName) for font in fonts}
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
    assert all("Noto" in name for name in names)
    assert {"Arabic", "Ethiopic"} <= {part for name in names for part in name.split("-")}


def test_header_cells_say_their_scope_and_other_languages_are_marked(plain_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(plain_pdf)) as pdf:
        elements = [
            item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item and "/P" in item
        ]
        heads = [item for item in elements if item.get("/S") == "/TH"]
        assert heads
        assert all(str(item.A.Scope) in ("/Row", "/Column") for item in heads)
        assert {str(item.Lang) for item in elements if "/Lang" in item} >= {"ar", "ti", "uk"}
        assert all("/Alt" in item for item in elements if item.get("/S") == "/Figure")


@pytest.fixture
def listener() -> object:
    """A server on this machine that counts who calls."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    calls: list[bytes] = []
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            calls.append(b"call")
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield server.getsockname()[1], calls
    stop.set()
    thread.join()
    server.close()


VECTORS = {
    "stylesheet": ("", '<link rel="stylesheet" href="{url}" />'),
    "import": ("", "<style>@import url('{url}');</style>"),
    "picture": ('<img src="{url}" alt="x" />', ""),
    "background": ("<p style=\"background:url('{url}')\">x</p>", ""),
    "font": ("<p style='font-family:f'>x</p>", "<style>@font-face{{font-family:f;src:url('{url}')}}</style>"),
    "attachment": ("", '<link rel="attachment" href="{url}" />'),
    "attachment link": ('<a rel="attachment" href="{url}">x</a>', ""),
    "svg picture": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><image href="{url}" width="9" height="9"/></svg>',
        "",
    ),
    "svg use": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><use href="{url}#a"/></svg>',
        "",
    ),
    "object": ('<object data="{url}"></object>', ""),
    "embed": ('<embed src="{url}" />', ""),
    "list marker": ("<ul style=\"list-style-image:url('{url}')\"><li>x</li></ul>", ""),
    "generated content": ("<p class=\"a\">x</p>", "<style>.a::before{{content:url('{url}')}}</style>"),
    "border picture": ("<p style=\"border:9px solid;border-image:url('{url}') 3\">x</p>", ""),
}


@pytest.mark.parametrize("name", VECTORS)
@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("doctype", ["doctype", "DOCTYPE"], ids=["as html", "as xml"])
def test_a_hostile_page_touches_nothing(
    name: str, scheme: str, doctype: str, listener: tuple[int, list[bytes]], tmp_path: Path
) -> None:
    port, calls = listener
    secret = tmp_path / "secret.css"
    secret.write_text("p{color:red} SECRET-CANARY")
    url = f"http://127.0.0.1:{port}/x" if scheme == "http" else secret.as_uri()
    body, head = VECTORS[name]
    try:
        page = tiny(body.format(url=url), head.format(url=url)).replace("doctype", doctype)
        made = render_pdf(page, created=MADE)
    except RenderRefused:
        made = b""
    assert calls == []
    if made:
        with pikepdf.open(io.BytesIO(made)) as pdf:
            assert not pdf.attachments
            assert all(
                b"SECRET-CANARY" not in s.read_bytes()
                for s in pdf.objects
                if isinstance(s, pikepdf.Stream) and s.get("/Filter") == "/FlateDecode"
            )


@pytest.mark.parametrize("name", ["stylesheet", "import", "picture", "attachment", "background"])
def test_a_refused_address_ends_the_work_with_a_reason(name: str) -> None:
    body, head = VECTORS[name]
    with pytest.raises(RenderRefused, match="may not fetch"):
        render_pdf(tiny(body.format(url="file:///etc/passwd"), head.format(url="file:///etc/passwd")), created=MADE)


def test_a_picture_without_alternative_text_is_refused() -> None:
    picture = Path(__file__).parent.joinpath("dot.png").read_bytes()
    with pytest.raises(RenderRefused, match="alt"):
        render_pdf(tiny('<img src="asset:dot">'), created=MADE, assets={"dot": Asset(picture, "image/png")})
    assert render_pdf(
        tiny('<img src="asset:dot" alt="punt">'), created=MADE, assets={"dot": Asset(picture, "image/png")}
    )


def test_a_photo_is_not_smoothed_because_the_archive_form_forbids_it() -> None:
    picture = Path(__file__).parent.joinpath("dot.png").read_bytes()
    page = tiny('<figure class="photo"><img src="asset:dot" alt="punt" /></figure>')
    made = render_pdf(page, created=MADE, assets={"dot": Asset(picture, "image/png")})
    with pikepdf.open(io.BytesIO(made)) as pdf:
        shown = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]
        assert shown and not any(item.get("/Interpolate", False) for item in shown)


def test_a_missing_picture_is_refused() -> None:
    with pytest.raises(RenderRefused):
        render_pdf(tiny('<img src="asset:gone" alt="weg">'), created=MADE)


def test_a_document_without_title_is_refused() -> None:
    with pytest.raises(RenderRefused, match="title"):
        render_pdf('<html lang="nl"><body>x</body></html>', created=MADE)


def test_a_hanging_document_is_killed_within_ten_seconds_and_the_next_one_works() -> None:
    endless = tiny("<p>" + "woord " * 900_000)
    render_pdf(tiny("<p>eerst</p>"), created=MADE, limit=60)
    quiet = os.getloadavg()[0] < (os.cpu_count() or 1) * 1.5
    begin = time.monotonic()
    with pytest.raises(RenderTimeout):
        render_pdf(endless, created=MADE)
    assert time.monotonic() - begin < (10 if quiet else 40)
    assert render_pdf(tiny("<p>goed</p>"), created=MADE)


HANGING = {
    "endless paragraph": "<p>" + "woord " * 900_000,
    "nested blocks": "<div>" * 900 + "x" + "</div>" * 900 + "<p>" + "woord " * 900_000,
    "nested tables": "<table><tr><td>" * 60 + "woord " * 2_000 + "</table>" * 60 + "<p>" + "woord " * 900_000,
    "many cells": "<table>" + "<tr>" + "<td>cel</td>" * 60 + "</tr>" * 1 + ("<tr>" + "<td>cel</td>" * 60 + "</tr>") * 3_000 + "</table>",
    "column spans": "<table>" + ("<tr>" + "<td colspan=40>cel</td>" * 40 + "</tr>") * 400 + "</table>",
    "flex in flex": "<div style='display:flex'>" * 22 + "woord " * 400_000,
    "grid": "<div style='display:grid;grid-template-columns:repeat(400,1fr)'>" + "<p>x</p>" * 90_000 + "</div>",
    "long word": "<p style='overflow-wrap:anywhere'>" + "w" * 9_000_000,
    "many pages": "<p style='break-after:page'>x</p>" * 30_000,
    "many floats": "<p style='float:left'>x</p>" * 60_000,
    "columns": "<div style='columns:9'>" + "woord " * 600_000 + "</div>",
    "vector path": "<svg viewBox='0 0 9 9'><path d='M0 0" + " L1 1 L2 2" * 900_000 + "'/></svg>" + "<p>" + "woord " * 900_000,
    "selectors": "<style>" + "".join(f"p:nth-child({n}n) ~ p:not(.a{n}) {{color:red}}" for n in range(400)) + "</style>" + "<p>x</p>" * 9_000,
}


@pytest.mark.release
@pytest.mark.parametrize("name", HANGING)
def test_every_hanging_document_ends_within_ten_seconds_of_its_processor(name: str) -> None:
    render_pdf(tiny("<p>eerst</p>"), created=MADE, limit=60)
    begin = time.monotonic()
    with pytest.raises((RenderTimeout, ChildFailed, RenderRefused)):
        render_pdf(tiny(HANGING[name]), created=MADE)
    quiet = os.getloadavg()[0] < (os.cpu_count() or 1) * 1.5
    assert time.monotonic() - begin < (10 if quiet else 40)
    assert render_pdf(tiny("<p>goed</p>"), created=MADE, limit=30)


def test_other_threads_are_served_while_one_document_hangs() -> None:
    endless = tiny("<p>" + "woord " * 900_000)
    with ThreadPoolExecutor(3) as threads:
        hanging = threads.submit(render_pdf, endless, created=MADE, limit=5)
        time.sleep(0.3)
        assert list(threads.map(lambda _: render_pdf(tiny("<p>x</p>"), created=MADE, limit=30), range(2)))
        assert not hanging.done()
        with pytest.raises(RenderTimeout):
            hanging.result()


def test_a_child_that_dies_is_replaced() -> None:
    made = pool.Pool(1)
    try:
        made.run("render", {"created": MADE.isoformat(), "attachments": [], "assets": []}, [tiny("x").encode()])
        os.kill(made._idle[0].process.pid, 9)
        _, results = made.run(
            "render", {"created": MADE.isoformat(), "attachments": [], "assets": []}, [tiny("x").encode()]
        )
        assert results[0].startswith(b"%PDF")
    finally:
        made.close()


def test_a_child_sees_no_secret_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRIEHOEK_SECRET_KEY", "canary-of-the-server")
    child = pool.Child()
    try:
        environment = Path(f"/proc/{child.process.pid}/environ").read_bytes()
        assert b"canary" not in environment
    finally:
        child.end()


def test_missing_libraries_are_named_with_the_line_to_type() -> None:
    child = pool.Child()
    made = pool.Pool(1)
    try:
        child.ask({"work": "render", "created": MADE.isoformat(), "attachments": [], "assets": []}, [b"x"], 20)
        child.missing = "cannot load library 'pango-1.0-0'"
        child.ask = lambda *_: ({"error": "PdfUnavailable", "message": ""}, [])  # type: ignore[method-assign]
        made._idle.append(child)
        with pytest.raises(PdfUnavailable, match=r"apt-get install .*libpango"):
            made.run("render", {}, [])
    finally:
        made.close()
        child.end()


def test_only_print_templates_make_documents() -> None:
    with pytest.raises(ValueError, match="print template"):
        pages.page("layout/page.html")


def test_a_missing_value_is_an_error_and_text_is_escaped() -> None:
    environment = pages.environment()
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string("{{ nowhere }}").render()
    assert environment.from_string("{{ name }}").render(name="<b>") == "&lt;b&gt;"
