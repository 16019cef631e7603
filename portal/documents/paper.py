"""The approved PDF as one person's paper copy: each page with a QR code and a short code that tell the page apart."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from portal.documents import fonts, pool
from portal.documents.errors import Unreadable
from portal.documents.frames import Header

MILLIMETRE = 72 / 25.4
QR_SIZE, QR_LEFT, QR_BOTTOM = 14 * MILLIMETRE, 5 * MILLIMETRE, 4.5 * MILLIMETRE
TEXT_LEFT, TEXT_BOTTOM = 21 * MILLIMETRE, 6 * MILLIMETRE


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed at the foot of one page: a line of words and what its QR code holds."""

    words: str
    qr: str


def paper_copy(pdf: bytes, sheets: Sequence[Sheet], *, limit: float = 30.0) -> bytes:
    """Return *pdf* with a foot on every page; raises Unreadable when the number of pages is another than that of *sheets*.

    The copy is for printing: it is not the file that was approved and claims no accessibility.
    """
    header: Header = {"sheets": [[sheet.words, sheet.qr] for sheet in sheets]}
    return pool.pool().run("paper", header, [pdf], limit=limit)[1][0]


# ----- below: inside the child -----


def paper_here(header: Header, blobs: list[bytes]) -> tuple[Header, list[bytes]]:
    """Print the feet inside the child; the counterpart of `paper_copy`."""
    import pikepdf
    import segno
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    source = pikepdf.open(io.BytesIO(blobs[0]))
    sheets = header["sheets"]
    if len(source.pages) != len(sheets):
        raise Unreadable(f"the document has {len(source.pages)} pages, {len(sheets)} feet were given")
    pdfmetrics.registerFont(TTFont("foot", str(fonts.path("NotoSans-Regular"))))
    feet = io.BytesIO()
    canvas = Canvas(feet, pagesize=(210 * MILLIMETRE, 297 * MILLIMETRE), invariant=1)
    for words, qr in sheets:
        matrix = segno.make(qr, error="m", micro=False).matrix
        side = QR_SIZE / len(matrix)
        canvas.setFillGray(0)
        for row, line in enumerate(matrix):
            for column, dark in enumerate(line):
                if dark:
                    y = QR_BOTTOM + QR_SIZE - (row + 1) * side
                    canvas.rect(QR_LEFT + column * side, y, side, side, stroke=0, fill=1)
        canvas.setFont("foot", 8)
        canvas.drawString(TEXT_LEFT, TEXT_BOTTOM, words)
        canvas.showPage()
    canvas.save()
    stamps = pikepdf.open(feet)
    out = pikepdf.new()
    out.pages.extend(source.pages)
    for page, foot in zip(out.pages, stamps.pages, strict=True):
        page.add_overlay(foot, None)
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]
    output = io.BytesIO()
    out.save(output, deterministic_id=True)
    return {}, [output.getvalue()]
