"""Reminders: seen before they leave, stoppable, and never after somebody decided."""

from __future__ import annotations

import datetime as dt
import uuid

from portal.core.errors import Conflict
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.signatures import notes, policies, queries
from portal.signatures.events import ReminderSent, ReminderStopped
from portal.signatures.models import Signatory, SigningReminder
from portal.signatures.rules.states import LINKED, OPEN, State
from portal.signatures.services import course
from portal.signatures.services.sending import send_link

REMIND_AFTER = dt.timedelta(days=5)
JOB = "signatures.remind"


def plan_reminder(uow: UnitOfWork, row: Signatory) -> None:
    """Plan one reminder for an invited signatory; one that was planned before is replaced."""
    for old in queries.open_reminders(uow.session, row.id):
        old.stopped_at = uow.now
    reminder = uow.add(SigningReminder(case_id=row.case_id, signatory_id=row.id, due_at=uow.now + REMIND_AFTER))
    uow.enqueue(JOB, key=f"{JOB}:{reminder.id}", due=reminder.due_at, reminder_id=reminder.id, case_id=row.case_id)


def stop_reminder(uow: UnitOfWork, reminder_id: uuid.UUID) -> SigningReminder:
    """Stop a reminder before it leaves. Raises Denied, Conflict("signing.reminder-over")."""
    require(policies.may_invite(uow.actor), "signing.invite")
    row = uow.get(SigningReminder, reminder_id)
    if row.sent_at is not None or row.stopped_at is not None:
        raise Conflict("signing.reminder-over")
    row.stopped_at, row.stopped_by = uow.now, uow.actor.id
    uow.session.flush()
    uow.record(ReminderStopped(row.case_id, row.signatory_id, row.id))
    return row


def remind(uow: UnitOfWork, reminder_id: uuid.UUID) -> bool:
    """Send a reminder whose time has come, unless it was stopped or there is nothing left to remind of."""
    require(uow.actor.kind == "system", "signing.system-only")
    reminder = uow.get(SigningReminder, reminder_id)
    version = course.lock(uow, queries.version_of(uow.session, reminder.signatory_id))
    row = uow.get(Signatory, reminder.signatory_id)
    if reminder.sent_at is not None or reminder.stopped_at is not None:
        return False
    if row.state not in OPEN - {State.WAITING} or row.channel not in LINKED or not course.is_open(uow, version):
        reminder.stopped_at = uow.now
        return False
    reminder.sent_at = uow.now
    send_link(uow, row, notes.REMINDED)
    uow.session.flush()
    uow.record(ReminderSent(row.case_id, row.id, reminder.id))
    return True
