"""Who may do what with a dossier; rows are confined apart from this."""

from __future__ import annotations

from portal.cases.models import Case
from portal.core.db import Compartment
from portal.core.policy import Actor, permits


def may_compose(actor: Actor) -> bool:
    """The corporation for its own cases, the bureau and its lawyer for all."""
    return permits(actor, "dossier.compose")


def may_file(actor: Actor) -> bool:
    """Who goes to court files: the corporation or the lawyer."""
    return permits(actor, "dossier.file")


def may_release(actor: Actor, case: Case) -> bool:
    """Only the expert of the case takes something out of the care file."""
    return actor.kind == "system" or (permits(actor, "dossier.release_care") and case.expert_id == actor.id)


RELEASED_TO = Compartment.SHARED
"""Where the copy of a released document stands: open to the parties, of whom the tenant is the one it is about."""
