"""Choose a password: by a link, after forgetting it, or to change it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import entering, passwords, queries, rules, services
from portal.accounts.inputs import ChangePasswordForm, ForgottenForm, NewPasswordForm
from portal.accounts.models import User, UserInvitation
from portal.accounts.sign_in import confirm_password, keep_in_browser, signed_in_account
from portal.accounts.views.blueprint import bp, in_words, put_error, retry_headers
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Conflict, Invalid, Missing, TooMany
from portal.core.policy import SYSTEM, acting
from portal.web.auth import write
from portal.web.guards import access

LINK = "link"


@bp.get("/inloggen/vergeten")
@access(public=True)
def forgotten() -> ResponseReturnValue:
    """Ask for the address of somebody who forgot the password."""
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@bp.post("/inloggen/vergeten")
@access(public=True)
def ask_link() -> ResponseReturnValue:
    """Have a link mailed; the answer is the same for an address nobody has."""
    form = ForgottenForm(request.form)
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form), 422
    try:
        entering.ask_recovery(form.email.data or "")
    except TooMany as error:
        put_error(form.email, error)
        return render_template("accounts/forgotten.html", form=form), 429, retry_headers(error)
    flash(_("Kennen wij dit e-mailadres? Dan krijgt u binnen een paar minuten een mail met een link."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/inloggen/link/<token>")
@access(public=True)
def open_link(token: str) -> ResponseReturnValue:
    """Take the token out of the address at once; looking uses nothing up, so mail scanners do no harm."""
    session[LINK] = token[:100]
    return redirect(url_for("accounts.choose_password"), 303)


@bp.get("/inloggen/wachtwoord-kiezen")
@access(public=True)
def choose_password() -> ResponseReturnValue:
    """Show the page to choose a password to whoever holds a link."""
    found = _link()
    if found is None:
        return _dead()
    return render_template("accounts/choose_password.html", form=NewPasswordForm(), email=found[1].email)


@bp.post("/inloggen/wachtwoord-kiezen")
@access(public=True)
def set_password() -> ResponseReturnValue:
    """Set the password; the link is used up now."""
    found = _link()
    if found is None:
        return _dead()
    user_id, email, name, token = found[1].id, found[1].email, found[1].name, session[LINK]
    form = NewPasswordForm(request.form)
    try:
        if form.validate():
            db.session.rollback()
            prepared = passwords.prepare(form.password.data or "", name, email)
            with entering.writing_as(user_id) as uow:
                services.accept_invitation(uow, token, prepared)
            session.clear()
            flash(_("Uw wachtwoord is ingesteld. U kunt nu inloggen."), "success")
            return redirect(url_for("accounts.sign_in"), 303)
    except Missing:
        return _dead()
    except (Invalid, TooMany) as error:
        put_error(form.password, error)
    return render_template("accounts/choose_password.html", form=form, email=email), 422


@bp.get("/account/wachtwoord")
@access()
def own_password() -> ResponseReturnValue:
    """Show the page to change one's password."""
    return render_template("accounts/own_password.html", form=ChangePasswordForm())


@bp.post("/account/wachtwoord")
@access()
def change_password() -> ResponseReturnValue:
    """Change one's password; every other device is signed out."""
    account = signed_in_account()
    user, row_id, kept = account.user, account.sign_in.id, account.user.password
    user_id, name, email = user.id, user.name, user.email
    form = ChangePasswordForm(request.form)
    if not form.validate():
        return render_template("accounts/own_password.html", form=form), 422
    wrong = form.old
    try:
        confirm_password(user, form.old.data or "")
        wrong = form.password
        prepared = passwords.prepare(form.password.data or "", name, email)
        with write() as uow:
            changed = services.change_password(uow, user_id, prepared, seen=kept, keep=row_id)
            uow.answer = url_for("accounts.own")
        keep_in_browser(changed)
    except (Invalid, TooMany, Conflict) as error:
        put_error(wrong, error)
        return render_template("accounts/own_password.html", form=form), 429 if isinstance(error, TooMany) else 422
    flash(_("Uw wachtwoord is gewijzigd. Op andere apparaten bent u uitgelogd."), "success")
    return redirect(url_for("accounts.own"), 303)


def _link() -> tuple[UserInvitation, User] | None:
    token = session.get(LINK)
    if not isinstance(token, str):
        return None
    with acting(db.session, SYSTEM):
        found = queries.link_of(db.session, token)
    if found is None:
        return None
    link, user = found
    return (
        found
        if rules.is_link_usable(link.used_at, link.voided_at, link.expires_at, clock.now()) and user.active
        else None
    )


def _dead() -> ResponseReturnValue:
    session.pop(LINK, None)
    return render_template("accounts/dead_link.html", text=in_words(Missing("account.link"))), 404
