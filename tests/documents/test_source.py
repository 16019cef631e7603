"""A page is read as XML where it is well-formed and as HTML elsewhere, with the same result and no new way in."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pdfplumber
import pikepdf
import pytest

from portal.agreements.content import Response
from portal.agreements.printing import agreement_html
from portal.documents import pages
from portal.documents.errors import DocumentError
from portal.documents.render import render_pdf
from tests.builders.agreements import FREEZING, make_content
from tests.documents.sample import MADE, sample, tiny


def words(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_bounded() for page in document)


def test_our_pages_are_well_formed() -> None:
    for page in (sample(), agreement_html(make_content())):
        assert ElementTree.fromstring(page).tag == "html"


def test_a_page_gives_the_same_bytes_read_as_xml_or_as_html() -> None:
    drawing = (
        '<svg viewBox="0 0 9 9" width="90" height="90"><title>kruis</title><path d="M1 1 L8 8" stroke="#111"/></svg>'
    )
    page = agreement_html(make_content(), annex=f"<p>{drawing}</p>")
    html = page.replace("<!DOCTYPE html>", "<!doctype html>")
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(html)
    assert render_pdf(page, created=MADE) == render_pdf(html, created=MADE)


@pytest.mark.parametrize("sign", ["\x0b", "\x00", "\x1b", "\x85", "\ufffe"])
def test_what_no_font_can_draw_is_left_out(sign: str) -> None:
    assert "voorna" in words(render_pdf(tiny(f"<p>voor{sign}na</p>"), created=MADE))


@pytest.mark.parametrize("sign", ["&nbsp;", "<br>"])
def test_what_xml_refuses_is_still_a_page(sign: str) -> None:
    made = render_pdf(tiny(f"<p>voor{sign}na</p>").replace("doctype", "DOCTYPE"), created=MADE)
    assert "voor" in words(made) and "na" in words(made)


ENTITIES = {
    "bomb": "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "woord "}">' for n in range(12)),
    "file": '<!ENTITY e11 SYSTEM "file:///etc/passwd">',
    "parameter": '<!ENTITY % p SYSTEM "file:///etc/passwd"> %p; <!ENTITY e11 "x">',
}


@pytest.mark.parametrize("name", ENTITIES)
def test_an_entity_neither_unfolds_nor_reads_a_file(name: str) -> None:
    page = tiny("<p>voor &e11; na</p>").replace("<!doctype html>", f"<!DOCTYPE html [{ENTITIES[name]}]>")
    try:
        made = render_pdf(page, created=MADE)
    except DocumentError:
        return
    assert "root:" not in words(made)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 1


def test_a_name_from_the_right_leaves_the_numbers_beside_it_in_order() -> None:
    template = "<p>Voor {{ name }}, 5-2 en {{ text }}.</p>"
    body = pages.environment().from_string(template).render(name="محمد الحسن", text="فاطمة 17, 3 mei")
    with pdfplumber.open(io.BytesIO(render_pdf(tiny(body), created=MADE))) as pdf:
        signs = [one for one in pdf.pages[0].chars if one["text"] in "527V" and one["size"] > 9]
        everything = "".join(one["text"] for one in pdf.pages[0].chars)
    assert "".join(one["text"] for one in sorted(signs, key=lambda one: one["x0"])) == "V527"
    assert not {"\u2068", "\u2069"} & set(everything)


def test_a_whole_text_from_the_right_keeps_its_own_order_and_side() -> None:
    quoted = pages.as_written("أنا لا أسمع بعد 22:00")
    assert "\u2068" not in quoted and pages.as_written("voor محمد, 5") == "voor \u2068محمد\u2069, 5"
    assert pages.as_written("<b>") == "&lt;b&gt;"
    page = agreement_html(
        make_content(responses=(Response(tenant="t1", on=FREEZING, text="أنا لا أسمع بعد 22:00\n\nIk ook niet."),))
    )
    assert '<div class="quote" dir="rtl"><p dir="rtl">أنا' in page and '<p dir="ltr">Ik ook niet.' in page
