"""Naming the signatories of a version and sending them their links."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from portal.agreements.models import AgreementVersion
from portal.core.errors import Conflict, Invalid
from portal.core.plaintext import clean
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.parties.services import tidy_email, tidy_phone
from portal.signatures import links, notes, policies, queries
from portal.signatures.events import ChannelChanged, SignatoryDelegated, SignerInvited, SignersNamed
from portal.signatures.models import Signatory, SigningRound
from portal.signatures.rules import order
from portal.signatures.rules.facts import SignerFacts
from portal.signatures.rules.order import Scheme
from portal.signatures.rules.states import (
    AT_THE_TABLE,
    LINKED,
    OPEN,
    PROFESSIONALS,
    Action,
    Channel,
    Role,
    State,
    move,
)
from portal.signatures.services import course
from portal.signatures.services.reminding import plan_reminder
from portal.signatures.services.sending import SIGN_PAGE, send_link


@dataclass(frozen=True, slots=True)
class Invited:
    """What came of sending invitations: to how many, and who has no telephone number or mail address."""

    sent: int
    unreachable: tuple[uuid.UUID, ...]


def name_signers(
    uow: UnitOfWork, version_id: uuid.UUID, signers: Sequence[SignerFacts] | None = None,
    scheme: Scheme = Scheme.AGREED,
) -> list[Signatory]:
    """List who signs a version, by default as its content says; naming them again changes nothing.

    Raises Denied, Invalid("signing.roles-missing").
    """
    require(policies.may_invite(uow.actor), "signing.invite")
    version = course.lock(uow, version_id)
    known = queries.signatories(uow.session, version.id)
    if known:
        return known
    named = list(signers) if signers is not None else queries.signers_of(uow.session, version)
    order.check_required([one.role for one in named])
    places = order.arrange([one.role for one in named], scheme, [one.order for one in named])
    uow.add(SigningRound(case_id=version.case_id, version_id=version.id, scheme=scheme))
    rows = [_signatory(uow, version, one, place) for one, place in zip(named, places, strict=True)]
    uow.record(SignersNamed(version.case_id, version.id, len(rows), scheme.value))
    return rows


def _signatory(uow: UnitOfWork, version: AgreementVersion, facts: SignerFacts, place: int) -> Signatory:
    channel = facts.channel or _channel(facts.role, facts.phone, facts.mail)
    return uow.add(
        Signatory(
            case_id=version.case_id, version_id=version.id, key=facts.key, role=facts.role,
            meaning=facts.meaning, name=facts.name, capacity=facts.capacity,
            signing_order=place, channel=channel, required=facts.required, person_id=facts.person_id,
            representation_id=facts.representation_id, user_id=facts.user_id, organisation_id=facts.organisation_id,
            phone=facts.phone, mail=facts.mail, mandate=facts.mandate,
        )
    )


def _channel(role: Role, phone: str, mail: str) -> Channel:
    if role in PROFESSIONALS:
        return Channel.PORTAL
    return Channel.PHONE if phone or not mail else Channel.MAIL


def invite(uow: UnitOfWork, version_id: uuid.UUID) -> Invited:
    """Send a link to everybody whose turn it is and who has none yet.

    Raises Denied, Conflict("signing.version-…").
    """
    require(policies.may_invite(uow.actor), "signing.invite")
    version = course.lock(uow, version_id)
    course.require_open(uow, version)
    if not queries.signatories(uow.session, version.id):
        name_signers(uow, version.id)
    return invite_due(uow, version)


def invite_due(uow: UnitOfWork, version: AgreementVersion) -> Invited:
    """Invite those whose turn has come; called after each signature too."""
    rows = queries.signatories(uow.session, version.id)
    due = order.to_invite(queries.signer(row) for row in rows)
    sent, unreachable = 0, []
    for row in rows:
        if row.id not in due:
            continue
        if row.channel in LINKED and not _destination(row):
            unreachable.append(row.id)
            continue
        _send(uow, row)
        sent += 1
    return Invited(sent, tuple(unreachable))


def invite_again(uow: UnitOfWork, signatory_id: uuid.UUID) -> Signatory:
    """Send a new link; the one before stops working.

    Raises Denied, Conflict("signing.not-turn"), Invalid("signing.no-contact").
    """
    require(policies.may_invite(uow.actor), "signing.invite")
    version_id = queries.version_of(uow.session, signatory_id)
    version = course.lock(uow, version_id)
    row = uow.get(Signatory, signatory_id)
    if row.channel in AT_THE_TABLE and row.state in OPEN:
        raise Conflict("signing.other-channel")
    if row.channel in LINKED and not _destination(row):
        raise Invalid("signing.no-contact", field="phone")
    if row.state in OPEN:
        course.require_open(uow, version)
        others = queries.signatories(uow.session, version.id)
        if row.id not in order.turn(queries.signer(other) for other in others):
            raise Conflict("signing.not-turn")
    elif row.state is State.VOIDED:
        raise Conflict("signing.already-voided")
    for old in queries.live_invitations(uow.session, row.id):
        old.ended_at = uow.now
    _send(uow, row)
    return row


def change_contact(uow: UnitOfWork, signatory_id: uuid.UUID, phone: str, mail: str, channel: Channel) -> Signatory:
    """Correct where a signatory is reached; links sent before keep working until a new one is sent.

    Raises Denied, Invalid("person.phone"), ("person.email"), ("signing.no-contact"), Conflict("signing.already-…").
    """
    require(policies.may_invite(uow.actor), "signing.invite")
    row = uow.get(Signatory, signatory_id)
    if row.state not in OPEN:
        raise Conflict(f"signing.already-{row.state.value}")
    row.phone, row.mail = tidy_phone(clean(phone, 40)), tidy_email(clean(mail, 200))
    if channel is not row.channel and (row.role in PROFESSIONALS or channel is Channel.PORTAL):
        raise Conflict("signing.other-channel")
    if channel is not row.channel:
        row.channel = channel
        uow.record(ChannelChanged(row.case_id, row.id, channel.value))
    if row.channel in LINKED and not _destination(row):
        raise Invalid("signing.no-contact", field="phone" if channel is Channel.PHONE else "mail")
    uow.session.flush()
    return row


def delegate(uow: UnitOfWork, signatory_id: uuid.UUID, user_id: uuid.UUID, mandate: str) -> Signatory:
    """Let a colleague of the same organisation sign instead, under a mandate that is named.

    Raises Denied, Conflict("signing.already-…", "signing.version-over"), Invalid("signing.mandate-empty",
    "signing.delegate-unknown").
    """
    version = course.lock(uow, queries.version_of(uow.session, signatory_id))
    row = uow.get(Signatory, signatory_id)
    require(policies.may_sign_in_portal(uow.actor, row) or policies.may_invite(uow.actor), "signing.not-yours")
    if row.role not in PROFESSIONALS:
        raise Conflict("signing.other-channel")
    if row.state not in OPEN:
        raise Conflict(f"signing.already-{row.state.value}")
    course.require_open(uow, version)
    told = clean(mandate, 500, field="mandate")
    if not told:
        raise Invalid("signing.mandate-empty", field="mandate")
    colleague = next((one for one in queries.colleagues(uow.session, row) if one.id == user_id), None)
    if colleague is None:
        raise Invalid("signing.delegate-unknown", field="user_id")
    row.delegated_by, row.delegated_at = row.user_id or uow.actor.id, uow.now
    row.user_id, row.mail, row.mandate = colleague.id, colleague.email, told
    uow.session.flush()
    uow.record(SignatoryDelegated(row.case_id, version.id, row.id, colleague.id))
    if row.state is not State.WAITING:
        _send(uow, row)
    return row


def _destination(row: Signatory) -> str:
    return row.phone if row.channel is Channel.PHONE else row.mail


def _send(uow: UnitOfWork, row: Signatory) -> None:
    """Send one invitation and write it down."""
    if row.state in OPEN:
        row.state = move(row.state, Action.INVITE)
    row.invited_at = uow.now
    if row.channel in LINKED:
        send_link(uow, row, notes.INVITED)
        if row.state in OPEN:
            plan_reminder(uow, row)
    elif row.mail and row.channel not in AT_THE_TABLE:
        link = links.desk(SIGN_PAGE.format(row.id))
        uow.post_mail(to=row.mail, subject=notes.DESK_INVITED.subject, body=notes.DESK_INVITED.body(link=link),
                      key=f"signing-portal:{row.id}:{uow.now.isoformat()}", case_id=row.case_id)
    uow.session.flush()
    uow.record(SignerInvited(row.case_id, row.version_id, row.id, row.role.value, row.channel.value))
