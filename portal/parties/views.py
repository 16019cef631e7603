"""Pages of a person: the entry, who acts for the person, and the searches of the public register."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Invalid
from portal.parties import policies, queries, services
from portal.parties.inputs import LANGUAGES, CheckForm, PageForm, PersonForm, RepresentationForm, id_of
from portal.parties.messages import REGISTER, WORDS
from portal.parties.models import Person
from portal.parties.rules import formal_name, full_name
from portal.web.auth import current_actor, write
from portal.web.guards import access

bp = Blueprint("parties", __name__, url_prefix="/personen")
READERS = ("bureau_admin", "bureau_staff", "legal", "corporation_staff", "expert")
WRITERS = ("bureau_admin", "bureau_staff", "corporation_staff", "expert")


@bp.get("/<uuid:person_id>")
@access(*READERS)
def person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show a person."""
    row = _opened(person_id)
    checks = queries.register_checks(db.session, current_actor(), person_id)
    return _page(
        "person", row, spoken=LANGUAGES.get(row.language, row.language),
        representations=queries.representations(db.session, current_actor(), [person_id]),
        checks=[(check, str(REGISTER[check.result.value]) % {"date": format_date(check.checked_on, "d MMMM y")}) for check in checks],
        may_change=policies.may_change_person(current_actor(), row), today=clock.today(),
    )  # fmt: skip


@bp.get("/<uuid:person_id>/wijzigen")
@access(*WRITERS)
def edit(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show a person's entry for change."""
    row = _opened(person_id)
    return _page("person_form", row, form=PersonForm(data=PersonForm.kept(row)))


@bp.post("/<uuid:person_id>/wijzigen")
@access(*WRITERS)
def change(person_id: uuid.UUID) -> ResponseReturnValue:
    """Change a person's entry."""
    row, form = _opened(person_id), PersonForm(request.form)
    version = request.form.get("version", "")
    if form.validate():
        try:
            with write() as uow:
                known = int(version) if version.isdecimal() and len(version) < 9 else None
                services.change_person(uow, person_id, known, form.facts())
                uow.answer = _address(person_id)
            flash(_("De gegevens zijn bewaard."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused)
    return _page("person_form", row, 422, form=form)


@bp.get("/<uuid:person_id>/vertegenwoordiger")
@access(*WRITERS)
def new_representation(person_id: uuid.UUID) -> ResponseReturnValue:
    """Ask who acts for a person."""
    return _page("representation_form", _opened(person_id), form=RepresentationForm())


@bp.post("/<uuid:person_id>/vertegenwoordiger")
@access(*WRITERS)
def add_representation(person_id: uuid.UUID) -> ResponseReturnValue:
    """Record who acts for a person."""
    row, form = _opened(person_id), RepresentationForm(request.form)
    if form.validate():
        try:
            with write() as uow:
                services.add_representation(uow, person_id, form.facts())
                uow.answer = _address(person_id)
            flash(_("De vertegenwoordiger is vastgelegd."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused)
    return _page("representation_form", row, 422, form=form)


@bp.post("/<uuid:person_id>/vertegenwoordiger/<uuid:representation_id>/einde")
@access(*WRITERS)
def end_representation(person_id: uuid.UUID, representation_id: uuid.UUID) -> ResponseReturnValue:
    """Record that somebody no longer acts for a person from today."""
    with write() as uow:
        services.end_representation(uow, representation_id, clock.local(uow.now).date())
        uow.answer = _address(person_id)
    flash(_("Vastgelegd dat de vertegenwoordiging is geëindigd."), "success")
    return redirect(uow.answer, 303)


@bp.get("/<uuid:person_id>/register")
@access(*WRITERS)
def new_check(person_id: uuid.UUID) -> ResponseReturnValue:
    """Ask what the public register showed."""
    return _page("register_form", _opened(person_id), form=CheckForm(data={"checked_on": clock.today()}))


@bp.post("/<uuid:person_id>/register")
@access(*WRITERS)
def check_register(person_id: uuid.UUID) -> ResponseReturnValue:
    """Record what the public register showed on a day."""
    row, form = _opened(person_id), CheckForm(request.form)
    if form.validate():
        try:
            with write() as uow:
                services.check_register(
                    uow, person_id, form.checked_on.data, form.result.data, form.reference.data or ""
                )
                uow.answer = _address(person_id)
            flash(_("De controle is vastgelegd."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused)
    return _page("register_form", row, 422, form=form)


def _opened(person_id: uuid.UUID) -> Person:
    return queries.person(db.session, current_actor(), person_id)


def _case() -> str | None:
    """Return the case the reader came from, as an id."""
    found = id_of(request.args.get("zaak"))
    return str(found) if found else None


def _address(person_id: uuid.UUID) -> str:
    return url_for("parties.person", person_id=person_id, zaak=_case())


def _page(name: str, row: Person, status: int = 200, form: PageForm | None = None, **given: Any) -> tuple[str, int]:
    return render_template(
        f"parties/{name}.html", person=row, form=form, party=WORDS, formal=formal_name(row), full=full_name(row),
        zaak=_case(), **given,
    ), status  # fmt: skip
