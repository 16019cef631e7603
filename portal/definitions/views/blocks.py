"""The library of blocks: questions to use again, and where they were used."""

from __future__ import annotations

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.db import db
from portal.core.errors import Conflict, Invalid, Missing
from portal.definitions import queries, services
from portal.definitions.inputs import values
from portal.definitions.inputs.commands import place_in
from portal.definitions.rules.bodies import FORM
from portal.definitions.views.blueprint import EDITORS, address, bp, opened, page
from portal.definitions.views.designer import shown
from portal.definitions.views.editing import stale
from portal.web.auth import current_actor, write
from portal.web.guards import access


@bp.get("/blokken")
@access(*EDITORS)
def blocks() -> ResponseReturnValue:
    """List the blocks with their questions and where they were used."""
    actor = current_actor()
    return page(
        "definitions/blocks.html", blocks=queries.blocks(db.session, actor), uses=queries.uses_of_blocks(db.session, actor)
    )


@bp.post("/concept/<uuid:draft_id>/blok/maken")
@access(*EDITORS)
def keep_block(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the chosen questions as a block."""
    try:
        with write() as uow:
            services.make_block(uow, draft_id, request.form.get("name", ""), values.ids_of(request.form))
            uow.answer = address(draft_id, request.form.get("kies", FORM))
    except Invalid as refused:
        return shown(opened(draft_id, request.form.get("kies")), 422, error=refused)
    flash(_("Het blok staat in de bibliotheek."), "success")
    return redirect(uow.answer, 303)


@bp.post("/concept/<uuid:draft_id>/blok")
@access(*EDITORS)
def use_block(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Put a block into a draft."""
    try:
        block_id = uuid.UUID(request.form.get("block", ""))
    except ValueError:
        raise Missing("row.missing", table="form_block") from None
    into, after = place_in(request.form.get("place", ""), opened(draft_id).body)
    try:
        with write() as uow:
            services.insert_block(uow, draft_id, values.revision_of(request.form), block_id, into, after)
            uow.answer = address(draft_id, into)
    except Conflict as late:
        if late.code == "form.stale":
            return stale(draft_id)
        raise
    except Invalid as refused:
        return shown(opened(draft_id, request.form.get("kies")), 422, error=refused)
    return redirect(uow.answer, 303)


@bp.post("/blokken/<uuid:block_id>/weg")
@access(*EDITORS)
def drop_block(block_id: uuid.UUID) -> ResponseReturnValue:
    """Take a block out of the library."""
    with write() as uow:
        services.delete_block(uow, block_id)
        uow.answer = url_for("definitions.blocks")
    flash(_("Het blok is weg. Formulieren waar het in staat, veranderen niet."), "success")
    return redirect(uow.answer, 303)
