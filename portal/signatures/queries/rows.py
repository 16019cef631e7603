"""Rows of one version or one signatory, in the order in which people see them."""

from __future__ import annotations

import uuid
from dataclasses import replace

from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.agreements.models import AgreementVersion
from portal.agreements.rules import CLOSED, SIGNING
from portal.cases.models import Case
from portal.cases.rules import CLOSED_STATES
from portal.core.errors import Missing
from portal.core.policy import ANONYMOUS, SYSTEM, Actor, acting, scoped
from portal.parties.models import Person, Representation
from portal.signatures.models import (
    ClauseReading,
    Question,
    Signatory,
    Signature,
    SigningInvitation,
    SigningRefusal,
    SigningRound,
    SigningWithdrawal,
    TenantSession,
)
from portal.signatures.rules import content
from portal.signatures.rules.facts import SignerFacts
from portal.signatures.rules.order import Signer, turn
from portal.signatures.rules.reading import Answer


def actor_of(session: Session) -> Actor:
    """Return whom *session* reads for."""
    actor: Actor = session.info.get("actor", ANONYMOUS)
    return actor


def signatories(session: Session, version_id: uuid.UUID) -> list[Signatory]:
    """Return everybody who signs a version, in signing order."""
    wanted = scoped(Signatory, actor_of(session)).where(Signatory.version_id == version_id)
    return list(session.scalars(wanted.order_by(Signatory.signing_order, Signatory.key)))


def signer(row: Signatory) -> Signer:
    """Return what the order needs to know of a signatory."""
    return Signer(row.id, row.signing_order, row.required, row.state)


def version_of(session: Session, signatory_id: uuid.UUID) -> uuid.UUID:
    """Return the version that a signatory signs, so that it can be locked first; Missing when there is none."""
    wanted = scoped(Signatory, actor_of(session)).with_only_columns(Signatory.version_id)
    found = session.scalar(wanted.where(Signatory.id == signatory_id))
    if found is None:
        raise Missing("row.missing", table="signatory")
    return uuid.UUID(str(found))


def signatory_of(session: Session, invitation_id: uuid.UUID) -> uuid.UUID:
    """Return whose link this is; Missing when there is none."""
    wanted = scoped(SigningInvitation, actor_of(session)).with_only_columns(SigningInvitation.signatory_id)
    found = session.scalar(wanted.where(SigningInvitation.id == invitation_id))
    if found is None:
        raise Missing("row.missing", table="signing_invitation")
    return uuid.UUID(str(found))


def round_of(session: Session, version_id: uuid.UUID) -> SigningRound | None:
    """Return the signing round of a version, or None before anybody was named."""
    return session.scalars(scoped(SigningRound, actor_of(session)).where(SigningRound.version_id == version_id)).first()


def signature_of(session: Session, signatory_id: uuid.UUID) -> Signature | None:
    """Return the signature of a signatory, or None."""
    return session.scalars(scoped(Signature, actor_of(session)).where(Signature.signatory_id == signatory_id)).first()


def signatures(session: Session, version_id: uuid.UUID) -> list[Signature]:
    """Return the signatures on a version, oldest first, those without force too."""
    wanted = scoped(Signature, actor_of(session)).where(Signature.version_id == version_id)
    return list(session.scalars(wanted.order_by(Signature.at, Signature.id)))


def refusal_of(session: Session, signatory_id: uuid.UUID) -> SigningRefusal | None:
    """Return the refusal of a signatory, or None."""
    wanted = scoped(SigningRefusal, actor_of(session)).where(SigningRefusal.signatory_id == signatory_id)
    return session.scalars(wanted).first()


def withdrawal_of(session: Session, signatory_id: uuid.UUID) -> SigningWithdrawal | None:
    """Return the withdrawal of a signatory, or None."""
    wanted = scoped(SigningWithdrawal, actor_of(session)).where(SigningWithdrawal.signatory_id == signatory_id)
    return session.scalars(wanted).first()


def live_invitations(session: Session, signatory_id: uuid.UUID) -> list[SigningInvitation]:
    """Return the links of a signatory that were not ended, newest first."""
    wanted = scoped(SigningInvitation, actor_of(session)).where(
        SigningInvitation.signatory_id == signatory_id, SigningInvitation.ended_at.is_(None)
    )
    return list(session.scalars(wanted.order_by(SigningInvitation.created_at.desc(), SigningInvitation.id)))


