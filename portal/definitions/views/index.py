"""The forms of the house, and beginning a new one."""

from __future__ import annotations

import uuid
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.db import db
from portal.core.errors import Invalid
from portal.definitions import policies, queries, services, words
from portal.definitions.inputs import values
from portal.definitions.inputs.properties import HANDLING
from portal.definitions.rules.bodies import slug
from portal.definitions.rules.records import record_of
from portal.definitions.views.blueprint import EDITORS, address, bp, names_of, page
from portal.web.auth import current_actor, write
from portal.web.errors import sentence
from portal.web.guards import access

USUAL = {"compartment": "C", "ground": "agreement", "audience": ["tenant", "expert"], "retention": "care"}
"""How answers are handled when nobody says otherwise."""

OF_RECORDS = {"compartment": "B", "ground": "agreement", "audience": ["corporation", "bureau"], "retention": "case"}
"""The same for the custom fields of records, which never hold care."""


@bp.get("/")
@access(*EDITORS)
def index() -> ResponseReturnValue:
    """List the forms with their live version and the draft beside it."""
    actor = current_actor()
    drafts = queries.open_drafts(db.session, actor)
    live = queries.newest_versions(db.session, actor)
    return page(
        "definitions/index.html", families=queries.families(db.session, actor), drafts=drafts, live=live,
        names=names_of([draft.changed_by for draft in drafts.values() if draft.changed_by]),
        may_publish=policies.may_publish(actor),
    )  # fmt: skip


@bp.get("/nieuw")
@access(*EDITORS)
def new() -> ResponseReturnValue:
    """Ask what a new form is called and what it is for; with ?bij= it will be the custom fields of a record."""
    record = record_of(request.args.get("bij"))
    return _new({**(OF_RECORDS if record else USUAL), "record": record})


@bp.post("/nieuw")
@access(*EDITORS)
def create() -> ResponseReturnValue:
    """Begin a form with one empty page."""
    handling = values.handling_of(request.form)
    title, first = request.form.get("title", "").strip()[:200], request.form.get("page", "").strip()[:200]
    record = record_of(request.form.get("record"))
    given = {**handling, "title": title, "page": first, "record": record}
    if not title:
        return _new(given, _("Typ hoe het formulier heet."))
    if record and handling.get("compartment") == "C":
        return _new(given, _("Zorg hoort niet in een eigen veld. Kies deel A of B."), "compartment")
    body = {
        "schema_version": 1, "key": slug(title), "title": {"nl": title}, "locales": ["nl"], **handling,
        **({"filled_by": "staff"} if record else {}),
        "pages": [{"key": "pagina_1", "title": {"nl": first or title}, "fields": []}],
    }  # fmt: skip
    try:
        with write() as uow:
            draft = services.start_new(uow, body, record)
            uow.answer = address(draft.id, focus="nieuw")
    except Invalid as refused:
        return _new(given, sentence(refused))
    return redirect(uow.answer, 303)


def _new(given: dict[str, Any], error: str = "", where: str = "title") -> tuple[str, int]:
    return page(
        "definitions/new.html", 422 if error else 200, given=given, handling=HANDLING, error=error, where=where,
        records=words.RECORDS,
    )  # fmt: skip


@bp.post("/<key>/concept")
@access(*EDITORS)
def start(key: str) -> ResponseReturnValue:
    """Begin a draft beside the live version, or go on with the one that is open."""
    with write() as uow:
        draft = services.start(uow, key[:40])
        uow.answer = address(draft.id)
    return redirect(uow.answer, 303)


@bp.post("/concept/<uuid:draft_id>/weg")
@access(*EDITORS)
def discard(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Put a draft away."""
    with write() as uow:
        services.discard(uow, draft_id, values.revision_of(request.form))
        uow.answer = url_for("definitions.index")
    flash(_("Het concept is weggelegd. De live versie is niet veranderd."), "success")
    return redirect(uow.answer, 303)


@bp.post("/<key>/uit-gebruik")
@access("bureau_admin")
def retire(key: str) -> ResponseReturnValue:
    """Take custom fields out of use, or bring them back."""
    back = request.form.get("terug") == "1"
    with write() as uow:
        title = services.retire(uow, key[:40], back=back).title
        uow.answer = url_for("definitions.index")
    if back:
        flash(_("‘%(title)s’ is weer in gebruik, met alles wat was ingevuld.", title=title), "success")
    else:
        flash(_("‘%(title)s’ is uit gebruik. Wat is ingevuld, blijft bewaard.", title=title), "success")
    return redirect(uow.answer, 303)
