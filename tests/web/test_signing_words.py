"""The words on pages for tenants: short sentences, no hard words (a smoke alarm; people are the proof)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portal.clauses.reading import HARD_WORDS, MOST_WORDS, reading
from portal.signatures import consent

FOLDER = Path(__file__).parents[2] / "templates" / "signatures" / "tenant"
_TEXT = re.compile(r'\b_\("([^"]+)"')
_PLURAL = re.compile(r'ngettext\("([^"]+)", "([^"]+)"')
PAGES = sorted(path.name for path in FOLDER.glob("*.html"))


def sentences(name: str) -> list[str]:
    """Return the words of a page as a reader meets them, with something in each open place."""
    source = (FOLDER / name).read_text("utf-8")
    found = _TEXT.findall(source) + [text for pair in _PLURAL.findall(source) for text in pair]
    return [re.sub(r"%\(\w+\)[sd]", "zes", text) for text in found]


@pytest.mark.parametrize("name", PAGES)
def test_no_sentence_is_long_and_no_word_is_hard(name: str) -> None:
    for text in sentences(name):
        measured = reading(text)
        assert measured.longest <= MOST_WORDS, text
        assert not measured.hard, text


def test_all_pages_together_are_easy_to_read() -> None:
    whole = " ".join(
        text if text.endswith((".", "?", "!")) else f"{text}." for name in PAGES for text in sentences(name)
    )
    measured = reading(whole)
    assert measured.score >= 75, measured
    assert measured.average <= 10, measured


def test_consent_texts_of_tenants_hold_no_hard_words() -> None:
    for key in ("tenant-1", "seen-1"):
        assert not set(" ".join(consent.load(key).sentences).lower().split()) & HARD_WORDS
