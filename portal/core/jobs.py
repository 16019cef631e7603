"""Background work: rows written in the same transaction as the change that needs them.

Everything that enqueues goes through `enqueue`; a job runner for many machines can take this table's place behind it.
"""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core.db import Base, Created, Json, Moment, text_enum

LEASE = dt.timedelta(seconds=30)
MOST_ATTEMPTS = 6

wake = threading.Event()
"""Set after a commit that enqueued, so that a worker in this process looks at once."""


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(Created, Base):
    """One piece of work with its lease; `key` makes asking twice harmless."""

    __tablename__ = "job"
    __table_args__ = (sa.Index(None, "state", "due"),)

    name: Mapped[str] = mapped_column(sa.String(80))
    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    args: Mapped[Json]
    due: Mapped[Moment]
    case_id: Mapped[uuid.UUID | None] = mapped_column(default=None, index=True)
    state: Mapped[JobState] = mapped_column(text_enum(JobState), default=JobState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(sa.String(40), default="")
    error: Mapped[str] = mapped_column(sa.Text, default="")
    done_at: Mapped[Moment | None] = mapped_column(default=None)


def enqueue(session: Session, name: str, key: str, args: dict[str, Any], due: dt.datetime) -> None:
    """Ask for *name* to be run at *due* with *args* (JSON values); the same *key* is asked for once only."""
    if session.scalar(sa.select(Job.id).where(Job.key == key)) is None:
        case_id = args.get("case_id")
        session.add(Job(name=name, key=key, args=args, due=due, case_id=uuid.UUID(case_id) if case_id else None))
        session.info["enqueued"] = True


def due_job(session: Session, now: dt.datetime) -> bool:
    """Tell, without a lock, whether a job is due: waiting, or running with its lease run out."""
    return session.scalar(_due(now)) is not None


def claim(session: Session, owner: str, now: dt.datetime) -> Job | None:
    """Take the oldest due job for *owner* until the lease ends, or None. Safe with many workers on PostgreSQL."""
    job_id = session.scalar(_due(now).with_for_update(skip_locked=True))
    if job_id is None:
        return None
    job = session.get_one(Job, job_id)
    job.state, job.owner, job.attempts, job.due = JobState.RUNNING, owner, job.attempts + 1, now + LEASE
    return job


def _due(now: dt.datetime) -> sa.Select[uuid.UUID]:
    return (
        sa.select(Job.id)
        .where(Job.state.in_([JobState.WAITING, JobState.RUNNING]), Job.due <= now)
        .order_by(Job.due, Job.id)
        .limit(1)
    )
