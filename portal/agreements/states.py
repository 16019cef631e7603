"""States of an agreement version."""

from __future__ import annotations

from enum import StrEnum


class VersionState(StrEnum):
    """Where a frozen version stands; drafts live apart."""

    FROZEN = "frozen"
    OFFERED = "offered"
    PARTLY_SIGNED = "partly_signed"
    REFLECTION = "reflection"
    IN_FORCE = "in_force"
    EXTENDED = "extended"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
