"""Listening to a question that was spoken; every time is logged before a sound is sent."""

from __future__ import annotations

import io
import uuid

from flask import Response, abort, send_file
from flask.typing import ResponseReturnValue

from portal.core.db import db
from portal.core.policy import Actor, scoped
from portal.signatures import queries
from portal.signatures.models import Question
from portal.signatures.views import bp, tenant_bp
from portal.signatures.views.panel import STAFF
from portal.signatures.views.reader import current, tenant_actor
from portal.web.auth import current_actor
from portal.web.disclosure import log_care_read
from portal.web.guards import access


@bp.get("/tekenen/vraag/<uuid:question_id>/geluid")
@access(*STAFF)
def question_sound(question_id: uuid.UUID) -> ResponseReturnValue:
    """Let who answers a question hear it."""
    return _sound(question_id, current_actor(), "answer")


@tenant_bp.get("/vraag/<uuid:question_id>/geluid")
@access(tenant=True)
def own_sound(question_id: uuid.UUID) -> ResponseReturnValue:
    """Let the reader hear the own question."""
    return _sound(question_id, tenant_actor(current().signatory), "own")


def _sound(question_id: uuid.UUID, actor: Actor, purpose: str) -> Response:
    row = db.session.scalars(scoped(Question, actor).where(Question.id == question_id)).one_or_none()
    if row is None or row.voice_file_id is None:
        abort(404)
    log_care_read(db.session, actor, row.case_id, f"signing_question:{row.id}", purpose)
    data, media_type = queries.heard(db.session, row)
    answer = send_file(io.BytesIO(data), mimetype=media_type)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
