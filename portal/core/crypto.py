"""Envelope encryption of fields and files: master key → data key per case and purpose → AES-256-GCM bound to its row.

The master keys live in files outside the database and its backups. Care data has a master key of its own.
A ciphertext names its table, column and row as associated data, so it cannot be moved to another case.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core.db import Base, Created, SealedBytes
from portal.core.errors import Denied

EVERYWHERE = uuid.UUID(int=0)
"""Scope of secrets that belong to no case."""

CARE = "care"
_FORMAT = b"v1"
_NONCE = 12


class SealBroken(RuntimeError):
    """A ciphertext does not belong where it stands, was changed, or its key is gone."""


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """The two master keys, 32 bytes each; only data keys are ever encrypted with them."""

    case: bytes
    care: bytes

    def for_purpose(self, purpose: str) -> bytes:
        return self.care if purpose == CARE else self.case


_keys: MasterKeys | None = None


def configure(keys: MasterKeys) -> None:
    """Set the master keys of this process."""
    global _keys
    _keys = keys


def configured() -> MasterKeys:
    """Return the master keys, or raise RuntimeError when this process has none."""
    if _keys is None:
        raise RuntimeError("no master keys: call crypto.configure first")
    return _keys


class DataKey(Created, Base):
    """A random key for one case and one purpose, wrapped by a master key; deleting it shreds what it sealed."""

    __tablename__ = "data_key"
    __table_args__ = (sa.UniqueConstraint("scope_id", "purpose"),)

    scope_id: Mapped[uuid.UUID]
    purpose: Mapped[str] = mapped_column(sa.String(20))
    wrapped: Mapped[bytes]


def _wrap(key: bytes, row: DataKey) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    context = f"data_key|{row.scope_id}|{row.purpose}".encode()
    return nonce + AESGCM(configured().for_purpose(row.purpose)).encrypt(nonce, key, context)


def _unwrap(row: DataKey) -> bytes:
    context = f"data_key|{row.scope_id}|{row.purpose}".encode()
    try:
        return AESGCM(configured().for_purpose(row.purpose)).decrypt(
            row.wrapped[:_NONCE], row.wrapped[_NONCE:], context
        )
    except InvalidTag as broken:
        raise SealBroken(f"the data key {context.decode()} does not open with this master key") from broken


def data_key(session: Session, scope_id: uuid.UUID, purpose: str, *, make: bool = False) -> bytes:
    """Return the data key of *scope_id* and *purpose*; with *make*, in a write, make it when absent."""
    known: dict[tuple[uuid.UUID, str], bytes] = session.info.setdefault("data_keys", {})
    if (scope_id, purpose) in known:
        return known[scope_id, purpose]
    wanted = sa.select(DataKey).where(DataKey.scope_id == scope_id, DataKey.purpose == purpose)
    with session.no_autoflush:
        row = session.scalars(wanted).one_or_none()
    if row is None:
        if not make:
            raise SealBroken(f"no data key for {purpose} of {scope_id}: it was destroyed or never made")
        row = DataKey(scope_id=scope_id, purpose=purpose, wrapped=b"")
        row.wrapped = _wrap(secrets.token_bytes(32), row)
        try:
            with session.begin_nested():
                session.add(row)
        except sa.exc.IntegrityError:  # another writer made it in the same instant
            row = session.scalars(wanted).one()
    key = _unwrap(row)
    known[scope_id, purpose] = key
    return key


def encrypt(key: bytes, text: bytes, context: bytes) -> bytes:
    """Encrypt *text* under *key*, bound to *context*."""
    nonce = secrets.token_bytes(_NONCE)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, text, context)


def decrypt(key: bytes, box: bytes, context: bytes) -> bytes:
    """Open what `encrypt` made; raise `SealBroken` when key, context or content differ."""
    if not box.startswith(_FORMAT):
        raise SealBroken("unknown format of ciphertext")
    try:
        return AESGCM(key).decrypt(box[2 : 2 + _NONCE], box[2 + _NONCE :], context)
    except InvalidTag as broken:
        raise SealBroken(f"the ciphertext at {context.decode()} was changed or moved") from broken


def scope_of(row: Base) -> uuid.UUID:
    """Return whose key seals *row*: its case, or the place for what belongs to none."""
    return getattr(row, "case_id", None) or EVERYWHERE


def purpose_of(row: Base, field: str) -> str:
    """Return the purpose of the sealed column of *field*, from its type."""
    kind = sa.inspect(type(row)).columns[f"{field}_sealed"].type
    if not isinstance(kind, SealedBytes):
        raise TypeError(f"{type(row).__name__}.{field}_sealed is not a sealed column")
    return kind.purpose


def _context(row: Base, field: str) -> bytes:
    return f"{row.__tablename__}|{field}|{row.id}".encode()


def seal(session: Session, row: Base, field: str, text: str) -> None:
    """Encrypt *text* into `row.<field>_sealed`; only inside a unit of work."""
    key = data_key(session, scope_of(row), purpose_of(row, field), make=True)
    setattr(row, f"{field}_sealed", encrypt(key, text.encode(), _context(row, field)))


def reveal(session: Session, row: Base, field: str) -> str:
    """Decrypt `row.<field>_sealed`; an empty column gives "".

    Care text opens only after the reading was logged (`open_care`); raises Denied("care.unlogged") otherwise.
    """
    box: bytes | None = getattr(row, f"{field}_sealed")
    if box is None:
        return ""
    purpose = purpose_of(row, field)
    if purpose == CARE:
        demand_care(session, scope_of(row))
    return decrypt(data_key(session, scope_of(row), purpose), box, _context(row, field)).decode()


def open_care(session: Session, case_id: uuid.UUID) -> None:
    """Let *session* open the care text of one case; called by what has just logged the reading."""
    session.info.setdefault("care", set()).add(case_id)


def demand_care(session: Session, case_id: uuid.UUID) -> None:
    """Raise Denied unless the reading of this case's care text was logged for *session*."""
    opened: set[Any] = session.info.get("care", set())
    if case_id not in opened:
        raise Denied("care.unlogged")
