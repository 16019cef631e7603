"""Organisations, users and actors to test with."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from portal.accounts import queries, services
from portal.accounts.models import Organisation, User
from portal.accounts.rules import OrganisationKind, Role
from portal.core.db import db
from portal.core.policy import SYSTEM, Actor
from portal.core.uow import UnitOfWork, unit_of_work

PASSWORD = "zeven groene fietsen"
_HASH = "$argon2id$v=19$m=19456,t=2,p=1$7bgKlbe/qXxGgZZyDeLl5g$JIU6gT4TOqLcN+yyj0dNntrp8ouGK2voXCVMB0VvcUk"
_numbers = itertools.count(1)

KIND_OF: dict[Role, OrganisationKind] = {
    Role.BUREAU_ADMIN: OrganisationKind.BUREAU,
    Role.BUREAU_STAFF: OrganisationKind.BUREAU,
    Role.LEGAL: OrganisationKind.BUREAU,
    Role.AUDITOR: OrganisationKind.BUREAU,
    Role.CORPORATION_STAFF: OrganisationKind.CORPORATION,
    Role.EXPERT: OrganisationKind.EXPERT_PRACTICE,
    Role.SOCIAL_TEAM: OrganisationKind.SOCIAL_TEAM,
}


def make_organisation(
    uow: UnitOfWork, kind: OrganisationKind | str = OrganisationKind.CORPORATION, name: str = ""
) -> Organisation:
    """Make an organisation."""
    return services.add_organisation(uow, kind, name or f"Organisatie {next(_numbers)}")


def make_user(
    uow: UnitOfWork, role: Role | str | None = None, organisation: Organisation | None = None, *, name: str = "",
    email: str = "", active: bool = True, password: bool = True,
) -> User:  # fmt: skip
    """Make a user who signs in with PASSWORD, in a fitting organisation when a role is given."""
    number = next(_numbers)
    user = services.add_user(uow, email or f"persoon{number}@voorbeeld.nl", name or f"Persoon {number}")
    if password:
        user.password = _HASH
        user.confirmed_at = uow.now
    user.active = active
    uow.session.flush()
    if role is not None:
        role = Role(role)
        organisation = organisation or make_organisation(uow, KIND_OF[role])
        services.grant(uow, user.id, organisation.id, role)
    return user


def actor_for(uow: UnitOfWork, user: User) -> Actor:
    """Return the actor that *user* is now."""
    return queries.actor_of(uow.session, user.id)


def make_actor(uow: UnitOfWork, role: Role | str, organisation: Organisation | None = None) -> Actor:
    """Make a user with a role and return the actor."""
    return actor_for(uow, make_user(uow, role, organisation, password=False))


@contextmanager
def apart(app: Flask, actor: Actor = SYSTEM) -> Iterator[UnitOfWork]:
    """Write in a context of its own, so that the requests of a client around it each have theirs, as when serving."""
    with app.app_context(), unit_of_work(db.get_session, actor) as uow:
        yield uow
