"""Files: content-addressed, written once, encrypted in chunks, on disk before a row refers to them."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import struct
import uuid
from pathlib import Path

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core import crypto
from portal.core.db import Base, Compartment, Created, text_enum
from portal.core.uow import UnitOfWork

_MAGIC = b"DRIE1"
_CHUNK = 1 << 20
_ADDRESS = re.compile(r"^[0-9a-f]{64}$")


class BlobMissing(RuntimeError):
    """The file store does not hold this address, or holds other bytes than were put."""


class BlobStore:
    """Write-once files below one folder, named by a keyed hash of content and key scope."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes, key: bytes) -> str:
        """Encrypt *data* under *key* and return its address; durable when this returns (file and folder synced)."""
        address = hmac.new(key, data, hashlib.sha256).hexdigest()
        target = self._path(address)
        if target.exists():
            return address
        _make_folder(target.parent)
        rest = target.with_name(f".{address}.{secrets.token_hex(8)}.part")
        try:
            with rest.open("xb") as file:
                file.write(_encrypt(data, key))
                file.flush()
                os.fsync(file.fileno())
            rest.rename(target)
        finally:
            rest.unlink(missing_ok=True)
        _sync_folder(target.parent)
        return address

    def get(self, address: str, key: bytes) -> bytes:
        """Return the bytes at *address*; raise `BlobMissing` when absent or changed."""
        try:
            data = _decrypt(self._path(address).read_bytes(), key)
        except (OSError, InvalidTag, struct.error) as broken:
            raise BlobMissing(f"file {address[:12]}… is missing or damaged") from broken
        if hmac.new(key, data, hashlib.sha256).hexdigest() != address:
            raise BlobMissing(f"file {address[:12]}… holds other bytes")
        return data

    def _path(self, address: str) -> Path:
        if not _ADDRESS.match(address):
            raise BlobMissing("not an address")
        return self.root / address[:2] / address


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _file_key(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, salt, b"driehoek file").derive(key))


def _encrypt(data: bytes, key: bytes) -> bytes:
    salt = secrets.token_bytes(16)
    box = _file_key(key, salt)
    parts = [data[i : i + _CHUNK] for i in range(0, len(data), _CHUNK)] or [b""]
    out = [_MAGIC, salt]
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        sealed = box.encrypt(struct.pack(">IQ", int(last), number), part, None)
        out += [struct.pack(">I", len(sealed)), sealed]
    return b"".join(out)


def _decrypt(content: bytes, key: bytes) -> bytes:
    if content[:5] != _MAGIC:
        raise BlobMissing("not a file of this store")
    box, at, number, out, ended = _file_key(key, content[5:21]), 21, 0, [], False
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        part = content[at + 4 : at + 4 + length]
        at += 4 + length
        ended = at >= len(content)
        out.append(box.decrypt(struct.pack(">IQ", int(ended), number), part, None))
        number += 1
    if not ended:
        raise BlobMissing("the file is cut off")
    return b"".join(out)


class StoredFile(Created, Base):
    """A file of a case (or of none), by address; `sha256` is of the plain bytes."""

    __tablename__ = "stored_file"

    case_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("case.id"), index=True)
    compartment: Mapped[Compartment] = mapped_column(text_enum(Compartment))
    address: Mapped[str] = mapped_column(sa.String(64))
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(sa.String(100))
    name: Mapped[str] = mapped_column(sa.String(200))

    @property
    def purpose(self) -> str:
        return crypto.CARE if self.compartment is Compartment.CARE else "evidence"


_store: BlobStore | None = None


def configure(root: Path) -> None:
    """Set the folder of this process's file store."""
    global _store
    _store = BlobStore(root)


def store() -> BlobStore:
    """Return the configured store, or raise RuntimeError."""
    if _store is None:
        raise RuntimeError("no file store: call blobs.configure first")
    return _store


def keep(
    uow: UnitOfWork, data: bytes, *, name: str, media_type: str, case_id: uuid.UUID | None,
    compartment: Compartment = Compartment.SHARED,
) -> StoredFile:  # fmt: skip
    """Store *data* and add its row; the bytes are durable before the row can be committed."""
    row = StoredFile(
        case_id=case_id, compartment=compartment, address="", sha256=hashlib.sha256(data).hexdigest(), size=len(data),
        media_type=media_type, name=name,
    )  # fmt: skip
    key = crypto.data_key(uow.session, case_id or crypto.EVERYWHERE, row.purpose, make=True)
    row.address = store().put(data, key)
    return uow.add(row)


def fetch(session: Session, row: StoredFile) -> bytes:
    """Return the bytes of *row*; care files only after their reading was logged."""
    scope = row.case_id or crypto.EVERYWHERE
    if row.compartment is Compartment.CARE:
        crypto.demand_care(session, scope)
    return store().get(row.address, crypto.data_key(session, scope, row.purpose))
