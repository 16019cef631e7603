"""Making the final file: read, render and seal outside any transaction, write once."""

from __future__ import annotations

import datetime as dt
import hashlib

from portal.agreements.content import canonical
from portal.agreements.printing import CONTENT_FILE, agreement_html, file_name
from portal.core import clock
from portal.core.policy import SYSTEM
from portal.core.worker import Run, job
from portal.documents.authority import Authority
from portal.documents.render import Attached, render_pdf
from portal.documents.seal import level_of, seal_pdf
from portal.sealing import evidence, queries, services
from portal.sealing.place import place

RENDER_LIMIT = 60.0
REASON = "Verzegeld nadat alle partijen hebben ondertekend"


@job("sealing.seal")
def seal(run: Run) -> None:
    """Make, seal and register the final file of a completely signed version; harmless when asked again."""
    version_id, at = run.id_of("version_id"), clock.now()
    with run.read() as session:
        done = queries.sealed_file(session, SYSTEM, version_id) is not None
        authority = queries.authority(session, at)
        keys = queries.keys(session, authority) if authority is not None else None
        made = queries.signed(session, version_id)
        session.expunge_all()  # the rows are read on after the session is over
    if done:
        with run.write():
            return
    if authority is None or keys is None:
        with run.write() as uow:
            services.make_authority(uow)
            key = f"sealing.seal:{version_id}:with-authority"
            uow.enqueue("sealing.seal", key=key, version_id=version_id, case_id=made.version.case_id)
        return
    data, proof = final_file(made, keys, at)
    final = services.Final(
        data=data,
        name=f"{file_name(made.content).removesuffix('.pdf')}_getekend.pdf",
        sha256=hashlib.sha256(data).hexdigest(),
        evidence_sha256=hashlib.sha256(proof).hexdigest(),
        level=level_of(place.timestamp_url).value,
        sealed_at=at,
        authority_id=authority.id,
        chain=made.head,
    )
    with run.write() as uow:
        services.store(uow, version_id, final)


def final_file(made: queries.Signed, keys: Authority, at: dt.datetime) -> tuple[bytes, bytes]:
    """Render the agreement with its signatures and evidence, attach what was approved, certify; file and evidence."""
    level = level_of(place.timestamp_url)
    html = agreement_html(
        made.content,
        marks=evidence.marks(made),
        annex=evidence.annex(made, at=at, level=level, fingerprint=keys.fingerprint),
        publisher=place.bureau,
    )
    proof = evidence.machine(made, at=at, level=level, fingerprint=keys.fingerprint)
    attachments = [
        Attached(evidence.P0_NAME, made.p0, "Het document zoals het ter ondertekening is voorgelegd", "Source"),
        Attached(evidence.EVIDENCE_NAME, proof, "Bewijs van ondertekening, voor computers", "Data"),
        Attached(CONTENT_FILE, canonical(made.content), "De inhoud van deze overeenkomst als gegevens", "Data"),
    ]
    pdf = render_pdf(html, created=at, attachments=attachments, limit=RENDER_LIMIT)
    return seal_pdf(pdf, keys, reason=REASON, at=at, timestamp_url=place.timestamp_url).data, proof