def live_sessions(session: Session, signatory_id: uuid.UUID) -> list[TenantSession]:
    """Return the sessions of a signatory that were not ended."""
    wanted = scoped(TenantSession, actor_of(session)).where(
        TenantSession.signatory_id == signatory_id, TenantSession.ended_at.is_(None)
    )
    return list(session.scalars(wanted))


def invitation_of(session: Session, entry: TenantSession) -> SigningInvitation:
    """Return the link that a session came in by."""
    wanted = scoped(SigningInvitation, actor_of(session)).where(SigningInvitation.id == entry.invitation_id)
    return session.scalars(wanted).one()


def readings(session: Session, signatory_id: uuid.UUID) -> list[ClauseReading]:
    """Return every answer of a signatory, oldest first."""
    wanted = scoped(ClauseReading, actor_of(session)).where(ClauseReading.signatory_id == signatory_id)
    return list(session.scalars(wanted.order_by(ClauseReading.number)))


def latest_answers(session: Session, signatory_id: uuid.UUID) -> dict[str, Answer]:
    """Return the answer that counts for each clause: the latest."""
    return {row.clause_number: row.answer for row in readings(session, signatory_id)}


def questions(session: Session, signatory_id: uuid.UUID) -> list[Question]:
    """Return the questions of a signatory, oldest first."""
    wanted = scoped(Question, actor_of(session)).where(Question.signatory_id == signatory_id)
    return list(session.scalars(wanted.order_by(Question.created_at, Question.id)))


def open_questions(session: Session, signatory_id: uuid.UUID) -> list[str | None]:
    """Return the clause number of each question that waits for an answer; None for one about the whole."""
    return [row.clause_number for row in questions(session, signatory_id) if row.answered_at is None]


def waiting_question(session: Session, case_id: uuid.UUID) -> uuid.UUID | None:
    """Return the oldest question of a case without an answer, or None."""
    wanted = scoped(Question, actor_of(session)).where(Question.case_id == case_id, Question.answered_at.is_(None))
    row = session.scalars(wanted.order_by(Question.created_at, Question.id).limit(1)).first()
    return row.id if row else None


def signers_of(session: Session, version: AgreementVersion) -> list[SignerFacts]:
    """Return who signs a version as its content says, with where each of them is reached."""
    return [_with_contact(session, facts) for facts in content.signers(version.content)]


def _with_contact(session: Session, facts: SignerFacts) -> SignerFacts:
    """Add telephone and mail from the row of the person, the representative or the user."""
    actor = actor_of(session)
    if facts.person_id is not None and facts.representation_id is None:
        person = session.scalars(scoped(Person, actor).where(Person.id == facts.person_id)).first()
        return replace(facts, phone=person.phone, mail=person.email) if person else facts
    if facts.representation_id is not None:
        wanted = scoped(Representation, actor).where(Representation.id == facts.representation_id)
        acting_for = session.scalars(wanted).first()
        return replace(facts, phone=acting_for.phone, mail=acting_for.email) if acting_for else facts
    if facts.user_id is not None:
        user = session.scalars(scoped(User, actor).where(User.id == facts.user_id)).first()
        return replace(facts, phone=user.phone or "", mail=user.email) if user else facts
    return facts


def is_turn(session: Session, signatory: Signatory) -> bool:
    """Tell whether it is this signatory's turn."""
    rows = signatories(session, signatory.version_id)
    return signatory.id in turn(signer(row) for row in rows)


def is_over(session: Session, signatory: Signatory) -> bool:
    """Tell whether the version never takes effect any more: refused, withdrawn, replaced or ended."""
    wanted = scoped(AgreementVersion, actor_of(session)).with_only_columns(AgreementVersion.state)
    return session.scalar(wanted.where(AgreementVersion.id == signatory.version_id)) in CLOSED


def may_still_sign(session: Session, signatory: Signatory) -> bool:
    """Tell whether the version is still open for signatures."""
    wanted = scoped(AgreementVersion, actor_of(session)).with_only_columns(AgreementVersion.state)
    state = session.scalar(wanted.where(AgreementVersion.id == signatory.version_id))
    return state in SIGNING and case_is_open(session, signatory.case_id)


def case_is_open(session: Session, case_id: uuid.UUID) -> bool:
    """Tell whether a case still runs: in one that was closed or stopped nothing is signed any more."""
    with acting(session, SYSTEM):
        state = session.scalar(scoped(Case, SYSTEM).with_only_columns(Case.state).where(Case.id == case_id))
    return state not in CLOSED_STATES
