"""Coming in by a link: sending a one-time code, checking it, keeping and ending the reader's session."""

from __future__ import annotations

import uuid

from portal.core.errors import Conflict, Denied
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.signatures import notes, policies, queries
from portal.signatures.events import CodeJudged, CodeSent, LinkAsked, LinkLocked, ReadingBegun
from portal.signatures.models import Signatory, SigningInvitation, TenantSession
from portal.signatures.rules import codes
from portal.signatures.rules.codes import Check, Sending
from portal.signatures.rules.facts import Trace
from portal.signatures.rules.states import LINKED, OPEN, Action, Channel, State, move
from portal.signatures.services.sending import reach


def send_code(uow: UnitOfWork, invitation_id: uuid.UUID, code: str | None = None) -> Sending:
    """Send a code to the owner of a link, unless one left a moment ago or ten did.

    A story may say which *code*; otherwise it is random. Raises Conflict("signing.link-ended").
    """
    invitation, signatory = _link(uow, invitation_id)
    way = invitation.channel if invitation.channel in LINKED else reach(signatory)
    if way is None:
        raise Conflict("signing.code-said")
    answer = codes.sending(queries.codes_of(invitation), uow.now)
    if answer is Sending.LOCKED:
        _lock(uow, invitation)
    if answer is not Sending.YES:
        return answer
    chosen, salt = code or codes.new_code(), codes.new_salt()
    invitation.code_hash, invitation.code_salt = codes.code_digest(chosen, salt), salt
    invitation.code_sent_at, invitation.tries = uow.now, 0
    invitation.sends += 1
    uow.session.flush()
    key, body = f"signing-code:{invitation.id}:{invitation.sends}", notes.CODE.body(code=chosen)
    if way is Channel.PHONE:
        uow.post_sms(to=signatory.phone, body=body, key=key, case_id=signatory.case_id)
    else:
        uow.post_mail(to=signatory.mail, subject=notes.CODE.subject, body=body, key=key, case_id=signatory.case_id)
    uow.record(CodeSent(signatory.case_id, signatory.id, invitation.sends))
    return answer


def check_code(uow: UnitOfWork, invitation_id: uuid.UUID, typed: str, trace: Trace) -> tuple[Check, str]:
    """Judge a typed code; when right, begin a session and return its secret, which goes into a cookie only.

    A wrong code is an answer, not an exception: the try must be counted. Raises Conflict("signing.link-ended").
    """
    invitation, signatory = _link(uow, invitation_id)
    known = queries.codes_of(invitation)
    outcome = codes.check(known, invitation.code_hash, invitation.code_salt, typed, uow.now)
    if outcome in {Check.WRONG, Check.WORN} and known.tries < codes.TRIES:
        invitation.tries += 1
    if outcome is Check.LOCKED:
        _lock(uow, invitation)
    uow.record(CodeJudged(signatory.case_id, signatory.id, outcome.value))
    if outcome is not Check.RIGHT or invitation.code_sent_at is None:
        uow.session.flush()
        return outcome, ""
    secret, sent_at = codes.new_token(), invitation.code_sent_at
    invitation.code_hash = invitation.code_salt = None
    uow.add(
        TenantSession(
            case_id=signatory.case_id, invitation_id=invitation.id, signatory_id=signatory.id,
            token_hash=codes.token_digest(secret), code_sent_at=sent_at, code_checked_at=uow.now, seen_at=uow.now,
            address=trace.address, agent=trace.agent,
        )
    )
    if signatory.state is State.INVITED:
        signatory.state = move(signatory.state, Action.BEGIN)
        uow.record(ReadingBegun(signatory.case_id, signatory.version_id, signatory.id))
    uow.session.flush()
    return outcome, secret


def ask_link(uow: UnitOfWork, invitation_id: uuid.UUID) -> None:
    """Ask the staff for a new link; nothing is sent by itself. Asking again changes nothing."""
    invitation = uow.get(SigningInvitation, invitation_id)
    _require_holder(uow, invitation)
    if invitation.link_asked_at is None:
        invitation.link_asked_at = uow.now
        uow.record(LinkAsked(invitation.case_id, invitation.signatory_id))


def touch(uow: UnitOfWork, session_id: uuid.UUID) -> None:
    """Note that a reader is still there, so that his session slides along."""
    uow.get(TenantSession, session_id).seen_at = uow.now


def leave(uow: UnitOfWork, session_id: uuid.UUID) -> None:
    """End a reader's session; what he answered stays."""
    row = uow.get(TenantSession, session_id)
    if row.ended_at is None:
        row.ended_at = uow.now


def _link(uow: UnitOfWork, invitation_id: uuid.UUID) -> tuple[SigningInvitation, Signatory]:
    """Lock a link that still works, and load its owner."""
    signatory = uow.get(Signatory, queries.signatory_of(uow.session, invitation_id))
    invitation = uow.get(SigningInvitation, invitation_id)
    _require_holder(uow, invitation)
    if queries.link_state(invitation, signatory, uow.now) is not queries.Link.WORKS:
        raise Conflict("signing.link-ended")
    if signatory.state in OPEN and signatory.state is State.WAITING:
        raise Denied("signing.not-yet")
    return invitation, signatory


def _require_holder(uow: UnitOfWork, invitation: SigningInvitation) -> None:
    require(policies.holds(uow.actor, invitation.signatory_id), "signing.not-yours")


def _lock(uow: UnitOfWork, invitation: SigningInvitation) -> None:
    if invitation.locked_at is None:
        invitation.locked_at = uow.now
        invitation.code_hash = invitation.code_salt = None
        uow.session.flush()
        uow.record(LinkLocked(invitation.case_id, invitation.signatory_id))


