"""The signing ceremony: inviting, coming in, reading, signing."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from portal.agreements.models import AgreementVersion
from portal.core.audit import AuditRow
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.jobs import Job
from portal.core.outbox import Message
from portal.core.policy import acting
from portal.core.uow import UnitOfWork
from portal.signatures import queries, services
from portal.signatures.models import Signature, SigningInvitation
from portal.signatures.rules.codes import Check, Sending
from portal.signatures.rules.order import Scheme
from portal.signatures.rules.reading import Answer, Subject, Want
from portal.signatures.rules.states import Role, State
from tests.builders.signatures import (
    CODE,
    TRACE,
    enter,
    facts_for,
    invitation_of,
    last_message,
    make_ceremony,
    read_all,
    reader_of,
    sign_all,
    sign_by_link,
    signer,
    token_in,
)


def version_of(uow: UnitOfWork, version_id: object) -> AgreementVersion:
    return uow.get(AgreementVersion, version_id)  # type: ignore[arg-type]


def test_only_those_whose_turn_it_is_are_invited(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, co_tenant=True)
    outcome = services.invite(uow, made.version_id)
    states = {row.role: row.state for row in queries.signatories(uow.session, made.version_id)}
    assert outcome.sent == 2
    assert states == {Role.TENANT: State.INVITED, Role.CO_TENANT: State.INVITED, Role.CORPORATION: State.WAITING,
                      Role.EXPERT: State.WAITING}


def test_the_invitation_is_neutral_and_holds_a_link_of_which_only_a_digest_is_kept(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    text = last_message(uow)
    assert text.startswith("Er staat een brief voor u klaar: http")
    assert not any(word in text for word in ("Zandt", "Lijsterbeslaan", "overlast", "Veenrade"))
    stored = uow.session.scalars(sa.select(SigningInvitation)).one()
    assert token_in(text) not in str(vars(stored))
    assert queries.by_token(uow.session, token_in(text)) is not None


def test_somebody_without_telephone_or_mail_is_reported_and_stays_waiting(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, phone="")
    outcome = services.invite(uow, made.version_id)
    assert (outcome.sent, len(outcome.unreachable)) == (0, 1)
    assert signer(uow, made, Role.TENANT).state is State.WAITING


def test_a_new_link_ends_the_one_before(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row, first = signer(uow, made, Role.TENANT), token_in(last_message(uow))
    services.invite_again(uow, row.id)
    found = queries.by_token(uow.session, first)
    assert found is not None
    assert queries.link_state(*found, uow.now) is queries.Link.REPLACED


def test_the_corporation_may_not_invite(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    with acting(uow.session, made.town.landlord), pytest.raises(Denied, match=r"signing\.invite"):
        services.invite(UnitOfWork(uow.session, made.town.landlord, uow.now), made.version_id)


def test_a_code_opens_a_session_once(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    enter(uow, row)
    assert row.state is State.READING
    assert services.check_code(uow, invitation_of(uow, row).id, CODE, TRACE)[0] is Check.NONE


def test_the_code_message_is_neutral(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    services.send_code(uow, invitation_of(uow, signer(uow, made, Role.TENANT)).id, "424242")
    bodies = [key for key in uow.session.scalars(sa.select(Message.key)) if key.startswith("signing-code:")]
    assert len(bodies) == 1
    assert "424242" not in str(vars(uow.session.scalars(sa.select(SigningInvitation)).one()))


def test_five_wrong_tries_use_up_a_code_and_ten_codes_lock_the_link(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    invitation = invitation_of(uow, signer(uow, made, Role.TENANT))
    outcomes = []
    for _number in range(10):
        assert services.send_code(uow, invitation.id, CODE) is Sending.YES
        outcomes = [services.check_code(uow, invitation.id, "000000", TRACE)[0] for _try in range(5)]
        uow.now += dt.timedelta(minutes=1)
    assert outcomes == [Check.WRONG] * 4 + [Check.LOCKED]
    with pytest.raises(Conflict, match=r"signing\.link-ended"):
        services.send_code(uow, invitation.id)


def test_an_eleventh_code_is_not_sent_but_locks(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    invitation = invitation_of(uow, signer(uow, made, Role.TENANT))
    for _number in range(10):
        services.send_code(uow, invitation.id, CODE)
        uow.now += dt.timedelta(minutes=1)
    assert services.send_code(uow, invitation.id, CODE) is Sending.LOCKED
    assert invitation.locked_at is not None


def test_a_link_of_another_reader_cannot_be_used(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, co_tenant=True)
    services.invite(uow, made.version_id)
    mine, other = signer(uow, made, Role.TENANT), signer(uow, made, Role.CO_TENANT)
    foreign = invitation_of(uow, other).id
    with acting(uow.session, reader_of(mine)), pytest.raises(Missing):
        services.send_code(UnitOfWork(uow.session, reader_of(mine), uow.now), foreign)


def test_an_expired_link_sends_no_code_but_staff_can_be_asked_for_a_new_one(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    invitation = invitation_of(uow, row)
    uow.now += dt.timedelta(days=15)
    with pytest.raises(Conflict, match=r"signing\.link-ended"):
        services.send_code(uow, invitation.id)
    services.ask_link(uow, invitation.id)
    with acting(uow.session, made.town.staff):
        assert [task.kind for task in queries.tasks(uow.session, made.town.staff)] == ["link"]


def test_answers_are_added_and_the_latest_counts(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    enter(uow, row)
    services.mark_clause(uow, row.id, "1", Answer.NOT_AGREED)
    uow.now += dt.timedelta(seconds=1)
    services.mark_clause(uow, row.id, "1", Answer.UNDERSTOOD, teach_back=1)
    assert queries.latest_answers(uow.session, row.id) == {"1": Answer.UNDERSTOOD}
    assert [one["teach_back_right"] for one in queries.reading_record(uow.session, row.id)] == [None, False]


def test_an_unknown_clause_cannot_be_answered(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    with pytest.raises(Missing):
        services.mark_clause(uow, row.id, "99", Answer.UNDERSTOOD)


def test_a_question_pauses_signing_until_it_is_answered(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    session_id = enter(uow, row)
    read_all(uow, row, made)
    asked = services.ask(uow, row.id, text="Geldt dit ook op zondag?", clause_number="1")
    with pytest.raises(Conflict, match=r"signing\.hurdles"):
        services.sign(uow, row.id, facts_for(row, made, session_id=session_id))
    services.answer(uow, asked.id, "Ja, elke dag.")
    services.sign(uow, row.id, facts_for(row, made, session_id=session_id))
    assert row.state is State.SIGNED


def test_a_question_is_sealed_and_kept_from_the_corporation(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    asked = services.ask(uow, row.id, text="Ik slaap slecht, wat nu?")
    assert asked.text_sealed is not None
    assert b"slaap" not in asked.text_sealed
    with acting(uow.session, made.town.landlord):
        panel = queries.panel(uow.session, made.town.landlord, made.version_id)
    assert all(not line.questions for line in panel.lines)


def test_turns_are_counted_without_gaps_where_nobody_represents_the_tenant(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    lines = queries.panel(uow.session, uow.actor, made.version_id).lines
    turns = {line.signatory.role: line.turn for line in lines}
    assert turns == {Role.TENANT: 1, Role.CORPORATION: 2, Role.EXPERT: 3}
    assert [line.turn for line in lines] != [line.signatory.signing_order for line in lines]


def test_an_empty_question_is_refused_unless_a_call_is_wanted(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    with pytest.raises(Invalid, match=r"signing\.question-empty"):
        services.ask(uow, row.id, text=" \u202e ")
    assert services.ask(uow, row.id, wants=Want.CALL).text_sealed is None


def test_not_agreed_stands_in_the_way_of_signing_even_after_a_talk(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    session_id = enter(uow, row)
    read_all(uow, row, made, Answer.NOT_AGREED)
    talk = services.ask(uow, row.id, wants=Want.CALL, subject=Subject.TALK, clause_number="1")
    services.answer(uow, talk.id, "Gesproken op 3 maart.")
    with pytest.raises(Conflict, match=r"signing\.hurdles"):
        services.sign(uow, row.id, facts_for(row, made, session_id=session_id))


def test_the_version_is_partly_signed_until_the_last_required_signature(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, co_tenant=True)
    services.invite(uow, made.version_id)
    seen = []
    for row in queries.signatories(uow.session, made.version_id):
        if row.channel.value == "portal":
            services.sign_in_portal(uow, row.id, facts_for(row, made, confirmed_at=uow.now))
        else:
            sign_by_link(uow, row, made)
        seen.append(version_of(uow, made.version_id).state.value)
    assert seen == ["partly_signed", "partly_signed", "partly_signed", "reflection"]


def test_the_last_signature_starts_the_reflection_period_and_what_follows(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, days=7)
    sign_all(uow, made)
    version = version_of(uow, made.version_id)
    assert version.reflection_ends_at is not None
    assert dt.timedelta(days=6, hours=22) < version.reflection_ends_at - uow.now < dt.timedelta(days=7, hours=2)
    job = uow.session.scalars(sa.select(Job).where(Job.name == "agreements.take_effect")).one()
    assert job.due == version.reflection_ends_at
    assert "agreement.signed" in set(uow.session.scalars(sa.select(AuditRow.name)))


def test_the_next_signer_is_invited_when_the_turn_comes(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    sign_by_link(uow, signer(uow, made, Role.TENANT), made)
    assert signer(uow, made, Role.CORPORATION).state is State.INVITED
    assert signer(uow, made, Role.EXPERT).state is State.WAITING


def test_nobody_signs_before_his_turn(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    expert = signer(uow, made, Role.EXPERT)
    with pytest.raises(Conflict, match=r"signing\.not-yet"):
        services.sign_in_portal(uow, expert.id, facts_for(expert, made, confirmed_at=uow.now))


def test_a_signature_names_content_pdf_consent_and_how_it_was_set(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    sign_by_link(uow, row, made)
    given = queries.signature_of(uow.session, row.id)
    assert given is not None
    assert given.content_digest == made.digest
    assert len(given.p0_sha256) == len(given.consent_digest) == 64
    assert given.evidence["code_sent_to"] == "••••••••78"
    assert given.evidence["address"] == "192.0.2.0/24"
    assert [one["clause"] for one in given.evidence["readings"]] == ["1", "2"]
    record = queries.evidence(uow.session, made.version_id)
    assert [one["role"] for one in record] == ["tenant", "corporation", "expert"]
    assert record[0]["signature"]["method"] == "type"


def test_another_text_than_the_one_shown_cannot_be_signed(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    session_id = enter(uow, row)
    read_all(uow, row, made)
    for wrong in ({"content_digest": "0" * 64}, {"consent_key": "tenant-0"}):
        with pytest.raises(Conflict, match=r"signing\.text-changed"):
            services.sign(uow, row.id, facts_for(row, made, session_id=session_id, **wrong))


def test_content_that_was_tampered_with_cannot_be_signed(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    session_id = enter(uow, row)
    read_all(uow, row, made)
    version = version_of(uow, made.version_id)
    version.content = version.content | {"title": "Iets anders"}
    uow.session.flush()
    with pytest.raises(Conflict, match=r"signing\.text-changed"):
        services.sign(uow, row.id, facts_for(row, made, session_id=session_id))


def test_a_signature_needs_a_living_session_of_this_reader(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, co_tenant=True)
    services.invite(uow, made.version_id)
    mine, other = signer(uow, made, Role.TENANT), signer(uow, made, Role.CO_TENANT)
    foreign, own = enter(uow, other), enter(uow, mine)
    read_all(uow, mine, made)
    for session_id, code in ((foreign, "session-over"), (None, "other-channel")):
        with pytest.raises(Conflict, match=f"signing.{code}"):
            services.sign(uow, mine.id, facts_for(mine, made, session_id=session_id))
    services.leave(uow, own)
    with pytest.raises(Conflict, match=r"signing\.session-over"):
        services.sign(uow, mine.id, facts_for(mine, made, session_id=own))


def test_a_session_lasts_while_somebody_reads_and_ends_after_half_a_day_of_silence(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    session_id = enter(uow, signer(uow, made, Role.TENANT))
    uow.now += dt.timedelta(hours=11)
    services.touch(uow, session_id)
    entry = queries.live_sessions(uow.session, signer(uow, made, Role.TENANT).id)[0]
    assert queries.is_live(entry, uow.now + dt.timedelta(hours=11))
    assert not queries.is_live(entry, uow.now + dt.timedelta(hours=12))


def test_a_name_without_letters_is_no_signature(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    session_id = enter(uow, row)
    read_all(uow, row, made)
    with pytest.raises(Invalid, match=r"signing\.name-empty"):
        services.sign(uow, row.id, facts_for(row, made, session_id=session_id, name="\u202e 123 …"))


def test_only_the_named_user_signs_in_the_portal_after_the_password(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, scheme=Scheme.PARALLEL)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.CORPORATION)
    with acting(uow.session, made.town.expert), pytest.raises(Denied):
        services.sign_in_portal(UnitOfWork(uow.session, made.town.expert, uow.now), row.id, facts_for(row, made))
    with acting(uow.session, made.town.landlord), pytest.raises(Conflict, match=r"signing\.not-confirmed"):
        services.sign_in_portal(UnitOfWork(uow.session, made.town.landlord, uow.now), row.id, facts_for(row, made))


def test_a_clause_is_read_by_those_whom_it_binds(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, co_tenant=True)
    version = version_of(uow, made.version_id)
    content = dict(version.content)
    content["clauses"] = [content["clauses"][0] | {"addressees": ["t2"]}, content["clauses"][1]]
    version.content = content
    services.name_signers(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    assert [item.number for item in queries.letter(uow.session, uow.actor, row).entries] == ["2"]


def test_a_mentor_reads_and_signs_the_sections_on_help_and_information(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, mentor="M. Łukasik")
    services.name_signers(uow, made.version_id)
    row = signer(uow, made, Role.MENTOR)
    assert [item.number for item in queries.letter(uow.session, uow.actor, row).entries] == ["7", "10"]


def test_signing_twice_keeps_one_signature(uow: UnitOfWork) -> None:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    row = signer(uow, made, Role.TENANT)
    sign_by_link(uow, row, made)
    with pytest.raises(Conflict, match=r"signing\.already-signed"):
        services.sign(uow, row.id, facts_for(row, made))
    assert len(list(uow.session.scalars(sa.select(Signature)))) == 1
