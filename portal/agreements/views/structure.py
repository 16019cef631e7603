"""The structure of a template without code: sections, slots, conditions, who signs when, first terms; copies, withdrawal."""

from __future__ import annotations

import re
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.agreements import queries, services
from portal.agreements.inputs.templates import (
    AddForm,
    BeginningForm,
    CopyForm,
    SlotsForm,
    TurnsForm,
    WithdrawForm,
    subjects,
)
from portal.agreements.template import ALWAYS, differing, shaping, words
from portal.agreements.views.blueprint import WRITERS, bp, page, posted_version
from portal.agreements.views.templates import (
    EDITORS,
    changed,
    part_of,
    refuse,
    show_template,
    working_of,
)
from portal.clauses.differing import words_changed
from portal.clauses.facts import described
from portal.clauses.messages import TYPES
from portal.core.db import db
from portal.core.errors import Conflict, DomainError, Missing
from portal.definitions.inputs import conditions
from portal.definitions.inputs.conditions import Lines
from portal.definitions.rules import conditions as clicking
from portal.definitions.words import COMPARISONS
from portal.web.auth import current_actor, write
from portal.web.errors import sentence, status_of
from portal.web.guards import access

PLACE = re.compile(r"section|(?:intro|outro|paragraphs)-\d{1,2}")


# ---- sections and their slots --------------------------------------------------------------------------------------


@bp.post("/sjablonen/<key>/hoofdstuk")
@access(*EDITORS)
def add_section(key: str) -> ResponseReturnValue:
    """Add a section of staff behind another one."""
    form, status = AddForm(request.form), 422
    after = request.form.get("after", "")
    if form.validate() and re.fullmatch(r"\d{1,2}", after, re.ASCII):
        try:
            return changed(key, shaping.add_section(form.title.data or "", int(after)), "section added", "hoofdstukken")
        except Missing:
            raise
        except DomainError as refused:
            status = refuse(form, refused)
    return show_template(key, status, adding=form)


@bp.post("/sjablonen/<key>/hoofdstuk/<int:number>/<act>")
@access(*EDITORS)
def section_act(key: str, number: int, act: str) -> ResponseReturnValue:
    """Move a section up or down, or take one of staff out."""
    acts = {
        "omhoog": shaping.step_section(number, -1),
        "omlaag": shaping.step_section(number, 1),
        "weg": shaping.remove_section(number),
    }
    if act not in acts:
        abort(404)
    what = "section removed" if act == "weg" else "order"
    return changed(key, acts[act], what, "hoofdstukken" if act == "weg" else f"tekst-{number}")


@bp.get("/sjablonen/<key>/plaatsen/<int:number>")
@access(*EDITORS)
def section_slots(key: str, number: int) -> ResponseReturnValue:
    """Show which kinds of clause stand in a section."""
    section = _section(key, number)
    return _slots(key, number, SlotsForm.shown(section))


@bp.post("/sjablonen/<key>/plaatsen/<int:number>")
@access(*EDITORS)
def save_slots(key: str, number: int) -> ResponseReturnValue:
    """Say which kinds of clause stand in a section, at least and at most how many."""
    _section(key, number)
    form, status = SlotsForm(request.form), 422
    if form.validate():
        try:
            return changed(key, shaping.slots(number, form.told()), f"slots {number}", f"tekst-{number}")
        except Missing:
            raise
        except DomainError as refused:
            status = refuse(form, refused)
    return _slots(key, number, form, status)


def _slots(key: str, number: int, form: SlotsForm, status: int = 200) -> ResponseReturnValue:
    working = working_of(key)
    elsewhere = {
        (slot if isinstance(slot, str) else slot["type"]): one["title"]
        for one in working.body["sections"] if one["number"] != number for slot in one["slots"]
    }  # fmt: skip
    return page(
        "agreements/template_slots.html", status, key=key, part=part_of(working, number), number=number, form=form,
        working=working, kinds=TYPES, elsewhere=elsewhere,
    )  # fmt: skip


def _section(key: str, number: int) -> dict[str, Any]:
    working = working_of(key)
    if "sections" not in working.body:
        abort(404)
    return part_of(working, number)


