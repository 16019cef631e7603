"""Reading a form that stands, and the files that go with it."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask import send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.accounts.queries import names
from portal.core import blobs
from portal.core.db import Compartment, db
from portal.submissions import policies, queries
from portal.submissions.views.blueprint import READERS, Seen, bp, disclose, page, seen
from portal.submissions.views.correcting import correctable
from portal.submissions.views.showing import in_words, version_of_answer
from portal.web.auth import current_actor
from portal.web.guards import access
from portal.web.locale import current_language


@bp.get("/<uuid:submission_id>/lezen")
@access(*READERS)
def read(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Show the answers the reader may see, and what was released."""
    opened = seen(submission_id)
    locale = current_language()
    may_correct = policies.may_correct(current_actor(), opened.case, opened.submission)
    labels = {one.key: forms.say(one.label, locale) for one in opened.form.definition.releases}
    released = queries.released(db.session, current_actor(), opened.case.id, submission_id)
    return page(
        "submissions/read.html", opened=opened, labels=labels, released=released,
        sections=forms.summary(opened.form, opened.answers, locale, opened.context),
        own=policies.may_fill(current_actor(), opened.case, opened.submission.filled_by_role),
        corrections=told_corrections(opened, locale),
        correctable=lambda path: may_correct and correctable(opened, path.split("-", 1)[0]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One correction in words."""

    label: str
    old: str
    new: str
    reason: str
    who: str
    at: dt.datetime


def told_corrections(opened: Seen, locale: str) -> list[Told]:
    """Return what was corrected, with questions and answers in words."""
    found = queries.corrections(db.session, current_actor(), opened.submission)
    who = names(db.session, current_actor(), [one.by for one in found if one.by])
    return [_told(opened, one, who, locale) for one in found]


def _told(opened: Seen, one: queries.Corrected, who: Mapping[uuid.UUID, str], locale: str) -> Told:
    """Tell one correction; a question that a newer version no longer has is told as it was when it was answered."""
    was = version_of_answer(opened, one.field_id, one.old)
    now = was if one.new is None else version_of_answer(opened, one.field_id, one.new)
    return Told(
        was.label(one.field_id, locale), in_words(opened, one.field_id, one.old, locale, was),
        in_words(opened, one.field_id, one.new, locale, now), one.reason,
        who.get(one.by, _("Iemand")) if one.by else _("Het portaal"), one.at,
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
