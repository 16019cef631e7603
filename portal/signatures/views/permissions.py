"""Permissions of tenants: for staff per case, for the tenant behind the own link."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.cases.models import Case, Participant
from portal.core.db import db
from portal.core.policy import scoped
from portal.parties.models import Person
from portal.parties.rules.names import full_name
from portal.signatures import queries, services
from portal.signatures.inputs.table import SUBJECTS, PermissionForm
from portal.signatures.models import Permission
from portal.signatures.rules.permissions import Subject
from portal.signatures.views import bp, tenant_bp
from portal.signatures.views.panel import STAFF
from portal.signatures.views.reader import current, reader_writes, show
from portal.web.auth import current_actor, write
from portal.web.guards import access


@bp.get("/zaken/<uuid:case_id>/toestemmingen")
@access(*STAFF)
def permissions(case_id: uuid.UUID) -> ResponseReturnValue:
    """List what the tenants of a case allow."""
    case, people = _case(case_id)
    form = PermissionForm()
    form.person_id.choices = [(str(key), name) for key, name in people.items()]
    rows = queries.permissions(db.session, case_id)
    return render_template(
        "signatures/permissions.html", case=case, form=form, rows=rows, people=people, subjects=SUBJECTS,
        back_url=url_for("agreements.of_case", case_id=case_id),
    )


@bp.post("/zaken/<uuid:case_id>/toestemmingen")
@access(*STAFF)
def record_permission(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write down what a tenant said to allow."""
    _found, people = _case(case_id)
    person = next((key for key in people if str(key) == request.form.get("person_id")), None)
    subject = request.form.get("subject", "")
    if person is None or subject not in set(Subject):
        abort(422)
    on = url_for("signatures.permissions", case_id=case_id)
    with write() as uow:
        services.give_permission(uow, case_id, person, Subject(subject))
        uow.answer = on
    flash(_("De toestemming is vastgelegd."), "success")
    return redirect(on, 303)


@bp.post("/toestemmingen/<uuid:permission_id>/intrekken")
@access(*STAFF)
def record_no_permission(permission_id: uuid.UUID) -> ResponseReturnValue:
    """Write down that a tenant takes a permission back."""
    wanted = scoped(Permission, current_actor()).where(Permission.id == permission_id)
    row = db.session.scalars(wanted).one_or_none()
    if row is None:
        abort(404)
    on = url_for("signatures.permissions", case_id=row.case_id)
    with write() as uow:
        services.withdraw_permission(uow, permission_id)
        uow.answer = on
    flash(_("De toestemming is ingetrokken. De overeenkomst blijft gelden."), "success")
    return redirect(on, 303)


@tenant_bp.get("/toestemming")
@access(tenant=True)
def own_permissions() -> ResponseReturnValue:
    """Show what the reader allows; a page of its own, apart from signing."""
    person_id = current().signatory.person_id
    if person_id is None or current().signatory.representation_id is not None:
        abort(404)
    case_id = current().signatory.case_id
    held = {one: queries.permission(db.session, case_id, person_id, one) for one in Subject}
    return show("permissions", held=held, subjects=SUBJECTS, back_url=url_for("tenant.home"))


@tenant_bp.post("/toestemming")
@access(tenant=True)
def change_permission() -> ResponseReturnValue:
    """Give a permission, or take it back."""
    signatory = current().signatory
    case_id, person_id, on = signatory.case_id, signatory.person_id, url_for("tenant.own_permissions")
    subject = request.form.get("subject", "")
    if person_id is None or signatory.representation_id is not None or subject not in set(Subject):
        abort(404)
    known = queries.permission(db.session, case_id, person_id, Subject(subject))
    known_id = known.id if known else None
    with reader_writes() as uow:
        if request.form.get("what") == "give":
            services.give_permission(uow, case_id, person_id, Subject(subject))
        elif known_id is not None:
            services.withdraw_permission(uow, known_id)
        uow.answer = on
    return redirect(on, 303)


def _case(case_id: uuid.UUID) -> tuple[Case, dict[uuid.UUID, str]]:
    actor = current_actor()
    case = db.session.scalars(scoped(Case, actor).where(Case.id == case_id)).one_or_none()
    if case is None:
        abort(404)
    ids = scoped(Participant, actor).with_only_columns(Participant.person_id).where(Participant.case_id == case_id)
    people = db.session.scalars(scoped(Person, actor).where(Person.id.in_(ids)))
    return case, {row.id: full_name(row) for row in people}
