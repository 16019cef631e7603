"""Frozen versions: reading them, their documents, what changed, and their course."""

from __future__ import annotations

import uuid
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.agreements import languages, policies, printing, queries, services
from portal.agreements.inputs import EndForm, ExtendForm
from portal.agreements.models import AgreementVersion
from portal.agreements.rules import BINDING, VersionState
from portal.agreements.views.blueprint import READERS, WRITERS, bp, page, pdf, posted_version, told_changes
from portal.cases import queries as cases
from portal.core import clock
from portal.core.db import db
from portal.core.errors import DomainError
from portal.web.auth import current_actor, write
from portal.web.errors import status_of
from portal.web.guards import access


@bp.get("/versies/<uuid:version_id>")
@access(*READERS)
def version(version_id: uuid.UUID) -> ResponseReturnValue:
    """Show a version: where it stands, what it says, its document and its digests."""
    return _page(queries.version(db.session, current_actor(), version_id))


@bp.get("/versies/<uuid:version_id>/pdf")
@access(*READERS)
def document(version_id: uuid.UUID) -> ResponseReturnValue:
    """Give the stored bytes that the parties approve."""
    row = queries.version(db.session, current_actor(), version_id)
    return pdf(queries.document(db.session, current_actor(), row), printing.file_name(queries.content_of(row)))


@bp.get("/versies/<uuid:version_id>/leesexemplaar/<code>")
@access(*READERS)
def reading_copy(version_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Give a version in another language, for information."""
    row = queries.version(db.session, current_actor(), version_id)
    content, language = queries.content_of(row), languages.load(code)
    made = printing.reading_copy_pdf(content, language, current_app.config["SETTINGS"].help_phone, row.state)
    return pdf(made, printing.reading_copy_name(content, language))


@bp.get("/versies/<uuid:version_id>/verschil")
@access(*READERS)
def changes(version_id: uuid.UUID) -> ResponseReturnValue:
    """Say what is different from the version before."""
    row = queries.version(db.session, current_actor(), version_id)
    before = queries.predecessor(db.session, current_actor(), row)
    told = told_changes(queries.content_of(before), queries.content_of(row)) if before else []
    return page("agreements/changes.html", row=row, desk=None, before=before, changes=told)


@bp.post("/versies/<uuid:version_id>/voorleggen")
@access(*WRITERS)
def offer(version_id: uuid.UUID) -> ResponseReturnValue:
    """Put a frozen version before the parties."""
    with write() as uow:
        services.offer(uow, version_id)
        uow.answer = url_for("agreements.version", version_id=version_id)
    return redirect(uow.answer, 303)


@bp.post("/versies/<uuid:version_id>/verlengen")
@access(*WRITERS)
def extend(version_id: uuid.UUID) -> ResponseReturnValue:
    """Write down that the parties go on until a later day."""
    form = ExtendForm(request.form)
    if form.validate():
        try:
            with write() as uow:
                services.extend(uow, version_id, form.until.data, posted_version())
                uow.answer = url_for("agreements.version", version_id=version_id)
            flash(_("De verlenging is vastgelegd."), "success")
            return redirect(uow.answer, 303)
        except DomainError as refused:
            form.refuse(refused)
            return _page(_again(version_id), status_of(refused), extending=form)
    return _page(_again(version_id), 422, extending=form)


@bp.post("/versies/<uuid:version_id>/beeindigen")
@access(*WRITERS)
def end(version_id: uuid.UUID) -> ResponseReturnValue:
    """Write down that the agreement ended."""
    form = EndForm(request.form)
    if form.validate():
        try:
            with write() as uow:
                services.end(uow, version_id, form.on.data, posted_version())
                uow.answer = url_for("agreements.version", version_id=version_id)
            flash(_("De beëindiging is vastgelegd."), "success")
            return redirect(uow.answer, 303)
        except DomainError as refused:
            form.refuse(refused)
            return _page(_again(version_id), status_of(refused), ending=form)
    return _page(_again(version_id), 422, ending=form)


def _again(version_id: uuid.UUID) -> AgreementVersion:
    return queries.version(db.session, current_actor(), version_id)


def _page(row: AgreementVersion, status: int = 200, **forms: Any) -> ResponseReturnValue:
    actor = current_actor()
    case = cases.case(db.session, actor, row.case_id)
    newest = queries.versions(db.session, actor, row.agreement_id)[0]
    drafting = queries.draft_of(db.session, actor, row.agreement_id)
    binding = row.state in BINDING and policies.may_end(actor, row)
    given = {
        "extending": ExtendForm(data={"until": None}) if binding else None,
        "ending": EndForm(data={"on": clock.today()}) if binding else None,
    }
    return page(
        "agreements/version.html", status, row=row, case=case, content=queries.content_of(row), newest=newest,
        drafting=drafting, copy_languages=[languages.load(code) for code in languages.CODES],
        override=queries.override_of(db.session, actor, row.id), effect=services.effect_due(row) if row.state is VersionState.REFLECTION else None,
        may_change=policies.may_change(actor, case), may_offer=policies.may_offer(actor, row), **(given | forms),
    )  # fmt: skip
