"""What commands share: an application that reads and writes as the system."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.core.db import db
from portal.core.policy import SYSTEM, acting
from portal.settings import Settings

COMMANDS: list[click.Command] = []

as_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for machines.")


@contextmanager
def application() -> Iterator[Flask]:
    """Open the application with its database, without a request."""
    app = create_app(Settings())
    with app.app_context():
        yield app


@contextmanager
def system_session() -> Iterator[Session]:
    """Open a session that acts as the system."""
    with application(), acting(db.session, SYSTEM):
        yield db.session


def answer(result: dict[str, Any], text: str, as_json: bool) -> None:
    """Print *result* as JSON or as *text*."""
    click.echo(json.dumps(result, ensure_ascii=False, default=str) if as_json else text)
