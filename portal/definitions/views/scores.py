"""The scores of a form: added, changed in every setting, taken away."""

from __future__ import annotations

import uuid
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

import forms
from portal.core.errors import DomainError, Missing
from portal.definitions.inputs import scores as inputs
from portal.definitions.views.blueprint import EDITORS, bp, opened, page
from portal.definitions.views.editing import set_on_form
from portal.web.errors import sentence, status_of
from portal.web.guards import access


@bp.get("/concept/<uuid:draft_id>/scores")
@access(*EDITORS)
def scores(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show the scores of a form, and a form for the next, or for the one that is chosen."""
    return _page(draft_id, request.args.get("score", ""))


@bp.post("/concept/<uuid:draft_id>/scores")
@access(*EDITORS)
def change_scores(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add a score, change one, or take one away."""
    desk = opened(draft_id)
    kept = list(desk.body.get("scores", []))
    key = request.form.get("score", "")
    try:
        if request.form.get("weg"):
            kept = [one for one in kept if one["key"] != request.form["weg"]]
        else:
            at = next((number for number, one in enumerate(kept) if one["key"] == key), len(kept))
            if key and at == len(kept):
                raise Missing("form.question")
            before = kept[at] if at < len(kept) else None
            known = inputs.choices(desk.definition, desk.locale)
            kept[at : at + 1] = [inputs.read(request.form, before, {one["key"] for one in kept}, known, desk.locale)]
        return set_on_form(draft_id, {"scores": kept or None}, "definitions.scores")
    except DomainError as refused:
        return _page(draft_id, key, refused, status_of(refused))


def _page(draft_id: uuid.UUID, key: str, error: DomainError | None = None, status: int = 200) -> ResponseReturnValue:
    desk = opened(draft_id)
    known = inputs.choices(desk.definition, desk.locale)
    held = next((one for one in desk.body.get("scores", ()) if one["key"] == key), None)
    given: dict[str, Any] = inputs.posted(request.form) if error else inputs.typed(held, known, desk.locale) if held else {}
    fields = {one.id: one.label for one in known}
    items = given.get("items", [])
    domains = (desk.body.get("instrument") or {}).get("domains", ())
    return page(
        "definitions/scores.html", status, desk=desk, held=held, given=given, methods=inputs.METHODS, rules=inputs.MISSING,
        fields=fields | {id_: id_ for id_ in items if id_ not in fields}, items=items, weights=given.get("weights", {}),
        domains={one["key"]: forms.say(one.get("label"), desk.locale) for one in domains},
        error=sentence(error) if error else "", error_field=str(error.params.get("field", "")) if error else "",
    )  # fmt: skip
