"""Clauses read aloud by a person: played on the page of the clause, for the holder of the link alone."""

from __future__ import annotations

import io

from flask import abort, send_file, url_for
from flask.typing import ResponseReturnValue

from portal.clauses.body import Recording
from portal.core.db import db
from portal.signatures import queries
from portal.signatures.views import tenant_bp
from portal.signatures.views.reader import current, letter, tenant_actor
from portal.web.guards import access


@tenant_bp.get("/afspraak/<number>/geluid")
@access(tenant=True)
def clause_sound(number: str) -> ResponseReturnValue:
    """Give the recording of a clause that the reader is asked about."""
    found = _recording(number)
    if found is None:
        abort(404)
    answer = send_file(io.BytesIO(queries.sound(db.session, found)), mimetype=found.media_type)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@tenant_bp.context_processor
def sounds() -> dict[str, object]:
    """Let the page of a clause ask whether somebody read it aloud."""
    return {"sound_of": _address}


def _address(number: str) -> str | None:
    return url_for("tenant.clause_sound", number=number) if _recording(number) else None


def _recording(number: str) -> Recording | None:
    if number not in {entry.number for entry in letter().entries}:
        return None
    signatory = current().signatory
    return queries.recording_of(db.session, tenant_actor(signatory), signatory, number)
