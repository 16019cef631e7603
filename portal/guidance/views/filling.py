"""Filling in by the tenant: one question per page, kept at each step, checked at the end, sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import forms
from portal.core.errors import Conflict, Invalid
from portal.guidance import services
from portal.guidance.rules import State
from portal.guidance.views import own_bp
from portal.guidance.views.asking import (
    Reader,
    Told,
    again,
    both,
    context,
    current,
    mark,
    opened,
    prepared,
    second,
    steps,
    summary,
    translate,
)
from portal.submissions.inputs import version_of
from portal.submissions.views.showing import anchor_of
from portal.web.auth import write
from portal.web.errors import sentence
from portal.web.guards import access


@own_bp.get("/begin")
@access(tenant=True)
def home() -> ResponseReturnValue:
    """Say what is asked, who reads it and what happens with it; then begin or go on."""
    reader = current()
    if reader.form.state is State.SENT:
        return redirect(url_for("own.done"), 303)
    form, answers = prepared(reader.form), opened(reader)
    todo = next((id_ for id_ in steps(form, answers) if id_ not in answers), None)
    on = url_for("own.question", field_id=todo) if todo else url_for("own.review")
    return _show("home", on_url=on, begun=bool(answers))


@own_bp.get("/vraag/<field_id>")
@access(tenant=True)
def question(field_id: str) -> ResponseReturnValue:
    """Show one question with the answer that stands."""
    reader = current()
    if reader.form.state is State.SENT:
        return redirect(url_for("own.done"), 303)
    return _question(reader, field_id)


@own_bp.post("/vraag/<field_id>")
@access(tenant=True)
def answer(field_id: str) -> ResponseReturnValue:
    """Keep one answer; what is not sound comes back with words at the field, and what was typed."""
    reader, posted = current(), forms.Posted(request.form)
    form, back = prepared(reader.form), request.form.get("naar") == "nakijken"
    entry_id, form_id = reader.entry.id, reader.form.id
    if field_id not in form.entries or form.entries[field_id].group is not None:
        abort(404)
    try:
        with write() as uow:
            cleaned = services.save(uow, form_id, posted, version_of(request.form))
            services.touch(uow, entry_id)
            uow.answer = _after(form, cleaned.answers, field_id, back)
    except (Conflict, Invalid) as refused:
        stale = refused.code == "row.stale"
        if not stale and isinstance(refused, Conflict):
            return redirect(url_for("own.done"), 303)
        return _question(again(), field_id, posted, notice=sentence(refused), status=409 if stale else 422)
    faults = [fault for fault in cleaned.faults if _about(fault) == field_id]
    if "later" in request.form and not faults:
        return redirect(url_for("own.stopped"), 303)
    if "meer" in request.form and not faults:
        more = request.form["meer"][:200]
        there = url_for("own.question", field_id=field_id, meer=more, naar="nakijken" if back else None)
        return redirect(f"{there}#nieuw", 303)
    faults += [gap for gap in forms.gaps(form, cleaned.answers, context())[0] if _about(gap) == field_id and not faults]
    if faults:
        return _question(again(), field_id, posted, faults, status=422)
    return redirect(uow.answer, 303)


@own_bp.get("/nakijken")
@access(tenant=True)
def review() -> ResponseReturnValue:
    """Show every answer before sending, each with a way to change it."""
    if current().form.state is State.SENT:
        return redirect(url_for("own.done"), 303)
    return _review()


@own_bp.post("/versturen")
@access(tenant=True)
def send() -> ResponseReturnValue:
    """Send the form; what is missing is named, with a link to each question."""
    form_id = current().form.id
    try:
        with write() as uow:
            services.send(uow, form_id, version_of(request.form))
            uow.answer = url_for("own.done")
    except Invalid as refused:
        faults: Any = refused.params.get("errors", [])
        return _review(faults, status=422)
    except Conflict as refused:
        if refused.code != "row.stale":
            return redirect(url_for("own.done"), 303)
        return _review(notice=sentence(refused), status=409)
    return redirect(uow.answer, 303)


@own_bp.get("/klaar")
@access(tenant=True)
def done() -> ResponseReturnValue:
    """Say that it was sent, what happens next, and show what was told."""
    reader = current()
    if reader.form.state is not State.SENT:
        return redirect(url_for("own.home"), 303)
    return _show("done", sections=summary(prepared(reader.form), opened(reader)))


def _about(fault: forms.Fault) -> str:
    """Return the question that a fault stands under: for a fault in a row that of the whole group."""
    return fault.path.split("-", 1)[0]


def _after(form: forms.Prepared, answers: dict[str, Any], field_id: str, back: bool) -> str:
    listed = steps(form, answers)
    at = listed.index(field_id) if field_id in listed else -1
    on = listed[at + 1] if 0 <= at < len(listed) - 1 else None
    if on is None or (back and on in answers):
        return url_for("own.review")
    return url_for("own.question", field_id=on, naar="nakijken" if back else None)


def _question(
    reader: Reader, field_id: str, posted: forms.Posted | None = None, faults: Sequence[forms.Fault] = (),
    notice: str = "", status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    form, answers = prepared(reader.form), opened(reader)
    listed = steps(form, answers)
    if field_id not in listed:
        return redirect(url_for("own.home"), 303) if field_id in form.entries else abort(404)
    page, seen = form.entries[field_id].page, forms.shown(form, answers, context())
    more = request.args.get("meer", "")[:200]

    def drawn(locale: str) -> forms.Control:
        made = forms.page_form(form, page.key, answers, seen, locale, context(), posted, 1 if more else 0, more)
        made.place(faults, locale)
        return next(one for one in made.controls if one.path == field_id)

    one = drawn("nl")
    if second():
        translate(one, drawn(second()))
    at = listed.index(field_id)
    lines = [(Told(fault).say("nl"), f"#{anchor_of(form, fault.path)}") for fault in faults]
    return _show(
        "question", status, one=one, page_title=page.title, number=at + 1, total=len(listed), lines=lines, notice=notice,
        before=url_for("own.question", field_id=listed[at - 1]) if at else url_for("own.home"), earlier={}, opened=None,
        fresh_rows=1 if more else 0, to_check=request.values.get("naar") == "nakijken",
    )  # fmt: skip


def _review(faults: Sequence[forms.Fault] = (), notice: str = "", status: int = 200) -> ResponseReturnValue:
    reader = again() if status != 200 else current()
    form = prepared(reader.form)
    lines = [(Told(fault).say("nl"), url_for("own.question", field_id=fault.path.split("-", 1)[0])) for fault in faults]
    return _show(
        "review", status, sections=summary(form, opened(reader)), lines=lines, notice=notice
    )


def _show(template: str, status: int = 200, **given: Any) -> ResponseReturnValue:
    row = current().form
    return render_template(
        f"guidance/tenant/{template}.html",
        row=row,
        definition=prepared(row).definition,
        mark=mark(),
        title_of=both,
        **given,
    ), status
