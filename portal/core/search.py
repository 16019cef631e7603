"""Folding of text, so that what people type finds what is written."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from anyascii import anyascii


def fold(text: str) -> str:
    """Fold *text* to lower-case ASCII words: "ter Ællenbroek-Łukasik" gives "ter aellenbroek lukasik"."""
    plain = anyascii(unicodedata.normalize("NFC", text)).lower()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def holding(column: Any, name: str, *, folded: bool = True) -> sa.ColumnElement[bool]:
    """Say that *column* holds the word that is given as *name* when the statement runs; see `pattern`."""
    word = sa.bindparam(name, type_=sa.String)
    if folded:
        return sa.type_coerce(column, sa.String).like(word, escape="/")
    return sa.func.lower(column).like(sa.func.lower(word), escape="/")


def pattern(word: str) -> str:
    """Return what stands for *word* in `holding`.

    >>> pattern("50%_/")
    '%50/%/_//%'
    """
    escaped = word.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return f"%{escaped}%"
