"""Tables of sealing: the register of final files, and the authorities that sealed them."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, CaseBound, Created, Moment, Sealed


class SealAuthority(Created, Base):
    """Certificates that this installation made. The key stands encrypted; roots are kept for as long as files exist."""

    __tablename__ = "seal_authority"

    fingerprint: Mapped[str] = mapped_column(sa.String(64), unique=True)
    root: Mapped[bytes]
    valid_from: Mapped[Moment]
    valid_until: Mapped[Moment]
    authority_sealed: Mapped[Sealed | None] = mapped_column(default=None, init=False)


class SealedFile(CaseBound, Created, Base):
    """The one final file of a signed version: its bytes, their digest, and the state of the log when it was sealed."""

    __tablename__ = "sealed_file"

    version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("agreement_version.id"), unique=True)
    stored_file_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("stored_file.id"))
    authority_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("seal_authority.id"))
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    evidence_sha256: Mapped[str] = mapped_column(sa.String(64))
    level: Mapped[str] = mapped_column(sa.String(20))
    sealed_at: Mapped[Moment]
    chain_seq: Mapped[int] = mapped_column(sa.BigInteger)
    chain_head: Mapped[str] = mapped_column(sa.String(64))
