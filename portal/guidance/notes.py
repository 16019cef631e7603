"""The words of mail and SMS about a form: a link or a code, nothing about who, where or why."""

from __future__ import annotations

from portal.signatures import links

SUBJECT = "Er staat een vragenlijst voor u klaar"
CODE_SUBJECT = "Uw code"


def offered(token: str) -> str:
    """Return the message with a link; nothing stands directly behind it."""
    return f"Er staat een vragenlijst voor u klaar: {links.desk('/f/' + token)}\nVragen? Bel {links.help_phone()}."


def code(digits: str) -> str:
    """Return the message with a code."""
    return f"Uw code is {digits}. Geef deze code aan niemand."
