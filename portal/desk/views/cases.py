"""The case list: searched, narrowed, paged; everything stands in its address."""

from __future__ import annotations

import enum
import uuid
from typing import TypeVar

from flask import abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from portal.cases import policies
from portal.cases.inputs import id_of
from portal.cases.rules import CaseState, Turn
from portal.cases.scope import BUREAU
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.policy import Actor
from portal.desk import face, lists
from portal.desk.lists import Filters
from portal.desk.rules import my_turns
from portal.desk.views.blueprint import READERS, bp
from portal.web.auth import current_actor
from portal.web.guards import access
from portal.web.locale import current_language
from portal.web.references import Field
from portal.web.tables import options

Choice = TypeVar("Choice", bound=enum.StrEnum)
NAMES = {"corporatie": (lists.CORPORATIONS, 3), "deskundige": (lists.EXPERTS, 4)}
"""Filters by name: what they point at, and the heading of the column that shows it."""


@bp.get("/zaken")
@access(*READERS)
def cases() -> ResponseReturnValue:
    """List cases."""
    actor, day, language = current_actor(), clock.today(), current_language()
    filters, unclear = _filters(actor)
    try:
        page = lists.listed(db.session, actor, filters, day, request.args.get("after"))
    except Invalid:  # an old or broken page token: begin at the first page
        page = lists.listed(db.session, actor, filters, day, None)
    said = face.face(language)
    return render_template(
        "desk/cases.html", page=page, filters=filters, counts=lists.counted(db.session, actor, filters, day, page),
        fields=_fields(actor, said, filters), unclear=[said.heads[NAMES[name][1]] for name in unclear], face=said,
        sorts=options(said.sorts, filters.sort), may_refer=policies.may_refer(actor),
        may_hand_over=policies.may_hand_over(actor), table=face.rows(language, my_turns(actor.roles), day)(page.rows),
    )  # fmt: skip


@bp.get("/zaken/zoek")
@access(*READERS)
def find() -> ResponseReturnValue:
    """Answer the search field of every page with the first few cases."""
    rows = lists.found(db.session, current_actor(), request.args.get("q", ""))
    return jsonify(
        [{"value": str(row.id), "label": f"{row.reference} · {row.address} · {row.tenant_name}"} for row in rows]
    )


@bp.get("/zaken/kies/<name>")
@access(*BUREAU)
def names(name: str) -> ResponseReturnValue:
    """Answer the type-ahead of a filter by name."""
    if name not in NAMES:
        abort(404)
    found = NAMES[name][0].find(request.args.get("q", "")[:100])
    return jsonify([{"value": str(row_id), "label": label} for row_id, label in found])


def _fields(actor: Actor, said: face.Face, filters: Filters) -> list[Field]:
    """Return the filters of the list; those by name are for the bureau alone."""
    state, turn, named = filters.state or "", filters.turn or "", NAMES if actor.has(*BUREAU) else {}
    return [
        Field("staat", said.heads[5], "choice", options(said.states, state), state),
        Field("beurt", said.heads[6], "choice", options(said.turns, turn), turn),
        *(reference.field(name, said.heads[at], request.args.get(name, "")[:100]) for name, (reference, at) in named.items()),
    ]


def _filters(actor: Actor) -> tuple[Filters, list[str]]:
    """Read the address; the second value lists the filters whose words fit nobody, or several."""
    given, unclear = request.args, []
    text = " ".join(given.get("q", "").replace("\0", " ").split())[:100]
    view = given.get("kijk", "alles" if text else "lopend")
    rows: dict[str, uuid.UUID | None] = {}
    for name, (reference, _at) in NAMES.items():
        typed = given.get(name, "").replace("\0", " ").strip()[:100]
        rows[name] = id_of(typed)
        if typed and rows[name] is None and actor.has(*BUREAU):
            try:
                rows[name] = reference.read(typed)
            except ValueError:
                unclear.append(name)
    return Filters(
        text=text, view=view if view in lists.VIEWS else "lopend", state=_one(CaseState, given.get("staat")),
        turn=_one(Turn, given.get("beurt")), corporation_id=rows["corporatie"], expert_id=rows["deskundige"],
        sort=given.get("volgorde", "termijn") if given.get("volgorde") in lists.SORTS else "termijn",
    ), unclear  # fmt: skip


def _one(choices: type[Choice], text: str | None) -> Choice | None:
    return choices(text) if text in set(choices) else None
