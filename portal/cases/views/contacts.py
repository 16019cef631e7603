"""Contacts and offered help of a case."""

from __future__ import annotations

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.cases import policies, queries, services
from portal.cases.inputs import AnswerHelpForm, ContactForm, HelpForm
from portal.cases.models import Case
from portal.cases.rules import ContactFacts, ContactKind, ContactOutcome, HelpFacts, HelpKind, HelpResponse
from portal.cases.views.blueprint import READERS, WORKERS, bp, opened, page
from portal.core import clock, crypto
from portal.core.db import db
from portal.core.errors import Invalid
from portal.web.auth import current_actor, write
from portal.web.disclosure import log_care_read
from portal.web.guards import access


@bp.get("/<uuid:case_id>/contacten")
@access(*READERS)
def contacts(case_id: uuid.UUID) -> ResponseReturnValue:
    """List contacts and offered help; care notes only when asked for, and then logged first."""
    actor, case = current_actor(), opened(case_id)
    notes = queries.care_notes(db.session, actor, case_id)
    texts: dict[uuid.UUID, str] = {}
    if notes and request.args.get("zorg") == "1":
        log_care_read(db.session, actor, case_id, "care_notes", "case_work")
        texts = {contact_id: crypto.reveal(db.session, note, "note") for contact_id, note in notes.items()}
    return page(
        "cases/contacts.html", case=case, contacts=queries.contacts(db.session, actor, case_id), notes=notes,
        texts=texts, offers=queries.help_offers(db.session, actor, case_id),
        may_log=policies.may_log_contact(actor, case), may_offer=policies.may_offer_help(actor, case),
    )  # fmt: skip


@bp.get("/<uuid:case_id>/contacten/nieuw")
@access(*WORKERS)
def new_contact(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a contact."""
    case = opened(case_id)
    return _contact(case, _choosable(ContactForm(data={"held_on": clock.today(), "shared": "yes"}), case))


@bp.post("/<uuid:case_id>/contacten/nieuw")
@access(*WORKERS)
def log_contact(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write a contact down."""
    case = opened(case_id)
    form = _choosable(ContactForm(request.form), case)
    if form.validate():
        facts = ContactFacts(
            held_on=form.held_on.data, kind=ContactKind(form.kind.data), outcome=ContactOutcome(form.outcome.data),
            counterpart=form.counterpart.data or "", summary=form.summary.data or "",
            care_note=form.care_note.data or "", shared=form.shared.data == "yes",
        )  # fmt: skip
        try:
            with write() as uow:
                services.log_contact(uow, case_id, facts)
                uow.answer = url_for("cases.contacts", case_id=case_id)
            flash(_("Het contact is vastgelegd."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused)
    return _contact(case, form, 422)


@bp.get("/<uuid:case_id>/hulp/nieuw")
@access(*WORKERS)
def new_help(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask which help was offered."""
    return page("cases/help_form.html", case=opened(case_id), form=HelpForm(data={"offered_on": clock.today()}))


@bp.post("/<uuid:case_id>/hulp/nieuw")
@access(*WORKERS)
def offer_help(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write down that help was offered."""
    case, form = opened(case_id), HelpForm(request.form)
    if form.validate():
        facts = HelpFacts(
            offered_on=form.offered_on.data, kind=HelpKind(form.kind.data), offered_by=form.offered_by.data,
            response=HelpResponse(form.response.data), follow_up=form.follow_up.data or "",
        )  # fmt: skip
        try:
            with write() as uow:
                services.offer_help(uow, case_id, facts)
                uow.answer = url_for("cases.contacts", case_id=case_id)
            flash(_("De aangeboden hulp is vastgelegd."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused)
    return page("cases/help_form.html", 422, case=case, form=form)


@bp.get("/<uuid:case_id>/hulp/<uuid:help_id>")
@access(*WORKERS)
def help_answer(case_id: uuid.UUID, help_id: uuid.UUID) -> ResponseReturnValue:
    """Ask what came of offered help."""
    offer = queries.help_offer(db.session, current_actor(), case_id, help_id)
    form = AnswerHelpForm(data={"response": offer.response.value, "follow_up": offer.follow_up})
    return page("cases/help_answer.html", case=opened(case_id), form=form, offer=offer)


@bp.post("/<uuid:case_id>/hulp/<uuid:help_id>")
@access(*WORKERS)
def answer_help(case_id: uuid.UUID, help_id: uuid.UUID) -> ResponseReturnValue:
    """Write down what came of offered help."""
    case, form = opened(case_id), AnswerHelpForm(request.form)
    offer = queries.help_offer(db.session, current_actor(), case_id, help_id)
    if form.validate():
        version = request.form.get("version", "")
        try:
            with write() as uow:
                services.answer_help(
                    uow, help_id, int(version) if version.isdecimal() and len(version) < 9 else None,
                    HelpResponse(form.response.data), form.follow_up.data or "",
                )  # fmt: skip
                uow.answer = url_for("cases.contacts", case_id=case_id)
            flash(_("De aangeboden hulp is bijgewerkt."), "success")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused)
    return page("cases/help_answer.html", 422, case=case, form=form, offer=offer)


def _choosable(form: ContactForm, case: Case) -> ContactForm:
    care = policies.may_note_care(current_actor(), case)
    form.shared.choices = [
        ("yes", _("Huurder, corporatie en expert")),
        ("no", _("Alleen de expert (zorg)") if care else _("Alleen corporatie en bureau")),
    ]
    return form


def _contact(case: Case, form: ContactForm, status: int = 200) -> ResponseReturnValue:
    care = policies.may_note_care(current_actor(), case)
    return page("cases/contact_form.html", status, case=case, form=form, care=care)
