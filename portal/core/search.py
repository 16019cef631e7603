"""Folding of text, so that what people type finds what is written."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii


def fold(text: str) -> str:
    """Fold *text* to lower-case ASCII words: "ter Ællenbroek-Łukasik" gives "ter aellenbroek lukasik"."""
    plain = anyascii(unicodedata.normalize("NFC", text)).lower()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()
