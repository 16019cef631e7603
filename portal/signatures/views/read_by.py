"""What somebody read and answered, clause by clause, for those who help: before a decision, not as a test."""

from __future__ import annotations

import uuid

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from portal.core.db import db
from portal.signatures import queries
from portal.signatures.inputs import ANSWERS
from portal.signatures.rules.states import PROFESSIONALS
from portal.signatures.views import bp
from portal.signatures.views.panel import STAFF, _panel_of, _row
from portal.web.auth import current_actor
from portal.web.guards import access


@bp.get("/tekenen/<uuid:signatory_id>/gelezen")
@access(*STAFF)
def read_by(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Show every clause with the answer, the question about the text, and the time before it."""
    row = _row(signatory_id)
    if row.role in PROFESSIONALS:
        abort(404)
    return render_template(
        "signatures/read_by.html", row=row, pages=queries.pages_read(db.session, current_actor(), row),
        words={key: str(text) for key, text in ANSWERS}, back_url=_panel_of(signatory_id),
    )  # fmt: skip
