"""Scores, and the examples with which authors test their own form."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.core import clock
from portal.core.errors import Conflict, DomainError, Invalid
from portal.definitions import services
from portal.definitions.inputs import values
from portal.definitions.rules.bodies import FORM, Body, fresh
from portal.definitions.views.blueprint import EDITORS, bp, opened, page
from portal.definitions.views.editing import stale
from portal.definitions.views.preview import LARGEST, PEOPLE
from portal.web.auth import write
from portal.web.errors import sentence
from portal.web.guards import access

METHODS = ("sum", "mean", "weighted", "count")
COUNTABLE = frozenset({"number", "bool", "choice", "list"})
_BAND = re.compile(r"\s*(-?\d+(?:[.,]\d+)?)?\s*(?:-|–|t/m|tot)\s*(-?\d+(?:[.,]\d+)?)?\s*=\s*(.+)")


@bp.get("/concept/<uuid:draft_id>/scores")
@access(*EDITORS)
def scores(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show the scores of a form, and a form for the next."""
    return _scores_page(draft_id)


@bp.post("/concept/<uuid:draft_id>/scores")
@access(*EDITORS)
def change_scores(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add a score, or take one away."""
    body = opened(draft_id).body
    kept = list(body.get("scores", []))
    try:
        if request.form.get("weg"):
            kept = [one for one in kept if one["key"] != request.form["weg"]]
        else:
            kept.append(_score(kept, body))
        return _set(draft_id, {"scores": kept or None}, "definitions.scores")
    except DomainError as refused:
        return _scores_page(draft_id, refused, 422)


def _score(kept: list[Body], body: Body) -> Body:
    label = request.form.get("label", "").strip()[:200]
    items = [{"field": one} for one in request.form.getlist("items")[:200]]
    if not label:
        raise Invalid("form.no_label", field="label")
    if not items:
        raise Invalid("form.none_chosen")
    method = request.form.get("method", "sum")
    made: Body = {
        "key": fresh(label, {one["key"] for one in kept}), "label": {"nl": label}, "items": items,
        "method": method if method in METHODS else "sum", "missing": "ignore" if request.form.get("ignore") else "no_score",
    }  # fmt: skip
    bands = [_band(line) for line in request.form.get("bands", "").splitlines() if line.strip()]
    return made | ({"bands": bands} if bands else {})


def _band(line: str) -> Body:
    found = _BAND.fullmatch(line[:300])
    if found is None or not (found[1] or found[2]):
        raise Invalid("form.unreadable", field="bands")
    ends = {"from": found[1], "to": found[2]}
    return {name: _number(text) for name, text in ends.items() if text} | {"label": {"nl": found[3].strip()}}


def _number(text: str) -> int | str:
    plain = text.replace(",", ".")
    return int(plain) if "." not in plain and len(plain) < 13 else plain


def _scores_page(draft_id: uuid.UUID, error: DomainError | None = None, status: int = 200) -> ResponseReturnValue:
    desk = opened(draft_id)
    fields = [] if desk.definition is None else [
        (one.id, forms.say(one.label, desk.locale)) for _p, one, _g in desk.definition.fields()
        if forms.kind_of(one).type_of(one) in COUNTABLE
    ]  # fmt: skip
    return page(
        "definitions/scores.html", status, desk=desk, fields=fields, methods=METHODS, error=sentence(error) if error else "",
        labels=dict(fields), given=request.form if error else {}, items=request.form.getlist("items") if error else [],
    )  # fmt: skip


@bp.get("/concept/<uuid:draft_id>/proeven")
@access(*EDITORS)
def proving(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show the examples with what comes out, and which conditions were seen both ways."""
    return _proving_page(draft_id)


@bp.post("/concept/<uuid:draft_id>/proeven")
@access(*EDITORS)
def change_examples(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Make an example of what was filled in in the preview, or take one away."""
    desk = opened(draft_id)
    kept = list(desk.body.get("examples", []))
    try:
        if request.form.get("weg"):
            kept = [one for one in kept if one["name"] != request.form["weg"]]
        else:
            kept.append(_example(desk.definition, kept))
        return _set(draft_id, {"examples": kept or None}, "definitions.proving")
    except DomainError as refused:
        return _proving_page(draft_id, refused, 422)


def _example(definition: forms.FormDefinition | None, kept: list[Body]) -> Body:
    """Return an example of the answers that travelled with the preview, expecting what comes out now."""
    if definition is None:
        raise Invalid("form.none_chosen")
    names = {one["name"] for one in kept}
    name = request.form.get("name", "").strip()[:100] or _("Voorbeeld %(number)s", number=len(kept) + 1)
    while name in names:
        name = f"{name} 2"
    try:
        answers = json.loads(request.form.get("staat", "")[:LARGEST] or "{}")
    except (ValueError, RecursionError):
        raise Invalid("form.command") from None
    form, today = forms.prepare(definition), clock.today()
    judged = forms.judge(form, answers, forms.Context(today=today, people=PEOPLE))
    visible = {path for path in judged.visible if "-" not in path}
    hidden = [entry.field.id for entry in form.top if entry.field.id not in visible]
    expected: dict[str, Any] = {
        "visible": sorted(visible), "hidden": hidden, "errors": sorted({one.path for one in judged.faults if one.path}),
        "scores": {key: one.plain() for key, one in judged.scores.items()},
    }  # fmt: skip
    return {"name": name, "answers": judged.answers, "today": today.isoformat(), "expected": expected}


def _proving_page(draft_id: uuid.UUID, error: DomainError | None = None, status: int = 200) -> ResponseReturnValue:
    desk = opened(draft_id)
    results, branches = [], []
    if desk.definition is not None:
        form = forms.prepare(desk.definition)
        played = [(one, forms.play(form, one)) for one in desk.definition.examples]
        results = [(one, forms.example_faults(form, one), judged) for one, judged in played]
        seen = [{path.rsplit("-", 1)[-1] for path in judged.visible} for _one, judged in played]
        for _page, one, _group in desk.definition.fields():
            if one.show_if is not None:
                shown = any(one.id in ids for ids in seen)
                hidden = any(one.id not in ids for ids in seen)
                branches.append((one.id, forms.say(one.label, desk.locale), shown, hidden))
    return page(
        "definitions/proving.html", status, desk=desk, results=results, branches=branches,
        covered=sum(shown + hidden for *_rest, shown, hidden in branches), error=sentence(error) if error else "",
    )  # fmt: skip


def _set(draft_id: uuid.UUID, changes: dict[str, Any], onward: str) -> ResponseReturnValue:
    try:
        with write() as uow:
            command = {"do": "set", "target": FORM, "values": changes}
            services.change(uow, draft_id, values.revision_of(request.form), command)
            uow.answer = url_for(onward, draft_id=draft_id)
    except Conflict as late:
        if late.code == "form.stale":
            return stale(draft_id)
        raise
    return redirect(uow.answer, 303)
