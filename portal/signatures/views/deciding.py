"""Deciding: signing, refusing, taking back, and the pages that say what came of it."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Conflict, Invalid
from portal.documents import bidi
from portal.signatures import consent, queries, services
from portal.signatures.inputs import ReasonForm, SignForm, put
from portal.signatures.rules import reading, strokes
from portal.signatures.rules.facts import SignFacts
from portal.signatures.rules.states import OPEN, State, may_withdraw
from portal.signatures.views import tenant_bp
from portal.signatures.views.reader import CAPACITIES, current, letter, next_url, reader_writes, show, trace
from portal.signatures.views.reading import send_pdf
from portal.web.guards import access


@tenant_bp.get("/tekenen")
@access(tenant=True)
def sign() -> ResponseReturnValue:
    """Show what signing means and ask for a name."""
    return _sign_page(SignForm(), 200)


@tenant_bp.post("/tekenen")
@access(tenant=True)
def give() -> ResponseReturnValue:
    """Set the signature on exactly the content that was shown."""
    here, form = current(), SignForm(request.form)
    if here.signatory.state is State.SIGNED:
        return redirect(url_for("tenant.receipt"), 303)
    signatory_id, session_id, on = here.signatory.id, here.entry.id, url_for("tenant.receipt")
    if not form.validate():
        return _sign_page(form, 422)
    try:
        facts = SignFacts(
            name=form.name.data or "", content_digest=request.form.get("digest", "")[:64],
            consent_key=request.form.get("consent", "")[:40], strokes=strokes.read(form.strokes.data or ""),
            session_id=session_id, trace=trace(),
        )
        with reader_writes() as uow:
            services.sign(uow, signatory_id, facts)
            uow.answer = on
    except Invalid as error:
        if error.params.get("field") == "strokes":
            form.strokes.data = ""
        put(form, error, "name")
        return _sign_page(form, 422)
    return redirect(on, 303)


@tenant_bp.get("/bewijs")
@access(tenant=True)
def receipt() -> ResponseReturnValue:
    """Say that the reader signed, who still has to, and what follows."""
    signatory = current().signatory
    if signatory.state is not State.SIGNED:
        return redirect(url_for("tenant.home"), 303)
    found = letter()
    given = queries.signature_of(db.session, signatory.id)
    round_ = queries.round_of(db.session, found.version_id)
    lacking = [
        bidi.alone(row.name) if row.name else str(CAPACITIES[row.role])
        for row in queries.signatories(db.session, found.version_id)
        if row.required and row.state is not State.SIGNED
    ]
    return show(
        "receipt", signed_at=given.at if given else None, waiting_for=lacking,
        may_withdraw=_may_withdraw(), over=queries.is_over(db.session, signatory), has_copy=round_ is not None and round_.copy_file_id is not None,
    )


@tenant_bp.get("/eindstuk.pdf")
@access(tenant=True)
def final_copy() -> ResponseReturnValue:
    """Give the final, sealed document."""
    round_ = queries.round_of(db.session, current().signatory.version_id)
    if round_ is None or round_.copy_file_id is None or current().signatory.state is not State.SIGNED:
        abort(404)
    return send_pdf(round_.copy_file_id, "getekende-overeenkomst.pdf")


@tenant_bp.get("/weigeren")
@access(tenant=True)
def refuse() -> ResponseReturnValue:
    """Explain what follows when somebody does not sign; the next tap decides."""
    if current().signatory.state not in OPEN:
        return redirect(next_url(), 303)
    return show("refuse", back_url=url_for("tenant.home"))


@tenant_bp.post("/weigeren")
@access(tenant=True)
def decline() -> ResponseReturnValue:
    """Keep the decision not to sign."""
    signatory_id, on = current().signatory.id, url_for("tenant.refused")
    with reader_writes() as uow:
        services.refuse(uow, signatory_id)
        uow.answer = on
    return redirect(on, 303)


@tenant_bp.get("/geweigerd")
@access(tenant=True)
def refused() -> ResponseReturnValue:
    """Say that the decision is kept; telling why is possible, not needed."""
    return _refused_page(ReasonForm(), 200)


@tenant_bp.post("/geweigerd")
@access(tenant=True)
def explain() -> ResponseReturnValue:
    """Keep why somebody did not sign."""
    form, signatory_id, on = ReasonForm(request.form), current().signatory.id, url_for("tenant.refused")
    try:
        with reader_writes() as uow:
            services.explain_refusal(uow, signatory_id, form.text.data or "")
            uow.answer = on
    except Invalid as error:
        put(form, error, "text")
        return _refused_page(form, 422)
    return redirect(on, 303)


@tenant_bp.get("/intrekken")
@access(tenant=True)
def withdraw() -> ResponseReturnValue:
    """Explain what follows when a signature is taken back; the next tap decides."""
    if current().signatory.state is not State.SIGNED:
        return redirect(next_url(), 303)
    if not _may_withdraw():
        raise Conflict("signing.too-late")
    return show("withdraw")


@tenant_bp.post("/intrekken")
@access(tenant=True)
def take_back() -> ResponseReturnValue:
    """Take the signature back."""
    signatory_id, on = current().signatory.id, url_for("tenant.withdrawn")
    with reader_writes() as uow:
        services.withdraw(uow, signatory_id)
        uow.answer = on
    return redirect(on, 303)


@tenant_bp.get("/ingetrokken")
@access(tenant=True)
def withdrawn() -> ResponseReturnValue:
    """Say that the signature was taken back."""
    signatory = current().signatory
    if signatory.state is not State.WITHDRAWN:
        return redirect(url_for("tenant.home"), 303)
    return show("withdrawn", at=signatory.decided_at)


def _may_withdraw() -> bool:
    signatory = current().signatory
    return not queries.is_over(db.session, signatory) and may_withdraw(
        signatory.role, signatory.state, letter().reflection_ends_at, clock.now()
    )


def _sign_page(form: SignForm, status: int) -> ResponseReturnValue:
    here, found = current().signatory, letter()
    if here.state not in OPEN:
        return redirect(next_url(), 303)
    if not queries.may_still_sign(db.session, here):
        return show("over")
    if reading.hurdles(found.entries, found.answers, queries.open_questions(db.session, here.id)):
        return redirect(url_for("tenant.review"), 303)
    if not queries.is_turn(db.session, here):
        return show("wait")
    return show("sign", status, form=form, consent=consent.current(here.role, here.meaning))


def _refused_page(form: ReasonForm, status: int) -> ResponseReturnValue:
    signatory = current().signatory
    if signatory.state is not State.REFUSED:
        return redirect(url_for("tenant.home"), 303)
    row = queries.refusal_of(db.session, signatory.id)
    return show("refused", status, form=form, told=row is not None and row.reason_sealed is not None)
