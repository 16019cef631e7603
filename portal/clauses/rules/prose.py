"""Splitting Dutch text into sentences."""

from __future__ import annotations

import re
import unicodedata

_SHORT = (
    r"(?<!\bart)(?<!\bnr)(?<!\bdhr)(?<!\bmw)(?<!\bmevr)(?<!\bbijv)(?<!\bo\.a)(?<!\bd\.w\.z)(?<!\bevt)(?<!\bca)(?<!\bst)"
)
_END = re.compile(rf"{_SHORT}(?<=[.!?])(?<!\b[A-Z]\.)[\"'”’)]*\s+(?=[\"'“‘(]?[A-ZÀ-Þ0-9{{])|\n+")


def sentences(text: str) -> list[str]:
    """Split *text* into sentences; "22.00 uur", initials and usual abbreviations are no ends.

    >>> sentences("Dat geldt tot 07.00 uur. Bel dhr. A. de Wit, art. 3. Klaar?")
    ['Dat geldt tot 07.00 uur.', 'Bel dhr. A. de Wit, art. 3.', 'Klaar?']
    """
    joined = re.sub(r"\b(art|nr|dhr|mw|mevr|bijv|evt|ca|o\.a|d\.w\.z)\.(?=\s)", "\\1\u2024", text, flags=re.I)
    return [part.strip().replace("\u2024", ".") for part in _END.split(joined) if part and part.strip()]


def plain(text: str) -> str:
    """Take out characters that hide words from a reader or a rule (zero width, soft hyphen), and join line breaks."""
    composed = unicodedata.normalize("NFKC", text)
    visible = "".join(c for c in composed if unicodedata.category(c) != "Cf")
    return re.sub(r"[ \t\u00a0]+", " ", visible)
