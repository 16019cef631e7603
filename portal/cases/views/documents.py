"""Documents of a case: the list, filing one, and taking one out."""

from __future__ import annotations

import io
import uuid

from flask import flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.cases import queries, services
from portal.cases.inputs import UploadForm
from portal.cases.messages import COMPARTMENTS
from portal.cases.models import Case
from portal.cases.rules import DocumentFacts, DocumentKind
from portal.cases.scope import readable
from portal.cases.views.blueprint import READERS, bp, opened, page, posted_file
from portal.core import blobs
from portal.core.db import Compartment, db
from portal.core.errors import Invalid
from portal.core.policy import permits
from portal.web.auth import current_actor, write
from portal.web.disclosure import log_care_read
from portal.web.guards import access


@bp.get("/<uuid:case_id>/stukken")
@access(*READERS)
def documents(case_id: uuid.UUID) -> ResponseReturnValue:
    """List the documents of a case that the reader may open."""
    case = opened(case_id)
    rows = queries.documents(db.session, current_actor(), case_id)
    if any(row.compartment is Compartment.CARE for row in rows):
        log_care_read(db.session, current_actor(), case_id, "document_titles", "case_work")
    titles = queries.document_titles(db.session, rows)
    return page(
        "cases/documents.html", case=case, documents=rows, titles=titles, may_file=permits(current_actor(), "document.file"),
    )  # fmt: skip


@bp.get("/<uuid:case_id>/stukken/nieuw")
@access(*READERS)
def new_document(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a document."""
    case = opened(case_id)
    return page("cases/document_form.html", case=case, form=_choosable(UploadForm(), case))


@bp.post("/<uuid:case_id>/stukken/nieuw")
@access(*READERS)
def file_document(case_id: uuid.UUID) -> ResponseReturnValue:
    """Put a document into a case."""
    case, file = opened(case_id), posted_file()
    form = _choosable(UploadForm(request.form), case)
    fine = form.validate()
    if file is None:
        form.file.errors = [_("Kies eerst een bestand.")]
    elif fine:
        facts = DocumentFacts(
            title=form.title.data or "", kind=DocumentKind(form.kind.data), compartment=form.compartment.data,
            dated_on=form.dated_on.data, file_name=file[0],
        )  # fmt: skip
        try:
            with write() as uow:
                services.file_document(uow, case_id, facts, file[1])
                uow.answer = url_for("cases.documents", case_id=case_id)
            flash(_("Het stuk is opgeborgen."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused)
    return page("cases/document_form.html", 422, case=case, form=form)


@bp.get("/<uuid:case_id>/stukken/<uuid:document_id>/bestand")
@access(*READERS)
def download(case_id: uuid.UUID, document_id: uuid.UUID) -> ResponseReturnValue:
    """Send a document as an attachment; a care document only after its reading was logged."""
    actor = current_actor()
    row = queries.document(db.session, actor, case_id, document_id)
    if row.compartment is Compartment.CARE:
        log_care_read(db.session, actor, case_id, f"document:{document_id}", "case_work")
    stored = row.stored_file
    response = send_file(
        io.BytesIO(blobs.fetch(db.session, stored)), mimetype=stored.media_type, as_attachment=True,
        download_name=stored.name, max_age=0,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response


def _choosable(form: UploadForm, case: Case) -> UploadForm:
    own = readable(current_actor(), case)
    form.compartment.choices = [(key, words) for key, words in COMPARTMENTS.items() if key in own]
    if not request.form:
        form.compartment.data = "C" if Compartment.CARE in own and Compartment.CORPORATION not in own else "B"
    return form
