"""Letters and photos that a story puts into a case: plain, made on the spot, the same bytes for the same words."""

from __future__ import annotations

import datetime as dt
import io
import random
from functools import cache
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from portal.documents import fonts
from portal.documents.dutch import date_nl

_FACE = "NotoSans-Regular"
_MARGIN, _LINE, _WIDTH = 70.0, 16.0, 82


@cache
def _face() -> str:
    pdfmetrics.registerFont(TTFont(_FACE, str(fonts.FOLDER / f"{_FACE}.ttf")))
    return _FACE


def letter(title: str, text: str, day: dt.date) -> bytes:
    """Make a letter of one or more A4 pages."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, lang="nl-NL")
    canvas.setTitle(title)
    lines = [date_nl(day), "", title, ""]
    for paragraph in text.split("\n"):
        lines += wrap(paragraph, _WIDTH) or [""]
    height = A4[1] - _MARGIN
    canvas.setFont(_face(), 11)
    for line in lines:
        if height < _MARGIN:
            canvas.showPage()
            canvas.setFont(_face(), 11)
            height = A4[1] - _MARGIN
        canvas.drawString(_MARGIN, height, line)
        height -= _LINE
    canvas.save()
    return out.getvalue()


def photo(caption: str) -> bytes:
    """Make a stand-in for a photo: shapes that follow from the caption, and the caption."""
    dice = random.Random(caption)  # noqa: S311  # a picture, not a secret
    picture = Image.new("RGB", (960, 640), (214, 208, 196))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 430, 960, 640), fill=(150, 140, 128))
    for _ in range(14):
        x, y, size = dice.randrange(0, 900), dice.randrange(300, 520), dice.randrange(40, 130)
        shade = dice.randrange(40, 120)
        draw.ellipse((x, y, x + size, y + size * 3 // 4), fill=(shade, shade, shade + 10))
    draw.rectangle((0, 0, 960, 44), fill=(255, 255, 255))
    draw.text((12, 8), caption[:90], fill=(20, 20, 20), font=ImageFont.truetype(str(fonts.FOLDER / f"{_FACE}.ttf"), 20))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=72)
    return out.getvalue()
