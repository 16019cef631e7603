"""Changing a draft: every button is one command; whoever is late is told, with the typed text kept."""

from __future__ import annotations

import re
import uuid
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.db import db
from portal.core.errors import Conflict, Invalid
from portal.definitions import checks, queries, services
from portal.definitions.inputs import commands, conditions, values
from portal.definitions.inputs.properties import condition_names, has_constraints
from portal.definitions.rules import conditions as rules
from portal.definitions.rules.bodies import FORM, Body, places
from portal.definitions.views.blueprint import EDITORS, address, bp, main_locale, names_of, opened, page
from portal.definitions.views.designer import shown
from portal.web.auth import current_actor, write
from portal.web.guards import access

HIDDEN = frozenset({"csrf_token", "_once", "revision"})


@bp.post("/concept/<uuid:draft_id>/wijzig")
@access(*EDITORS)
def edit(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Do one command on a draft."""
    body = queries.draft(db.session, current_actor(), draft_id).body
    try:
        command = commands.command_of(request.form, body, main_locale(body))
        return _change(draft_id, command, body)
    except Invalid as refused:
        return shown(opened(draft_id, request.form.get("target") or request.form.get("kies")), 422, error=refused)


@bp.post("/concept/<uuid:draft_id>/voorwaarde")
@access(*EDITORS)
def condition(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the lines of a condition that are complete, and show those that are not."""
    target, name = request.form.get("target", ""), request.form.get("name", "")
    desk = opened(draft_id, target)
    kind = str(desk.held.get("kind") or desk.target.partition(":")[0])
    place = re.fullmatch(r"constraints\.(\d{1,2})", name) if has_constraints(kind) else None
    if desk.target != target or desk.definition is None or (place is None and name not in condition_names(kind)):
        raise Invalid("form.command")
    known = conditions.subjects(desk.definition, target, desk.locale, itself=place is not None)
    clicked, lines = conditions.posted(request.form, known)
    gone = request.form.get("knop") == "weg"
    tree = None if gone else rules.tree_of(clicked)
    changes = {name: tree}
    if place is not None:
        message = request.form.get("message", "").strip()
        lines.complete = lines.complete and (gone or tree is None or bool(message))
        if not lines.complete:
            return shown(opened(draft_id, target), lines={name: lines})
        changes = _constraints(desk.held, int(place[1]), tree, message, desk.locale)
    try:
        answer = _change(draft_id, {"do": "set", "target": target, "values": changes}, desk.body)
    except Invalid as refused:
        return shown(opened(draft_id, target), 422, error=refused, lines={name: lines})
    if gone or lines.complete or status_of_answer(answer) != 303:
        return answer
    return shown(opened(draft_id, target), lines={name: lines})


def _constraints(held: Body, number: int, tree: Any, message: str, locale: str) -> dict[str, Any]:
    """Return the constraints with one of them set, added or taken away."""
    kept = list(held.get("constraints", []))
    before = kept[number]["message"] if number < len(kept) else {}
    kept[number : number + 1] = [] if tree is None else [{"test": tree, "message": {**before, locale: message}}]
    return {"constraints": kept or None}


@bp.post("/concept/<uuid:draft_id>/ongedaan")
@access(*EDITORS)
def undo(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Take the last change back."""
    return _walk(draft_id, services.undo)


@bp.post("/concept/<uuid:draft_id>/opnieuw")
@access(*EDITORS)
def redo(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Do again what was taken back."""
    return _walk(draft_id, services.redo)


def _walk(draft_id: uuid.UUID, act: Any) -> ResponseReturnValue:
    try:
        with write() as uow:
            act(uow, draft_id, values.revision_of(request.form))
            uow.answer = address(draft_id, request.form.get("kies", FORM))
    except Conflict as late:
        if late.code != "form.stale":
            raise
        return stale(draft_id, again=False)
    return redirect(uow.answer, 303)


def _change(draft_id: uuid.UUID, command: dict[str, Any], before: Body) -> ResponseReturnValue:
    """Do a command and go on to what it made; or tell that somebody was first, or that others refer to it."""
    try:
        with write() as uow:
            draft = services.change(uow, draft_id, values.revision_of(request.form), command)
            uow.answer = _onward(draft_id, command, before, draft.body)
    except Conflict as refused:
        if refused.code == "form.stale":
            return stale(draft_id)
        if refused.code == "form.referred" and command["do"] == "delete":
            return referred(draft_id, command["ids"], refused)
        return shown(opened(draft_id, request.form.get("kies")), 409, error=refused)
    return redirect(uow.answer, 303)


def _onward(draft_id: uuid.UUID, command: dict[str, Any], before: Body, after: Body) -> str:
    """Return the address of what a command made or touched."""
    old = {place.field["id"] for place in places(before)}
    made = [place.field["id"] for place in places(after) if place.field["id"] not in old]
    match command["do"]:
        case "add_question":
            group = str(command["into"]) if str(command["into"]).startswith("field:") else ""
            inside = group or f"field:{made[0]}"
            query = f"&soort={command['kind']}" + (f"&plaats={group}" if group else "")
            return address(draft_id, f"field:{made[0]}" if command["kind"] == "repeat" else inside, "nieuw") + query
        case "add_page":
            keys = {page["key"] for page in before["pages"]}
            return address(draft_id, f"page:{next(p['key'] for p in after['pages'] if p['key'] not in keys)}", "nieuw")
        case "duplicate":
            return address(draft_id, f"field:{made[0]}" if made else FORM)
        case "set" | "step" | "change_kind":
            return address(draft_id, str(command.get("target") or f"field:{command['id']}"))
    return address(draft_id, request.form.get("kies", FORM))


def set_on_form(draft_id: uuid.UUID, changes: dict[str, Any], onward: str) -> ResponseReturnValue:
    """Set properties of the form itself and go on to the page that shows them."""
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


def status_of_answer(answer: Any) -> int:
    """Return the status of what a change answered."""
    return int(getattr(answer, "status_code", 0) or (answer[1] if isinstance(answer, tuple) else 200))


def stale(draft_id: uuid.UUID, *, again: bool = True) -> ResponseReturnValue:
    """Tell that somebody changed the draft in the meantime: what they did, and what was typed here, still unsent.

    Not *again* when the same button would now do something else, such as taking back what the other did.
    """
    desk = opened(draft_id, request.form.get("target") or request.form.get("kies"))
    since = max(values.revision_of(request.form), 0)
    edits = queries.edits(db.session, current_actor(), draft_id, since)
    kept = [(name, one) for name in request.form if name not in HIDDEN for one in request.form.getlist(name)]
    mine = [(name, one) for name, one in kept if one and not name.startswith("has-") and name not in ("do", "target", "kies")]
    return page(
        "definitions/stale.html", 409, desk=desk, edits=edits, names=names_of([one.by for one in edits if one.by]),
        kept=kept, mine=mine, again=request.path if again else "",
    )  # fmt: skip


def referred(draft_id: uuid.UUID, ids: list[str], refused: Conflict) -> ResponseReturnValue:
    """Tell what refers to the questions that would go, and offer to take that away as well."""
    desk = opened(draft_id, request.form.get("kies"))
    found: Any = refused.params["referrers"]
    lines = [(one, checks.label_of(desk.body, one.where)) for one in found]
    names = [checks.label_of(desk.body, f"field:{id_}") for id_ in ids]
    return page("definitions/referred.html", 409, desk=desk, lines=lines, ids=ids, names=names)
