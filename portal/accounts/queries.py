"""Reads about users, organisations and sessions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.accounts.links import token_hash
from portal.accounts.models import Membership, Organisation, SignIn, User, UserInvitation
from portal.accounts.rules import OrganisationKind, Role
from portal.core.policy import SYSTEM, Actor, scoped


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a browser's token belongs to."""

    user: User
    sign_in: SignIn
    memberships: frozenset[tuple[uuid.UUID, str]]

    def actor(self, origin: str = "") -> Actor:
        """Return the actor that this person is."""
        return Actor(id=self.user.id, memberships=self.memberships, origin=origin)


@dataclass(frozen=True, slots=True)
class Member:
    """One role of one person in one organisation, for lists."""

    user: User
    organisation: Organisation
    role: Role


_SIGNED_IN = (  # built once: this runs before every page
    sa.select(SignIn, User, Membership.organisation_id, Membership.role, Organisation.active.label("counts"))
    .join(User, User.id == SignIn.user_id)
    .outerjoin(Membership, Membership.user_id == User.id)
    .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
    .where(SignIn.token_hash == sa.bindparam("hash"))
    .execution_options(actor=SYSTEM)
)


def signed_in(session: Session, token: str) -> SignedIn | None:
    """Find whose session *token* is, with their roles in active organisations, in one statement."""
    rows = session.execute(_SIGNED_IN, {"hash": token_hash(token)}).all()
    if not rows:
        return None
    roles = frozenset((row.organisation_id, row.role.value) for row in rows if row.organisation_id and row.counts)
    return SignedIn(rows[0].User, rows[0].SignIn, roles)


def actor_of(session: Session, user_id: uuid.UUID, origin: str = "") -> Actor:
    """Return the actor that a user is: their roles in active organisations, in one statement."""
    rows = session.execute(
        sa.select(Membership.organisation_id, Membership.role)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.user_id == user_id, Organisation.active)
        .execution_options(actor=SYSTEM)
    )
    return Actor(id=user_id, memberships=frozenset((r.organisation_id, r.role.value) for r in rows), origin=origin)


def user_by_email(session: Session, email: str) -> User | None:
    """Find the user with this address, for somebody who has yet to sign in."""
    address = email.replace("\0", "").strip().lower()[:200]
    wanted = sa.select(User).where(User.email == address).execution_options(actor=SYSTEM)
    return session.scalars(wanted).one_or_none()


def link_of(session: Session, token: str) -> tuple[UserInvitation, User] | None:
    """Find the password link of *token* and whose it is."""
    row = session.execute(
        sa.select(UserInvitation, User)
        .join(User, User.id == UserInvitation.user_id)
        .where(UserInvitation.token_hash == token_hash(token))
        .execution_options(actor=SYSTEM)
    ).one_or_none()
    return (row.UserInvitation, row.User) if row else None


def user(session: Session, actor: Actor, user_id: uuid.UUID) -> User | None:
    """Return one user."""
    return session.scalars(scoped(User, actor).where(User.id == user_id)).one_or_none()


def names(session: Session, actor: Actor, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of several users at once."""
    wanted = sa.select(User.id, User.name).where(User.id.in_(ids)).execution_options(actor=actor)
    return {row.id: row.name for row in session.execute(wanted)}


def organisations(session: Session, actor: Actor, *kinds: OrganisationKind) -> list[Organisation]:
    """List active organisations of *kinds*, of every kind without any, by name."""
    wanted = scoped(Organisation, actor).where(Organisation.active).order_by(Organisation.name, Organisation.id)
    return list(session.scalars(wanted.where(Organisation.kind.in_(kinds)) if kinds else wanted))


def organisation_names(session: Session, actor: Actor, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of several organisations at once."""
    wanted = sa.select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    return {row.id: row.name for row in session.execute(wanted.execution_options(actor=actor))}


def members(
    session: Session, actor: Actor, *, organisation_id: uuid.UUID | None = None, user_id: uuid.UUID | None = None,
    roles: Sequence[Role] = (), active_only: bool = True,
) -> list[Member]:  # fmt: skip
    """List who is what where, by name; narrowed to an organisation, a user or roles when given."""
    wanted = (
        sa.select(User, Organisation, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .order_by(User.name, User.id, Organisation.name, Membership.role)
        .execution_options(actor=actor)
    )
    if organisation_id:
        wanted = wanted.where(Membership.organisation_id == organisation_id)
    if user_id:
        wanted = wanted.where(Membership.user_id == user_id)
    if roles:
        wanted = wanted.where(Membership.role.in_(roles))
    if active_only:
        wanted = wanted.where(User.active, Organisation.active)
    return [Member(row.User, row.Organisation, row.role) for row in session.execute(wanted)]


def experts(session: Session, actor: Actor) -> list[Member]:
    """List the experts a case may be given to, with where they work."""
    return members(session, actor, roles=[Role.EXPERT])


def open_sessions(session: Session, actor: Actor, user_id: uuid.UUID) -> list[SignIn]:
    """List the sessions of a user that were not ended, newest first; the caller drops those that ran out."""
    return list(
        session.scalars(
            scoped(SignIn, actor)
            .where(SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.half.is_(False))
            .order_by(SignIn.last_seen.desc(), SignIn.id)
        )
    )
