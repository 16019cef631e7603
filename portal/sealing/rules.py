"""What a verdict on a file can be, and where the agreement in it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The plain answer to: is this file, to the last byte, one of ours?"""

    FINAL = "final"
    APPROVED = "approved"
    FILING = "filing"
    NOT_REGISTERED = "not_registered"
    CHANGED = "changed"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    LOCKED = "locked"
    BUSY = "busy"


UNCHANGED = frozenset({Outcome.FINAL, Outcome.APPROVED, Outcome.FILING})


class Standing(StrEnum):
    """Where the agreement in a file stands today."""

    OPEN = "open"
    REFLECTION = "reflection"
    IN_FORCE = "in_force"
    ENDED = "ended"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


_STANDINGS = {
    "frozen": Standing.OPEN,
    "offered": Standing.OPEN,
    "partly_signed": Standing.OPEN,
    "reflection": Standing.REFLECTION,
    "in_force": Standing.IN_FORCE,
    "extended": Standing.IN_FORCE,
    "ended": Standing.ENDED,
    "superseded": Standing.SUPERSEDED,
    "withdrawn": Standing.WITHDRAWN,
    "refused": Standing.REFUSED,
}


def standing(state: str, ends_on: dt.date | None, today: dt.date) -> Standing:
    """Say where a version in *state* stands on *today*; after its last day it has ended, whoever noticed.

    >>> standing("in_force", dt.date(2026, 3, 1), dt.date(2026, 3, 2)).value
    'ended'
    """
    found = _STANDINGS[state]
    return Standing.ENDED if found is Standing.IN_FORCE and ends_on is not None and ends_on < today else found


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows about a file with exactly these bytes."""

    outcome: Outcome
    title: str
    reference: str
    recorded_at: dt.datetime
    number: int
    level: str = ""
    edition: int = 0
    editions: int = 0
    content_digest: str = ""
    standing: Standing | None = None
    standing_since: dt.date | None = None

    @property
    def newest(self) -> bool:
        """Tell whether no later edition of this file is on the register."""
        return self.edition == self.editions


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer about one file. Facts of the agreement stand in `known`, only when the whole file was shown."""

    outcome: Outcome
    sha256: str
    size: int
    known: Known | None = None
    seal: str = ""
    sealed_by: str = ""
    claimed_at: dt.datetime | None = None
    stamped_by: str = ""
    stamped_at: dt.datetime | None = None
    stamp_trusted: bool = False

    @property
    def unchanged(self) -> bool:
        """Tell whether the file is byte for byte one of ours."""
        return self.outcome in UNCHANGED


def judge(known: Known | None, seal: str) -> Outcome:
    """Join the register and the seal: the register alone says "unchanged", the seal says why it would not be.

    A seal that holds but is not in the register is an earlier state, or comes from another installation: never "unchanged".

    >>> judge(None, "sealed").value, judge(None, "changed").value, judge(None, "unsigned").value
    ('not_registered', 'changed', 'unknown')
    """
    if known is not None:
        return known.outcome
    return {
        "sealed": Outcome.NOT_REGISTERED,
        "changed": Outcome.CHANGED,
        "untrusted": Outcome.FOREIGN,
        "unsigned": Outcome.UNKNOWN,
        "unreadable": Outcome.UNREADABLE,
        "too_large": Outcome.TOO_LARGE,
        "locked": Outcome.LOCKED,
        "busy": Outcome.BUSY,
    }[seal]
