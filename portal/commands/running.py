"""`run`, `worker`, `migrate`: starting things."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import click
import sqlalchemy as sa

from portal import stages
from portal.cases.services import seal_titles
from portal.commands.context import application
from portal.core import clock, worker
from portal.core.db import db
from portal.core.policy import SYSTEM
from portal.core.uow import unit_of_work
from portal.documents.keys import KeyUnusable, identify
from portal.migrating import grant_application, is_current, reasons_not_to_serve, transaction, upgrade
from portal.sealing.place import configure as configure_seal
from portal.sealing.place import place
from portal.sealing.services import make_authority
from portal.settings import Settings, UnsafeConfiguration, make_key, prepare_data_folder


@click.command()
@click.option(
    "--migrate/--no-migrate", "first_migrate", default=None, help="Migrate first (default: in the demo only)."
)
def run(first_migrate: bool | None) -> None:
    """Serve the portal until stopped."""
    settings = Settings()
    settings.check()
    settings = prepare_data_folder(settings)
    _port_is_free(settings)
    with only_one(settings):
        _make_ready(settings, settings.demo if first_migrate is None else first_migrate)
        refuse_unbound_role(settings)
        _announce(settings)
        os.environ.setdefault("DRIEHOEK_SECRET_KEY", settings.secret_key.get_secret_value())
        from portal.serving import serve

        serve(settings)


def _make_ready(settings: Settings, first_migrate: bool) -> None:
    from portal.commands.demo import discard_unfinished, fill_when_empty

    filled = settings.demo and settings.seed
    if filled:
        discard_unfinished(settings)
    if first_migrate:
        _migrate(settings)
    if filled:
        fill_when_empty(settings)


@click.command("worker")
@click.option("--once", is_flag=True, help="Run what is due and stop.")
def worker_command(once: bool) -> None:
    """Run background jobs, apart from the web server."""
    refuse_unbound_role(Settings())
    with application():
        if once:
            click.echo(f"{worker.work_all(db.sessionmaker)} jobs")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        worker.work(db.sessionmaker, stop)


@click.command()
def migrate() -> None:
    """Bring the database to the tables of this version. Uses DRIEHOEK_OWNER_DATABASE_URL when that is set."""
    settings = prepare_data_folder(Settings())
    _migrate(settings)
    click.echo("The database is up to date.")


@click.group()
def keys() -> None:
    """Look after the master keys."""


@keys.command("make")
def keys_make() -> None:
    """Make the two master keys where the settings want them; never over existing ones."""
    settings = Settings()
    for path in (settings.case_key_path, settings.care_key_path):
        if path.exists():
            click.echo(f"{path} exists already and was left alone.")
        else:
            make_key(path)
            click.echo(f"{path} was made. Keep a copy in a safe place: without it the data cannot be read.")


@click.command()
def check() -> None:
    """Tell whether this configuration may serve real people and whether the database is up to date; exit 1 if not."""
    settings = Settings()
    reasons = settings.reasons_not_to_start()
    if not reasons:
        prepare_data_folder(settings)
        engine = sa.create_engine(settings.database)
        try:
            with engine.connect() as connection:
                if not is_current(connection):
                    reasons = ["The database is not up to date. Run: portal migrate"]
                if settings.production:
                    reasons += reasons_not_to_serve(connection)
        except sa.exc.OperationalError as failed:
            reasons = [f"The database cannot be reached: {str(failed.orig).strip()}"]
        finally:
            engine.dispose()
    if settings.seal_key and not reasons:
        reasons = seal_faults(settings)
    for reason in reasons:
        click.echo(f"- {reason}")
    if not settings.timestamp_url:
        click.echo("Note: without DRIEHOEK_TIMESTAMP_URL seals are PAdES B-B and cannot be renewed before they end.")
    if reasons:
        raise click.exceptions.Exit(1)
    click.echo("All is well.")


def seal_faults(settings: Settings) -> list[str]:
    """Say what is wrong with the sealing key that the settings name; asks the token or the service."""
    configure_seal(settings)
    try:
        authority = identify(place.key)
    except KeyUnusable as unusable:
        return [f"The seal cannot be used: {unusable}"]
    now = clock.now()
    if authority.valid_from <= now < authority.valid_until:
        return []
    return [f"The certificate of the seal is valid from {authority.valid_from:%Y-%m-%d} to {authority.valid_until:%Y-%m-%d}."]


COMMANDS = [run, worker_command, migrate, keys, check]


def refuse_unbound_role(settings: Settings) -> None:
    """Refuse to serve real people as a database role that row security does not bind."""
    if not settings.production or settings.sqlite:
        return
    with _connection(settings.database) as connection:
        reasons = reasons_not_to_serve(connection)
    if reasons:
        raise UnsafeConfiguration(reasons)


@contextlib.contextmanager
def _connection(address: str) -> Iterator[sa.Connection]:
    """Open a transaction on the database at *address*, or say that it cannot be reached."""
    engine = sa.create_engine(address)
    try:
        with transaction(engine) as connection:
            yield connection
    except sa.exc.OperationalError as failed:
        raise click.ClickException(f"The database cannot be reached: {str(failed.orig).strip()}") from failed
    finally:
        engine.dispose()


def _migrate(settings: Settings) -> None:
    owner = settings.owner_database_url.get_secret_value()
    with _connection(owner or settings.database) as connection:
        upgrade(connection)
        application_role = sa.make_url(settings.database).username
        if owner and application_role:
            grant_application(connection, application_role)
    _load_shipped()


def _load_shipped() -> None:
    """Bring what is shipped as data (forms, clauses) and the seal's certificates in; what is there is left alone."""
    with application():
        for module in stages.modules("services"):
            load = getattr(module, "load_shipped", None)
            if load is not None:
                with db.sessionmaker() as session, unit_of_work(lambda: session, SYSTEM) as uow:
                    load(uow)
        with db.sessionmaker() as session, unit_of_work(lambda: session, SYSTEM) as uow:
            make_authority(uow)
            seal_titles(uow)


def _port_is_free(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as taken:
            raise click.ClickException(
                f"Port {settings.port} is in use or may not be opened. Choose another: DRIEHOEK_PORT=8001 make run"
            ) from taken


@contextlib.contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """SQLite serves one web process: hold a lock on the data folder while serving."""
    if not settings.sqlite:
        yield
        return
    with Path(settings.var / "server.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            raise click.ClickException(f"Another server uses the data folder {settings.var} already.") from held
        yield


def _announce(settings: Settings) -> None:
    click.echo(f"\n  Driehoek is at  {settings.address}\n")
    if settings.demo and settings.seed:
        from portal.commands.demo import sign_ins

        click.echo("  Demo sign-ins (password in the last column):\n")
        for role, email, password in sign_ins():
            click.echo(f"    {role:<28} {email:<40} {password}")
        click.echo(f"\n  Mail and SMS of the demo land at  {settings.address}/berichten\n  Stop with Ctrl+C.\n")
