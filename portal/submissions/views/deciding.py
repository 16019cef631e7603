"""Accepting a sent form and choosing what everybody may read, or giving it back."""

from __future__ import annotations

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.core.errors import Conflict, Invalid
from portal.submissions import inputs, policies, services
from portal.submissions.views.blueprint import FILLERS, Seen, bp, page, seen
from portal.web.auth import current_actor, write
from portal.web.errors import sentence
from portal.web.guards import access
from portal.web.locale import current_language


@bp.get("/<uuid:submission_id>/vaststellen")
@access(*FILLERS)
def review(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Show a sent form with what may be released."""
    opened = seen(submission_id)
    if not policies.may_accept(current_actor(), opened.case, opened.submission):
        return redirect(url_for("submissions.resume", submission_id=submission_id), 303)
    return _page(opened)


@bp.post("/<uuid:submission_id>/vaststellen")
@access(*FILLERS)
def accept(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Accept a form and release what was chosen."""
    opened = seen(submission_id)
    try:
        with write() as uow:
            release = inputs.release_of(request.form, opened.form.definition)
            services.accept(uow, submission_id, release, inputs.version_of(request.form))
            uow.answer = url_for("submissions.read", submission_id=submission_id)
    except Invalid as refused:
        return _page(seen(submission_id), sentence(refused), str(refused.params.get("field", "")), 422)
    except Conflict as stale:
        return _page(seen(submission_id), sentence(stale), "", 409)
    flash(_("Het formulier is vastgesteld."), "success")
    return redirect(uow.answer, 303)


@bp.post("/<uuid:submission_id>/terugzetten")
@access(*FILLERS)
def give_back(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Give a form back to be corrected, with a reason."""
    try:
        with write() as uow:
            services.return_(uow, submission_id, request.form.get("reason", ""), inputs.version_of(request.form))
            uow.answer = url_for("submissions.check", submission_id=submission_id)
    except Invalid as refused:
        return _page(seen(submission_id), sentence(refused), "reason", 422)
    except Conflict as stale:
        return _page(seen(submission_id), sentence(stale), "", 409)
    flash(_("U kunt de antwoorden weer aanvullen."), "success")
    return redirect(uow.answer, 303)


def _page(opened: Seen, refused: str = "", field: str = "", status: int = 200) -> ResponseReturnValue:
    locale = current_language()
    posted = request.form if request.method == "POST" and request.endpoint == "submissions.accept" else None
    return page(
        "submissions/review.html", status, opened=opened, refused=refused, field=field,
        reason=request.form.get("reason", ""),
        sections=forms.summary(opened.form, opened.answers, locale, opened.context),
        releases=inputs.release_lines(opened.form, opened.answers, locale, posted),
        may_accept=policies.may_accept(current_actor(), opened.case, opened.submission),
    )  # fmt: skip
