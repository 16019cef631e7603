"""Ways to a password: an invitation, a link after forgetting it, and changing one's own."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from portal.accounts import policies
from portal.accounts.events import LinkSent, PasswordSet
from portal.accounts.links import new_token, password_link, token_hash
from portal.accounts.mails import mail_about
from portal.accounts.models import User, UserInvitation
from portal.accounts.passwords import NewPassword
from portal.accounts.rules import LINK_LIFE, LinkPurpose, Role, is_link_usable, normal_email
from portal.accounts.services.sessions import end_all, tell_of_change, void_links
from portal.accounts.services.users import add_user, grant
from portal.core.errors import Conflict, Missing
from portal.core.policy import require
from portal.core.uow import UnitOfWork


def invite(uow: UnitOfWork, email: str, name: str, organisation_id: uuid.UUID, role: Role | str) -> User:
    """Add a user when new, give the role, and mail a link to choose a password to whoever has none yet."""
    require(policies.may_change_users(uow.actor), "account.denied")
    user = uow.session.scalars(sa.select(User).where(User.email == normal_email(email))).one_or_none()
    if user is None:
        user = add_user(uow, email, name)
    elif not user.active:
        raise Conflict("account.disabled")
    grant(uow, user.id, organisation_id, role)
    if user.password is None:
        send_link(uow, user.id, LinkPurpose.INVITATION)
    return user


def send_link(uow: UnitOfWork, user_id: uuid.UUID, purpose: LinkPurpose) -> str:
    """Mail a link to choose a password and return it; older links of this user die."""
    require(policies.may_change_users(uow.actor), "account.denied")
    user = uow.get(User, user_id)
    if not user.active:
        raise Conflict("account.disabled")
    void_links(uow, user_id)
    token = new_token()
    link = uow.add(
        UserInvitation(
            user_id=user_id, purpose=purpose, token_hash=token_hash(token), expires_at=uow.now + LINK_LIFE[purpose]
        )
    )
    subject, body = mail_about(purpose, password_link(token), link.expires_at)
    uow.post_mail(to=user.email, subject=subject, body=body, key=f"password-link:{link.id}")
    uow.record(LinkSent(user_id, purpose.value))
    return password_link(token)


def accept_invitation(uow: UnitOfWork, token: str, password: NewPassword) -> User:
    """Set the password of whoever holds *token*; the link is used up and every session ends.

    The second step stays as it is: the mailbox alone is never enough. Raises Missing("account.link").
    """
    found = uow.session.scalar(sa.select(UserInvitation.id).where(UserInvitation.token_hash == token_hash(token)))
    if found is None:
        raise Missing("account.link")
    link = uow.get(UserInvitation, found)
    user = uow.get(User, link.user_id)
    if not user.active or not is_link_usable(link.used_at, link.voided_at, link.expires_at, uow.now):
        raise Missing("account.link")
    require(policies.is_self(uow.actor, user.id), "account.denied")
    link.used_at = uow.now
    user.password = password.hash
    user.confirmed_at = user.confirmed_at or uow.now
    uow.session.flush()
    void_links(uow, user.id)
    end_all(uow, user.id, "password")
    uow.record(PasswordSet(user.id, link.purpose.value))
    if link.purpose is LinkPurpose.RECOVERY:
        tell_of_change(uow, user, f"password-link-used:{link.id}")
    return user


def change_password(
    uow: UnitOfWork, user_id: uuid.UUID, password: NewPassword, *, seen: str | None, keep: uuid.UUID | None = None
) -> User:  # fmt: skip
    """Change one's own password; every other session ends and open links die.

    *seen* is the hash that the old password was compared with, *keep* the session that goes on.
    Raises Conflict("account.changed_meanwhile").
    """
    require(policies.is_self(uow.actor, user_id), "account.denied")
    user = uow.get(User, user_id)
    if not user.active or user.password != seen:
        raise Conflict("account.changed_meanwhile")
    user.password = password.hash
    uow.session.flush()
    void_links(uow, user_id)
    end_all(uow, user_id, "password", but=keep)
    row = uow.record(PasswordSet(user_id, "own"))
    tell_of_change(uow, user, f"password-set:{row.id}")
    return user
