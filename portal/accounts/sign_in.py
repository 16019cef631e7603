"""Who is signed in: Flask-Security over Flask-Login in the browser, our own rows for every session behind it.

The browser's signed cookie holds Flask-Login's user name and our token. Both are checked at every request against the
rows of `sign_in` and `user`: an ended session, a disabled user or a copied cookie is out at once. Flask-Security brings
its login manager, its codes for the second step and its settings; its own pages stay off, because every write goes
through the unit of work and no GET writes.
"""

from __future__ import annotations

import datetime as dt
import logging
import math
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import FSQLALiteUserDatastore, Security
from flask_security import login_user as fs_login_user
from flask_security import logout_user as fs_logout_user

from portal.accounts import links, passwords, queries, rules, second_factor, services
from portal.accounts.labels import ROLE_NAMES
from portal.accounts.models import User
from portal.accounts.queries import SignedIn
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.policy import ROLES, SYSTEM, Actor, acting
from portal.core.uow import unit_of_work
from portal.settings import Settings
from portal.web import limits
from portal.web.auth import current_actor, origin
from portal.web.guards import is_unattended
from portal.web.locale import current_language
from portal.web.navigation import address_of

log = logging.getLogger("driehoek.sign_in")

TOKEN = "sign_in"  # noqa: S105  # the name of a place in the browser's session
SEEN_EVERY = dt.timedelta(minutes=1)
AGAIN = limits.BackOff("password-again")

View = TypeVar("View", bound=Callable[..., Any])


class Datastore(FSQLALiteUserDatastore):
    """Flask-Security's road to the users: it reads, and may not write past the unit of work."""

    def commit(self) -> None:
        raise RuntimeError("open a unit of work instead of letting Flask-Security commit")


class NoRole:
    """Flask-Security's roles are not used: roles are memberships of organisations."""


def security_settings() -> dict[str, Any]:
    """Return the settings of Flask-Security and Flask-Login."""
    argon2 = {"memory_cost": passwords.MEMORY_KIB, "time_cost": passwords.PASSES, "parallelism": passwords.LANES}
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {f"argon2__{name}": value for name, value in argon2.items()},
        "SECURITY_PASSWORD_LENGTH_MIN": rules.SHORTEST_PASSWORD,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": rules.RECOVERY_CODES,
        "SECURITY_TOTP_SECRETS": second_factor.totp_secrets(),
        "SECURITY_TOTP_ISSUER": second_factor.ISSUER,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_I18N_DIRNAME": ["builtin", str(Path(__file__).parents[1] / "translations")],
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
        "SESSION_PROTECTION": None,  # a phone changes networks; our own rows guard the session
    }


def init_app(app: Flask) -> None:
    """Make *app* know who is signed in."""
    links.configure(app.config["SETTINGS"].address)
    app.config.from_mapping(security_settings())
    security = Security(
        app, Datastore(db, cast(Any, User), cast(Any, NoRole)), register_blueprint=False,
        totp_cls=second_factor.OneTimeCodes,
    )  # fmt: skip
    security.login_manager.user_loader(_flask_login_user)
    security.login_manager.request_loader(lambda _request: None)  # no tokens in headers or addresses
    # Rights are the policy table's; Flask-Principal would work out an identity at every request that nobody asks for.
    asked = app.before_request_funcs[None]
    app.before_request_funcs[None] = [f for f in asked if getattr(f, "__name__", "") != "_on_before_request"]
    app.extensions["actor_loader"] = load_actor
    app.context_processor(account_line)


# ---- reading -------------------------------------------------------------------------------------------------------


def settings() -> Settings:
    """Return the settings of this application."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def session_limits() -> rules.Limits:
    """Return how long a session may live."""
    return rules.Limits(dt.timedelta(hours=settings().session_hours), dt.timedelta(minutes=settings().idle_minutes))


def load_actor() -> Actor | None:
    """Find out whose session the browser's cookie is; a cookie that no longer counts is emptied."""
    g.account = None
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    with acting(db.session, SYSTEM):
        found = queries.signed_in(db.session, token)
    if found is None or not _counts(found):
        session.clear()
        return None
    g.account = found
    _note_use(found)
    return found.actor(origin())


