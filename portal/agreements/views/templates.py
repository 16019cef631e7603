"""Templates of agreements and letters: reading, changing texts, reviewing, bringing into use, a look with a case."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import queries as accounts
from portal.agreements import letters, policies, printing, queries, services, template
from portal.agreements.compose import Head, compose
from portal.agreements.inputs.templates import AddForm, CopyForm, TextForm, WithdrawForm
from portal.agreements.letters import letter_templates
from portal.agreements.models import TemplateText
from portal.agreements.template import differing, shaping, words
from portal.agreements.views.blueprint import WRITERS, bp, page, posted_version
from portal.cases import queries as cases
from portal.clauses.facts import described
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Conflict, DomainError, Missing
from portal.core.policy import SYSTEM, acting
from portal.core.uow import UnitOfWork
from portal.web.auth import current_actor, write
from portal.web.errors import status_of
from portal.web.guards import access

EDITORS = ("bureau_admin", "legal")


@bp.get("/sjablonen")
@access(*WRITERS)
def template_list() -> ResponseReturnValue:
    """List the templates of agreements and letters, with those somebody works on and those that are withdrawn."""
    actor = current_actor()
    keys = [*queries.template_keys(db.session), *(one.key for one in letter_templates())]
    found = []
    for key in keys:
        working, body = queries.working_text(db.session, actor, key), body_in_use(key)
        if body or working:
            found.append(
                (
                    body or (working.body if working else {}),
                    working,
                    queries.family(db.session, actor, key),
                    body is not None,
                )
            )
    return page("agreements/templates.html", found=found)


@bp.get("/sjablonen/<key>")
@access(*WRITERS)
def template_page(key: str) -> ResponseReturnValue:
    """Show a template: what is in use, what somebody works on and what differs, and its versions."""
    return show_template(key)


@bp.get("/sjablonen/<key>/voorbeeld")
@access(*WRITERS)
def template_look(key: str) -> ResponseReturnValue:
    """Draw an agreement template, the working text when there is one, with what a chosen case knows."""
    actor, body = current_actor(), body_of(key)
    if "sections" not in body:
        abort(404)
    try:
        case = cases.case(db.session, actor, uuid.UUID(request.args.get("zaak", "")))
    except ValueError:
        raise Missing("row.missing", table="case") from None
    outline = template.Outline.model_validate(body)
    found = template.problems(outline)
    if found:
        told = [words.problem_text(one) for one in found]
        return page("agreements/template_look.html", outline=outline, case=case, pictures=[], pages=0, problems=told)
    chosen = template.Template.model_validate(body)
    terms = services.letter_terms(db.session, actor, case)
    content = compose(_with_first(terms, chosen), chosen, Head(case.reference, 1, 1, clock.today()))
    drawn = printing.concept_pictures(content)
    pictures = [base64.b64encode(one).decode() for one in drawn.shown]
    return page(
        "agreements/template_look.html", outline=outline, case=case, pictures=pictures, pages=drawn.pages, problems=[]
    )


@bp.post("/sjablonen/<key>/<act>")
@access(*EDITORS)
def template_act(key: str, act: str) -> ResponseReturnValue:
    """Begin a working text, review it, bring it into use, put it aside, or offer a withdrawn template again."""
    acts: dict[str, Callable[[UnitOfWork], object]] = {
        "beginnen": lambda uow: services.begin_template(uow, key),
        "beoordelen": lambda uow: services.review_template(uow, key, posted_version()),
        "vrijgeven": lambda uow: services.release_template(uow, key, posted_version()),
        "weg": lambda uow: services.discard_template(uow, key, posted_version()),
        "weer-aanbieden": lambda uow: services.restore_template(uow, key, posted_version()),
    }
    if act not in acts:
        abort(404)
    with write() as uow:
        acts[act](uow)
        stays = queries.in_use(uow.session, key) or queries.working_text(uow.session, uow.actor, key)
        uow.answer = url_for("agreements.template_page", key=key) if stays else url_for("agreements.template_list")
    return redirect(uow.answer, 303)


@bp.get("/sjablonen/<key>/tekst/<int:number>")
@access(*EDITORS)
def template_text(key: str, number: int) -> ResponseReturnValue:
    """Show the texts of one section of the working text, or of the letter, for change."""
    return _editing(key, number, TextForm.shown(part_of(working_of(key), number)))


@bp.post("/sjablonen/<key>/tekst/<int:number>")
@access(*EDITORS)
def save_template_text(key: str, number: int) -> ResponseReturnValue:
    """Keep the texts of one section of the working text, or of the letter."""
    part, form, status = part_of(working_of(key), number), TextForm(request.form), 422
    if form.validate():
        try:
            section = None if "paragraphs" in part else number
            change = shaping.texts(**form.told(part), section=section)
            return changed(key, change, f"section {number}" if section is not None else "text", f"tekst-{number}")
        except Missing:
            raise
        except DomainError as refused:
            status = refuse(form, refused)
    return _editing(key, number, form, status)


# ---- what the pages of templates share -----------------------------------------------------------------------------


def changed(key: str, change: shaping.Change, what: str, anchor: str = "") -> ResponseReturnValue:
    """Change the working text and go back to the template."""
    with write() as uow:
        services.reshape_template(uow, key, posted_version(), change, what)
        uow.answer = url_for("agreements.template_page", key=key, _anchor=anchor or None)
    flash(_("De werkversie is bewaard."), "success")
    return redirect(uow.answer, 303)


def refuse(form: Any, refused: DomainError) -> int:
    """Show at a form what was refused, keep what was typed, and return the status to answer with."""
    form.refuse(refused)
    if isinstance(refused, Conflict) and refused.code == "row.stale":
        form.form_errors.append(_("Uw tekst staat hieronder nog. Wilt u uw tekst gebruiken? Bewaar dan nog een keer."))
    return status_of(refused)


def body_in_use(key: str) -> dict[str, Any] | None:
    """Return what is in use under *key*, or None."""
    found = queries.in_use(db.session, key)
    return found.model_dump(mode="json", by_alias=True) if found else None


def body_of(key: str) -> dict[str, Any]:
    """Return the working text of a template, else what is in use; Missing("template.unknown")."""
    working = queries.working_text(db.session, current_actor(), key)
    body = working.body if working else body_in_use(key)
    if body is None:
        raise Missing("template.unknown")
    return body


def working_of(key: str) -> TemplateText:
    """Return the working text; Missing("template.no_draft")."""
    working = queries.working_text(db.session, current_actor(), key)
    if working is None:
        raise Missing("template.no_draft")
    return working


def part_of(working: TemplateText, number: int) -> dict[str, Any]:
    """Return the section with this number, or number 0 of a letter: itself; Missing("template.unknown")."""
    if "sections" not in working.body:
        parts = {0: working.body}
    else:
        parts = {one["number"]: one for one in working.body["sections"]}
    if number not in parts:
        raise Missing("template.unknown")
    return parts[number]


def places_of(body: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Return what a text of this template may ask for, each with what it is filled with: places and section numbers."""
    if "sections" not in body:
        return {
            "places": [(name, words.place_words(name, {})) for name in sorted(letters.allowed(body["key"]))],
            "numbers": [],
        }
    outline = template.Outline.model_validate(body)
    titles = {one.number: one.title for one in outline.sections}
    numbers = [f"section_{one.number}" for one in outline.sections if one.number]
    return {
        "places": [(name, words.place_words(name, titles)) for name in sorted(template.PLACES)],
        "numbers": [(name, words.place_words(name, titles)) for name in numbers],
    }


