"""Bringing the database to the tables this version needs, and giving the application its rights."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

FOLDER = Path(__file__).parents[1] / "migrations"
ROLES = sa.table("pg_roles", sa.column("rolname"), sa.column("rolsuper"), sa.column("rolbypassrls"))
TABLES = sa.table("pg_tables", sa.column("schemaname"), sa.column("tableowner"))


def config(connection: sa.Connection | None = None) -> Config:
    """Return Alembic's configuration, bound to *connection*."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


@contextmanager
def transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open the one transaction in which tables change; what fails leaves everything as it was.

    SQLite changes a table by building it anew and dropping the old one, so there the references are judged at the end.
    Raises RuntimeError when one then leads nowhere.
    """
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            _driver(connection).execute("PRAGMA foreign_keys=OFF")  # means nothing once a transaction has begun
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all() if sqlite else []
                if broken:
                    raise RuntimeError(f"after migrating {len(broken)} references lead nowhere, as in {broken[0][0]}")
        finally:
            if sqlite:
                _driver(connection).execute("PRAGMA foreign_keys=ON")


def _driver(connection: sa.Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(f"not a connection of SQLite: {driver!r}")
    return driver


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


def reasons_not_to_serve(connection: sa.Connection) -> list[str]:
    """Say, one sentence each, why the role of *connection* may not serve real people; empty when it may.

    PostgreSQL's row security does not bind whoever owns the tables, is a superuser or may bypass it.
    """
    if connection.dialect.name != "postgresql":
        return []
    who = connection.execute(
        sa.select(ROLES.c.rolname, ROLES.c.rolsuper, ROLES.c.rolbypassrls).where(
            ROLES.c.rolname == sa.func.current_user()
        )
    ).one()
    owned = connection.scalar(
        sa.select(sa.func.count())
        .select_from(TABLES)
        .where(TABLES.c.schemaname == sa.func.current_schema(), sa.func.pg_has_role(TABLES.c.tableowner, "USAGE"))
    )
    remedy = (
        "Make a role that owns nothing (docs/operations.md, section 2), name it in DRIEHOEK_DATABASE_URL and the owner"
        " in DRIEHOEK_OWNER_DATABASE_URL, then run: portal migrate"
    )
    checks = (
        (who.rolsuper, f"The database role {who.rolname} is a superuser, so row security does not bind it. {remedy}"),
        (who.rolbypassrls, f"The database role {who.rolname} may bypass row security. {remedy}"),
        (
            bool(owned) and not who.rolsuper,
            f"The database role {who.rolname} owns the tables, so row security does not bind it. {remedy}",
        ),
    )
    return [reason for unsafe, reason in checks if unsafe]


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
