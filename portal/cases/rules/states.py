"""The state machine of a case, as a table."""

from __future__ import annotations

from enum import StrEnum

from portal.core.errors import Conflict, Invalid


class CaseState(StrEnum):
    """Where a case stands, from referral to closing; STOPPED is the side door of every open state."""

    REFERRED = "referred"
    INTAKE = "intake"
    PLANNING = "planning"
    RUNNING = "running"
    WARNED = "warned"
    PROCEEDINGS = "proceedings"
    STABILISING = "stabilising"
    HANDOVER_OFFERED = "handover_offered"
    HANDOVER_ACCEPTED = "handover_accepted"
    AFTERCARE = "aftercare"
    CLOSED = "closed"
    STOPPED = "stopped"


class StopReason(StrEnum):
    """Why a case stopped before its end."""

    MOVED = "moved"
    DIED = "died"
    EVICTED = "evicted"
    NO_COOPERATION = "no_cooperation"


CLOSED_STATES = frozenset({CaseState.CLOSED, CaseState.STOPPED})

MOVES: dict[tuple[CaseState, str], CaseState] = {
    (CaseState.REFERRED, "take_up"): CaseState.INTAKE,
    (CaseState.INTAKE, "plan"): CaseState.PLANNING,
    (CaseState.PLANNING, "start"): CaseState.RUNNING,
    (CaseState.PLANNING, "litigate"): CaseState.PROCEEDINGS,
    (CaseState.RUNNING, "warn"): CaseState.WARNED,
    (CaseState.RUNNING, "replan"): CaseState.PLANNING,
    (CaseState.RUNNING, "litigate"): CaseState.PROCEEDINGS,
    (CaseState.RUNNING, "stabilise"): CaseState.STABILISING,
    (CaseState.WARNED, "resume"): CaseState.RUNNING,
    (CaseState.WARNED, "litigate"): CaseState.PROCEEDINGS,
    (CaseState.PROCEEDINGS, "resume"): CaseState.RUNNING,
    (CaseState.STABILISING, "resume"): CaseState.RUNNING,
    (CaseState.STABILISING, "warn"): CaseState.WARNED,
    (CaseState.STABILISING, "offer_handover"): CaseState.HANDOVER_OFFERED,
    (CaseState.HANDOVER_OFFERED, "withdraw_handover"): CaseState.STABILISING,
    (CaseState.HANDOVER_OFFERED, "accept_handover"): CaseState.HANDOVER_ACCEPTED,
    (CaseState.HANDOVER_ACCEPTED, "start_aftercare"): CaseState.AFTERCARE,
    (CaseState.AFTERCARE, "resume"): CaseState.RUNNING,
    (CaseState.AFTERCARE, "close"): CaseState.CLOSED,
}


def move(state: CaseState, action: str, *, reason: str | None = None) -> CaseState:
    """Find the state an action leads to; Conflict("case.move") when it leads nowhere from here.

    Stopping is possible in every open state and needs one of the known reasons (Invalid("case.stop_reason")).

    >>> move(CaseState.INTAKE, "plan").value, move(CaseState.WARNED, "stop", reason="moved").value
    ('planning', 'stopped')
    """
    if action == "stop" and state not in CLOSED_STATES:
        if reason not in set(StopReason):
            raise Invalid("case.stop_reason", field="reason")
        return CaseState.STOPPED
    try:
        return MOVES[state, action]
    except KeyError:
        raise Conflict("case.move", state=state.value, action=action) from None


def moves_from(state: CaseState) -> tuple[str, ...]:
    """List the actions possible in a state, in the order of the table.

    >>> moves_from(CaseState.STABILISING)
    ('resume', 'warn', 'offer_handover', 'stop')
    >>> moves_from(CaseState.CLOSED)
    ()
    """
    listed = tuple(action for (start, action) in MOVES if start is state)
    return listed if state in CLOSED_STATES else (*listed, "stop")


class Stage(StrEnum):
    """The five steps of the line above a case; coarser than its states."""

    REFERRAL = "referral"
    INTAKE = "intake"
    AGREEMENT = "agreement"
    GUIDANCE = "guidance"
    CLOSING = "closing"


STAGES: tuple[Stage, ...] = tuple(Stage)

_STAGE_OF = {
    CaseState.REFERRED: Stage.REFERRAL,
    CaseState.INTAKE: Stage.INTAKE,
    CaseState.PLANNING: Stage.AGREEMENT,
    CaseState.RUNNING: Stage.GUIDANCE,
    CaseState.WARNED: Stage.GUIDANCE,
    CaseState.PROCEEDINGS: Stage.GUIDANCE,
    CaseState.STABILISING: Stage.GUIDANCE,
    CaseState.HANDOVER_OFFERED: Stage.CLOSING,
    CaseState.HANDOVER_ACCEPTED: Stage.CLOSING,
    CaseState.AFTERCARE: Stage.CLOSING,
    CaseState.CLOSED: Stage.CLOSING,
    CaseState.STOPPED: Stage.CLOSING,
}


def stage_of(state: CaseState) -> Stage:
    """Tell which step of the line a state belongs to."""
    return _STAGE_OF[state]


def stage_reached(state: CaseState, stage: Stage) -> str:
    """Tell whether a step is "done", "now" or "later"; a closed case has done them all.

    >>> [stage_reached(CaseState.PLANNING, stage) for stage in STAGES]
    ['done', 'done', 'now', 'later', 'later']
    >>> stage_reached(CaseState.CLOSED, Stage.CLOSING)
    'done'
    """
    if state is CaseState.CLOSED:
        return "done"
    here, there = STAGES.index(_STAGE_OF[state]), STAGES.index(stage)
    return "now" if here == there else "done" if there < here else "later"
