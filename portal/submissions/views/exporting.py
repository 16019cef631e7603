"""All forms of one kind that the reader sees, and their answers as a table to take along."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue

from portal.core.db import db
from portal.core.errors import Conflict
from portal.core.policy import require
from portal.definitions import queries as definitions
from portal.submissions import policies, tables
from portal.submissions.views.blueprint import READERS, bp, disclose
from portal.web.auth import current_actor
from portal.web.guards import access


@bp.get("/tabel/<family>.zip")
@access(*READERS)
def table(family: str) -> ResponseReturnValue:
    """Send the answers of one form as CSV files; every case whose care is in them is logged first."""
    actor = current_actor()
    require(policies.may_export(actor), "export.denied")
    key = definitions.latest(db.session, actor, family).family.key
    asked = request.args.get("deel", "1")
    part = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    found = tables.gather(
        db.session, actor, key, lambda case: disclose(case, f"export:{family}"), max(part, 1)
    )
    if not found.number:
        raise Conflict("export.nothing")
    response = Response(tables.archive(found, key), mimetype="application/zip")
    part_of = f"-deel-{found.part}-van-{found.parts}" if found.parts > 1 else ""
    response.headers["Content-Disposition"] = f'attachment; filename="{key}{part_of}.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response
