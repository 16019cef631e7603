"""Before the code: the page behind a link, sending and checking a code, links that no longer work.

A GET shows a page and nothing else: scanners and previews may fetch a link as often as they like.
"""

from __future__ import annotations

import datetime as dt
import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.core import clock
from portal.core.db import db
from portal.signatures import queries, services
from portal.signatures.inputs import CodeForm
from portal.signatures.models import Signatory, SigningInvitation
from portal.signatures.queries import Link
from portal.signatures.rules import codes
from portal.signatures.rules.codes import Check, Sending
from portal.signatures.rules.states import Channel
from portal.signatures.views import tenant_bp
from portal.signatures.views.reader import COOKIE, current, keep_cookie, tenant_actor, trace
from portal.web import limits
from portal.web.auth import act_as, write
from portal.web.guards import access

CODES = limits.Limit("signing-code", 30, dt.timedelta(hours=24))
"""So many codes a day go to one number or address, over all its links."""


@tenant_bp.get("/<token>")
@access(public=True)
def start(token: str) -> ResponseReturnValue:
    """Show the page behind a link; nothing is sent and nothing is consumed."""
    found = queries.by_token(db.session, token)
    state = _state(found)
    if found is None or state is not Link.WORKS:
        return _dead(token, found, state)
    return render_template("signatures/tenant/start.html", token=token, **_where(found[0]))


@tenant_bp.post("/<token>")
@access(public=True)
def begin(token: str) -> ResponseReturnValue:
    """Send a code to the owner of the link."""
    found = queries.by_token(db.session, token)
    state = _state(found)
    if found is None or state is not Link.WORKS:
        return _dead(token, found, state)
    if found[0].channel is Channel.QR and found[0].code_hash is not None:  # the code is said, not sent
        return redirect(url_for("tenant.code", token=token, dan=_then()), 303)
    limits.spend(CODES, (found[1].mail if found[0].channel is Channel.MAIL else found[1].phone) or str(found[1].id))
    found = queries.by_token(db.session, token)
    if found is None:
        return _dead(token, found, state)
    act_as(tenant_actor(found[1]))
    invitation_id = found[0].id
    on = url_for("tenant.code", token=token, dan=_then())
    with write() as uow:
        outcome = services.send_code(uow, invitation_id)
        uow.answer = on
    if outcome is Sending.LOCKED:
        return _dead(token, queries.by_token(db.session, token), Link.LOCKED)
    return redirect(on, 303)


@tenant_bp.get("/<token>/code")
@access(public=True)
def code(token: str) -> ResponseReturnValue:
    """Show where the code goes."""
    found = queries.by_token(db.session, token)
    state = _state(found)
    if found is None or state is not Link.WORKS:
        return _dead(token, found, state)
    return _code_page(token, found[0], CodeForm())


@tenant_bp.post("/<token>/code")
@access(public=True)
def check(token: str) -> ResponseReturnValue:
    """Judge the code; when it is right, the reader's own session begins and the link leaves the address bar."""
    found = queries.by_token(db.session, token)
    state = _state(found)
    if found is None or state is not Link.WORKS:
        return _dead(token, found, state)
    form, invitation_id = CodeForm(request.form), found[0].id
    act_as(tenant_actor(found[1]))
    if not form.validate() or len(codes.clean_code(form.code.data or "")) != codes.DIGITS:
        if not form.errors:
            form.code.errors = [_("De code heeft 6 cijfers. Kijk nog eens in uw bericht.")]
        return _code_page(token, found[0], form), 422
    with write(once=uuid.uuid4().hex) as uow:
        outcome, secret = services.check_code(uow, invitation_id, form.code.data or "", trace())
    if outcome is Check.RIGHT:
        on = url_for("tenant.refuse") if _then() == "refuse" else url_for("tenant.home")
        return keep_cookie(redirect(on, 303), secret)
    again = queries.by_token(db.session, token)
    if again is None or outcome is Check.LOCKED:
        return _dead(token, again, Link.LOCKED)
    form.code.errors = [_code_error(outcome, codes.tries_left(queries.codes_of(again[0])))]
    return _code_page(token, again[0], form), 422


