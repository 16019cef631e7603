"""What later forms begin with: the test of stability, the survey and the handover, from the case and what was sent before.

Whoever fills in looks every answer over; what does not fit the form is left out by whoever begins it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import forms
from portal.accounts.queries import organisation_names
from portal.agreements import queries as agreements
from portal.agreements.models import AgreementVersion
from portal.agreements.rules import BINDING
from portal.cases.models import Case
from portal.core import clock
from portal.core.uow import UnitOfWork
from portal.guidance.knowing import clause_lines
from portal.parties import queries as parties
from portal.submissions import answers as store
from portal.submissions import queries as submissions
from portal.submissions.models import Submission
from portal.submissions.rules import SENT

KEPT = frozenset({"kept", "not_applicable"})
LONGEST_GOAL = 200

Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Earlier:
    """One form that was sent, with its answers as they stand now."""

    row: Submission
    answers: Given


def stabilisation(uow: UnitOfWork, case: Case, person_id: uuid.UUID) -> Mapping[str, Any]:
    """Return what the test of stability begins with: evaluations kept in a row, last scores, the tenant's own words."""
    evaluations = _sent(uow, case, person_id, "evaluation")
    if not evaluations:
        return {}
    last = evaluations[-1].answers
    scores = [last[one.score] for one in _domains(evaluations[-1]) if isinstance(last.get(one.score), int)]
    incidents = [one.answers["incident_last"] for one in evaluations if one.answers.get("incidents_verified")
                 and isinstance(one.answers.get("incident_last"), str)]  # fmt: skip
    ready: Given = {
        "evaluations_kept": kept_in_a_row([one.answers for one in evaluations]), "neighbours": last.get("neighbours"),
        "housing_now": last.get("housing_score"), "lowest_now": min(scores, default=None),
        "tenant_view": last.get("own_words"),
    }  # fmt: skip
    if incidents:
        ready |= {"any_incident": True, "last_incident": max(incidents)}
    return ready


def survey(uow: UnitOfWork, case: Case, person_id: uuid.UUID) -> Mapping[str, Any]:
    """Return what a survey among neighbours begins with: the period since the one before, and how many were asked."""
    before = _sent(uow, case, person_id, "survey")
    found = agreements.standing(uow.session, uow.actor, case.id)
    ready: Given = {"held_on": _today(uow).isoformat()}
    if before:
        last = before[-1]
        since = last.row.assessed_on
        ready |= {"asked": last.answers.get("asked"), "period_from": since.isoformat() if since else None}
    elif found is not None and found.in_force_on is not None:
        ready["period_from"] = found.in_force_on.isoformat()
    return ready


def handover(uow: UnitOfWork, case: Case, person_id: uuid.UUID) -> Mapping[str, Any]:
    """Return what a handover begins with: the agreement, the goals of the plan, scores then and now, whom to call."""
    today = _today(uow)
    evaluations, plans = _sent(uow, case, person_id, "evaluation"), _sent(uow, case, person_id, "plan")
    tests, intakes = _sent(uow, case, person_id, "stabilisation"), _sent(uow, case, person_id, "intake")
    plan = plans[-1].answers if plans else {}
    test = tests[-1].answers if tests else {}
    ready: Given = {"held_on": today.isoformat(), "period_until": today.isoformat()}
    if intakes and intakes[0].row.assessed_on:
        ready["period_from"] = intakes[0].row.assessed_on.isoformat()
    if test.get("decision") == "hand_over":
        ready["reason"] = "stable"
    ready |= _agreement(uow, case, person_id, evaluations, today)
    ready["results"] = goals_of(plan)
    ready["score_lines"] = score_lines([*intakes, *evaluations])
    ready |= {"early_signs": plan.get("early_signs"), "call_first": _whom_to_call(plan)}
    ready |= _representative(uow, person_id, today)
    ready["crisis_plan"] = test.get("crisis_plan", plan.get("crisis_shared"))
    if case.social_team_id:
        ready["receiver_organisation"] = organisation_names(uow.session, uow.actor, [case.social_team_id]).get(
            case.social_team_id
        )
    return {name: value for name, value in ready.items() if value not in (None, [])}


def handover_sheet(uow: UnitOfWork, case: Case, person_id: uuid.UUID) -> Mapping[str, Any]:
    """Return what the sheet for the corporation begins with: the agreement, its clauses, the last incident told."""
    today = _today(uow)
    evaluations = _sent(uow, case, person_id, "evaluation")
    last = evaluations[-1].answers if evaluations else {}
    found = agreements.standing(uow.session, uow.actor, case.id)
    incidents = [one.answers["incident_last"] for one in evaluations if isinstance(one.answers.get("incident_last"), str)]
    clauses: list[Given] = [row for row in _rows(last.get("clauses")) if row.get("clause")]
    names = {"not_applicable": "n_a"}
    ready: Given = {
        "held_on": today.isoformat(), "incident_last": max(incidents, default=None),
        "clauses": [_line(one["clause"], "clause_result", names.get(str(one.get("clause_result")), one.get("clause_result")))
                    for one in clauses]
        or [{"clause": line} for line in (clause_lines(found, person_id) if found else [])],
        **_standing(found, today),
    }  # fmt: skip
    return {name: value for name, value in ready.items() if value not in (None, [])}


