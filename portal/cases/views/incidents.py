"""The incident log of a case."""

from __future__ import annotations

import uuid
from dataclasses import replace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.queries import names
from portal.cases import policies, queries, services
from portal.cases.inputs import CorrectionForm, HearingForm, IncidentForm
from portal.cases.models import Incident
from portal.cases.rules import (
    Certainty,
    CorrectionFacts,
    DocumentFacts,
    DocumentKind,
    Hearing,
    HearingFacts,
    IncidentFacts,
    Verified,
    may_still_edit,
)
from portal.cases.rules.drafts import incident_of
from portal.cases.views.blueprint import STAFF, bp, opened, page, posted_file
from portal.core import clock, crypto
from portal.core.db import db
from portal.core.errors import Invalid
from portal.web.auth import current_actor, write
from portal.web.guards import access

FIELDS = {"stated_from": "on", "stated_until": "end"}
LOG_READERS = (*STAFF, "legal")


@bp.get("/<uuid:case_id>/meldingen")
@access(*LOG_READERS)
def incidents(case_id: uuid.UUID) -> ResponseReturnValue:
    """List the incidents of a case."""
    case = opened(case_id)
    rows = queries.incidents(db.session, current_actor(), case_id)
    return page(
        "cases/incidents.html", case=case, incidents=rows,
        reporters=queries.reporters(db.session, current_actor(), case_id),
        may_log=policies.may_log_incident(current_actor(), case),
        may_reveal=policies.may_reveal_reporter(current_actor()),
    )  # fmt: skip


