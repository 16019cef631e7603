"""Reading: answers per clause, questions to a person, and their answers."""

from __future__ import annotations

import datetime as dt
import uuid

from portal.core import blobs
from portal.core.blobs import StoredFile
from portal.core.db import Compartment
from portal.core.errors import Conflict, Invalid, Missing
from portal.core.plaintext import free_text
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.signatures import notes, policies, queries
from portal.signatures.events import ClauseAnswered, QuestionAnswered, QuestionAsked
from portal.signatures.models import ClauseReading, Question, Signatory
from portal.signatures.rules import content, reading, voice
from portal.signatures.rules.reading import Answer, Subject, Want
from portal.signatures.rules.states import LINKED, OPEN
from portal.signatures.services import course
from portal.signatures.services.sending import send_link


def mark_clause(
    uow: UnitOfWork, signatory_id: uuid.UUID, number: str, answer: Answer, *, teach_back: int | None = None,
    shown_at: dt.datetime | None = None,
) -> ClauseReading:
    """Keep what a reader says about a clause. The latest answer counts, the earlier ones stay.

    Raises Missing("signing.clause-unknown"), Conflict("signing.already-…"), Invalid("signing.choice-unknown").
    """
    signatory, items = _reader(uow, signatory_id)
    item = next((one for one in items if one.number == number), None)
    if item is None:
        raise Missing("signing.clause-unknown", number=number)
    right = reading.judge(item.teach_back, teach_back)
    seconds = reading.seconds(shown_at, uow.now)
    row = uow.add(
        ClauseReading(
            case_id=signatory.case_id, signatory_id=signatory.id, clause_number=number, answer=answer, at=uow.now,
            number=len(queries.readings(uow.session, signatory.id)) + 1,
            teach_back=teach_back, teach_back_right=right, seconds=seconds,
        )
    )
    uow.record(ClauseAnswered(signatory.case_id, signatory.id, number, answer.value, right, seconds))
    return row


def ask(
    uow: UnitOfWork, signatory_id: uuid.UUID, *, text: str = "", wants: Want = Want.TEXT,
    subject: Subject = Subject.QUESTION, clause_number: str | None = None, spoken: bytes = b"",
) -> Question:
    """Ask a person something in writing or aloud, ask to be called, or ask for another text.

    Signing pauses until it is answered. A recording may hold anything, also about health: it is kept with the care
    files, and heard by those only who may read the question (`queries.heard`).

    Raises Invalid("signing.question-empty"), ("signing.voice-…"), ("text.too_long"), ("text.bsn"),
    Missing("signing.clause-unknown").
    """
    signatory, items = _reader(uow, signatory_id)
    cleaned = free_text(text, reading.QUESTION_LENGTH, field="text")
    if not cleaned and not spoken and wants is Want.TEXT and subject is not Subject.TALK:
        raise Invalid("signing.question-empty", field="text")
    if clause_number is not None and reading.place(items, clause_number) is None:
        raise Missing("signing.clause-unknown", number=clause_number)
    row = Question(
        case_id=signatory.case_id, signatory_id=signatory.id, clause_number=clause_number, subject=subject, wants=wants
    )
    if cleaned:
        uow.seal(row, "text", cleaned)
    kept = _keep_voice(uow, row, spoken) if spoken else None
    uow.add(row)
    event = QuestionAsked(
        signatory.case_id, signatory.id, row.id, clause_number, subject.value, wants.value, kept.sha256 if kept else ""
    )
    uow.record(event, payload={"text": cleaned} if cleaned else None)
    return row


def _keep_voice(uow: UnitOfWork, row: Question, spoken: bytes) -> StoredFile:
    found = voice.examine(spoken)
    file = blobs.keep(
        uow, spoken, name=f"vraag{found.ending}", media_type=found.media_type, case_id=row.case_id,
        compartment=Compartment.CARE,
    )  # fmt: skip
    row.voice_file_id, row.voice_seconds = file.id, found.seconds
    return file


def answer(uow: UnitOfWork, question_id: uuid.UUID, text: str) -> Question:
    """Answer a question; the reader finds it on his page and may go on. He gets a neutral message.

    Raises Denied, Conflict("signing.question-answered"), Invalid("signing.answer-empty").
    """
    require(policies.may_answer(uow.actor), "signing.answer")
    row = uow.get(Question, question_id)
    if row.answered_at is not None:
        raise Conflict("signing.question-answered")
    cleaned = free_text(text, reading.QUESTION_LENGTH, field="text")
    if not cleaned:
        raise Invalid("signing.answer-empty", field="text")
    uow.seal(row, "answer", cleaned)
    row.answered_at, row.answered_by = uow.now, uow.actor.id
    uow.session.flush()
    uow.record(QuestionAnswered(row.case_id, row.signatory_id, row.id), payload={"text": cleaned})
    signatory = uow.get(Signatory, row.signatory_id)
    if signatory.state in OPEN and signatory.channel in LINKED:
        send_link(uow, signatory, notes.ANSWERED)
    return row


def _reader(uow: UnitOfWork, signatory_id: uuid.UUID) -> tuple[Signatory, list[reading.Item]]:
    """Lock a signatory who is reading, with the clauses he reads."""
    version = course.lock(uow, queries.version_of(uow.session, signatory_id))
    signatory = uow.get(Signatory, signatory_id)
    require(policies.holds(uow.actor, signatory.id), "signing.not-yours")
    if signatory.state not in OPEN:
        raise Conflict(f"signing.already-{signatory.state.value}")
    course.require_open(uow, version)
    return signatory, content.items(version.content, signatory.role, signatory.meaning, signatory.key)
