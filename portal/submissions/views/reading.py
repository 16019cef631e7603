"""Reading a form that stands, and the files that go with it."""

from __future__ import annotations

import io
import uuid

from flask import send_file
from flask.typing import ResponseReturnValue

import forms
from portal.core import blobs
from portal.core.db import Compartment, db
from portal.submissions import policies, queries
from portal.submissions.views.blueprint import READERS, bp, disclose, page, seen
from portal.web.auth import current_actor
from portal.web.guards import access
from portal.web.locale import current_language


@bp.get("/<uuid:submission_id>/lezen")
@access(*READERS)
def read(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Show the answers the reader may see, and what was released."""
    opened = seen(submission_id)
    locale = current_language()
    labels = {one.key: forms.say(one.label, locale) for one in opened.form.definition.releases}
    released = queries.released(db.session, current_actor(), opened.case.id, submission_id)
    return page(
        "submissions/read.html", opened=opened, labels=labels, released=released,
        sections=forms.summary(opened.form, opened.answers, locale, opened.context),
        own=policies.may_read_care(current_actor(), opened.case),
    )  # fmt: skip


@bp.get("/<uuid:submission_id>/bestand/<uuid:file_id>")
@access(*READERS)
def file(submission_id: uuid.UUID, file_id: uuid.UUID) -> ResponseReturnValue:
    """Send a file of a form as an attachment; a care file only after its reading was logged."""
    opened = seen(submission_id)
    stored = queries.file(db.session, current_actor(), opened.submission, file_id)
    if stored.compartment is Compartment.CARE:
        disclose(opened.case, f"file:{stored.id}")
    response = send_file(
        io.BytesIO(blobs.fetch(db.session, stored)), mimetype=stored.media_type, as_attachment=True,
        download_name=stored.name, max_age=0,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
