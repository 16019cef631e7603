"""`portal form`: definitions in and out as JSON or XLSForm, and the engine at work on one, for whoever checks it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import click

import forms
from portal.commands.context import answer, as_json, system_session, writing
from portal.core import clock
from portal.core.errors import Missing

_FILE = click.Path(path_type=Path)
_TARGET = click.Path(dir_okay=False, path_type=Path)


@click.group()
def form() -> None:
    """Bring a form in, take it out, or try it on answers."""


@form.command("import")
@click.argument("file", type=_FILE)
@as_json
@click.option("--dry-run", is_flag=True, help="Only read and check; the portal keeps nothing.")
@click.option(
    "--draft", is_flag=True, help="Accept JSON that cannot be published yet as a draft; its problems are listed."
)
@click.option("--to", "target", type=_TARGET, help="Write the definition as JSON instead of keeping it in the portal.")
def import_(file: Path, as_json: bool, dry_run: bool, draft: bool, target: Path | None) -> None:
    """Read FILE (.json or .xlsx) as a form and check it. A sound form becomes the next version of its form.

    A workbook that is sound but cannot be published yet becomes a draft, with the problems to mend; so does JSON with
    --draft. Exit code 0: read; 1: refused, with all problems.
    """
    try:
        definition, report, problems = _read(file)
    except forms.BadDefinition as refused:
        _refuse(refused.problems, as_json)
    drafted = bool(problems) and (draft or report is not None)
    body = forms.body_of(definition)
    result: dict[str, Any] = {
        "ok": drafted or not problems, "status": "draft" if drafted else "refused" if problems else "sound",
        "key": definition.key, "digest": forms.digest(definition), "published": None, "draft": None,
        "problems": [_plain(problem) for problem in problems],
        "report": [dataclasses.asdict(line) for line in report or ()], "definition": body,
    }  # fmt: skip
    lines = [f"{definition.key}: {result['status']}, digest {result['digest']}"]
    lines += [f"  - {_printable(str(problem))}" for problem in problems]
    lines += [f"  * {_printable(str(line))}" for line in report or ()]
    if result["ok"] and target is not None:
        _write(target, forms.canonical(body))
        lines.append(f"Written to {target}.")
    elif result["ok"] and not dry_run:
        lines.append(_keep(definition, drafted, result))
    answer(result, "\n".join(lines), as_json)
    sys.exit(0 if result["ok"] else 1)


def _keep(definition: forms.FormDefinition, drafted: bool, result: dict[str, Any]) -> str:
    """Keep a definition in the portal, note it in *result* and tell so."""
    from portal.definitions import services
    from portal.definitions.models import FormFamily

    with writing() as uow:
        if drafted:
            row = services.start_new(uow, forms.body_of(definition))
            result["draft"], result["key"] = str(row.id), uow.get(FormFamily, row.family_id).key
            result["digest"], result["definition"] = forms.digest(forms.load(row.body)), row.body
            return f"Kept as the draft of the new form ‘{result['key']}’."
        result["published"] = services.publish(uow, definition).number
        return f"Published as version {result['published']}."


@form.command("export")
@click.argument("key")
@click.option("--to", "target", required=True, type=_TARGET, help="FILE.json or FILE.xlsx.")
@as_json
@click.option("--draft", is_flag=True, help="Write the draft that is being worked on instead of the newest version.")
def export(key: str, target: Path, as_json: bool, draft: bool) -> None:
    """Write the newest version of the form KEY, or the form in the file KEY, to a .json or .xlsx.

    Exit code 0: written; 1: there is no such form, or it is refused.
    """
    if target.suffix.lower() not in (".json", ".xlsx"):
        raise click.UsageError("Write to a file that ends in .json or .xlsx.")
    source = Path(key)
    try:
        definition = _read(source)[0] if source.suffix.lower() in (".json", ".xlsx") else _kept(key, draft)
    except forms.BadDefinition as refused:
        _refuse(refused.problems, as_json)
    if target.suffix.lower() == ".json":
        _write(target, forms.canonical(forms.body_of(definition)))
    else:
        from forms import xlsform

        _write(target, xlsform.write(definition))
    result = {"ok": True, "key": definition.key, "digest": forms.digest(definition), "file": str(target)}
    answer(result, f"{definition.key} written to {target}, digest {result['digest']}", as_json)


@form.command("evaluate")
@click.argument("definition", type=_FILE)
@click.argument("answers", type=_FILE)
@as_json
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day the form is filled in; else today.")
@click.option("--case", type=_FILE, help='JSON with what the host knows: {"case.reference": …}.')
@click.option("--previous", type=_FILE, help="JSON with the answers of the time before.")
@click.option("--locale", default="nl", show_default=True, help="The language of the sentences.")
def evaluate(
    definition: Path, answers: Path, as_json: bool, today: dt.datetime | None, case: Path | None,
    previous: Path | None, locale: str,
) -> None:  # fmt: skip
    """Tell what the form in the file DEFINITION makes of the answers in the file ANSWERS; needs no database.

    Exit code 0: worked out, also when answers are wrong; 1: a file is refused.
    """
    try:
        found = _read(definition)[0]
        given = _json(answers)
        known, before = (_json(file) if file else {} for file in (case, previous))
        if not isinstance(known, dict) or not isinstance(before, dict):
            raise forms.BadDefinition(
                [forms.Problem("not_object", "$", "Hier hoort een object te staan.", "Begin met {.")]
            )
    except forms.BadDefinition as refused:
        _refuse(refused.problems, as_json)
    prepared = forms.prepare(found)
    day = today.date() if today else clock.today()
    context = forms.Context(today=day, case=known, previous=forms.named(prepared, before))
    judged = forms.judge(prepared, forms.named(prepared, given) if isinstance(given, dict) else given, context)
    result: dict[str, Any] = {"ok": True, "key": found.key, "digest": forms.digest(found), "today": day.isoformat()}
    result |= {"complete": not judged.faults} | judged.plain(locale)
    answer(result, _in_words(result), as_json)


def _in_words(result: dict[str, Any]) -> str:
    lines = [f"{result['key']}: {'complete' if result['complete'] else 'not complete'}, digest {result['digest']}"]
    for name in ("visible", "required", "read_only"):
        lines.append(f"{name}: {', '.join(result[name]) or '-'}")
    lines += [
        f"computed {path} = {json.dumps(value, ensure_ascii=False)}" for path, value in result["computed"].items()
    ]
    lines += [
        f"score {key} = {score['value']} {score['band'] or ''}".strip() for key, score in result["scores"].items()
    ]
    lines += [f"error {one['path'] or '(whole)'}: {one['message']}" for one in result["errors"]]
    lines += [f"warning {one['path']}: {one['message']}" for one in result["warnings"]]
    lines.append(f"answers {json.dumps(result['answers'], ensure_ascii=False)}")
    return "\n".join(_printable(line) for line in lines)


def _json(file: Path) -> Any:
    with _opened(file) as stream:
        return forms.read_json(stream.read(forms.LARGEST + 1))


def _opened(file: Path) -> BinaryIO:
    """Open *file*; BadDefinition that says what is the matter when it cannot be read."""
    name = _printable(str(file))[:200]
    try:
        return file.open("rb")
    except IsADirectoryError:
        fault = forms.Problem("no_file", name, "Dit is een map.", "Noem een bestand.")
    except (FileNotFoundError, NotADirectoryError):
        fault = forms.Problem("no_file", name, "Dit bestand is er niet.", "Kijk de naam en de map na.")
    except (OSError, ValueError):
        fault = forms.Problem("no_file", name, "Dit bestand kan niet worden gelezen.", "Kijk na of u het mag lezen.")
    raise forms.BadDefinition([fault])


def _kept(key: str, draft: bool) -> forms.FormDefinition:
    """Return the newest version of a form of the portal, or its draft."""
    import sqlalchemy as sa

    from portal.definitions import queries

    try:
        with system_session() as session:
            from portal.core.policy import SYSTEM

            if draft:
                return forms.load(queries.open_draft(session, SYSTEM, key).body)
            return queries.prepared(queries.latest(session, SYSTEM, key)).definition
    except Missing:
        what = "Van dit formulier is er geen concept." if draft else "Van dit formulier is er geen uitgebrachte versie."
        remedy = (
            "Laat --draft weg voor de nieuwste versie."
            if draft
            else "Kijk de naam na, of neem het concept met --draft."
        )
        raise forms.BadDefinition([forms.Problem("no_form", _printable(key)[:80], what, remedy)]) from None
    except sa.exc.OperationalError as failed:
        raise click.ClickException(f"The database cannot be used: {str(failed.orig).strip()}") from failed


Read = tuple[forms.FormDefinition, "tuple[Any, ...] | None", "list[forms.Problem]"]


def _read(file: Path) -> Read:
    """Return the definition in a file, the report when it is a workbook, and what keeps it from being published."""
    from forms import xlsform

    with _opened(file) as stream:
        first = stream.read(8)
        workbook = file.suffix.lower() == ".xlsx" or xlsform.is_workbook(first)
        data = first + stream.read(10_000_000 if workbook else forms.LARGEST)
    if workbook:
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
