"""A scan of printed sheets: one PDF of it that is fit to be opened, and what the QR codes of its pages say."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.documents import pool
from portal.documents.errors import Unreadable
from portal.documents.frames import Header

MOST_PAGES = 150
MOST_FILES = 60
LONGEST_SIDE = 3_500
"""Pixels of the longest side of a photo: A4 at 300 dots per inch."""
FINENESS = (200, 320)
"""Dots per inch at which a page is looked at; the second only where the first showed nothing."""
LARGEST_LOOK = 4_500


@dataclass(frozen=True, slots=True)
class Scan:
    """A PDF without anything that acts, and for each page in order the texts of its QR codes."""

    data: bytes
    codes: tuple[tuple[str, ...], ...]

    @property
    def pages(self) -> int:
        return len(self.codes)


def read_scan(files: Sequence[bytes], *, limit: float = 90.0) -> Scan:
    """Read PDFs and photos of sheets, in their order, upright or not.

    Raises Unreadable for what is neither PDF nor picture, is locked, or is larger than we open.
    """
    facts, results = pool.pool().run("scan", {}, list(files), limit=limit)
    return Scan(results[0], tuple(tuple(page) for page in facts["codes"]))


# ----- below: inside the child -----


def scan_here(header: Header, blobs: list[bytes]) -> tuple[Header, list[bytes]]:
    """Read the sheets inside the child; the counterpart of `read_scan`."""
    import pikepdf

    from portal.documents.intake import clean_here

    if not 0 < len(blobs) <= MOST_FILES:
        raise Unreadable(f"a scan is 1 to {MOST_FILES} files")
    parts = [clean_here({}, [blob])[1][0] if b"%PDF-" in blob[:1024] else _sheet(blob) for blob in blobs]
    if len(parts) == 1:
        whole = parts[0]
    else:
        joined, out = pikepdf.new(), io.BytesIO()
        for part in parts:
            joined.pages.extend(pikepdf.open(io.BytesIO(part)).pages)
        joined.save(out, deterministic_id=True)
        whole = out.getvalue()
    return {"codes": _look(whole)}, [whole]


def _sheet(photo: bytes) -> bytes:
    """Put a photo on a page: upright, without where and when it was taken."""
    import pikepdf
    from PIL import Image

    from portal.documents.images import picture_here

    facts, (jpeg,) = picture_here({"longest": LONGEST_SIDE}, [photo])
    width, height = facts["width"], facts["height"]
    scale = 842 / max(width, height)
    size = (round(width * scale, 2), round(height * scale, 2))
    pdf, out = pikepdf.new(), io.BytesIO()
    page = pdf.add_blank_page(page_size=size)
    gray = Image.open(io.BytesIO(jpeg)).mode == "L"
    picture = pikepdf.Stream(pdf, jpeg)
    picture.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width, Height=height, BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray if gray else pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Sheet=picture))
    page.obj.Contents = pikepdf.Stream(pdf, f"q {size[0]} 0 0 {size[1]} 0 0 cm /Sheet Do Q".encode())
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _look(pdf: bytes) -> list[list[str]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    if len(document) > MOST_PAGES:
        raise Unreadable(f"the scan has more than {MOST_PAGES} pages")
    try:
        import zxingcpp
    except ImportError:  # no wheel for this machine: the printed codes are typed
        return [[] for _ in range(len(document))]
    found = []
    for number in range(len(document)):
        page = document[number]
        told: list[str] = []
        for dots in FINENESS:
            scale = min(dots / 72, LARGEST_LOOK / max(*page.get_size(), 1))
            told = _codes(zxingcpp, page.render(scale=scale, grayscale=True).to_pil().convert("L"))
            if told:
                break
        page.close()
        found.append(told)
    return found


def _codes(reader: Any, picture: Any) -> list[str]:
    return sorted({str(code.text)[:200] for code in reader.read_barcodes(picture, formats=reader.BarcodeFormat.QRCode)})
