"""Signing at the table: a QR code for the signer's own phone, one tablet with a witness, an interpreter beside it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from portal.agreements.models import AgreementVersion
from portal.core.errors import Conflict, Invalid
from portal.core.plaintext import clean, refuse_bsn
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.signatures import policies, queries
from portal.signatures.events import HandedOver, ReadingBegun, StatementMade
from portal.signatures.models import Signatory, SigningInvitation, SigningStatement, TenantSession
from portal.signatures.rules import codes, order
from portal.signatures.rules.facts import Trace
from portal.signatures.rules.presence import (
    QR_LIFE,
    TABLET_LIFE,
    InterpreterFacts,
    Part,
    WitnessFacts,
    check_document,
    check_interpreter,
)
from portal.signatures.rules.states import OPEN, PROFESSIONALS, Action, Channel, State, move
from portal.signatures.services import course


@dataclass(frozen=True, slots=True)
class Shown:
    """What the staff screen shows for a while: the secret of the link and the code that is said aloud."""

    token: str
    code: str


def show_qr(uow: UnitOfWork, signatory_id: uuid.UUID, place: str) -> Shown:
    """Make a link that works for a quarter of an hour, and a code to be said aloud; earlier links stop working.

    Raises Denied, Conflict("signing.already-…", "signing.version-over", "signing.not-turn"), Invalid("signing.place-empty").
    """
    _version, row = at_the_table(uow, signatory_id, Channel.QR)
    shown = Shown(codes.new_token(), codes.new_code())
    salt = codes.new_salt()
    invitation = _invitation(uow, row, shown.token, _text(place, 120, "place", "signing.place-empty"))
    invitation.expires_at = uow.now + QR_LIFE
    invitation.code_hash, invitation.code_salt = codes.code_digest(shown.code, salt), salt
    invitation.code_sent_at, invitation.sends = uow.now, 1
    uow.session.flush()
    uow.record(HandedOver(row.case_id, row.version_id, row.id, Channel.QR.value, invitation.id))
    return shown


def give_tablet(uow: UnitOfWork, signatory_id: uuid.UUID, facts: WitnessFacts, trace: Trace) -> str:
    """Begin a reader's session on this device, with a member of staff as witness; return the session's secret.

    The caller ends the own sign-in on this device first. Raises as `show_qr`, and Invalid("signing.id-end").
    """
    _version, row = at_the_table(uow, signatory_id, Channel.TABLET)
    place = _text(facts.place, 120, "place", "signing.place-empty")
    _state(uow, row, Part.WITNESS, facts, place)
    invitation = _invitation(uow, row, codes.new_token(), place)
    invitation.expires_at = uow.now + TABLET_LIFE
    secret = codes.new_token()
    uow.add(
        TenantSession(
            case_id=row.case_id, invitation_id=invitation.id, signatory_id=row.id,
            token_hash=codes.token_digest(secret), code_sent_at=uow.now, code_checked_at=uow.now, seen_at=uow.now,
            address=trace.address, agent=trace.agent,
        )
    )
    if row.state is State.INVITED:
        row.state = move(row.state, Action.BEGIN)
        uow.record(ReadingBegun(row.case_id, row.version_id, row.id))
    uow.record(HandedOver(row.case_id, row.version_id, row.id, Channel.TABLET.value, invitation.id))
    return secret


def note_interpreter(uow: UnitOfWork, signatory_id: uuid.UUID, facts: InterpreterFacts) -> SigningStatement:
    """Write down who interprets; a second one may be added, none is ever changed.

    Raises Denied, Invalid("signing.interpreter-…", "signing.name-empty", "signing.language-empty"), Conflict("signing.already-…").
    """
    require(policies.may_invite(uow.actor), "signing.invite")
    row = uow.get(Signatory, signatory_id)
    if row.state not in OPEN:
        raise Conflict(f"signing.already-{row.state.value}")
    check_interpreter(facts)
    statement = uow.add(
        SigningStatement(
            case_id=row.case_id, signatory_id=row.id, part=Part.INTERPRETER, recorded_by=uow.actor.id,
            name=_text(facts.name, 200, "name", "signing.name-empty"), number=facts.number,
            language=_text(facts.language, 60, "language", "signing.language-empty"), mode=facts.mode,
        )
    )
    uow.record(StatementMade(row.case_id, row.version_id, row.id, statement.id, statement.part.value))
    return statement


def note_witness(uow: UnitOfWork, row: Signatory, part: Part, facts: WitnessFacts) -> SigningStatement:
    """Write down what a witness of a paper signature or of a refusal declares."""
    return _state(uow, row, part, facts, _text(facts.place, 120, "place", "signing.place-empty"))


def at_the_table(uow: UnitOfWork, signatory_id: uuid.UUID, channel: Channel) -> tuple[AgreementVersion, Signatory]:
    """Lock a signatory of the tenant's side whose turn it is, and let him go on in *channel*."""
    require(policies.may_invite(uow.actor), "signing.invite")
    version = course.lock(uow, queries.version_of(uow.session, signatory_id))
    row = uow.get(Signatory, signatory_id)
    if row.role in PROFESSIONALS:
        raise Conflict("signing.other-channel")
    if row.state not in OPEN:
        raise Conflict(f"signing.already-{row.state.value}")
    course.require_open(uow, version)
    if row.id not in order.turn(queries.signer(one) for one in queries.signatories(uow.session, version.id)):
        raise Conflict("signing.not-turn")
    for old in queries.live_invitations(uow.session, row.id):
        old.ended_at = uow.now
    for entry in queries.live_sessions(uow.session, row.id):
        entry.ended_at = uow.now
    row.channel = channel
    if row.state is State.WAITING:
        row.state = move(row.state, Action.INVITE)
        row.invited_at = uow.now
    uow.session.flush()
    return version, row


def _invitation(uow: UnitOfWork, row: Signatory, token: str, place: str) -> SigningInvitation:
    return uow.add(
        SigningInvitation(
            case_id=row.case_id, signatory_id=row.id, token_hash=codes.token_digest(token), channel=row.channel,
            sent_to="", expires_at=uow.now, handed_by=uow.actor.id, place=place,
        )
    )


def _state(uow: UnitOfWork, row: Signatory, part: Part, facts: WitnessFacts, place: str) -> SigningStatement:
    statement = uow.add(
        SigningStatement(
            case_id=row.case_id, signatory_id=row.id, part=part, recorded_by=uow.actor.id,
            name=_text(facts.name, 200, "name", "signing.name-empty"), place=place, id_kind=facts.id_kind,
            id_end=check_document(facts.id_kind, facts.id_end), read_aloud=facts.read_aloud,
        )
    )
    uow.record(StatementMade(row.case_id, row.version_id, row.id, statement.id, part.value))
    return statement


def _text(value: str, length: int, field: str, code: str) -> str:
    kept = refuse_bsn(clean(value, length, field=field), field=field)
    if not any(sign.isalnum() for sign in kept):
        raise Invalid(code, field=field)
    return kept
