"""Patterns that authors write, matched in linear time."""

from __future__ import annotations

import functools
from typing import Any

import re2

LONGEST = 200
_MOST_MEMORY = 1 << 20


def pattern_fault(written: Any) -> str:
    """Tell what is wrong with a pattern; empty when nothing is."""
    if not isinstance(written, str) or len(written) > LONGEST:
        return f"schrijf een patroon van ten hoogste {LONGEST} tekens"
    return "" if compiled(written) is not None else "dit patroon is niet te gebruiken: het is onvolledig, te zwaar, of kijkt vooruit of terug"


@functools.lru_cache(maxsize=512)
def compiled(written: str) -> Any:
    """Return *written* as a pattern of RE2, None when it is none."""
    options = re2.Options()
    options.max_mem, options.log_errors = _MOST_MEMORY, False
    try:
        return re2.compile(written, options)
    except (re2.error, UnicodeError):
        return None


def matches(text: str, written: str) -> bool:
    """Tell whether the whole of *text* fits the pattern."""
    pattern = compiled(written)
    try:
        return pattern is not None and pattern.fullmatch(text) is not None
    except UnicodeError:
        return False
