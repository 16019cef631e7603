"""What machines ask: whether the process lives, whether it can work, and whom to tell of a hole in it."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.db import db
from portal.settings import Settings
from portal.web.guards import access
from portal.web.templating import dial

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@access(public=True)
def alive() -> ResponseReturnValue:
    """Answer that the process lives."""
    return jsonify(status="ok")


@bp.get("/readyz")
@access(public=True)
def ready() -> ResponseReturnValue:
    """Answer whether the database can be reached."""
    try:
        db.session.execute(sa.text("SELECT 1"))
    except sa.exc.SQLAlchemyError:
        return jsonify(status="database unreachable"), 503
    return jsonify(status="ok")


@bp.get("/.well-known/security.txt")
@access(public=True)
def security() -> ResponseReturnValue:
    """Say whom to tell about a hole in the portal (RFC 9116)."""
    settings: Settings = current_app.config["SETTINGS"]
    until = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=180)
    lines = [
        f"Contact: {settings.security_contact or dial(settings.help_phone).replace('tel:0', 'tel:+31')}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.address}/.well-known/security.txt",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
