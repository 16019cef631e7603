"""Before the code: the page behind a link, sending and checking a code. A GET shows a page and nothing else."""

from __future__ import annotations

import datetime as dt
import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core import clock
from portal.core.db import db
from portal.guidance import queries, rules, services
from portal.guidance.models import TenantForm
from portal.guidance.rules import Link
from portal.guidance.views import own_bp
from portal.guidance.views.asking import COOKIE, also, current, keep_cookie, second, tenant_actor
from portal.signatures.inputs import CodeForm
from portal.signatures.rules import codes
from portal.signatures.rules.codes import Check, Sending
from portal.web import limits
from portal.web.auth import act_as, write
from portal.web.guards import access

CODES = limits.Limit("own-form-code", 30, dt.timedelta(hours=24))
"""So many codes a day go to one number or address."""


@own_bp.get("/<token>")
@access(public=True)
def start(token: str) -> ResponseReturnValue:
    """Show the page behind a link; nothing is sent and nothing is consumed."""
    found = _works(token)
    if found is None:
        return _dead()
    return render_template("guidance/tenant/start.html", token=token, **_where(found))


@own_bp.post("/<token>")
@access(public=True)
def begin(token: str) -> ResponseReturnValue:
    """Send a code to the owner of the link."""
    found = _works(token)
    if found is None:
        return _dead()
    limits.spend(CODES, found.sent_to)
    found = _works(token)
    if found is None:
        return _dead()
    act_as(tenant_actor(found))
    form_id, on = found.id, url_for("own.code", token=token)
    with write() as uow:
        outcome = services.send_code(uow, form_id, language=second())
        uow.answer = on
    return _dead() if outcome is Sending.LOCKED else redirect(on, 303)


@own_bp.get("/<token>/code")
@access(public=True)
def code(token: str) -> ResponseReturnValue:
    """Show where the code goes."""
    found = _works(token)
    return _dead() if found is None else _code_page(token, found, CodeForm())


@own_bp.post("/<token>/code")
@access(public=True)
def check(token: str) -> ResponseReturnValue:
    """Judge the code; when it is right, the reader's own session begins and the link leaves the address bar."""
    found = _works(token)
    if found is None:
        return _dead()
    form, form_id = CodeForm(request.form), found.id
    act_as(tenant_actor(found))
    if not form.validate() or len(codes.clean_code(form.code.data or "")) != codes.DIGITS:
        if not form.errors:
            form.code.errors = [_("De code heeft 6 cijfers. Kijk nog eens in uw bericht.")]
        form.code.errors = [also(error, "code_digits") for error in form.code.errors]
        return _code_page(token, found, form), 422
    with write(once=uuid.uuid4().hex) as uow:
        outcome, secret = services.check_code(uow, form_id, form.code.data or "")
    if outcome is Check.RIGHT:
        return keep_cookie(redirect(url_for("own.home"), 303), secret)  # type: ignore[arg-type]
    again = _works(token)
    if again is None or outcome is Check.LOCKED:
        return _dead()
    told = {
        Check.WRONG: also(_("Deze code klopt niet. Kijk in uw nieuwste bericht."), "code_wrong"),
        Check.EXPIRED: also(_("Deze code is te oud. Stuur een nieuwe code."), "code_old"),
        Check.WORN: also(_("U heeft 5 keer een verkeerde code gebruikt. Stuur een nieuwe code."), "code_worn"),
    }
    used = also(_("Deze code is al gebruikt of nog niet gestuurd. Stuur een nieuwe code."), "code_old")
    form.code.errors = [told.get(outcome, used)]
    return _code_page(token, again, form), 422


@own_bp.post("/stoppen")
@access(tenant=True)
def stop() -> ResponseReturnValue:
    """Keep everything and end the session."""
    entry_id = current().entry.id
    with write() as uow:
        services.leave(uow, entry_id)
        uow.answer = url_for("own.stopped")
    answer = redirect(url_for("own.stopped"), 303)
    answer.delete_cookie(COOKIE, path="/f", httponly=True, samesite="Strict")
    return answer


@own_bp.get("/gestopt")
@access(public=True)
def stopped() -> ResponseReturnValue:
    """Say that everything is kept."""
    return render_template("guidance/tenant/stopped.html")


def _works(token: str) -> TenantForm | None:
    found = queries.by_token(db.session, token)
    if found is None:
        return None
    state = rules.link_state(found.state, found.expires_at, found.locked_at, clock.now())
    return found if state is Link.WORKS else None


def _where(found: TenantForm) -> dict[str, object]:
    return {"sent_to": found.sent_to, "by_mail": found.by_mail}


def _code_page(token: str, found: TenantForm, form: CodeForm) -> str:
    return render_template("guidance/tenant/code.html", token=token, form=form, **_where(found))


def _dead() -> ResponseReturnValue:
    return render_template("guidance/tenant/dead.html"), 404
