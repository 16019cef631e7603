"""Giving several cases of one expert to another: when somebody is ill, leaves, or has too many."""

from __future__ import annotations

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.accounts.queries import experts, names
from portal.cases import queries, services
from portal.cases.inputs import AssignForm, id_of
from portal.cases.services.moves import MOST_AT_ONCE
from portal.cases.views.blueprint import bp, page
from portal.core.db import db
from portal.core.errors import Conflict, DomainError, Invalid
from portal.web.auth import current_actor, write
from portal.web.errors import sentence, status_of
from portal.web.guards import access

BUREAU = ("bureau_staff", "bureau_admin")


@bp.get("/overdragen")
@access(*BUREAU)
def handing_over() -> ResponseReturnValue:
    """Ask whose cases, then which ones, and who gets them."""
    return _page(id_of(request.args.get("van")), AssignForm(), set())


@bp.post("/overdragen")
@access(*BUREAU)
def hand_over() -> ResponseReturnValue:
    """Give the ticked cases to the other expert; all or none."""
    form, from_id = AssignForm(request.form), id_of(request.form.get("van"))
    chosen = {found for found in map(id_of, request.form.getlist("case")) if found is not None}
    to_id = id_of(form.user_id.data)
    if from_id is None or to_id is None:
        form.user_id.errors = [_("Kies een expert.")]
        return _page(from_id, form, chosen, 422)
    try:
        with write() as uow:
            count = services.hand_over(uow, list(chosen), from_id, to_id)
            uow.answer = url_for("cases.handing_over", van=from_id)
    except (Invalid, Conflict) as refused:
        return _page(from_id, form, chosen, status_of(refused), refused)
    flash(ngettext("%(num)d zaak is overgedragen.", "%(num)d zaken zijn overgedragen.", count), "success")
    return redirect(uow.answer, 303)


def _page(
    from_id: uuid.UUID | None, form: AssignForm, chosen: set[uuid.UUID], status: int = 200,
    refused: DomainError | None = None,
) -> tuple[str, int]:  # fmt: skip
    actor = current_actor()
    working = {m.user.id: f"{m.user.name} ({m.organisation.name})" for m in experts(db.session, actor)}
    counts = queries.open_case_counts(db.session, actor)
    gone = names(db.session, actor, [one for one in counts if one not in working])
    owners = [(one, f"{(working | gone).get(one, '')}: {counts[one]}") for one in counts]
    form.user_id.choices = [("", _("Kies")), *((str(k), v) for k, v in working.items() if k != from_id)]
    rows = queries.open_cases_of(db.session, actor, from_id, MOST_AT_ONCE) if from_id else []
    return page(
        "cases/hand_over.html", status, form=form, from_id=from_id, owners=sorted(owners, key=lambda one: one[1]),
        rows=rows, chosen=chosen, refused=sentence(refused) if refused else "",
    )  # fmt: skip
