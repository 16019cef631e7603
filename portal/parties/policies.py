"""Who may enter and change people and dwellings."""

from __future__ import annotations

import uuid

from portal.core.policy import Actor, permits
from portal.parties.models import Dwelling, Person

_BUREAU = ("bureau_admin", "bureau_staff")


def may_own(actor: Actor, owner_id: uuid.UUID) -> bool:
    """Entries are made for an organisation one belongs to; the bureau makes them for any."""
    return actor.kind == "system" or actor.has(*_BUREAU) or any(own == owner_id for own, _ in actor.memberships)


def may_change_person(actor: Actor, person: Person) -> bool:
    """A corporation changes the people it entered; an expert, in assigned cases, whoever it can see."""
    if not permits(actor, "person.change"):
        return False
    return may_own(actor, person.owner_id) or actor.has("expert")


def may_change_dwelling(actor: Actor, dwelling: Dwelling) -> bool:
    """A corporation changes its own dwellings, the bureau all."""
    return permits(actor, "dwelling.change") and may_own(actor, dwelling.owner_id)
