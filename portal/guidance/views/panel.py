"""What the expert sees: asking a tenant for the own side of the story, and reading what was told."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Denied, Invalid
from portal.definitions import queries as definitions
from portal.guidance import messages, policies, queries, services
from portal.guidance.rules import State
from portal.guidance.views import bp
from portal.submissions import inputs
from portal.submissions import queries as submissions
from portal.web.auth import current_actor, write
from portal.web.disclosure import log_care_read
from portal.web.errors import sentence
from portal.web.guards import access
from portal.web.locale import current_language


@bp.get("/zaken/<uuid:case_id>/eigen-verhaal")
@access("expert")
def own_forms(case_id: uuid.UUID) -> ResponseReturnValue:
    """Show what tenants were asked and what they sent."""
    return _page(case_id)


@bp.post("/zaken/<uuid:case_id>/eigen-verhaal")
@access("expert")
def offer(case_id: uuid.UUID) -> ResponseReturnValue:
    """Send a tenant a link, or a new one."""
    person_id = inputs.person_of(request.form)
    try:
        if person_id is None:
            raise Invalid("own.person", field="person_id")
        with write() as uow:
            services.offer(uow, case_id, person_id)
            uow.answer = url_for("guidance.own_forms", case_id=case_id)
    except Invalid as refused:
        return _page(case_id, sentence(refused), 422)
    flash(_("De link is verstuurd."), "success")
    return redirect(uow.answer, 303)


@bp.get("/eigen-verhaal/<uuid:form_id>")
@access("expert")
def read(form_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a tenant sent, once it is sent; the reading is logged first."""
    actor = current_actor()
    row = queries.form(db.session, actor, form_id)
    case = submissions.case_of(db.session, actor, row.case_id)
    if not policies.may_read(actor, case) or row.state is not State.SENT:
        raise Denied("own.denied")
    log_care_read(db.session, actor, case.id, f"own_form:{row.id}", "care_guidance")
    form, locale = definitions.prepared(row.form_version), current_language()
    return render_template(
        "guidance/read.html", case=case, row=row, title=forms.say(form.definition.title, locale),
        person=dict(submissions.people(db.session, actor, case.id)).get(str(row.person_id), ""),
        sections=forms.summary(form, queries.answers(db.session, row), locale, services.context_of(clock.now())),
    )  # fmt: skip


def _page(case_id: uuid.UUID, refused: str = "", status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    case = submissions.case_of(db.session, actor, case_id)
    if not policies.may_read(actor, case):
        raise Denied("own.denied")
    return render_template(
        "guidance/own_forms.html",
        case=case,
        rows=queries.of_case(db.session, actor, case_id),
        words=messages,
        people=submissions.people(db.session, actor, case_id),
        may_offer=policies.may_offer(actor, case),
        refused=refused,
    ), status
