"""A form on paper: the same rows as on the page, as a tagged PDF."""

from __future__ import annotations

import uuid

from flask import Response
from flask.typing import ResponseReturnValue

import forms
from portal.core import clock
from portal.core.db import db
from portal.documents.pages import page as print_page
from portal.documents.render import render_pdf
from portal.submissions import messages, queries
from portal.submissions.views.blueprint import READERS, bp, seen
from portal.submissions.views.reading import told_corrections
from portal.web.auth import current_actor
from portal.web.guards import access


@bp.get("/<uuid:submission_id>/formulier.pdf")
@access(*READERS)
def pdf(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Send a form as the reader may see it, as a PDF."""
    opened = seen(submission_id)
    found, form = opened.submission, opened.form
    title = forms.say(form.definition.title, "nl")
    labels = {one.key: forms.say(one.label, "nl") for one in form.definition.releases}
    released = [
        (labels.get(one.key, one.key), one.text)
        for one in queries.released(db.session, current_actor(), opened.case.id, submission_id)
    ]
    html = print_page(
        "submissions/print/submission.html", title=title, publisher="Driehoek", mark=opened.case.reference,
        digest=None, person=opened.person, state=str(messages.STATES[found.state.value]), submission=found,
        version=found.form_version.number, sections=forms.summary(form, opened.answers, "nl", opened.context),
        released=released, strokes=forms.stroke_path, corrections=told_corrections(opened, "nl"), day=clock.today(),
        care=any(entry.compartment == "C" for id_, entry in form.entries.items() if id_ in opened.answers),
    )  # fmt: skip
    response = Response(render_pdf(html, created=clock.now()), mimetype="application/pdf")
    name = f"{opened.case.reference}-{found.family_key}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
