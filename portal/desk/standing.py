"""What every stage knows about the next step of a case, brought together."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from portal.agreements import queries as agreements
from portal.agreements.models import AgreementVersion
from portal.agreements.rules import BINDING, SIGNING, VersionState
from portal.cases.models import Case
from portal.cases.rules import AgreementStanding, IntakeStanding, StepFacts, Turn, evaluation_due
from portal.core import clock
from portal.core.policy import SYSTEM, scoped
from portal.signatures import queries as signatures
from portal.signatures.rules.states import TENANT_SIDE, Role
from portal.submissions import queries as submissions

_STANDINGS = {
    VersionState.FROZEN: AgreementStanding.DRAFT,
    VersionState.OFFERED: AgreementStanding.OFFERED,
    VersionState.PARTLY_SIGNED: AgreementStanding.PARTLY_SIGNED,
    VersionState.REFLECTION: AgreementStanding.REFLECTION,
    VersionState.IN_FORCE: AgreementStanding.IN_FORCE,
    VersionState.EXTENDED: AgreementStanding.IN_FORCE,
    VersionState.ENDED: AgreementStanding.ENDED,
    VersionState.REFUSED: AgreementStanding.REFUSED,
    VersionState.WITHDRAWN: AgreementStanding.WITHDRAWN,
    VersionState.SUPERSEDED: AgreementStanding.DRAFT,
}


def facts_of(session: Session, case_id: uuid.UUID) -> StepFacts:
    """Gather, as the system, what decides the next step of a case."""
    case = session.scalars(scoped(Case, SYSTEM).where(Case.id == case_id)).one()
    version = agreements.standing(session, SYSTEM, case_id)
    drafting = bool(agreements.open_drafts(session, SYSTEM, case_id))
    waiting, asked = _signing(session, version)
    return StepFacts(
        opened_on=case.opened_on, since=case.since, has_expert=case.expert_id is not None,
        intake=IntakeStanding(submissions.standing(session, SYSTEM, case_id, "intake")),
        agreement=_agreement(version, drafting), waiting=waiting, asked_on=asked,
        offered_on=clock.local(version.offered_at).date() if version and version.offered_at else None,
        declined_on=clock.local(version.closed_at).date() if version and version.closed_at else None,
        reflection_ends_on=clock.local(version.reflection_ends_at).date() if version and version.reflection_ends_at else None,
        evaluation_due=_evaluation(session, case_id, version), ends_on=version.ends_on if version else None,
    )  # fmt: skip


def _agreement(version: AgreementVersion | None, drafting: bool) -> AgreementStanding:
    if version is None or version.state in (VersionState.REFUSED, VersionState.WITHDRAWN, VersionState.ENDED):
        if drafting:
            return AgreementStanding.DRAFT
        return _STANDINGS[version.state] if version else AgreementStanding.NONE
    return _STANDINGS[version.state]


def _signing(session: Session, version: AgreementVersion | None) -> tuple[Turn, dt.date | None]:
    """Say which party the signing waits for, and since when a question does.

    That is the tenant's side first, else whoever is due, else the bureau.
    """
    if version is None or version.state not in SIGNING:
        return Turn.TENANT, None
    standing = signatures.standing(session, SYSTEM, version.id)
    asked_on = clock.local(standing.asked_at).date() if standing.asked_at else None
    if standing.waiting & TENANT_SIDE:
        return Turn.TENANT, asked_on
    for role, turn in ((Role.CORPORATION, Turn.CORPORATION), (Role.EXPERT, Turn.EXPERT)):
        if role in standing.waiting:
            return turn, asked_on
    return Turn.BUREAU, asked_on


def _evaluation(session: Session, case_id: uuid.UUID, version: AgreementVersion | None) -> dt.date | None:
    if version is None or version.state not in BINDING or version.in_force_on is None:
        return None
    rows = submissions.of_case(session, SYSTEM, case_id, "evaluation")
    held = sorted({row.assessed_on or clock.local(row.submitted_at).date() for row in rows if row.submitted_at})
    return evaluation_due(version.in_force_on, [day for day in held if day >= version.in_force_on])
