"""States of a submission and the moves between them."""

from __future__ import annotations

from enum import StrEnum

from portal.core.errors import Conflict


class SubmissionState(StrEnum):
    """Where a submission stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


MOVES: dict[tuple[SubmissionState, str], SubmissionState] = {
    (SubmissionState.DRAFT, "submit"): SubmissionState.SUBMITTED,
    (SubmissionState.RETURNED, "submit"): SubmissionState.SUBMITTED,
    (SubmissionState.SUBMITTED, "accept"): SubmissionState.ACCEPTED,
    (SubmissionState.SUBMITTED, "return"): SubmissionState.RETURNED,
}

OPEN = frozenset({SubmissionState.DRAFT, SubmissionState.RETURNED})
"""States in which answers may still change."""


def move(state: SubmissionState, action: str) -> SubmissionState:
    """Return the state after *action*.

    Raises Conflict("submission.move") when *action* is not possible now.

    >>> move(SubmissionState.DRAFT, "submit").value
    'submitted'
    """
    try:
        return MOVES[state, action]
    except KeyError:
        raise Conflict("submission.move", state=str(state), action=action) from None


def demand_open(state: SubmissionState) -> None:
    """Raise Conflict("submission.closed") unless answers may still change."""
    if state not in OPEN:
        raise Conflict("submission.closed", state=str(state))


HANDOVER = "handover"
"""The form that a social team reads."""

SENT = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)

CORRECTABLE = frozenset(SENT)
"""States in which answers stand still and are corrected by adding."""


def demand_sent(state: SubmissionState) -> None:
    """Raise Conflict("correction.open") unless answers stand still."""
    if state not in CORRECTABLE:
        raise Conflict("correction.open", state=str(state))


RELEASE_LIMIT = 2_000
"""Longest text of one released item, in characters."""

REASON_LIMIT = 1_000
"""Longest reason of a correction, in characters."""
