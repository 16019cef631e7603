"""What staff see of a signing: the signatories of a version, own signatures to set, and what waits for a person."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.core.policy import Actor, scoped
from portal.signatures import policies
from portal.signatures.models import PaperReturn, Question, Signatory, SigningInvitation, SigningReminder, SigningRound
from portal.signatures.queries import rows, table
from portal.signatures.rules import order
from portal.signatures.rules.order import Scheme
from portal.signatures.rules.reading import judged
from portal.signatures.rules.states import OPEN, Channel, Role, State


@dataclass(frozen=True, slots=True)
class Line:
    """One signatory on the panel."""

    signatory: Signatory
    turn: int
    his_turn: bool
    signed_at: dt.datetime | None
    void: bool
    clauses_answered: int
    clauses_not_agreed: int
    teach_back_wrong: int
    questions: tuple[Question, ...]
    link_asked_at: dt.datetime | None
    locked: bool
    reminder: SigningReminder | None
    paper: PaperReturn | None
    undecided: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """The signing of one version as staff see it; None in `scheme` before signatories were named."""

    version_id: uuid.UUID
    scheme: Scheme | None
    lines: tuple[Line, ...]
    to_invite: int
    copy_file_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Task:
    """Something in the ceremony that waits for a person: question, link, locked or understanding."""

    kind: str
    case_id: uuid.UUID
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    at: dt.datetime


def panel(session: Session, actor: Actor, version_id: uuid.UUID) -> Panel:
    """Gather the signing panel of a version, without answers and questions for whom they are not."""
    people = rows.signatories(session, version_id)
    round_ = session.scalars(scoped(SigningRound, actor).where(SigningRound.version_id == version_id)).first()
    signers = [rows.signer(row) for row in people]
    due, waiting = order.turn(signers), order.to_invite(signers)
    turns = sorted({row.signing_order for row in people})
    given = {row.signatory_id: row for row in rows.signatures(session, version_id)}
    helpers = policies.may_see_answers(actor)
    lines = []
    for row in people:
        answers = rows.readings(session, row.id) if helpers else []
        latest = {reading.clause_number: reading for reading in answers}
        links = rows.live_invitations(session, row.id) if helpers else []
        signature = given.get(row.id)
        lines.append(
            Line(
                signatory=row, turn=turns.index(row.signing_order) + 1, his_turn=row.id in due,
                signed_at=signature.at if signature else None, clauses_answered=len(latest),
                void=signature is not None and signature.voided_at is not None,
                clauses_not_agreed=sum(reading.answer == "not_agreed" for reading in latest.values()),
                teach_back_wrong=list(judged((one.clause_number, one.teach_back_right) for one in answers).values()).count(False),
                questions=tuple(rows.questions(session, row.id)) if helpers else (),
                link_asked_at=max((one.link_asked_at for one in links if one.link_asked_at), default=None),
                locked=any(one.locked_at for one in links),
                reminder=next(iter(table.open_reminders(session, row.id)), None), paper=table.waiting_paper(session, row.id),
                undecided=helpers and row.state is State.SIGNED and table.lacks_decision(session, row.id),
            )
        )
    return Panel(version_id, round_.scheme if round_ else None, tuple(lines), len(waiting),
                 round_.copy_file_id if round_ else None)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the signing of a version waits for: the roles whose turn it is, and since when a question is open."""

    waiting: frozenset[Role]
    asked_at: dt.datetime | None


def standing(session: Session, actor: Actor, version_id: uuid.UUID) -> Standing:
    """Say what the signing of a version waits for; needs an actor who may see questions (a job, the bureau)."""
    people = rows.signatories(session, version_id)
    due = order.turn([rows.signer(row) for row in people])
    asked = (
        scoped(Question, actor)
        .where(Question.answered_at.is_(None), Question.signatory_id.in_([row.id for row in people if row.state in OPEN]))
        .order_by(Question.created_at)
        .limit(1)
    )
    oldest = session.scalars(asked).first()
    return Standing(
        frozenset(row.role for row in people if row.id in due and row.required),
        oldest.created_at if oldest else None,
    )


def mine(session: Session, actor: Actor) -> list[Signatory]:
    """Return the signatures a signed-in user is invited to set, oldest invitation first."""
    wanted = scoped(Signatory, actor).where(
        Signatory.channel == Channel.PORTAL, Signatory.state.in_([State.INVITED, State.READING])
    )
    found = session.scalars(wanted.order_by(Signatory.invited_at, Signatory.id).limit(200))
    return [row for row in found if policies.may_sign_in_portal(actor, row)]


def tasks(session: Session, actor: Actor) -> list[Task]:
    """List what waits for a person, oldest first: questions, links, and who understood little. At most 200 of each."""
    if not policies.may_answer(actor):
        return []
    found = []
    asked = scoped(Question, actor).where(Question.answered_at.is_(None)).order_by(Question.created_at).limit(200)
    for question in session.scalars(asked):
        found.append(("question", question.signatory_id, question.created_at))
    links = scoped(SigningInvitation, actor).where(
        SigningInvitation.ended_at.is_(None),
        SigningInvitation.link_asked_at.is_not(None) | SigningInvitation.locked_at.is_not(None),
    )
    for link in session.scalars(links.order_by(SigningInvitation.created_at).limit(200)):
        at = link.locked_at or link.link_asked_at
        if at is not None:
            found.append(("locked" if link.locked_at else "link", link.signatory_id, at))
    people = {
        row.id: row
        for row in session.scalars(scoped(Signatory, actor).where(Signatory.id.in_({one[1] for one in found})))
    }
    made = [
        Task(kind, people[signatory_id].case_id, people[signatory_id].version_id, signatory_id, at)
        for kind, signatory_id, at in found
        if signatory_id in people and (kind != "question" or people[signatory_id].state in OPEN)
    ]
    made += [
        Task("understanding", row.case_id, row.version_id, row.id, row.decided_at or row.created_at)
        for row in table.undecided(session, actor)
    ]
    return sorted(made, key=lambda task: task.at)


