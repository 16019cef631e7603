"""What guidance has ready when a form is begun: the clauses to look at, how contacts went, the tenant's own side."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.agreements import queries as agreements
from portal.agreements.models import AgreementVersion
from portal.cases.models import Case, Contact
from portal.clauses import queries as clauses
from portal.core import clock
from portal.core.policy import Actor
from portal.core.uow import UnitOfWork
from portal.guidance.models import TenantForm
from portal.guidance.rules import State
from portal.submissions.models import Submission
from portal.submissions.rules import SubmissionState


def agreement_values(session: Session, actor: Actor, case: Case) -> Mapping[str, Any]:
    """Return the days between which the agreement of a case runs."""
    found = agreements.standing(session, actor, case.id)
    if found is None or found.in_force_on is None:
        return {}
    return {"agreement.starts_on": found.in_force_on, "agreement.ends_on": found.ends_on}


def agreement_versions(session: Session, actor: Actor, case: Case) -> list[tuple[str, str]]:
    """Return the versions of the agreements of a case, for a question that names one."""
    rows = agreements.versions_of_case(session, actor, case.id)
    return [(str(row.id), f"v{row.number} · {row.starts_on:%d-%m-%Y}") for row in rows]


def clauses_of_library(session: Session, actor: Actor, case: Case) -> list[tuple[str, str]]:
    """Return the clauses that are offered now, for a question that names one."""
    return [(one.body.code, f"{one.body.code} · {one.body.title}") for one in clauses.library(session, actor)]


def evaluation(uow: UnitOfWork, case: Case, person_id: uuid.UUID) -> Mapping[str, Any]:
    """Return what is known when an evaluation is begun; whoever fills in looks it over."""
    found = agreements.standing(uow.session, uow.actor, case.id)
    last = _last_evaluation(uow, case, person_id)
    start = last or (found.in_force_on if found else None)
    today = clock.local(uow.now).date()
    ready: dict[str, Any] = {"held_on": today.isoformat(), "period_until": today.isoformat()}
    if start is not None:
        ready |= {"period_from": start.isoformat(), **_contacts(uow, case, start)}
    lines = clause_lines(found, person_id) if found else []
    if lines:
        ready["clauses"] = [{"clause": line} for line in lines]
    return {**ready, **_own_side(uow, case, person_id, start)}


def clause_lines(found: AgreementVersion, person_id: uuid.UUID) -> list[str]:
    """Return the clauses of a version that this person must keep, as the evaluation names them: "1 Geluid (V1)"."""
    content: dict[str, Any] = found.content
    keys = {one["key"] for one in content.get("tenants", ()) if one.get("person_id") == str(person_id)}
    return [
        f"{one['number']} {one['title']} ({one['code']})"[:200]
        for one in content.get("clauses", ())
        if not one.get("addressees") or keys & set(one["addressees"])
    ]


def _last_evaluation(uow: UnitOfWork, case: Case, person_id: uuid.UUID) -> dt.date | None:
    wanted = sa.select(sa.func.max(Submission.assessed_on)).where(
        Submission.case_id == case.id, Submission.person_id == person_id, Submission.family_key == "evaluation",
        Submission.state.in_((SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)),
    )  # fmt: skip
    return uow.session.scalar(wanted)


def _contacts(uow: UnitOfWork, case: Case, start: dt.date) -> dict[str, int]:
    """Count visits and meetings since *start* as they were logged: held, missed, and both together as planned."""
    wanted = sa.select(Contact).where(Contact.case_id == case.id, Contact.held_on >= start)
    rows = [row for row in uow.session.scalars(wanted) if row.kind.value in {"visit", "meeting", "call"}]
    held = sum(1 for row in rows if row.outcome.value == "held")
    missed = sum(1 for row in rows if row.outcome.value == "no_show")
    return {"contacts_planned": held + missed, "contacts_held": held, "contacts_missed": missed} if rows else {}


def _own_side(uow: UnitOfWork, case: Case, person_id: uuid.UUID, start: dt.date | None) -> dict[str, Any]:
    wanted = sa.select(TenantForm).where(
        TenantForm.case_id == case.id, TenantForm.person_id == person_id, TenantForm.family_key == "own_view",
        TenantForm.state == State.SENT,
    )  # fmt: skip
    row = uow.session.scalars(wanted.order_by(TenantForm.submitted_at.desc())).first()
    if row is None or row.submitted_at is None or (start and clock.local(row.submitted_at).date() < start):
        return {}
    told = json.loads(uow.reveal(row, "answers") or "{}")
    parts = [told[name] for name in ("went_well", "was_hard", "agreements_why") if isinstance(told.get(name), str)]
    return {"own_score": told.get("own_score"), "own_words": "\n\n".join(parts) or None, "own_needs": told.get("needs")}
