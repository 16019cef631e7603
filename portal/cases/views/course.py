"""The course of a case: taking it up, moving it, stopping it."""

from __future__ import annotations

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.queries import experts, organisations
from portal.accounts.rules import OrganisationKind
from portal.cases import policies, services
from portal.cases.inputs import AssignForm, OfferForm, StopForm, id_of
from portal.cases.messages import ACTIONS
from portal.cases.rules import moves_from
from portal.cases.views.blueprint import WORKERS, bp, opened, page
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.policy import require
from portal.web.auth import current_actor, write
from portal.web.guards import access

BUREAU = ("bureau_staff", "bureau_admin")
OFFER = "offer_handover"


@bp.get("/<uuid:case_id>/toewijzen")
@access(*BUREAU)
def assignment(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask which expert gets a case."""
    case = opened(case_id)
    return page(
        "cases/assign.html", case=case, form=_choosable(AssignForm(data={"user_id": str(case.expert_id or "")}))
    )


@bp.post("/<uuid:case_id>/toewijzen")
@access(*BUREAU)
def assign(case_id: uuid.UUID) -> ResponseReturnValue:
    """Give a case to an expert; a referred case is taken up by it."""
    case, form = opened(case_id), _choosable(AssignForm(request.form))
    user_id = id_of(form.user_id.data)
    if form.validate() and user_id is not None:
        try:
            with write() as uow:
                services.assign_expert(uow, case_id, user_id)
                uow.answer = url_for("desk.case_page", case_id=case_id)
            flash(_("De expert is toegewezen."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused)
    return page("cases/assign.html", 422, case=case, form=form)


@bp.get("/<uuid:case_id>/stoppen")
@access(*BUREAU)
def stopping(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask why a case stops."""
    return page("cases/stop.html", case=opened(case_id), form=StopForm())


@bp.post("/<uuid:case_id>/stoppen")
@access(*BUREAU)
def stop(case_id: uuid.UUID) -> ResponseReturnValue:
    """Stop a case with a reason."""
    case, form = opened(case_id), StopForm(request.form)
    if form.validate():
        with write() as uow:
            services.move(uow, case_id, "stop", form.reason.data)
            uow.answer = url_for("desk.case_page", case_id=case_id)
        flash(_("De zaak is gestopt."), "success")
        return redirect(uow.answer, 303)
    return page("cases/stop.html", 422, case=case, form=form)


@bp.get("/<uuid:case_id>/stap/<action>")
@access(*WORKERS, "legal")
def step(case_id: uuid.UUID, action: str) -> ResponseReturnValue:
    """Ask whether a step should be taken."""
    case = opened(case_id)
    require(policies.may_move(current_actor(), case, action), "case.move_denied")
    if action not in moves_from(case.state) or action == "stop":
        return redirect(url_for("desk.case_page", case_id=case_id))
    if action == OFFER:
        return page(
            "cases/offer.html", case=case, form=_teams(OfferForm(data={"team_id": str(case.social_team_id or "")}))
        )
    return page("cases/step.html", case=case, action=action, label=ACTIONS[action])


@bp.post("/<uuid:case_id>/stap/<action>")
@access(*WORKERS, "legal")
def take_step(case_id: uuid.UUID, action: str) -> ResponseReturnValue:
    """Move a case along its table; a handover is offered to a team that is named."""
    team_id = None
    if action == OFFER:
        case, form = opened(case_id), _teams(OfferForm(request.form))
        team_id = id_of(form.team_id.data) if form.validate() else None
        if team_id is None:
            return page("cases/offer.html", 422, case=case, form=form)
    with write() as uow:
        if team_id is not None:
            services.assign_social_team(uow, case_id, team_id)
        services.move(uow, case_id, action)
        uow.answer = url_for("desk.case_page", case_id=case_id)
    flash(_("De zaak is een stap verder."), "success")
    return redirect(uow.answer, 303)


@bp.post("/<uuid:case_id>/verteld")
@access(*WORKERS)
def told(case_id: uuid.UUID) -> ResponseReturnValue:
    """Record that the tenant was told about the referral today."""
    with write() as uow:
        services.tell_tenant(uow, case_id, clock.local(uow.now).date())
        uow.answer = url_for("desk.case_page", case_id=case_id)
    flash(_("Vastgelegd dat de huurder het weet."), "success")
    return redirect(uow.answer, 303)


def _choosable(form: AssignForm) -> AssignForm:
    members = experts(db.session, current_actor())
    form.user_id.choices = [
        ("", _("Kies")), *[(str(m.user.id), f"{m.user.name} ({m.organisation.name})") for m in members],
    ]  # fmt: skip
    return form


def _teams(form: OfferForm) -> OfferForm:
    teams = organisations(db.session, current_actor(), OrganisationKind.SOCIAL_TEAM)
    form.team_id.choices = [("", _("Kies")), *[(str(team.id), team.name) for team in teams]]
    return form