def current_account() -> SignedIn | None:
    """Return who is signed in in this request."""
    found: SignedIn | None = g.get("account")
    return found


def signed_in_account() -> SignedIn:
    """Return who is signed in; only for views behind `access()`."""
    found = current_account()
    if found is None:
        raise Invalid("account.changed_meanwhile")
    return found


def _counts(found: SignedIn) -> bool:
    row, user = found.sign_in, found.user
    return (
        user.active
        and not row.half
        and session.get("_user_id") == user.fs_uniquifier
        and (row.second_factor or not settings().second_factor_required)
        and rules.is_open(row.created_at, row.last_seen, row.ended_at, clock.now(), session_limits())
    )


def _note_use(found: SignedIn) -> None:
    if clock.now() - found.sign_in.last_seen < SEEN_EVERY or is_unattended():
        return
    try:
        with db.sessionmaker() as own, unit_of_work(lambda: own, SYSTEM) as uow:
            services.touch(uow, found.sign_in.id)
    except sa.exc.OperationalError:  # the session then ends a minute early, which is the safe side
        log.warning("could not note that a session was used", exc_info=True)


def _flask_login_user(user_id: str) -> User | None:
    account = current_account()
    return account.user if account and account.user.fs_uniquifier == user_id else None


def account_line() -> dict[str, Any]:
    """Return what the header of a page says about who is signed in."""
    account = current_account()
    if account is None or current_actor().kind != "user":
        return {"account": None}
    return {
        "account": {
            "name": account.user.name,
            "role": _role_words(current_language(), frozenset(role for _, role in account.memberships)),
            "url": address_of("accounts.own"),
            "sign_out": address_of("accounts.sign_out"),
        }
    }


@lru_cache(maxsize=256)
def _role_words(language: str, roles: frozenset[str]) -> str:
    return ", ".join(str(ROLE_NAMES[role]) for role in ROLES if role in roles)


# ---- the browser ---------------------------------------------------------------------------------------------------


def put_in_browser(opened: services.Opened) -> None:
    """Give the browser a new session that is signed in; nothing of the one before stays."""
    session.clear()
    second = ["password", "authenticator"] if opened.sign_in.second_factor else ["password"]
    fs_login_user(cast(Any, opened.user), remember=False, authn_via=second)
    session[TOKEN] = opened.token


def keep_in_browser(user: User) -> None:
    """Let this browser's session go on after all others of *user* were ended."""
    session["_user_id"] = user.get_id()


def take_from_browser() -> None:
    """Empty the browser's session."""
    fs_logout_user()
    session.clear()


# ---- sensitive acts ------------------------------------------------------------------------------------------------


def confirm_password(user: User, password: str) -> None:
    """Check the password of *user* again before a sensitive act. Call it outside a unit of work.

    Raises Invalid("account.password_wrong", field="password") and, after too many tries, TooMany.
    """
    user_id, kept, active = user.id, user.password, user.active
    limits.admit(AGAIN, str(user_id))
    db.session.rollback()  # no transaction waits for argon2
    if not passwords.matches(password, kept) or not active:
        with unit_of_work(db.get_session, Actor(id=user_id, origin=origin())) as uow:
            services.record_failure(uow, user_id, "again")
        raise Invalid("account.password_wrong", field="password")
    limits.forgive(AGAIN, str(user_id))


def is_fresh(minutes: int) -> bool:
    """Tell whether the person gave the password within the last *minutes*."""
    account = current_account()
    return account is not None and rules.is_fresh(account.sign_in.confirmed_at, clock.now(), minutes)


def require_fresh(minutes: int) -> Callable[[View], View]:
    """Ask for the password again when it was given longer than *minutes* ago. Stands below `access()`."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if is_fresh(minutes):
                return cast(ResponseReturnValue, view(*args, **kwargs))
            back = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else url_for("accounts.own")
            return redirect(url_for("accounts.confirm", next=back), 303)

        return cast(View, guarded)

    return mark


def wait_in_words(seconds: object) -> int:
    """Return a wait in whole minutes, for people."""
    return max(1, math.ceil(int(str(seconds)) / 60))
