"""A page for print as pictures of its pages, for a look while somebody works on it; made in the same locked child."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass

from portal.documents import pool
from portal.documents.frames import Header

SCALE = 1.15
"""Pixels per point: an A4 page is some 680 pixels wide, sharp enough to read on a panel of half that width."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """How many pages there are, and the first of them as PNG."""

    pages: int
    shown: tuple[bytes, ...]


def page_pictures(html: str, *, created: dt.datetime, most: int = 12, limit: float = pool.LIMIT) -> Pictures:
    """Render *html* and draw at most *most* pages of it; raises as `render_pdf`."""
    header: Header = {
        "created": created.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "attachments": [], "assets": [], "draft": True, "most": most,
    }  # fmt: skip
    answer, pictures = pool.pool().run("preview", header, [html.encode()], limit=limit, look=True)
    return Pictures(int(answer["pages"]), tuple(pictures))


def preview_here(header: Header, blobs: list[bytes]) -> tuple[Header, list[bytes]]:
    """Render and draw inside the child; the counterpart of `page_pictures`."""
    import pypdfium2
    from PIL import Image

    from portal.documents.render import render_here

    answer, (pdf,) = render_here(header, blobs)
    document = pypdfium2.PdfDocument(pdf)
    pictures = []
    for number in range(min(len(document), int(header["most"]))):
        picture = document[number].render(scale=SCALE).to_pil().convert("RGB")
        out = io.BytesIO()
        picture.quantize(48, Image.Quantize.FASTOCTREE).save(out, "PNG")
        pictures.append(out.getvalue())
    return {"pages": answer["pages"]}, pictures
