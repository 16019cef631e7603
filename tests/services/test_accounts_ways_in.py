"""Password links, sessions and the second step, without a browser."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from portal.accounts import passwords, queries, second_factor, services
from portal.accounts.models import SignIn, User, UserInvitation
from portal.accounts.rules import LinkPurpose
from portal.core import clock, crypto, worker
from portal.core.audit import AuditRow
from portal.core.db import db
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.outbox import Message
from portal.core.policy import SYSTEM, Actor, acting
from portal.core.uow import UnitOfWork
from tests.builders.accounts import PASSWORD, make_organisation, make_user
from tests.conftest import Work

NEW = passwords.prepare("vier rode lantaarns")


@pytest.fixture(autouse=True)
def _the_clock_stands_still() -> Iterator[None]:
    with clock.at(dt.datetime(2026, 3, 3, 9, 0, 10, tzinfo=dt.UTC)):
        yield


def as_self(uow: UnitOfWork, user: User) -> UnitOfWork:
    """Return a unit of work for *user* on the same session."""
    return UnitOfWork(uow.session, Actor(id=user.id, origin="192.0.2.0"), uow.now)


def token_in(link: str) -> str:
    return link.rsplit("/", 1)[1]


def open_half(uow: UnitOfWork, user: User, *, setup: bool = False) -> services.Opened:
    return services.open_session(as_self(uow, user), user.id, seen=user.password or "", half=True, setup=setup)


def app_code(secret: str, later: int = 0) -> str:
    token = second_factor.codes()._totp.from_source(secret).generate(time=clock.now().timestamp() + later)
    return str(token.token)


def with_second_factor(uow: UnitOfWork, user: User) -> tuple[str, list[str]]:
    """Give *user* a second step; return its secret and recovery codes."""
    half = open_half(uow, user, setup=True)
    secret = crypto.reveal(uow.session, half.sign_in, "setup")
    made = services.confirm_setup(as_self(uow, user), half.sign_in.id, app_code(secret, -30))
    return secret, made.codes


def test_an_invitation_mails_a_link_in_neutral_words_and_keeps_only_a_hash(uow: UnitOfWork) -> None:
    linde = make_organisation(uow, name="Kanarie Wonen")
    user = services.invite(uow, "sanne@voorbeeld.nl", "Sanne Vogel", linde.id, "corporation_staff")
    mail = uow.session.scalars(sa.select(Message)).one()
    body = uow.reveal(mail, "body")
    link = re.search(r"https?://\S+", body)
    assert link
    assert mail.recipient == "sanne@voorbeeld.nl"
    for word in ("Kanarie", "Sanne", "Vogel", "overlast"):
        assert word not in body + mail.subject
    kept = uow.session.scalars(sa.select(UserInvitation)).one()
    assert token_in(link.group()) not in kept.token_hash
    found = queries.link_of(uow.session, token_in(link.group()))
    assert found
    assert found[1].id == user.id
    assert kept.expires_at - uow.now == dt.timedelta(days=7)


def test_inviting_somebody_who_signs_in_already_only_gives_the_role(uow: UnitOfWork) -> None:
    user, linde = make_user(uow), make_organisation(uow)
    again = services.invite(uow, user.email.upper(), "X", linde.id, "corporation_staff")
    assert again.id == user.id
    assert uow.session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_a_link_sets_the_password_once_and_ends_all_sessions(uow: UnitOfWork) -> None:
    user = make_user(uow)
    opened = services.open_session(as_self(uow, user), user.id, seen=user.password or "", half=False)
    token = token_in(services.send_link(uow, user.id, LinkPurpose.RECOVERY))
    services.accept_invitation(as_self(uow, user), token, NEW)
    uow.session.refresh(opened.sign_in)
    uow.session.refresh(user)
    assert passwords.matches("vier rode lantaarns", user.password)
    assert opened.sign_in.ended_at is not None
    with pytest.raises(Missing, match=r"account\.link"):
        services.accept_invitation(as_self(uow, user), token, NEW)


def test_a_newer_link_makes_the_older_worthless(uow: UnitOfWork) -> None:
    user = make_user(uow)
    old = token_in(services.send_link(uow, user.id, LinkPurpose.RECOVERY))
    services.send_link(uow, user.id, LinkPurpose.RECOVERY)
    with pytest.raises(Missing):
        services.accept_invitation(as_self(uow, user), old, NEW)


@pytest.mark.parametrize(("purpose", "hours"), [(LinkPurpose.INVITATION, 24 * 7), (LinkPurpose.RECOVERY, 2)])
def test_a_link_runs_out(uow: UnitOfWork, purpose: LinkPurpose, hours: int) -> None:
    user = make_user(uow)
    token = token_in(services.send_link(uow, user.id, purpose))
    late = UnitOfWork(uow.session, Actor(id=user.id), uow.now + dt.timedelta(hours=hours))
    with pytest.raises(Missing, match=r"account\.link"):
        services.accept_invitation(late, token, NEW)


def test_a_link_of_a_disabled_user_is_dead(uow: UnitOfWork) -> None:
    user = make_user(uow)
    token = token_in(services.send_link(uow, user.id, LinkPurpose.INVITATION))
    services.disable(uow, user.id)
    services.enable(uow, user.id)
    with pytest.raises(Missing):
        services.accept_invitation(as_self(uow, user), token, NEW)


def test_changing_the_address_kills_links_to_the_old_one(uow: UnitOfWork) -> None:
    user = make_user(uow)
    token = token_in(services.send_link(uow, user.id, LinkPurpose.RECOVERY))
    services.change_user(uow, user.id, user.version, name=user.name, email="nieuw@voorbeeld.nl", phone=None)
    with pytest.raises(Missing):
        services.accept_invitation(as_self(uow, user), token, NEW)


def test_the_job_mails_a_known_address_and_nothing_else(work: Work) -> None:
    with work() as uow:
        user_id = make_user(uow).id
        uow.enqueue("accounts.recover", key="recover:a", user_id=str(user_id))
        uow.enqueue("accounts.recover", key="recover:b", user_id="")
    worker.work_all(db.sessionmaker)
    with work() as uow:
        mails = uow.session.scalars(sa.select(Message)).all()
        assert len(mails) == 1
        assert "/inloggen/link/" in uow.reveal(mails[0], "body")


def test_a_session_is_not_opened_when_the_password_changed_in_between(uow: UnitOfWork) -> None:
    user = make_user(uow)
    with pytest.raises(Conflict, match=r"account\.changed_meanwhile"):
        services.open_session(as_self(uow, user), user.id, seen="an older hash", half=False)


def test_disabling_ends_all_sessions_and_renames_the_cookie(uow: UnitOfWork) -> None:
    user = make_user(uow, "expert")
    before = user.fs_uniquifier
    for _ in range(3):
        services.open_session(as_self(uow, user), user.id, seen=user.password or "", half=False)
    services.disable(uow, user.id)
    uow.session.expire_all()
    assert [row.ended_at is None for row in uow.session.scalars(sa.select(SignIn))] == [False] * 3
    assert user.fs_uniquifier != before


def test_signing_out_is_no_change_of_somebodys_data(uow: UnitOfWork) -> None:
    user = make_user(uow)
    version = user.version
    services.end_sessions(uow, user.id, "sign_out")
    uow.session.refresh(user)
    assert user.version == version


def test_the_secret_of_the_app_is_sealed_to_its_row(uow: UnitOfWork) -> None:
    user, other = make_user(uow), make_user(uow)
    secret, _ = with_second_factor(uow, user)
    assert user.tf_totp_sealed is not None
    assert secret.encode() not in user.tf_totp_sealed
    other.tf_totp_sealed = user.tf_totp_sealed
    with pytest.raises(crypto.SealBroken):
        crypto.reveal(uow.session, other, "tf_totp")
    uow.session.expire(other)


def test_the_secret_that_is_kept_does_not_show_the_key_of_the_app(uow: UnitOfWork) -> None:
    secret = second_factor.codes().generate_totp_secret()
    assert "enckey" in secret
    assert second_factor.codes().get_totp_b32_key(secret) not in secret


def test_a_code_opens_the_session_and_counts_once(uow: UnitOfWork) -> None:
    user = make_user(uow)
    secret, _ = with_second_factor(uow, user)
    code = app_code(secret)
    opened = services.pass_second_step(as_self(uow, user), open_half(uow, user).token, code)
    assert opened
    assert opened.sign_in.second_factor
    assert not opened.sign_in.half
    assert services.pass_second_step(as_self(uow, user), open_half(uow, user).token, code) is None


def test_an_older_code_than_the_last_is_refused(uow: UnitOfWork) -> None:
    user = make_user(uow)
    secret, _ = with_second_factor(uow, user)
    assert services.pass_second_step(as_self(uow, user), open_half(uow, user).token, app_code(secret, 30))
    assert services.pass_second_step(as_self(uow, user), open_half(uow, user).token, app_code(secret)) is None


def test_a_recovery_code_works_once_however_it_is_typed(uow: UnitOfWork) -> None:
    user = make_user(uow)
    _, codes = with_second_factor(uow, user)
    assert len(set(codes)) == 10
    assert codes[0] not in str(user.mf_recovery_codes)
    typed = codes[0].upper().replace("-", " ")
    assert services.pass_second_step(as_self(uow, user), open_half(uow, user).token, typed)
    assert services.pass_second_step(as_self(uow, user), open_half(uow, user).token, codes[0]) is None
    assert len(user.mf_recovery_codes) == 9


def test_a_recovery_code_of_somebody_else_is_worthless(uow: UnitOfWork) -> None:
    user, other = make_user(uow), make_user(uow)
    with_second_factor(uow, user)
    _, codes = with_second_factor(uow, other)
    assert services.pass_second_step(as_self(uow, user), open_half(uow, user).token, codes[0]) is None


def test_new_recovery_codes_make_the_old_worthless(uow: UnitOfWork) -> None:
    user = make_user(uow)
    _, old = with_second_factor(uow, user)
    new = services.renew_recovery_codes(as_self(uow, user), user.id)
    assert services.pass_second_step(as_self(uow, user), open_half(uow, user).token, old[0]) is None
    assert services.pass_second_step(as_self(uow, user), open_half(uow, user).token, new[0])


def test_after_five_wrong_codes_the_password_must_come_again(uow: UnitOfWork) -> None:
    user = make_user(uow)
    secret, _ = with_second_factor(uow, user)
    half = open_half(uow, user)
    for _ in range(5):
        assert services.pass_second_step(as_self(uow, user), half.token, "000 000") is None
    with pytest.raises(Denied, match=r"account\.half_gone"):
        services.pass_second_step(as_self(uow, user), half.token, app_code(secret))


def test_a_half_sign_in_dies_after_ten_minutes(uow: UnitOfWork) -> None:
    user = make_user(uow)
    secret, _ = with_second_factor(uow, user)
    half = open_half(uow, user)
    late = UnitOfWork(uow.session, Actor(id=user.id), uow.now + dt.timedelta(minutes=10))
    with pytest.raises(Denied, match=r"account\.half_gone"):
        services.pass_second_step(late, half.token, app_code(secret))


def test_a_half_sign_in_cannot_replace_a_second_step_that_exists(uow: UnitOfWork) -> None:
    user = make_user(uow)
    first, second = open_half(uow, user, setup=True), open_half(uow, user, setup=True)
    secret = crypto.reveal(uow.session, first.sign_in, "setup")
    services.confirm_setup(as_self(uow, user), first.sign_in.id, app_code(secret))
    stolen = crypto.reveal(uow.session, second.sign_in, "setup")
    with pytest.raises(Conflict, match=r"account\.setup_gone"):
        services.confirm_setup(as_self(uow, user), second.sign_in.id, app_code(stolen))


def test_a_wrong_first_code_sets_nothing_up(uow: UnitOfWork) -> None:
    user = make_user(uow)
    half = open_half(uow, user, setup=True)
    with pytest.raises(Invalid, match=r"account\.code"):
        services.confirm_setup(as_self(uow, user), half.sign_in.id, "123")
    assert not user.has_second_factor


def test_a_password_link_leaves_the_second_step_as_it_is(uow: UnitOfWork) -> None:
    user = make_user(uow)
    with_second_factor(uow, user)
    token = token_in(services.send_link(uow, user.id, LinkPurpose.RECOVERY))
    services.accept_invitation(as_self(uow, user), token, NEW)
    assert user.has_second_factor


def test_the_administrator_takes_a_lost_second_step_away_and_the_person_hears_of_it(uow: UnitOfWork) -> None:
    user = make_user(uow)
    with_second_factor(uow, user)
    services.remove_second_factor(uow, user.id)
    assert not user.has_second_factor
    assert user.mf_recovery_codes == []
    assert uow.session.scalars(sa.select(Message.recipient)).all() == [user.email]


def test_changing_the_password_keeps_this_session_and_ends_the_others(uow: UnitOfWork) -> None:
    user = make_user(uow)
    here, there = (
        services.open_session(as_self(uow, user), user.id, seen=user.password or "", half=False) for _ in range(2)
    )
    services.change_password(as_self(uow, user), user.id, NEW, seen=user.password, keep=here.sign_in.id)
    uow.session.expire_all()
    assert (here.sign_in.ended_at, there.sign_in.ended_at is None) == (None, False)


def test_refused_and_accepted_sign_ins_are_in_the_log_with_where_they_came_from(uow: UnitOfWork) -> None:
    user = make_user(uow)
    services.record_failure(as_self(uow, user), user.id, "password")
    services.open_session(as_self(uow, user), user.id, seen=user.password or "", half=False)
    rows = uow.session.scalars(sa.select(AuditRow).where(AuditRow.name.like("user.sign%"))).all()
    assert {row.name for row in rows} == {"user.sign_in_failed", "user.signed_in"}
    assert all('"origin":"192.0.2.0"' in row.body for row in rows)


def test_a_password_is_compared_in_the_form_in_which_any_keyboard_types_it() -> None:
    kept = passwords.prepare("cafe\u0301 op de hoek").hash
    assert passwords.matches("caf\u00e9 op de hoek", kept)
    assert not passwords.matches("cafe op de hoek", kept)
    assert not passwords.matches(PASSWORD, None)
    assert not passwords.matches("", None)
    assert not passwords.matches("x" * 1000, kept)


def test_a_session_with_an_unknown_token_is_nobody(uow: UnitOfWork) -> None:
    with acting(uow.session, SYSTEM):
        assert queries.signed_in(uow.session, "unknown") is None


def test_roles_and_user_of_a_session_come_in_one_statement(uow: UnitOfWork) -> None:
    user = make_user(uow, "expert")
    opened = services.open_session(as_self(uow, user), user.id, seen=user.password or "", half=False)
    counted: list[str] = []
    sa.event.listen(uow.session.get_bind(), "before_cursor_execute", lambda *a: counted.append(a[2]))
    uow.session.expire_all()
    found = queries.signed_in(uow.session, opened.token)
    assert found
    assert found.memberships == queries.actor_of(uow.session, user.id).memberships
    assert len(counted) == 2
    assert clock.now() >= uow.now
