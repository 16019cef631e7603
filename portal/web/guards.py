"""Default deny: an endpoint without a declared access rule is never served, and a GET never changes a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

from flask import Flask, Response, abort, current_app, redirect, request
from flask.typing import ResponseReturnValue

from portal.core.db import db
from portal.core.policy import ROLES
from portal.web import resending
from portal.web.auth import current_actor, load_actor

View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come near an endpoint at all; policies decide about single rows."""

    roles: frozenset[str] = frozenset()
    public: bool = False
    tenant: bool = False


def access(*roles: str, public: bool = False, tenant: bool = False) -> Callable[[View], View]:
    """Declare who may reach a view: roles, everybody, or a tenant with an own session; nothing: any signed-in user."""
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"unknown roles: {sorted(unknown)}")

    def mark(view: View) -> View:
        rule = Access(frozenset(roles or (() if public or tenant else ROLES)), public, tenant)
        view.__access__ = rule  # type: ignore[attr-defined]
        return view

    return mark


def unattended(view: View) -> View:
    """Mark a view that an open page asks by itself, every so often: it shows no use, so that the session can still end."""
    view.__unattended__ = True  # type: ignore[attr-defined]
    return view


def is_unattended() -> bool:
    """Tell whether this request was made by an open page, without anybody doing something."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "__unattended__", False))


def access_of(endpoint: str) -> Access | None:
    """Return the declared access of *endpoint*, or None."""
    view = current_app.view_functions.get(endpoint)
    rule: Access | None = getattr(view, "__access__", None)
    return rule


def self_guarded(app: Flask, *blueprints: str) -> None:
    """Name blueprints that check every request themselves (Flask-Admin's views, Flask-Security's pages)."""
    app.extensions.setdefault("self_guarded", set()).update(blueprints)


def init_app(app: Flask) -> None:
    app.extensions.setdefault("self_guarded", set())

    @app.before_request
    def check() -> ResponseReturnValue | None:
        if request.endpoint == "static":
            return None
        load_actor()
        if request.endpoint is None or request.blueprint in app.extensions["self_guarded"]:
            return None
        rule = access_of(request.endpoint)
        if rule is None:
            abort(403)
        if rule.public or rule.tenant:  # a tenant's session is checked by the view's own blueprint
            return None
        actor = current_actor()
        if actor.kind != "user":
            return resending.page(signed_in=False) or redirect(f"/inloggen?next={quote(request.full_path.rstrip('?'))}", 303)
        if not actor.has(*rule.roles):
            abort(403)
        return None

    @app.after_request
    def no_write_in_a_get(response: Response) -> Response:
        if app.testing and request.method in {"GET", "HEAD"} and request.endpoint != "static":
            session = db.session
            if session.new or session.dirty or session.deleted:
                raise AssertionError(f"GET {request.path} leaves changed rows: {[*session.new, *session.dirty]}")
        return response
