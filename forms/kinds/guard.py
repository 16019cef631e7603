"""What may be typed: bounded text without control characters, and never a citizen service number."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from forms.kinds.registry import AnswerFault

_NINE_DIGITS = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8}(?!\d)", re.ASCII)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_INVISIBLE = {"Cc", "Cs", "Co", "Cn"}
_DIRECTION = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def passes_elfproef(digits: str) -> bool:
    """Tell whether nine *digits* pass the check of the Dutch citizen service number.

    >>> passes_elfproef("111222333"), passes_elfproef("123456789")
    (True, False)
    """
    return set(digits) != {"0"} and sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11 == 0


def holds_bsn(text: str) -> bool:
    """Tell whether *text* holds nine digits that pass the elfproef, also with spaces, dots or dashes between."""
    return any(passes_elfproef(re.sub(r"\D", "", hit)) for hit in _NINE_DIGITS.findall(text))


def clean_text(raw: Any, limit: int, *, lines: bool) -> str | None:
    """Return *raw* as text: trimmed, NFC, control and direction-override characters taken out; None when empty.

    Raises AnswerFault `not_text`, `too_long`, or `bsn` (UAVG art. 46: such a number may not be kept).
    """
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise AnswerFault("not_text")
    if len(raw) > limit * 4 + 1_000:
        raise AnswerFault("too_long", limit=limit)
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    keep = {"\n"} if lines else set()
    text = "".join(_safe(c, keep) for c in unicodedata.normalize("NFC", text))
    text = unicodedata.normalize("NFC", text.strip() if lines else " ".join(text.split()))
    if not text:
        return None
    if len(text) > limit:
        raise AnswerFault("too_long", limit=limit)
    if holds_bsn(text):
        raise AnswerFault("bsn")
    return text


def _safe(character: str, keep: set[str]) -> str:
    if character in keep:
        return character
    if character in _DIRECTION or unicodedata.category(character) in _INVISIBLE:
        return " "
    return character


def is_empty(raw: Any) -> bool:
    """Tell whether *raw* is no answer at all."""
    return raw is None or (isinstance(raw, str) and not raw.strip()) or raw == [] or raw == {}
