"""Sheets that were printed, signed and scanned: their QR codes are read as they come, and nothing hostile is opened."""

from __future__ import annotations

import io
import time

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageFilter

from portal.documents.errors import Unreadable
from portal.documents.paper import Sheet, paper_copy
from portal.documents.scans import read_scan


def says(page: int, total: int) -> str:
    return f"DRIEHOEK-PAPIER-1 2026-0004 2 {page}/{total} K7QF{page}"


@pytest.fixture(scope="module")
def printed(plain_pdf: bytes) -> bytes:
    total = len(pikepdf.open(io.BytesIO(plain_pdf)).pages)
    return paper_copy(plain_pdf, [Sheet(f"code K7QF{page}", says(page, total)) for page in range(1, total + 1)])


@pytest.fixture(scope="module")
def sheets(printed: bytes) -> list[Image.Image]:
    """Every sheet as a scanner at 200 dots per inch sees it."""
    document = pypdfium2.PdfDocument(printed)
    return [document[number].render(scale=200 / 72).to_pil().convert("L") for number in range(len(document))]


def photo(sheet: Image.Image, kind: str = "JPEG", quality: int = 60) -> bytes:
    out = io.BytesIO()
    sheet.save(out, kind, quality=quality) if kind == "JPEG" else sheet.save(out, kind)
    return out.getvalue()


def test_the_printed_copy_itself_is_read_page_by_page(printed: bytes, sheets: list[Image.Image]) -> None:
    found = read_scan([printed])
    assert found.pages == len(sheets) > 1
    assert found.codes == tuple((says(page, found.pages),) for page in range(1, found.pages + 1))


@pytest.mark.parametrize("turned", [0, 90, 180, 270, 4, -7])
def test_a_sheet_upside_down_or_askew_is_read(sheets: list[Image.Image], turned: int) -> None:
    askew = sheets[0].rotate(turned, expand=True, fillcolor=255)
    assert read_scan([photo(askew)]).codes == ((says(1, len(sheets)),),)


def test_a_coarse_soft_and_dim_scan_is_read(sheets: list[Image.Image]) -> None:
    coarse = sheets[0].resize((int(sheets[0].width * 0.75), int(sheets[0].height * 0.75)))
    poor = coarse.filter(ImageFilter.GaussianBlur(0.6)).point(lambda value: int(value * 0.7))
    assert read_scan([photo(poor, quality=40)]).codes == ((says(1, len(sheets)),),)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_photos_of_the_sheets_become_one_pdf_in_their_order(sheets: list[Image.Image], kind: str) -> None:
    found = read_scan([photo(sheets[1], kind), photo(sheets[0], kind)])
    assert [code for (code,) in found.codes] == [says(2, len(sheets)), says(1, len(sheets))]
    assert len(pikepdf.open(io.BytesIO(found.data)).pages) == 2


def test_a_photo_loses_where_it_was_taken(sheets: list[Image.Image]) -> None:
    told = Image.Exif()
    told[0x010F] = "GeheimeTelefoon"
    out = io.BytesIO()
    sheets[0].save(out, "JPEG", exif=told)
    assert b"GeheimeTelefoon" not in read_scan([out.getvalue()]).data


def test_a_sheet_whose_code_is_cut_off_says_nothing(sheets: list[Image.Image]) -> None:
    cut = sheets[0].crop((0, 0, sheets[0].width, int(sheets[0].height * 0.9)))
    assert read_scan([photo(cut), photo(sheets[1])]).codes == ((), (says(2, len(sheets)),))


def test_colours_of_a_telephone_are_kept(sheets: list[Image.Image]) -> None:
    found = read_scan([photo(Image.merge("RGB", [sheets[0], sheets[0].point(lambda v: v // 2), sheets[0]]))])
    image = pypdfium2.PdfDocument(found.data)[0].render(scale=0.2).to_pil().convert("RGB")
    red, green, _blue = image.getpixel((image.width // 2, 5))
    assert red > green + 60


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7 broken", b"<svg/>", b"\xff\xd8\xff broken", b"GIF89a"])
def test_what_is_no_scan_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_scan([data])


def test_a_page_as_large_as_a_field_is_looked_at_small() -> None:
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page(page_size=(14_400, 14_400))
    pdf.save(out)
    begun = time.monotonic()
    assert read_scan([out.getvalue()]).codes == ((),)
    assert time.monotonic() - begun < 30
