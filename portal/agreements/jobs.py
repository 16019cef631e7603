"""Background work on agreements."""

from __future__ import annotations

from portal.agreements import queries, services
from portal.core.policy import SYSTEM
from portal.core.worker import Run, job


@job("agreements.take_effect")
def take_effect(run: Run) -> None:
    """Let a signed version take effect once the time to reconsider is over."""
    with run.write() as uow:
        services.take_effect(uow, run.id_of("version_id"))


@job("agreements.plan_effect")
def plan_effect(run: Run) -> None:
    """Plan when a version takes effect; follows from the last signature."""
    with run.write() as uow:
        services.plan_effect(uow, queries.version(uow.session, SYSTEM, run.id_of("version_id")))
