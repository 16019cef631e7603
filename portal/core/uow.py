"""The only place that commits: one lock, one check, one write, one audit row, one commit."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from portal.core import audit, clock, crypto, jobs
from portal.core.db import Base, Created, write_intent
from portal.core.errors import Conflict, DomainError, Missing
from portal.core.events import Event, follow_ups
from portal.core.policy import Actor, acting

T = TypeVar("T", bound=Base)
DEADLOCK = "40P01"  # PostgreSQL's word for two writers that wait for each other; the other one goes on


class OneTimeKey(Created, Base):
    """A write that was done; the same key again is answered, not done again."""

    __tablename__ = "one_time_key"

    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    answer: Mapped[str] = mapped_column(sa.String(500), default="")


class Repeated(DomainError):
    """This write was done before; `params["answer"]` is where its result is."""


class UnitOfWork:
    """A write in progress: one session, one actor, one moment."""

    def __init__(self, session: Session, actor: Actor, now: dt.datetime) -> None:
        self.session, self.actor, self.now = session, actor, now
        self.answer = ""

    def get(self, table: type[T], id_: uuid.UUID, version: int | None = None) -> T:
        """Load a row for change: confined to the actor, locked on PostgreSQL, at *version* when given.

        Raises Missing("row.missing") and Conflict("row.stale").
        """
        wanted = sa.select(table).where(table.id == id_).with_for_update().execution_options(populate_existing=True)
        row = self.session.scalars(wanted).one_or_none()
        if row is None:
            raise Missing("row.missing", table=table.__tablename__)
        if version is not None and getattr(row, "version", version) != version:
            raise Conflict("row.stale", table=table.__tablename__, id=str(id_))
        return row

    def add(self, row: T) -> T:
        """Add *row* and write it, so that its constraints speak now."""
        self.session.add(row)
        self.session.flush()
        return row

    def record(self, event: Event, payload: dict[str, Any] | None = None) -> audit.AuditRow:
        """Write *event* to the audit trail, and the jobs that follow from it to the queue."""
        row = audit.append(self.session, event, actor=self.actor, at=self.now, payload=payload)
        args = {**row.data, "case_id": str(event.case_id) if event.case_id else None}
        for name in follow_ups(event.name):
            jobs.enqueue(self.session, name, f"{name}:{row.id}", args, self.now)
        return row

    def first_time(self, once: str) -> bool:
        """Keep a receipt for *once* in this transaction; False when there is one already."""
        try:
            _first_time(self.session, self.actor, once)
        except Repeated:
            return False
        return True

    def enqueue(self, name: str, *, key: str, due: dt.datetime | None = None, **args: object) -> None:
        """Ask for a job; the same *key* is asked for once only."""
        plain = {k: v if isinstance(v, int | str | None) else str(v) for k, v in args.items()}
        jobs.enqueue(self.session, name, key, plain, due or self.now)

    def seal(self, row: Base, field: str, text: str) -> None:
        """Encrypt *text* into `row.<field>_sealed`."""
        crypto.seal(self.session, row, field, text)

    def reveal(self, row: Base, field: str) -> str:
        """Read a sealed field in order to change it; showing it to people goes through `web.disclosure`."""
        crypto.open_care(self.session, crypto.scope_of(row))
        return crypto.reveal(self.session, row, field)

    def post_mail(self, *, to: str, subject: str, body: str, key: str, case_id: uuid.UUID | None = None) -> None:
        """Put a mail in the outbox; it leaves after the commit, once per *key*."""
        from portal.core import outbox

        outbox.post(self, outbox.Channel.MAIL, to, subject, body, key, case_id)

    def post_sms(self, *, to: str, body: str, key: str, case_id: uuid.UUID | None = None) -> None:
        """Put an SMS in the outbox; it leaves after the commit, once per *key*."""
        from portal.core import outbox

        outbox.post(self, outbox.Channel.SMS, to, "", body, key, case_id)


@contextmanager
def unit_of_work(
    open_session: Callable[[], Session], actor: Actor, *, now: dt.datetime | None = None, once: str | None = None
) -> Iterator[UnitOfWork]:
    """Commit on leaving, roll back on any exception. *once* makes a repeated request harmless: it raises `Repeated`."""
    session = open_session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("change rows inside the unit of work, not before it")
    session.rollback()  # end the read transaction, so that SQLite can BEGIN IMMEDIATE
    session.info.pop("data_keys", None)
    token = write_intent.set(True)
    try:
        with acting(session, actor):
            uow = UnitOfWork(session, actor, now or clock.now())
            receipt = _first_time(session, actor, once) if once else None
            try:
                yield uow
                if receipt is not None:
                    receipt.answer = uow.answer[:500]
                session.commit()
            except StaleDataError as stale:
                raise Conflict("row.stale") from stale
            except sa.exc.OperationalError as clash:
                if getattr(clash.orig, "sqlstate", "") == DEADLOCK:
                    raise Conflict("row.stale") from clash
                raise
            if session.info.pop("enqueued", False):
                jobs.wake.set()
    except BaseException:
        session.rollback()
        session.info.pop("data_keys", None)
        session.info.pop("enqueued", None)
        raise
    finally:
        write_intent.reset(token)


def _first_time(session: Session, actor: Actor, once: str) -> OneTimeKey:
    key = hashlib.sha256(f"{actor.kind}|{actor.id}|{actor.case_id}|{once}".encode()).hexdigest()
    receipt = OneTimeKey(key=key)
    try:
        with session.begin_nested():
            session.add(receipt)
    except sa.exc.IntegrityError:
        answer = session.scalar(sa.select(OneTimeKey.answer).where(OneTimeKey.key == key))
        raise Repeated("request.repeated", answer=answer or "") from None
    return receipt