@tenant_bp.post("/<token>/nieuwe-link")
@access(public=True)
def ask_link(token: str) -> ResponseReturnValue:
    """Ask the staff for a new link."""
    found = queries.by_token(db.session, token)
    state = _state(found)
    if found is None or state not in {Link.EXPIRED, Link.LOCKED, Link.REPLACED}:
        return _dead(token, found, state) if state is not Link.WORKS else redirect(url_for("tenant.start", token=token), 303)
    act_as(tenant_actor(found[1]))
    invitation_id = found[0].id
    with write() as uow:
        services.ask_link(uow, invitation_id)
        uow.answer = url_for("tenant.start", token=token)
    return redirect(url_for("tenant.start", token=token), 303)


@tenant_bp.post("/stoppen")
@access(tenant=True)
def stop() -> ResponseReturnValue:
    """Keep everything and end the session."""
    entry_id = current().entry.id
    on = url_for("tenant.stopped", op="tablet" if current().signatory.channel is Channel.TABLET else None)
    with write() as uow:
        services.leave(uow, entry_id)
        uow.answer = on
    answer = redirect(on, 303)
    answer.delete_cookie(COOKIE, path="/t", httponly=True, samesite="Strict")
    return answer


@tenant_bp.get("/gestopt")
@access(public=True)
def stopped() -> ResponseReturnValue:
    """Say that everything is kept."""
    return render_template("signatures/tenant/stopped.html", tablet=request.args.get("op") == "tablet")


def _then() -> str:
    """Return what the reader wants to do after the code: read (empty) or refuse."""
    return "refuse" if "refuse" in {request.form.get("then"), request.args.get("dan")} else ""


def _where(invitation: SigningInvitation) -> dict[str, object]:
    return {
        "sent_to": invitation.sent_to, "by_mail": invitation.channel is Channel.MAIL,
        "said": invitation.channel is Channel.QR,
    }


def _state(found: tuple[SigningInvitation, Signatory] | None) -> Link:
    return queries.link_state(*found, clock.now()) if found else Link.REPLACED


def _code_page(token: str, invitation: SigningInvitation, form: CodeForm) -> str:
    return render_template("signatures/tenant/code.html", token=token, form=form, then=_then(), **_where(invitation))


def _code_error(outcome: Check, left: int) -> str:
    if outcome is Check.WRONG:
        words = ngettext("U kunt nog %(num)s keer proberen.", "U kunt nog %(num)s keer proberen.", left)
        return f"{_('Deze code klopt niet. Kijk in uw nieuwste bericht.')} {words}"
    told = {
        Check.EXPIRED: _("Deze code is te oud. Stuur een nieuwe code."),
        Check.WORN: _("U heeft 5 keer een verkeerde code gebruikt. Stuur een nieuwe code."),
    }
    return str(told.get(outcome) or _("Deze code is al gebruikt of nog niet gestuurd. Stuur een nieuwe code."))


def _dead(token: str, found: tuple[SigningInvitation, Signatory] | None, state: Link) -> ResponseReturnValue:
    """Say in plain words why a link does not work, and what to do."""
    kept = _("Uw antwoorden zijn bewaard.")
    told = {
        Link.EXPIRED: (_("Deze link werkt niet meer"), [_("De link is te oud."), kept]),
        Link.REPLACED: (_("Deze link werkt niet meer"), [_("U heeft een nieuwere link gekregen."), kept]),
        Link.LOCKED: (_("Deze link is op slot"), [_("Er is te vaak een code gevraagd of gebruikt."), kept]),
        Link.VOID: (_("Er komt een nieuwe brief"), [_("Deze brief is vervallen. U krijgt een bericht met een nieuwe link.")]),
    }
    title, sentences = told.get(state, told[Link.EXPIRED])
    if found is None:
        title, sentences = _("Deze link klopt niet"), [_("Kijk of u de hele link heeft gebruikt.")]
    asked = found is not None and found[0].link_asked_at is not None
    may_ask = found is not None and not asked and state in {Link.EXPIRED, Link.LOCKED}
    page = render_template(
        "signatures/tenant/dead.html", token=token, title=title, sentences=sentences, may_ask=may_ask, asked=asked
    )
    return page, 404 if found is None else 410
