"""`backup` and `restore`: the database first, then the files it refers to; keys never travel with them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import click
import sqlalchemy as sa

from portal.commands.context import system_session
from portal.core import audit
from portal.settings import Settings, prepare_data_folder


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def backup(folder: Path) -> None:
    """Copy database and files to the new FOLDER while the portal runs. Keys are left out: keep them elsewhere."""
    settings = prepare_data_folder(Settings())
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty. Name a new folder.")
    with system_session() as session:
        seq, head = audit.head(session)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if settings.sqlite:
        source, target = sqlite3.connect(_sqlite_path(settings)), sqlite3.connect(folder / "driehoek.sqlite3")
        with target:
            source.backup(target)
        target.close()
        source.close()
    else:
        _postgres(settings, ["pg_dump", "--format=custom", f"--file={folder / 'driehoek.dump'}"])
    _copy_files(settings.var / "files", folder / "files")
    note = {
        "made_at": dt.datetime.now(dt.UTC).isoformat(),
        "audit_seq": seq,
        "audit_head": head,
        "files": _sums(folder),
    }
    (folder / "backup.json").write_text(json.dumps(note, indent=1))
    click.echo(f"Saved {len(note['files'])} files. The audit chain stood at {seq}: {head}")  # type: ignore[arg-type]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
def restore(folder: Path) -> None:
    """Put a backup back into an empty data folder (and an empty database); every file is checked first."""
    settings = prepare_data_folder(Settings())
    try:
        note = json.loads((folder / "backup.json").read_text())
    except (OSError, ValueError) as unreadable:
        raise click.ClickException(f"{folder} holds no backup: {unreadable}") from unreadable
    if _sums(folder) != note["files"]:
        raise click.ClickException("This backup was changed or is incomplete: its checksums differ.")
    if any(p for p in (settings.var / "files").rglob("*") if p.is_file()):
        raise click.ClickException(f"{settings.var} holds files already. Restore into an empty data folder.")
    if settings.sqlite:
        target = _sqlite_path(settings)
        if target.exists():
            raise click.ClickException(f"{target} exists already. Restore into an empty data folder.")
        shutil.copy(folder / "driehoek.sqlite3", target)
    else:
        _postgres(
            settings, ["pg_restore", "--no-owner", "--exit-on-error", "--dbname={url}", str(folder / "driehoek.dump")]
        )
    if (folder / "files").exists():
        _copy_files(folder / "files", settings.var / "files")
    with system_session() as session:
        report = audit.verify(session, note["audit_head"] if note["audit_seq"] else None)
    if not report.intact:
        raise click.ClickException(f"Restored, but the audit chain is broken at {report.bad_seq}: {report.reason}")
    click.echo(f"Restored. The audit chain of {report.rows} rows is whole.")


COMMANDS = [backup, restore]


def _sqlite_path(settings: Settings) -> Path:
    return Path(sa.make_url(settings.database).database or "")


def _copy_files(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, place)


def _sums(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != "backup.json"
    }


def _postgres(settings: Settings, command: list[str]) -> None:
    url = sa.make_url(settings.owner_database_url.get_secret_value() or settings.database).set(drivername="postgresql")
    address = url.set(password=None).render_as_string()
    if command[0] == "pg_dump":
        command = [*command, f"--dbname={address}"]
    filled = [part.replace("{url}", address) for part in command]
    try:
        subprocess.run(filled, check=True, env={**os.environ, "PGPASSWORD": str(url.password or "")})  # noqa: S603
    except FileNotFoundError as absent:
        raise click.ClickException(f"{command[0]} is not installed: apt-get install postgresql-client") from absent
    except subprocess.CalledProcessError as failed:
        raise click.ClickException(f"{command[0]} failed with exit code {failed.returncode}") from failed
