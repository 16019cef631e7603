"""Not signing: refusing, taking a signature back, and what a newer version makes void. Outcomes, never faults."""

from __future__ import annotations

import uuid

from portal.agreements import queries as agreements
from portal.agreements.models import AgreementVersion
from portal.agreements.rules import VersionState
from portal.core.errors import Conflict, Invalid
from portal.core.plaintext import free_text
from portal.core.policy import SYSTEM, require
from portal.core.uow import UnitOfWork
from portal.signatures import notes, policies, queries
from portal.signatures.events import RefusalExplained, SignaturesVoided, SignatureWithdrawn, SigningRefused
from portal.signatures.models import Signatory, SigningRefusal, SigningWithdrawal
from portal.signatures.rules.presence import Part, WitnessFacts
from portal.signatures.rules.reading import REASON_LENGTH
from portal.signatures.rules.states import LINKED, OPEN, TENANT_SIDE, Action, Channel, State, allows, may_withdraw, move
from portal.signatures.services import course
from portal.signatures.services.table import note_witness


def refuse(uow: UnitOfWork, signatory_id: uuid.UUID) -> Signatory:
    """Keep the decision not to sign; a required signatory who refuses ends this version. No reason is needed.

    Raises Denied, Conflict("signing.already-…"), Conflict("signing.version-…").
    """
    version = course.lock(uow, queries.version_of(uow.session, signatory_id))
    signatory = uow.get(Signatory, signatory_id)
    require(policies.may_refuse(uow.actor, signatory), "signing.not-yours")
    if signatory.state is not State.REFUSED:
        _refuse(uow, version, signatory, SigningRefusal(case_id=signatory.case_id, signatory_id=signatory.id))
    return signatory


def record_refusal(
    uow: UnitOfWork, signatory_id: uuid.UUID, witness: WitnessFacts, *, only_seen: bool = False, said: str = ""
) -> Signatory:
    """Record that somebody of the tenant's side refused in person, before a witness; or wants to have seen it only.

    Raises as `refuse`, and Invalid("signing.place-empty", "signing.name-empty", "text.…").
    """
    require(policies.may_record_withdrawal(uow.actor), "signing.record-withdrawal")
    version = course.lock(uow, queries.version_of(uow.session, signatory_id))
    signatory = uow.get(Signatory, signatory_id)
    if signatory.role not in TENANT_SIDE:
        raise Conflict("signing.other-channel")
    row = SigningRefusal(
        case_id=signatory.case_id, signatory_id=signatory.id, told_by="staff", recorded_by=uow.actor.id, only_seen=only_seen
    )
    cleaned = free_text(said, REASON_LENGTH, field="said")
    if cleaned:
        uow.seal(row, "reason", cleaned)
    note_witness(uow, signatory, Part.REFUSAL_WITNESS, witness)
    _refuse(uow, version, signatory, row)
    return signatory


def _refuse(uow: UnitOfWork, version: AgreementVersion, signatory: Signatory, row: SigningRefusal) -> None:
    target = move(signatory.state, Action.REFUSE)
    course.require_open(uow, version)
    signatory.state, signatory.decided_at = target, uow.now
    uow.add(row)
    if signatory.required:
        course.refused(uow, version)
    uow.session.flush()
    uow.record(SigningRefused(signatory.case_id, version.id, signatory.id, signatory.role.value, row.told_by))


def explain_refusal(uow: UnitOfWork, signatory_id: uuid.UUID, text: str) -> None:
    """Keep what somebody wants to say about his refusal; nothing said is nothing kept.

    Raises Denied, Conflict("signing.not-refused"), Invalid("text.…").
    """
    signatory = uow.get(Signatory, signatory_id)
    require(policies.may_refuse(uow.actor, signatory), "signing.not-yours")
    row = queries.refusal_of(uow.session, signatory.id)
    if row is None:
        raise Conflict("signing.not-refused")
    cleaned = free_text(text, REASON_LENGTH, field="text")
    if cleaned and row.reason_sealed is None:
        uow.seal(row, "reason", cleaned)
        uow.session.flush()
        uow.record(RefusalExplained(signatory.case_id, signatory.id), payload={"text": cleaned})


def withdraw(uow: UnitOfWork, signatory_id: uuid.UUID) -> Signatory:
    """Take an own signature back, until the reflection period is over.

    Raises Denied, Conflict("signing.too-late"), Conflict("signing.not-signed").
    """
    require(policies.holds(uow.actor, signatory_id), "signing.not-yours")
    return _withdraw(uow, signatory_id, "page", "")


