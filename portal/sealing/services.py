"""Commands of sealing; all of them the system's own."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from portal.agreements.models import AgreementVersion
from portal.core import blobs
from portal.core.db import Compartment
from portal.core.errors import Conflict
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.documents.authority import make_authority as generate
from portal.sealing import queries
from portal.sealing.events import AuthorityMade, DocumentSealed
from portal.sealing.models import SealAuthority, SealedFile
from portal.sealing.place import place
from portal.signatures import queries as signing
from portal.signatures import services as ceremony


@dataclass(frozen=True, slots=True)
class Final:
    """A final file, made outside any transaction."""

    data: bytes
    name: str
    sha256: str
    evidence_sha256: str
    level: str
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


def store(uow: UnitOfWork, version_id: uuid.UUID, final: Final) -> SealedFile:
    """Put the final file in the register and give every party its copy; a second time changes nothing.

    Raises Conflict("sealing.not-signed") when somebody's signature is missing after all.
    """
    require(uow.actor.kind == "system", "sealing.system-only")
    version = uow.get(AgreementVersion, version_id)
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
    uow.record(
        DocumentSealed(version.case_id, version_id, row.id, row.sha256, row.level, row.chain_seq, row.chain_head)
    )
    ceremony.deliver_copy(uow, version_id, file.id)
    return row
