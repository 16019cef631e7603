"""One's own account: name and number, the password asked again, and the devices one is signed in on."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import queries, rules, services
from portal.accounts.inputs import ConfirmForm, OwnForm
from portal.accounts.labels import ROLE_NAMES, device_name
from portal.accounts.sign_in import (
    confirm_password,
    session_limits,
    settings,
    signed_in_account,
    take_from_browser,
)
from portal.accounts.views.blueprint import bp, put_error, retry_headers, way_on
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Conflict, Invalid, TooMany
from portal.web.auth import current_actor, write
from portal.web.guards import access


@bp.get("/account")
@access()
def own() -> ResponseReturnValue:
    """Show one's own account."""
    user = signed_in_account().user
    return _own(OwnForm(name=user.name, phone=user.phone, version=str(user.version)))


@bp.post("/account")
@access()
def change_own() -> ResponseReturnValue:
    """Change one's own name and number."""
    user_id = signed_in_account().user.id
    form = OwnForm(request.form)
    if not form.validate():
        return _own(form), 422
    version = form.version.data or ""
    try:
        with write() as uow:
            services.change_own(
                uow, user_id, int(version) if version.isdigit() and len(version) < 10 else 0,
                name=form.name.data or "", phone=form.phone.data,
            )  # fmt: skip
            uow.answer = url_for("accounts.own")
    except Invalid as error:
        put_error(form.phone if error.params.get("field") == "phone" else form.name, error)
        return _own(form), 422
    except Conflict as error:
        put_error(form.name, error)
        return _own(form), 409
    flash(_("Uw gegevens zijn bewaard."), "success")
    return redirect(url_for("accounts.own"), 303)


@bp.get("/account/bevestigen")
@access()
def confirm() -> ResponseReturnValue:
    """Ask for the password once more before a sensitive page."""
    return render_template("accounts/confirm.html", form=ConfirmForm(next=way_on(request.args.get("next"))))


@bp.post("/account/bevestigen")
@access()
def confirmed() -> ResponseReturnValue:
    """Check the password and go on to the page that asked."""
    account = signed_in_account()
    row_id = account.sign_in.id
    form = ConfirmForm(request.form)
    if not form.validate():
        return render_template("accounts/confirm.html", form=form), 422
    try:
        confirm_password(account.user, form.password.data or "")
    except TooMany as error:
        put_error(form.password, error)
        return render_template("accounts/confirm.html", form=form), 429, retry_headers(error)
    except Invalid as error:
        put_error(form.password, error)
        return render_template("accounts/confirm.html", form=form), 422
    on = way_on(form.next.data)
    with write() as uow:
        services.confirm_session(uow, row_id)
        uow.answer = on
    return redirect(on, 303)


@bp.get("/account/apparaten")
@access()
def sessions() -> ResponseReturnValue:
    """List the devices on which one is signed in."""
    account = signed_in_account()
    now, limits = clock.now(), session_limits()
    rows = [
        row
        for row in queries.open_sessions(db.session, current_actor(), account.user.id)
        if rules.is_open(row.created_at, row.last_seen, row.ended_at, now, limits)
    ]
    return render_template(
        "accounts/sessions.html", rows=rows, here=account.sign_in.id, device_name=device_name,
        idle=settings().idle_minutes, hours=settings().session_hours,
    )  # fmt: skip


@bp.post("/account/apparaten/<uuid:sign_in_id>/uitloggen")
@access()
def end_session(sign_in_id: uuid.UUID) -> ResponseReturnValue:
    """Sign one device out."""
    account = signed_in_account()
    here = account.sign_in.id == sign_in_id
    with write() as uow:
        services.end_session(uow, sign_in_id)
        uow.answer = url_for("accounts.sessions")
    if here:
        take_from_browser()
        return redirect(url_for("accounts.sign_in"), 303)
    flash(_("Dit apparaat is uitgelogd."), "success")
    return redirect(url_for("accounts.sessions"), 303)


def _own(form: OwnForm) -> str:
    account = signed_in_account()
    roles = [
        (str(ROLE_NAMES[m.role.value]).capitalize(), m.organisation.name)
        for m in queries.members(db.session, current_actor(), user_id=account.user.id)
    ]
    return render_template("accounts/own.html", form=form, user=account.user, roles=roles)
