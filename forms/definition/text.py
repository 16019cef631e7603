"""Texts per locale, and how one of them is chosen."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

FALLBACK = "nl"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
_WRITTEN = frozenset("\n\u00ad\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
"""Signs of those kinds that a text may hold: what breaks a word, joins letters, or is written around a number."""

Locale = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


def hidden_characters(text: str) -> list[str]:
    """Return the signs in *text* that nobody sees or that turn its direction, which no text of a form may hold."""
    if text.isprintable():
        return []
    return [c for c in text if c not in _WRITTEN and unicodedata.category(c) in _HIDDEN]


def _printable(text: str) -> str:
    if bad := hidden_characters(text):
        raise ValueError(f"de tekst heeft onzichtbare tekens ({', '.join(sorted(set(map(ascii, bad))))})")
    return unicodedata.normalize("NFC", text)


Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000), AfterValidator(_printable)
]
LongWords = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000), AfterValidator(_printable)
]
Text = dict[Locale, Words]
LongText = dict[Locale, LongWords]


MONTHS: dict[str, tuple[str, ...]] = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def day_in_words(day: dt.date, locale: str = FALLBACK) -> str:
    """Write *day* with its month in words.

    >>> day_in_words(dt.date(2026, 3, 1))
    '1 maart 2026'
    """
    return f"{day.day} {MONTHS.get(locale, MONTHS[FALLBACK])[day.month - 1]} {day.year}"


def say(text: Mapping[str, str] | None, locale: str) -> str:
    """Return *text* in *locale*, else in Dutch, else in any locale it has; an absent text is empty.

    >>> say({"nl": "Wonen", "en": "Housing"}, "en")
    'Housing'
    """
    if not text:
        return ""
    return text.get(locale) or text.get(FALLBACK) or next(iter(text.values()))
