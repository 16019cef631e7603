"""The signing panel of a version: who signs, how far they are, what waits for a person."""

from __future__ import annotations

import datetime as dt
import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from portal.agreements.models import AgreementVersion
from portal.agreements.rules import SIGNING
from portal.core import clock, crypto
from portal.core.db import db
from portal.core.errors import Conflict, Invalid
from portal.core.policy import scoped
from portal.parties.queries import last_register_checks
from portal.signatures import policies, queries, services
from portal.signatures.inputs import AnswerForm, ContactForm, WithdrawalForm, put
from portal.signatures.models import Question, Signatory
from portal.signatures.rules import content
from portal.signatures.rules.order import Scheme
from portal.signatures.rules.states import LINKED, OPEN, PROFESSIONALS, TENANTS, Channel, Role, State, may_withdraw
from portal.signatures.views import bp
from portal.signatures.views.reader import CAPACITIES
from portal.web.auth import current_actor, write
from portal.web.guards import access

STAFF = ("bureau_staff", "bureau_admin", "legal", "expert")
READERS = (*STAFF, "corporation_staff")
CHECKERS = ("bureau_staff", "bureau_admin", "expert", "corporation_staff")
REGISTER_FRESH = dt.timedelta(days=14)
"""A look in the register of guardianship and administration is repeated when it is older than this at signing."""

STATES = {
    State.WAITING: (lazy_gettext("wacht"), "stil"), State.INVITED: (lazy_gettext("uitgenodigd"), "beurt"),
    State.READING: (lazy_gettext("leest"), "beurt"), State.SIGNED: (lazy_gettext("getekend"), "ok"),
    State.REFUSED: (lazy_gettext("tekent niet"), "mis"), State.WITHDRAWN: (lazy_gettext("ingetrokken"), "mis"),
    State.VOIDED: (lazy_gettext("vervallen"), "stil"),
}


@bp.get("/afspraken/<uuid:version_id>/ondertekening")
@access(*READERS)
def panel(version_id: uuid.UUID) -> ResponseReturnValue:
    """Show the signing panel."""
    return _panel(version_id)


@bp.post("/afspraken/<uuid:version_id>/ondertekening/volgorde")
@access(*STAFF)
def name_signers(version_id: uuid.UUID) -> ResponseReturnValue:
    """List who signs, in the chosen order."""
    chosen = request.form.get("scheme", "")
    scheme = Scheme(chosen) if chosen in set(Scheme) else Scheme.AGREED
    with write() as uow:
        services.name_signers(uow, version_id, scheme=scheme)
        uow.answer = url_for("signatures.panel", version_id=version_id)
    return redirect(url_for("signatures.panel", version_id=version_id), 303)


@bp.post("/afspraken/<uuid:version_id>/ondertekening/uitnodigen")
@access(*STAFF)
def invite(version_id: uuid.UUID) -> ResponseReturnValue:
    """Send a link to everybody whose turn it is."""
    on = url_for("signatures.panel", version_id=version_id)
    with write() as uow:
        outcome = services.invite(uow, version_id)
        uow.answer = on
    if outcome.sent:
        flash(ngettext("%(num)d uitnodiging is verstuurd.", "%(num)d uitnodigingen zijn verstuurd.", outcome.sent), "success")
    if outcome.unreachable:
        flash(_("Niet verstuurd: van iemand ontbreekt een telefoonnummer of e-mailadres. Vul dat eerst in."), "warning")
    return redirect(on, 303)


