"""Writing in the library: a working text, its translations and voice, the review, the release."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import ValidationError

from portal.clauses import checking, differing, messages, policies, queries, services
from portal.clauses.body import ClauseBody, Language
from portal.clauses.inputs import ClauseForm, NewForm, RecordingForm, ReviewForm, TranslationForm
from portal.clauses.rules import REVIEW_MONTHS
from portal.clauses.sound import MOST_BYTES
from portal.clauses.views.blueprint import WRITERS, bp, names, page, posted_version, told
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Conflict, DomainError, Missing
from portal.core.uow import UnitOfWork
from portal.web.auth import current_actor, write
from portal.web.errors import status_of
from portal.web.guards import access


@bp.get("/nieuw")
@access(*WRITERS)
def new() -> ResponseReturnValue:
    """Ask for the code of a new clause."""
    return page("clauses/new.html", form=NewForm())


@bp.post("/nieuw")
@access(*WRITERS)
def add() -> ResponseReturnValue:
    """Begin a new clause."""
    form = NewForm(request.form)
    if form.validate():
        try:
            with write() as uow:
                services.begin(uow, form.code.data, new=True)
                uow.answer = url_for("clauses.edit", code=form.code.data.strip().upper())
            return redirect(uow.answer, 303)
        except DomainError as refused:
            form.refuse(refused)
            return page("clauses/new.html", status_of(refused), form=form)
    return page("clauses/new.html", 422, form=form)


@bp.post("/<code>/concept/beginnen")
@access(*WRITERS)
def begin(code: str) -> ResponseReturnValue:
    """Begin the next version of a clause."""
    return _act(code, lambda uow: services.begin(uow, code[:10]), "clauses.edit")


@bp.get("/<code>/concept")
@access(*WRITERS)
def edit(code: str) -> ResponseReturnValue:
    """Show the working text with what it still needs."""
    content = queries.draft(db.session, current_actor(), code[:10])[1].content
    return _editor(code, ClauseForm.shown(content))


@bp.post("/<code>/concept")
@access(*WRITERS)
def save(code: str) -> ResponseReturnValue:
    """Keep the working text; what somebody typed is shown again when it cannot be kept."""
    before = queries.draft(db.session, current_actor(), code[:10])[1].content
    form: Any = ClauseForm(request.form)
    status = 422
    if form.validate():
        try:
            with write() as uow:
                services.change(uow, code[:10], posted_version(), form.content(before))
                uow.answer = url_for("clauses.edit", code=code[:10])
            flash(_("Het concept is bewaard."), "success")
            return redirect(uow.answer, 303)
        except Missing:
            raise
        except DomainError as refused:
            form.refuse(refused, {"part": "text"})
            status = status_of(refused)
            if isinstance(refused, Conflict):
                form.form_errors.append(
                    _("Uw tekst staat hieronder nog. Wilt u uw tekst gebruiken? Bewaar dan nog een keer.")
                )
    return _editor(code, form, status)


@bp.post("/<code>/concept/beoordelen")
@access(*WRITERS)
def review(code: str) -> ResponseReturnValue:
    """Approve the working text of somebody else."""
    form = ReviewForm(request.form)
    if form.validate():
        try:
            with write() as uow:
                services.review(uow, code[:10], posted_version(), form.until.data)
                uow.answer = url_for("clauses.edit", code=code[:10])
            flash(_("De tekst is beoordeeld."), "success")
            return redirect(uow.answer, 303)
        except Missing:
            raise
        except DomainError as refused:
            form.refuse(refused)
            return _again(code, status_of(refused), reviewing=form)
    return _again(code, 422, reviewing=form)


@bp.post("/<code>/concept/vrijgeven")
@access(*WRITERS)
def release(code: str) -> ResponseReturnValue:
    """Let the reviewed text into the library."""
    return _act(code, lambda uow: services.release(uow, code[:10], posted_version()), "clauses.detail",
                _("De clausule is vrijgegeven. Bestaande overeenkomsten houden hun eigen versie."))  # fmt: skip


@bp.post("/<code>/concept/weg")
@access(*WRITERS)
def discard(code: str) -> ResponseReturnValue:
    """Put the working text aside."""
    return _act(code, lambda uow: services.discard(uow, code[:10], posted_version()), "clauses.index",
                _("Het concept is weggelegd."))  # fmt: skip


@bp.post("/<code>/intrekken")
@access(*WRITERS)
def withdraw(code: str) -> ResponseReturnValue:
    """Stop offering a clause."""
    entry = queries.by_code(db.session, current_actor(), code[:10], active=False)
    return _act(code, lambda uow: services.withdraw(uow, entry.clause_id), "clauses.detail",
                _("De clausule is ingetrokken. Overeenkomsten waar zij in staat, houden haar."))  # fmt: skip


@bp.get("/<code>/concept/vertaling/<language>")
@access(*WRITERS)
def translation(code: str, language: str) -> ResponseReturnValue:
    """Show the plain words in one language beside the Dutch ones."""
    one = (queries.draft(db.session, current_actor(), code[:10])[1].content.get("translations") or {}).get(
        language
    ) or {}
    return _translating(code, language, TranslationForm.shown(one))


@bp.post("/<code>/concept/vertaling/<language>")
@access(*WRITERS)
def translate(code: str, language: str) -> ResponseReturnValue:
    """Keep the plain words in one language."""
    form = TranslationForm(request.form)
    status = 422
    if form.validate():
        try:
            with write() as uow:
                services.translate(uow, code[:10], posted_version(), language, **form.told())
                uow.answer = url_for("clauses.edit", code=code[:10])
            flash(_("De vertaling is bewaard."), "success")
            return redirect(uow.answer, 303)
        except Missing:
            raise
        except DomainError as refused:
            form.refuse(refused)
            status = status_of(refused)
    return _translating(code, language, form, status)


@bp.post("/<code>/concept/geluid")
@access(*WRITERS)
def record(code: str) -> ResponseReturnValue:
    """Keep a recording of the plain words, or take it away."""
    form, given = RecordingForm(), request.files.get("file")
    data = given.stream.read(MOST_BYTES + 1) if given and given.filename else None
    if data is None and request.form.get("weg") != "1":
        form.file.errors = [_("Kies eerst een geluidsbestand.")]
        return _again(code, 422, recording=form)
    try:
        with write() as uow:
            services.record_voice(uow, code[:10], posted_version(), data)
            uow.answer = url_for("clauses.edit", code=code[:10])
        return redirect(uow.answer, 303)
    except Missing:
        raise
    except DomainError as refused:
        form.refuse(refused)
        return _again(code, status_of(refused), recording=form)


def _act(code: str, act: Callable[[UnitOfWork], object], target: str, said: str = "") -> ResponseReturnValue:
    with write() as uow:
        act(uow)
        uow.answer = url_for(target) if target == "clauses.index" else url_for(target, code=code[:10])
    if said:
        flash(said, "success")
    return redirect(uow.answer, 303)


def _again(code: str, status: int, **forms: Any) -> ResponseReturnValue:
    content = queries.draft(db.session, current_actor(), code[:10])[1].content
    return _editor(code, ClauseForm.shown(content), status, **forms)


def _editor(code: str, form: Any, status: int = 200, **forms: Any) -> ResponseReturnValue:
    actor = current_actor()
    clause, draft = queries.draft(db.session, actor, code[:10])
    versions = queries.versions(db.session, actor, clause.id)
    try:
        body = ClauseBody.model_validate(draft.content)
    except ValidationError:
        body = None
    found = differing.differences(queries.body_of(versions[0]), body) if body and versions else []
    until = clock.today().replace(day=1).replace(year=clock.today().year + REVIEW_MONTHS // 12)
    given = {"reviewing": ReviewForm(data={"until": until}), "recording": RecordingForm()}
    return page(
        "clauses/edit.html", status, code=code[:10], clause=clause, draft=draft, form=form, into=get_args(Language),
        needed=[messages.point_text(one) for one in checking.needed(draft.content)],
        weak=[messages.point_text(one) for one in checking.weak(draft.content)],
        changes=[(messages.part_name(one.part), differing.words_changed(one.before, one.after)) for one in found],
        wrote_it=str(actor.id) in draft.authors["by"], may_review=policies.may_review(actor),
        may_release=policies.may_release(actor), names=names([draft.changed_by, draft.reviewed_by]),
        preview=told(body) if body else None, **(given | forms),
    )  # fmt: skip


def _translating(code: str, language: str, form: Any, status: int = 200) -> ResponseReturnValue:
    if language not in get_args(Language):
        abort(404)
    draft = queries.draft(db.session, current_actor(), code[:10])[1]
    return page(
        "clauses/translation.html", status, code=code[:10], draft=draft, language=language, form=form,
        dutch=(draft.content.get("plain") or {}).get("nl") or "", content=draft.content,
    )  # fmt: skip
