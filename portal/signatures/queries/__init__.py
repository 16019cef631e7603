"""Reads of the signing ceremony."""

from __future__ import annotations

from portal.signatures.queries.evidence import evidence, question_record, reading_record
from portal.signatures.queries.letters import (
    Letter,
    Link,
    by_secret,
    by_token,
    codes_of,
    days_later,
    is_live,
    letter,
    link_state,
)
from portal.signatures.queries.panels import Line, Panel, Standing, Task, mine, panel, standing, tasks
from portal.signatures.queries.rows import (
    invitation_of,
    is_turn,
    latest_answers,
    live_invitations,
    live_sessions,
    may_still_sign,
    open_questions,
    questions,
    readings,
    refusal_of,
    round_of,
    signatories,
    signatory_of,
    signature_of,
    signatures,
    signer,
    signers_of,
    version_of,
    waiting_question,
    withdrawal_of,
)

__all__ = [
    "Letter", "Line", "Link", "Panel", "Standing", "Task", "by_secret", "by_token", "codes_of", "days_later", "evidence",
    "invitation_of", "is_live", "is_turn", "latest_answers", "letter", "link_state", "live_invitations", "live_sessions", "may_still_sign", "mine",
    "open_questions", "panel", "question_record", "questions", "reading_record", "readings", "refusal_of", "round_of",
    "signatories", "signatory_of", "signature_of", "signatures", "signer", "signers_of", "standing", "tasks", "version_of",
    "waiting_question", "withdrawal_of",
]