def record_withdrawal(uow: UnitOfWork, signatory_id: uuid.UUID, note: str = "") -> Signatory:
    """Record that somebody told a staff member, by telephone or in person, that he takes his signature back.

    Raises Denied, Conflict("signing.too-late"), Conflict("signing.not-signed"), Invalid("text.…").
    """
    require(policies.may_record_withdrawal(uow.actor), "signing.record-withdrawal")
    return _withdraw(uow, signatory_id, "staff", note)


def _withdraw(uow: UnitOfWork, signatory_id: uuid.UUID, told_by: str, note: str) -> Signatory:
    version = course.lock(uow, queries.version_of(uow.session, signatory_id))
    signatory = uow.get(Signatory, signatory_id)
    if signatory.state is State.WITHDRAWN:
        return signatory
    if not allows(signatory.state, Action.WITHDRAW) or signatory.role not in TENANT_SIDE:
        raise Conflict("signing.not-signed")
    if not may_withdraw(signatory.role, signatory.state, version.reflection_ends_at, uow.now):
        raise Conflict("signing.too-late")
    course.withdrawn(uow, version)
    signatory.state, signatory.decided_at = move(signatory.state, Action.WITHDRAW), uow.now
    signature = queries.signature_of(uow.session, signatory.id)
    if signature is not None:
        signature.withdrawn_at = uow.now
    row = SigningWithdrawal(
        case_id=signatory.case_id, signatory_id=signatory.id, told_by=told_by,
        recorded_by=uow.actor.id if told_by == "staff" else None,
    )
    cleaned = free_text(note, REASON_LENGTH, field="note")
    if cleaned:
        uow.seal(row, "note", cleaned)
    uow.add(row)
    event = SignatureWithdrawn(signatory.case_id, version.id, signatory.id, signatory.role.value, told_by)
    uow.record(event, payload={"note": cleaned} if cleaned else None)
    return signatory


def void(uow: UnitOfWork, version_id: uuid.UUID) -> int:
    """Make every signature, link and session of a version void, because a newer one took its place.

    Returns how many signatures lost their force; doing it again changes nothing.
    """
    if uow.actor.kind != "system":
        require(policies.may_invite(uow.actor), "signing.void")
    version = course.lock(uow, version_id)
    if not course.is_over(version):
        raise Invalid("signing.version-open")
    round_ = queries.round_of(uow.session, version.id)
    if round_ is None or round_.voided_at is not None:
        return 0
    round_.voided_at = uow.now
    count = 0
    for row in queries.signatories(uow.session, version.id):
        told = row.invited_at is not None and row.channel in LINKED and row.state in OPEN | {State.SIGNED}
        if allows(row.state, Action.VOID):
            row.state = move(row.state, Action.VOID)
        signature = queries.signature_of(uow.session, row.id)
        if signature is not None and signature.voided_at is None:
            signature.voided_at = uow.now
            count += 1
        for invitation in queries.live_invitations(uow.session, row.id):
            invitation.ended_at = uow.now
        for open_session in queries.live_sessions(uow.session, row.id):
            open_session.ended_at = uow.now
        if told:
            _tell(uow, row)
    uow.session.flush()
    uow.record(SignaturesVoided(version.case_id, version.id, count))
    return count


def void_earlier(uow: UnitOfWork, version_id: uuid.UUID) -> int:
    """Make void what was signed on earlier versions that ended in a refusal or a withdrawal.

    The refusal itself stays what it is. Returns how many signatures lost their force.
    """
    newest = uow.get(AgreementVersion, version_id)
    earlier = [
        row.id
        for row in agreements.versions(uow.session, SYSTEM, newest.agreement_id)
        if row.number < newest.number and row.state in {VersionState.REFUSED, VersionState.WITHDRAWN}
    ]
    return sum(void(uow, one) for one in earlier)


def _tell(uow: UnitOfWork, row: Signatory) -> None:
    """Say in neutral words that another letter comes."""
    body, key = notes.REPLACED.body(), f"signing-void:{row.id}"
    if row.channel is Channel.PHONE and row.phone:
        uow.post_sms(to=row.phone, body=body, key=key, case_id=row.case_id)
    elif row.mail:
        uow.post_mail(to=row.mail, subject=notes.REPLACED.subject, body=body, key=key, case_id=row.case_id)
