"""The timeline of a case: its audit stream, narrowed to what the reader may know. Nothing keeps a second copy."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.accounts.queries import names
from portal.cases.models import Case
from portal.cases.scope import readable
from portal.core.audit import AuditRow
from portal.core.policy import SYSTEM, Actor, scoped
from portal.desk.rules import EVENTS, Kind, is_for, names_of

SIZE = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as the timeline needs it; `who` is empty for the system and for who came by an own link."""

    seq: int
    at: dt.datetime
    name: str
    values: dict[str, Any]
    who: str
    by_link: bool
    major: bool


def entries(
    session: Session, actor: Actor, case: Case, *, kind: Kind | None = None, before: int | None = None
) -> tuple[list[Entry], int | None]:
    """Return events of a case, the last first, and where the next page begins (None at the end).

    The case was confined to the actor before; its log rows are then read whole and shown by compartment.
    """
    own = {part.value for part in readable(actor, case)}
    wanted = [name for name in names_of(kind) if EVENTS[name].compartment in own or _varies(name)]
    query = scoped(AuditRow, SYSTEM).where(AuditRow.case_id == case.id, AuditRow.name.in_(wanted))
    if before is not None:
        query = query.where(AuditRow.seq < before)
    rows = list(session.scalars(query.order_by(AuditRow.seq.desc()).limit(SIZE * 2 + 1)))
    shown = [(row, data) for row in rows if is_for(row.name, (data := row.data).get("compartment"), own)]
    more = len(shown) > SIZE or len(rows) > SIZE * 2
    shown = shown[:SIZE]
    people = _names(session, actor, shown)
    made = [
        Entry(
            seq=row.seq, at=row.at, name=row.name, values=data | _named(data, people),
            who=people.get(row.actor_id, "") if row.actor_id and EVENTS[row.name].by else "",
            by_link=bool(row.actor_id and row.actor_id not in people and EVENTS[row.name].by),
            major=EVENTS[row.name].major,
        )
        for row, data in shown
    ]  # fmt: skip
    return made, (shown[-1][0].seq if shown and more else None)


def counted(session: Session, actor: Actor, case: Case) -> dict[Kind, int]:
    """Count the events of each type that the actor may know, in one statement."""
    own = {part.value for part in readable(actor, case)}
    wanted = [name for name, telling in EVENTS.items() if telling.compartment in own]
    query = scoped(AuditRow, SYSTEM).where(AuditRow.case_id == case.id, AuditRow.name.in_(wanted))
    grouped = query.with_only_columns(AuditRow.name, sa.func.count()).group_by(AuditRow.name)
    totals: dict[Kind, int] = {}
    for name, number in session.execute(grouped):
        totals[EVENTS[name].kind] = totals.get(EVENTS[name].kind, 0) + number
    return totals


def _varies(name: str) -> bool:
    """Tell whether events of this name may state another compartment than their usual one."""
    return name in {"contact.logged", "document.filed", "submission.corrected"}


def _names(session: Session, actor: Actor, shown: list[tuple[AuditRow, dict[str, Any]]]) -> dict[uuid.UUID, str]:
    ids = {row.actor_id for row, _ in shown if row.actor_id}
    ids |= {uuid.UUID(data["user_id"]) for _, data in shown if data.get("user_id")}
    return names(session, actor, sorted(ids)) if ids else {}


def _named(data: dict[str, Any], people: dict[uuid.UUID, str]) -> dict[str, str]:
    return {"user": people.get(uuid.UUID(data["user_id"]), "")} if data.get("user_id") else {}