# ---- conditions ----------------------------------------------------------------------------------------------------


@bp.get("/sjablonen/<key>/voorwaarden/<int:number>")
@access(*EDITORS)
def template_conditions(key: str, number: int) -> ResponseReturnValue:
    """Show the conditions of a section, or of the paragraphs of a letter."""
    return _conditions(key, number)


@bp.post("/sjablonen/<key>/voorwaarden/<int:number>")
@access(*EDITORS)
def save_condition(key: str, number: int) -> ResponseReturnValue:
    """Keep a condition whose lines are complete; show the lines again when they are not, or when one more is asked for."""
    place, button = request.form.get("place", ""), request.form.get("knop", "")
    part = part_of(working_of(key), number)
    if not PLACE.fullmatch(place) or place not in dict(_places(part)):
        abort(404)
    clicked, lines = conditions.posted(request.form, subjects())
    if button not in ("bewaar", "weg"):
        return _conditions(key, number, {place: lines})
    if button == "bewaar" and not (lines.complete and lines.asked):
        return _conditions(key, number, {place: lines}, 422, _("Maak elke regel af, of haal hem weg."))
    tree = None if button == "weg" else clicking.tree_of(clicked)
    section = None if "paragraphs" in part else number
    try:
        return _kept(key, number, shaping.condition(section, place, tree), f"condition {number} {place}")
    except Missing:
        raise
    except DomainError as refused:
        return _conditions(key, number, {place: lines}, status_of(refused), sentence(refused))


def _kept(key: str, number: int, change: shaping.Change, what: str) -> ResponseReturnValue:
    with write() as uow:
        services.reshape_template(uow, key, posted_version(), change, what)
        uow.answer = url_for("agreements.template_conditions", key=key, number=number)
    flash(_("De werkversie is bewaard."), "success")
    return redirect(uow.answer, 303)


