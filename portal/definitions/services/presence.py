"""Who has a draft open: said again every few seconds, forgotten when it is not."""

from __future__ import annotations

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.definitions import policies, queries
from portal.definitions.models import FormPresence

EVERY = dt.timedelta(seconds=10)
GONE = EVERY * 3.5
"""Somebody not heard of for so long has left."""
KEPT = dt.timedelta(hours=1)


def attend(uow: UnitOfWork, draft_id: uuid.UUID, target: str) -> None:
    """Say that the actor has a draft open with *target* chosen; rows of who left long ago go."""
    require(policies.may_edit(uow.actor) and uow.actor.id is not None, "form.edit")
    queries.draft_without_body(uow.session, uow.actor, draft_id)
    uow.session.execute(sa.delete(FormPresence).where(FormPresence.seen_at < uow.now - KEPT))
    mine = (FormPresence.draft_id == draft_id, FormPresence.user_id == uow.actor.id)
    said = sa.update(FormPresence).where(*mine).values(seen_at=uow.now, target=target)
    if uow.session.execute(said).rowcount:  # type: ignore[attr-defined]
        return
    try:
        with uow.session.begin_nested():
            assert uow.actor.id is not None
            uow.session.add(FormPresence(draft_id=draft_id, user_id=uow.actor.id, seen_at=uow.now, target=target))
    except IntegrityError:
        return  # the same person said it from another window at this moment
