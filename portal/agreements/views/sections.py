"""Changing one section of a draft."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.agreements import services
from portal.agreements.inputs import SECTIONS
from portal.agreements.views.blueprint import WRITERS, Desk, bp, opened, page, posted_version
from portal.core.db import db
from portal.core.errors import Conflict, DomainError, Missing
from portal.web.auth import current_actor, write
from portal.web.errors import status_of
from portal.web.guards import access


@bp.get("/<uuid:agreement_id>/concept/hoofdstuk/<int:number>")
@access(*WRITERS)
def section(agreement_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Show one section for change."""
    desk = opened(agreement_id)
    form = _form_of(number).shown(desk.content, _known(desk))
    return _page(desk, number, form)


@bp.post("/<uuid:agreement_id>/concept/hoofdstuk/<int:number>")
@access(*WRITERS)
def save_section(agreement_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Keep one section; what somebody typed is shown again when it cannot be kept."""
    desk = opened(agreement_id)
    form, status = _form_of(number).posted(request.form), 422
    if form.validate():
        try:
            change = form.change(desk.content, _known(desk))
            with write() as uow:
                services.edit(uow, agreement_id, posted_version(), change)
                uow.answer = url_for("agreements.compose", agreement_id=agreement_id, _anchor=f"section-{number}")
            flash(_("Hoofdstuk %(number)s is bewaard.", number=number), "success")
            return redirect(uow.answer, 303)
        except Missing:
            raise
        except DomainError as refused:
            form.refuse(refused)
            status = status_of(refused)
            if isinstance(refused, Conflict):
                form.form_errors.append(
                    _("Uw tekst staat hieronder nog. Wilt u uw tekst gebruiken? Bewaar dan nog een keer.")
                )
    return _page(opened(agreement_id), number, form, status)


def _form_of(number: int) -> Any:
    if number not in SECTIONS:
        abort(404)
    return SECTIONS[number]


def _known(desk: Desk) -> dict[str, Any]:
    return {"incidents": services.case_incidents(db.session, current_actor(), desk.case.id)}


def _page(desk: Desk, number: int, form: Any, status: int = 200) -> ResponseReturnValue:
    chosen = next(one for one in desk.content.sections if one.number == number)
    names = {one.key: one.name for one in desk.content.tenants}
    return page("agreements/section.html", status, desk=desk, section=chosen, form=form, names=names)
