"""Bringing the database to the tables this version needs, and giving the application its rights."""

from __future__ import annotations

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

FOLDER = Path(__file__).parents[1] / "migrations"


def config(connection: sa.Connection | None = None) -> Config:
    """Return Alembic's configuration, bound to *connection*."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def upgrade(connection: sa.Connection, revision: str = "head") -> None:
    """Migrate the database behind *connection* to *revision*."""
    command.upgrade(config(connection), revision)


def downgrade(connection: sa.Connection, revision: str) -> None:
    """Migrate the database behind *connection* back to *revision*."""
    command.downgrade(config(connection), revision)


def is_current(connection: sa.Connection) -> bool:
    """Tell whether the database is at the newest revision."""
    newest = ScriptDirectory.from_config(config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest


def grant_application(connection: sa.Connection, role: str) -> None:
    """Give the application's role on PostgreSQL what it needs and no more: it cannot change the log."""
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role):
        raise ValueError(f"not a role name: {role!r}")
    for statement in (
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM {role}",
    ):
        connection.exec_driver_sql(statement)
