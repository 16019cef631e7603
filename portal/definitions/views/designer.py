"""The designer: questions, properties and preview of one draft beside each other."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

import forms
from portal.core.db import db
from portal.core.errors import DomainError, Invalid
from portal.definitions import queries
from portal.definitions.inputs import conditions, formulas
from portal.definitions.inputs.commands import lost, shown_properties
from portal.definitions.inputs.conditions import Lines
from portal.definitions.inputs.properties import HANDLING, condition_names, has_constraints, kinds
from portal.definitions.rules import conditions as rules
from portal.definitions.rules.bodies import place_of
from portal.definitions.views.blueprint import EDITORS, Desk, Row, bp, names_of, opened, page
from portal.definitions.words import FORMULA_WORDS
from portal.web.auth import current_actor
from portal.web.errors import sentence
from portal.web.guards import access

WIDTHS = ("telefoon", "tablet", "papier")


@bp.get("/concept/<uuid:draft_id>")
@access(*EDITORS)
def design(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show a draft with one question, page or the form itself chosen."""
    desk = opened(draft_id)
    if desk.draft.closed_at is not None:
        return redirect(url_for("definitions.index"), 303)
    return shown(desk)


def shown(
    desk: Desk, status: int = 200, *, error: DomainError | None = None, lines: dict[str, Lines] | None = None,
    asking: str = "",
) -> ResponseReturnValue:  # fmt: skip
    """Render the designer; *error* stands at its field, *lines* are conditions that are not complete yet."""
    typed = request.args.get("zoek", "").strip()[:100]
    kind = str(desk.held.get("kind") or desk.target.partition(":")[0])
    rows = [row for row in desk.rows if matches(row, desk, typed)] if typed else desk.rows
    return page(
        "definitions/design.html", status, desk=desk, rows=rows, typed_search=typed, kinds=kinds(),
        properties=shown_properties(desk.target, desk.held), handling=HANDLING, inherited=inherited(desk),
        conditions=condition_panels(desk, kind, lines or {}), has_constraints=has_constraints(kind),
        error=sentence(error) if error else "", error_field=str(error.params.get("field", "")) if error else "",
        error_at=error.params.get("at") if error else None,
        width=request.args.get("breedte") if request.args.get("breedte") in WIDTHS else WIDTHS[0], widths=WIDTHS,
        focus=request.args.get("focus", ""), asking=asking or request.args.get("vraag", ""), lost=lost,
        sticky=request.args.get("soort", ""), place=place_of_new(desk),
        formula=formula_panel(desk), formula_words=FORMULA_WORDS, blocks=queries.blocks(db.session, current_actor()),
        instruments=queries.instruments(db.session, current_actor()) if desk.target == "form" else (),
    )  # fmt: skip


def matches(row: Row, desk: Desk, typed: str) -> bool:
    """Tell whether a line of the outline answers a search; pages stay, so that one sees where a question stands."""
    return row.depth == 0 or typed.lower() in row.label.lower() or typed.lower() in row.target.lower()


def place_of_new(desk: Desk) -> str:
    """Return where a new question goes: behind the chosen one, inside a chosen group, at the end of a chosen page."""
    given = request.args.get("plaats", "")
    if given.partition(":")[0] in ("page", "field", "after"):
        return given
    what, _, name = desk.target.partition(":")
    if what == "page" or (what == "field" and isinstance(desk.held.get("fields"), list)):
        return desk.target
    return f"after:{name}" if what == "field" else f"page:{desk.body['pages'][-1]['key']}"


def inherited(desk: Desk) -> dict[str, tuple[Any, str]]:
    """Return for each part of the handling what comes from around the chosen thing, and from where."""
    what, _, name = desk.target.partition(":")
    levels: list[tuple[dict[str, Any], str]] = []
    if what == "field":
        place = place_of(desk.body, name)
        levels += [(group, forms.say(group.get("label"), desk.locale)) for group in reversed(place.groups)]
        levels.append((place.page, forms.say(place.page.get("title"), desk.locale)))
    if what in ("field", "page"):
        levels.append((desk.body, forms.say(desk.body.get("title"), desk.locale)))
    found: dict[str, tuple[Any, str]] = {}
    for part in HANDLING:
        value = next(((level[part], label) for level, label in levels if level.get(part)), None)
        if value:
            found[part] = value
    return found


def formula_panel(desk: Desk) -> formulas.Panel | None:
    """Return the calculation of the chosen question, when it is one."""
    if desk.held.get("kind") != "calculated":
        return None
    told = conditions.sentence(desk.definition, desk.held.get("value"), "value", desk.locale)
    return formulas.panel(desk.body, desk.held, told, desk.locale)


@bp.post("/concept/<uuid:draft_id>/formule")
@access(*EDITORS)
def formula(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Tell how a calculation that is being typed reads, or what stands in the way; nothing is kept."""
    desk = opened(draft_id, request.form.get("target"))
    panel, text = formula_panel(desk), request.form.get("value", "").replace("\r\n", "\n").strip()
    if panel is None:
        raise Invalid("form.command")
    names = formulas.names_in(desk.body, str(desk.held["id"]), desk.locale)
    told, wrong = "", ""
    try:
        tree = formulas.tree_of(text, desk.held.get("value"), names)
        told = conditions.sentence(desk.definition, tree, "value", desk.locale)
    except forms.BadFormula as bad:
        wrong = str(bad)
    return page("definitions/formula.html", told=told, wrong=wrong)


def condition_panels(desk: Desk, kind: str, lines: dict[str, Lines]) -> list[dict[str, Any]]:
    """Return what the page needs for each condition of the chosen thing."""
    if desk.definition is None or desk.target == "form":
        return []
    made = [_panel(desk, name, desk.held.get(name), lines) for name in condition_names(kind)]
    if has_constraints(kind):
        kept = desk.held.get("constraints", [])
        for number, one in enumerate([*kept, {}]):
            made.append(_panel(desk, f"constraints.{number}", one.get("test"), lines, one.get("message", {})))
    return made


def _panel(
    desk: Desk, name: str, tree: Any, lines: dict[str, Lines], message: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return one condition as lines; a constraint has a message and may ask about the question itself."""
    if desk.definition is None:
        return {}
    known = conditions.subjects(desk.definition, desk.target, desk.locale, itself=message is not None)
    clicked = rules.read(tree)
    return {
        "name": name, "id": name.replace(".", "-"), "tree": tree, "known": known, "clickable": clicked is not None,
        "by_id": {one.id: one for one in known}, "message": None if message is None else forms.say(message, desk.locale),
        "lines": lines.get(name) or (conditions.shown(clicked) if clicked else Lines()),
        "sentence": conditions.sentence(desk.definition, tree, name, desk.locale),
    }  # fmt: skip


@bp.get("/concept/<uuid:draft_id>/geschiedenis")
@access(*EDITORS)
def history(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show every change of a draft, the newest first."""
    desk = opened(draft_id)
    edits = list(queries.edits(db.session, current_actor(), draft_id))[::-1]
    return page(
        "definitions/history.html", desk=desk, edits=edits[:500], names=names_of([one.by for one in edits if one.by])
    )
