"""The custom fields of a record: as a section on its page, and on a page where they are filled in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.core.db import Compartment, db
from portal.core.errors import Conflict, DomainError, Invalid
from portal.core.uow import Repeated
from portal.definitions import queries, records, services
from portal.definitions.fields import compartment_of
from portal.definitions.inputs import values
from portal.definitions.rules.records import RecordKind
from portal.definitions.services import Opened
from portal.definitions.views.blueprint import page
from portal.parties.inputs import id_of
from portal.web.auth import current_actor, write
from portal.web.errors import sentence, status_of
from portal.web.guards import access
from portal.web.locale import current_language
from portal.web.resending import keeps_text

records_bp = Blueprint("own_fields", __name__, url_prefix="/eigen-velden")
FILLERS = ("bureau_admin", "bureau_staff", "corporation_staff", "expert")


@dataclass(frozen=True, slots=True)
class Group:
    """One form of custom fields as the page of a record shows it; without answers it has no sections."""

    key: str
    title: str
    sections: Sequence[forms.Section]
    change: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the error summary."""

    text: str
    href: str


def groups_of(kind: str, record_id: uuid.UUID) -> list[Group]:
    """Return the custom fields of a record that the reader sees, each under the version it was answered in."""
    actor, locale = current_actor(), current_language()
    live, answered = queries.custom_fields(db.session, actor, RecordKind(kind), [record_id])
    if not live:
        return []
    record = records.opened(db.session, actor, RecordKind(kind), record_id)
    found = []
    for version in live:
        row = answered.get(record_id, {}).get(version.family_id)
        form = queries.prepared(version)
        if Compartment(compartment_of(form)) not in record.reads:
            continue
        if row is not None and row.version_id != version.id:
            form = queries.prepared(queries.version(db.session, actor, row.version_id))
        change = url_for("own_fields.edit", kind=kind, record_id=record_id, key=version.family.key)
        sections = forms.summary(form, row.answers, locale) if row else []
        title = forms.say(form.definition.title, locale)
        found.append(Group(version.family.key, title, sections, change if record.may_change else ""))
    return found


records_bp.add_app_template_global(groups_of, "own_fields_of")


@records_bp.get("/<kind>/<uuid:record_id>/<key>")
@access(*FILLERS)
def edit(kind: str, record_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Show the custom fields of a record for change."""
    return _page(_opened(kind, record_id, key))


@records_bp.post("/<kind>/<uuid:record_id>/<key>")
@access(*FILLERS)
@keeps_text
def keep(kind: str, record_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Keep the custom fields of a record; what does not fit comes back as it was typed."""
    posted = forms.Posted(request.form)
    try:
        with write() as uow:
            number, seen = values.revision_of(request.form), id_of(request.form.get("form_version"))
            services.keep_fields(uow, _kind(kind), record_id, key[:40], posted, number, seen)
            uow.answer = _address(_kind(kind), record_id)
    except Repeated:
        raise
    except (Invalid, Conflict) as refused:
        return _page(_opened(kind, record_id, key), posted, refused)
    flash(_("De gegevens zijn bewaard."), "success")
    return redirect(uow.answer, 303)


@records_bp.post("/<kind>/<uuid:record_id>/<key>/toon")
@access(*FILLERS)
def follow(kind: str, record_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """Show which questions belong to what is typed now; nothing is kept."""
    return _page(_opened(kind, record_id, key), forms.Posted(request.form))


def _kind(text: str) -> RecordKind:
    if text not in set(RecordKind):
        abort(404)
    return RecordKind(text)


def _opened(kind: str, record_id: uuid.UUID, key: str) -> Opened:
    return services.open_fields(db.session, current_actor(), _kind(kind), record_id, key[:40])


def _address(kind: RecordKind, record_id: uuid.UUID) -> str:
    """Return the page of a record."""
    match kind:
        case RecordKind.CASE:
            return url_for("desk.case_page", case_id=record_id)
        case RecordKind.PERSON:
            return url_for("parties.person", person_id=record_id)
        case RecordKind.ORGANISATION:
            return url_for("admin_organisaties.details_view", id=record_id)
        case RecordKind.DWELLING:
            return url_for("admin_woningen.details_view", id=record_id)


def _page(opened: Opened, posted: forms.Posted | None = None, refused: DomainError | None = None) -> tuple[str, int]:
    locale, form, context = current_language(), opened.form, opened.context
    errors = refused.params.get("errors", []) if refused else []
    faults = [one for one in errors if isinstance(one, forms.Fault)] if isinstance(errors, list) else []
    answers = opened.answers
    if posted is not None:
        answers = forms.read_pages(form, list(form.pages), answers, posted, context).answers
    seen = forms.shown(form, answers, context)
    made = [forms.page_form(form, key, answers, seen, locale, context, posted) for key in form.pages if key in seen.pages]
    for one in made:
        one.place(faults, locale)
    said = {fault.path: fault for fault in reversed(faults)}
    lines = [Line(fault.say(locale), f"#{form.anchor(path)}") for path, fault in reversed(said.items())]
    return page(
        "definitions/own_fields.html", status_of(refused) if refused else 200, opened=opened, made=made, lines=lines,
        stands=forms.summary(form, opened.answers, locale, context) if refused and refused.code == "custom.stale" else [],
        notice=sentence(refused) if refused and not lines else "", locale=locale, earlier={}, prepared=form,
        back=_address(opened.record.kind, opened.record.id),
        follows=url_for("own_fields.follow", **(request.view_args or {})),
    )  # fmt: skip
