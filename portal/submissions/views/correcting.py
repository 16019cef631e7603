"""Correcting one answer of a form that was sent: the old answer stays visible, the reason stands beside it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.core.errors import Conflict, Denied, Invalid
from portal.submissions import inputs, policies, services
from portal.submissions.views import uploads
from portal.submissions.views.blueprint import FILLERS, Seen, bp, page, seen
from portal.submissions.views.showing import Line, anchor_of, first_fault
from portal.web.auth import current_actor, write
from portal.web.errors import sentence
from portal.web.guards import access
from portal.web.locale import current_language
from portal.web.resending import keeps_text


@bp.get("/<uuid:submission_id>/verbeteren/<field_id>")
@access(*FILLERS)
def correction(submission_id: uuid.UUID, field_id: str) -> ResponseReturnValue:
    """Show one question of a sent form with the answer that stands."""
    return _page(_open(submission_id, field_id), field_id)


@bp.post("/<uuid:submission_id>/verbeteren/<field_id>")
@access(*FILLERS)
@keeps_text
def correct(submission_id: uuid.UUID, field_id: str) -> ResponseReturnValue:
    """Correct the answer; what it was is kept."""
    opened = _open(submission_id, field_id)
    posted, reason = forms.Posted(request.form), request.form.get("_reason", "")
    there = url_for("submissions.read", submission_id=submission_id)
    try:
        with write() as uow:
            sent, refused = uploads.received(uow, submission_id, opened, opened.form.pages, posted)
            if refused:
                raise Invalid("correction.answer", errors=[line.fault(opened.form) for line in refused])
            services.correct_posted(uow, submission_id, sent, reason, inputs.version_of(request.form))
            uow.answer = there
    except Invalid as wrong:
        faults: Any = wrong.params.get("errors", ())
        return _page(_open(submission_id, field_id), field_id, posted, reason, wrong, faults, 422)
    except Conflict as stale:
        return _page(_open(submission_id, field_id), field_id, posted, reason, stale, status=409)
    flash(_("Het antwoord is verbeterd. Wat er stond is bewaard."), "success")
    return redirect(there, 303)


def _open(submission_id: uuid.UUID, field_id: str) -> Seen:
    opened = seen(submission_id)
    if not policies.may_correct(current_actor(), opened.case, opened.submission):
        raise Denied("correction.denied")
    if not correctable(opened, field_id):
        abort(404)
    return opened


def correctable(opened: Seen, field_id: str) -> bool:
    """Tell whether a question can be corrected here: it shows, takes an answer, and is the reader's to read."""
    entry = opened.form.entries.get(field_id)
    if entry is None or entry.group is not None or not entry.field.takes_answer:
        return False
    return field_id in forms.shown(opened.form, opened.answers, opened.context)


def _page(
    opened: Seen, field_id: str, posted: forms.Posted | None = None, reason: str = "",
    refused: Invalid | Conflict | None = None, faults: Sequence[forms.Fault] = (), status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    locale, form = current_language(), opened.form
    wanted = [field_id, *(fault.path.split("-", 1)[0] for fault in faults if fault.path)]
    shown = forms.shown(form, opened.answers, opened.context)
    controls = []
    for key in dict.fromkeys(form.entries[one].page.key for one in wanted):
        made = forms.page_form(form, key, opened.answers, shown, locale, opened.context, posted)
        made.place(faults, locale)
        controls += [one for one in made.controls if one.path in wanted]
    for one in controls:
        one.visible = True
    lines = [
        Line(fault.say(locale), f"#{anchor_of(form, fault.path)}", fault.path)
        for fault in faults
        if first_fault(faults, fault)
    ]
    if isinstance(refused, Invalid) and not lines:
        about_reason = refused.params.get("field") == "reason"
        lines = [Line(sentence(refused), "#_reason" if about_reason else f"#{anchor_of(form, field_id)}", "")]
    if lines and (again := uploads.choose_again()):
        lines.append(Line(again, f"#{anchor_of(form, field_id)}", ""))
    return page(
        "submissions/correction.html", status, opened=opened, controls=controls, lines=lines, reason=reason,
        field_id=field_id, standing=forms.show(form, field_id, opened.answers.get(field_id), locale, opened.context),
        notice=f"{sentence(refused)} {uploads.choose_again()}".strip() if isinstance(refused, Conflict) else "", earlier={}, fresh_rows=0, prepared=form,
    )  # fmt: skip
