"""Where a form for a tenant stands, how long its link lives, and what of a handover may be passed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from portal.core.errors import Conflict

LINK_LIFE = dt.timedelta(days=21)
SESSION_LIFE = dt.timedelta(hours=12)


class State(StrEnum):
    """Where a form for a tenant stands."""

    OPEN = "open"
    SENT = "sent"
    ENDED = "ended"


class Link(StrEnum):
    """What a link is worth."""

    WORKS = "works"
    EXPIRED = "expired"
    LOCKED = "locked"
    OVER = "over"


def link_state(state: State, expires: dt.datetime, locked: dt.datetime | None, now: dt.datetime) -> Link:
    """Tell what a link is worth now; a form that was sent can still be read until the link runs out."""
    if state is State.ENDED:
        return Link.OVER
    if locked is not None:
        return Link.LOCKED
    return Link.EXPIRED if now >= expires else Link.WORKS


def demand_open(state: State) -> None:
    """Raise Conflict("own.closed") unless answers may still change."""
    if state is not State.OPEN:
        raise Conflict("own.closed", state=str(state))


class Answer(StrEnum):
    """What a social team answers to an offered handover."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


GROUND_OF: Mapping[str, str] = {
    "results": "ground_goals",
    "score_lines": "ground_scores",
    "works": "ground_help",
    "works_not": "ground_help",
    "call_first": "ground_help",
    "appointments": "ground_help",
    "debts": "ground_money",
    "debts_note": "ground_money",
    "administration": "ground_money",
    "administrator_name": "ground_money",
    "early_signs": "ground_risks",
    "risks": "ground_risks",
    "crisis_plan": "ground_risks",
}
"""What the expert says it may be passed on for, by question of care."""

GROUNDLESS = "none"
TOLD = frozenset({"conclusion", *GROUND_OF.values()})
"""Questions of care that every receiver reads: what all parties may know, and why the rest is passed on or not."""


def passed_on(question: str, care: bool, grounds: Mapping[str, Any]) -> bool:
    """Tell whether a receiver reads the answer to a question: of care only what stands on a ground.

    >>> passed_on("risks", True, {"ground_risks": "consent"}), passed_on("risks", True, {"ground_risks": "none"})
    (True, False)
    >>> passed_on("risks", True, {}), passed_on("unheard_of", True, {}), passed_on("reason", False, {})
    (False, False, True)
    """
    if not care or question in TOLD:
        return True
    ground = grounds.get(GROUND_OF.get(question, ""))
    return isinstance(ground, str) and ground != GROUNDLESS
