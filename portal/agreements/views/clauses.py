"""Choosing and changing the clauses of a draft."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.agreements import queries, services
from portal.agreements.content import ClauseItem
from portal.agreements.inputs import clause_form, clause_values, names_of
from portal.agreements.views.blueprint import WRITERS, Desk, bp, opened, page, posted_version
from portal.clauses import queries as library
from portal.clauses.differing import Difference, differences
from portal.clauses.messages import part_name
from portal.clauses.queries import Entry
from portal.clauses.reading import reading
from portal.core.db import db
from portal.core.errors import DomainError, Missing
from portal.web.auth import current_actor, write
from portal.web.errors import status_of
from portal.web.guards import access


@bp.get("/<uuid:agreement_id>/concept/afspraak/<code>/nieuw")
@access(*WRITERS)
def choose(agreement_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Show a clause of the library with what must be filled in."""
    desk, entry = opened(agreement_id), library.by_code(db.session, current_actor(), code[:10])
    return _page(desk, entry, clause_form(entry.body, desk.content))


@bp.post("/<uuid:agreement_id>/concept/afspraak/<code>/nieuw")
@access(*WRITERS)
def put(agreement_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Put a clause at the end of the draft."""
    return _put(agreement_id, code[:10], None)


@bp.get("/<uuid:agreement_id>/concept/afspraak/<int:place>")
@access(*WRITERS)
def clause(agreement_id: uuid.UUID, place: int) -> ResponseReturnValue:
    """Show a clause of the draft for change."""
    desk = opened(agreement_id)
    item = _item(desk, place)
    entry = library.held(db.session, current_actor(), item.code, item.version)
    return _page(desk, entry, clause_form(entry.body, desk.content, item), item)


@bp.post("/<uuid:agreement_id>/concept/afspraak/<int:place>")
@access(*WRITERS)
def change_clause(agreement_id: uuid.UUID, place: int) -> ResponseReturnValue:
    """Change a clause of the draft."""
    return _put(agreement_id, _item(opened(agreement_id), place).code, place)


@bp.post("/<uuid:agreement_id>/concept/afspraak/<int:place>/nieuwste")
@access(*WRITERS)
def renew_clause(agreement_id: uuid.UUID, place: int) -> ResponseReturnValue:
    """Take the newer text of the library over."""
    _item(opened(agreement_id), place)
    with write() as uow:
        services.renew_clause(uow, agreement_id, place, posted_version())
        uow.answer = url_for("agreements.compose", agreement_id=agreement_id, _anchor=f"clause-{place}")
    flash(_("De nieuwere tekst staat in het concept. Kijk na of alles is ingevuld."), "success")
    return redirect(uow.answer, 303)


@bp.post("/<uuid:agreement_id>/concept/afspraak/<int:place>/weg")
@access(*WRITERS)
def remove_clause(agreement_id: uuid.UUID, place: int) -> ResponseReturnValue:
    """Take a clause out of the draft."""
    with write() as uow:
        services.remove_clause(uow, agreement_id, place, posted_version())
        uow.answer = url_for("agreements.compose", agreement_id=agreement_id, _anchor="section-6")
    flash(_("De afspraak is uit het concept gehaald."), "success")
    return redirect(uow.answer, 303)


@bp.post("/<uuid:agreement_id>/concept/afspraak/<int:place>/verplaats")
@access(*WRITERS)
def move_clause(agreement_id: uuid.UUID, place: int) -> ResponseReturnValue:
    """Move a clause of the draft up or down."""
    to = request.form.get("to", "")
    if not to.isdecimal() or len(to) > 3:
        abort(400)
    with write() as uow:
        draft = services.move_clause(uow, agreement_id, place, int(to), posted_version())
        stands = min(max(int(to), 1), len(queries.terms_of(draft).clauses))
        uow.answer = url_for("agreements.compose", agreement_id=agreement_id, _anchor=f"clause-{stands}")
    return redirect(uow.answer, 303)


def _put(agreement_id: uuid.UUID, code: str, place: int | None) -> ResponseReturnValue:
    desk = opened(agreement_id)
    entry = (
        library.held(db.session, current_actor(), code, _item(desk, place).version)
        if place
        else library.by_code(db.session, current_actor(), code)
    )
    form: Any = clause_form(entry.body, desk.content, values=request.form)
    status = 422
    if form.validate():
        try:
            with write() as uow:
                number = services.put_clause(
                    uow, agreement_id, code, **clause_values(form, entry.body), place=place, version=posted_version()
                )
                uow.answer = url_for("agreements.compose", agreement_id=agreement_id, _anchor=f"clause-{number}")
            flash(_("Afspraak %(number)s is bewaard.", number=number), "success")
            return redirect(uow.answer, 303)
        except Missing:
            raise
        except DomainError as refused:
            form.refuse(refused, names_of(entry.body))
            status = status_of(refused)
    desk = opened(agreement_id)
    return _page(desk, entry, form, _item(desk, place) if place else None, status)


def _item(desk: Desk, place: int) -> ClauseItem:
    found = next((one for one in desk.content.clauses if one.number == place), None)
    if found is None:
        raise Missing("agreement.clause_unknown", number=place)
    return found


def _newer(item: ClauseItem | None) -> list[Difference]:
    """Return what the library says otherwise by now than the version that a draft holds; nothing when it does not."""
    if item is None:
        return []
    actor = current_actor()
    offered = library.by_code(db.session, actor, item.code, active=False)
    if not offered.active or offered.number <= item.version:
        return []
    return differences(library.held(db.session, actor, item.code, item.version).body, offered.body)


def _page(
    desk: Desk, entry: Entry, form: Any, item: ClauseItem | None = None, status: int = 200
) -> ResponseReturnValue:
    body = entry.body
    values = item.parameters if item else body.defaults()
    plain = body.filled(values, body.plain["nl"]).text
    return page(
        "agreements/clause.html", status, desk=desk, entry=entry, body=body, form=form, item=item,
        legal=body.filled(values).text, plain=plain, consequence=body.filled(values, body.consequence).text,
        newer=_newer(item), part_name=part_name, reading=reading(plain), parameters={f"p_{one.key}": one for one in body.parameters},
    )  # fmt: skip
