"""Signing: one transaction from the locks to the audit row, with exactly one winner."""

from __future__ import annotations

import uuid
from typing import Any

from portal.agreements.models import AgreementVersion
from portal.core.errors import Conflict, Invalid
from portal.core.plaintext import clean, refuse_bsn
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.signatures import consent, policies, queries
from portal.signatures.events import AgreementSigned, SignatureGiven
from portal.signatures.models import PaperReturn, Signatory, Signature, TenantSession
from portal.signatures.rules import content, order, reading
from portal.signatures.rules.facts import SignFacts
from portal.signatures.rules.order import Progress
from portal.signatures.rules.states import (
    LINK_DAYS_AFTER_SIGNING,
    ON_SCREEN,
    Action,
    Channel,
    Method,
    move,
)
from portal.signatures.services import course
from portal.signatures.services.inviting import invite_due

NAME_LENGTH = 200


def sign(uow: UnitOfWork, signatory_id: uuid.UUID, facts: SignFacts) -> Signature:
    """Sign by link and code. Every clause must be answered, no question open, nothing "not agreed".

    Raises Denied, Conflict("signing.already-…", "signing.version-…", "signing.not-turn", "signing.text-changed",
    "signing.hurdles", "signing.session-over"), Invalid("signing.name-empty").
    """
    version, signatory = _turn(uow, signatory_id)
    require(policies.holds(uow.actor, signatory.id), "signing.not-yours")
    if signatory.channel not in ON_SCREEN or facts.session_id is None:
        raise Conflict("signing.other-channel")
    entry = uow.get(TenantSession, facts.session_id)
    if entry.signatory_id != signatory.id or not queries.is_live(entry, uow.now):
        raise Conflict("signing.session-over")
    items = content.items(version.content, signatory.role, signatory.meaning, signatory.key)
    answers = queries.latest_answers(uow.session, signatory.id)
    if reading.hurdles(items, answers, queries.open_questions(uow.session, signatory.id)):
        raise Conflict("signing.hurdles")
    invitation = queries.invitation_of(uow.session, entry)
    evidence: dict[str, Any] = {}
    if invitation.channel is not Channel.TABLET:
        evidence |= {
            "code_sent_at": entry.code_sent_at.isoformat(), "code_checked_at": entry.code_checked_at.isoformat(),
            "code_sent_to": invitation.sent_to, "codes_sent": invitation.sends,
        }
    evidence |= {
        "handed_over": queries.handing_record(uow.session, invitation), "session_address": entry.address,
        "session_agent": entry.agent, "readings": queries.reading_record(uow.session, signatory.id),
        "questions": queries.question_record(uow.session, signatory.id),
    }
    for link in queries.live_invitations(uow.session, signatory.id):
        link.expires_at = max(link.expires_at, queries.days_later(uow.now, LINK_DAYS_AFTER_SIGNING))
    signatory.channel = invitation.channel
    method = facts.method or (Method.DRAW if facts.strokes is not None else Method.TYPE)
    return _set(uow, version, signatory, facts, method, evidence)


def sign_in_portal(uow: UnitOfWork, signatory_id: uuid.UUID, facts: SignFacts) -> Signature:
    """Sign as a signed-in user of the corporation or as the expert, right after giving the password again.

    Raises as `sign`, and Denied("signing.not-yours"), Conflict("signing.not-confirmed").
    """
    version, signatory = _turn(uow, signatory_id)
    require(policies.may_sign_in_portal(uow.actor, signatory), "signing.not-yours")
    if signatory.channel is not Channel.PORTAL:
        raise Conflict("signing.other-channel")
    if facts.confirmed_at is None:
        raise Conflict("signing.not-confirmed")
    if signatory.user_id is None:
        signatory.user_id = uow.actor.id
    evidence = {"user_id": str(uow.actor.id), "confirmed_at": facts.confirmed_at.isoformat(),
                "confirmed_by": "password", "mandate": signatory.mandate}
    if signatory.delegated_at is not None:
        evidence["delegated_at"] = signatory.delegated_at.isoformat()
    return _set(uow, version, signatory, facts, Method.PORTAL, evidence)


