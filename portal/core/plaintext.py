"""What people type, made safe to keep: no control characters, bounded, and never a citizen service number."""

from __future__ import annotations

import re
import unicodedata

from portal.core.errors import Invalid

LINE, PARAGRAPHS = 200, 20_000
_KEEP = {"\n", "\t"}
_BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NINE_DIGITS = re.compile(r"(?<![\d])\d(?:[ .-]?\d){8}(?![\d])")


def clean(text: str | None, limit: int = LINE, *, field: str = "", multiline: bool = False) -> str:
    """Return *text* trimmed, in NFC, without control and direction-override characters.

    Raises `Invalid("text.too_long")` beyond *limit* characters.
    """
    value = unicodedata.normalize("NFC", (text or "")[: limit * 4 + 1000].replace("\r\n", "\n").replace("\r", "\n"))
    keep = _KEEP if multiline else set()
    value = "".join(
        c if c in keep or (unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"} and c not in _BIDI) else " "
        for c in value
    ).strip()
    if not multiline:
        value = re.sub(r"\s+", " ", value)
    if len(value) > limit:
        raise Invalid("text.too_long", field=field, limit=limit)
    return value


def passes_elfproef(digits: str) -> bool:
    """Tell whether nine *digits* pass the check of the Dutch citizen service number (weights 9…2, −1)."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return digits != "000000000" and sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 == 0


def holds_bsn(text: str) -> bool:
    """Tell whether *text* holds nine digits that pass the elfproef."""
    return any(passes_elfproef(re.sub(r"\D", "", hit)) for hit in _NINE_DIGITS.findall(text))


def refuse_bsn(text: str, *, field: str = "") -> str:
    """Return *text*, or raise `Invalid("text.bsn")`: such a number may not be kept (UAVG art. 46)."""
    if holds_bsn(text):
        raise Invalid("text.bsn", field=field)
    return text


def free_text(text: str | None, limit: int = PARAGRAPHS, *, field: str = "") -> str:
    """Clean several lines of free text and refuse a citizen service number in it."""
    return refuse_bsn(clean(text, limit, field=field, multiline=True), field=field)


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Return *text* such that no spreadsheet takes it for a formula (OWASP, CSV injection).

    >>> harmless('=HYPERLINK("x")'), harmless(" @sum"), harmless("Kerkstraat 12")
    ('\\'=HYPERLINK("x")', "' @sum", 'Kerkstraat 12')
    """
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) or text.startswith(_FORMULA) else text
