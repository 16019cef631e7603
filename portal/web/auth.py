"""The current request's actor, and its way to write."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import current_app, g, has_request_context, request

from portal.core.db import db
from portal.core.policy import ANONYMOUS, Actor, confine
from portal.core.uow import UnitOfWork, unit_of_work

ActorLoader = Callable[[], Actor | None]


def current_actor() -> Actor:
    """Return who is acting in this request."""
    if not has_request_context():
        return ANONYMOUS
    actor: Actor = g.get("actor", ANONYMOUS)
    return actor


def act_as(actor: Actor) -> None:
    """Bind this request, and the session it reads with, to *actor*."""
    g.actor = actor
    confine(db.session, actor)


def load_actor() -> None:
    """Find out who is acting, once per request, before anything else reads."""
    loader: ActorLoader | None = current_app.extensions.get("actor_loader")
    act_as((loader() if loader else None) or ANONYMOUS)


def origin() -> str:
    """Return where the request comes from, truncated: IPv4 to /24, IPv6 to /48."""
    address = request.remote_addr or ""
    if ":" in address:
        return ":".join(address.split(":")[:3]) + "::"
    parts = address.split(".")
    return ".".join([*parts[:3], "0"]) if len(parts) == 4 else ""


def request_key() -> str | None:
    """Return the one-time key of the posted form, if it has one."""
    key = request.form.get("_once", "")
    return key[:64] or None


def write(once: str | None = None) -> AbstractContextManager[UnitOfWork]:
    """Open a unit of work on the request's session; by default the form's one-time key makes a repetition harmless."""
    return unit_of_work(db.get_session, current_actor(), once=once or request_key())