def kept_in_a_row(evaluations: Sequence[Mapping[str, Any]]) -> int:
    """Count the last evaluations, the newest backwards, in which every clause was kept.

    >>> fine, broken = {"clauses": [{"clause_result": "kept"}]}, {"clauses": [{"clause_result": "partly"}]}
    >>> kept_in_a_row([broken, fine, fine]), kept_in_a_row([fine, broken]), kept_in_a_row([{}])
    (2, 0, 0)
    """
    number = 0
    for answers in reversed(evaluations):
        results = [row.get("clause_result") for row in _rows(answers.get("clauses"))]
        if not results or not set(results) <= KEPT:
            break
        number += 1
    return number


def goals_of(plan: Mapping[str, Any]) -> list[Given]:
    """Return the goals of a plan as lines of a handover, in the order of the plan; a long one is cut short.

    >>> goals_of({"housing_goals": [{"housing_behaviour": "Na 22.00 uur stil"}], "housing_help": "x"})
    [{'goal': 'Na 22.00 uur stil'}]
    """
    found = []
    for name, value in plan.items():
        key = f"{name.removesuffix('goals')}behaviour"
        for row in _rows(value) if name.endswith("_goals") else []:
            words = " ".join(str(row.get(key) or "").split())
            if words:
                found.append({"goal": words if len(words) <= LONGEST_GOAL else f"{words[: LONGEST_GOAL - 1]}…"})
    return found


def score_lines(sent: Sequence[Earlier]) -> list[Given]:
    """Return the first and the last score of every domain that was scored, in the order of the instrument."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for one in sent:
        for domain in _domains(one):
            score = one.answers.get(domain.score)
            if isinstance(score, int):
                first.setdefault(domain.key, score)
                last[domain.key] = score
    return [{"score_domain": key, "score_start": score, "score_end": last[key]} for key, score in first.items()]


def _sent(uow: UnitOfWork, case: Case, person_id: uuid.UUID, family: str) -> list[Earlier]:
    rows = submissions.of_case(uow.session, uow.actor, case.id, family)
    wanted = sorted((row for row in rows if row.person_id == person_id and row.state in SENT), key=submissions.moment_of)
    return [Earlier(row, store.kept(uow, row)) for row in wanted]


def _domains(one: Earlier) -> tuple[forms.Domain, ...]:
    return submissions.domains_of(one.row)


def _agreement(
    uow: UnitOfWork, case: Case, person_id: uuid.UUID, evaluations: Sequence[Earlier], today: dt.date
) -> Given:
    found = agreements.standing(uow.session, uow.actor, case.id)
    ready = _standing(found, today)
    if found is not None and ready.get("agreement_state") == "runs":
        last = evaluations[-1].answers if evaluations else {}
        kept = {row.get("clause"): row.get("clause_result") for row in _rows(last.get("clauses"))}
        ready["remaining"] = [_line(line, "kept", kept.get(line)) for line in clause_lines(found, person_id)]
    return ready


def _standing(found: AgreementVersion | None, today: dt.date) -> Given:
    if found is None:
        return {}
    if found.state in BINDING and found.ends_on is not None and found.ends_on > today:
        return {"agreement_state": "runs", "agreement_until": found.ends_on.isoformat()}
    return {"agreement_state": "ended"} if found.ends_on is not None and found.ends_on <= today else {}


def _line(clause: str, name: str, result: Any) -> Given:
    fits = {"kept", "partly", "not"} | ({"n_a"} if name == "clause_result" else set())
    return {"clause": clause, **({name: result} if result in fits else {})}


def _whom_to_call(plan: Given) -> list[Given]:
    named = [{key: row.get(key) for key in ("call_name", "call_number") if row.get(key)} for row in _rows(plan.get("call_first"))]
    return [row for row in named if row]


def _representative(uow: UnitOfWork, person_id: uuid.UUID, today: dt.date) -> Given:
    found = parties.representations(uow.session, uow.actor, [person_id], today)
    if not found:
        return {}
    one = found[0]
    reached = " ".join(part for part in (one.organisation_name or one.name, one.phone) if part)
    return {"administration": one.kind.value, "administrator_name": reached[:200]}


def _rows(value: Any) -> list[Given]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _today(uow: UnitOfWork) -> dt.date:
    return clock.local(uow.now).date()
