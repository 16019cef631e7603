"""Whose turn it is in a case, with what, and by when."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.cases.rules.states import CLOSED_STATES, CaseState


class Turn(StrEnum):
    """The party that has to act; NOBODY while only time has to pass."""

    BUREAU = "bureau"
    LEGAL = "legal"
    CORPORATION = "corporation"
    EXPERT = "expert"
    TENANT = "tenant"
    SOCIAL_TEAM = "social_team"
    NOBODY = "nobody"


class IntakeStanding(StrEnum):
    """How far the intake is."""

    NONE = "none"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class AgreementStanding(StrEnum):
    """How far the newest agreement is."""

    NONE = "none"
    DRAFT = "draft"
    OFFERED = "offered"
    PARTLY_SIGNED = "partly_signed"
    REFLECTION = "reflection"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Step:
    """The next step: who, what (a code with a sentence in the messages) and by when."""

    actor: Turn
    code: str
    due: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """What decides the next step, gathered from the stages.

    `since` is the day the case came into its state; `waiting` the party the signing waits for; `asked_on` the day of the
    oldest question without an answer; `declined_on` the day of a refusal or a withdrawal.
    """

    opened_on: dt.date
    since: dt.date
    has_expert: bool = False
    intake: IntakeStanding = IntakeStanding.NONE
    agreement: AgreementStanding = AgreementStanding.NONE
    waiting: Turn = Turn.TENANT
    asked_on: dt.date | None = None
    offered_on: dt.date | None = None
    declined_on: dt.date | None = None
    reflection_ends_on: dt.date | None = None
    evaluation_due: dt.date | None = None
    ends_on: dt.date | None = None


def working_days(start: dt.date, count: int) -> dt.date:
    """Count working days (Monday to Friday) from a day on.

    >>> working_days(dt.date(2026, 3, 5), 2), working_days(dt.date(2026, 3, 7), 1)
    (datetime.date(2026, 3, 9), datetime.date(2026, 3, 9))
    """
    day = start
    while count > 0:
        day += dt.timedelta(days=1)
        count -= day.weekday() < 5
    return day


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, the last day of the month where there is none.

    >>> months_later(dt.date(2026, 11, 30), 3), months_later(dt.date(2026, 2, 26), 3)
    (datetime.date(2027, 2, 28), datetime.date(2026, 5, 26))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def evaluation_due(in_force_on: dt.date, held: Sequence[dt.date]) -> dt.date:
    """Say when the next evaluation is due: after six weeks, after three months, then every three months.

    >>> start = dt.date(2026, 2, 26)
    >>> evaluation_due(start, []), evaluation_due(start, [dt.date(2026, 4, 9)])
    (datetime.date(2026, 4, 9), datetime.date(2026, 5, 26))
    >>> evaluation_due(start, [dt.date(2026, 4, 9), dt.date(2026, 5, 21)])
    datetime.date(2026, 8, 21)
    """
    if not held:
        return in_force_on + dt.timedelta(weeks=6)
    return months_later(in_force_on, 3) if len(held) == 1 else months_later(max(held), 3)


def _referred(facts: StepFacts) -> Step:
    return Step(Turn.BUREAU, "case.take_up", working_days(facts.opened_on, 2))


def _intake(facts: StepFacts) -> Step:
    if not facts.has_expert:
        return Step(Turn.BUREAU, "case.assign", working_days(facts.since, 2))
    if facts.intake is IntakeStanding.SUBMITTED:
        return Step(Turn.EXPERT, "intake.accept", working_days(facts.since, 13))
    if facts.intake is IntakeStanding.ACCEPTED:
        return Step(Turn.BUREAU, "agreement.draft", facts.opened_on + dt.timedelta(weeks=4))
    code = {IntakeStanding.DRAFT: "intake.finish", IntakeStanding.RETURNED: "intake.correct"}
    return Step(Turn.EXPERT, code.get(facts.intake, "intake.start"), facts.opened_on + dt.timedelta(days=14))


def _planning(facts: StepFacts) -> Step:
    plan_by = facts.opened_on + dt.timedelta(weeks=4)
    if facts.asked_on:
        return Step(Turn.BUREAU, "agreement.answer", working_days(facts.asked_on, 2))
    match facts.agreement:
        case AgreementStanding.OFFERED | AgreementStanding.PARTLY_SIGNED:
            return Step(facts.waiting, "agreement.sign", (facts.offered_on or facts.since) + dt.timedelta(days=14))
        case AgreementStanding.REFLECTION:
            return Step(Turn.NOBODY, "agreement.reflection", facts.reflection_ends_on)
        case AgreementStanding.REFUSED | AgreementStanding.WITHDRAWN:
            return Step(Turn.EXPERT, "agreement.talk", working_days(facts.declined_on or facts.since, 3))
        case AgreementStanding.DRAFT:
            return Step(Turn.BUREAU, "agreement.offer", plan_by)
        case AgreementStanding.IN_FORCE:
            return Step(Turn.BUREAU, "case.start", working_days(facts.since, 2))
        case _:
            return Step(Turn.BUREAU, "agreement.draft", plan_by)


def _running(facts: StepFacts) -> Step:
    due = facts.evaluation_due or facts.since + dt.timedelta(weeks=6)
    if facts.ends_on and facts.ends_on <= due:
        return Step(Turn.BUREAU, "agreement.ending", facts.ends_on)
    return Step(Turn.EXPERT, "evaluation.plan", due)


_STEPS: dict[CaseState, Callable[[StepFacts], Step]] = {
    CaseState.REFERRED: _referred,
    CaseState.INTAKE: _intake,
    CaseState.PLANNING: _planning,
    CaseState.RUNNING: _running,
    CaseState.WARNED: lambda facts: Step(Turn.EXPERT, "warning.talk", working_days(facts.since, 5)),
    CaseState.PROCEEDINGS: lambda facts: Step(Turn.LEGAL, "proceedings.next", facts.since + dt.timedelta(days=14)),
    CaseState.STABILISING: lambda facts: Step(Turn.EXPERT, "handover.offer", facts.since + dt.timedelta(days=14)),
    CaseState.HANDOVER_OFFERED: lambda facts: Step(
        Turn.SOCIAL_TEAM, "handover.accept", facts.since + dt.timedelta(days=14)
    ),
    CaseState.HANDOVER_ACCEPTED: lambda facts: Step(Turn.EXPERT, "aftercare.start", working_days(facts.since, 5)),
    CaseState.AFTERCARE: lambda facts: Step(Turn.EXPERT, "aftercare.check", facts.since + dt.timedelta(days=182)),
}


def next_step(state: CaseState, facts: StepFacts) -> Step:
    """Decide whose turn it is, with what and by when.

    The bureau takes a referral up in two working days, the intake is there within 14 days, the plan within four
    weeks; after a refusal the expert calls within three working days; aftercare is checked after six months.

    >>> opened = dt.date(2026, 2, 5)
    >>> next_step(CaseState.REFERRED, StepFacts(opened_on=opened, since=opened))
    Step(actor=<Turn.BUREAU: 'bureau'>, code='case.take_up', due=datetime.date(2026, 2, 9))
    """
    if state in CLOSED_STATES:
        return Step(Turn.NOBODY, "case.closed")
    return _STEPS[state](facts)
