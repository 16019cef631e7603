"""Append-only audit trail: one global chain, written in the same transaction as the act.

Row n holds a canonical JSON body and SHA-256("log1" ‖ n ‖ previous ‖ body). The body carries ids, codes and numbers;
free text only as SHA-256(salt ‖ payload), whose salt and payload stand encrypted beside it. Destroying the data key of
a case destroys the payload while the chain still verifies. `scripts/verify_audit.py` checks it without this product.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import secrets
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core import crypto
from portal.core.db import Base, Moment
from portal.core.events import Event
from portal.core.policy import Actor

GENESIS = "0" * 64
_LOCK = 0x44726965  # advisory lock of the chain on PostgreSQL


class AuditRow(Base):
    """One link of the chain. Never updated, never deleted."""

    __tablename__ = "audit"
    __table_args__ = (sa.Index(None, "case_id", "seq"), sa.Index(None, "name", "seq"))

    seq: Mapped[int] = mapped_column(sa.BigInteger, unique=True)
    at: Mapped[Moment]
    name: Mapped[str] = mapped_column(sa.String(80))
    actor_id: Mapped[uuid.UUID | None]
    case_id: Mapped[uuid.UUID | None]
    body: Mapped[str] = mapped_column(sa.Text)
    payload: Mapped[bytes | None]
    previous: Mapped[str] = mapped_column(sa.String(64))
    digest: Mapped[str] = mapped_column(sa.String(64))

    @property
    def data(self) -> dict[str, Any]:
        """The event's plain values."""
        found: dict[str, Any] = json.loads(self.body)["data"]
        return found


def canonical(value: object) -> str:
    """Write *value* as canonical JSON: sorted keys, no spaces, text as it is."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def link(seq: int, previous: str, body: str) -> str:
    """Return the digest of row *seq*."""
    return hashlib.sha256(b"log1" + str(seq).encode() + previous.encode() + body.encode()).hexdigest()


def head(session: Session) -> tuple[int, str]:
    """Return number and digest of the last link, (0, zeros) for an empty chain."""
    last = session.execute(sa.select(AuditRow.seq, AuditRow.digest).order_by(AuditRow.seq.desc()).limit(1)).first()
    return (last.seq, last.digest) if last else (0, GENESIS)


def append(
    session: Session, event: Event, *, actor: Actor, at: dt.datetime, payload: dict[str, Any] | None = None
) -> AuditRow:
    """Add *event* to the chain, with *payload* as a salted commitment."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    session.flush()
    seq, previous = head(session)
    data = json.loads(canonical(dataclasses.asdict(event)))  # type: ignore[call-overload]
    data.pop("case_id", None)
    box: bytes | None = None
    row_id = uuid.uuid4()
    body: dict[str, Any] = {
        "actor": str(actor.id) if actor.id else actor.kind,
        "at": at.isoformat(),
        "case": str(event.case_id) if event.case_id else None,
        "data": data,
        "name": event.name,
        "origin": actor.origin,
        "result": "ok",
    }
    if payload is not None:
        salt, text = secrets.token_hex(32), canonical(payload)
        body["commitment"] = hashlib.sha256((salt + text).encode()).hexdigest()
        key = crypto.data_key(session, event.case_id or crypto.EVERYWHERE, "case", make=True)
        opened = canonical({"salt": salt, "payload": text}).encode()
        box = crypto.encrypt(key, opened, f"audit|payload|{row_id}".encode())
    text = canonical(body)
    row = AuditRow(
        seq=seq + 1, at=at, name=event.name, actor_id=actor.id, case_id=event.case_id, body=text,
        payload=box, previous=previous, digest=link(seq + 1, previous, text),
    )  # fmt: skip
    row.id = row_id
    session.add(row)
    session.flush()
    return row


def payload_of(session: Session, row: AuditRow) -> dict[str, Any] | None:
    """Open the payload of *row* and check it against its commitment; None without one or when its key was destroyed."""
    if row.payload is None:
        return None
    try:
        key = crypto.data_key(session, row.case_id or crypto.EVERYWHERE, "case")
    except crypto.SealBroken:
        return None
    opened = json.loads(crypto.decrypt(key, row.payload, f"audit|payload|{row.id}".encode()))
    if hashlib.sha256((opened["salt"] + opened["payload"]).encode()).hexdigest() != json.loads(row.body)["commitment"]:
        raise crypto.SealBroken(f"audit row {row.seq}: the payload does not match its commitment")
    found: dict[str, Any] = json.loads(opened["payload"])
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class ChainReport:
    """What verifying found: rows read, the head, and the first bad row with the reason, if any."""

    rows: int
    head: str
    bad_seq: int | None = None
    reason: str = ""

    @property
    def intact(self) -> bool:
        return self.bad_seq is None


def verify(session: Session, expected_head: str | None = None) -> ChainReport:
    """Walk the whole chain and name the first row that does not fit.

    *expected_head*, a digest kept outside, also detects a cut or re-forged tail.
    """
    previous, seen, count = GENESIS, set[str](), 0
    rows = sa.select(
        AuditRow.seq, AuditRow.at, AuditRow.name, AuditRow.actor_id, AuditRow.case_id, AuditRow.body, AuditRow.previous,
        AuditRow.digest,
    ).order_by(AuditRow.seq).execution_options(yield_per=1000)  # fmt: skip
    with session.execute(rows) as result:
        for row in result:
            count += 1
            reason = _fault(row, count, previous)
            if reason:
                return ChainReport(count, previous, row.seq, reason)
            previous = row.digest
            seen.add(row.digest)
    if expected_head and expected_head not in seen:
        return ChainReport(count, previous, count + 1, "the chain ends before the head that was recorded outside")
    return ChainReport(count, previous)


def _fault(row: Any, expected_seq: int, previous: str) -> str:
    if row.seq != expected_seq:
        return f"row {expected_seq} is missing"
    if row.previous != previous:
        return "does not follow from the row before"
    if link(row.seq, row.previous, row.body) != row.digest:
        return "content and digest differ"
    body = json.loads(row.body)
    shown = (row.name, str(row.case_id) if row.case_id else None, row.at)
    if shown != (body["name"], body["case"], dt.datetime.fromisoformat(body["at"])):
        return "the columns differ from the body"
    return ""
