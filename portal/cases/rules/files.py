"""What a file is, by its content and not by its name: photos (JPEG, PNG) and PDF, within bounds."""

from __future__ import annotations

import struct

from portal.core.errors import Invalid

MOST_MEGABYTES = 10
MOST_PIXELS = 40_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}


def media_type_of(data: bytes) -> str:
    """Tell what a file is.

    Raises Invalid("file.empty"), ("file.too_large"), ("file.kind") and ("file.pixels").

    >>> media_type_of(b"%PDF-1.7 body %%EOF")
    'application/pdf'
    """
    if not data:
        raise Invalid("file.empty", field="file")
    if len(data) > MOST_MEGABYTES * 1024 * 1024:
        raise Invalid("file.too_large", field="file", limit=MOST_MEGABYTES)
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return "application/pdf"
    size = _png_size(data) if data.startswith(_PNG) else _jpeg_size(data) if data.startswith(b"\xff\xd8\xff") else None
    if size is None:
        raise Invalid("file.kind", field="file")
    if size[0] * size[1] > MOST_PIXELS:
        raise Invalid("file.pixels", field="file")
    return "image/png" if data.startswith(_PNG) else "image/jpeg"


def file_name(title: str, media_type: str) -> str:
    """Make a plain name for a download out of a title.

    >>> file_name("../Brief: 3 maart\\n", "application/pdf")
    'Brief 3 maart.pdf'
    """
    kept = "".join(letter if letter.isalnum() or letter in " -_," else " " for letter in title)
    return f"{' '.join(kept.split())[:80] or 'document'}{EXTENSIONS.get(media_type, '')}"


def _png_size(data: bytes) -> tuple[int, int] | None:
    if len(data) < 33 or data[12:16] != b"IHDR" or b"IEND" not in data[-64:]:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return (width, height) if width and height else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk the segments up to the frame header."""
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in range(0xD0, 0xD9) or marker == 0x01:
            at += 2
            continue
        length = int(struct.unpack(">H", data[at + 2 : at + 4])[0])
        if marker in range(0xC0, 0xD0) and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return (width, height) if width and height else None
        if length < 2 or marker == 0xDA:
            return None
        at += 2 + length
    return None
