"""Rules of the signing ceremony: moves, order, codes, reading."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from portal.core.errors import Conflict, Invalid
from portal.signatures import consent
from portal.signatures.rules import codes, order, reading
from portal.signatures.rules.codes import Check, Codes, Sending
from portal.signatures.rules.order import Progress, Scheme, Signer
from portal.signatures.rules.reading import Answer, Hurdle, Item, Obstacle, TeachBack
from portal.signatures.rules.states import (
    MOVES,
    Action,
    Meaning,
    Role,
    State,
    allows,
    may_withdraw,
    meaning,
    move,
)

NOW = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)


def signer(number: int, place: int, state: State, *, required: bool = True) -> Signer:
    return Signer(uuid.UUID(int=number), place, required, state)


def test_a_reader_may_sign_and_a_signer_may_not_sign_again() -> None:
    assert move(State.READING, Action.SIGN) is State.SIGNED
    with pytest.raises(Conflict, match=r"signing\.already-signed"):
        move(State.SIGNED, Action.SIGN)


def test_nobody_signs_after_refusing_withdrawing_or_voiding() -> None:
    for state in (State.REFUSED, State.WITHDRAWN, State.VOIDED):
        assert not allows(state, Action.SIGN)


def test_nobody_signs_before_an_invitation() -> None:
    with pytest.raises(Conflict, match=r"signing\.not-yet"):
        move(State.WAITING, Action.SIGN)


def test_every_open_state_may_refuse() -> None:
    assert all(allows(state, Action.REFUSE) for state in (State.WAITING, State.INVITED, State.READING))


def test_a_voided_signature_never_comes_back() -> None:
    assert not [target for (state, _), target in MOVES.items() if state is State.VOIDED]


def test_a_tenant_under_guardianship_signs_for_having_seen_it() -> None:
    assert meaning(Role.TENANT, under_guardianship=True) is Meaning.SEEN
    assert meaning(Role.GUARDIAN) is Meaning.CONSENT


def test_a_mentor_signs_for_sections() -> None:
    assert meaning(Role.MENTOR) is Meaning.SECTIONS


def test_the_tenants_side_withdraws_before_and_within_the_reflection_period() -> None:
    end = NOW + dt.timedelta(days=7)
    assert may_withdraw(Role.TENANT, State.SIGNED, None, NOW)
    assert may_withdraw(Role.ADMINISTRATOR, State.SIGNED, end, end - dt.timedelta(seconds=1))
    assert not may_withdraw(Role.TENANT, State.SIGNED, end, end)
    assert not may_withdraw(Role.CORPORATION, State.SIGNED, end, NOW)
    assert not may_withdraw(Role.TENANT, State.READING, None, NOW)


def test_professionals_wait_for_the_tenants_side() -> None:
    rows = [signer(1, 1, State.SIGNED), signer(2, 1, State.INVITED), signer(3, 2, State.WAITING)]
    assert order.turn(rows) == {uuid.UUID(int=2)}
    assert order.to_invite(rows) == frozenset()
    rows[1] = signer(2, 1, State.SIGNED)
    assert order.to_invite(rows) == {uuid.UUID(int=3)}


def test_an_optional_signer_blocks_nobody() -> None:
    rows = [signer(1, 1, State.WAITING, required=False), signer(2, 2, State.WAITING)]
    assert order.turn(rows) == {uuid.UUID(int=1), uuid.UUID(int=2)}


def test_one_by_one_order_starts_with_the_tenant_and_ends_with_the_expert() -> None:
    roles = [Role.EXPERT, Role.CORPORATION, Role.ADMINISTRATOR, Role.TENANT]
    assert order.arrange(roles, Scheme.SEQUENTIAL) == [4, 3, 2, 1]
    assert order.arrange(roles, Scheme.PARALLEL) == [1, 1, 1, 1]
    assert order.arrange(roles, Scheme.TENANT_FIRST) == [2, 2, 1, 1]


def test_signing_is_partly_done_until_the_last_required_signature() -> None:
    rows = [signer(1, 1, State.SIGNED), signer(2, 1, State.READING)]
    assert order.progress(rows) is Progress.PARTLY
    assert order.progress([rows[0], signer(2, 1, State.SIGNED)]) is Progress.COMPLETE
    assert order.progress([signer(1, 1, State.INVITED)]) is Progress.NONE
    assert order.progress([]) is Progress.NONE


def test_one_refusal_stops_the_whole() -> None:
    assert order.progress([signer(1, 1, State.SIGNED), signer(2, 1, State.REFUSED)]) is Progress.STOPPED


def test_three_parties_are_required() -> None:
    with pytest.raises(Invalid, match=r"signing\.roles-missing"):
        order.check_required([Role.TENANT, Role.EXPERT])
    order.check_required([Role.TENANT, Role.EXPERT, Role.CORPORATION])


def state_of(sends: int = 1, tries: int = 0, *, age: int = 60, open_: bool = True, locked: bool = False) -> Codes:
    return Codes(sends, tries, NOW - dt.timedelta(seconds=age), open_, locked)


SALT = "00" * 16


def judged(known: Codes, typed: str) -> Check:
    return codes.check(known, codes.code_digest("123456", SALT), SALT, typed, NOW)


def test_the_right_code_is_right_with_spaces_too() -> None:
    assert judged(state_of(), " 123 456") is Check.RIGHT


def test_the_fifth_wrong_code_uses_the_code_up() -> None:
    assert judged(state_of(tries=3), "000000") is Check.WRONG
    assert judged(state_of(tries=4), "000000") is Check.WORN


def test_after_five_wrong_tries_the_right_code_is_refused() -> None:
    assert judged(state_of(tries=5), "123456") is Check.WORN


def test_the_last_try_of_the_tenth_code_locks_the_link() -> None:
    assert judged(state_of(sends=10, tries=4), "000000") is Check.LOCKED
    assert codes.sending(state_of(sends=10), NOW) is Sending.LOCKED
    assert judged(state_of(locked=True), "123456") is Check.LOCKED


def test_a_code_is_too_old_after_a_quarter_of_an_hour() -> None:
    assert judged(state_of(age=15 * 60 + 1), "123456") is Check.EXPIRED
    assert judged(state_of(age=15 * 60), "123456") is Check.RIGHT


def test_an_impatient_second_tap_sends_no_second_code() -> None:
    assert codes.sending(state_of(age=5), NOW) is Sending.JUST_SENT
    assert codes.sending(state_of(age=31), NOW) is Sending.YES


def test_letters_are_never_a_code_and_digits_of_another_script_are_the_same_digits() -> None:
    assert codes.clean_code("abcdef ²³½ Ⅻ") == ""
    assert codes.clean_code("١٢٣٤٥٦") == codes.clean_code("۱۲۳۴۵۶") == "123456"
    assert len(codes.clean_code("1" * 10_000)) == 8


def test_tokens_have_256_bits_and_are_stored_as_digest() -> None:
    token = codes.new_token()
    assert len(token) == 43
    assert token not in codes.token_digest(token)


def item(number: str) -> Item:
    return Item(number, "Geluid", "Na 22.00 uur stil.", "Huurder …")


def test_unread_clauses_stand_in_the_way() -> None:
    found = reading.hurdles([item("1"), item("2")], {"1": Answer.UNDERSTOOD}, [])
    assert found == [Hurdle(Obstacle.UNREAD, "2")]


def test_not_agreed_never_leads_to_signing() -> None:
    assert reading.hurdles([item("1")], {"1": Answer.NOT_AGREED}, []) == [Hurdle(Obstacle.NOT_AGREED, "1")]


def test_an_open_question_pauses_and_an_answered_one_does_not() -> None:
    assert reading.hurdles([item("1")], {"1": Answer.QUESTION}, ["1"]) == [Hurdle(Obstacle.QUESTION_OPEN, "1")]
    assert reading.hurdles([item("1")], {"1": Answer.QUESTION}, []) == []
    assert reading.hurdles([item("1")], {"1": Answer.UNDERSTOOD}, [None]) == [Hurdle(Obstacle.QUESTION_OPEN, None)]


def test_a_question_about_a_clause_that_is_not_mine_pauses_too() -> None:
    assert reading.hurdles([item("1")], {"1": Answer.UNDERSTOOD}, ["9"]) == [Hurdle(Obstacle.QUESTION_OPEN, "9")]


def test_a_teach_back_answer_is_judged_and_silence_is_not() -> None:
    asked = TeachBack("Wat mag niet?", ("Muziek", "Lezen"), frozenset({0}))
    assert reading.judge(asked, 0) is True
    assert reading.judge(asked, 1) is False
    assert reading.judge(asked, None) is None
    with pytest.raises(Invalid):
        reading.judge(asked, 7)


def test_reading_time_is_at_most_an_hour_and_never_negative() -> None:
    assert reading.seconds(NOW - dt.timedelta(seconds=40), NOW) == 40
    assert reading.seconds(NOW - dt.timedelta(days=2), NOW) == 3600
    assert reading.seconds(NOW + dt.timedelta(days=2), NOW) is None


def test_every_consent_text_is_three_short_sentences_with_a_fixed_digest() -> None:
    for key in consent.KEYS:
        text = consent.load(key)
        assert len(text.sentences) == 3
        assert all(len(sentence.split()) <= 18 for sentence in text.sentences)
        assert text.digest == consent.digest(text.key, text.sentences)


def test_the_signed_wording_of_the_tenants_consent_never_changes() -> None:
    assert consent.load("tenant-1").digest == "c206b2091f20ff05945a35a63abc120f7f58c9b087fa94d053ef1cc556b480ba"


def test_every_role_has_a_consent_text() -> None:
    for role in Role:
        consent.current(role, meaning(role))