@bp.post("/tekenen/<uuid:signatory_id>/opnieuw")
@access(*STAFF)
def invite_again(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Send a new link; the one before stops working."""
    on = _panel_of(signatory_id)
    with write() as uow:
        services.invite_again(uow, signatory_id)
        uow.answer = on
    flash(_("Er is een nieuwe link verstuurd. De vorige link werkt niet meer."), "success")
    return redirect(on, 303)


@bp.get("/tekenen/<uuid:signatory_id>/bereik")
@access(*STAFF)
def contact(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Show where a signatory is reached."""
    row = _row(signatory_id)
    form = ContactForm(phone=row.phone, mail=row.mail, channel=row.channel.value)
    return render_template("signatures/contact.html", row=row, form=form, back_url=_panel_of(signatory_id))


@bp.post("/tekenen/<uuid:signatory_id>/bereik")
@access(*STAFF)
def change_contact(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Correct where a signatory is reached."""
    form, on = ContactForm(request.form), _panel_of(signatory_id)
    if form.validate():
        try:
            with write() as uow:
                services.change_contact(uow, signatory_id, form.phone.data or "", form.mail.data or "",
                                        Channel(form.channel.data))
                uow.answer = on
        except Invalid as error:
            error.params["field"] = {"email": "mail"}.get(str(error.params.get("field")), error.params.get("field"))
            put(form, error, "phone")
    if form.errors:
        return render_template("signatures/contact.html", row=_row(signatory_id), form=form, back_url=on), 422
    return redirect(on, 303)


@bp.get("/tekenen/zaak/<uuid:case_id>/vraag")
@access(*STAFF)
def waiting_question(case_id: uuid.UUID) -> ResponseReturnValue:
    """Go to the question of a case that waits longest for its answer, or to the agreements when none does."""
    found = queries.waiting_question(db.session, case_id)
    if found is None:
        return redirect(url_for("agreements.of_case", case_id=case_id), 303)
    return redirect(url_for("signatures.question", question_id=found), 303)


@bp.get("/tekenen/vraag/<uuid:question_id>")
@access(*STAFF)
def question(question_id: uuid.UUID) -> ResponseReturnValue:
    """Show a question and the place for its answer."""
    return _question_page(_question(question_id), AnswerForm(), 200)


@bp.post("/tekenen/vraag/<uuid:question_id>")
@access(*STAFF)
def answer(question_id: uuid.UUID) -> ResponseReturnValue:
    """Answer a question; the reader may go on from there."""
    form = AnswerForm(request.form)
    row = _question(question_id)
    on = _panel_of(row.signatory_id)
    if not form.validate():
        return _question_page(row, form, 422)
    try:
        with write() as uow:
            services.answer(uow, question_id, form.text.data or "")
            uow.answer = on
    except (Invalid, Conflict) as error:
        put(form, error, "text")
        return _question_page(_question(question_id), form, 409 if isinstance(error, Conflict) else 422)
    flash(_("Het antwoord is verstuurd. De huurder kan weer verder."), "success")
    return redirect(on, 303)


@bp.get("/tekenen/<uuid:signatory_id>/intrekking")
@access(*STAFF)
def withdrawal(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Ask how a withdrawal was told."""
    return _withdrawal_page(signatory_id, WithdrawalForm(), 200)


@bp.post("/tekenen/<uuid:signatory_id>/intrekking")
@access(*STAFF)
def record_withdrawal(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Record a withdrawal that was told by telephone or in person."""
    form, on = WithdrawalForm(request.form), _panel_of(signatory_id)
    try:
        with write() as uow:
            services.record_withdrawal(uow, signatory_id, form.note.data or "")
            uow.answer = on
    except (Invalid, Conflict) as error:
        put(form, error, "note")
        return _withdrawal_page(signatory_id, form, 409 if isinstance(error, Conflict) else 422)
    flash(_("De intrekking is vastgelegd."), "success")
    return redirect(on, 303)


def _row(signatory_id: uuid.UUID) -> Signatory:
    row = db.session.scalars(scoped(Signatory, current_actor()).where(Signatory.id == signatory_id)).one_or_none()
    if row is None:
        abort(404)
    return row


def _panel_of(signatory_id: uuid.UUID) -> str:
    return url_for("signatures.panel", version_id=_row(signatory_id).version_id)


def _question(question_id: uuid.UUID) -> Question:
    row = db.session.scalars(scoped(Question, current_actor()).where(Question.id == question_id)).one_or_none()
    if row is None:
        abort(404)
    return row


def _question_page(row: Question, form: AnswerForm, status: int) -> ResponseReturnValue:
    text, given = crypto.reveal(db.session, row, "text"), crypto.reveal(db.session, row, "answer")
    page = render_template("signatures/question.html", row=row, who=_row(row.signatory_id), text=text, given=given,
                           form=form, back_url=_panel_of(row.signatory_id))
    return page, status


def _withdrawal_page(signatory_id: uuid.UUID, form: WithdrawalForm, status: int) -> ResponseReturnValue:
    page = render_template("signatures/withdrawal.html", row=_row(signatory_id), form=form, back_url=_panel_of(signatory_id))
    return page, status


def _panel(version_id: uuid.UUID) -> ResponseReturnValue:
    actor = current_actor()
    version = db.session.scalars(scoped(AgreementVersion, actor).where(AgreementVersion.id == version_id)).one_or_none()
    if version is None:
        abort(404)
    found = queries.panel(db.session, actor, version_id)
    reasons = {
        line.signatory.id: crypto.reveal(db.session, refusal, "reason")
        for line in found.lines
        if line.signatory.state is State.REFUSED and (refusal := queries.refusal_of(db.session, line.signatory.id))
    }
    withdrawable = {
        line.signatory.id for line in found.lines
        if may_withdraw(line.signatory.role, line.signatory.state, version.reflection_ends_at, clock.now())
    }
    signing = version.state in SIGNING and queries.case_is_open(db.session, version.case_id)
    replaceable = {
        line.signatory.id for line in found.lines
        if signing and line.signatory.role in PROFESSIONALS and line.signatory.state in OPEN
        and queries.has_colleague(db.session, line.signatory)
    }
    title, reference = content.heading(version.content)
    tenants = [line.signatory.person_id for line in found.lines if line.signatory.role in TENANTS]
    checks = last_register_checks(db.session, actor, [one for one in tenants if one])
    return render_template(
        "signatures/panel.html", version=version, panel=found, states=STATES, capacities=CAPACITIES, reasons=reasons,
        withdrawable=withdrawable if policies.may_record_withdrawal(actor) else set(), heading=title,
        reference=reference, may_invite=policies.may_invite(actor), open_states=OPEN, linked=LINKED, professionals=PROFESSIONALS, schemes=list(Scheme),
        signing=signing, replaceable=replaceable, Role=Role,
        checks=checks, may_check=actor.has(*CHECKERS), stale_before=clock.today() - REGISTER_FRESH, tenants=TENANTS,
        own={line.signatory.id for line in found.lines if policies.may_sign_in_portal(actor, line.signatory)},
    )
