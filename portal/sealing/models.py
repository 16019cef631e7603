"""Tables of sealing: the register of final files and their editions, and the authorities that sealed them."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, CaseBound, Created, Moment, Sealed


class SealAuthority(Created, Base):
    """Certificates that seal for us; they are kept for as long as files exist.

    Made by this installation: the fingerprint is that of the root. Issued by somebody else: it is that of the sealing
    certificate, and `chain` holds that certificate and everything above it as PEM. A key that we hold stands encrypted.
    """

    __tablename__ = "seal_authority"

    fingerprint: Mapped[str] = mapped_column(sa.String(64), unique=True)
    root: Mapped[bytes]
    valid_from: Mapped[Moment]
    valid_until: Mapped[Moment]
    chain: Mapped[str | None] = mapped_column(sa.Text, default=None)
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


class SealedEdition(CaseBound, Created, Base):
    """The bytes of a final file at some moment: as it was sealed (1), then with each later time stamp behind them.

    Every edition begins with the bytes of the one before and stays on the register; `pending` tells that a service was
    silent, so that this edition proves less than the configuration asks for.
    """

    __tablename__ = "sealed_edition"
    __table_args__ = (sa.UniqueConstraint("sealed_file_id", "number"),)

    sealed_file_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("sealed_file.id"))
    number: Mapped[int]
    stored_file_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("stored_file.id"))
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    level: Mapped[str] = mapped_column(sa.String(20))
    made_at: Mapped[Moment]
    proven_until: Mapped[Moment] = mapped_column(index=True)
    pending: Mapped[bool] = mapped_column(default=False)
