"""What the evidence annex tells about each signature. Times are in UTC, addresses cut short, numbers masked."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy.orm import Session

from portal.signatures.models import Signature
from portal.signatures.queries import rows


def reading_record(session: Session, signatory_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return every answer per clause in the order given: clause, answer, moment, seconds on the page, teach-back."""
    return [
        {"clause": row.clause_number, "answer": row.answer.value, "at": row.at.isoformat(), "seconds": row.seconds,
         "teach_back_right": row.teach_back_right}
        for row in rows.readings(session, signatory_id)
    ]


def question_record(session: Session, signatory_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return when each question was asked and answered, without its words."""
    return [
        {"clause": row.clause_number, "subject": row.subject.value, "asked_at": row.created_at.isoformat(),
         "answered_at": row.answered_at.isoformat() if row.answered_at else None}
        for row in rows.questions(session, signatory_id)
    ]


def evidence(session: Session, version_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return one record per signatory, in signing order: who, in what capacity, and the signature with all its proof.

    `strokes` holds the stored points (see `rules.strokes.stored` and its `path()`), None for a typed name.
    """
    given = {row.signatory_id: row for row in rows.signatures(session, version_id)}
    return [
        {
            "signatory_id": str(row.id), "role": row.role.value, "meaning": row.meaning.value, "name": row.name,
            "capacity": row.capacity, "mandate": row.mandate, "required": row.required, "state": row.state.value,
            "order": row.signing_order, "channel": row.channel.value,
            "signature": _signature(given[row.id]) if row.id in given else None,
        }
        for row in rows.signatories(session, version_id)
    ]


def _signature(row: Signature) -> dict[str, Any]:
    return {
        "id": str(row.id), "at": row.at.isoformat(), "method": row.method.value, "typed_name": row.typed_name,
        "content_digest": row.content_digest, "p0_sha256": row.p0_sha256, "consent_text_key": row.consent_text_key,
        "consent_digest": row.consent_digest, "strokes": row.strokes, "evidence": row.evidence,
        "voided_at": row.voided_at.isoformat() if row.voided_at else None,
        "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
    }
