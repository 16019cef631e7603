"""Filling in: one page at a time, every answer kept at once, checked at the end, sent."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.core.db import db
from portal.core.errors import Conflict, Denied, DomainError, Invalid
from portal.submissions import inputs, merging, policies, queries, services
from portal.submissions.views import uploads
from portal.submissions.views.blueprint import FILLERS, Seen, bp, page, seen
from portal.submissions.views.merging import choosing
from portal.submissions.views.showing import Line, anchor_of, first_fault, problems, shown_page
from portal.web.auth import current_actor, write
from portal.web.errors import sentence, status_of
from portal.web.guards import access
from portal.web.locale import current_language
from portal.web.resending import keeps_text
from portal.web.templating import clock_nl


@bp.get("/<uuid:submission_id>/pagina/<key>")
@access(*FILLERS)
def fill(submission_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Show one page of a form with the answers that stand."""
    opened = _open(submission_id, key)
    if not _may_change(opened):
        return redirect(url_for("submissions.resume", submission_id=submission_id), 303)
    if key not in forms.shown(opened.form, opened.answers, opened.context).pages:
        return redirect(url_for("submissions.check", submission_id=submission_id), 303)
    more = request.args.get("meer", "")
    return shown_page(opened, key, extra_rows=1 if more else 0, more=more)


