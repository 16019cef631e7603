"""Who plays: organisations and users of the stories are entered once, known ones are found again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from portal.accounts import services as accounts
from portal.accounts.models import Membership, User
from portal.accounts.models import Organisation as OrganisationRow
from portal.accounts.rules import OrganisationKind, Role, normal_email
from portal.core.policy import SYSTEM, Actor
from portal.core.uow import UnitOfWork, unit_of_work
from portal.stories.faults import Refused
from portal.stories.people import Organisation, People
from portal.stories.people import User as UserTold
from portal.stories.scene import OpenSession, Scene


@dataclass(slots=True)
class Entered:
    """The organisations and users of a header, by the word they have there."""

    organisations: dict[str, uuid.UUID] = field(default_factory=dict)
    users: dict[str, uuid.UUID] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)


def cast(scenes: Sequence[Scene], open_session: OpenSession, password: str | None) -> None:
    """Enter everybody of *scenes* who is not there yet; new users get *password*, or none at all."""
    for scene in scenes:
        entered = enter_people(scene.story.people, open_session, password)
        scene.organisations, scene.users, scene.actors = entered.organisations, entered.users, entered.actors


def enter_people(people: People, open_session: OpenSession, password: str | None) -> Entered:
    """Enter the organisations and users of *people* who are not there yet."""
    entered = Entered()
    with open_session() as session, unit_of_work(lambda: session, SYSTEM) as uow:
        for key, organisation in people.organisations.items():
            entered.organisations[key] = _organisation(uow, organisation)
        for key, user in people.users.items():
            entered.users[key] = _user(uow, user, password)
            _roles(uow, entered, key, user)
            entered.actors[key] = _actor(uow, entered.users[key])
    return entered


def _organisation(uow: UnitOfWork, told: Organisation) -> uuid.UUID:
    known = uow.session.scalar(sa.select(OrganisationRow.id).where(OrganisationRow.name == told.name))
    if known is not None:
        return known
    return accounts.add_organisation(
        uow, OrganisationKind(told.kind), told.name, kvk=told.kvk or None, email=told.email or None,
        phone=told.phone or None,
    ).id  # fmt: skip


def _user(uow: UnitOfWork, told: UserTold, password: str | None) -> uuid.UUID:
    known = uow.session.scalar(sa.select(User.id).where(User.email == normal_email(told.email)))
    if known is not None:
        return known
    return accounts.add_user(uow, told.email, told.name, password=password, phone=told.phone or None).id


def _roles(uow: UnitOfWork, entered: Entered, key: str, told: UserTold) -> None:
    user_id = entered.users[key]
    for name, role in told.roles.items():
        if name not in entered.organisations:
            raise Refused(f"{key!r} has a role in {name!r}, which is not an organisation of this story")
        wanted = sa.select(Membership.id).where(
            Membership.user_id == user_id,
            Membership.organisation_id == entered.organisations[name],
            Membership.role == Role(role),
        )
        if uow.session.scalar(wanted) is None:
            accounts.grant(uow, user_id, entered.organisations[name], Role(role))


def _actor(uow: UnitOfWork, user_id: uuid.UUID) -> Actor:
    rows = uow.session.scalars(sa.select(Membership).where(Membership.user_id == user_id))
    return Actor(id=user_id, memberships=frozenset((m.organisation_id, m.role.value) for m in rows), origin="story")
