"""Pages of the court dossier: the list, choosing pieces, the filing in the making, and the expert's releases."""

from __future__ import annotations

import uuid

from flask import Blueprint, Flask, Response, abort, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.cases import queries as cases
from portal.core import blobs, clock
from portal.core.blobs import StoredFile
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.policy import scoped
from portal.dossiers import policies, queries, services
from portal.dossiers.inputs import ComposeForm, ReleaseForm, choices
from portal.dossiers.messages import KINDS, MESSAGES, PURPOSES, REASONS, RECIPIENTS
from portal.dossiers.models import Dossier
from portal.dossiers.rules import FilingState
from portal.web import navigation
from portal.web.auth import current_actor, write
from portal.web.disclosure import log_care_read
from portal.web.guards import access

bp = Blueprint("dossiers", __name__, url_prefix="/rechtbankdossiers")
COMPOSERS = ("corporation_staff", "legal", "bureau_staff", "bureau_admin")


@bp.record_once
def _menu(state: BlueprintSetupState) -> None:
    assert isinstance(state.app, Flask)
    navigation.add(state.app, 60, lazy_gettext("Rechtbankdossiers"), "dossiers.index")


@bp.get("/")
@access(*COMPOSERS)
def index() -> ResponseReturnValue:
    """List the dossiers that the reader may see."""
    rows = queries.dossiers(db.session, current_actor())
    return render_template("dossiers/list.html", rows=rows, purposes=PURPOSES)


@bp.get("/nieuw/<uuid:case_id>")
@access(*COMPOSERS)
def new(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for period, reader and purpose."""
    case = cases.case(db.session, current_actor(), case_id)
    form = ComposeForm(data={"period_from": min(case.since, case.opened_on), "period_until": clock.today()})
    return render_template("dossiers/new.html", case=case, form=form)


@bp.post("/nieuw/<uuid:case_id>")
@access(*COMPOSERS)
def compose(case_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a dossier."""
    case = cases.case(db.session, current_actor(), case_id)
    form = ComposeForm(request.form)
    if form.validate():
        try:
            with write() as uow:
                row = services.compose(uow, case_id, form.facts())
                uow.answer = url_for("dossiers.show", dossier_id=row.id)
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.period_until.errors = [*form.period_until.errors, str(MESSAGES[refused.code])]
    return render_template("dossiers/new.html", case=case, form=form), 422


@bp.get("/<uuid:dossier_id>")
@access(*COMPOSERS)
def show(dossier_id: uuid.UUID) -> ResponseReturnValue:
    """Show a dossier with its pieces and filings."""
    return _builder(queries.dossier(db.session, current_actor(), dossier_id))


@bp.post("/<uuid:dossier_id>")
@access(*COMPOSERS)
def choose(dossier_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was taken in and left out; with the other button also look for new pieces, or file at once."""
    actor = current_actor()
    pieces = queries.pieces(db.session, actor, dossier_id)
    picked = choices(request.form, pieces)
    version = request.form.get("version", type=int)
    act = request.form.get("act", "save")
    try:
        with write() as uow:
            services.choose(uow, dossier_id, picked, version)
            if act == "renew":
                found = services.renew(uow, dossier_id)
            elif act == "file":
                number = services.file(uow, dossier_id).number
            uow.answer = url_for("dossiers.show", dossier_id=dossier_id)
            if act == "file":
                uow.answer = url_for("dossiers.filing", dossier_id=dossier_id, number=number)
    except Invalid as refused:
        return _builder(queries.dossier(db.session, actor, dossier_id), refused), 422
    if act == "renew":
        flash(_("%(num)d nieuwe stukken gevonden.", num=found), "success")
    elif act == "save":
        flash(_("Het concept is bewaard."), "success")
    return redirect(uow.answer, 303)


@bp.get("/<uuid:dossier_id>/indiening/<int:number>")
@access(*COMPOSERS)
def filing(dossier_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Show a filing; while it is being made the page looks again by itself."""
    actor = current_actor()
    row = queries.filing(db.session, actor, dossier_id, number)
    dossier = queries.dossier(db.session, actor, dossier_id)
    case = cases.case(db.session, actor, dossier.case_id)
    making = row.state is FilingState.QUEUED
    waited = int((clock.now() - row.filed_at).total_seconds())
    return render_template(
        "dossiers/filing.html", filing=row, dossier=dossier, case=case, making=making, late=making and waited > 300
    )


@bp.get("/<uuid:dossier_id>/indiening/<int:number>/dossier.pdf")
@access(*COMPOSERS)
def download(dossier_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Send the bound file."""
    row = queries.filing(db.session, current_actor(), dossier_id, number)
    file = db.session.scalars(
        scoped(StoredFile, current_actor()).where(StoredFile.id == row.stored_file_id)
    ).one_or_none()
    if file is None:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "no-store"}
    return Response(blobs.fetch(db.session, file), mimetype="application/pdf", headers=headers)


@bp.get("/zorg/<uuid:case_id>")
@access("expert")
def care(case_id: uuid.UUID) -> ResponseReturnValue:
    """List the expert's care documents that could be released one by one."""
    return _care_page(case_id, ReleaseForm(), None)


@bp.post("/zorg/<uuid:case_id>/<uuid:document_id>")
@access("expert")
def release(case_id: uuid.UUID, document_id: uuid.UUID) -> ResponseReturnValue:
    """Release one care document; its reading is on record before it is opened."""
    actor = current_actor()
    cases.document(db.session, actor, case_id, document_id)
    form = ReleaseForm(request.form)
    if form.validate():
        log_care_read(db.session, actor, case_id, f"document:{document_id}", "release")
        try:
            with write() as uow:
                services.release_care(uow, document_id, form.reason.data or "")
                uow.answer = url_for("dossiers.care", case_id=case_id)
            flash(_("Het stuk is vrijgegeven."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.reason.errors = [str(MESSAGES.get(refused.code, refused.code))]
    return _care_page(case_id, form, document_id), 422


def _builder(dossier: Dossier, refused: Invalid | None = None) -> str:
    actor = current_actor()
    pieces = queries.pieces(db.session, actor, dossier.id)
    posted = request.form if refused is not None else None
    field = str(refused.params.get("field", "")) if refused is not None else ""
    return render_template(
        "dossiers/builder.html",
        dossier=dossier,
        case=cases.case(db.session, actor, dossier.case_id),
        pieces=pieces,
        filings=queries.filings(db.session, actor, dossier.id),
        forgotten=[row for row in pieces if row.favourable and not row.included],
        posted=posted,
        wrong=field.partition("-")[2],
        error=str(MESSAGES.get(refused.code, refused.code)) if refused is not None else "",
        may_file=policies.may_file(actor),
        kinds=KINDS,
        reasons=REASONS,
        recipients=RECIPIENTS,
        purposes=PURPOSES,
    )


def _care_page(case_id: uuid.UUID, form: ReleaseForm, wrong: uuid.UUID | None) -> str:
    actor = current_actor()
    case, documents = cases.case(db.session, actor, case_id), queries.care_documents(db.session, actor, case_id)
    if documents:
        log_care_read(db.session, actor, case_id, "document_titles", "release")
    return render_template(
        "dossiers/care.html",
        case=case,
        documents=documents,
        titles=cases.document_titles(db.session, documents),
        released={row.document_id: row for row in queries.releases(db.session, actor, case_id)},
        form=form,
        wrong=wrong,
    )
