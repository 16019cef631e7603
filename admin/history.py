"""What happened to a row, told from the audit trail, and who was first when two people save."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from admin.words import event_word
from portal.accounts.models import User
from portal.core.audit import AuditRow
from portal.core.policy import SYSTEM, acting
from portal.web.templating import moment_nl

MOST = 100


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the trail in words: when, what, by whom, and the plain values it carries."""

    number: int
    when: str
    what: str
    who: str
    values: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody saved before: who and when, and field by field what stands now beside what the loser typed."""

    who: str
    when: str
    fields: list[tuple[str, str, str]]


def _query(row: Any, names: Sequence[str], limit: int) -> sa.Select[Any]:
    columns: list[Any] = [AuditRow.seq, AuditRow.at, AuditRow.name, AuditRow.body, User.name.label("who")]
    query = sa.select(*columns).outerjoin(User, User.id == AuditRow.actor_id).where(AuditRow.name.in_(names))
    case_id = getattr(row, "case_id", None)
    if case_id is not None:
        query = query.where(AuditRow.case_id == case_id)
    elif row.__tablename__ == "case":
        return query.where(AuditRow.case_id == row.id).order_by(AuditRow.seq.desc()).limit(limit)
    return query.where(AuditRow.body.contains(str(row.id))).order_by(AuditRow.seq.desc()).limit(limit)


def of_row(session: Session, row: Any, names: Sequence[str]) -> list[Happening]:
    """List the newest events about *row*."""
    return [_told(found) for found in session.execute(_query(row, names, MOST))]


def _told(found: Any) -> Happening:
    body = json.loads(found.body)
    values = [(key, _short(value)) for key, value in body["data"].items() if not is_identifier(value)]
    return Happening(found.seq, moment_nl(found.at), event_word(found.name), found.who or _("het systeem"), values)


def _short(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)[:80]


def is_identifier(value: object) -> bool:
    """Tell whether a value of an event is an identifier, a checksum or nothing: what a reader has no use for."""
    if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value):
        return True
    try:
        uuid.UUID(str(value))
    except ValueError:
        return value in (None, "", [])
    return True


def difference(session: Session, row: Any, mine: Any, theirs: Any, names: Sequence[str]) -> Stale:
    """Say who changed *row* in the meantime and where the two texts differ."""
    with acting(session, SYSTEM):  # the loser learns who was first, whether or not they may read the trail
        last = session.execute(_query(row, names, 1)).first() if names else None
    fields = []
    for field in mine:
        if field.name == "version":
            continue
        now, wanted = _text(theirs[field.name]), _text(field)
        if now != wanted:
            fields.append((str(field.label.text), now, wanted))
    return Stale((last.who if last else None) or _("Iemand anders"), moment_nl(last.at) if last else "", fields)


def _text(field: Any) -> str:
    if hasattr(field, "shown"):
        return str(field.shown())
    if getattr(field, "choices", None):
        return str(next((label for value, label, *_rest in field.iter_choices() if field.coerce(value) == field.data), ""))
    return "" if field.data is None else str(field.data)
