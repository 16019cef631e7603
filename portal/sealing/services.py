"""Commands of sealing; all of them the system's own."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from portal.agreements import services as agreements
from portal.core import blobs
from portal.core.blobs import StoredFile
from portal.core.db import Compartment
from portal.core.errors import Conflict
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.documents.authority import Authority
from portal.documents.authority import make_authority as generate
from portal.documents.seal import SealedPdf
from portal.sealing import queries
from portal.sealing.events import AuthorityMade, CertificateEnrolled, DocumentSealed, EditionAdded
from portal.sealing.models import SealAuthority, SealedEdition, SealedFile
from portal.sealing.place import place
from portal.signatures import queries as signing
from portal.signatures import services as ceremony

WATCH, EXTEND = "sealing.watch", "sealing.extend"
SOON, HOURLY, WEEKLY = dt.timedelta(minutes=15), dt.timedelta(hours=1), dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Final:
    """A final file, made outside any transaction."""

    data: bytes
    name: str
    sha256: str
    evidence_sha256: str
    level: str
    pending: bool
    proven_until: dt.datetime
    sealed_at: dt.datetime
    authority_id: uuid.UUID
    chain: tuple[int, str]


def make_authority(uow: UnitOfWork) -> SealAuthority:
    """Make this installation's certificates, unless there are valid ones."""
    require(uow.actor.kind == "system", "sealing.system-only")
    found = queries.authority(uow.session, uow.now)
    if found is not None:
        return found
    made = generate(place.bureau, now=uow.now, not_before=uow.now - place.backdated)
    row = SealAuthority(
        fingerprint=made.fingerprint, root=made.root, valid_from=made.valid_from, valid_until=made.valid_until
    )
    uow.seal(row, "authority", made.dump().decode())
    uow.add(row)
    uow.record(AuthorityMade(None, row.id, row.fingerprint, row.valid_until))
    return row


def enrol(uow: UnitOfWork, authority: Authority) -> SealAuthority:
    """Put a certificate that somebody else issued on the register, once; a key that we hold goes into the encrypted store.

    Raises Conflict("sealing.certificate-ended") when the certificate is not valid now.
    """
    require(uow.actor.kind == "system", "sealing.system-only")
    found = queries.enrolled(uow.session, authority.fingerprint)
    if found is None:
        if not authority.valid_from <= uow.now < authority.valid_until:
            raise Conflict("sealing.certificate-ended")
        found = SealAuthority(
            fingerprint=authority.fingerprint, root=authority.root, chain=authority.chain_pem,
            valid_from=authority.valid_from, valid_until=authority.valid_until,
        )  # fmt: skip
        uow.add(found)
        uow.record(CertificateEnrolled(None, found.id, found.fingerprint, found.valid_until))
    if authority.key and found.authority_sealed is None:
        uow.seal(found, "authority", authority.dump().decode())
    return found


def store(uow: UnitOfWork, version_id: uuid.UUID, final: Final) -> SealedFile:
    """Put the final file in the register and give every party its copy; a second time changes nothing.

    Raises Conflict("sealing.not-signed") when somebody's signature is missing after all.
    """
    require(uow.actor.kind == "system", "sealing.system-only")
    version = agreements.lock(uow, version_id)
    found = queries.sealed_file(uow.session, uow.actor, version_id)
    if found is not None:
        return found
    round_ = signing.round_of(uow.session, version_id)
    if round_ is None or round_.completed_at is None:
        raise Conflict("sealing.not-signed")
    file = blobs.keep(
        uow,
        final.data,
        name=final.name,
        media_type="application/pdf",
        case_id=version.case_id,
        compartment=Compartment.SHARED,
    )
    row = uow.add(
        SealedFile(
            case_id=version.case_id, version_id=version_id, stored_file_id=file.id, authority_id=final.authority_id,
            sha256=final.sha256, evidence_sha256=final.evidence_sha256, level=final.level, sealed_at=final.sealed_at,
            chain_seq=final.chain[0], chain_head=final.chain[1],
        )
    )  # fmt: skip
    uow.add(
        SealedEdition(
            case_id=version.case_id, sealed_file_id=row.id, number=1, stored_file_id=file.id, sha256=final.sha256,
            level=final.level, made_at=final.sealed_at, proven_until=final.proven_until, pending=final.pending,
        )
    )  # fmt: skip
    ask_to_watch(uow, SOON if final.pending else WEEKLY)
    uow.record(
        DocumentSealed(version.case_id, version_id, row.id, row.sha256, row.level, row.chain_seq, row.chain_head)
    )
    ceremony.deliver_copy(uow, version_id, file.id)
    return row


def add_edition(uow: UnitOfWork, file_id: uuid.UUID, number: int, made: SealedPdf, *, pending: bool) -> SealedEdition:
    """Put the next edition of a sealed file on the register; the earlier ones stay.

    Raises Conflict("sealing.not-behind") when it does not begin with the bytes of edition *number*, the newest one.
    """
    require(uow.actor.kind == "system", "sealing.system-only")
    row = uow.get(SealedFile, file_id)
    newest = queries.newest(uow.session, uow.actor, row)
    if newest.number != number:
        return newest
    before = uow.get(StoredFile, newest.stored_file_id)
    if not made.data.startswith(blobs.fetch(uow.session, before)):
        raise Conflict("sealing.not-behind")
    file = blobs.keep(
        uow, made.data, name=before.name, media_type=before.media_type, case_id=row.case_id, compartment=before.compartment
    )
    edition = uow.add(
        SealedEdition(
            case_id=row.case_id, sealed_file_id=row.id, number=number + 1, stored_file_id=file.id, sha256=file.sha256,
            level=made.level.value, made_at=uow.now, proven_until=made.proven_until, pending=pending,
        )
    )  # fmt: skip
    uow.record(
        EditionAdded(row.case_id, row.id, edition.number, edition.sha256, edition.level, edition.proven_until)
    )
    return edition


def ask_to_watch(uow: UnitOfWork, after: dt.timedelta) -> None:
    """Have the seals looked after again *after* so long; asked for once per hour."""
    due = uow.now + after
    uow.enqueue(WATCH, key=f"{WATCH}:{due:%Y-%m-%dT%H}", due=due)


def ask_to_extend(uow: UnitOfWork, edition: SealedEdition) -> None:
    """Ask for a new time stamp behind *edition*; once per hour."""
    key = f"{EXTEND}:{edition.id}:{uow.now:%Y-%m-%dT%H}"
    uow.enqueue(EXTEND, key=key, file_id=edition.sealed_file_id, number=edition.number, case_id=edition.case_id)


def load_shipped(uow: UnitOfWork) -> None:
    """Begin to look after the seals."""
    ask_to_watch(uow, SOON)
