"""Errors become pages: the only place that knows status numbers and sentences for codes."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from typing import Any

from flask import Flask, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from portal.core.errors import Conflict, Denied, DomainError, Invalid, Missing, TooMany, Unavailable
from portal.core.uow import Repeated
from portal.web import resending
from portal.web.auth import current_actor, load_actor
from portal.web.headers import is_own_path

log = logging.getLogger(__name__)

STATUS: dict[type[DomainError], int] = {
    Missing: 404, Denied: 403, Conflict: 409, Invalid: 422, TooMany: 429, Unavailable: 503,
}  # fmt: skip

MESSAGES: dict[str, LazyString] = {
    "row.missing": lazy_gettext("Deze pagina is er niet."),
    "row.stale": lazy_gettext(
        "Iemand anders heeft dit intussen gewijzigd. Er is niets overschreven. "
        "Bekijk de nieuwe stand en probeer het opnieuw."
    ),
    "text.too_long": lazy_gettext("Deze tekst is te lang. Gebruik hoogstens %(limit)s tekens."),
    "text.bsn": lazy_gettext(
        "Hier staat een nummer dat een burgerservicenummer kan zijn. Dat mogen wij niet bewaren. Haal het nummer weg."
    ),
    "message.recipient": lazy_gettext("Dit adres of telefoonnummer klopt niet."),
    "care.unlogged": lazy_gettext(
        "Deze gegevens kunnen nu niet worden getoond, omdat het inzien niet kan worden vastgelegd."
    ),
    "page.token": lazy_gettext("Deze bladzijde van de lijst is er niet. Begin opnieuw bij het begin van de lijst."),
    "request.too_many": lazy_gettext("U heeft dit te vaak geprobeerd. Wacht even en probeer het dan opnieuw."),
    "file.too_large": lazy_gettext("Dit bestand is te groot. Kies een bestand kleiner dan %(limit)s MB."),
    "file.kind": lazy_gettext("Dit soort bestand kan niet. Kies een foto (JPEG of PNG) of een PDF."),
    "file.empty": lazy_gettext("Dit bestand is leeg. Kies een ander bestand."),
    "document.failed": lazy_gettext("Het document kon niet worden gemaakt. Probeer het over een minuut opnieuw."),
    "document.timeout": lazy_gettext("Dit duurde te lang en is gestopt. Probeer het over een minuut opnieuw."),
    "document.busy": lazy_gettext("Er worden nu veel documenten gemaakt. Probeer het over een paar tellen opnieuw."),
    "document.unavailable": lazy_gettext("Er kunnen nu geen PDF's worden gemaakt. De beheerder kan dit oplossen."),
    "document.unreadable": lazy_gettext("Dit bestand kunnen wij niet lezen. Kies een ander bestand."),
}

PAGES: dict[int, tuple[LazyString, LazyString]] = {
    400: (
        lazy_gettext("Dit verzoek klopt niet"),
        lazy_gettext("Ga terug, ververs de pagina en probeer het opnieuw. Wat u had ingevuld staat er dan nog."),
    ),
    403: (lazy_gettext("Dit mag u niet"), lazy_gettext("Uw rol geeft geen toegang tot deze pagina.")),
    404: (
        lazy_gettext("Deze pagina is er niet"),
        lazy_gettext("Misschien klopt het adres niet, of is de pagina niet voor u bedoeld."),
    ),
    405: (lazy_gettext("Dit kan hier niet"), lazy_gettext("Ga terug en gebruik de knoppen op de pagina.")),
    409: (lazy_gettext("Dit kan nu niet"), lazy_gettext("De stand is intussen veranderd.")),
    413: (lazy_gettext("Dit is te groot"), lazy_gettext("Kies een kleiner bestand of een kortere tekst.")),
    422: (lazy_gettext("Dit kunnen wij niet aannemen"), lazy_gettext("Controleer wat u heeft ingevuld.")),
    429: (lazy_gettext("Even wachten"), lazy_gettext("U heeft dit te vaak geprobeerd. Wacht even.")),
    503: (lazy_gettext("Dit lukt nu even niet"), lazy_gettext("Probeer het over een minuut opnieuw.")),
    500: (
        lazy_gettext("Er ging iets mis"),
        lazy_gettext("Het ligt aan ons, niet aan u. Uw eerdere antwoorden zijn bewaard. Probeer het straks opnieuw."),
    ),
}


def collect_messages(packages: list[str]) -> dict[str, LazyString]:
    """Gather the sentences of every room: its module `messages`, dict MESSAGES."""
    found = dict(MESSAGES)
    for package in packages:
        module = importlib.import_module(package)
        if any(m.name == "messages" for m in pkgutil.iter_modules(module.__path__)):
            found.update(importlib.import_module(f"{package}.messages").MESSAGES)
    return found


def sentence(error: DomainError) -> str:
    """Return the sentence for *error* in the reader's language."""
    message: LazyString | None = current_app.extensions["messages"].get(error.code)
    if message is None:
        return str(gettext("Dit kan niet."))
    try:
        return str(message) % error.params
    except (KeyError, TypeError, ValueError):
        return str(message)


def status_of(error: DomainError) -> int:
    """Return the HTTP status for *error*."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)


def page(status: int, text: str = "", again: list[tuple[str, str]] | None = None) -> tuple[str, int]:
    """Render the error page for *status*, with *text* instead of its usual explanation; *again*: what can be resent."""
    title, usual = PAGES.get(status, PAGES[500] if status >= 500 else PAGES[400])
    return render_template("layout/error.html", status=status, title=title, text=text or usual, again=again), status


def init_app(app: Flask) -> None:
    @app.errorhandler(Repeated)
    def repeated(error: Repeated) -> ResponseReturnValue:
        answer = str(error.params.get("answer") or "")
        return redirect(answer if is_own_path(answer) else request.path, 303)

    @app.errorhandler(DomainError)
    def domain(error: DomainError) -> ResponseReturnValue:
        if isinstance(error, Missing):
            return page(404)  # the same words for foreign and absent
        again = resending.unanswered() if isinstance(error, Unavailable) else None
        body, status = page(status_of(error), sentence(error), again)
        headers: dict[str, Any] = {}
        if status in (429, 503):
            headers["Retry-After"] = str(error.params.get("seconds", 60))
        return body, status, headers

    @app.errorhandler(OperationalError)
    def unreachable(error: OperationalError) -> ResponseReturnValue:
        log.error("the database did not answer: %s", error.orig)
        body, status = page(503, again=resending.unanswered())
        return body, status, {"Retry-After": "60"}

    @app.errorhandler(CSRFError)
    def forged(error: CSRFError) -> ResponseReturnValue:
        load_actor()
        return resending.page(signed_in=current_actor().kind == "user") or page(400)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        code = error.code or 500
        if code < 400:
            return error
        return page(code)

    @app.errorhandler(InternalServerError)
    def unexpected(error: InternalServerError) -> ResponseReturnValue:
        return page(500)
