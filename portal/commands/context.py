"""What commands share: an application that reads and writes as the system."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from portal.core.uow import UnitOfWork

COMMANDS: list[click.Command] = []

as_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for machines.")


@contextmanager
def application() -> Iterator[Flask]:
    """Open the application with its database, without a request; it is loaded only for commands that need it.

    A database that cannot be used, or has not the tables of this version, ends the command with a sentence.
    """
    import sqlalchemy as sa

    from portal.app import create_app
    from portal.settings import Settings

    app = create_app(Settings())
    try:
        with app.app_context():
            yield app
    except (sa.exc.OperationalError, sa.exc.ProgrammingError) as failed:
        told = str(failed.orig).strip()
        raise click.ClickException(f"The database cannot be used: {told}. Is it up to date? Run: portal migrate") from failed


@contextmanager
def system_session() -> Iterator[Session]:
    """Open a session that acts as the system."""
    from portal.core.db import db
    from portal.core.policy import SYSTEM, acting

    with application(), acting(db.session, SYSTEM):
        yield db.session


@contextmanager
def writing() -> Iterator[UnitOfWork]:
    """Open a unit of work that acts as the system; a rule that says no ends the command with its sentence."""
    from portal.core.db import db
    from portal.core.errors import DomainError
    from portal.core.policy import SYSTEM
    from portal.core.uow import unit_of_work

    with application() as app:
        try:
            with unit_of_work(db.get_session, SYSTEM) as uow:
                yield uow
        except DomainError as error:
            from portal.web.errors import sentence

            with app.test_request_context():
                raise click.ClickException(sentence(error)) from error
        finally:
            db.engine.dispose()


def answer(result: dict[str, Any], text: str, as_json: bool) -> None:
    """Print *result* as JSON or as *text*."""
    click.echo(json.dumps(result, ensure_ascii=False, default=str) if as_json else text)
