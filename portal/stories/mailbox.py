"""The mailbox and the telephone of the people in a story: what the portal really sent them, newest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import sqlalchemy as sa

from portal.core import crypto
from portal.core.outbox import Message
from portal.parties.services import tidy_email, tidy_phone
from portal.stories.faults import Refused

if TYPE_CHECKING:
    from portal.stories.scene import Scene

_LINK = re.compile(r"https?://\S+/t/([A-Za-z0-9_-]{20,})")
_FORM_LINK = re.compile(r"https?://\S+/f/([A-Za-z0-9_-]{20,})")
_CODE = re.compile(r"\b(\d{6})\b")


def newest_link(scene: Scene, who: str) -> str:
    """Return the secret of the newest personal link sent to *who*."""
    return _newest(scene, who, _LINK, "link")


def newest_form_link(scene: Scene, who: str) -> str:
    """Return the secret of the newest link to a form sent to *who*."""
    return _newest(scene, who, _FORM_LINK, "link to a form")


def newest_code(scene: Scene, who: str) -> str:
    """Return the newest one-time code sent to *who*."""
    return _newest(scene, who, _CODE, "code")


def texts(scene: Scene, who: str) -> Iterator[str]:
    """Give the text of every message to *who* about this case, newest first."""
    told = scene.story.people.representatives.get(who) or scene.story.people.persons.get(who) or scene.user(who)
    places = {tidy_phone(told.phone), tidy_email(told.email)} - {""}
    with scene.read() as session:
        rows = session.scalars(
            sa.select(Message)
            .where(Message.recipient.in_(places), Message.case_id == scene.case_id)
            .order_by(Message.created_at.desc())
        )
        for row in rows:
            yield crypto.reveal(session, row, "body")


def _newest(scene: Scene, who: str, pattern: re.Pattern[str], what: str) -> str:
    for text in texts(scene, who):
        found = pattern.search(text)
        if found:
            return found[1]
    raise Refused(f"{who!r} got no {what}")
