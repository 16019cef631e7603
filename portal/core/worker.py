"""Runs jobs: claim, hand over, mark done with the job's own write, retry with patience, give up in the open."""

from __future__ import annotations

import datetime as dt
import logging
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from portal.core import clock, jobs
from portal.core.jobs import LEASE, MOST_ATTEMPTS, Job, JobState
from portal.core.policy import SYSTEM, acting
from portal.core.uow import UnitOfWork, unit_of_work

log = logging.getLogger("driehoek.worker")
OpenSession = Callable[[], Session]


class LeaseLost(RuntimeError):
    """Another worker took over this job; this attempt's result is dropped."""


class Run:
    """One attempt at a job: read, work outside any transaction, then write once."""

    def __init__(self, job: Job, open_session: OpenSession) -> None:
        self.name, self.attempt, self.due = job.name, job.attempts, job.due
        self._job_id, self._owner, self._args, self._open = job.id, job.owner, dict(job.args), open_session

    def id_of(self, name: str) -> uuid.UUID:
        """Return the argument *name* as an id."""
        return uuid.UUID(self._args[name])

    def text_of(self, name: str) -> str:
        """Return the argument *name* as text."""
        return str(self._args[name])

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session that reads as the system."""
        with self._open() as session, acting(session, SYSTEM):
            yield session
            session.rollback()

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """Commit the result and the end of the job together, so a crash repeats both or neither."""
        with self._open() as session, unit_of_work(lambda: session, SYSTEM) as uow:
            job = uow.get(Job, self._job_id)
            if job.owner != self._owner or job.state is not JobState.RUNNING:
                raise LeaseLost(self.name)
            yield uow
            job.state, job.done_at, job.error = JobState.DONE, uow.now, ""


Handler = Callable[[Run], None]
_handlers: dict[str, Handler] = {}


def job(name: str) -> Callable[[Handler], Handler]:
    """Register the one handler of *name*. The handler must end in `run.write()`."""

    def register(handler: Handler) -> Handler:
        if name in _handlers:
            raise RuntimeError(f"job {name!r} has a handler already")
        _handlers[name] = handler
        return handler

    return register


def handlers() -> dict[str, Handler]:
    """Return every handler by name."""
    return dict(_handlers)


def work_once(open_session: OpenSession, owner: str = "") -> bool:
    """Run one due job; False when there is none. A failing job is put back with growing delay, then marked dead."""
    me = owner or f"{os.getpid()}-{threading.get_ident()}"
    with open_session() as session, acting(session, SYSTEM):
        if not jobs.due_job(session, clock.now()):
            return False
        session.rollback()
        with unit_of_work(lambda: session, SYSTEM) as uow:
            taken = jobs.claim(session, me, uow.now)
            if taken is None:
                return False
            run = Run(taken, open_session)
    with _heartbeat(open_session, run):
        try:
            _handlers[run.name](run)
        except LeaseLost:
            log.warning("job %s was taken over", run.name)
        except Exception as error:
            log.exception("job %s failed at attempt %s", run.name, run.attempt)
            _put_back(open_session, run, error)
    return True


def work_all(open_session: OpenSession, most: int = 10_000) -> int:
    """Run due jobs until none is left; return how many ran."""
    count = 0
    while count < most and work_once(open_session):
        count += 1
    return count


def work(open_session: OpenSession, stop: threading.Event, idle_seconds: float = 1.0) -> None:
    """Run jobs until *stop* is set."""
    while not stop.is_set():
        jobs.wake.clear()
        try:
            if work_once(open_session):
                continue
        except Exception:
            log.exception("the worker could not reach the queue; trying again")
        jobs.wake.wait(idle_seconds)


def _put_back(open_session: OpenSession, run: Run, error: Exception) -> None:
    with open_session() as session, unit_of_work(lambda: session, SYSTEM) as uow:
        row = uow.get(Job, run._job_id)
        if row.owner != run._owner or row.state is not JobState.RUNNING:
            return
        row.error = f"{type(error).__name__}: {error}"[:2000]
        row.state = JobState.DEAD if row.attempts >= MOST_ATTEMPTS else JobState.WAITING
        row.due = uow.now + dt.timedelta(seconds=2**row.attempts)


@contextmanager
def _heartbeat(open_session: OpenSession, run: Run) -> Iterator[None]:
    over = threading.Event()

    def beat() -> None:
        while not over.wait(LEASE.total_seconds() / 3):
            with open_session() as session, unit_of_work(lambda: session, SYSTEM) as uow:
                row = uow.get(Job, run._job_id)
                if row.owner == run._owner and row.state is JobState.RUNNING:
                    row.due = uow.now + LEASE

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
