"""Mails of this room: a link and neutral words, no names and nothing about a case."""

from __future__ import annotations

import datetime as dt

from portal.accounts.rules import LinkPurpose
from portal.core import clock

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


def _moment(moment: dt.datetime) -> str:
    at = clock.local(moment)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H.%M} uur"


def mail_about(purpose: LinkPurpose, link: str, expires: dt.datetime) -> tuple[str, str]:
    """Return subject and text of the mail that carries a password link."""
    if purpose is LinkPurpose.INVITATION:
        return (
            "Uw toegang tot Driehoek",
            "Hallo,\n\nEr is een account voor u gemaakt in Driehoek. Kies met deze link een wachtwoord:\n\n"
            f"{link}\n\nDe link werkt tot {_moment(expires)}. Geef hem aan niemand anders.\n\n"
            "Verwachtte u deze mail niet? Dan hoeft u niets te doen.\n",
        )
    return (
        "Een nieuw wachtwoord voor Driehoek",
        "Hallo,\n\nU vroeg om een nieuw wachtwoord voor Driehoek. Kies het met deze link:\n\n"
        f"{link}\n\nDe link werkt tot {_moment(expires)}. Geef hem aan niemand anders.\n\n"
        "Vroeg u hier niet om? Dan hoeft u niets te doen. Uw wachtwoord blijft zoals het was.\n",
    )


def mail_of_change() -> tuple[str, str]:
    """Return subject and text of the mail that says that the way in was changed."""
    return (
        "Uw inloggegevens voor Driehoek zijn gewijzigd",
        "Hallo,\n\nUw wachtwoord of de tweede stap bij het inloggen is zojuist gewijzigd.\n\n"
        "Deed u dit zelf? Dan hoeft u niets te doen. Deed u dit niet? Bel dan meteen met het bureau.\n",
    )
