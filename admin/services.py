"""Commands of the administration that no room has: trying a job again."""

from __future__ import annotations

import uuid

from admin.events import JobRetried
from portal.core.errors import Conflict, Invalid
from portal.core.jobs import Job, JobState
from portal.core.plaintext import clean
from portal.core.policy import permits, require
from portal.core.uow import UnitOfWork

SHORTEST_REASON, LONGEST_REASON = 5, 300


def retry_job(uow: UnitOfWork, job_id: uuid.UUID, reason: str) -> Job:
    """Let a job that was given up run again, now and with all its attempts; the reason is on record.

    Raises Invalid("job.reason") and Conflict("job.not_dead").
    """
    require(permits(uow.actor, "job.retry"), "job.retry")
    said = clean(reason, LONGEST_REASON, field="reason").strip()
    if len(said) < SHORTEST_REASON:
        raise Invalid("job.reason", field="reason")
    job = uow.get(Job, job_id)
    if job.state is not JobState.DEAD:
        raise Conflict("job.not_dead")
    uow.record(JobRetried(job.case_id, job.id, job.name, job.attempts), {"reason": said})
    job.state, job.attempts, job.due = JobState.WAITING, 0, uow.now
    uow.session.info["enqueued"] = True  # wakes the worker after the commit
    uow.session.flush()
    return job
