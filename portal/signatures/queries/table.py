"""Rows of signing at the table: statements, reminders, returned paper, decisions, permissions; and their record."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.models import Membership, User
from portal.accounts.rules import Role as Duty
from portal.agreements.models import AgreementVersion
from portal.agreements.rules import SIGNING
from portal.cases.models import Participant
from portal.core import clock
from portal.core.errors import Missing
from portal.core.policy import SYSTEM, Actor, acting, scoped
from portal.parties.queries import last_register_checks
from portal.signatures.models import (
    ClauseReading,
    PaperReturn,
    Permission,
    Signatory,
    SigningInvitation,
    SigningReminder,
    SigningStatement,
    UnderstandingDecision,
)
from portal.signatures.queries.rows import actor_of, readings
from portal.signatures.rules import reading
from portal.signatures.rules.permissions import Subject
from portal.signatures.rules.states import AT_THE_TABLE, TENANTS, Role, State


@dataclass(frozen=True, slots=True)
class Score:
    """How many questions about the text were asked and answered right, the latest answer per clause."""

    asked: int
    right: int

    @property
    def low(self) -> bool:
        return reading.is_low(self.asked, self.right)


def score_of(session: Session, signatory_id: uuid.UUID) -> Score:
    """Return how somebody answered the questions about the text."""
    with acting(session, SYSTEM):  # the answers are private; whether they were right decides for everybody
        return _score(readings(session, signatory_id))


def decision_of(session: Session, signatory_id: uuid.UUID) -> UnderstandingDecision | None:
    """Return the decision about somebody who understood little, or None."""
    wanted = scoped(UnderstandingDecision, SYSTEM).where(UnderstandingDecision.signatory_id == signatory_id)
    with acting(session, SYSTEM):
        return session.scalars(wanted).first()


def lacks_decision(session: Session, signatory_id: uuid.UUID) -> bool:
    """Tell whether the agreement waits for a decision about this signatory."""
    return score_of(session, signatory_id).low and decision_of(session, signatory_id) is None


def undecided(session: Session, actor: Actor) -> list[Signatory]:
    """Return who signed, understood little, and waits for a decision; oldest first, at most 200."""
    wrong = scoped(ClauseReading, actor).where(ClauseReading.teach_back_right.is_(False))
    decided = scoped(UnderstandingDecision, actor).with_only_columns(UnderstandingDecision.signatory_id)
    open_ones = scoped(AgreementVersion, actor).where(AgreementVersion.state.in_(SIGNING))
    wanted = scoped(Signatory, actor).where(
        Signatory.state == State.SIGNED, Signatory.id.not_in(decided),
        Signatory.id.in_(wrong.with_only_columns(ClauseReading.signatory_id)),
        Signatory.version_id.in_(open_ones.with_only_columns(AgreementVersion.id)),
    )
    people = list(session.scalars(wanted.order_by(Signatory.decided_at, Signatory.id).limit(200)))
    if not people:
        return []
    answers: dict[uuid.UUID, list[ClauseReading]] = {row.id: [] for row in people}
    theirs = scoped(ClauseReading, actor).where(ClauseReading.signatory_id.in_(answers)).order_by(ClauseReading.number)
    for answer in session.scalars(theirs):
        answers[answer.signatory_id].append(answer)
    return [row for row in people if _score(answers[row.id]).low]


def _score(answers: Sequence[ClauseReading]) -> Score:
    """Count the latest answer to each question; *answers* stand in the order in which they were given."""
    latest = reading.judged((row.clause_number, row.teach_back_right) for row in answers)
    return Score(len(latest), sum(latest.values()))


def statements(session: Session, signatory_id: uuid.UUID) -> list[SigningStatement]:
    """Return what witnesses and interpreters declared, oldest first."""
    wanted = scoped(SigningStatement, actor_of(session)).where(SigningStatement.signatory_id == signatory_id)
    return list(session.scalars(wanted.order_by(SigningStatement.created_at, SigningStatement.id)))


def open_reminders(session: Session, signatory_id: uuid.UUID) -> list[SigningReminder]:
    """Return the reminders that will still leave."""
    wanted = scoped(SigningReminder, actor_of(session)).where(
        SigningReminder.signatory_id == signatory_id, SigningReminder.sent_at.is_(None),
        SigningReminder.stopped_at.is_(None),
    )
    return list(session.scalars(wanted.order_by(SigningReminder.due_at, SigningReminder.id)))


def waiting_paper(session: Session, signatory_id: uuid.UUID) -> PaperReturn | None:
    """Return the scan that waits for a second pair of eyes, or None."""
    wanted = scoped(PaperReturn, actor_of(session)).where(
        PaperReturn.signatory_id == signatory_id, PaperReturn.confirmed_at.is_(None), PaperReturn.rejected_at.is_(None)
    )
    return session.scalars(wanted).first()


def signatory_of_paper(session: Session, paper_id: uuid.UUID) -> uuid.UUID:
    """Return whose paper this is; Missing when there is none."""
    wanted = scoped(PaperReturn, actor_of(session)).with_only_columns(PaperReturn.signatory_id)
    found = session.scalar(wanted.where(PaperReturn.id == paper_id))
    if found is None:
        raise Missing("row.missing", table="paper_return")
    return uuid.UUID(str(found))


def permissions(session: Session, case_id: uuid.UUID) -> list[Permission]:
    """Return the permissions of a case that the reader may see, those taken back too."""
    wanted = scoped(Permission, actor_of(session)).where(Permission.case_id == case_id)
    return list(session.scalars(wanted.order_by(Permission.given_at, Permission.id)))


def permission(session: Session, case_id: uuid.UUID, person_id: uuid.UUID, subject: Subject) -> Permission | None:
    """Return the permission that holds now for a subject, or None."""
    found = permissions(session, case_id)
    return next(
        (row for row in found if row.person_id == person_id and row.subject is subject and row.withdrawn_at is None), None
    )


def lives_there(session: Session, case_id: uuid.UUID, person_id: uuid.UUID) -> bool:
    """Tell whether a person takes part in a case."""
    wanted = scoped(Participant, SYSTEM).where(Participant.case_id == case_id, Participant.person_id == person_id)
    with acting(session, SYSTEM):
        return session.scalars(wanted).first() is not None


def colleagues(session: Session, row: Signatory) -> list[User]:
    """Return the active users who may sign for the organisation of a professional signatory."""
    duty = Duty.CORPORATION_STAFF if row.role is Role.CORPORATION else Duty.EXPERT
    with acting(session, SYSTEM):  # a corporation sees no list of users; these are its own
        member = scoped(Membership, SYSTEM).with_only_columns(Membership.user_id)
        ids = member.where(Membership.organisation_id == row.organisation_id, Membership.role == duty)
        wanted = scoped(User, SYSTEM).where(User.id.in_(ids), User.active.is_(True), User.id != row.user_id)
        return list(session.scalars(wanted.order_by(User.name, User.id)))


def has_colleague(session: Session, row: Signatory) -> bool:
    """Tell whether somebody else may sign for the organisation; where nobody is named yet, the one member is no other."""
    return len(colleagues(session, row)) > (0 if row.user_id else 1)


# ---- what the evidence tells --------------------------------------------------------------------------------------


def name_of(session: Session, user_id: uuid.UUID | None) -> str:
    """Return the name of a member of staff who is named in the evidence."""
    with acting(session, SYSTEM):
        user = session.scalars(scoped(User, SYSTEM).where(User.id == user_id)).first() if user_id else None
    return user.name if user else ""


def statement_record(session: Session, signatory_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return the statements as the evidence keeps them."""
    return [
        {
            "part": row.part.value, "name": row.name, "place": row.place, "number": row.number, "language": row.language,
            "mode": row.mode.value if row.mode else "", "id_kind": row.id_kind.value if row.id_kind else "",
            "id_end": row.id_end, "read_aloud": row.read_aloud, "at": row.created_at.isoformat(),
            "recorded_by": name_of(session, row.recorded_by),
        }
        for row in statements(session, signatory_id)
    ]


