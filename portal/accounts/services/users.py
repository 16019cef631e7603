"""Add, change, disable and enable users, and give and take their roles."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from portal.accounts import passwords, policies, rules
from portal.accounts.events import RoleGranted, RoleRevoked, UserAdded, UserChanged, UserDisabled, UserEnabled
from portal.accounts.models import Membership, Organisation, User
from portal.accounts.rules import Role
from portal.accounts.services.sessions import end_all, void_links
from portal.core.errors import Conflict, Invalid, Missing
from portal.core.plaintext import clean
from portal.core.policy import require
from portal.core.uow import UnitOfWork


def add_user(
    uow: UnitOfWork, email: str, name: str, password: str | None = None, phone: str | None = None
) -> User:  # fmt: skip
    """Add a user, without a password unless given; people choose their own by an invitation.

    Raises Invalid for a field that does not fit and Conflict("account.email_taken").
    """
    require(policies.may_change_users(uow.actor), "account.denied")
    address = _free_email(uow, email)
    user = User(email=address, name=person_name(name), phone=rules.normal_phone(phone))
    if password is not None:
        user.password = passwords.prepare(password, user.name, address).hash
        user.confirmed_at = uow.now
    uow.add(user)
    uow.record(UserAdded(user.id))
    return user


def change_user(
    uow: UnitOfWork, user_id: uuid.UUID, version: int, *, name: str, email: str, phone: str | None
) -> User:  # fmt: skip
    """Change somebody's name, address and number."""
    require(policies.may_change_users(uow.actor), "account.denied")
    user = uow.get(User, user_id, version)
    address = rules.normal_email(email)
    if address != user.email:
        user.email = _free_email(uow, address)
        void_links(uow, user_id)
    user.name, user.phone = person_name(name), rules.normal_phone(phone)
    uow.record(UserChanged(user.id))
    return user


def change_own(uow: UnitOfWork, user_id: uuid.UUID, version: int, *, name: str, phone: str | None) -> User:
    """Change one's own name and number."""
    require(policies.is_self(uow.actor, user_id), "account.denied")
    user = uow.get(User, user_id, version)
    user.name, user.phone = person_name(name), rules.normal_phone(phone)
    uow.record(UserChanged(user.id))
    return user


def grant(uow: UnitOfWork, user_id: uuid.UUID, organisation_id: uuid.UUID, role: Role | str) -> Membership:
    """Give a user a role in an organisation of a fitting kind; having it already is fine."""
    require(policies.may_change_users(uow.actor), "account.denied")
    user, organisation = uow.get(User, user_id), uow.get(Organisation, organisation_id)
    if not organisation.active:
        raise Conflict("account.organisation_inactive")
    fitting = rules.demand_role_fits(organisation.kind, role)
    found = _membership(uow, user_id, organisation_id, fitting)
    if found is None:
        found = uow.add(Membership(user_id=user.id, organisation_id=organisation.id, role=fitting))
        uow.record(RoleGranted(user.id, organisation.id, fitting.value))
    return found


def revoke(uow: UnitOfWork, user_id: uuid.UUID, organisation_id: uuid.UUID, role: Role | str) -> None:
    """Take a role away; it counts no more from the next request on."""
    require(policies.may_change_users(uow.actor), "account.denied")
    if role not in {known.value for known in Role}:
        raise Missing("row.missing", table="membership")
    found = _membership(uow, user_id, organisation_id, Role(role))
    if found is None:
        raise Missing("row.missing", table="membership")
    if found.role is Role.BUREAU_ADMIN:
        _keep_an_administrator(uow, without=found)
    uow.session.delete(found)
    uow.session.flush()
    uow.record(RoleRevoked(user_id, organisation_id, Role(role).value))


def disable(uow: UnitOfWork, user_id: uuid.UUID) -> User:
    """Shut a user out: all sessions end at once and open links die."""
    require(policies.may_change_users(uow.actor), "account.denied")
    user = uow.get(User, user_id)
    if policies.is_self(uow.actor, user_id):
        raise Invalid("account.own_account")
    for membership in uow.session.scalars(
        sa.select(Membership).where(Membership.user_id == user_id, Membership.role == Role.BUREAU_ADMIN)
    ):
        _keep_an_administrator(uow, without=membership)
    user.active = False
    uow.session.flush()
    end_all(uow, user_id, "disabled")
    void_links(uow, user_id)
    uow.record(UserDisabled(user_id))
    return user


def enable(uow: UnitOfWork, user_id: uuid.UUID) -> User:
    """Let a disabled user sign in again."""
    require(policies.may_change_users(uow.actor), "account.denied")
    user = uow.get(User, user_id)
    if not user.active:
        user.active = True
        uow.record(UserEnabled(user_id))
    return user


def person_name(name: str) -> str:
    """Return a name fit to keep; raise Invalid("account.name_missing")."""
    cleaned = clean(name, 200, field="name")
    if not cleaned:
        raise Invalid("account.name_missing", field="name")
    return cleaned


def _free_email(uow: UnitOfWork, email: str) -> str:
    address = rules.normal_email(email)
    if uow.session.scalar(sa.select(User.id).where(User.email == address)) is not None:
        raise Conflict("account.email_taken", field="email")
    return address


def _membership(uow: UnitOfWork, user_id: uuid.UUID, organisation_id: uuid.UUID, role: Role) -> Membership | None:
    return uow.session.scalars(
        sa.select(Membership).where(
            Membership.user_id == user_id, Membership.organisation_id == organisation_id, Membership.role == role
        )
    ).one_or_none()


def _keep_an_administrator(uow: UnitOfWork, *, without: Membership) -> None:
    """Refuse to leave the portal without an administrator who can sign in; locks them all, so two cannot both go."""
    others = uow.session.scalars(
        sa.select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.role == Role.BUREAU_ADMIN, User.active, Organisation.active)
        .with_for_update(of=Membership)
    ).all()
    if not [found for found in others if found != without.id]:
        raise Conflict("account.last_admin")
