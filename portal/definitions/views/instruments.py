"""The list of life domains: its versions, which forms use them, the next version, and a form that takes one over."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.core.db import db
from portal.core.errors import Conflict, DomainError, Invalid
from portal.definitions import queries, services
from portal.definitions.inputs import instruments as inputs
from portal.definitions.inputs import values
from portal.definitions.models import LifeInstrument
from portal.definitions.rules.instruments import is_used
from portal.definitions.views.blueprint import EDITORS, address, bp, names_of, page
from portal.definitions.views.editing import stale
from portal.parties.inputs import id_of
from portal.web.auth import current_actor, write
from portal.web.errors import sentence, status_of
from portal.web.guards import access


@dataclass(frozen=True, slots=True)
class Use:
    """A form with life domains: of which version they are (none when they are of no version), live or as a draft."""

    title: str
    version: LifeInstrument | None
    said: str
    draft: uuid.UUID | None = None


@bp.get("/leefgebieden")
@access(*EDITORS)
def instruments() -> ResponseReturnValue:
    """Show the versions of the life domains and where they are used."""
    return _page()


@bp.post("/leefgebieden")
@access(*EDITORS)
def publish_instrument() -> ResponseReturnValue:
    """Make the next version of the list."""
    try:
        with write() as uow:
            number = services.publish_instrument(uow, values.revision_of(request.form), inputs.read(request.form)).number
            uow.answer = url_for("definitions.instruments")
    except (Invalid, Conflict) as refused:
        return _page(refused)
    flash(_("Versie %(number)s van de leefgebieden staat klaar. Een formulier neemt haar over in een concept.", number=number), "success")
    return redirect(uow.answer, 303)


@bp.post("/concept/<uuid:draft_id>/leefgebieden")
@access(*EDITORS)
def take_over_instrument(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Put a version of the life domains into a draft."""
    chosen = id_of(request.form.get("lijst")) or uuid.UUID(int=0)
    languages = {locale: dict(said) for locale, said in inputs.LANGUAGES.items()}
    try:
        with write() as uow:
            services.take_over_instrument(uow, draft_id, values.revision_of(request.form), chosen, languages)
            uow.answer = address(draft_id)
    except Conflict as late:
        if late.code != "form.stale":
            raise
        return stale(draft_id)
    return redirect(uow.answer, 303)


def _page(error: DomainError | None = None) -> ResponseReturnValue:
    actor = current_actor()
    rows = queries.instruments(db.session, actor)
    given = {name: request.form.get(name, "") for name in inputs.typed(_NOTHING)} if error else inputs.typed(rows[0].body if rows else _NOTHING)
    return page(
        "definitions/instruments.html", status_of(error) if error else 200, rows=rows, uses=_uses(rows), given=given,
        lows=inputs.LOWS, highs=inputs.HIGHS, names=names_of([row.published_by for row in rows if row.published_by]),
        error=sentence(error) if error else "", error_field=str(error.params.get("field", "")) if error else "",
    )  # fmt: skip


_NOTHING: dict[str, Any] = {"name": {}, "version": "", "source": {}, "low": 1, "high": 5, "words": {}, "domains": []}


def _uses(rows: Any) -> list[Use]:
    actor = current_actor()
    titles = {family.id: family.title for family in queries.families(db.session, actor)}
    found: list[tuple[str, Mapping[str, Any], uuid.UUID | None]]
    found = [(titles[id_], body, None) for id_, body in queries.live_bodies(db.session, actor).items()]
    found += [(titles[id_], draft.body, draft.id) for id_, draft in queries.open_drafts(db.session, actor).items()]
    uses = []
    for title, body, draft in sorted(found, key=lambda one: (one[0], one[2] is not None)):
        if held := body.get("instrument"):
            said = f"{forms.say(held['name'], 'nl')}, {held['version']}"
            uses.append(Use(title, next((row for row in rows if is_used(body, row.body)), None), said, draft))
    return uses