def show_template(key: str, status: int = 200, **given: Any) -> ResponseReturnValue:
    """Render the page of a template; *given* are forms with what was refused."""
    actor = current_actor()
    working, now = queries.working_text(db.session, actor, key), body_in_use(key)
    if working is None and now is None:
        raise Missing("template.unknown")
    shown = working.body if working else (now or {})
    rows = queries.template_texts(db.session, actor, key)
    standing = queries.family(db.session, actor, key)
    outline = template.Outline.model_validate(shown) if "sections" in shown else None
    found = template.problems(outline) if outline and working else []
    with acting(db.session, SYSTEM):
        who = [one.reviewed_by for one in rows if one.reviewed_by]
        who += [standing.withdrawn_by] if standing and standing.withdrawn_by else []
        names = accounts.names(db.session, SYSTEM, who)
    forms = {"adding": AddForm(), "copying": CopyForm(), "withdrawing": WithdrawForm()}
    return page(
        "agreements/template.html", status, key=key, body=shown, texts=shown.get("sections", [shown]), working=working,
        rows=rows, changes=differing.changes(now, shown) if working and now else [], names=names, described=described,
        may_change=policies.may_change_templates(actor), may_withdraw=policies.may_withdraw_templates(actor),
        wrote_it=working is not None and str(actor.id) in working.authors["by"], in_use=now is not None,
        known=queries.newest_cases(db.session, actor) if outline else [], outline=outline, standing=standing,
        problems=[(one, words.problem_text(one)) for one in found], told=words,
        versions=list(queries.released_bodies(db.session, actor, key)), **(forms | given),
    )  # fmt: skip


def _editing(key: str, number: int, form: TextForm, status: int = 200) -> ResponseReturnValue:
    working = working_of(key)
    return page(
        "agreements/template_text.html", status, key=key, number=number, part=part_of(working, number), form=form,
        working=working, described=described, **places_of(working.body),
    )  # fmt: skip


def _with_first(terms: Any, chosen: template.Template) -> Any:
    leave = {"reaction_days", "evaluation_weeks", "help_weeks", "help_fallback"}
    given = chosen.first().model_dump(exclude=leave)
    return type(terms).model_validate(
        terms.model_dump(mode="json") | {name: one for name, one in given.items() if name not in leave}
    )