@bp.get("/<uuid:case_id>/meldingen/nieuw")
@access(*STAFF)
def new_incident(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for an incident."""
    return page("cases/incident_form.html", case=opened(case_id), form=IncidentForm(data={"on": clock.today()}))


@bp.post("/<uuid:case_id>/meldingen/nieuw")
@access(*STAFF)
def log_incident(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write an incident down."""
    case, form, file = opened(case_id), IncidentForm(request.form), posted_file()
    if form.validate():
        try:
            with write() as uow:
                row = services.log_incident(uow, case_id, _facts(form))
                if file is not None:
                    services.file_document(
                        uow, case_id,
                        DocumentFacts(
                            title=_("Bij melding %(number)d", number=row.number), kind=DocumentKind.PHOTO,
                            dated_on=form.on.data, file_name=file[0],
                        ),
                        file[1], row.id,
                    )  # fmt: skip
                uow.answer = url_for("cases.incident", case_id=case_id, incident_id=row.id)
            flash(_("De melding is vastgelegd. U kunt de melding nog 30 minuten wijzigen."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused, FIELDS)
    return page("cases/incident_form.html", 422, case=case, form=form)


@bp.get("/<uuid:case_id>/meldingen/<uuid:incident_id>")
@access(*LOG_READERS)
def incident(case_id: uuid.UUID, incident_id: uuid.UUID) -> ResponseReturnValue:
    """Show an incident with its corrections and the tenant's side."""
    actor, case = current_actor(), opened(case_id)
    row = queries.incident(db.session, actor, case_id, incident_id)
    heard = queries.hearings(db.session, actor, incident_id)
    original = queries.incident(db.session, actor, case_id, row.corrects_id) if row.corrects_id else None
    mine = row.recorded_by == actor.id and may_still_edit(row.recorded_at, clock.now())
    return page(
        "cases/incident.html", case=case, incident=row, original=original,
        corrections=queries.corrections(db.session, actor, incident_id),
        hearings=[(one, crypto.reveal(db.session, one, "version")) for one in heard],
        documents=[one for one in queries.documents(db.session, actor, case_id) if one.incident_id == incident_id],
        recorder=names(db.session, actor, [row.recorded_by]).get(row.recorded_by) if row.recorded_by else None,
        may_log=policies.may_log_incident(actor, case), may_edit=mine and policies.may_log_incident(actor, case),
    )  # fmt: skip


@bp.get("/<uuid:case_id>/meldingen/<uuid:incident_id>/wijzigen")
@access(*STAFF)
def edit_incident(case_id: uuid.UUID, incident_id: uuid.UUID) -> ResponseReturnValue:
    """Show an incident for change, within half an hour."""
    case, row = opened(case_id), queries.incident(db.session, current_actor(), case_id, incident_id)
    return page("cases/incident_form.html", case=case, form=IncidentForm(data=_kept(row)), incident=row)


@bp.post("/<uuid:case_id>/meldingen/<uuid:incident_id>/wijzigen")
@access(*STAFF)
def change_incident(case_id: uuid.UUID, incident_id: uuid.UUID) -> ResponseReturnValue:
    """Change an incident within half an hour."""
    case, row = opened(case_id), queries.incident(db.session, current_actor(), case_id, incident_id)
    form = IncidentForm(request.form)
    if form.validate():
        try:
            with write() as uow:
                services.change_incident(uow, incident_id, _version(), _facts(form))
                uow.answer = url_for("cases.incident", case_id=case_id, incident_id=incident_id)
            flash(_("De melding is gewijzigd."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused, FIELDS)
    return page("cases/incident_form.html", 422, case=case, form=form, incident=row)


@bp.get("/<uuid:case_id>/meldingen/<uuid:incident_id>/verbeteren")
@access(*STAFF)
def correct(case_id: uuid.UUID, incident_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a correction."""
    row = queries.incident(db.session, current_actor(), case_id, incident_id)
    return page("cases/correction.html", case=opened(case_id), form=CorrectionForm(), incident=row)


@bp.post("/<uuid:case_id>/meldingen/<uuid:incident_id>/verbeteren")
@access(*STAFF)
def add_correction(case_id: uuid.UUID, incident_id: uuid.UUID) -> ResponseReturnValue:
    """Add a correction to an incident; what was written stays."""
    case, form = opened(case_id), CorrectionForm(request.form)
    row = queries.incident(db.session, current_actor(), case_id, incident_id)
    if form.validate():
        verified = Verified(form.verified.data) if form.verified.data else None
        try:
            with write() as uow:
                services.correct_incident(uow, incident_id, CorrectionFacts(text=form.text.data, verified=verified))
                uow.answer = url_for("cases.incident", case_id=case_id, incident_id=incident_id)
            flash(_("De verbetering is toegevoegd."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused, {"facts": "text"})
    return page("cases/correction.html", 422, case=case, form=form, incident=row)


@bp.get("/<uuid:case_id>/meldingen/<uuid:incident_id>/gehoord")
@access(*STAFF)
def hearing(case_id: uuid.UUID, incident_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the tenant's side."""
    row = queries.incident(db.session, current_actor(), case_id, incident_id)
    form = HearingForm(data={"held_on": clock.today()})
    return page("cases/hearing.html", case=opened(case_id), form=form, incident=row)


@bp.post("/<uuid:case_id>/meldingen/<uuid:incident_id>/gehoord")
@access(*STAFF)
def hear(case_id: uuid.UUID, incident_id: uuid.UUID) -> ResponseReturnValue:
    """Write down the tenant's side."""
    case, form = opened(case_id), HearingForm(request.form)
    row = queries.incident(db.session, current_actor(), case_id, incident_id)
    if form.validate():
        facts = HearingFacts(
            held_on=form.held_on.data, outcome=Hearing(form.outcome.data), version=form.version.data or "",
            present=form.present.data or "", interpreter=form.interpreter.data or "",
        )  # fmt: skip
        try:
            with write() as uow:
                services.hear_tenant(uow, incident_id, facts)
                uow.answer = url_for("cases.incident", case_id=case_id, incident_id=incident_id)
            flash(_("De reactie van de huurder is vastgelegd."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused)
    return page("cases/hearing.html", 422, case=case, form=form, incident=row)


@bp.post("/<uuid:case_id>/meldingen/<uuid:incident_id>/nagegaan")
@access(*STAFF)
def verify(case_id: uuid.UUID, incident_id: uuid.UUID) -> ResponseReturnValue:
    """Record whether an incident was found to have happened as stated."""
    wanted = request.form.get("verified", "")
    if wanted not in set(Verified):
        raise Invalid("incident.verified", field="verified")
    with write() as uow:
        services.verify_incident(uow, incident_id, Verified(wanted))
        uow.answer = url_for("cases.incident", case_id=case_id, incident_id=incident_id)
    return redirect(uow.answer, 303)


@bp.post("/<uuid:case_id>/melders/<uuid:reporter_id>")
@access("corporation_staff", "legal")
def reveal(case_id: uuid.UUID, reporter_id: uuid.UUID) -> ResponseReturnValue:
    """Show who a reporter is; looking is recorded."""
    case = opened(case_id)
    with write() as uow:
        identity = services.reveal_reporter(uow, reporter_id)
        uow.answer = url_for("cases.incidents", case_id=case_id)
    code = next((r.code for r in queries.reporters(db.session, current_actor(), case_id) if r.id == reporter_id), "")
    return page("cases/reporter.html", case=case, code=code, identity=identity)


def _version() -> int | None:
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _facts(form: IncidentForm) -> IncidentFacts:

    return replace(incident_of(form.answers()), verified=Verified(form.verified.data or "unknown"))


def _kept(row: Incident) -> dict[str, object]:
    start = clock.local(row.stated_from)
    end = clock.local(row.stated_until) if row.stated_until else None
    return {
        "on": start.date(),
        "start": None if row.certainty is Certainty.UNKNOWN else start.time(),
        "end": end.time() if end else None,
        "certainty": row.certainty.value,
        "category": row.category.value,
        "facts": row.facts,
        "place": row.place,
        "effect": row.effect,
        "source": row.source_kind.value,
        "verified": row.verified.value,
    }
