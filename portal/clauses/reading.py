"""How hard the text of a clause is to read, sentence by sentence."""

from __future__ import annotations

from forms import EASY, HARD_WORDS, MOST_WORDS, Reading, measure
from portal.clauses.rules import plain, sentences

__all__ = ["EASY", "HARD_WORDS", "MOST_WORDS", "Reading", "reading"]


def reading(text: str) -> Reading:
    """Measure *text*: its score (higher is easier), and what drives it."""
    return measure(sentences(plain(text)))