@bp.post("/<uuid:submission_id>/pagina/<key>")
@access(*FILLERS)
@keeps_text
def save(submission_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Save one page. What is sound is kept; what is not comes back with words at the field."""
    before = _open(submission_id, key)
    posted = forms.Posted(request.form)
    posted = merging.without(posted, merging.kept(posted))
    try:
        with write() as uow:
            version = inputs.version_of(request.form)
            services.filling.open_for_change(uow, submission_id, version)
            sent, refused = uploads.received(uow, submission_id, before, [key], posted)
            opened, cleaned = services.save_page(uow, submission_id, key, sent, version)
            uow.answer = _next(opened.form, cleaned.answers, opened.context, submission_id, key)
    except Conflict as stale:
        if stale.code == "row.stale":
            return choosing(seen(submission_id), key, posted)
        return shown_page(seen(submission_id), key, posted=posted, status=409, notice=_unsaved(stale))
    except Invalid as wrong:
        return shown_page(seen(submission_id), key, posted=posted, status=422, notice=_unsaved(wrong))
    after = seen(submission_id)
    faults = [fault for fault in cleaned.faults if fault.page in (key, "")]
    onward = "later" not in request.form and "meer" not in request.form
    fresh = _new_questions(after, key, posted, before) if onward else frozenset()
    if onward:
        gaps = forms.gaps(after.form, after.answers, after.context, key)[0]
        faults += [gap for gap in gaps if gap.field not in fresh]
        faults = [fault for fault in faults if first_fault(faults, fault)]
    if faults or refused:
        return shown_page(after, key, posted=sent, faults=faults, status=422, extra=refused)
    if fresh:
        flash(_("Er zijn vragen bij gekomen. Vul die ook in."), "info")
        naar = "nakijken" if request.form.get("naar") == "nakijken" else None
        return redirect(url_for("submissions.fill", submission_id=submission_id, key=key, naar=naar), 303)
    if "later" in request.form:
        flash(_("Bewaard. U kunt later verdergaan."), "success")
        there = url_for("submissions.family", case_id=after.case.id, family=after.submission.family_key)
        return redirect(there, 303)
    if "meer" in request.form:
        return redirect(
            url_for("submissions.fill", submission_id=submission_id, key=key, meer=request.form["meer"]) + "#nieuw", 303
        )
    if request.form.get("naar") == "nakijken":
        return redirect(url_for("submissions.check", submission_id=submission_id), 303)
    return redirect(uow.answer, 303)


@bp.post("/<uuid:submission_id>/pagina/<key>/bewaren")
@access(*FILLERS)
def autosave(submission_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Save the answers that were posted by the page's script; say what shows now and what calculations give.

    No answer that was typed is sent back.
    """
    posted = forms.Posted(request.form)
    try:
        with write() as uow:
            opened, cleaned = services.save_page(uow, submission_id, key, posted, inputs.version_of(request.form))
            version, moment = opened.submission.version, clock_nl(uow.now)
    except DomainError as refused:
        told = sentence(refused)
        if refused.code == "row.stale":
            told = _("Nog niet bewaard: dit is ook ergens anders gewijzigd. Ga verder en kies welk antwoord geldt.")
        return jsonify(message=told, stale=isinstance(refused, Conflict)), status_of(refused)
    faults = [fault for fault in cleaned.faults if fault.page in (key, "")]
    if faults:
        message = _("Nog niet bewaard: %(fault)s", fault=faults[0].say(current_language()))
    else:
        message = _("Bewaard om %(time)s", time=moment)
    return jsonify(
        message=message, version=version, faulty=bool(faults), visible=sorted(cleaned.shown.paths),
        outcomes=forms.outcomes(
            opened.form, key, cleaned.answers, cleaned.shown, current_language(), opened.context
        ),
        seats=forms.seats(opened.form, key, posted, cleaned.answers),
    )  # fmt: skip


@bp.get("/<uuid:submission_id>/nakijken")
@access(*FILLERS)
def check(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Show every answer, with what is still open, before sending."""
    opened = seen(submission_id)
    if not _may_change(opened):
        return redirect(url_for("submissions.resume", submission_id=submission_id), 303)
    return _check_page(opened)


@bp.post("/<uuid:submission_id>/versturen")
@access(*FILLERS)
def submit(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Send a form; what is missing is named, with a link to each question."""
    try:
        with write() as uow:
            row = services.submit(uow, submission_id, inputs.version_of(request.form))
            uow.answer = url_for("submissions.review", submission_id=row.id)
    except Invalid as refused:
        opened = seen(submission_id)
        faults: Any = refused.params.get("errors", [])
        return _check_page(opened, problems(opened, faults), 422)
    except Conflict as stale:
        return _check_page(seen(submission_id), notice=sentence(stale), status=409)
    flash(_("Het formulier is verstuurd. De antwoorden staan nu vast."), "success")
    return redirect(uow.answer, 303)


def _open(submission_id: uuid.UUID, key: str) -> Seen:
    opened = seen(submission_id)
    if not policies.may_fill(current_actor(), opened.case, opened.submission.filled_by_role):
        raise Denied("submission.change")
    if opened.form.page(key) is None:
        abort(404)
    return opened


def _unsaved(error: DomainError) -> str:
    return " ".join(filter(None, [sentence(error), uploads.choose_again()]))


def _may_change(opened: Seen) -> bool:
    return policies.may_change(current_actor(), opened.case, opened.submission)


def _check_page(
    opened: Seen, faults: list[Line] | None = None, status: int = 200, notice: str = ""
) -> ResponseReturnValue:
    locale = current_language()
    missing, recommended = forms.gaps(opened.form, opened.answers, opened.context)
    return page(
        "submissions/check.html", status, opened=opened, faults=faults or [], notice=notice,
        reason=queries.return_reason(db.session, opened.submission),
        sections=forms.summary(opened.form, opened.answers, locale, opened.context),
        missing={fault.path for fault in missing}, warnings=[fault.path for fault in recommended],
        anchor=lambda path: anchor_of(opened.form, path),
    )  # fmt: skip


def _next(
    form: forms.Prepared, answers: dict[str, Any], context: forms.Context, submission_id: uuid.UUID, key: str
) -> str:
    _before, after = forms.neighbours(forms.steps(form, answers, "nl", context), key)
    if after is None:
        return url_for("submissions.check", submission_id=submission_id)
    return url_for("submissions.fill", submission_id=submission_id, key=after)


def _new_questions(after: Seen, key: str, posted: forms.Posted, before: Seen) -> frozenset[str]:
    """Return the questions that came to this page and that the reader has not seen: neither before nor as posted."""
    now = forms.shown(after.form, after.answers, after.context)
    then = forms.shown(before.form, before.answers, before.context)
    fields = after.form.pages[key].fields
    return frozenset(one.id for one in fields if one.id in now and one.id not in then and not _was_asked(one, posted))


def _was_asked(one: Any, posted: forms.Posted) -> bool:
    return one.takes_answer and f"{one.id}__asked" in posted
