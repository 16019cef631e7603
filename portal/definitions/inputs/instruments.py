"""The list of life domains as it is typed: a name, a source line, a scale with words, one domain per line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import forms
from portal.core.errors import Invalid
from portal.definitions.inputs.values import Posted

LOWS, HIGHS = ("0", "1"), tuple(str(number) for number in range(2, 11))
MOST_DOMAINS, LONGEST = 40, 300
LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "score": "Hoe gaat het hiermee?", "target": "Welk cijfer wil de huurder over een jaar?",
        "note": "Wat vertelt de huurder erover?",
    },
    "en": {
        "score": "How is this going?", "target": "Which number does the tenant want in a year?",
        "note": "What does the tenant say about it?",
    },
}  # fmt: skip
"""What a form asks about a domain that is new to it; the author changes it in the draft."""


def typed(listed: Mapping[str, Any], locale: str = "nl") -> dict[str, str]:
    """Return a version of the list as its form shows it."""
    return {
        "name": forms.say(listed["name"], locale), "version": listed["version"], "source": forms.say(listed["source"], locale),
        "low": str(listed["low"]), "high": str(listed["high"]),
        "words": "\n".join(f"{value} = {forms.say(text, locale)}" for value, text in listed["words"].items()),
        "domains": "\n".join(forms.say(one["label"], locale) for one in listed["domains"]),
    }  # fmt: skip


def read(posted: Posted) -> dict[str, Any]:
    """Return what was typed; Invalid("form.no_label", "form.unreadable") with the field."""
    found: dict[str, Any] = {}
    for name in ("name", "version", "source"):
        found[name] = posted.get(name, "").strip()
        if not found[name]:
            raise Invalid("form.no_label", field=name)
        if len(found[name]) > LONGEST:
            raise Invalid("form.unreadable", field=name)
    low, high = posted.get("low", ""), posted.get("high", "")
    if low not in LOWS or high not in HIGHS:
        raise Invalid("form.unreadable", field="high")
    found |= {"low": int(low), "high": int(high), "domains": _lines(posted.get("domains", ""))}
    if not 1 <= len(found["domains"]) <= MOST_DOMAINS or len(set(found["domains"])) < len(found["domains"]):
        raise Invalid("form.unreadable", field="domains")
    found["words"] = {}
    for line in _lines(posted.get("words", "")):
        value, separator, text = (part.strip() for part in line.partition("="))
        if not separator or not text or value not in {str(one) for one in range(found["low"], found["high"] + 1)}:
            raise Invalid("form.unreadable", field="words")
        found["words"][value] = text
    return found


def _lines(text: str) -> list[str]:
    return [line.strip(" \t-•") for line in text.splitlines() if line.strip(" \t-•")]
