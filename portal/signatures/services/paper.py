"""Signing on paper: a scan that came back, its pages matched by one member of staff and confirmed by another."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from portal.core import blobs, clock
from portal.core.errors import Conflict, Denied, Invalid
from portal.core.plaintext import clean
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.signatures import policies, queries
from portal.signatures.events import PaperConfirmed, PaperReceived, PaperRejected
from portal.signatures.models import PaperReturn, Signatory, Signature
from portal.signatures.rules.presence import Part, WitnessFacts, match_pages, page_code
from portal.signatures.rules.states import Channel, Method
from portal.signatures.services import course, table
from portal.signatures.services.signing import place_on_paper


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A scan as it was uploaded and looked through: `codes` per scanned page in their order, `typed` the places by hand."""

    scan: bytes
    scan_pages: int
    codes: Sequence[str]
    printed_pages: int
    signed_on: dt.date
    location: str
    witness: WitnessFacts
    typed: Sequence[int] = ()


def receive_paper(uow: UnitOfWork, signatory_id: uuid.UUID, facts: PaperFacts) -> PaperReturn:
    """Keep a scan whose pages are all there; it counts only after another member of staff confirmed it.

    Raises Denied, Invalid("signing.page-…", "signing.pages-missing", "signing.signed-on", "signing.location-empty"),
    Conflict("signing.already-…", "signing.version-over", "signing.not-turn", "signing.paper-waits").
    """
    version, row = table.at_the_table(uow, signatory_id, Channel.PAPER)
    if queries.waiting_paper(uow.session, row.id) is not None:
        raise Conflict("signing.paper-waits")
    if len(facts.codes) != facts.scan_pages:
        raise Invalid("signing.pages-count", field="codes", pages=facts.scan_pages)
    printed = [page_code(version.id, row.id, number) for number in range(1, facts.printed_pages + 1)]
    pages = match_pages(facts.codes, printed)
    offered_on = clock.local(version.offered_at or version.frozen_at).date()
    if not offered_on <= facts.signed_on <= clock.local(uow.now).date():
        raise Invalid("signing.signed-on", field="signed_on")
    location = clean(facts.location, 200, field="location")
    if not location:
        raise Invalid("signing.location-empty", field="location")
    file = blobs.keep(uow, facts.scan, name="getekend-papier.pdf", media_type="application/pdf", case_id=row.case_id)
    paper = uow.add(
        PaperReturn(
            case_id=row.case_id, signatory_id=row.id, scan_file_id=file.id, signed_on=facts.signed_on,
            pages={"order": pages, "typed": list(facts.typed)}, location=location, uploaded_by=uow.actor.id,
        )
    )
    table.note_witness(uow, row, Part.WITNESS, facts.witness)
    uow.record(PaperReceived(row.case_id, row.version_id, row.id, paper.id, file.sha256, len(pages)))
    return paper


def confirm_paper(uow: UnitOfWork, paper_id: uuid.UUID) -> Signature:
    """Let a signature on paper count, as a second pair of eyes.

    Raises Denied("signing.four-eyes"), Conflict("signing.paper-done", "signing.version-over", "signing.question-open").
    """
    paper, row = _waiting(uow, paper_id)
    if uow.actor.id is not None and paper.uploaded_by == uow.actor.id:
        raise Denied("signing.four-eyes")
    signature = place_on_paper(uow, row, paper)
    assert signature.method is Method.PAPER
    paper.confirmed_by, paper.confirmed_at = uow.actor.id, uow.now
    uow.session.flush()
    uow.record(PaperConfirmed(row.case_id, row.version_id, row.id, paper.id))
    return signature


def reject_paper(uow: UnitOfWork, paper_id: uuid.UUID) -> None:
    """Set a scan aside, because it is not what it should be; another may be uploaded."""
    paper, row = _waiting(uow, paper_id)
    paper.rejected_at = uow.now
    uow.session.flush()
    uow.record(PaperRejected(row.case_id, row.version_id, row.id, paper.id))


def _waiting(uow: UnitOfWork, paper_id: uuid.UUID) -> tuple[PaperReturn, Signatory]:
    require(policies.may_invite(uow.actor), "signing.invite")
    signatory_id = queries.signatory_of_paper(uow.session, paper_id)
    course.lock(uow, queries.version_of(uow.session, signatory_id))
    row, paper = uow.get(Signatory, signatory_id), uow.get(PaperReturn, paper_id)
    if paper.confirmed_at is not None or paper.rejected_at is not None:
        raise Conflict("signing.paper-done")
    return paper, row
