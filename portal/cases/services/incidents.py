"""The incident log: writing down, changing within half an hour, adding a correction, hearing the tenant."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import sqlalchemy as sa

from portal.cases import policies
from portal.cases.events import (
    IncidentChanged,
    IncidentCorrected,
    IncidentLogged,
    IncidentVerified,
    ReporterRevealed,
    TenantHeard,
)
from portal.cases.models import Case, Incident, IncidentHearing, Reporter
from portal.cases.rules import (
    CorrectionFacts,
    Hearing,
    HearingFacts,
    IncidentFacts,
    ReporterFacts,
    Verified,
    check_stated,
    next_reporter_code,
)
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.plaintext import clean, free_text, refuse_bsn
from portal.core.policy import permits, require, scoped
from portal.core.uow import UnitOfWork

LONGEST = 5000
MOST_REPORTERS = 9


def log_incident(uow: UnitOfWork, case_id: uuid.UUID, facts: IncidentFacts) -> Incident:
    """Write an incident down. Raises Denied, Invalid("incident.facts"), ("incident.future"), ("incident.until")."""
    return add_incident(uow, _open_case(uow, case_id), facts)


def add_incident(uow: UnitOfWork, case: Case, facts: IncidentFacts, corrects: Incident | None = None) -> Incident:
    """Add an incident to a case that is locked already."""
    columns = _columns(uow, facts)
    codes = [_reporter(uow, case, reporter).code for reporter in facts.reporters[:MOST_REPORTERS]]
    row = uow.add(
        Incident(
            case_id=case.id,
            number=_next_number(uow, case),
            recorded_at=uow.now,
            recorded_by=uow.actor.id,
            reporter_code=", ".join(dict.fromkeys(codes)),
            corrects_id=corrects.id if corrects else None,
            **columns,
        )
    )
    payload = {"facts": row.facts}
    if corrects is None:
        day = clock.local(row.stated_from).date()
        uow.record(IncidentLogged(case.id, row.id, row.number, row.category.value, day), payload)
    else:
        uow.record(IncidentCorrected(case.id, row.id, row.number, corrects.number), payload)
    return row


def change_incident(uow: UnitOfWork, incident_id: uuid.UUID, version: int | None, facts: IncidentFacts) -> Incident:
    """Change an incident within half an hour; reporters stay as they are. Raises Conflict("incident.fixed")."""
    row = uow.get(Incident, incident_id, version)
    require(permits(uow.actor, "incident.log"), "incident.log")
    if not policies.may_edit_incident(uow, row):
        raise Conflict("incident.fixed")
    for name, value in _columns(uow, facts).items():
        setattr(row, name, value)
    uow.session.flush()
    uow.record(IncidentChanged(row.case_id, row.id, row.number), {"facts": row.facts})
    return row


def correct_incident(uow: UnitOfWork, incident_id: uuid.UUID, facts: CorrectionFacts) -> Incident:
    """Correct an incident by adding to it; what was written stays. Raises Invalid("incident.facts")."""
    row = uow.get(Incident, incident_id)
    case = _open_case(uow, row.case_id)
    while row.corrects_id is not None:
        row = uow.get(Incident, row.corrects_id)
    addition = IncidentFacts(
        stated_from=row.stated_from,
        stated_until=row.stated_until,
        certainty=row.certainty,
        place=row.place,
        category=row.category,
        facts=facts.text,
        source_kind=row.source_kind,
        verified=facts.verified or row.verified,
    )
    if facts.verified is not None:
        row.verified = facts.verified
    return add_incident(uow, case, addition, corrects=row)


def verify_incident(uow: UnitOfWork, incident_id: uuid.UUID, verified: Verified) -> Incident:
    """Record whether an incident was found to have happened as stated."""
    row = uow.get(Incident, incident_id)
    require(permits(uow.actor, "incident.verify"), "incident.log")
    row.verified = verified
    uow.session.flush()
    uow.record(IncidentVerified(row.case_id, row.id, row.number, verified.value))
    return row


def hear_tenant(uow: UnitOfWork, incident_id: uuid.UUID, facts: HearingFacts) -> IncidentHearing:
    """Record the tenant's side of an incident. Raises Invalid("incident.version") when heard without words."""
    row = uow.get(Incident, incident_id)
    require(permits(uow.actor, "incident.log"), "incident.log")
    version = free_text(facts.version, LONGEST, field="version")
    if facts.outcome is Hearing.HEARD and not version:
        raise Invalid("incident.version", field="version")
    if facts.held_on > clock.local(uow.now).date():
        raise Invalid("case.future", field="held_on")
    hearing = uow.add(
        IncidentHearing(
            case_id=row.case_id,
            incident_id=row.id,
            held_on=facts.held_on,
            outcome=facts.outcome,
            present=refuse_bsn(clean(facts.present, 300, field="present"), field="present"),
            interpreter=refuse_bsn(clean(facts.interpreter, 200, field="interpreter"), field="interpreter"),
            recorded_by=uow.actor.id,
        )
    )
    if version:
        uow.seal(hearing, "version", version)
    row.hearing = facts.outcome
    uow.session.flush()
    uow.record(TenantHeard(row.case_id, row.id, row.number, facts.outcome.value, facts.held_on), {"version": version})
    return hearing


