"""Files and sealed fields: durable, bound to their place, and useless without their key."""

from __future__ import annotations

import secrets
import uuid
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.core import blobs, crypto
from portal.core.blobs import BlobMissing, BlobStore, StoredFile
from portal.core.db import Compartment
from portal.core.errors import Denied
from portal.core.outbox import Channel, Message
from portal.core.uow import UnitOfWork

KEY = secrets.token_bytes(32)


@given(st.binary(max_size=5000))
@settings(max_examples=30)
def test_what_is_put_comes_back(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    store = BlobStore(tmp_path_factory.mktemp("blobs"))
    assert store.get(store.put(data, KEY), KEY) == data


def test_a_file_of_several_chunks_comes_back(tmp_path: Path) -> None:
    data = secrets.token_bytes((1 << 20) * 2 + 17)
    store = BlobStore(tmp_path)
    assert store.get(store.put(data, KEY), KEY) == data


def test_the_same_bytes_have_one_file_and_another_key_another_address(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    assert store.put(b"x", KEY) == store.put(b"x", KEY)
    assert store.put(b"x", KEY) != store.put(b"x", secrets.token_bytes(32))


@pytest.mark.parametrize("place", [0, 10, 30, -1])
def test_a_changed_byte_is_noticed(tmp_path: Path, place: int) -> None:
    store = BlobStore(tmp_path)
    address = store.put(b"bewijs" * 100, KEY)
    path = tmp_path / address[:2] / address
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises((BlobMissing, InvalidTag)):
        store.get(address, KEY)


def test_a_file_that_was_cut_off_is_noticed(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    address = store.put(secrets.token_bytes((1 << 20) + 5), KEY)
    path = tmp_path / address[:2] / address
    content = path.read_bytes()
    path.write_bytes(content[: 21 + 4 + (1 << 20) + 16])
    with pytest.raises(BlobMissing):
        store.get(address, KEY)


@pytest.mark.parametrize("address", ["../../etc/passwd", "", "zz" * 32, "0" * 64])
def test_an_address_that_is_none_is_missing(tmp_path: Path, address: str) -> None:
    with pytest.raises(BlobMissing):
        BlobStore(tmp_path).get(address, KEY)


def test_no_half_written_file_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(blobs.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        BlobStore(tmp_path).put(b"x", KEY)
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]


def message() -> Message:
    return Message(channel=Channel.SMS, recipient="0612345678", subject="", key=uuid.uuid4().hex)


def test_a_sealed_field_opens_in_its_own_row_only(uow: UnitOfWork) -> None:
    first, second = message(), message()
    uow.seal(first, "body", "geheim")
    second.body_sealed = first.body_sealed
    assert crypto.reveal(uow.session, first, "body") == "geheim"
    with pytest.raises(crypto.SealBroken):
        crypto.reveal(uow.session, second, "body")


def test_an_empty_sealed_field_is_empty(uow: UnitOfWork) -> None:
    assert crypto.reveal(uow.session, message(), "body") == ""


def test_another_master_key_opens_nothing(uow: UnitOfWork) -> None:
    row = message()
    uow.seal(row, "body", "geheim")
    before = crypto.configured()
    uow.session.info.pop("data_keys")
    crypto.configure(crypto.MasterKeys(case=secrets.token_bytes(32), care=before.care))
    try:
        with pytest.raises(crypto.SealBroken):
            crypto.reveal(uow.session, row, "body")
    finally:
        crypto.configure(before)


def test_a_stored_file_is_kept_and_fetched(uow: UnitOfWork) -> None:
    row = blobs.keep(uow, b"%PDF-", name="brief.pdf", media_type="application/pdf", case_id=None)
    assert blobs.fetch(uow.session, row) == b"%PDF-"


def test_a_care_file_does_not_open_before_its_reading_is_logged(uow: UnitOfWork, session: Session) -> None:
    row: StoredFile = blobs.keep(
        uow, b"x", name="a", media_type="image/png", case_id=None, compartment=Compartment.CARE
    )
    with pytest.raises(Denied):
        blobs.fetch(session, row)
    crypto.open_care(session, crypto.EVERYWHERE)
    assert blobs.fetch(session, row) == b"x"