def handing_record(session: Session, invitation: SigningInvitation) -> dict[str, Any] | None:
    """Return who handed over a tablet or showed a QR code, and where; None for a link that was sent."""
    if invitation.channel not in AT_THE_TABLE:
        return None
    return {
        "by": name_of(session, invitation.handed_by), "place": invitation.place, "at": invitation.created_at.isoformat()
    }


def paper_record(session: Session, paper: PaperReturn, confirmed_by: uuid.UUID | None) -> dict[str, Any]:
    """Return what is known of a signed paper."""
    from portal.core.blobs import StoredFile

    with acting(session, SYSTEM):
        scan = session.scalars(scoped(StoredFile, SYSTEM).where(StoredFile.id == paper.scan_file_id)).one()
    return {
        "signed_on": paper.signed_on.isoformat(), "pages": len(paper.pages["order"]), "order": paper.pages["order"],
        "typed": paper.pages.get("typed", []),
        "scan_sha256": scan.sha256, "location": paper.location, "scanned_at": paper.created_at.isoformat(),
        "scanned_by": name_of(session, paper.uploaded_by), "confirmed_by": name_of(session, confirmed_by),
    }


def register_record(session: Session, signatory: Signatory) -> dict[str, Any] | None:
    """Return the last look in the register of guardianship and administration; an empty one is "not found on" a day."""
    if signatory.role not in TENANTS or signatory.person_id is None:
        return None
    with acting(session, SYSTEM):
        check = last_register_checks(session, SYSTEM, [signatory.person_id]).get(signatory.person_id)
    if check is None:
        return {"checked_on": None, "result": None, "signed_on": clock.today().isoformat()}
    return {
        "checked_on": check.checked_on.isoformat(), "result": check.result.value, "reference": check.reference,
        "signed_on": clock.today().isoformat(),
    }
