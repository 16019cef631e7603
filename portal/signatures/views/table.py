"""Staff at the table with a signer: QR code, tablet, interpreter, refusal in person, understanding, delegation."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import segno
from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Form

from portal.accounts import services as accounts
from portal.accounts.sign_in import current_account, take_from_browser
from portal.core.db import db
from portal.core.errors import Conflict, Invalid
from portal.core.policy import scoped
from portal.core.uow import UnitOfWork
from portal.signatures import links, policies, queries, services
from portal.signatures.inputs import put
from portal.signatures.inputs.table import (
    DelegateForm,
    InterpreterForm,
    PlaceForm,
    RefusalForm,
    UnderstandingForm,
    WitnessForm,
)
from portal.signatures.models import Signatory, SigningReminder
from portal.signatures.rules.presence import QR_LIFE
from portal.signatures.rules.states import OPEN, PROFESSIONALS
from portal.signatures.views import bp
from portal.signatures.views.panel import STAFF, _panel_of, _row
from portal.signatures.views.reader import keep_cookie, trace
from portal.web.auth import current_actor, write
from portal.web.guards import access

TITLES: dict[str, LazyString] = {
    "qr": lazy_gettext("%(name)s leest op de eigen telefoon"),
    "tablet": lazy_gettext("%(name)s tekent op dit apparaat"),
    "interpreter": lazy_gettext("Een tolk voor %(name)s"),
    "refusal": lazy_gettext("%(name)s weigert te tekenen"),
    "understanding": lazy_gettext("Begreep %(name)s de afspraken?"),
    "delegate": lazy_gettext("Een collega tekent in plaats van %(name)s"),
}


@bp.get("/tekenen/<uuid:signatory_id>/tafel")
@access(*STAFF)
def at_the_table(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Show the ways to sign together."""
    row = _row(signatory_id)
    if row.role in PROFESSIONALS:
        abort(404)
    return render_template(
        "signatures/table.html", row=row, open=row.state in OPEN, statements=queries.statements(db.session, row.id),
        paper=queries.waiting_paper(db.session, row.id), back_url=_panel_of(signatory_id),
        mine=current_actor().id,
    )


