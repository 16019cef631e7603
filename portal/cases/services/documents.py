"""Documents of a case: checked by content, stored once, kept in one compartment."""

from __future__ import annotations

import uuid

from portal.cases import policies
from portal.cases.events import DocumentFiled
from portal.cases.models import Case, CaseDocument
from portal.cases.rules import CLOSED_STATES, DocumentFacts
from portal.cases.rules.files import file_name, media_type_of
from portal.core import blobs, clock
from portal.core.blobs import StoredFile
from portal.core.db import Compartment
from portal.core.errors import Conflict, Invalid
from portal.core.plaintext import clean, refuse_bsn
from portal.core.policy import require, scoped
from portal.core.uow import UnitOfWork

UNSAID = "zorgstuk"
"""What stands in the clear for a care document: as the name of its file, and as its title."""


def file_document(
    uow: UnitOfWork, case_id: uuid.UUID, facts: DocumentFacts, data: bytes, incident_id: uuid.UUID | None = None
) -> CaseDocument:
    """Put a document into a case.

    Raises Denied, Conflict("case.closed"), Invalid("document.title"), ("document.compartment") and of the file itself.
    """
    case = uow.get(Case, case_id)
    if case.state in CLOSED_STATES:
        raise Conflict("case.closed")
    return _file(uow, case, facts, data, incident_id)


def file_uploaded(uow: UnitOfWork, case: Case, facts: DocumentFacts, stored_file_id: uuid.UUID) -> CaseDocument:
    """Put a file that was uploaded with a referral into the new case, under the key of that case."""
    return _file(uow, case, facts, blobs.fetch(uow.session, uow.get(StoredFile, stored_file_id)), None)


def check_facts(uow: UnitOfWork, facts: DocumentFacts) -> DocumentFacts:
    """Clean what is told about a document; Invalid("document.title") without a title or a file name."""
    title = clean(facts.title or facts.file_name, 200, field="title")
    if not title:
        raise Invalid("document.title", field="title")
    if facts.compartment not in set(Compartment):
        raise Invalid("document.compartment", field="compartment")
    if facts.dated_on is not None and facts.dated_on > clock.local(uow.now).date():
        raise Invalid("case.future", field="dated_on")
    return DocumentFacts(
        title=refuse_bsn(title, field="title"),
        kind=facts.kind,
        compartment=facts.compartment,
        dated_on=facts.dated_on,
        file_name=facts.file_name,
    )


def seal_titles(uow: UnitOfWork) -> int:
    """Seal the titles of care documents that an earlier version kept in the clear; return how many."""
    wanted = scoped(CaseDocument, uow.actor).where(
        CaseDocument.compartment == Compartment.CARE, CaseDocument.title_sealed.is_(None)
    )
    rows = list(uow.session.scalars(wanted))
    for row in rows:
        _seal_title(uow, row, row.title)
    return len(rows)


def _seal_title(uow: UnitOfWork, row: CaseDocument, title: str) -> None:
    uow.seal(row, "title", title)
    row.title = UNSAID.capitalize()
    uow.session.flush()


def _file(
    uow: UnitOfWork, case: Case, facts: DocumentFacts, data: bytes, incident_id: uuid.UUID | None
) -> CaseDocument:
    facts = check_facts(uow, facts)
    compartment = Compartment(facts.compartment)
    require(policies.may_file(uow.actor, case, compartment), "document.file")
    media_type, care = media_type_of(data), compartment is Compartment.CARE
    stored = blobs.keep(
        uow, data, name=file_name(UNSAID if care else facts.title, media_type), media_type=media_type, case_id=case.id,
        compartment=compartment,
    )  # fmt: skip
    row = uow.add(
        CaseDocument(
            case_id=case.id,
            title=UNSAID.capitalize() if care else facts.title,
            kind=facts.kind,
            compartment=compartment,
            stored_file_id=stored.id,
            dated_on=facts.dated_on,
            incident_id=incident_id,
            recorded_by=uow.actor.id,
        )
    )
    if care:
        _seal_title(uow, row, facts.title)
    uow.record(DocumentFiled(case.id, row.id, row.kind.value, compartment.value, stored.sha256))
    return row
