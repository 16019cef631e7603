"""The examples with which authors test their own form."""

from __future__ import annotations

import json
import uuid
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.core import clock
from portal.core.errors import DomainError, Invalid
from portal.definitions.rules.bodies import Body
from portal.definitions.views.blueprint import EDITORS, bp, opened, page
from portal.definitions.views.editing import set_on_form
from portal.definitions.views.preview import LARGEST, PEOPLE
from portal.web.errors import sentence
from portal.web.guards import access


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
        return set_on_form(draft_id, {"examples": kept or None}, "definitions.proving")
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
    form, today = forms.prepare(definition), clock.today()
    answers, given = _posted("staat"), _posted("vorige")
    before = {id_: one for id_, one in given.items() if id_ in form.entries}
    previous = forms.clean(form, before, forms.Context(today=today, people=PEOPLE)).answers
    judged = forms.judge(form, answers, forms.Context(today=today, people=PEOPLE, previous=previous))
    visible = {path for path in judged.visible if "-" not in path}
    hidden = [entry.field.id for entry in form.top if entry.field.id not in visible]
    expected: dict[str, Any] = {
        "visible": sorted(visible), "hidden": hidden, "errors": sorted({one.path for one in judged.faults if one.path}),
        "scores": {key: one.plain() for key, one in judged.scores.items()},
    }  # fmt: skip
    made = {"name": name, "answers": judged.answers, "today": today.isoformat(), "expected": expected}
    return made | ({"previous": previous} if previous else {})


def _posted(name: str) -> dict[str, Any]:
    """Return answers that travelled with the preview; Invalid("form.command")."""
    try:
        given = json.loads(request.form.get(name, "")[:LARGEST] or "{}")
    except (ValueError, RecursionError):
        raise Invalid("form.command") from None
    if not isinstance(given, dict):
        raise Invalid("form.command")
    return given


def _proving_page(draft_id: uuid.UUID, error: DomainError | None = None, status: int = 200) -> ResponseReturnValue:
    desk = opened(draft_id)
    results, branches = [], list[forms.Branch]()
    if desk.definition is not None:
        form = forms.prepare(desk.definition)
        played = [(one, forms.play(form, one)) for one in desk.definition.examples]
        results = [(one, forms.example_faults(form, one), judged) for one, judged in played]
        branches = forms.branches(form, desk.locale)
    return page(
        "definitions/proving.html", status, desk=desk, results=results, branches=branches,
        covered=sum(one.met + one.unmet for one in branches), error=sentence(error) if error else "",
    )  # fmt: skip
