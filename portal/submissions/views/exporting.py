"""All forms of one kind that the reader sees, and their answers as a table to take along."""

from __future__ import annotations

from flask import Response
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
    form = definitions.latest(db.session, actor, family)
    found, number = tables.gather(db.session, actor, form.family.key, lambda case: disclose(case, f"export:{family}"))
    if not number:
        raise Conflict("export.nothing")
    response = Response(tables.archive(found, form.family.key), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{form.family.key}.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response
