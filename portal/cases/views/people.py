"""Who takes part in a case: bringing a person in, and stating the household anew."""

from __future__ import annotations

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.cases import queries, services
from portal.cases.inputs.people import HouseholdForm, ParticipantForm
from portal.cases.rules import ParticipantRole
from portal.cases.views.blueprint import WORKERS, bp, opened, page
from portal.core.db import db
from portal.core.errors import Invalid
from portal.web.auth import current_actor, write
from portal.web.guards import access


@bp.get("/<uuid:case_id>/personen/nieuw")
@access(*WORKERS)
def new_person(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask who comes into a case."""
    return page("cases/participant_form.html", case=opened(case_id), form=ParticipantForm())


@bp.post("/<uuid:case_id>/personen/nieuw")
@access(*WORKERS)
def add_person(case_id: uuid.UUID) -> ResponseReturnValue:
    """Enter a person and bring that person into a case."""
    case, form = opened(case_id), ParticipantForm(request.form)
    if form.validate():
        try:
            with write() as uow:
                services.enter_participant(uow, case_id, form.facts(), ParticipantRole(form.role.data))
                uow.answer = url_for("desk.case_page", case_id=case_id)
            flash(_("De persoon hoort nu bij de zaak."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused)
    return page("cases/participant_form.html", 422, case=case, form=form)


@bp.get("/<uuid:case_id>/huishouden")
@access(*WORKERS)
def household(case_id: uuid.UUID) -> ResponseReturnValue:
    """Show who lives with the tenant, for change."""
    case, members = opened(case_id), queries.household(db.session, current_actor(), case_id)
    return page("cases/household_form.html", case=case, form=HouseholdForm(data=HouseholdForm.kept(members)))


@bp.post("/<uuid:case_id>/huishouden")
@access(*WORKERS)
def state_household(case_id: uuid.UUID) -> ResponseReturnValue:
    """State anew who lives with the tenant."""
    case, form = opened(case_id), HouseholdForm(request.form)
    if form.validate():
        with write() as uow:
            services.state_household(uow, case_id, form.facts())
            uow.answer = url_for("desk.case_page", case_id=case_id)
        flash(_("Het huishouden is bewaard."), "success")
        return redirect(uow.answer, 303)
    return page("cases/household_form.html", 422, case=case, form=form)
