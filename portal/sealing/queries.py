"""Reads of the register, and what the final file is made of."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.agreements.content import Content
from portal.agreements.models import AgreementVersion
from portal.cases.models import Case
from portal.core import audit, blobs, clock, crypto
from portal.core.audit import AuditRow
from portal.core.blobs import StoredFile
from portal.core.policy import SYSTEM, Actor, acting, scoped
from portal.documents import verify
from portal.documents.authority import Authority
from portal.sealing.models import SealAuthority, SealedFile
from portal.sealing.rules import Known, Outcome, Verdict, judge, standing
from portal.signatures import queries as signing
from portal.signatures.models import Signatory

SIGNING_EVENTS = ("signing.", "agreement.signed", "agreement.frozen", "agreement.offered", "agreement.moved")
Lookup = Callable[[Session, str], Known | None]
_registers: list[Lookup] = []


def register(lookup: Lookup) -> Lookup:
    """Let a later stage answer for files of its own: digest of the bytes to what is known, or None."""
    if lookup not in _registers:
        _registers.append(lookup)
    return lookup


@dataclass(frozen=True, slots=True)
class Signed:
    """Everything the final file is made of, read in one go."""

    version: AgreementVersion
    content: Content
    p0: bytes
    p0_name: str
    signatories: list[Signatory]
    evidence: list[dict[str, object]]
    trail: list[AuditRow]
    head: tuple[int, str]


def signed(session: Session, version_id: uuid.UUID) -> Signed:
    """Gather a completely signed version, as the system."""
    version = session.scalars(scoped(AgreementVersion, SYSTEM).where(AgreementVersion.id == version_id)).one()
    p0 = session.scalars(scoped(StoredFile, SYSTEM).where(StoredFile.id == version.p0_file_id)).one()
    people = signing.signatories(session, version_id)
    return Signed(
        version=version,
        content=Content.model_validate(version.content),
        p0=blobs.fetch(session, p0),
        p0_name=p0.name,
        signatories=people,
        evidence=signing.evidence(session, version_id),
        trail=_trail(session, version, {str(row.id) for row in people}),
        head=audit.head(session),
    )


def _trail(session: Session, version: AgreementVersion, signatories: set[str]) -> list[AuditRow]:
    """The rows of the audit chain that tell how this version came about and was signed."""
    rows = session.scalars(scoped(AuditRow, SYSTEM).where(AuditRow.case_id == version.case_id).order_by(AuditRow.seq))
    found = []
    for row in rows:
        data = row.data
        about = data.get("version_id") == str(version.id) or data.get("signatory_id") in signatories
        if about and row.name.startswith(SIGNING_EVENTS):
            found.append(row)
    return found


def sealed_file(session: Session, actor: Actor, version_id: uuid.UUID) -> SealedFile | None:
    """Return the final file of a version, None before it was sealed."""
    return session.scalars(scoped(SealedFile, actor).where(SealedFile.version_id == version_id)).one_or_none()


def sealed_files(session: Session, actor: Actor, case_id: uuid.UUID) -> list[SealedFile]:
    """List the final files of a case, the oldest first."""
    return list(
        session.scalars(scoped(SealedFile, actor).where(SealedFile.case_id == case_id).order_by(SealedFile.sealed_at))
    )


def authority(session: Session, moment: dt.datetime) -> SealAuthority | None:
    """Return the newest authority that is valid at *moment*."""
    wanted = scoped(SealAuthority, SYSTEM).where(SealAuthority.valid_from <= moment, SealAuthority.valid_until > moment)
    return session.scalars(wanted.order_by(SealAuthority.created_at.desc())).first()


def keys(session: Session, row: SealAuthority) -> Authority:
    """Open the keys of an authority; for the system only."""
    return Authority.load(crypto.reveal(session, row, "authority").encode())


def authorities(session: Session) -> list[SealAuthority]:
    """List all authorities, the newest first: their roots are public."""
    with acting(session, SYSTEM):
        return list(session.scalars(scoped(SealAuthority, SYSTEM).order_by(SealAuthority.created_at.desc())))


def verdict(session: Session, pdf: bytes) -> Verdict:
    """Judge any bytes by the register and by the seal; tells nothing about an agreement unless these are its bytes.

    The register sees what a seal cannot: a file cut back to an earlier sealed state.
    """
    digest = hashlib.sha256(pdf).hexdigest()
    roots = [row.root for row in authorities(session)]
    report = verify.inspect(pdf, roots, clock.now())
    with acting(session, SYSTEM):
        known = _known(session, digest)
    return Verdict(
        outcome=judge(known, report.finding.value),
        sha256=digest,
        size=len(pdf),
        known=known,
        seal=report.finding.value,
        sealed_by=report.signer if report.trusted else "",
        claimed_at=dt.datetime.fromisoformat(report.claimed_at) if report.trusted and report.claimed_at else None,
    )


def _known(session: Session, digest: str) -> Known | None:
    final = session.scalars(scoped(SealedFile, SYSTEM).where(SealedFile.sha256 == digest)).first()
    wanted = scoped(AgreementVersion, SYSTEM)
    if final is not None:
        version = session.scalars(wanted.where(AgreementVersion.id == final.version_id)).one()
        return _about(session, version, Outcome.FINAL, final.sealed_at, final.level)
    found = session.scalars(wanted.where(AgreementVersion.p0_sha256 == digest)).first()
    if found is not None:
        return _about(session, found, Outcome.APPROVED, found.frozen_at, "")
    return next((known for lookup in _registers if (known := lookup(session, digest)) is not None), None)


def _about(session: Session, version: AgreementVersion, outcome: Outcome, at: dt.datetime, level: str) -> Known:
    reference = session.scalars(scoped(Case, SYSTEM).where(Case.id == version.case_id)).one().reference
    since = version.closed_at.date() if version.closed_at else version.in_force_on
    return Known(
        outcome=outcome,
        title=str(version.content.get("title", "Overeenkomst")),
        reference=reference,
        recorded_at=at,
        number=version.number,
        level=level,
        content_digest=version.content_digest,
        standing=standing(version.state.value, version.ends_on, clock.today()),
        standing_since=since,
    )