@bp.get("/tekenen/<uuid:signatory_id>/qr")
@access(*STAFF)
def qr(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Ask where staff and signer sit."""
    return _act_page("qr", signatory_id, PlaceForm())


@bp.post("/tekenen/<uuid:signatory_id>/qr")
@access(*STAFF)
def show_qr(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Show the QR code and the code to be said; both are shown once and kept nowhere."""
    form = PlaceForm(request.form)
    shown: list[services.Shown] = []
    refused = _try(form, "place", lambda uow: shown.append(services.show_qr(uow, signatory_id, form.place.data or "")))
    if refused:
        return _act_page("qr", signatory_id, form, refused)
    code = segno.make(links.letter(shown[0].token), error="m", micro=False)
    return render_template(
        "signatures/qr.html", row=_row(signatory_id), back_url=_panel_of(signatory_id), code=shown[0].code,
        minutes=int(QR_LIFE.total_seconds() // 60),
        picture=Markup(code.svg_inline(scale=6, border=2, omitsize=True, svgclass="qr", lineclass=None)),  # noqa: S704 - our own address
    )


@bp.get("/tekenen/<uuid:signatory_id>/tablet")
@access(*STAFF)
def tablet(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the witness what was seen, before the tablet is handed over."""
    account = current_account()
    return _act_page("tablet", signatory_id, WitnessForm(name=account.user.name if account else ""))


@bp.post("/tekenen/<uuid:signatory_id>/tablet")
@access(*STAFF)
def give_tablet(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Hand this device to the signer: the staff session ends here, and coming back asks for the password again."""
    form, secrets = WitnessForm(request.form), list[str]()

    def act(uow: UnitOfWork) -> None:
        secrets.append(services.give_tablet(uow, signatory_id, form.facts(), trace()))
        account = current_account()
        if account is not None:
            accounts.end_session(uow, account.sign_in.id)

    refused = _try(form, "name", act)
    if refused:
        return _act_page("tablet", signatory_id, form, refused)
    take_from_browser()
    session.clear()
    return keep_cookie(redirect(url_for("tenant.home"), 303), secrets[0])


@bp.get("/tekenen/<uuid:signatory_id>/tolk")
@access(*STAFF)
def interpreter(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Ask who interprets."""
    return _act_page("interpreter", signatory_id, InterpreterForm())


@bp.post("/tekenen/<uuid:signatory_id>/tolk")
@access(*STAFF)
def note_interpreter(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Write down who interprets."""
    form = InterpreterForm(request.form)
    refused = _try(form, "name", lambda uow: services.note_interpreter(uow, signatory_id, form.facts()))
    if refused:
        return _act_page("interpreter", signatory_id, form, refused)
    flash(_("De tolk is vastgelegd."), "success")
    return redirect(url_for("signatures.at_the_table", signatory_id=signatory_id), 303)


@bp.get("/tekenen/<uuid:signatory_id>/weigering")
@access(*STAFF)
def refusal(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Ask who witnessed a refusal in person."""
    return _act_page("refusal", signatory_id, RefusalForm())


@bp.post("/tekenen/<uuid:signatory_id>/weigering")
@access(*STAFF)
def record_refusal(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Write down a refusal in person."""
    form = RefusalForm(request.form)
    refused = _try(
        form, "said",
        lambda uow: services.record_refusal(
            uow, signatory_id, form.facts(), only_seen=bool(form.only_seen.data), said=form.said.data or ""
        ),
    )  # fmt: skip
    if refused:
        return _act_page("refusal", signatory_id, form, refused)
    flash(_("De weigering is vastgelegd. Dat is een uitkomst, geen fout."), "success")
    return redirect(_panel_of(signatory_id), 303)


@bp.get("/tekenen/<uuid:signatory_id>/begrip")
@access(*STAFF)
def understanding(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Show how little was understood, and ask why that is no obstacle."""
    return _act_page("understanding", signatory_id, UnderstandingForm())


@bp.post("/tekenen/<uuid:signatory_id>/begrip")
@access(*STAFF)
def decide_understanding(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Write down why the agreement may be completed."""
    form = UnderstandingForm(request.form)
    refused = _try(form, "reason", lambda uow: services.decide_understanding(uow, signatory_id, form.reason.data or ""))
    if refused:
        return _act_page("understanding", signatory_id, form, refused)
    flash(_("Het besluit is vastgelegd. De overeenkomst kan door."), "success")
    return redirect(_panel_of(signatory_id), 303)


@bp.get("/tekenen/<uuid:signatory_id>/overdragen")
@access(*STAFF, "corporation_staff")
def delegate(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Ask which colleague signs instead, and under which mandate."""
    return _act_page("delegate", signatory_id, _delegate_form(signatory_id))


@bp.post("/tekenen/<uuid:signatory_id>/overdragen")
@access(*STAFF, "corporation_staff")
def hand_on(signatory_id: uuid.UUID) -> ResponseReturnValue:
    """Let a colleague sign instead."""
    form = _delegate_form(signatory_id)
    chosen = next((key for key, _name in form.user_id.choices if key == form.user_id.data), str(uuid.uuid4()))
    refused = _try(
        form, "user_id",
        lambda uow: services.delegate(uow, signatory_id, uuid.UUID(chosen), form.mandate.data or ""),
    )  # fmt: skip
    if refused:
        return _act_page("delegate", signatory_id, form, refused)
    flash(_("Uw collega krijgt bericht dat er een stuk klaarstaat."), "success")
    return redirect(_panel_of(signatory_id), 303)


@bp.post("/tekenen/herinnering/<uuid:reminder_id>/stop")
@access(*STAFF)
def stop_reminder(reminder_id: uuid.UUID) -> ResponseReturnValue:
    """Stop a reminder before it leaves."""
    wanted = scoped(SigningReminder, current_actor()).where(SigningReminder.id == reminder_id)
    row = db.session.scalars(wanted).one_or_none()
    if row is None:
        abort(404)
    on = _panel_of(row.signatory_id)
    with write() as uow:
        services.stop_reminder(uow, reminder_id)
        uow.answer = on
    flash(_("De herinnering gaat niet uit."), "success")
    return redirect(on, 303)


def _delegate_form(signatory_id: uuid.UUID) -> DelegateForm:
    row = _row(signatory_id)
    if row.role not in PROFESSIONALS or not (
        policies.may_sign_in_portal(current_actor(), row) or policies.may_invite(current_actor())
    ):
        abort(404)
    form = DelegateForm(request.form if request.method == "POST" else None)
    form.user_id.choices = [(str(user.id), user.name) for user in queries.colleagues(db.session, row)]
    return form


def _try(form: Form, fallback: str, act: Callable[[UnitOfWork], object]) -> int:
    """Do an act with what was filled in; return the status of its refusal, 0 when it was done."""
    if not form.validate():
        return 422
    try:
        with write() as uow:
            act(uow)
    except (Invalid, Conflict) as error:
        put(form, error, fallback)
        return 409 if isinstance(error, Conflict) else 422
    return 0


def _act_page(kind: str, signatory_id: uuid.UUID, form: Form, status: int = 200) -> ResponseReturnValue:
    row: Signatory = _row(signatory_id)
    back = _panel_of(signatory_id)
    if kind in {"qr", "tablet", "interpreter"}:
        back = url_for("signatures.at_the_table", signatory_id=signatory_id)
    page = render_template(
        "signatures/act.html", kind=kind, row=row, form=form, back_url=back, heading=str(TITLES[kind]) % {"name": row.name},
        score=queries.score_of(db.session, row.id) if kind == "understanding" else None,
    )
    return page, status
