"""Signing by people who sign in: corporation and expert read the whole and give their password again."""

from __future__ import annotations

import uuid

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.models import User
from portal.accounts.sign_in import confirm_password
from portal.core import blobs, clock
from portal.core.blobs import StoredFile
from portal.core.db import db
from portal.core.errors import Denied, Invalid
from portal.core.policy import SYSTEM, acting, scoped
from portal.signatures import consent, policies, queries, services
from portal.signatures.inputs import PortalSignForm, put
from portal.signatures.models import Signatory
from portal.signatures.rules.facts import SignFacts
from portal.signatures.rules.states import State
from portal.signatures.views import bp
from portal.signatures.views.reader import CAPACITIES, trace
from portal.web.auth import current_actor, write
from portal.web.guards import access

SIGNERS = ("corporation_staff", "expert", "bureau_staff", "bureau_admin", "legal")


@bp.get("/tekenen")
@access(*SIGNERS)
def mine() -> ResponseReturnValue:
    """List what the reader has to sign."""
    return render_template("signatures/mine.html", rows=queries.mine(db.session, current_actor()), capacities=CAPACITIES)


@bp.get("/tekenen/<uuid:signatory_id>")
@access(*SIGNERS)
def read(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Show the whole agreement and, when it is the reader's turn, the place to sign."""
    return _page(_signatory(signatory_id), PortalSignForm(), 200)


@bp.post("/tekenen/<uuid:signatory_id>")
@access(*SIGNERS)
def sign(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Set a signature after the password was given again."""
    row, form = _signatory(signatory_id), PortalSignForm(request.form)
    if not form.validate():
        return _page(row, form, 422)
    try:
        _confirm(form.password.data or "")
    except Invalid as error:
        put(form, error, "password")
        return _page(_signatory(signatory_id), form, 422)
    facts = SignFacts(
        name=form.name.data or "", content_digest=request.form.get("digest", "")[:64],
        consent_key=request.form.get("consent", "")[:40], trace=trace(), confirmed_at=clock.now(),
    )
    on = url_for("signatures.read", signatory_id=signatory_id)
    try:
        with write() as uow:
            services.sign_in_portal(uow, signatory_id, facts)
            uow.answer = on
    except Invalid as error:
        put(form, error, "name")
        return _page(_signatory(signatory_id), form, 422)
    return redirect(on, 303)


@bp.post("/tekenen/<uuid:signatory_id>/weigeren")
@access(*SIGNERS)
def decline(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the decision of a corporation or an expert not to sign."""
    on = url_for("signatures.read", signatory_id=signatory_id)
    with write() as uow:
        services.refuse(uow, signatory_id)
        uow.answer = on
    return redirect(on, 303)


@bp.get("/tekenen/<uuid:signatory_id>/stuk.pdf")
@access(*SIGNERS)
def paper(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Give the PDF that is signed, or the final document once it is there."""
    actor, row = current_actor(), _signatory(signatory_id)
    round_ = queries.round_of(db.session, row.version_id)
    file_id = queries.letter(db.session, actor, row).p0_file_id
    if round_ is not None and round_.copy_file_id is not None:
        file_id = round_.copy_file_id
    file = db.session.scalars(scoped(StoredFile, actor).where(StoredFile.id == file_id)).one_or_none()
    if file is None:
        abort(404)
    headers = {"Content-Disposition": 'attachment; filename="overeenkomst.pdf"'}
    return Response(blobs.fetch(db.session, file), mimetype="application/pdf", headers=headers)


def _signatory(signatory_id: uuid.UUID) -> Signatory:
    row = db.session.scalars(scoped(Signatory, current_actor()).where(Signatory.id == signatory_id)).one_or_none()
    if row is None or not policies.may_sign_in_portal(current_actor(), row):
        abort(404)
    return row


def _confirm(password: str) -> None:
    """Check that *password* is that of whoever is signed in; raises Invalid and TooMany as the sign-in page does."""
    actor = current_actor()
    with acting(db.session, SYSTEM):
        user = db.session.scalars(scoped(User, SYSTEM).where(User.id == actor.id)).one_or_none()
    if actor.kind != "user" or user is None:
        raise Denied("signing.not-yours")
    confirm_password(user, password)


def _page(row: Signatory, form: PortalSignForm, status: int) -> ResponseReturnValue:
    given = queries.signature_of(db.session, row.id)
    open_ = row.state in {State.INVITED, State.READING} and queries.may_still_sign(db.session, row)
    may_sign = open_ and queries.is_turn(db.session, row)
    page = render_template(
        "signatures/portal_sign.html", row=row, form=form, given=given, open=open_, may_sign=may_sign,
        reader=queries.letter(db.session, current_actor(), row), consent=consent.current(row.role, row.meaning),
        capacity=CAPACITIES[row.role],
    )
    return page, status
