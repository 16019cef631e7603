"""A case moves along its table, and only along its table."""

import doctest
import itertools

import pytest

from portal.cases.rules import (
    CLOSED_STATES,
    MOVES,
    CaseState,
    incidents,
    move,
    moves_from,
    references,
    states,
    turns,
)
from portal.core.errors import Conflict, Invalid

HAPPY_PATH = ["take_up", "plan", "start", "stabilise", "offer_handover", "accept_handover", "start_aftercare", "close"]


@pytest.mark.parametrize("module", [states, references, incidents, turns])
def test_the_examples_in_the_rules_hold(module: object) -> None:
    outcome = doctest.testmod(module)  # type: ignore[arg-type]
    assert outcome.attempted and not outcome.failed


def test_a_case_can_go_from_referral_to_closing() -> None:
    state = CaseState.REFERRED
    for action in HAPPY_PATH:
        state = move(state, action)
    assert state is CaseState.CLOSED


@pytest.mark.parametrize("state", [state for state in CaseState if state not in CLOSED_STATES])
def test_every_open_state_can_stop_with_a_reason(state: CaseState) -> None:
    assert move(state, "stop", reason="died") is CaseState.STOPPED


def test_stopping_without_a_known_reason_is_refused() -> None:
    for reason in (None, "", "bored"):
        with pytest.raises(Invalid):
            move(CaseState.RUNNING, "stop", reason=reason)


@pytest.mark.parametrize("state", sorted(CLOSED_STATES))
def test_a_closed_case_moves_no_more(state: CaseState) -> None:
    for action in {action for _, action in MOVES} | {"stop"}:
        with pytest.raises(Conflict):
            move(state, action, reason="died")


def test_a_move_outside_the_table_is_a_conflict() -> None:
    actions = {action for _, action in MOVES}
    for state, action in itertools.product(CaseState, actions):
        if (state, action) not in MOVES:
            with pytest.raises(Conflict):
                move(state, action)


def test_every_state_can_be_reached_and_every_open_state_left() -> None:
    reached = set(MOVES.values()) | {CaseState.REFERRED, CaseState.STOPPED}
    assert reached == set(CaseState)
    assert all(moves_from(state) for state in CaseState if state not in CLOSED_STATES)


def test_a_handover_is_complete_only_after_it_was_accepted() -> None:
    with pytest.raises(Conflict):
        move(CaseState.HANDOVER_OFFERED, "start_aftercare")
