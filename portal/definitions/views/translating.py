"""All texts beside each other in every language, on the page and as a file for translators."""

from __future__ import annotations

import uuid

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.errors import Conflict, DomainError, Invalid
from portal.definitions import services
from portal.definitions.inputs import values
from portal.definitions.rules import texts
from portal.definitions.views.blueprint import EDITORS, bp, opened, page
from portal.definitions.views.editing import stale
from portal.web.auth import write
from portal.web.errors import sentence
from portal.web.guards import access

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "sd"})


@bp.get("/concept/<uuid:draft_id>/vertalen")
@access(*EDITORS)
def translating(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show the texts of one page of the form in all languages."""
    return _page(draft_id)


@bp.post("/concept/<uuid:draft_id>/vertalen")
@access(*EDITORS)
def translate(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the texts that were typed."""
    given = {
        (name.removeprefix("t|").rpartition("/")[0], name.rpartition("/")[2]): text.replace("\r\n", "\n")
        for name, text in request.form.items()
        if name.startswith("t|")
    }
    return _keep(draft_id, given)


@bp.get("/concept/<uuid:draft_id>/vertalen.csv")
@access(*EDITORS)
def texts_out(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Send all texts as a file."""
    desk = opened(draft_id)
    answer = Response(texts.to_csv(desk.body, desk.body["locales"]), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{desk.body["key"]}-teksten.csv"'
    return answer


@bp.post("/concept/<uuid:draft_id>/vertalen.csv")
@access(*EDITORS)
def texts_in(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Take the texts of a file; what is empty in it stays as it is."""
    file = request.files.get("file")
    try:
        return _keep(draft_id, texts.from_csv(file.stream.read(texts.MOST_BYTES + 1) if file else b""))
    except Invalid as refused:
        return _page(draft_id, refused, 422)


def _keep(draft_id: uuid.UUID, given: dict[tuple[str, str], str]) -> ResponseReturnValue:
    desk = opened(draft_id)
    try:
        changes = texts.changed(desk.body, given, desk.body["locales"])
        if changes:
            with write() as uow:
                services.change(uow, draft_id, values.revision_of(request.form), {"do": "set_texts", "texts": changes})
    except Conflict as late:
        if late.code == "form.stale" and "file" not in request.files:
            return stale(draft_id)
        return _page(draft_id, late, 409)
    except Invalid as refused:
        return _page(draft_id, refused, 422)
    flash(_("%(count)s teksten bewaard.", count=len(changes)), "success")
    return redirect(url_for("definitions.translating", draft_id=draft_id, pagina=request.form.get("pagina") or None), 303)


def _page(draft_id: uuid.UUID, error: DomainError | None = None, status: int = 200) -> ResponseReturnValue:
    desk = opened(draft_id)
    chosen = request.values.get("pagina", "")
    keys = [one["key"] for one in desk.body["pages"]]
    chosen = chosen if chosen in keys else ""
    rows = [one for one in texts.texts_of(desk.body) if one.page == chosen]
    return page(
        "definitions/translating.html", status, desk=desk, rows=rows, chosen=chosen, locales=desk.body["locales"],
        missing={locale: texts.missing(desk.body, locale) for locale in desk.body["locales"]},
        error=sentence(error) if error else "", right_to_left=RIGHT_TO_LEFT,
    )  # fmt: skip
