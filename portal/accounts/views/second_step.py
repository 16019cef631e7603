"""The second step: when signing in, and setting it up there or later."""

from __future__ import annotations

from typing import Any

import segno
from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from portal.accounts import entering, second_factor, services
from portal.accounts.inputs import CodeForm
from portal.accounts.models import SignIn, User
from portal.accounts.sign_in import keep_in_browser, put_in_browser, require_fresh, settings, signed_in_account
from portal.accounts.views.blueprint import bp, in_words, put_error, retry_headers, take_next
from portal.core import crypto
from portal.core.db import db
from portal.core.errors import Conflict, Denied, Invalid, TooMany
from portal.core.policy import SYSTEM, acting
from portal.web import limits
from portal.web.auth import write
from portal.web.guards import access


@bp.get("/inloggen/code")
@access(public=True)
def second_step() -> ResponseReturnValue:
    """Ask for the code of the app."""
    if entering.half_way() is None:
        return _again()
    return render_template("accounts/second_step.html", form=CodeForm())


@bp.post("/inloggen/code")
@access(public=True)
def pass_second_step() -> ResponseReturnValue:
    """Check the code of the app, or a recovery code."""
    half = entering.half_way()
    if half is None:
        return _again()
    form = CodeForm(request.form)
    if not form.validate():
        return render_template("accounts/second_step.html", form=form), 422
    try:
        opened = entering.with_code(half[1], form.code.data or "")
    except TooMany as error:
        put_error(form.code, error)
        return render_template("accounts/second_step.html", form=form), 429, retry_headers(error)
    except Denied:
        return _again()
    if opened is None:
        put_error(form.code, Invalid("account.code"))
        return render_template("accounts/second_step.html", form=form), 422
    on = take_next()
    put_in_browser(opened)
    return redirect(on, 303)


@bp.get("/inloggen/tweede-stap")
@access(public=True)
def set_up() -> ResponseReturnValue:
    """Show how to set up the second step, before the first time in."""
    half = entering.half_way()
    if half is None or half[0].setup_sealed is None:
        return _again()
    return render_template("accounts/set_up.html", form=CodeForm(), first=True, **_secret(*half))


@bp.post("/inloggen/tweede-stap")
@access(public=True)
def finish_set_up() -> ResponseReturnValue:
    """Take the app's first code, show the recovery codes once, and let the person in."""
    half = entering.half_way()
    if half is None or half[0].setup_sealed is None:
        return _again()
    row_id, user_id, shown = half[0].id, half[1].id, _secret(*half)
    form = CodeForm(request.form)
    try:
        if form.validate():
            limits.admit(entering.SECOND_STEP, str(user_id))
            with entering.writing_as(user_id) as uow:
                made = services.confirm_setup(uow, row_id, form.code.data or "", agent=entering.agent())
            assert made.opened is not None
            limits.forgive(entering.SECOND_STEP, str(user_id))
            on = take_next()
            put_in_browser(made.opened)
            return render_template("accounts/recovery_codes.html", codes=made.codes, on=on)
    except Conflict:
        return _again()
    except (Invalid, TooMany) as error:
        put_error(form.code, error)
    return render_template("accounts/set_up.html", form=form, first=True, **shown), 422


@bp.get("/account/tweede-stap")
@access()
def own_second_step() -> ResponseReturnValue:
    """Show whether the second step is on."""
    user = signed_in_account().user
    return render_template("accounts/own_second_step.html", user=user, required=settings().second_factor_required)


@bp.post("/account/tweede-stap/begin")
@access()
@require_fresh(10)
def begin_own() -> ResponseReturnValue:
    """Make a new secret for the app."""
    with write() as uow:
        services.begin_setup(uow, signed_in_account().sign_in.id)
        uow.answer = url_for("accounts.own_set_up")
    return redirect(url_for("accounts.own_set_up"), 303)


@bp.get("/account/tweede-stap/instellen")
@access()
@require_fresh(20)
def own_set_up() -> ResponseReturnValue:
    """Show the secret for the app."""
    account = signed_in_account()
    if account.sign_in.setup_sealed is None:
        return redirect(url_for("accounts.own_second_step"), 303)
    return render_template(
        "accounts/set_up.html", form=CodeForm(), first=False, **_secret(account.sign_in, account.user)
    )


@bp.post("/account/tweede-stap/instellen")
@access()
@require_fresh(20)
def finish_own() -> ResponseReturnValue:
    """Take the app's first code and show the recovery codes once."""
    account = signed_in_account()
    if account.sign_in.setup_sealed is None:
        return redirect(url_for("accounts.own_second_step"), 303)
    row_id, user_id, shown = account.sign_in.id, account.user.id, _secret(account.sign_in, account.user)
    form = CodeForm(request.form)
    try:
        if form.validate():
            limits.admit(entering.SECOND_STEP, str(user_id))
            with write() as uow:
                made = services.confirm_setup(uow, row_id, form.code.data or "")
            limits.forgive(entering.SECOND_STEP, str(user_id))
            keep_in_browser(account.user)
            return render_template("accounts/recovery_codes.html", codes=made.codes, on=url_for("accounts.own"))
    except (Invalid, TooMany) as error:
        put_error(form.code, error)
    return render_template("accounts/set_up.html", form=form, first=False, **shown), 422


@bp.post("/account/tweede-stap/herstelcodes")
@access()
@require_fresh(10)
def renew_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them once."""
    with write() as uow:
        uow.answer = url_for("accounts.own_second_step")
        codes = services.renew_recovery_codes(uow, signed_in_account().user.id)
    return render_template("accounts/recovery_codes.html", codes=codes, on=url_for("accounts.own"))


@bp.post("/account/tweede-stap/uit")
@access()
@require_fresh(10)
def remove_own() -> ResponseReturnValue:
    """Switch one's own second step off, where it is not compulsory."""
    if settings().second_factor_required:
        raise Denied("account.second_factor_required")
    with write() as uow:
        services.remove_second_factor(uow, signed_in_account().user.id)
    session.clear()
    flash(_("De tweede stap staat uit. Log opnieuw in."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


def _again() -> ResponseReturnValue:
    on = session.get("next")
    session.clear()
    flash(in_words(Denied("account.half_gone")), "error")
    return redirect(url_for("accounts.sign_in", next=on), 303)


def _secret(row: SignIn, user: User) -> dict[str, Any]:
    """Return the secret of *row* as a picture for a camera, as text, and as an address for an app on this device."""
    with acting(db.session, SYSTEM):
        secret = crypto.reveal(db.session, row, "setup")
    codes = second_factor.codes()
    uri = codes.get_totp_uri(user.email, secret)
    picture = segno.make(uri, error="m").svg_inline(
        scale=5, border=4, dark="#000", light="#fff", title=_("QR-code voor uw app"), omitsize=False
    )
    return {"picture": Markup(picture), "secret": codes.get_totp_pretty_key(secret), "uri": uri}  # noqa: S704  # our own SVG
