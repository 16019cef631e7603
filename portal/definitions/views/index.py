"""The forms of the house, and beginning a new one."""

from __future__ import annotations

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.db import db
from portal.core.errors import Invalid
from portal.definitions import policies, queries, services
from portal.definitions.inputs import values
from portal.definitions.inputs.properties import HANDLING
from portal.definitions.rules.bodies import slug
from portal.definitions.views.blueprint import EDITORS, address, bp, names_of, page
from portal.web.auth import current_actor, write
from portal.web.errors import sentence
from portal.web.guards import access

USUAL = {"compartment": "C", "ground": "agreement", "audience": ["tenant", "expert"], "retention": "care"}
"""How answers are handled when nobody says otherwise."""


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
    """Ask what a new form is called and what it is for."""
    return page("definitions/new.html", given=USUAL, handling=HANDLING, error="")


@bp.post("/nieuw")
@access(*EDITORS)
def create() -> ResponseReturnValue:
    """Begin a form with one empty page."""
    handling = values.handling_of(request.form)
    title, first = request.form.get("title", "").strip()[:200], request.form.get("page", "").strip()[:200]
    if not title:
        given = {**handling, "title": title, "page": first}
        return page("definitions/new.html", 422, given=given, handling=HANDLING, error=_("Typ hoe het formulier heet."))
    body = {
        "schema_version": 1, "key": slug(title), "title": {"nl": title}, "locales": ["nl"], **handling,
        "pages": [{"key": "pagina_1", "title": {"nl": first or title}, "fields": []}],
    }  # fmt: skip
    try:
        with write() as uow:
            draft = services.start_new(uow, body)
            uow.answer = address(draft.id, focus="nieuw")
    except Invalid as refused:
        given = {**handling, "title": title, "page": first}
        return page("definitions/new.html", 422, given=given, handling=HANDLING, error=sentence(refused))
    return redirect(uow.answer, 303)


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