def place_on_paper(uow: UnitOfWork, signatory: Signatory, paper: PaperReturn) -> Signature:
    """Let a confirmed paper count as a signature; only `confirm_paper` calls this, after the second pair of eyes.

    Raises as `sign`, and Conflict("signing.question-open").
    """
    version, signatory = _turn(uow, signatory.id)
    if queries.open_questions(uow.session, signatory.id):
        raise Conflict("signing.question-open")
    evidence = {"paper": queries.paper_record(uow.session, paper, uow.actor.id)}
    facts = SignFacts(
        name=signatory.name, content_digest=version.content_digest,
        consent_key=consent.current(signatory.role, signatory.meaning).key,
    )
    return _set(uow, version, signatory, facts, Method.PAPER, evidence)


def _turn(uow: UnitOfWork, signatory_id: uuid.UUID) -> tuple[AgreementVersion, Signatory]:
    """Lock version, then signatory, and check that the one may be signed by the other now."""
    version = course.lock(uow, queries.version_of(uow.session, signatory_id))
    signatory = uow.get(Signatory, signatory_id)
    move(signatory.state, Action.SIGN)
    course.require_open(uow, version)
    rows = queries.signatories(uow.session, version.id)
    if signatory.id not in order.turn(queries.signer(row) for row in rows):
        raise Conflict("signing.not-turn")
    return version, signatory


def _set(
    uow: UnitOfWork, version: AgreementVersion, signatory: Signatory, facts: SignFacts, method: Method,
    evidence: dict[str, Any],
) -> Signature:
    """Insert the signature, move the states, and tell what follows."""
    name = refuse_bsn(clean(facts.name, NAME_LENGTH, field="name"), field="name")
    if not any(sign.isalpha() for sign in name):
        raise Invalid("signing.name-empty", field="name")
    text = consent.current(signatory.role, signatory.meaning)
    course.require_unchanged(version, facts.content_digest)
    if facts.consent_key != text.key:
        raise Conflict("signing.text-changed")
    signatory.state, signatory.decided_at = move(signatory.state, Action.SIGN), uow.now
    row = uow.add(
        Signature(
            case_id=signatory.case_id, signatory_id=signatory.id, version_id=version.id,
            content_digest=version.content_digest, p0_sha256=version.p0_sha256, method=method, typed_name=name,
            consent_text_key=text.key, consent_digest=text.digest, at=uow.now,
            strokes=facts.strokes.as_json() if facts.strokes else None,
            evidence={
                "channel": signatory.channel.value, "address": facts.trace.address, "agent": facts.trace.agent,
                "invited_at": signatory.invited_at.isoformat() if signatory.invited_at else None, **evidence,
                "statements": queries.statement_record(uow.session, signatory.id),
                "register": queries.register_record(uow.session, signatory),
            },
        )
    )
    uow.record(
        SignatureGiven(
            signatory.case_id, version.id, signatory.id, row.id, signatory.role.value, method.value,
            signatory.channel.value, version.content_digest, version.p0_sha256, text.key, text.digest,
        )
    )
    _advance(uow, version)
    return row


def _advance(uow: UnitOfWork, version: AgreementVersion) -> None:
    """Move the version on: partly signed, and complete when nothing is left to do."""
    if not _is_complete(uow, version):
        course.partly(uow, version)
        invite_due(uow, version)
    complete_if_due(uow, version)


def _is_complete(uow: UnitOfWork, version: AgreementVersion) -> bool:
    """Tell whether everybody signed and staff decided about each who understood little of it."""
    rows = queries.signatories(uow.session, version.id)
    if order.progress(queries.signer(row) for row in rows) is not Progress.COMPLETE:
        return False
    return not any(queries.lacks_decision(uow.session, row.id) for row in rows)


def complete_if_due(uow: UnitOfWork, version: AgreementVersion) -> None:
    """Complete a version that only waited for this; the reflection period starts now."""
    if not _is_complete(uow, version):
        return
    ends_at = course.complete(uow, version)
    round_ = queries.round_of(uow.session, version.id)
    if round_ is not None:
        round_.completed_at = uow.now
    uow.session.flush()
    uow.record(AgreementSigned(version.case_id, version.id, version.content_digest, version.p0_sha256, ends_at))
