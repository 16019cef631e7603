"""`people`: the first administrator, and help for who is locked out. Everything else is done in the portal."""

from __future__ import annotations

import uuid

import click
import sqlalchemy as sa

from portal.accounts import queries, services
from portal.accounts.models import Organisation
from portal.accounts.rules import LinkPurpose, OrganisationKind, Role
from portal.commands.context import writing
from portal.core.policy import SYSTEM, acting
from portal.core.uow import UnitOfWork


@click.group()
def people() -> None:
    """Invite the first administrator, disable somebody at once, or take a lost second step away."""


@people.command()
@click.argument("email")
@click.argument("name")
@click.option("--bureau", required=True, help="Name of the bureau; made when there is none of that name.")
@click.option("--show-link", is_flag=True, help="Also print the link, for when no mail goes out yet.")
def invite(email: str, name: str, bureau: str, show_link: bool) -> None:
    """Invite NAME at EMAIL as an administrator of the bureau."""
    with writing() as uow:
        place = uow.session.scalars(
            sa.select(Organisation).where(Organisation.kind == OrganisationKind.BUREAU, Organisation.name == bureau)
        ).first() or services.add_organisation(uow, OrganisationKind.BUREAU, bureau)
        known = queries.user_by_email(uow.session, email)
        user = known or services.add_user(uow, email, name)
        services.grant(uow, user.id, place.id, Role.BUREAU_ADMIN)
        link = services.send_link(uow, user.id, LinkPurpose.INVITATION) if user.password is None else ""
        address = user.email
    click.echo(f"{address} is an administrator of {bureau}." + (" A link was mailed." if link else ""))
    if link and show_link:
        click.echo(link)


@people.command()
@click.argument("email")
def disable(email: str) -> None:
    """Shut EMAIL out: every session ends at once."""
    with writing() as uow:
        services.disable(uow, _user(uow, email))
    click.echo(f"{email} is disabled; all sessions ended.")


@people.command()
@click.argument("email")
def enable(email: str) -> None:
    """Let EMAIL sign in again."""
    with writing() as uow:
        services.enable(uow, _user(uow, email))
    click.echo(f"{email} may sign in again.")


@people.command("remove-second-step")
@click.argument("email")
def remove_second_step(email: str) -> None:
    """Take the second step of EMAIL away, after making sure on another road that it is the same person."""
    with writing() as uow:
        services.remove_second_factor(uow, _user(uow, email))
    click.echo(f"{email} sets up a new second step at the next sign-in; all sessions ended.")


COMMANDS = [people]


def _user(uow: UnitOfWork, email: str) -> uuid.UUID:
    with acting(uow.session, SYSTEM):
        user = queries.user_by_email(uow.session, email)
    if user is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    return user.id
