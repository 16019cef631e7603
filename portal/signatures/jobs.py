"""Background work of the ceremony."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from sqlalchemy.orm import Session

from portal.agreements.letters import Letter
from portal.agreements.printing import letter_pdf
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


@job("signatures.expire")
def expire(run: Run) -> None:
    """Note that a signatory's last link stopped working."""
    with run.write() as uow:
        services.expire(uow, run.id_of("invitation_id"))


@job("signatures.tell_outcome")
def tell_outcome(run: Run) -> None:
    """File the letter about what one signatory decided, or let go by."""
    _file(run, "signatory_id", services.outcome_of)


@job("signatures.tell_signing")
def tell_signing(run: Run) -> None:
    """File the letter that everybody signed."""
    _file(run, "version_id", services.signing_outcome)


def _file(run: Run, about: str, find: Callable[[Session, uuid.UUID], Letter | None]) -> None:
    """Write, then render outside any transaction, then file once."""
    with run.read() as session:
        letter = find(session, run.id_of(about))
    pdf = letter_pdf(letter) if letter else b""
    with run.write() as uow:
        if letter:
            services.file_outcome(uow, run.id_of("case_id"), run.id_of(about), letter, pdf)
