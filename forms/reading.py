"""How hard a Dutch text is to read: Flesch-Douma with syllables by hyphenation patterns. A smoke alarm, no proof."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyphen

EASY = 75
"""Text for tenants scores at least this."""
MOST_WORDS_ON_AVERAGE = 10
MOST_WORDS = 18
HARD_WORDS = frozenset(
    [
        "betreffende",
        "conform",
        "dient",
        "dienen",
        "geschiedt",
        "geschieden",
        "teneinde",
        "derhalve",
        "desbetreffende",
        "ingevolge",
        "krachtens",
        "onderhavige",
        "gehouden",
        "onverwijld",
        "alsmede",
        "aldus",
        "dienaangaande",
        "jegens",
        "hetgeen",
        "indien",
        "tevens",
        "middels",
        "omtrent",
        "voornoemde",
        "ter",
        "zake",
    ]
)
_WORD = re.compile(r"\d+(?:[.:,]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Reading:
    """The score of a text (higher is easier) and what drives it."""

    score: int
    words: int
    average: float
    longest: int
    hard: tuple[str, ...]

    @property
    def easy(self) -> bool:
        """Tell whether the text meets the bar for tenants (B1): score, average, longest sentence, no hard words."""
        return (
            self.score >= EASY
            and self.average <= MOST_WORDS_ON_AVERAGE
            and self.longest <= MOST_WORDS
            and not self.hard
        )


def measure(sentences: Iterable[str]) -> Reading:
    """Measure sentences with Douma's formula: 206.84 - 77 × syllables per word - 0.93 × words per sentence."""
    lines = [words for words in map(_WORD.findall, sentences) if words]
    if not lines:
        return Reading(100, 0, 0.0, 0, ())
    words = [word for line in lines for word in line]
    average = len(words) / len(lines)
    score = 206.84 - 77 * sum(map(syllables, words)) / len(words) - 0.93 * average
    hard = tuple(dict.fromkeys(w.lower() for w in words if w.lower() in HARD_WORDS))
    return Reading(max(0, min(100, round(score))), len(words), round(average, 1), max(map(len, lines)), hard)


def syllables(word: str) -> int:
    """Count the syllables of a word; a figure counts as two.

    >>> [syllables(w) for w in ("u", "woning", "huurder", "22.00")]
    [1, 2, 2, 2]
    """
    return 2 if word[0].isdigit() else len(_patterns().positions(word.lower())) + 1


@functools.cache
def _patterns() -> Any:
    return pyphen.Pyphen(lang="nl_NL", left=1, right=1)
