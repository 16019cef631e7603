"""Today: one list by deadline, of whose turn it is, what, and by when."""

from __future__ import annotations

import datetime as dt

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.agreements import queries as agreements
from portal.cases import messages as words
from portal.cases import policies
from portal.cases import queries as cases
from portal.core import clock
from portal.core.db import db
from portal.core.policy import Actor
from portal.desk import lists
from portal.desk.rules import my_turns, nearness
from portal.desk.steps import is_open, ways
from portal.desk.views.blueprint import READERS, bp
from portal.signatures import queries as signatures
from portal.web.auth import current_actor
from portal.web.guards import access

AHEAD = dt.timedelta(days=14)
MOST_WAITING = 10


@bp.get("/")
@access()
def today() -> ResponseReturnValue:
    """Show what has to be done, the nearest deadline first."""
    actor, day = current_actor(), clock.today()
    everybody = request.args.get("wie") == "iedereen"
    reads = actor.has(*READERS)
    rows = (
        lists.due_first(db.session, actor, mine=not everybody, until=day + AHEAD if everybody else None)
        if reads
        else []
    )
    mine = my_turns(actor.roles)
    items = [
        (row, nearness(row.next_due, day), row.next_actor.value in mine, ways(row.next_code, row.id)) for row in rows
    ]
    return render_template(
        "desk/today.html", items=items, everybody=everybody, words=words, reads=reads, day=day,
        full=len(rows) == lists.SIZE, following=lists.next_deadline(db.session, actor, day) if not rows and reads else None,
        drafts=cases.drafts(db.session, actor) if policies.may_refer(actor) else [],
        may_refer=policies.may_refer(actor), waiting=_waiting(actor),
    )  # fmt: skip


def _waiting(actor: Actor) -> list[tuple[signatures.Task, str]]:
    """List who waits for an answer or a link while signing, with the number of the case."""
    tasks = signatures.tasks(db.session, actor)[:MOST_WAITING] if is_open("signatures.panel") else []
    numbers = agreements.references(db.session, actor, [task.case_id for task in tasks]) if tasks else {}
    return [(task, numbers[task.case_id]) for task in tasks if task.case_id in numbers]
