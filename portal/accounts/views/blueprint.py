"""The blueprint of this room, and what its pages share."""

from __future__ import annotations

from flask import Blueprint, session
from flask_babel import gettext, ngettext
from wtforms import Field

from portal.accounts.sign_in import wait_in_words
from portal.core.errors import DomainError, TooMany
from portal.web.errors import sentence
from portal.web.headers import is_own_path

bp = Blueprint("accounts", __name__)


def put_error(field: Field, error: DomainError) -> None:
    """Show what was wrong at *field*."""
    field.errors = [*field.errors, in_words(error)]


def in_words(error: DomainError) -> str:
    """Return the sentence for *error*; a wait is told in minutes."""
    if isinstance(error, TooMany) and error.code == "request.too_many":
        minutes = wait_in_words(error.params.get("seconds", 60))
        return str(
            ngettext(
                "U heeft het te vaak geprobeerd. Wacht %(num)d minuut.",
                "U heeft het te vaak geprobeerd. Wacht %(num)d minuten.",
                minutes,
            )
        )
    return sentence(error)


def retry_headers(error: TooMany) -> dict[str, str]:
    """Return the header that tells a program how long to wait."""
    return {"Retry-After": str(error.params.get("seconds", 60))}


def wrong_credentials() -> str:
    """Return the one answer to a wrong address, a wrong password and a disabled account."""
    return str(gettext("Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer ze allebei."))


def way_on(address: str | None) -> str:
    """Return *address* when it is a page of this portal to go on to, else the first page."""
    given = (address or "")[:2000]
    return given if is_own_path(given) and not given.startswith(("/inloggen", "/uitloggen")) else "/"


def take_next() -> str:
    """Return where the reader wanted to go before signing in."""
    return way_on(session.pop("next", None))
