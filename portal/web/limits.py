"""How often something may be tried: counted in the database, so that every process and every restart counts along.

Each count is its own short transaction on its own connection. Call these before opening a unit of work: on SQLite
there is one writer at a time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from flask import request
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Moment, db
from portal.core.errors import TooMany
from portal.core.policy import SYSTEM
from portal.core.uow import UnitOfWork, unit_of_work


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times within a window of fixed length."""

    name: str
    most: int
    window: dt.timedelta


@dataclass(frozen=True, slots=True)
class BackOff:
    """*free* tries at once, then a wait that doubles from *first* up to *most*; forgotten after *quiet*."""

    name: str
    free: int = 5
    first: dt.timedelta = dt.timedelta(seconds=30)
    most: dt.timedelta = dt.timedelta(minutes=15)
    quiet: dt.timedelta = dt.timedelta(hours=24)

    def wait_after(self, tries: int) -> dt.timedelta:
        """Return how long to wait after so many tries that failed.

        >>> [int(BackOff("x").wait_after(n).total_seconds()) for n in (4, 5, 6, 7, 40)]
        [0, 30, 60, 120, 900]
        """
        if tries < self.free:
            return dt.timedelta(0)
        return min(self.most, self.first * int(2 ** min(tries - self.free, 20)))


class RateCount(Base):
    """Tries of one kind by one subject. The subject is kept as a hash only."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    count: Mapped[int]
    since: Mapped[Moment]
    until: Mapped[Moment]
    forget_at: Mapped[Moment] = mapped_column(index=True)


def spend(limit: Limit, subject: str) -> None:
    """Count one try; raise TooMany("request.too_many") when *limit* was reached in this window."""
    with _row(limit.name, subject) as (now, row):
        if now >= row.until:
            row.count, row.since, row.until = 0, now, now + limit.window
        if row.count >= limit.most:
            raise TooMany("request.too_many", seconds=_seconds(row.until - now))
        row.count += 1
        row.forget_at = row.until


def refund(limit: Limit, subject: str) -> None:
    """Take one counted try back: it turned out to be a good one."""
    with _row(limit.name, subject) as (_, row):
        row.count = max(0, row.count - 1)


def admit(rule: BackOff, subject: str) -> None:
    """Let one try pass, counted beforehand as failed so that tries at the same instant count too.

    Raises TooMany("request.too_many") while the wait lasts. Call `forgive` when the try was a good one.
    """
    with _row(rule.name, subject) as (now, row):
        if now < row.until:
            raise TooMany("request.too_many", seconds=_seconds(row.until - now))
        if now >= row.forget_at:
            row.count = 0
        row.count += 1
        row.since, row.until, row.forget_at = now, now + rule.wait_after(row.count), now + rule.quiet


def forgive(rule: BackOff, subject: str) -> None:
    """Forget the tries of *subject*: it showed who it is."""
    with _writing() as uow:
        uow.session.execute(sa.delete(RateCount).where(RateCount.key == _key(rule.name, subject)))


def address() -> str:
    """Return whom a request's address counts for: an IPv4 address, or the /64 that an IPv6 subscriber has."""
    try:
        found = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)


@contextmanager
def _writing() -> Iterator[UnitOfWork]:
    with db.sessionmaker() as own, unit_of_work(lambda: own, SYSTEM) as uow:
        yield uow


@contextmanager
def _row(name: str, subject: str) -> Iterator[tuple[dt.datetime, RateCount]]:
    key = _key(name, subject)
    with _writing() as uow:
        dialect = uow.session.get_bind().dialect.name
        insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
        past = uow.now - dt.timedelta(days=1)
        uow.session.execute(
            insert(RateCount)
            .values(id=uuid.uuid4(), key=key, count=0, since=past, until=past, forget_at=past)
            .on_conflict_do_nothing(index_elements=["key"])
        )
        if secrets.randbelow(50) == 0:
            old = sa.delete(RateCount).where(RateCount.forget_at < past, RateCount.key != key)
            uow.session.execute(old.execution_options(synchronize_session=False))
        wanted = sa.select(RateCount).where(RateCount.key == key).with_for_update()
        row = uow.session.scalars(wanted).one()
        yield max(clock.now(), row.since), row  # looked at with the lock in hand, so that tries come one after another


def _key(name: str, subject: str) -> str:
    return hashlib.sha256(f"{name}|{subject}".encode()).hexdigest()


def _seconds(left: dt.timedelta) -> int:
    return max(1, int(left.total_seconds() + 0.999))
