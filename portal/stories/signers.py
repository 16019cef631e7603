"""Who is which signatory of a version: persons, representatives and users of a story."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from portal.signatures import queries
from portal.signatures.models import Signatory
from portal.signatures.rules.states import Channel
from portal.stories.faults import Refused

if TYPE_CHECKING:
    from portal.stories.scene import Scene


def signatory_of(scene: Scene, who: str, version_id: uuid.UUID | None = None) -> uuid.UUID:
    """Return the id of the signatory that *who* is, by default in the newest version."""
    with scene.read() as session:
        for row in queries.signatories(session, version_id or scene.version_id()):
            if who in scene.persons and row.person_id == scene.persons[who] and row.representation_id is None:
                return row.id
            if who in scene.representatives and row.representation_id == scene.representatives[who]:
                return row.id
            if who in scene.users and _is_user(scene, who, row):
                return row.id
    raise Refused(f"{who!r} does not sign this version")


def _is_user(scene: Scene, who: str, row: Signatory) -> bool:
    if row.channel is not Channel.PORTAL:
        return False
    if row.user_id is not None:
        return row.user_id == scene.users[who]
    role = "corporation_staff" if row.role.value == "corporation" else "expert"
    return row.organisation_id in scene.actor(who).organisations(role)
