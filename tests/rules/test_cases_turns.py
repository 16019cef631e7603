"""It is always clear whose turn it is, with what and by when."""

import datetime as dt
from dataclasses import replace

import pytest

from portal.cases.rules import AgreementStanding, CaseState, IntakeStanding, Step, StepFacts, Turn, next_step

OPENED = dt.date(2026, 2, 5)  # a Thursday
FACTS = StepFacts(opened_on=OPENED, since=OPENED, has_expert=True)


@pytest.mark.parametrize("state", list(CaseState))
def test_every_state_has_a_next_step(state: CaseState) -> None:
    assert next_step(state, FACTS).code


def test_an_intake_without_an_expert_waits_for_the_bureau() -> None:
    assert next_step(CaseState.INTAKE, replace(FACTS, has_expert=False)).actor is Turn.BUREAU


def test_the_intake_is_due_within_fourteen_days_of_the_referral() -> None:
    assert next_step(CaseState.INTAKE, FACTS) == Step(Turn.EXPERT, "intake.start", dt.date(2026, 2, 19))


def test_an_accepted_intake_gives_the_bureau_four_weeks_for_the_agreement() -> None:
    step = next_step(CaseState.INTAKE, replace(FACTS, intake=IntakeStanding.ACCEPTED))
    assert step == Step(Turn.BUREAU, "agreement.draft", dt.date(2026, 3, 5))


def test_signing_is_the_turn_of_the_party_that_has_not_signed() -> None:
    facts = replace(FACTS, agreement=AgreementStanding.PARTLY_SIGNED, waiting=Turn.CORPORATION)
    assert next_step(CaseState.PLANNING, facts).actor is Turn.CORPORATION


def test_during_reflection_nobody_has_to_act() -> None:
    facts = replace(FACTS, agreement=AgreementStanding.REFLECTION, reflection_ends_on=dt.date(2026, 2, 26))
    assert next_step(CaseState.PLANNING, facts) == Step(Turn.NOBODY, "agreement.reflection", dt.date(2026, 2, 26))


def test_after_a_refusal_the_expert_calls_within_three_working_days() -> None:
    facts = replace(FACTS, agreement=AgreementStanding.REFUSED, declined_on=dt.date(2026, 3, 6))
    assert next_step(CaseState.PLANNING, facts) == Step(Turn.EXPERT, "agreement.talk", dt.date(2026, 3, 11))


def test_a_question_of_the_tenant_goes_before_signing() -> None:
    facts = replace(FACTS, agreement=AgreementStanding.OFFERED, asked_on=dt.date(2026, 3, 6))
    assert next_step(CaseState.PLANNING, facts) == Step(Turn.BUREAU, "agreement.answer", dt.date(2026, 3, 10))


def test_the_first_evaluation_comes_six_weeks_after_the_start() -> None:
    assert next_step(CaseState.RUNNING, FACTS).due == dt.date(2026, 3, 19)


def test_an_ending_agreement_goes_before_a_later_evaluation() -> None:
    facts = replace(FACTS, evaluation_due=dt.date(2026, 6, 1), ends_on=dt.date(2026, 5, 1))
    assert next_step(CaseState.RUNNING, facts) == Step(Turn.BUREAU, "agreement.ending", dt.date(2026, 5, 1))


def test_a_closed_case_asks_nothing_of_anybody() -> None:
    assert next_step(CaseState.STOPPED, FACTS) == Step(Turn.NOBODY, "case.closed")
