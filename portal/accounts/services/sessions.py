"""Open, refresh and end the sessions of users."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from portal.accounts import policies, second_factor
from portal.accounts.events import SessionEnded, SessionsEnded, SignedIn, SignInFailed
from portal.accounts.links import new_token, token_hash
from portal.accounts.mails import mail_of_change
from portal.accounts.models import SignIn, User, UserInvitation, new_uniquifier
from portal.core.errors import Conflict, Missing
from portal.core.policy import require
from portal.core.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just opened; *token* exists nowhere else and goes to the browser."""

    user: User
    sign_in: SignIn
    token: str


def open_session(
    uow: UnitOfWork, user_id: uuid.UUID, *, seen: str, half: bool, setup: bool = False, agent: str = ""
) -> Opened:  # fmt: skip
    """Open a session after the password was right; *half* when a second step must follow, *setup* to make one first.

    *seen* is the hash the password was compared with. Raises Conflict("account.changed_meanwhile") when the account
    was disabled or got another password since.
    """
    require(policies.is_self(uow.actor, user_id), "account.denied")
    user = uow.get(User, user_id)
    if not user.active or user.password != seen:
        raise Conflict("account.changed_meanwhile")
    opened = new_session(uow, user, half=half, second=False, agent=agent)
    if setup:
        uow.seal(opened.sign_in, "setup", second_factor.codes().generate_totp_secret())
    return opened


def new_session(uow: UnitOfWork, user: User, *, half: bool, second: bool, agent: str) -> Opened:
    """Add a session row with a new token."""
    token = new_token()
    row = uow.add(
        SignIn(
            user_id=user.id,
            token_hash=token_hash(token),
            last_seen=uow.now,
            confirmed_at=uow.now,
            half=half,
            second_factor=second,
            agent=agent[:200],
            origin=uow.actor.origin[:60],
        )
    )
    if not half:
        uow.record(SignedIn(user.id, row.id, second))
    return Opened(user, row, token)


def record_failure(uow: UnitOfWork, user_id: uuid.UUID | None, reason: str) -> None:
    """Record a sign-in that was refused."""
    uow.record(SignInFailed(user_id, reason))


def touch(uow: UnitOfWork, sign_in_id: uuid.UUID) -> None:
    """Note that a session was used."""
    uow.session.execute(
        sa.update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(last_seen=uow.now)
    )


def confirm_session(uow: UnitOfWork, sign_in_id: uuid.UUID) -> None:
    """Note that the person of this session just gave the password again."""
    row = uow.get(SignIn, sign_in_id)
    require(policies.is_self(uow.actor, row.user_id), "account.denied")
    row.confirmed_at = uow.now


def end_session(uow: UnitOfWork, sign_in_id: uuid.UUID) -> None:
    """End one session; raises Missing for one that is not the actor's to end."""
    row = uow.get(SignIn, sign_in_id)
    if not policies.may_end_sessions(uow.actor, row.user_id):
        raise Missing("row.missing", table="sign_in")
    if row.ended_at is None:
        row.ended_at = uow.now
        uow.record(SessionEnded(row.user_id, row.id))


def end_sessions(uow: UnitOfWork, user_id: uuid.UUID, why: str = "asked") -> int:
    """End all sessions of a user at once; return how many there were."""
    require(policies.may_end_sessions(uow.actor, user_id), "account.denied")
    uow.get(User, user_id)
    return end_all(uow, user_id, why)


def end_all(uow: UnitOfWork, user_id: uuid.UUID, why: str, *, but: uuid.UUID | None = None) -> int:
    """End every session of a user (but one), also those of a copied cookie: the name in the cookie changes too."""
    wanted = sa.update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    if but is not None:
        wanted = wanted.where(SignIn.id != but)
    result = cast("sa.CursorResult[Any]", uow.session.execute(wanted.values(ended_at=uow.now)))
    # not through the row, so that signing out does not count as a change of somebody's data
    uow.session.execute(sa.update(User).where(User.id == user_id).values(fs_uniquifier=new_uniquifier()))
    uow.record(SessionsEnded(user_id, why, result.rowcount))
    return result.rowcount


def void_links(uow: UnitOfWork, user_id: uuid.UUID) -> None:
    """Make every unused password link of a user worthless."""
    uow.session.execute(
        sa.update(UserInvitation)
        .where(UserInvitation.user_id == user_id, UserInvitation.used_at.is_(None), UserInvitation.voided_at.is_(None))
        .values(voided_at=uow.now)
    )


def tell_of_change(uow: UnitOfWork, user: User, key: str) -> None:
    """Mail that the way in was changed, so that nobody's account is taken over in silence."""
    subject, body = mail_of_change()
    uow.post_mail(to=user.email, subject=subject, body=body, key=key)
