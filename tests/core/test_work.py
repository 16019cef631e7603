"""The unit of work and its jobs: one commit, harmless repetition, nothing lost."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.core import clock, jobs, outbox, worker
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.jobs import Job, JobState
from portal.core.outbox import Message, MessageState
from portal.core.policy import SYSTEM, acting
from portal.core.uow import Repeated, unit_of_work
from portal.core.worker import Run
from tests.conftest import Work

seen: list[str] = []


@dataclass(frozen=True, slots=True)
class Rung:
    name: ClassVar[str] = "test.rung"
    case_id: uuid.UUID | None


@pytest.fixture(autouse=True)
def handler() -> Iterator[None]:
    seen.clear()
    known = dict(worker._handlers)

    @worker.job("test.note")
    def note(run: Run) -> None:
        if run.text_of("text") == "fails":
            raise ValueError("as asked")
        with run.write() as uow:
            seen.append(run.text_of("text"))
            uow.record(Rung(None))

    yield
    worker._handlers.clear()
    worker._handlers.update(known)


def ask(work: Work, text: str, due: dt.datetime | None = None) -> None:
    with work() as uow:
        uow.enqueue("test.note", key=f"note:{text}", text=text, due=due)


def state_of(session: Session) -> list[JobState]:
    session.rollback()
    return list(session.scalars(sa.select(Job.state)))


def test_a_job_runs_once_and_is_done_in_the_commit_of_its_write(session: Session, work: Work) -> None:
    ask(work, "hello")
    assert worker.work_all(db.sessionmaker) == 1
    assert (seen, state_of(session)) == (["hello"], [JobState.DONE])


def test_asking_twice_under_one_key_runs_once(session: Session, work: Work) -> None:
    ask(work, "hello")
    ask(work, "hello")
    assert worker.work_all(db.sessionmaker) == 1


def test_a_job_for_later_waits(session: Session, work: Work) -> None:
    ask(work, "later", clock.now() + dt.timedelta(hours=1))
    assert worker.work_all(db.sessionmaker) == 0


def test_a_failing_job_is_put_back_with_its_reason_and_in_the_end_given_up(session: Session, work: Work) -> None:
    ask(work, "fails")
    start = clock.now()
    for attempt in range(jobs.MOST_ATTEMPTS):
        with clock.at(start + dt.timedelta(hours=attempt)):
            worker.work_all(db.sessionmaker)
    session.rollback()
    row = session.scalars(sa.select(Job)).one()
    assert (row.state, row.attempts) == (JobState.DEAD, jobs.MOST_ATTEMPTS)
    assert "as asked" in row.error


def test_a_job_of_a_killed_worker_is_taken_over_and_the_late_result_dropped(session: Session, work: Work) -> None:
    ask(work, "hello")
    with work() as uow:
        taken = jobs.claim(uow.session, "killed", uow.now)
        assert taken is not None
        late = Run(taken, db.sessionmaker)
    assert worker.work_all(db.sessionmaker) == 0
    with clock.at(clock.now() + jobs.LEASE * 2):
        assert worker.work_all(db.sessionmaker) == 1
    with pytest.raises(worker.LeaseLost), late.write():
        pass
    assert seen == ["hello"]


def test_many_workers_take_each_job_once(app: Flask, work: Work) -> None:
    with app.app_context():
        for number in range(24):
            ask(work, str(number))

    def run() -> None:
        with app.app_context():
            worker.work_all(db.sessionmaker)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen, key=int) == [str(n) for n in range(24)]


def test_the_same_one_time_key_is_answered_and_not_done_again(session: Session, work: Work) -> None:
    with work(once="abc") as uow:
        uow.record(Rung(None))
        uow.answer = "/klaar"
    with pytest.raises(Repeated) as again, work(once="abc") as uow:
        uow.record(Rung(None))
    assert again.value.params["answer"] == "/klaar"


def test_a_failed_write_frees_its_one_time_key(session: Session, work: Work) -> None:
    with pytest.raises(ZeroDivisionError), work(once="abc"):
        1 / 0  # noqa: B018
    with work(once="abc") as uow:
        uow.answer = "/klaar"


def test_of_many_at_once_exactly_one_does_the_write(app: Flask) -> None:
    done, refused = [], []
    start = threading.Barrier(6)

    def press(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with unit_of_work(lambda: db.session, SYSTEM, once="the same") as uow:
                    uow.record(Rung(None))
                    done.append(number)
            except Repeated:
                refused.append(number)

    threads = [threading.Thread(target=press, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(refused)) == (1, 5)


def test_a_message_is_posted_once_per_key_and_its_text_is_sealed(session: Session, work: Work) -> None:
    for _ in range(2):
        with work() as uow:
            uow.post_sms(to="0612345678", body="geheime code 123456", key="k1")
    row = session.scalars(sa.select(Message)).one()
    assert b"123456" not in (row.body_sealed or b"")
    worker.work_all(db.sessionmaker)
    session.rollback()
    assert session.scalars(sa.select(Message.state)).one() is MessageState.SHOWN


def test_a_message_goes_through_the_gateway_that_is_set(session: Session, work: Work) -> None:
    sent: list[tuple[str, str]] = []

    class Gateway:
        def send(self, to: str, subject: str, body: str, key: str) -> None:
            sent.append((to, body))

    outbox.configure(outbox.Channel.SMS, Gateway())
    try:
        with work() as uow:
            uow.post_sms(to="0612345678", body="hallo", key="k1")
        worker.work_all(db.sessionmaker)
    finally:
        outbox.configure(outbox.Channel.SMS, None)
    assert sent == [("0612345678", "hallo")]


def test_a_recipient_with_a_line_break_is_refused(work: Work, session: Session) -> None:
    with pytest.raises(Invalid), work() as uow:
        uow.post_mail(to="a@b.nl\r\nBcc: c@d.nl", subject="x", body="y", key="k")


def test_changing_rows_outside_the_unit_of_work_is_an_error(session: Session, work: Work) -> None:
    session.add(Job(name="x", key="y", args={}, due=clock.now()))
    with pytest.raises(RuntimeError, match="inside the unit of work"), work():
        pass
    session.rollback()


def test_a_session_without_an_actor_is_nobody(app: Flask) -> None:
    with app.app_context(), db.sessionmaker() as fresh:
        assert "actor" not in fresh.info
        with acting(fresh, SYSTEM):
            assert fresh.info["actor"] is SYSTEM
        assert "actor" not in fresh.info
