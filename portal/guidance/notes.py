"""The words of mail and SMS about a form: a link or a code, nothing about who, where or why."""

from __future__ import annotations

from portal.guidance import words
from portal.signatures import links

SUBJECT = "Er staat een vragenlijst voor u klaar"
CODE_SUBJECT = "Uw code"


def offered(token: str, language: str = "nl") -> str:
    """Return the message with a link; nothing stands directly behind it."""
    phone, other = links.help_phone(), words.chrome("sms_offered", language)
    there = links.desk(f"/f/{token}?taal={language}" if other else f"/f/{token}")
    return _also(f"Er staat een vragenlijst voor u klaar: {there}\nVragen? Bel {phone}.", other.format(phone=phone))


def code(digits: str, language: str = "nl") -> str:
    """Return the message with a code."""
    return _also(f"Uw code is {digits}. Geef deze code aan niemand.", words.chrome("sms_code", language).format(code=digits))


def _also(dutch: str, other: str) -> str:
    return f"{dutch}\n\n{other}" if other else dutch
