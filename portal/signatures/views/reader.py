"""Who reads behind a link: the cookie, the session row, and what every page of a letter shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from portal.agreements import languages
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Conflict, DomainError, TooMany
from portal.core.policy import Actor
from portal.core.uow import UnitOfWork
from portal.documents.drawings import drawing
from portal.signatures import queries, services
from portal.signatures.languages import pages as told_pages
from portal.signatures.models import Signatory, TenantSession
from portal.signatures.queries import Letter
from portal.signatures.rules import masking, reading
from portal.signatures.rules.facts import Trace
from portal.signatures.rules.states import OPEN, READING_HOURS, Channel, Meaning, Role, State
from portal.signatures.views import tenant_bp
from portal.web.auth import act_as, write
from portal.web.errors import sentence, status_of
from portal.web.guards import access_of
from portal.web.templating import dial

COOKIE = "brief"
LANGUAGE = "brieftaal"
SAME_PAGE = {"mark": "clause", "check": "code", "give": "sign", "send_question": "ask", "object_to": "disagree"}
"""A page that is shown again with a mistake has the words of the page it came from."""

CAPACITIES: dict[Role, LazyString] = {
    Role.TENANT: _("huurder"),
    Role.CO_TENANT: _("medehuurder"),
    Role.ADMINISTRATOR: _("bewindvoerder (q.q.)"),
    Role.GUARDIAN: _("curator"),
    Role.MENTOR: _("mentor"),
    Role.CORPORATION: _("corporatie"),
    Role.EXPERT: _("expert"),
}


@dataclass(slots=True)
class Reader:
    """The person behind the cookie of this request."""

    entry: TenantSession
    signatory: Signatory


def tenant_actor(signatory: Signatory) -> Actor:
    """Return the actor for whoever holds the link of *signatory*."""
    return Actor(
        id=signatory.id, kind="tenant", case_id=signatory.case_id, person_id=signatory.person_id, origin="link"
    )


def trace() -> Trace:
    """Return where this request came from, cut short."""
    return Trace(masking.truncate_address(request.remote_addr), masking.short_agent(request.user_agent.string))


def current() -> Reader:
    """Return the reader of this request; only behind `admit`."""
    reader: Reader = g.reader
    return reader


def letter() -> Letter:
    """Return what the reader is shown, gathered once per request."""
    if "letter" not in g:
        signatory = current().signatory
        g.letter = queries.letter(db.session, tenant_actor(signatory), signatory)
    found: Letter = g.letter
    return found


@tenant_bp.before_request
def admit() -> ResponseReturnValue | None:
    """Let only the holder of a living cookie read on; pages before that say so themselves."""
    g.pop("reader", None)
    g.pop("letter", None)
    rule = access_of(request.endpoint or "")
    if rule is None or rule.public:
        return None
    found = queries.by_secret(db.session, request.cookies.get(COOKIE, "")[:200], clock.now())
    if found is None:
        return render_template("signatures/tenant/again.html"), 403
    g.reader = Reader(*found)
    act_as(tenant_actor(g.reader.signatory))
    if request.method == "POST" and request.endpoint != "tenant.stop":
        posted = request.form.get("letter", "")
        if posted != g.reader.signatory.id.hex:
            raise Conflict("signing.other-letter")
    return None


@tenant_bp.errorhandler(TooMany)
@tenant_bp.errorhandler(Conflict)
def conflict(error: DomainError) -> ResponseReturnValue:
    """Say in plain words why this cannot be done now, and where to go on."""
    on = url_for("tenant.home") if "reader" in g and error.code != "signing.other-letter" else None
    return render_template("signatures/tenant/problem.html", text=sentence(error), on_url=on), status_of(error)


@tenant_bp.context_processor
def words() -> dict[str, object]:
    """Give every page of a letter its frame."""
    language = languages.chosen(request.args.get("taal"), *_kept_language())
    page = (request.endpoint or "").partition(".")[2]
    frame: dict[str, object] = {
        "help_url": dial(current_app.config["SETTINGS"].help_phone), "letter_language": language,
        "letter_languages": [languages.load(code) for code in languages.CODES],
        "told": told_pages(language.code).get(SAME_PAGE.get(page, page)) if language else None,
    }
    if "reader" in g:
        signatory = current().signatory
        frame.update(
            help_url=url_for("tenant.help_page"), stop_url=url_for("tenant.stop"), letter=signatory.id.hex,
            shown=_serializer().dumps(clock.now().isoformat()), capacity=CAPACITIES[signatory.role],
            still_open=signatory.state in OPEN, meaning=signatory.meaning.value, sections=signatory.meaning is Meaning.SECTIONS,
            on_tablet=signatory.channel is Channel.TABLET,
            own_person=signatory.person_id is not None and signatory.representation_id is None,
        )
    return frame


def show(template: str, status: int = 200, **context: object) -> ResponseReturnValue:
    """Render a page of the letter."""
    return render_template(f"signatures/tenant/{template}.html", reader=letter(), drawing=drawing, **context), status


@contextmanager
def reader_writes() -> Iterator[UnitOfWork]:
    """Open a unit of work for the reader; on leaving, his session slides along."""
    entry_id = current().entry.id
    with write() as uow:
        yield uow
        services.touch(uow, entry_id)


def keep_cookie(response: Response, secret: str) -> Response:
    """Put the session's secret in the reader's browser: for these pages only, unreadable to scripts."""
    response.set_cookie(
        COOKIE, secret, max_age=READING_HOURS * 3600, path="/t", httponly=True, samesite="Strict",
        secure=request.is_secure,
    )
    return response


def _kept_language() -> list[str]:
    """Return the language chosen before, unless another is chosen now."""
    return [] if "taal" in request.args else [request.cookies.get(LANGUAGE, "")]


@tenant_bp.after_request
def keep_language(response: Response) -> Response:
    """Remember the chosen language in this browser; it says nothing about who reads."""
    wanted = request.args.get("taal")
    if wanted in {*languages.CODES, "nl"}:
        response.set_cookie(LANGUAGE, str(wanted), path="/t", httponly=True, samesite="Strict", secure=request.is_secure)
    return response


@tenant_bp.after_request
def slide(response: Response) -> Response:
    """After an act the cookie counts twelve hours again."""
    if request.method == "POST" and "reader" in g and response.status_code < 400 and request.endpoint != "tenant.stop":
        keep_cookie(response, request.cookies.get(COOKIE, ""))
    return response


def shown_at() -> dt.datetime | None:
    """Return when the posted page was shown, as the server signed it; None when that was touched."""
    try:
        return dt.datetime.fromisoformat(_serializer().loads(request.form.get("shown", "")[:300]))
    except (BadData, ValueError, TypeError):
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="shown-at")


def next_url() -> str:
    """Return where this reader goes on: the first unread clause, the check page, or the page of his decision."""
    signatory, found = current().signatory, letter()
    places = {State.SIGNED: "tenant.receipt", State.REFUSED: "tenant.refused", State.WITHDRAWN: "tenant.withdrawn"}
    if signatory.state in places:
        return url_for(places[signatory.state])
    unread = reading.first_unread(found.entries, found.answers)
    return url_for("tenant.review") if unread is None else url_for("tenant.clause", number=unread)
