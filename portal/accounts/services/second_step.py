"""The second step: set it up, pass it, do without the phone once, remove it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from portal.accounts import policies, rules, second_factor
from portal.accounts.events import (
    RecoveryCodesMade,
    RecoveryCodeUsed,
    SecondFactorRemoved,
    SecondFactorSet,
    SignInFailed,
)
from portal.accounts.links import token_hash
from portal.accounts.models import SignIn, User
from portal.accounts.services.sessions import Opened, end_all, new_session, tell_of_change
from portal.core.errors import Conflict, Denied, Invalid
from portal.core.policy import require
from portal.core.uow import UnitOfWork

MOST_WRONG = 5
"""Wrong codes after which the password must be given again."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """A second step just made: its recovery codes, to be shown once, and the session that goes on."""

    codes: list[str]
    opened: Opened | None


def begin_setup(uow: UnitOfWork, sign_in_id: uuid.UUID) -> None:
    """Make a secret for the app of whoever this session is; it counts from the first right code."""
    row = uow.get(SignIn, sign_in_id)
    require(policies.is_self(uow.actor, row.user_id), "account.denied")
    uow.seal(row, "setup", second_factor.codes().generate_totp_secret())


def confirm_setup(uow: UnitOfWork, sign_in_id: uuid.UUID, code: str, *, agent: str = "") -> SetUp:
    """Take the app's first code; a sign-in that waited for this becomes a session.

    Raises Invalid("account.code") and Conflict("account.setup_gone").
    """
    row = uow.get(SignIn, sign_in_id)
    require(policies.is_self(uow.actor, row.user_id), "account.denied")
    user = uow.get(User, row.user_id)
    usable = rules.is_half_open(row.created_at, row.ended_at, uow.now) if row.half else row.ended_at is None
    if row.setup_sealed is None or not usable or not user.active or (row.half and user.has_second_factor):
        raise Conflict("account.setup_gone")
    secret = uow.reveal(row, "setup")
    counter = second_factor.counter_of(code, secret, None)
    if counter is None:
        raise Invalid("account.code", field="code")
    uow.seal(user, "tf_totp", secret)
    user.tf_primary_method = "authenticator"
    row.setup_sealed = None
    uow.session.flush()
    _mark_used(uow, user.id, counter)
    codes = _new_codes(uow, user)
    uow.record(SecondFactorSet(user.id))
    if not row.half:
        row.second_factor = True
        end_all(uow, user.id, "second_factor", but=row.id)
        return SetUp(codes, None)
    row.ended_at = uow.now
    return SetUp(codes, new_session(uow, user, half=False, second=True, agent=agent))


def pass_second_step(uow: UnitOfWork, token: str, code: str, *, agent: str = "") -> Opened | None:
    """Turn a half sign-in into a session with a code of the app or a recovery code; None for a wrong one.

    A wrong code is counted and kept, so the caller must let the unit of work commit. Raises Denied("account.half_gone")
    when the password must be given again.
    """
    found = uow.session.scalar(sa.select(SignIn.id).where(SignIn.token_hash == token_hash(token), SignIn.half))
    if found is None:
        raise Denied("account.half_gone")
    row = uow.get(SignIn, found)
    user = uow.get(User, row.user_id)
    require(policies.is_self(uow.actor, user.id), "account.denied")
    if not rules.is_half_open(row.created_at, row.ended_at, uow.now) or not user.active or not user.has_second_factor:
        raise Denied("account.half_gone")
    if not (_app_code(uow, user, code) or _recovery_code(uow, user, code)):
        row.wrong_codes += 1
        if row.wrong_codes >= MOST_WRONG:
            row.ended_at = uow.now
        uow.record(SignInFailed(user.id, "code"))
        return None
    row.ended_at = uow.now
    return new_session(uow, user, half=False, second=True, agent=agent)


def renew_recovery_codes(uow: UnitOfWork, user_id: uuid.UUID) -> list[str]:
    """Make new recovery codes, to be shown once; the old ones die."""
    require(policies.is_self(uow.actor, user_id), "account.denied")
    user = uow.get(User, user_id)
    if not user.has_second_factor:
        raise Conflict("account.no_second_factor")
    return _new_codes(uow, user)


def remove_second_factor(uow: UnitOfWork, user_id: uuid.UUID) -> None:
    """Take the second step away, for somebody who lost phone and codes; all sessions end.

    Where it is compulsory, the next sign-in begins with making a new one.
    """
    require(policies.is_self(uow.actor, user_id) or policies.may_change_users(uow.actor), "account.denied")
    user = uow.get(User, user_id)
    user.tf_totp_sealed = user.tf_primary_method = user.tf_last_counter = None
    user.mf_recovery_codes = []
    uow.session.flush()
    end_all(uow, user_id, "second_factor")
    row = uow.record(SecondFactorRemoved(user_id))
    tell_of_change(uow, user, f"second-factor-removed:{row.id}")


def _app_code(uow: UnitOfWork, user: User, code: str) -> bool:
    counter = second_factor.counter_of(code, uow.reveal(user, "tf_totp"), user.tf_last_counter)
    if counter is None:
        return False
    _mark_used(uow, user.id, counter)
    return True


def _recovery_code(uow: UnitOfWork, user: User, code: str) -> bool:
    kept = second_factor.recovery_hash(user, code)
    if kept not in user.mf_recovery_codes:
        return False
    user.mf_recovery_codes = [other for other in user.mf_recovery_codes if other != kept]
    uow.record(RecoveryCodeUsed(user.id, len(user.mf_recovery_codes)))
    return True


def _new_codes(uow: UnitOfWork, user: User) -> list[str]:
    codes = second_factor.new_recovery_codes()
    user.mf_recovery_codes = [second_factor.recovery_hash(user, code) for code in codes]
    uow.record(RecoveryCodesMade(user.id))
    return codes


def _mark_used(uow: UnitOfWork, user_id: uuid.UUID, counter: int) -> None:
    uow.session.execute(sa.update(User).where(User.id == user_id).values(tf_last_counter=counter))
