"""The languages beside Dutch, as data: what a translation is worth, and the words and fixed sentences of a reading copy.

A draft like every translation until `status` says that `translator` answers for it. Only what the Dutch says word for
word has a sentence here; what staff wrote themselves stays Dutch.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from babel import Locale

from portal.core.errors import Missing

CODES = ("ar", "tr", "pl", "en")


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its own name, the direction of its script, what a translation is worth, and that there is none."""

    code: str
    name: str
    dir: str
    notice: str
    checked: str
    lacking: str
    meaning: str
    translator: str
    on: dt.date
    status: str
    words: Mapping[str, str]
    counts: Mapping[str, Mapping[str, str]]
    sentences: Mapping[str, str]

    def counted(self, unit: str, number: int) -> str:
        """Say a number of "months" or "days".

        >>> load("pl").counted("months", 12), load("ar").counted("days", 7)
        ('12 miesięcy', '7 أيام')
        """
        forms = self.counts[unit]
        form = Locale.parse(self.code).plural_form(number)
        return forms.get(form, forms["other"]).format(n=number)


@cache
def load(code: str) -> Language:
    """Return a language of `CODES`; Missing("language.unknown") for another."""
    if code not in CODES:
        raise Missing("language.unknown")
    body = json.loads(resources.files(__package__).joinpath(f"{code}.json").read_text("utf-8"))
    return Language(code=code, **body | {"on": dt.date.fromisoformat(body["on"])})


def chosen(*wanted: str | None) -> Language | None:
    """Return the first of *wanted* that is known; None for Dutch alone.

    >>> chosen("xx", "pl").name
    'Polski'
    """
    return next((load(code) for code in wanted if code in CODES), None)
