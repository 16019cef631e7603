"""The fixed texts of agreements and letters: reading, changing, reviewing, bringing into use, a look with a case."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import queries as accounts
from portal.agreements import policies, printing, queries, services
from portal.agreements.compose import Head, compose
from portal.agreements.inputs.templates import TextForm
from portal.agreements.letters import ALLOWED as LETTER_ALLOWED
from portal.agreements.letters import letter_templates
from portal.agreements.template import ALLOWED, Template, templates
from portal.agreements.views.blueprint import WRITERS, bp, page, posted_version
from portal.cases import queries as cases
from portal.clauses.differing import words_changed
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
    """List the fixed texts of agreements and letters, with those somebody works on."""
    keys = [*(one.key for one in templates()), *(one.key for one in letter_templates())]
    found = [(_body(key), queries.working_text(db.session, current_actor(), key)) for key in keys]
    return page("agreements/templates.html", found=found)


@bp.get("/sjablonen/<key>")
@access(*WRITERS)
def template_page(key: str) -> ResponseReturnValue:
    """Show a fixed text: what is in use, what somebody works on and what differs, and its versions."""
    return _page(key)


@bp.get("/sjablonen/<key>/voorbeeld")
@access(*WRITERS)
def template_look(key: str) -> ResponseReturnValue:
    """Draw an agreement template, the working text when there is one, with what a chosen case knows."""
    actor, body = current_actor(), _body(key)
    if "sections" not in body:
        abort(404)
    try:
        case = cases.case(db.session, actor, uuid.UUID(request.args.get("zaak", "")))
    except ValueError:
        raise Missing("row.missing", table="case") from None
    working = queries.working_text(db.session, actor, key)
    chosen = Template.model_validate(working.body if working else body)
    terms = services.letter_terms(db.session, actor, case)
    content = compose(_with_defaults(terms, chosen), chosen, Head(case.reference, 1, 1, clock.today()))
    drawn = printing.concept_pictures(content)
    pictures = [base64.b64encode(one).decode() for one in drawn.shown]
    return page("agreements/template_look.html", template_=chosen, case=case, pictures=pictures, pages=drawn.pages)


@bp.post("/sjablonen/<key>/<act>")
@access(*EDITORS)
def template_act(key: str, act: str) -> ResponseReturnValue:
    """Begin a working text, review it, bring it into use, or put it aside."""
    acts: dict[str, Callable[[UnitOfWork], object]] = {
        "beginnen": lambda uow: services.begin_template(uow, key),
        "beoordelen": lambda uow: services.review_template(uow, key, posted_version()),
        "vrijgeven": lambda uow: services.release_template(uow, key, posted_version()),
        "weg": lambda uow: services.discard_template(uow, key, posted_version()),
    }
    if act not in acts:
        abort(404)
    with write() as uow:
        acts[act](uow)
        uow.answer = url_for("agreements.template_page", key=key)
    return redirect(uow.answer, 303)


@bp.get("/sjablonen/<key>/tekst/<int:number>")
@access(*EDITORS)
def template_text(key: str, number: int) -> ResponseReturnValue:
    """Show one section of the working text, or the letter, for change."""
    return _editing(key, number, TextForm.shown(_part(key, number)))


@bp.post("/sjablonen/<key>/tekst/<int:number>")
@access(*EDITORS)
def save_template_text(key: str, number: int) -> ResponseReturnValue:
    """Keep one section of the working text, or the letter."""
    part, form, status = _part(key, number), TextForm(request.form), 422
    if form.validate():
        try:
            section = None if "paragraphs" in part else number
            with write() as uow:
                services.change_template(uow, key, posted_version(), section=section, **form.told(part))
                uow.answer = url_for("agreements.template_page", key=key, _anchor=f"tekst-{number}")
            flash(_("De werkversie is bewaard."), "success")
            return redirect(uow.answer, 303)
        except Missing:
            raise
        except DomainError as refused:
            form.refuse(refused)
            status = status_of(refused)
            if isinstance(refused, Conflict):
                form.form_errors.append(
                    _("Uw tekst staat hieronder nog. Wilt u uw tekst gebruiken? Bewaar dan nog een keer.")
                )
    return _editing(key, number, form, status)


def _body(key: str) -> dict[str, Any]:
    for find in (queries.template_of, queries.letter_of):
        try:
            return find(db.session, key).model_dump(mode="json", by_alias=True)
        except LookupError:
            continue
    raise Missing("template.unknown")


def _part(key: str, number: int) -> dict[str, Any]:
    working = queries.working_text(db.session, current_actor(), key)
    if working is None:
        raise Missing("template.no_draft")
    parts: list[dict[str, Any]] = working.body.get("sections", [working.body])
    if number >= len(parts):
        raise Missing("template.unknown")
    return parts[number]


def _editing(key: str, number: int, form: TextForm, status: int = 200) -> ResponseReturnValue:
    part = _part(key, number)
    working = queries.working_text(db.session, current_actor(), key)
    allowed = sorted(LETTER_ALLOWED if "paragraphs" in part else ALLOWED)
    return page(
        "agreements/template_text.html",
        status,
        key=key,
        number=number,
        part=part,
        form=form,
        working=working,
        allowed=allowed,
    )


def _page(key: str) -> ResponseReturnValue:
    actor, body = current_actor(), _body(key)
    working = queries.working_text(db.session, actor, key)
    shown = working.body if working else body
    rows = queries.template_texts(db.session, actor, key)
    changes = []
    if working:
        pairs = zip(body.get("sections", [body]), shown.get("sections", [shown]), strict=True)
        changes = [
            (new.get("title", ""), words_changed(_flat(old), _flat(new)))
            for old, new in pairs
            if _flat(old) != _flat(new)
        ]
    with acting(db.session, SYSTEM):
        names = accounts.names(db.session, SYSTEM, [one.reviewed_by for one in rows if one.reviewed_by])
    return page(
        "agreements/template.html", key=key, body=shown, texts=shown.get("sections", [shown]), working=working, rows=rows,
        changes=changes, names=names, described=described, may_change=policies.may_change_templates(actor),
        wrote_it=working is not None and str(actor.id) in working.authors["by"],
        known=queries.newest_cases(db.session, actor) if "sections" in body else [],
    )  # fmt: skip


def _flat(part: dict[str, Any]) -> str:
    told = [str(part[name]) for name in ("title", "plain", "subject") if name in part]
    for name in ("intro", "paragraphs", "outro"):
        told += [
            f"{one['text']} ({described(one['when'])})" if one.get("when") else one["text"]
            for one in part.get(name, ())
        ]
    return "\n".join([*told, str(part.get("closing", ""))])


def _with_defaults(terms: Any, chosen: Template) -> Any:
    given = chosen.defaults.model_dump(exclude={"reaction_days", "evaluation_weeks"})
    return type(terms).model_validate(terms.model_dump(mode="json") | given)
