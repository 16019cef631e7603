"""The command line says what is missing in a sentence and ends with a code a machine understands."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from pathlib import Path

import pytest

from portal.commands.demo import UNFINISHED, discard_unfinished
from portal.settings import Settings

ROOT = Path(__file__).parents[2]


def portal(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DRIEHOEK_")}
    environment |= {"DRIEHOEK_VAR": str(folder), **{f"DRIEHOEK_{k.upper()}": v for k, v in settings.items()}}
    command = [str(ROOT / ".venv/bin/portal"), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, timeout=120)


def test_every_command_explains_itself() -> None:
    from click import Context
    from click.testing import CliRunner

    from portal.cli import cli

    names = cli.list_commands(Context(cli))
    assert len(names) > 10
    for name in names:
        command = cli.commands[name]
        found = CliRunner().invoke(cli, [name, "--help"])
        assert found.exit_code == 0, found.output
        assert command.help, name


def test_an_unsafe_production_configuration_does_not_start_and_says_why(tmp_path: Path) -> None:
    found = portal(tmp_path, "run", mode="production")
    assert found.returncode == 78
    assert "DRIEHOEK_SECRET_KEY" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    found = portal(tmp_path, "migrate", port="not a number")
    assert found.returncode == 78
    assert "DRIEHOEK_PORT" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_database_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    found = portal(tmp_path, "migrate", database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert found.returncode == 1
    assert "cannot be reached" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_database_without_tables_is_said_with_what_to_type(tmp_path: Path) -> None:
    found = portal(tmp_path, "verify-audit")
    assert found.returncode == 1
    assert "Run: portal migrate" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.slow
def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        found = portal(tmp_path, "run", port=str(taken.getsockname()[1]))
    assert found.returncode == 1 and "in use" in found.stderr and "Traceback" not in found.stderr
    assert not (tmp_path / "driehoek.sqlite3").exists()


@pytest.mark.parametrize("broken_off", [True, False])
def test_only_a_demo_whose_filling_was_broken_off_is_thrown_away(tmp_path: Path, broken_off: bool) -> None:
    (tmp_path / "driehoek.sqlite3").touch()
    if broken_off:
        (tmp_path / UNFINISHED).touch()
    discard_unfinished(Settings(var=tmp_path))
    assert (tmp_path / "driehoek.sqlite3").exists() is not broken_off
    assert not (tmp_path / UNFINISHED).exists()


def test_a_backup_is_restored_whole_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    home, saved, other = tmp_path / "home", tmp_path / "saved", tmp_path / "other"
    assert portal(home, "migrate").returncode == 0
    assert portal(home, "backup", str(saved)).returncode == 0, portal(home, "backup", str(saved)).stderr
    keys = {"key_file": str(home / "keys/case.key"), "care_key_file": str(home / "keys/care.key")}
    again = portal(other, "restore", str(saved), **keys)
    assert again.returncode == 0, again.stderr
    report = json.loads(portal(other, "verify-audit", "--json", **keys).stdout)
    assert report["intact"]
    (saved / "driehoek.sqlite3").write_bytes(b"other bytes")
    refused = portal(tmp_path / "third", "restore", str(saved), **keys)
    assert refused.returncode == 1
    assert "checksums differ" in refused.stderr
