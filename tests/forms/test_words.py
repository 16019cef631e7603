"""The engine's own words: the same sentences with the same open places in every language."""

from __future__ import annotations

import re

import pytest

from forms.words import LANGUAGES, _words, every_word

_OPEN = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_language_says_the_same(locale: str) -> None:
    dutch, told = _words("nl"), _words(locale)
    assert list(told) == list(dutch)
    assert [code for code in dutch if sorted(_OPEN.findall(dutch[code])) != sorted(_OPEN.findall(told[code]))] == []
    assert [code for code, text in told.items() if not text.strip()] == []


def test_a_word_can_be_had_in_all_of_them() -> None:
    assert every_word("no") == {"nl": "Nee", "en": "No", "ar": "لا", "tr": "Hayır", "pl": "Nie"}
