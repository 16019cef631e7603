"""Background work of the ceremony."""

from __future__ import annotations

from portal.core.worker import Run, job
from portal.signatures import services


@job("signatures.prepare")
def prepare(run: Run) -> None:
    """List the signatories of an offered version, so that staff can look before links leave."""
    with run.write() as uow:
        services.name_signers(uow, run.id_of("version_id"))


@job("signatures.void")
def void(run: Run) -> None:
    """Make signatures, links and sessions of a superseded version void."""
    with run.write() as uow:
        services.void(uow, run.id_of("version_id"))


@job("signatures.void_earlier")
def void_earlier(run: Run) -> None:
    """Make void what was signed on earlier versions that were refused or withdrawn."""
    with run.write() as uow:
        services.void_earlier(uow, run.id_of("version_id"))


@job("signatures.remind")
def remind(run: Run) -> None:
    """Send a reminder whose time has come, unless it was stopped."""
    with run.write() as uow:
        services.remind(uow, run.id_of("reminder_id"))
