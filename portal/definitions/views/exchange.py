"""A definition as a file, out and in: JSON and XLSForm. A file is hostile until read, and never overwrites anything."""

from __future__ import annotations

import json
import uuid

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from forms import xlsform
from portal.core.errors import Invalid
from portal.definitions import checks, services, words
from portal.definitions.rules.records import record_of
from portal.definitions.views.blueprint import EDITORS, address, bp, opened, page
from portal.web.auth import write
from portal.web.errors import sentence
from portal.web.guards import access

LARGEST = 11 * 1024 * 1024
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/concept/<uuid:draft_id>/uitvoer.json")
@access(*EDITORS)
def json_out(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Send the draft as JSON."""
    body = opened(draft_id).body
    text = json.dumps(body, ensure_ascii=False, indent=1)
    return _attachment(text.encode(), "application/json", f"{body['key']}.json")


@bp.get("/concept/<uuid:draft_id>/uitvoer.xlsx")
@access(*EDITORS)
def workbook_out(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Send the draft as an XLSForm workbook; what has gaps is told first."""
    body = opened(draft_id).body
    try:
        definition = forms.load(body)
    except forms.BadDefinition as bad:
        raise Invalid("form.value", message=str(bad.problems[0])) from None
    return _attachment(xlsform.write(definition), SHEET, f"{body['key']}.xlsx")


@bp.get("/invoer")
@access(*EDITORS)
def bring() -> ResponseReturnValue:
    """Ask for a file."""
    return page("definitions/bring.html", problems=[], error="", draft=None, lines=[], findings=[], records=words.RECORDS)


@bp.post("/invoer")
@access(*EDITORS)
def bring_in() -> ResponseReturnValue:
    """Make a draft of a file, and tell what was not taken over and what is still wrong."""
    record = record_of(request.form.get("record"))
    file = request.files.get("file")
    data = file.stream.read(LARGEST) if file else b""
    if not data:
        return _refused([], _("Kies een bestand."))
    if len(data) >= LARGEST:
        return _refused([], _("Dit bestand is te groot. Kies een bestand kleiner dan 10 MB."))
    lines: list[str] = []
    try:
        if xlsform.is_workbook(data):
            read = xlsform.read_apart(data)
            definition, lines = read.definition, [str(line) for line in read.report]
        else:
            definition = forms.load_json(data)
    except forms.BadDefinition as bad:
        return _refused([str(one) for one in bad.problems], "")
    try:
        with write() as uow:
            draft = services.start_new(uow, forms.body_of(definition), record)
            draft_id, title, body = draft.id, draft.body["title"], draft.body
            uow.answer = address(draft_id)
    except Invalid as refused:
        return _refused([], sentence(refused))
    return page(
        "definitions/bring.html", problems=[], error="", draft=draft_id, title=title, lines=lines,
        findings=checks.findings(body, record),
    )  # fmt: skip


def _refused(problems: list[str], error: str) -> ResponseReturnValue:
    return page(
        "definitions/bring.html", 422, problems=problems[:200], error=error, draft=None, lines=[], findings=[],
        records=words.RECORDS, record=record_of(request.form.get("record")),
    )  # fmt: skip


def _attachment(data: bytes, kind: str, name: str) -> Response:
    answer = Response(data, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
