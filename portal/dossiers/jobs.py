"""Binding a filing into one file: read, make, write once."""

from __future__ import annotations

import hashlib

from portal.core import blobs
from portal.core.db import Compartment
from portal.core.policy import SYSTEM, scoped
from portal.core.worker import Run, job
from portal.dossiers import queries, sources
from portal.dossiers.events import DossierBound
from portal.dossiers.models import DossierFiling
from portal.dossiers.printing import Bound, bind
from portal.dossiers.rules import FilingState


@job("dossiers.bind")
def bind_filing(run: Run) -> None:
    """Make the one file of a filing; harmless when asked again."""
    filing_id = run.id_of("filing_id")
    with run.read() as session:
        filing = session.scalars(scoped(DossierFiling, SYSTEM).where(DossierFiling.id == filing_id)).one()
        done = filing.state is FilingState.DONE
        frame = sources.frame(session, filing, queries.dossier(session, SYSTEM, filing.dossier_id))
        exhibits = [] if done else sources.sources(session, filing)
        name = f"{frame.reference}_dossier_indiening-{filing.number}.pdf"
    if done:
        with run.write():
            return
    bound = bind(frame, exhibits)
    with run.write() as uow:
        row = uow.get(DossierFiling, filing_id)
        if row.state is FilingState.DONE:
            return
        file = blobs.keep(
            uow,
            bound.data,
            name=name,
            media_type="application/pdf",
            case_id=row.case_id,
            compartment=Compartment.CORPORATION,
        )
        row.state, row.stored_file_id, row.sha256 = FilingState.DONE, file.id, file.sha256
        row.pages, row.size, row.bound_at = bound.pages, len(bound.data), uow.now
        row.exhibits = listing(bound)
        digest = hashlib.sha256(bound.data).hexdigest()
        uow.record(DossierBound(row.case_id, row.id, row.number, bound.pages, digest, frame.head[0], frame.head[1]))


def listing(bound: Bound) -> dict[str, object]:
    """What was bound, kept with the filing: number, pages and digest of each exhibit."""
    return {
        "exhibits": [
            {
                "number": e.source.number,
                "title": e.source.title,
                "pages": e.pages,
                "sha256": e.sha256,
                "notes": list(e.notes),
            }
            for e in bound.exhibits
        ]
    }
