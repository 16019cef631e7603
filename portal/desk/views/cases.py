"""The case list: searched, narrowed, paged; everything stands in its address."""

from __future__ import annotations

import enum
from typing import TypeVar

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from portal.cases import messages as words
from portal.cases import policies
from portal.cases.inputs import id_of
from portal.cases.models import NEVER
from portal.cases.rules import CaseState, Turn
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Invalid
from portal.desk import lists, messages
from portal.desk.lists import Filters
from portal.desk.rules import my_turns, nearness
from portal.desk.views.blueprint import READERS, bp
from portal.web.auth import current_actor
from portal.web.guards import access

Choice = TypeVar("Choice", bound=enum.StrEnum)


@bp.get("/zaken")
@access(*READERS)
def cases() -> ResponseReturnValue:
    """List cases."""
    actor, day, filters = current_actor(), clock.today(), _filters()
    try:
        page = lists.listed(db.session, actor, filters, day, request.args.get("after"))
    except Invalid:  # an old or broken page token: begin at the first page
        page = lists.listed(db.session, actor, filters, day, None)
    return render_template(
        "desk/cases.html", page=page, filters=filters, counts=lists.counted(db.session, actor, filters, day),
        options=lists.options(db.session, actor), words=words, desk=messages, nearness=nearness, day=day, never=NEVER,
        mine=my_turns(actor.roles), may_refer=policies.may_refer(actor),
    )  # fmt: skip


@bp.get("/zaken/zoek")
@access(*READERS)
def find() -> ResponseReturnValue:
    """Answer the search field of every page with the first few cases."""
    rows = lists.found(db.session, current_actor(), request.args.get("q", ""))
    return jsonify(
        [{"value": str(row.id), "label": f"{row.reference} · {row.address} · {row.tenant_name}"} for row in rows]
    )


def _filters() -> Filters:
    given = request.args
    text = " ".join(given.get("q", "").replace("\0", " ").split())[:100]
    view = given.get("kijk", "alles" if text else "lopend")
    return Filters(
        text=text, view=view if view in lists.VIEWS else "lopend", state=_one(CaseState, given.get("staat")),
        turn=_one(Turn, given.get("beurt")), corporation_id=id_of(given.get("corporatie")),
        expert_id=id_of(given.get("deskundige")),
        sort=given.get("volgorde", "termijn") if given.get("volgorde") in lists.SORTS else "termijn",
    )  # fmt: skip


def _one(choices: type[Choice], text: str | None) -> Choice | None:
    return choices(text) if text in set(choices) else None
