"""Publishing a draft: what is still wrong, what is different, what it does to forms that are being filled in."""

from __future__ import annotations

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.core.db import db
from portal.core.errors import Conflict, Denied, Invalid
from portal.definitions import checks, policies, queries, services, usage
from portal.definitions.inputs import values
from portal.definitions.views.blueprint import EDITORS, address, bp, names_of, opened, page
from portal.definitions.views.editing import stale
from portal.web.auth import current_actor, write
from portal.web.errors import sentence
from portal.web.guards import access


@bp.get("/concept/<uuid:draft_id>/uitbrengen")
@access(*EDITORS)
def publishing(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show what stands in the way, what changed since the live version and what that does."""
    return _page(draft_id)


@bp.post("/concept/<uuid:draft_id>/uitbrengen")
@access(*EDITORS)
def publish(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Publish the draft as the next version."""
    try:
        with write() as uow:
            row = services.publish_draft(
                uow, draft_id, values.revision_of(request.form), request.form.get("note", "")[:2000]
            )
            number = row.number
            uow.answer = url_for("definitions.index")
    except Conflict as late:
        return stale(draft_id, again=False) if late.code == "form.stale" else _page(draft_id, sentence(late), 409)
    except Denied as refused:
        return _page(draft_id, sentence(refused), 403)
    except Invalid as refused:
        return _page(draft_id, sentence(refused), 422)
    flash(_("Versie %(number)s is live. Wie nu begint, krijgt deze versie.", number=number), "success")
    return redirect(uow.answer, 303)


@bp.post("/concept/<uuid:draft_id>/vier-ogen")
@access("bureau_admin")
def four_eyes(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Say whether somebody else must publish."""
    with write() as uow:
        services.set_four_eyes(uow, draft_id, request.form.get("wanted") == "1")
        uow.answer = url_for("definitions.publishing", draft_id=draft_id)
    return redirect(uow.answer, 303)


def _page(draft_id: uuid.UUID, error: str = "", status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    desk = opened(draft_id)
    if desk.draft.closed_at is not None:
        return redirect(url_for("definitions.index"), 303)
    base = queries.version(db.session, actor, desk.draft.base_id) if desk.draft.base_id else None
    changes = []
    if base is not None and desk.definition is not None:
        changes = forms.compare(forms.load(base.body), desk.definition)
    versions = queries.versions(db.session, actor, desk.draft.family_id)
    editors = queries.editors(db.session, actor, draft_id)
    return page(
        "definitions/publishing.html", status, desk=desk, error=error, base=base, changes=changes, versions=versions,
        running=usage.running(db.session, [row.id for row in versions]), note=request.form.get("note", ""),
        hard=checks.warnings(desk.body)[:50],
        notes=queries.notes(db.session, actor, desk.draft.family_id), edit_address=address,
        editors=names_of(list(editors)), blocked=desk.draft.four_eyes and actor.id in editors,
        may_publish=policies.may_publish(actor),
    )  # fmt: skip
