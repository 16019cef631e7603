"""The demo: all shipped stories together, each moved so that its last act falls on the same day."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from portal.accounts.models import User
from portal.core.policy import SYSTEM, acting
from portal.stories.reading import Source, read, shipped
from portal.stories.scene import OpenSession
from portal.stories.schema import Story


def is_empty(open_session: OpenSession) -> bool:
    """Tell whether nobody can sign in yet."""
    with open_session() as session, acting(session, SYSTEM):
        return session.scalar(sa.select(User.id).limit(1)) is None


def stories(until: dt.date) -> list[tuple[Story, Source]]:
    """Read the shipped stories, each moved so that its last act falls on the day *until*."""
    found = []
    for path in shipped():
        story, _ = read(path)
        found.append(read(path, days=(until - story.acts[-1].at.date()).days))
    return found
