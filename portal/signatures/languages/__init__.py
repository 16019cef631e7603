"""The fixed words of the ceremony in other languages, as data: draft translations that stand beside the Dutch.

They explain what a page is for; what is signed stays the Dutch text, and the page says so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

CODES = ("ar", "tr", "pl", "en")


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its own name, the direction of its script, what a translation is worth, that there is none, and sentences."""

    code: str
    name: str
    dir: str
    notice: str
    checked: str
    lacking: str
    meaning: str
    pages: dict[str, tuple[str, ...]]


@cache
def load(code: str) -> Language:
    """Return a language of `CODES`."""
    body = json.loads(resources.files(__package__).joinpath(f"{code}.json").read_text("utf-8"))
    pages = {page: tuple(sentences) for page, sentences in body["pages"].items()}
    return Language(code, body["name"], body["dir"], body["notice"], body["checked"], body["lacking"], body["meaning"], pages)


def chosen(*wanted: str | None) -> Language | None:
    """Return the first of *wanted* that is known; None for Dutch alone.

    >>> chosen("xx", "pl").name
    'Polski'
    """
    return next((load(code) for code in wanted if code in CODES), None)
