"""Signing on paper: print a copy, upload the scan, let a second member of staff confirm it."""

from __future__ import annotations

import uuid

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.agreements.models import AgreementVersion
from portal.core import blobs
from portal.core.blobs import StoredFile
from portal.core.db import db
from portal.core.errors import Conflict, Invalid
from portal.core.policy import scoped
from portal.documents.scans import MOST_FILES
from portal.signatures import paperwork, queries, services
from portal.signatures.inputs import put
from portal.signatures.inputs.table import PaperForm
from portal.signatures.models import PaperReturn, Signatory
from portal.signatures.rules import content
from portal.signatures.rules.sheets import sheets
from portal.signatures.rules.states import OPEN, PROFESSIONALS
from portal.signatures.views import bp
from portal.signatures.views.panel import STAFF, _panel_of, _row
from portal.web.auth import current_actor, write
from portal.web.guards import access


@bp.get("/tekenen/<uuid:signatory_id>/papier.pdf")
@access(*STAFF)
def print_copy(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Give the copy to print, with a code on every page."""
    row = _signer(signatory_id)
    version, approved = _approved(row)
    reference = content.heading(version.content)[1]
    made = paperwork.print_copy(row, approved, reference, version.number)
    headers = {"Content-Disposition": f'attachment; filename="{reference}-v{version.number}-papier.pdf"'}
    return Response(made, mimetype="application/pdf", headers=headers)


@bp.get("/tekenen/<uuid:signatory_id>/papier")
@access(*STAFF)
def paper_form(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the scan of a signed paper."""
    return _form_page(_signer(signatory_id), PaperForm(), 200)


@bp.post("/tekenen/<uuid:signatory_id>/papier")
@access(*STAFF)
def receive(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a scan whose pages are all there."""
    row, form = _signer(signatory_id), PaperForm(request.form)
    files, fine = _files(), form.validate()
    if not files:
        form.file.errors = [_("Kies eerst een bestand.")]
    if not fine or not files:
        return _form_page(row, form, 422)
    try:
        version, approved = _approved(row)
        scan, reference = paperwork.read_scan(files), content.heading(version.content)[1]
        found = sheets(scan.codes, paperwork.typed_codes(form.codes.data or ""), reference, version.number)
        facts = services.PaperFacts(
            scan=paperwork.kept_as(files, scan), scan_pages=scan.pages, codes=found.codes, typed=found.typed,
            printed_pages=paperwork.pages_of(approved), signed_on=form.signed_on.data, location=form.location.data or "",
            witness=form.facts(),
        )
        with write() as uow:
            services.receive_paper(uow, signatory_id, facts)
    except (Invalid, Conflict) as error:
        put(form, error, "codes")
        return _form_page(_signer(signatory_id), form, 409 if isinstance(error, Conflict) else 422)
    flash(_("De scan is bewaard. Een collega kijkt hem na; daarna telt de handtekening."), "success")
    return redirect(_panel_of(signatory_id), 303)


@bp.get("/tekenen/papier/<uuid:paper_id>")
@access(*STAFF)
def check_paper(paper_id: uuid.UUID) -> ResponseReturnValue:
    """Show a scan that waits, to the second pair of eyes."""
    paper = _paper(paper_id)
    row = _row(paper.signatory_id)
    return render_template(
        "signatures/paper_check.html", paper=paper, row=row, back_url=_panel_of(row.id),
        waiting=paper.confirmed_at is None and paper.rejected_at is None, own=paper.uploaded_by == current_actor().id,
        scanned_by=queries.name_of(db.session, paper.uploaded_by), statements=queries.statements(db.session, row.id),
    )


@bp.get("/tekenen/papier/<uuid:paper_id>/scan.pdf")
@access(*STAFF)
def scan(paper_id: uuid.UUID) -> ResponseReturnValue:
    """Give a viewing copy of a scan; the original stays as it came."""
    wanted = scoped(StoredFile, current_actor()).where(StoredFile.id == _paper(paper_id).scan_file_id)
    file = db.session.scalars(wanted).one_or_none()
    if file is None:
        abort(404)
    made = paperwork.viewing_copy(blobs.fetch(db.session, file))
    headers = {"Content-Disposition": 'attachment; filename="scan.pdf"'}
    return Response(made, mimetype="application/pdf", headers=headers)


@bp.post("/tekenen/papier/<uuid:paper_id>/bevestigen")
@access(*STAFF)
def confirm_paper(paper_id: uuid.UUID) -> ResponseReturnValue:
    """Let a signature on paper count."""
    on = _panel_of(_paper(paper_id).signatory_id)
    with write() as uow:
        services.confirm_paper(uow, paper_id)
        uow.answer = on
    flash(_("De handtekening op papier telt."), "success")
    return redirect(on, 303)


@bp.post("/tekenen/papier/<uuid:paper_id>/afwijzen")
@access(*STAFF)
def reject_paper(paper_id: uuid.UUID) -> ResponseReturnValue:
    """Set a scan aside."""
    on = _panel_of(_paper(paper_id).signatory_id)
    with write() as uow:
        services.reject_paper(uow, paper_id)
        uow.answer = on
    flash(_("De scan is terzijde gelegd. Er kan een nieuwe komen."), "success")
    return redirect(on, 303)


def _files() -> list[bytes]:
    """Return the files of a scan; one byte more than is taken is enough to know that it is too much."""
    found, left = [], paperwork.LARGEST_SCAN + 1
    for given in request.files.getlist("file")[: MOST_FILES + 1]:
        data = given.stream.read(left)
        left -= len(data)
        if data:
            found.append(data)
    return found


def _signer(signatory_id: uuid.UUID) -> Signatory:
    row = _row(signatory_id)
    if row.role in PROFESSIONALS or row.state not in OPEN:
        abort(404)
    return row


def _paper(paper_id: uuid.UUID) -> PaperReturn:
    wanted = scoped(PaperReturn, current_actor()).where(PaperReturn.id == paper_id)
    row = db.session.scalars(wanted).one_or_none()
    if row is None:
        abort(404)
    return row


def _approved(row: Signatory) -> tuple[AgreementVersion, bytes]:
    wanted = scoped(AgreementVersion, current_actor()).where(AgreementVersion.id == row.version_id)
    version = db.session.scalars(wanted).one()
    file = db.session.scalars(scoped(StoredFile, current_actor()).where(StoredFile.id == version.p0_file_id)).one()
    return version, blobs.fetch(db.session, file)


def _form_page(row: Signatory, form: PaperForm, status: int) -> ResponseReturnValue:
    back = url_for("signatures.at_the_table", signatory_id=row.id)
    return render_template("signatures/paper_form.html", row=row, form=form, back_url=back), status
