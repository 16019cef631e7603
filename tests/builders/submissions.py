"""Builders of form definitions and submissions."""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa
from flask import Flask

import forms
from portal.cases.models import Participant
from portal.core.uow import UnitOfWork
from portal.definitions import services as definitions
from portal.submissions import services
from portal.submissions.models import Submission
from tests.builders.accounts import apart
from tests.builders.cases import Town, make_case, make_town


def make_field(kind: str = "short_text", id: str = "name", **changes: Any) -> dict[str, Any]:  # noqa: A002
    """Make the JSON of one field; its key is its id and its label its id in capitals."""
    made: dict[str, Any] = {"kind": kind, "id": id, "key": id, "label": {"nl": id.upper()}}
    if kind in {"one_of", "many_of", "ranking"}:
        made["options"] = [{"key": key, "label": {"nl": key.upper()}} for key in ("red", "green", "none")]
    if kind == "matrix":
        made["rows"] = [{"key": key, "label": {"nl": key.upper()}} for key in ("first", "second")]
    if kind == "record":
        made["source"] = "clauses"
    if kind == "calculated":
        made |= {"value": {"+": [1, 2]}, "result": "integer"}
    if kind == "note":
        made["body"] = {"nl": "Let op."}
    if kind == "repeat":
        made |= {"row": {"nl": "Regel"}, "fields": [make_field("integer", "amount"), make_field("short_text", "what")]}
    return made | changes


def make_body(*fields: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Make the JSON of a sound definition with these fields on one page."""
    page = {"key": "first", "title": {"nl": "Eerste"}, "fields": list(fields) or [make_field()]}
    return {
        "schema_version": 1,
        "key": "sample",
        "title": {"nl": "Voorbeeld"},
        "locales": ["nl"],
        "compartment": "A",
        "purpose": "Begeleiden",
        "ground": "agreement",
        "audience": ["tenant", "expert"],
        "retention": "case",
        "pages": [page],
    } | changes


def make_form(*fields: dict[str, Any], **changes: Any) -> forms.Prepared:
    """Make a definition ready for work."""
    return forms.prepare(forms.load(make_body(*fields, **changes)))


DOMAINS = ("housing", "finance", "work", "social", "mental", "physical", "meaning", "justice")


def intake_answers(scores: tuple[int, ...] = (2, 2, 1, 2, 2, 3, 2, 4), **changes: Any) -> dict[str, Any]:
    """Return answers that complete the shipped intake, with one score per domain."""
    given: dict[str, Any] = {
        "held_on": "2026-02-12",
        "place": "home",
        "present": ["nobody"],
        "language": "Nederlands",
        "reading": "easy",
        "interpreter": False,
        "has_representative": False,
        "children_home": False,
        "fire_risk": False,
        "suicide_risk": {"$": "declined"},
        "violence_risk": False,
        "visit_rule": "alone",
        "conclusion": "Een overeenkomst met hulp past.",
    }
    given |= {f"{domain}_score": score for domain, score in zip(DOMAINS, scores, strict=True)}
    return given | changes


def evaluation_answers(scores: tuple[int, ...] = (4, 4, 3, 3, 3, 3, 3, 5), **changes: Any) -> dict[str, Any]:
    """Return answers that complete the shipped evaluation."""
    given: dict[str, Any] = {
        "held_on": "2026-05-21",
        "period_from": "2026-02-26",
        "period_until": "2026-05-21",
        "occasion": "planned",
        "present": ["nobody"],
        "contacts_planned": 12,
        "contacts_held": 11,
        "contacts_missed": 1,
        "clauses": [{"clause": "V1 stil na 22.00 uur", "clause_result": "kept"}],
        "incidents_since": 0,
        "neighbours": "better",
        "decision": "continue",
        "decision_reason": "De afspraken lukken.",
        "next_evaluation": "2026-08-27",
    }
    given |= {f"{domain}_score": score for domain, score in zip(DOMAINS, scores, strict=True)}
    return given | changes


def make_forms(uow: UnitOfWork) -> None:
    """Publish the shipped definitions."""
    definitions.load_shipped(uow)


def make_town_with_forms(uow: UnitOfWork) -> Town:
    """Make a town in which the shipped definitions are in use."""
    make_forms(uow)
    return make_town(uow)


def tenant_of(uow: UnitOfWork, case_id: uuid.UUID) -> uuid.UUID:
    """Return the person a case is about."""
    found = uow.session.scalars(sa.select(Participant.person_id).where(Participant.case_id == case_id)).first()
    assert found is not None
    return found


def make_submission(
    uow: UnitOfWork, case_id: uuid.UUID, family: str = "intake", *, send: bool = False, **changes: Any
) -> Submission:
    """Begin a form about the tenant with complete answers; with *send*, send it."""
    usual = intake_answers(**changes) if family == "intake" else evaluation_answers(**changes)
    row = services.start(uow, case_id, family, tenant_of(uow, case_id), usual)
    return services.submit(uow, row.id) if send else row


def begin_sample(app: Flask, town: Town, answers: dict[str, Any]) -> uuid.UUID:
    """Begin the form called sample about the tenant of a new case, as the expert, in contexts of its own."""
    with apart(app) as uow:
        case_id = make_case(uow, town, expert=True).id
        person_id = tenant_of(uow, case_id)
    with apart(app, town.expert) as uow:
        return services.start(uow, case_id, "sample", person_id, answers).id
