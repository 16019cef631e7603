"""What came of a signing, told in a letter: written once, filed with the papers of the case, sent by nobody but staff."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from portal.agreements import queries as agreements
from portal.agreements import services as texts
from portal.agreements.letters import Letter
from portal.agreements.rules import BINDING, VersionState
from portal.agreements.services import Outcome
from portal.cases.models import Case
from portal.cases.rules import CLOSED_STATES
from portal.core import clock
from portal.core.policy import SYSTEM, require, scoped
from portal.core.uow import UnitOfWork
from portal.signatures import queries
from portal.signatures.events import LinkExpired, OutcomeLetterFiled
from portal.signatures.models import Signatory, SigningInvitation
from portal.signatures.rules.states import LINKED, OPEN, TENANT_SIDE, Role, State
from portal.signatures.services import course


def expire(uow: UnitOfWork, invitation_id: uuid.UUID) -> bool:
    """Note that a link ran out before its owner decided, when no other link of his works."""
    require(uow.actor.kind == "system", "signing.system-only")
    invitation = uow.get(SigningInvitation, invitation_id)
    version = course.lock(uow, queries.version_of(uow.session, invitation.signatory_id))
    row = uow.get(Signatory, invitation.signatory_id)
    links = queries.live_invitations(uow.session, row.id)
    if invitation.ended_at is not None or any(uow.now < one.expires_at for one in links):
        return False
    if row.state not in OPEN or row.channel not in LINKED or not course.is_open(uow, version):
        return False
    uow.record(LinkExpired(row.case_id, version.id, row.id, row.role.value))
    return True


def outcome_of(session: Session, signatory_id: uuid.UUID) -> Letter | None:
    """Write the letter to the tenants about what a signatory decided, or let go by; None where there is nothing to tell.

    What landlord or expert let go by is told to nobody by letter; that one of them refused is.
    """
    row = session.scalars(scoped(Signatory, SYSTEM).where(Signatory.id == signatory_id)).one()
    if row.role not in TENANT_SIDE:
        if row.state is not State.REFUSED or row.decided_at is None:
            return None
        key = "refusal_corporation" if row.role is Role.CORPORATION else "refusal_expert"
        return _written(session, row.case_id, Outcome(key, row.decided_at, who=row.name))
    ends = [one.expires_at for one in queries.live_invitations(session, row.id)]
    if row.state is State.REFUSED and row.decided_at is not None:
        refusal = queries.refusal_of(session, row.id)
        key, on = "refusal_in_person" if refusal and refusal.told_by == "staff" else "refusal", row.decided_at
    elif row.state is State.WITHDRAWN and row.decided_at is not None:
        key, on = "withdrawal", row.decided_at
    elif row.state in OPEN and ends and max(ends) <= clock.now():
        key, on = "expiry", max(ends)
    else:
        return None
    return _written(session, row.case_id, Outcome(key, on, who=row.name))


def signing_outcome(session: Session, version_id: uuid.UUID) -> Letter | None:
    """Write the letter that everybody signed; None when somebody took his signature back meanwhile."""
    version = agreements.version(session, SYSTEM, version_id)
    round_ = queries.round_of(session, version.id)
    if version.state not in BINDING | {VersionState.REFLECTION} or round_ is None or round_.completed_at is None:
        return None
    ends, starts = version.reflection_ends_at, texts.effect_due(version)
    return _written(session, version.case_id, Outcome("signing", round_.completed_at, reconsider=ends, starts=starts))


def file_outcome(uow: UnitOfWork, case_id: uuid.UUID, about: uuid.UUID, letter: Letter, pdf: bytes) -> bool:
    """Put a letter about *about* among the papers of an open case; asked again, it changes nothing."""
    require(uow.actor.kind == "system", "signing.system-only")
    case = uow.get(Case, case_id)
    if case.state in CLOSED_STATES or not uow.first_time(f"letter:{letter.key}:{about}"):
        return False
    document = texts.file_letter(uow, case.id, letter, pdf)
    uow.record(OutcomeLetterFiled(case.id, document.id, letter.key))
    return True


def _written(session: Session, case_id: uuid.UUID, outcome: Outcome) -> Letter:
    case = session.scalars(scoped(Case, SYSTEM).where(Case.id == case_id)).one()
    return texts.write_outcome(session, case, outcome)
