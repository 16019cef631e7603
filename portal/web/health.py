"""Whether the process lives and whether the portal can do its work."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from portal.core.db import db
from portal.web.guards import access

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
