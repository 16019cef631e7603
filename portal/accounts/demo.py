"""Signing in to the demo: one published password, and a button per person. Of no use outside it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.accounts import queries
from portal.accounts.labels import ROLE_NAMES
from portal.accounts.rules import Role
from portal.core.policy import SYSTEM, acting

DEMO_PASSWORD = "driehoek-demo-2026"  # noqa: S105  # printed on the sign-in page of the demo
PER_ROLE = 3


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody to sign in as."""

    name: str
    email: str
    organisation: str


def demo_accounts(session: Session) -> list[tuple[str, list[DemoAccount]]]:
    """List the people of the demo by role, in the order of the roles."""
    found: dict[Role, list[DemoAccount]] = {}
    with acting(session, SYSTEM):  # nobody has signed in yet
        members = queries.members(session, SYSTEM)
    for member in members:
        if member.user.password:
            found.setdefault(member.role, []).append(
                DemoAccount(member.user.name, member.user.email, member.organisation.name)
            )
    return [(str(ROLE_NAMES[role.value]).capitalize(), found[role][:PER_ROLE]) for role in Role if role in found]
