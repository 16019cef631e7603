"""`portal form`: definitions in and out as JSON or XLSForm, and the engine at work on one, for whoever checks it."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

import forms
from portal.commands.context import answer, as_json, system_session, writing
from portal.core.errors import Missing

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def form() -> None:
    """Bring a form in, take it out, or try it on answers."""


@form.command("import")
@click.argument("file", type=_FILE)
@as_json
@click.option("--dry-run", is_flag=True, help="Only read and check; nothing is published.")
@click.option("--draft", is_flag=True, help="Accept what cannot be published yet; its problems are listed.")
@click.option(
    "--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="Also write the definition as JSON."
)
def import_(file: Path, as_json: bool, dry_run: bool, draft: bool, target: Path | None) -> None:
    """Read FILE (.json or .xlsx) as a form, check it and publish it as the next version.

    Exit code 0: read (and published); 1: refused, with all problems. A workbook that is sound but cannot be published
    yet is a draft: with --dry-run, --draft or --to it is read with its problems, without it is refused.
    """
    try:
        read = _read(file)
    except forms.BadDefinition as refused:
        _refuse(refused.problems, as_json)
    definition, report, problems = read
    body = forms.body_of(definition)
    keeps = draft or (report is not None and (dry_run or target is not None))
    result: dict[str, Any] = {
        "ok": not problems or keeps,
        "status": "sound" if not problems else "draft" if keeps else "refused",
        "key": definition.key,
        "digest": forms.digest(definition),
        "published": None,
        "problems": [_plain(problem) for problem in problems],
        "report": [dataclasses.asdict(line) for line in report or ()],
        "definition": body,
    }
    lines = [f"{definition.key}: {result['status']}, digest {result['digest']}"]
    lines += [f"  - {_printable(str(problem))}" for problem in problems]
    lines += [f"  * {_printable(str(line))}" for line in report or ()]
    if result["ok"] and target is not None:
        _write(target, forms.canonical(body))
        lines.append(f"Written to {target}.")
    if not problems and not dry_run:
        with writing() as uow:
            from portal.definitions import services

            row = services.publish(uow, definition)
            result["published"] = row.number
        lines.append(f"Published as version {result['published']}.")
    answer(result, "\n".join(lines), as_json)
    sys.exit(0 if result["ok"] else 1)


@form.command("export")
@click.argument("key")
@click.option(
    "--to", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.json or FILE.xlsx."
)
@as_json
def export(key: str, target: Path, as_json: bool) -> None:
    """Write the newest version of the form KEY, or the form in the file KEY, to a .json or .xlsx."""
    if target.suffix.lower() not in (".json", ".xlsx"):
        raise click.UsageError("Write to a file that ends in .json or .xlsx.")
    source = Path(key)
    if source.suffix.lower() in (".json", ".xlsx"):
        if not source.is_file():
            raise click.ClickException(f"There is no file {_printable(key)}.")
        try:
            definition = _read(source)[0]
        except forms.BadDefinition as refused:
            _refuse(refused.problems, as_json)
    else:
        definition = _published(key)
    if target.suffix.lower() == ".json":
        _write(target, forms.canonical(forms.body_of(definition)))
    else:
        from forms import xlsform

        _write(target, xlsform.write(definition))
    result = {"ok": True, "key": definition.key, "digest": forms.digest(definition), "file": str(target)}
    answer(result, f"{definition.key} written to {target}, digest {result['digest']}", as_json)


def _published(key: str) -> forms.FormDefinition:
    import sqlalchemy as sa

    from portal.definitions import queries

    try:
        with system_session() as session:
            from portal.core.policy import SYSTEM

            return queries.prepared(queries.latest(session, SYSTEM, key)).definition
    except Missing:
        raise click.ClickException(f"There is no form ‘{_printable(key)}’.") from None
    except sa.exc.OperationalError as failed:
        raise click.ClickException(f"The database cannot be used: {str(failed.orig).strip()}") from failed


Read = tuple[forms.FormDefinition, "tuple[Any, ...] | None", "list[forms.Problem]"]


def _read(file: Path) -> Read:
    """Return the definition in a file, the report when it is a workbook, and what keeps it from being published."""
    workbook = file.suffix.lower() == ".xlsx"
    with file.open("rb") as stream:
        data = stream.read((10_000_000 if workbook else forms.LARGEST) + 1)
    if workbook:
        from forms import xlsform

        found = xlsform.read_apart(data)
        return found.definition, found.report, list(found.problems)
    definition = forms.load_json(data)
    return definition, None, forms.check(definition)


def _refuse(problems: list[forms.Problem], as_json: bool) -> NoReturn:
    text = "\n".join(["Refused:", *(f"  - {_printable(str(problem))}" for problem in problems)])
    answer({"ok": False, "status": "refused", "problems": [_plain(problem) for problem in problems]}, text, as_json)
    sys.exit(1)


def _plain(problem: forms.Problem) -> dict[str, str]:
    return {name: _printable(text) for name, text in dataclasses.asdict(problem).items()}


def _printable(text: str) -> str:
    """Return *text* without what could steer a terminal or cannot be written."""
    return "".join(c if c.isprintable() else "�" for c in text)


def _write(target: Path, data: bytes) -> None:
    try:
        target.write_bytes(data)
    except OSError as failed:
        raise click.ClickException(f"{target} cannot be written: {failed.strerror}") from failed


COMMANDS = [form]
