"""A case as a record with custom fields."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from portal.cases import queries
from portal.cases.scope import readable
from portal.core.policy import Actor, permits
from portal.definitions.records import Record, opens
from portal.definitions.rules.records import RecordKind


@opens(RecordKind.CASE)
def case(session: Session, actor: Actor, record_id: uuid.UUID) -> Record:
    """Open a case."""
    row = queries.case(session, actor, record_id)
    changes = permits(actor, "custom.change_case")
    title = f"{row.reference} · {row.address}"
    return Record(RecordKind.CASE, row.id, title, readable(actor, row), changes, row.id)
