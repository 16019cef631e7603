"""Outcomes of the signing ceremony: refusal, withdrawal, void versions, the end of reflection, the final document."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from portal.agreements.models import AgreementVersion
from portal.agreements.rules import VersionState
from portal.core import blobs
from portal.core.audit import AuditRow
from portal.core.db import Compartment
from portal.core.errors import Conflict, Denied, Invalid
from portal.core.outbox import Message
from portal.core.policy import acting
from portal.core.uow import UnitOfWork
from portal.signatures import queries, services
from portal.signatures.models import SigningRefusal
from portal.signatures.rules.states import Role, State
from tests.builders.signatures import (
    Ceremony,
    enter,
    facts_for,
    last_message,
    make_ceremony,
    read_all,
    reader_of,
    sign_all,
    sign_by_link,
    signer,
    texts_of,
    token_in,
)


def state_of(uow: UnitOfWork, made: Ceremony) -> str:
    return uow.get(AgreementVersion, made.version_id).state.value


def supersede(uow: UnitOfWork, made: Ceremony) -> None:
    uow.get(AgreementVersion, made.version_id).state = VersionState.SUPERSEDED
    uow.session.flush()


def test_refusing_needs_no_reason_and_ends_the_version(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = services.refuse(uow, signer(uow, made, Role.TENANT).id)
    assert (row.state, state_of(uow, made)) == (State.REFUSED, "refused")


def test_refusing_twice_is_refusing_once(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    for _time in range(2):
        services.refuse(uow, signer(uow, made, Role.TENANT).id)
    assert len(list(uow.session.scalars(sa.select(SigningRefusal)))) == 1


def test_after_a_refusal_nobody_else_can_sign(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, co_tenant=True)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.CO_TENANT)
    session_id = enter(uow, row)
    read_all(uow, row, made)
    services.refuse(uow, signer(uow, made, Role.TENANT).id)
    with pytest.raises(Conflict, match=r"signing\.version-over"):
        services.sign(uow, row.id, facts_for(row, made, session_id=session_id))


def test_a_reason_may_be_told_afterwards_and_is_sealed(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = services.refuse(uow, signer(uow, made, Role.TENANT).id)
    services.explain_refusal(uow, row.id, "Ik wil eerst met mijn zus praten.")
    kept = queries.refusal_of(uow.session, row.id)
    assert kept is not None and kept.reason_sealed is not None
    assert uow.reveal(kept, "reason") == "Ik wil eerst met mijn zus praten."


def test_a_reason_without_a_refusal_is_refused(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    with pytest.raises(Conflict, match=r"signing\.not-refused"):
        services.explain_refusal(uow, signer(uow, made, Role.TENANT).id, "zomaar")


def test_a_signature_can_be_taken_back_before_everybody_signed(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    sign_by_link(uow, row, made)
    services.withdraw(uow, row.id)
    given = queries.signature_of(uow.session, row.id)
    assert given is not None and given.withdrawn_at is not None
    assert (row.state, state_of(uow, made)) == (State.WITHDRAWN, "withdrawn")


def test_a_signature_can_be_taken_back_within_the_reflection_period_and_not_after(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, days=7)
    sign_all(uow, made)
    row, start = signer(uow, made, Role.TENANT), uow.now
    uow.now = start + dt.timedelta(days=8)
    with pytest.raises(Conflict, match=r"signing\.too-late"):
        services.withdraw(uow, row.id)
    uow.now = start + dt.timedelta(days=6)
    services.withdraw(uow, row.id)
    assert state_of(uow, made) == "withdrawn"


def test_the_corporation_takes_nothing_back(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    sign_all(uow, made)
    with pytest.raises(Conflict, match=r"signing\.not-signed"):
        services.withdraw(uow, signer(uow, made, Role.CORPORATION).id)


def test_staff_record_a_withdrawal_told_by_telephone(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    sign_all(uow, made)
    staff = made.town.staff
    with acting(uow.session, staff):
        row = services.record_withdrawal(UnitOfWork(uow.session, staff, uow.now), signer(uow, made, Role.TENANT).id,
                                         "Belde om 10.00 uur: wist niet dat haar spullen weg moesten.")
    kept = queries.withdrawal_of(uow.session, row.id)
    assert kept is not None
    assert (kept.told_by, kept.recorded_by) == ("staff", staff.id)


def test_the_corporation_may_not_record_a_withdrawal(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    sign_all(uow, made)
    landlord = made.town.landlord
    with acting(uow.session, landlord), pytest.raises(Denied):
        services.record_withdrawal(UnitOfWork(uow.session, landlord, uow.now), signer(uow, made, Role.TENANT).id)


def test_a_superseded_version_loses_signatures_links_and_sessions(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, co_tenant=True)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    sign_by_link(uow, row, made)
    link = token_in(last_message(uow, to="+31687654321"))
    supersede(uow, made)
    assert services.void(uow, made.version_id) == 1
    given = queries.signature_of(uow.session, row.id)
    assert given is not None and given.voided_at is not None
    assert {one.state for one in queries.signatories(uow.session, made.version_id)} == {State.VOIDED}
    assert not queries.live_sessions(uow.session, row.id)
    found = queries.by_token(uow.session, link)
    assert found is not None and queries.link_state(*found, uow.now) is queries.Link.VOID


def test_signers_hear_of_a_new_letter_in_neutral_words_once(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    supersede(uow, made)
    services.void(uow, made.version_id)
    assert services.void(uow, made.version_id) == 0
    told = [key for key in uow.session.scalars(sa.select(Message.key)) if key.startswith("signing-void:")]
    assert len(told) == 1


def test_a_version_that_still_stands_cannot_be_made_void(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    with pytest.raises(Invalid, match=r"signing\.version-open"):
        services.void(uow, made.version_id)


def test_a_refusal_stays_a_refusal_when_a_newer_version_comes(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = services.refuse(uow, signer(uow, made, Role.TENANT).id)
    services.void(uow, made.version_id)
    assert row.state is State.REFUSED


def test_nobody_signs_a_superseded_version(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    session_id = enter(uow, row)
    read_all(uow, row, made)
    supersede(uow, made)
    with pytest.raises(Conflict, match=r"signing\.version-over"):
        services.sign(uow, row.id, facts_for(row, made, session_id=session_id))


def test_the_final_document_lies_behind_a_link_for_the_tenant(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    sign_all(uow, made)
    file = blobs.keep(uow, b"%PDF-1.7 sealed", name="x.pdf", media_type="application/pdf", case_id=made.case_id,
                      compartment=Compartment.SHARED)
    services.deliver_copy(uow, made.version_id, file.id)
    services.deliver_copy(uow, made.version_id, file.id)
    copies = [text for text in texts_of(uow) if "getekende brief" in text]
    assert len(copies) == 1
    round_ = queries.round_of(uow.session, made.version_id)
    assert round_ is not None and round_.copy_file_id == file.id


def test_no_copy_before_everybody_signed(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    with pytest.raises(Conflict, match=r"signing\.not-complete"):
        services.deliver_copy(uow, made.version_id, made.version_id)


def test_a_reader_cannot_act_for_another(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, co_tenant=True)
    services.invite(uow, made.version_id)
    mine, other = signer(uow, made, Role.TENANT), signer(uow, made, Role.CO_TENANT)
    reader = reader_of(mine)
    with acting(uow.session, reader):
        work = UnitOfWork(uow.session, reader, uow.now)
        for act in (lambda: services.refuse(work, other.id), lambda: services.withdraw(work, other.id),
                    lambda: services.ask(work, other.id, text="?")):
            with pytest.raises(Denied, match=r"signing\.not-yours"):
                act()


def test_events_of_the_ceremony_hold_no_names(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    sign_all(uow, made)
    bodies = [row.body for row in uow.session.scalars(sa.select(AuditRow)) if row.name.startswith(("signing.", "agreement."))]
    assert len(bodies) >= 10
    assert not [body for body in bodies if "Zandt" in body or "612345678" in body]


def test_signatures_beside_a_refusal_lose_their_force_when_a_newer_version_comes(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, co_tenant=True)
    services.invite(uow, made.version_id)
    sign_by_link(uow, signer(uow, made, Role.CO_TENANT), made)
    services.refuse(uow, signer(uow, made, Role.TENANT).id)
    old = uow.get(AgreementVersion, made.version_id)
    newer = uow.add(
        AgreementVersion(
            case_id=old.case_id, agreement_id=old.agreement_id, number=2, content=old.content,
            content_digest=old.content_digest, p0_file_id=old.p0_file_id, p0_sha256=old.p0_sha256, frozen_at=uow.now,
            frozen_by=None, reflection_days=7, starts_on=old.starts_on,
        )
    )
    assert services.void_earlier(uow, newer.id) == 1
    states = {row.role: row.state for row in queries.signatories(uow.session, made.version_id)}
    assert (states[Role.TENANT], states[Role.CO_TENANT]) == (State.REFUSED, State.VOIDED)


def test_an_agreement_in_force_keeps_its_signatures(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    sign_all(uow, made)
    assert services.void_earlier(uow, made.version_id) == 0


def test_what_signing_waits_for_is_told(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    asked = services.ask(uow, signer(uow, made, Role.TENANT).id, text="Wat is dit?")
    waits = queries.standing(uow.session, uow.actor, made.version_id)
    assert set(waits.waiting) == {Role.TENANT}
    assert waits.asked_at is not None
    services.answer(uow, asked.id, "Een afspraak.")
    assert queries.standing(uow.session, uow.actor, made.version_id).asked_at is None
