"""Letters of a case: choosing one, a look before it is made, and filing it."""

from __future__ import annotations

import base64
import uuid
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.agreements import policies, printing, services
from portal.agreements.inputs.letters import letter_form, wanted_of
from portal.agreements.letters import OUTCOMES, LetterTemplate, letter_templates
from portal.agreements.views.blueprint import WRITERS, bp, page
from portal.cases import queries as cases
from portal.core.db import db
from portal.core.errors import DomainError, Invalid, Missing
from portal.core.policy import require
from portal.web.auth import current_actor, write
from portal.web.errors import status_of
from portal.web.guards import access

MAKERS = (*WRITERS, "corporation_staff")


@bp.get("/zaak/<uuid:case_id>/brieven")
@access(*MAKERS)
def letters(case_id: uuid.UUID) -> ResponseReturnValue:
    """Offer the letters that can be made out of a case."""
    case = cases.case(db.session, current_actor(), case_id)
    may = policies.may_make_letter(current_actor(), case)
    by_hand = [one for one in letter_templates() if one.key not in OUTCOMES]
    return page("agreements/letters.html", case=case, letters=by_hand, may_make=may)


@bp.get("/zaak/<uuid:case_id>/brieven/<key>")
@access(*MAKERS)
def letter(case_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Ask what this letter needs."""
    case, template = _found(case_id, key)
    return _page(case, template, letter_form(template, services.letter_terms(db.session, current_actor(), case)))


@bp.post("/zaak/<uuid:case_id>/brieven/<key>")
@access(*MAKERS)
def make_letter(case_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Show the letter as it will be, or make it and file it."""
    case, template = _found(case_id, key)
    actor = current_actor()
    form: Any = letter_form(template, services.letter_terms(db.session, actor, case), request.form)
    if not form.validate():
        return _page(case, template, form, 422)
    try:
        written = services.write_letter(db.session, actor, case, template.key, wanted_of(form))
        if request.form.get("doen") != "maak":
            drawn = printing.letter_pictures(written)
            pictures = [base64.b64encode(one).decode() for one in drawn.shown]
            return _page(case, template, form, pictures=pictures, pages=drawn.pages)
        pdf = printing.letter_pdf(written)
        with write() as uow:
            services.file_letter(uow, case_id, written, pdf, sent=bool(form.sent.data))
            uow.answer = url_for("cases.documents", case_id=case_id)
        flash(_("De brief staat bij de stukken."), "success")
        return redirect(uow.answer, 303)
    except Missing:
        raise
    except DomainError as refused:
        form.refuse(refused)
        return _page(case, template, form, status_of(refused))


def _found(case_id: uuid.UUID, key: str) -> tuple[Any, LetterTemplate]:
    case = cases.case(db.session, current_actor(), case_id)
    require(policies.may_make_letter(current_actor(), case), "letter.make")
    try:
        return case, services.letter_of(db.session, key)
    except Invalid:
        abort(404)


def _page(
    case: Any, template: LetterTemplate, form: Any, status: int = 200, pictures: list[str] | None = None, pages: int = 0
) -> ResponseReturnValue:
    return page(
        "agreements/letter.html", status, case=case, letter=template, form=form, pictures=pictures or [], pages=pages
    )
