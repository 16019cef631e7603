"""Sign in with a password, and sign out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import entering, services
from portal.accounts.demo import DEMO_PASSWORD, demo_accounts
from portal.accounts.inputs import SignInForm
from portal.accounts.sign_in import current_account, put_in_browser, settings, take_from_browser
from portal.accounts.views.blueprint import bp, in_words, retry_headers, way_on, wrong_credentials
from portal.core.db import db
from portal.core.errors import Conflict, TooMany
from portal.web.auth import write
from portal.web.guards import access


@bp.get("/inloggen")
@access(public=True)
def sign_in() -> ResponseReturnValue:
    """Show the page to sign in; whoever is signed in goes on."""
    if current_account() is not None:
        return redirect(way_on(request.args.get("next")), 303)
    return _page(SignInForm(next=way_on(request.args.get("next"))))


@bp.post("/inloggen")
@access(public=True)
def enter() -> ResponseReturnValue:
    """Check address and password; then the second step, or in."""
    form = SignInForm(request.form)
    if not form.validate():
        return _page(form), 422
    try:
        opened = entering.with_password(form.email.data or "", form.password.data or "")
    except TooMany as error:
        form.password.errors = [in_words(error)]
        return _page(form), 429, retry_headers(error)
    except Conflict:
        opened = None
    if opened is None:
        form.password.errors = [wrong_credentials()]
        return _page(form), 422
    on = way_on(form.next.data)
    if not opened.sign_in.half:
        put_in_browser(opened)
        return redirect(on, 303)
    session.clear()
    session[entering.HALF], session["next"] = opened.token, on
    to_make = opened.sign_in.setup_sealed is not None
    return redirect(url_for("accounts.set_up" if to_make else "accounts.second_step"), 303)


@bp.post("/uitloggen")
@access(public=True)
def sign_out() -> ResponseReturnValue:
    """End every session of whoever asks this, on every device."""
    account = current_account()
    if account is not None:
        with write() as uow:
            services.end_sessions(uow, account.user.id, "sign_out")
    take_from_browser()
    flash(_("U bent uitgelogd, op al uw apparaten."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


def _page(form: SignInForm) -> str:
    people = demo_accounts(db.session) if settings().demo else []
    return render_template(
        "accounts/sign_in.html", form=form, people=people, demo_password=DEMO_PASSWORD if people else ""
    )
