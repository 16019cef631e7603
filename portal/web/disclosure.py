"""Reading care data: logged in its own transaction before anything is shown, refused when that fails (NEN 7513)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy.orm import Session

from portal.core import crypto
from portal.core.db import db
from portal.core.errors import Denied
from portal.core.policy import Actor
from portal.core.uow import unit_of_work


@dataclass(frozen=True, slots=True)
class CareRead:
    """Somebody was about to be shown care data."""

    name: ClassVar[str] = "care.read"
    case_id: uuid.UUID
    what: str
    purpose: str


def log_care_read(session: Session, actor: Actor, case_id: uuid.UUID, what: str, purpose: str) -> None:
    """Log that *actor* reads *what* of the care file for *purpose*, then let *session* open it.

    Raises Denied("care.unlogged") when the log cannot be written.
    """
    try:
        with db.sessionmaker() as own, unit_of_work(lambda: own, actor) as uow:
            uow.record(CareRead(case_id, what, purpose))
    except Exception as failed:
        raise Denied("care.unlogged") from failed
    crypto.open_care(session, case_id)
