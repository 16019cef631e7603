"""Who else has a draft open, and that somebody changed it: asked every few seconds by the page, told at once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import Response, request
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.db import db
from portal.definitions import checks, queries, services
from portal.definitions.inputs import values
from portal.definitions.models import FormEdit
from portal.definitions.rules.bodies import FORM
from portal.definitions.views.blueprint import EDITORS, bp, names_of, page
from portal.web.auth import current_actor, write
from portal.web.guards import access, unattended


@dataclass(frozen=True, slots=True)
class Together:
    """What the designer tells of others: who is there and at what, and the last change this page does not show."""

    others: tuple[tuple[str, str], ...]
    late: FormEdit | None
    who: str
    own: bool
    closed: bool
    token: str


@bp.post("/concept/<uuid:draft_id>/aanwezig")
@access(*EDITORS)
@unattended
def attend(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Say that the draft is open here, and hear who else has it open; nothing is answered when nothing is new."""
    target = request.form.get("kies", FORM)[:60]
    with write() as uow:
        services.attend(uow, draft_id, target if target.isprintable() else FORM)
    found = together(draft_id, values.revision_of(request.form))
    if found.token == request.form.get("gezien"):
        return Response(status=204)
    return page("definitions/together.html", together=found, draft_id=draft_id, target=target)


def together(draft_id: uuid.UUID, revision: int) -> Together:
    """Return who else has a draft open, and what was changed after *revision*."""
    actor = current_actor()
    draft = queries.draft_without_body(db.session, actor, draft_id)
    rows = queries.others_at(db.session, actor, draft_id, clock.now() - services.GONE)
    edits = queries.edits(db.session, actor, draft_id, revision) if draft.revision > revision >= 0 else ()
    late = next((one for one in reversed(edits) if one.by != actor.id), edits[-1] if edits else None)
    by = late.by if late else draft.changed_by if draft.closed_at else None
    names = names_of([*(row.user_id for row in rows), *([by] if by else [])])
    body = draft.body if rows else {}
    others = tuple((names.get(row.user_id, ""), checks.label_of(body, row.target)) for row in rows)
    token = "|".join([str(late.revision if late else ""), str(draft.closed_at or ""), *(f"{row.user_id}{row.target}" for row in rows)])
    own = late is not None and late.by == actor.id
    return Together(others, late, names.get(by, "") if by else "", own, draft.closed_at is not None, token)
