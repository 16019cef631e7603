"""The case list: searched, narrowed, paged; everything stands in its address."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from typing import Any, NamedTuple, TypeVar

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext, ngettext

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
from portal.desk.rules import Nearness, my_turns, nearness
from portal.desk.views.blueprint import READERS, bp
from portal.web.auth import current_actor
from portal.web.guards import access

Choice = TypeVar("Choice", bound=enum.StrEnum)
NOBODYS = uuid.UUID(int=0)


class Line(NamedTuple):
    """One row of the list, in words."""

    url: str
    reference: str
    tenant: str
    address: str
    corporation: str
    expert: str
    state: str
    state_tag: str
    turn: str
    mine: bool
    due: str
    due_tag: str


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
        options=lists.options(db.session, actor), words=words, desk=messages, may_refer=policies.may_refer(actor),
        lines=_lines(page.rows, day, my_turns(actor.roles)),
    )  # fmt: skip


@bp.get("/zaken/zoek")
@access(*READERS)
def find() -> ResponseReturnValue:
    """Answer the search field of every page with the first few cases."""
    rows = lists.found(db.session, current_actor(), request.args.get("q", ""))
    return jsonify(
        [{"value": str(row.id), "label": f"{row.reference} · {row.address} · {row.tenant_name}"} for row in rows]
    )


def _lines(rows: list[Any], day: dt.date, mine: frozenset[str]) -> list[Line]:
    """Put rows into words; every word is looked up once, however many rows there are."""
    base = url_for("desk.case_page", case_id=NOBODYS).removesuffix(str(NOBODYS))
    states = {state: (str(words.STATES[state.value]), words.STATE_TAGS.get(state.value, "info")) for state in CaseState}
    turns = {turn: "–" if turn is Turn.NOBODY else str(words.TURNS[turn.value]) for turn in Turn}
    deadlines: dict[dt.date, tuple[str, str]] = {NEVER: ("–", "")}
    lines = []
    for row in rows:
        due = row.next_due
        if due not in deadlines:
            deadlines[due] = _deadline(due, day)
        state, tag = states[row.state]
        lines.append(
            Line(
                base + str(row.id), row.reference, row.tenant_name, row.address, row.corporation, row.expert or "–", state,
                tag, turns[row.next_actor], row.next_actor.value in mine, *deadlines[due],
            )
        )  # fmt: skip
    return lines


def _deadline(due: dt.date, day: dt.date) -> tuple[str, str]:
    near, days = nearness(due, day)
    match near:
        case Nearness.LATE:
            return ngettext("%(num)d dag te laat", "%(num)d dagen te laat", days), "mis"
        case Nearness.TODAY:
            return gettext("vandaag"), "beurt"
        case Nearness.SOON:
            return ngettext("over %(num)d dag", "over %(num)d dagen", days), ""
        case _:
            return format_date(due, "d MMM y"), ""


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
