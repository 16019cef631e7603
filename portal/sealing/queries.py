"""Reads of the register, and what the final file is made of."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from portal.agreements.content import Content
from portal.agreements.models import AgreementVersion
from portal.cases.models import Case
from portal.core import audit, blobs, clock, crypto
from portal.core.audit import AuditRow
from portal.core.blobs import StoredFile
from portal.core.policy import SYSTEM, Actor, acting, scoped
from portal.documents import verify
from portal.documents.authority import Authority
from portal.documents.verify import Trust
from portal.sealing.models import SealAuthority, SealedEdition, SealedFile
from portal.sealing.place import place
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


def newest(session: Session, actor: Actor, file: SealedFile) -> SealedEdition:
    """Return the newest edition of a sealed file: the one with the most proof."""
    wanted = scoped(SealedEdition, actor).where(SealedEdition.sealed_file_id == file.id)
    return session.scalars(wanted.order_by(SealedEdition.number.desc()).limit(1)).one()


def editions(session: Session) -> list[SealedEdition]:
    """List the newest edition of every sealed file, whose proof ends first first."""
    later = aliased(SealedEdition)
    behind = sa.exists().where(later.sealed_file_id == SealedEdition.sealed_file_id, later.number > SealedEdition.number)
    wanted = scoped(SealedEdition, SYSTEM).where(~behind)
    return list(session.scalars(wanted.order_by(SealedEdition.proven_until, SealedEdition.id)))


def register_of_editions(session: Session) -> list[SealedEdition]:
    """List every edition that was ever on the register, in the order of their making."""
    return list(session.scalars(scoped(SealedEdition, SYSTEM).order_by(SealedEdition.made_at, SealedEdition.number)))


def to_renew(session: Session, until: dt.datetime) -> list[SealedEdition]:
    """List the newest editions that prove less than they should, or whose proof ends before *until*."""
    return [one for one in editions(session) if one.pending or one.proven_until < until]


def authority(session: Session, moment: dt.datetime) -> SealAuthority | None:
    """Return the newest authority whose key we hold and that is valid at *moment*."""
    wanted = scoped(SealAuthority, SYSTEM).where(SealAuthority.valid_from <= moment, SealAuthority.valid_until > moment)
    wanted = wanted.where(SealAuthority.authority_sealed.is_not(None))
    return session.scalars(wanted.order_by(SealAuthority.created_at.desc())).first()


def enrolled(session: Session, fingerprint: str) -> SealAuthority | None:
    """Return the authority with this fingerprint."""
    return session.scalars(scoped(SealAuthority, SYSTEM).where(SealAuthority.fingerprint == fingerprint)).one_or_none()


def authority_of(session: Session, file: SealedFile) -> SealAuthority:
    """Return the authority that sealed *file*."""
    return session.scalars(scoped(SealAuthority, SYSTEM).where(SealAuthority.id == file.authority_id)).one()


def keys(session: Session, row: SealAuthority) -> Authority:
    """Open an authority, with the key if we hold it; for the system only."""
    if row.authority_sealed is None and row.chain is not None:
        return Authority.known(row.chain)
    return Authority.load(crypto.reveal(session, row, "authority").encode())


def authorities(session: Session) -> list[SealAuthority]:
    """List all authorities, the newest first: their certificates are public."""
    with acting(session, SYSTEM):
        return list(session.scalars(scoped(SealAuthority, SYSTEM).order_by(SealAuthority.created_at.desc())))


def trust(session: Session) -> Trust:
    """Say whom a seal is judged against: our own roots, certificates issued to us, and known time-stamp services."""
    rows = authorities(session)
    others = [Authority.known(row.chain) for row in rows if row.chain is not None]
    return Trust(
        roots=tuple(row.root for row in rows if row.chain is None),
        ours=tuple(one.certificate for one in others),
        chain=tuple(dict.fromkeys(above for one in others for above in one.chain)),
        services=place.stamping.roots,
    )


def verdict(session: Session, pdf: bytes) -> Verdict:
    """Judge any bytes by the register and by the seal; tells nothing about an agreement unless these are its bytes.

    The register sees what a seal cannot: a file cut back to an earlier sealed state that was never given out.
    """
    digest = hashlib.sha256(pdf).hexdigest()
    report = verify.inspect(pdf, trust(session), clock.now())
    with acting(session, SYSTEM):
        known = _known(session, digest)
    stamped = report.trusted and report.timestamped
    return Verdict(
        outcome=judge(known, report.finding.value),
        sha256=digest,
        size=len(pdf),
        known=known,
        seal=report.finding.value,
        sealed_by=report.signer if report.trusted else "",
        claimed_at=dt.datetime.fromisoformat(report.claimed_at) if report.trusted and report.claimed_at else None,
        stamped_by=report.stamped_by if stamped else "",
        stamped_at=dt.datetime.fromisoformat(report.stamped_at) if stamped else None,
        stamp_trusted=stamped and report.stamp_trusted,
    )


def _known(session: Session, digest: str) -> Known | None:
    edition = session.scalars(scoped(SealedEdition, SYSTEM).where(SealedEdition.sha256 == digest)).first()
    wanted = scoped(AgreementVersion, SYSTEM)
    if edition is not None:
        final = session.scalars(scoped(SealedFile, SYSTEM).where(SealedFile.id == edition.sealed_file_id)).one()
        version = session.scalars(wanted.where(AgreementVersion.id == final.version_id)).one()
        about = _about(session, version, Outcome.FINAL, final.sealed_at, edition.level)
        return replace(about, edition=edition.number, editions=newest(session, SYSTEM, final).number)
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