def _places(part: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return each place of a section or letter that may have a condition, with the text that stands there."""
    found: list[tuple[str, Any]] = []
    if "paragraphs" not in part and part["number"] not in ALWAYS:
        found.append(("section", {"text": part["title"], "when": part.get("when")}))
    for name in ("intro", "outro", "paragraphs"):
        found += [(f"{name}-{at}", one) for at, one in enumerate(part.get(name, ()))]
    return [(name, {"text": one, "when": None} if isinstance(one, str) else one) for name, one in found]


def _conditions(
    key: str, number: int, lines: dict[str, Lines] | None = None, status: int = 200, error: str = ""
) -> ResponseReturnValue:
    working = working_of(key)
    part, known = part_of(working, number), subjects()
    panels = []
    for name, one in _places(part):
        clicked = clicking.read(one.get("when"))
        shown = (lines or {}).get(name) or (conditions.shown(clicked) if clicked else Lines())
        panels.append(
            {
                "name": name, "id": name, "text": one["text"], "tree": one.get("when"), "known": known,
                "by_id": {subject.id: subject for subject in known}, "clickable": clicked is not None or name in (lines or {}),
                "lines": shown, "sentence": described(one["when"]) if one.get("when") is not None else "",
                "error": error if name in (lines or {}) else "",
            }
        )  # fmt: skip
    return page(
        "agreements/template_conditions.html", status, key=key, number=number, part=part, working=working, panels=panels,
        comparisons=COMPARISONS,
    )  # fmt: skip


# ---- the whole -----------------------------------------------------------------------------------------------------


@bp.get("/sjablonen/<key>/tekenen")
@access(*EDITORS)
def template_turns(key: str) -> ResponseReturnValue:
    """Show in which turn everybody signs."""
    return _whole(key, "agreements/template_turns.html", TurnsForm.shown(_agreement_body(key)["signers"]))


@bp.post("/sjablonen/<key>/tekenen")
@access(*EDITORS)
def save_turns(key: str) -> ResponseReturnValue:
    """Say in which turn everybody signs."""
    _agreement_body(key)
    form, status = TurnsForm(request.form), 422
    if form.mode.data == "parallel" or form.validate():
        try:
            return changed(key, shaping.turns(form.told()), "turns", "ondertekenen")
        except Missing:
            raise
        except DomainError as refused:
            status = refuse(form, refused)
    return _whole(key, "agreements/template_turns.html", form, status)


@bp.get("/sjablonen/<key>/begin")
@access(*EDITORS)
def template_beginning(key: str) -> ResponseReturnValue:
    """Show the title of a template and the terms with which an agreement begins."""
    return _whole(key, "agreements/template_beginning.html", BeginningForm.shown(_agreement_body(key)))


@bp.post("/sjablonen/<key>/begin")
@access(*EDITORS)
def save_beginning(key: str) -> ResponseReturnValue:
    """Keep the title of a template and the terms with which an agreement begins."""
    _agreement_body(key)
    form, status = BeginningForm(request.form), 422
    if form.validate():
        try:
            return changed(key, shaping.beginning(**form.told()), "beginning", "begin")
        except Missing:
            raise
        except DomainError as refused:
            status = refuse(form, refused)
    return _whole(key, "agreements/template_beginning.html", form, status)


def _agreement_body(key: str) -> dict[str, Any]:
    body = working_of(key).body
    if "sections" not in body:
        abort(404)
    return body


def _whole(key: str, name: str, form: Any, status: int = 200) -> ResponseReturnValue:
    working = working_of(key)
    return page(name, status, key=key, form=form, working=working, body=working.body)


# ---- versions, copies, withdrawal ----------------------------------------------------------------------------------


@bp.get("/sjablonen/<key>/vergelijk")
@access(*WRITERS)
def template_changes(key: str) -> ResponseReturnValue:
    """Say what is different between any two versions that were ever in use."""
    bodies = queries.released_bodies(db.session, current_actor(), key)
    if not bodies:
        raise Missing("template.unknown")
    numbers = list(bodies)
    first = _number(request.args.get("van"), numbers, numbers[max(len(numbers) - 2, 0)])
    last = _number(request.args.get("naar"), numbers, numbers[-1])
    found = [
        (words.change_text(one), words_changed(one.before, one.after))
        for one in differing.changes(bodies[first], bodies[last])
    ]
    return page(
        "agreements/template_changes.html",
        key=key,
        body=bodies[last],
        numbers=numbers,
        first=first,
        last=last,
        changes=found,
    )


def _number(given: str | None, known: list[int], usual: int) -> int:
    if given is None:
        return usual
    if not re.fullmatch(r"\d{1,6}", given, re.ASCII) or int(given) not in known:
        raise Missing("template.unknown")
    return int(given)


@bp.post("/sjablonen/<key>/kopie")
@access(*EDITORS)
def copy_template(key: str) -> ResponseReturnValue:
    """Begin a new template with what this one holds."""
    form, status = CopyForm(request.form), 422
    if form.validate():
        try:
            with write() as uow:
                made = services.copy_template(uow, key, form.title.data or "")
                uow.answer = url_for("agreements.template_page", key=made.key)
            flash(
                _("De kopie is een werkversie. Zij geldt als een collega haar heeft beoordeeld en vrijgegeven."),
                "success",
            )
            return redirect(uow.answer, 303)
        except Missing:
            raise
        except DomainError as refused:
            status = refuse(form, refused)
    return show_template(key, status, copying=form)


@bp.post("/sjablonen/<key>/intrekken")
@access(*EDITORS)
def withdraw_template(key: str) -> ResponseReturnValue:
    """Stop offering a template for new agreements, with a reason."""
    form, status = WithdrawForm(request.form), 422
    if form.validate():
        try:
            with write() as uow:
                services.withdraw_template(uow, key, form.reason.data or "", posted_version())
                uow.answer = url_for("agreements.template_page", key=key)
            flash(_("Het sjabloon is ingetrokken. Lopende afspraken houden het."), "success")
            return redirect(uow.answer, 303)
        except (Missing, Conflict):
            raise
        except DomainError as refused:
            status = refuse(form, refused)
    return show_template(key, status, withdrawing=form)