def reveal_reporter(uow: UnitOfWork, reporter_id: uuid.UUID) -> str:
    """Look up who a reporter is; the look-up itself is recorded."""
    row = uow.get(Reporter, reporter_id)
    require(policies.may_reveal_reporter(uow.actor), "reporter.reveal")
    uow.record(ReporterRevealed(row.case_id, row.id, row.code))
    return uow.reveal(row, "identity")


def _open_case(uow: UnitOfWork, case_id: uuid.UUID) -> Case:
    case = uow.get(Case, case_id)
    require(permits(uow.actor, "incident.log"), "incident.log")
    if not policies.may_log_incident(uow.actor, case):
        raise Conflict("case.closed")
    return case


def _columns(uow: UnitOfWork, facts: IncidentFacts) -> dict[str, Any]:
    text = free_text(facts.facts, LONGEST, field="facts")
    if not text:
        raise Invalid("incident.facts", field="facts")
    check_stated(facts.stated_from, facts.stated_until, facts.certainty, uow.now)
    if uow.now - facts.stated_from > dt.timedelta(days=365 * 20):
        raise Invalid("incident.long_ago", field="stated_from")
    return {
        "stated_from": facts.stated_from,
        "stated_until": facts.stated_until,
        "certainty": facts.certainty,
        "place": refuse_bsn(clean(facts.place, 200, field="place"), field="place"),
        "category": facts.category,
        "facts": text,
        "effect": free_text(facts.effect, LONGEST, field="effect"),
        "source_kind": facts.source_kind,
        "verified": facts.verified,
    }


def _next_number(uow: UnitOfWork, case: Case) -> int:
    last = uow.session.scalar(sa.select(sa.func.max(Incident.number)).where(Incident.case_id == case.id))
    return (last or 0) + 1


def _reporter(uow: UnitOfWork, case: Case, facts: ReporterFacts) -> Reporter:
    known = {
        row.code: row for row in uow.session.scalars(scoped(Reporter, uow.actor).where(Reporter.case_id == case.id))
    }
    code = facts.code.strip().upper()
    if code and not re.fullmatch(r"M[1-9][0-9]{0,2}", code):
        raise Invalid("reporter.code", field="reporter")
    if code in known:
        return known[code]
    row = uow.add(Reporter(case_id=case.id, code=code or next_reporter_code(known), wish=facts.wish))
    identity = refuse_bsn(clean(facts.identity, 300, field="reporter_identity"), field="reporter_identity")
    if identity:
        uow.seal(row, "identity", identity)
        uow.session.flush()
    return row
