"""Making the final file and looking after it: read, render and seal outside any transaction, write once."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import uuid

from portal.agreements.content import canonical
from portal.agreements.printing import CONTENT_FILE, agreement_html, file_name
from portal.core import blobs, clock
from portal.core.blobs import StoredFile
from portal.core.policy import SYSTEM, scoped
from portal.core.worker import Run, job
from portal.documents.authority import Authority
from portal.documents.keys import identify
from portal.documents.render import Attached, render_pdf
from portal.documents.seal import Level, SealedPdf, SealFailed, extend_pdf, ladder, seal_pdf
from portal.sealing import evidence, queries, services
from portal.sealing.models import SealedFile
from portal.sealing.place import place

RENDER_LIMIT = 60.0
REASON = "Verzegeld nadat alle partijen hebben ondertekend"
AT_ONCE = 25
"""So many seals are extended in one go, so that a silent service holds up the other work for minutes at most."""

log = logging.getLogger("driehoek.seal")


@job("sealing.seal")
def seal(run: Run) -> None:
    """Make, seal and register the final file of a completely signed version; harmless when asked again."""
    version_id, at = run.id_of("version_id"), clock.now()
    configured = identify(place.key) if place.key.address else None
    with run.read() as session:
        done = queries.sealed_file(session, SYSTEM, version_id) is not None
        row = queries.enrolled(session, configured.fingerprint) if configured else queries.authority(session, at)
        authority = configured or (queries.keys(session, row) if row is not None else None)
        made = queries.signed(session, version_id)
        session.expunge_all()  # the rows are read on after the session is over
    if done:
        with run.write():
            return
    if row is None or authority is None:
        with run.write() as uow:
            if configured:
                services.enrol(uow, Authority.known(configured.chain_pem))
            else:
                services.make_authority(uow)
            key = f"sealing.seal:{version_id}:with-authority"
            uow.enqueue("sealing.seal", key=key, version_id=version_id, case_id=made.version.case_id)
        return
    sealed, proof = final_file(made, authority, at)
    final = services.Final(
        data=sealed.data,
        name=f"{file_name(made.content).removesuffix('.pdf')}_getekend.pdf",
        sha256=hashlib.sha256(sealed.data).hexdigest(),
        evidence_sha256=hashlib.sha256(proof).hexdigest(),
        level=sealed.level.value,
        pending=sealed.level is not ladder(authority, place.stamping)[0],
        proven_until=sealed.proven_until,
        sealed_at=at,
        authority_id=row.id,
        chain=made.head,
    )
    with run.write() as uow:
        services.store(uow, version_id, final)


def final_file(made: queries.Signed, authority: Authority, at: dt.datetime) -> tuple[SealedPdf, bytes]:
    """Make the final file at the highest level that can be reached now, and its evidence.

    The annex names the level, so a lower one is another file, not the same with a weaker seal.
    """
    level = ladder(authority, place.stamping)[0]
    while True:
        try:
            return _final_file(made, authority, at, level)
        except SealFailed as failed:
            if failed.lower is None or failed.lower.rank >= level.rank:
                raise
            log.warning("no seal at %s (%s); going on at %s", level, failed, failed.lower)
            level = failed.lower


def _final_file(made: queries.Signed, authority: Authority, at: dt.datetime, level: Level) -> tuple[SealedPdf, bytes]:
    """Render the agreement with its signatures and evidence, attach what was approved, certify; file and evidence."""
    html = agreement_html(
        made.content,
        marks=evidence.marks(made),
        annex=evidence.annex(made, at=at, level=level, authority=authority),
        publisher=place.bureau,
    )
    proof = evidence.machine(made, at=at, level=level, authority=authority)
    attachments = [
        Attached(evidence.P0_NAME, made.p0, "Het document zoals het ter ondertekening is voorgelegd", "Source"),
        Attached(evidence.EVIDENCE_NAME, proof, "Bewijs van ondertekening, voor computers", "Data"),
        Attached(CONTENT_FILE, canonical(made.content), "De inhoud van deze overeenkomst als gegevens", "Data"),
    ]
    pdf = render_pdf(html, created=at, attachments=attachments, limit=RENDER_LIMIT)
    sealed = seal_pdf(pdf, authority, reason=REASON, at=at, level=level, stamping=place.stamping, source=place.key)
    return sealed, proof


@job(services.WATCH)
def watch(run: Run) -> None:
    """Ask for a new time stamp where a seal proves less than it should or its proof soon ends, and look again later."""
    at = clock.now()
    with run.read() as session:
        due = queries.to_renew(session, at + place.renew_before)
        session.expunge_all()
    if due and not place.stamping.url:
        log.warning("%s seals wait for a time stamp, but there is no DRIEHOEK_TIMESTAMP_URL", len(due))
    with run.write() as uow:
        for edition in due[:AT_ONCE] if place.stamping.url else ():
            services.ask_to_extend(uow, edition)
        services.ask_to_watch(uow, services.HOURLY if due and place.stamping.url else services.WEEKLY)


@job(services.EXTEND)
def extend(run: Run) -> None:
    """Add a time stamp behind the newest edition of a sealed file; a silent service is asked again by the next watch."""
    file_id, number = run.id_of("file_id"), int(run.text_of("number"))
    with run.read() as session:
        file = session.scalars(scoped(SealedFile, SYSTEM).where(SealedFile.id == file_id)).one()
        edition = queries.newest(session, SYSTEM, file)
        authority = queries.keys(session, queries.authority_of(session, file))
        stored = session.scalars(scoped(StoredFile, SYSTEM).where(StoredFile.id == edition.stored_file_id)).one()
        pdf = blobs.fetch(session, stored)
        session.expunge_all()
    better = None
    if edition.number == number and place.stamping.url:
        made = _extended(file_id, pdf, authority, Level(edition.level))
        if made is not None and (made.level.rank > Level(edition.level).rank or made.proven_until > edition.proven_until):
            better = made
    with run.write() as uow:
        if better is not None:
            pending = better.level.rank < ladder(authority, place.stamping)[0].rank
            services.add_edition(uow, file_id, number, better, pending=pending)


def _extended(file_id: uuid.UUID, pdf: bytes, authority: Authority, reached: Level) -> SealedPdf | None:
    """Extend to the highest level that can be had now, never below the one that was *reached*."""
    level: Level | None = max(ladder(authority, place.stamping)[0], reached, key=lambda one: one.rank)
    while level is not None and level.rank >= reached.rank and level.stamped:
        try:
            return extend_pdf(pdf, authority, at=clock.now(), level=level, stamping=place.stamping)
        except SealFailed as failed:
            log.warning("sealed file %s gets no time stamp at %s: %s", file_id, level, failed)
            level = failed.lower if failed.lower is not None and failed.lower.rank < level.rank else None
    return None
