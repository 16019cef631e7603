"""The engine's own words, per language: special answers, and sentences for what cannot be taken.

They stand as data in `forms/languages/`. Dutch is the text that counts; the others but English are concepts, which a
page that shows them must say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from forms.definition.text import FALLBACK, say

LANGUAGES = ("nl", "en", "ar", "tr", "pl")


@cache
def _words(locale: str) -> Mapping[str, str]:
    told: dict[str, str] = json.loads(resources.files("forms.languages").joinpath(f"{locale}.json").read_text("utf-8"))
    return told


def word(code: str, locale: str) -> str:
    """Return the engine's word for *code*, in Dutch when the engine does not speak *locale*.

    >>> word("yes", "tr"), word("yes", "fa")
    ('Evet', 'Ja')
    """
    return _words(locale if locale in LANGUAGES else FALLBACK)[code]


def every_word(code: str) -> dict[str, str]:
    """Return the engine's word for *code* in all its languages."""
    return {locale: word(code, locale) for locale in LANGUAGES}


def special_words(name: str, locale: str) -> str:
    """Return "Weet ik niet" or "Wil hier niet over praten"."""
    return word(name, locale)


def sentence(code: str, locale: str, params: Mapping[str, Any]) -> str:
    """Return the sentence for a fault; a parameter that is a text per locale is said in *locale*."""
    said = {name: say(value, locale) if isinstance(value, dict) else value for name, value in params.items()}
    return word(code, locale).format(**said)
