"""The agreements of a case, and the composer of an open draft."""

from __future__ import annotations

import base64
import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import queries as accounts
from portal.accounts.rules import Role
from portal.agreements import policies, queries, services
from portal.agreements.facts import facts_of
from portal.agreements.inputs import SECTIONS, SendForm, SignerForm
from portal.agreements.views.blueprint import READERS, WRITERS, bp, opened, page, pdf, posted_version, told_changes
from portal.cases import queries as cases
from portal.clauses import queries as library
from portal.clauses.facts import applies
from portal.core.db import db
from portal.core.errors import DomainError, Invalid
from portal.core.policy import SYSTEM, acting
from portal.documents import render
from portal.documents.errors import Busy
from portal.web.auth import current_actor, write
from portal.web.guards import access

MOST = 50


@bp.get("/")
@access(*READERS)
def index() -> ResponseReturnValue:
    """List open drafts and the newest versions the reader may see."""
    actor = current_actor()
    drafts, rows = queries.open_drafts(db.session, actor)[:MOST], queries.newest_versions(db.session, actor, MOST)
    references = queries.references(
        db.session, actor, [*(one.case_id for one in drafts), *(one.case_id for one in rows)]
    )
    return page(
        "agreements/index.html",
        may_read_templates=actor.has(*WRITERS),
        drafts=drafts,
        versions=rows,
        references=references,
    )


@bp.get("/zaak/<uuid:case_id>")
@access(*READERS)
def of_case(case_id: uuid.UUID) -> ResponseReturnValue:
    """Show the agreements of a case: the version that counts, the draft, and all earlier versions."""
    actor = current_actor()
    case = cases.case(db.session, actor, case_id)
    drafts = queries.open_drafts(db.session, actor, case_id)
    return page(
        "agreements/of_case.html", case=case, drafts=drafts,
        agreements=queries.agreements_of(db.session, actor, case_id),
        versions=queries.versions_of_case(db.session, actor, case_id)[::-1],
        templates=queries.offered(db.session), addenda=queries.offered(db.session, extending=True),
        standing=queries.standing(db.session, actor, case_id), may_draft=policies.may_draft(actor, case),
    )  # fmt: skip


@bp.post("/zaak/<uuid:case_id>/beginnen")
@access(*WRITERS)
def begin(case_id: uuid.UUID) -> ResponseReturnValue:
    """Begin an agreement from the accepted intake, when there is one."""
    with write() as uow:
        intake = queries.accepted_intake(uow.session, uow.actor, case_id)
        agreement = services.draft(
            uow, case_id, request.form.get("template") or "voluntary", intake, propose="voorstel" in request.form
        )
        uow.answer = url_for("agreements.compose", agreement_id=agreement.id)
    flash(_("Het concept staat klaar. Wat al bekend was, is ingevuld."), "success")
    return redirect(uow.answer, 303)


@bp.get("/<uuid:agreement_id>/concept")
@access(*WRITERS, "corporation_staff")
def compose(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Show the composer: content per section, checks before sending, and the library."""
    render.warm()  # the pages are drawn next
    desk, typed = opened(agreement_id), request.args.get("q", "")[:100]
    taken = {clause.code for clause in desk.content.clauses}
    facts = facts_of(desk.content)
    with acting(db.session, SYSTEM):  # the library is no secret of a case
        entries = library.library(db.session, SYSTEM, typed)
        offered = library.offered_numbers(db.session, SYSTEM, taken)
    newer = {one.number for one in desk.content.clauses if offered.get(one.code, 0) > one.version}
    fitting = [one for one in entries if one.body.condition is not None and applies(one.body.condition, facts)]
    return page(
        "agreements/compose.html", desk=desk, newer=newer, entries=entries, typed=typed, taken=taken, fitting=fitting,
        editable=set(SECTIONS), earlier=queries.versions(db.session, current_actor(), agreement_id),
    )  # fmt: skip


@bp.get("/<uuid:agreement_id>/concept/pdf")
@access(*WRITERS)
def preview(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Show the draft as PDF, marked "concept"."""
    desk = opened(agreement_id)
    return pdf(services.preview(db.session, agreement_id), f"{desk.case.reference}_concept.pdf", download=False)


@bp.get("/<uuid:agreement_id>/concept/voorbeeld")
@access(*WRITERS)
def look(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Show the draft as pictures of its pages; a piece of a page when htmx asks."""
    desk = opened(agreement_id)
    try:
        drawn = services.pictures(db.session, agreement_id)
    except Busy:
        if not request.headers.get("HX-Request"):
            raise
        return page("agreements/pictures_later.html", desk=desk)
    pictures = [base64.b64encode(one).decode() for one in drawn.shown]
    template = "agreements/pictures.html" if request.headers.get("HX-Request") else "agreements/look.html"
    return page(template, desk=desk, pictures=pictures, pages=drawn.pages)


@bp.get("/<uuid:agreement_id>/concept/verschil")
@access(*WRITERS, "corporation_staff")
def draft_changes(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Say what is different in the draft from the version before it."""
    desk = opened(agreement_id)
    earlier = queries.versions(db.session, current_actor(), agreement_id)
    return page("agreements/changes.html", row=None, desk=desk, before=earlier[0] if earlier else None,
                changes=told_changes(queries.content_of(earlier[0]), desk.content) if earlier else [])  # fmt: skip


@bp.get("/<uuid:agreement_id>/concept/versturen")
@access(*WRITERS)
def sending(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for certainty before a version is made and put before the parties."""
    return _sending(agreement_id, SendForm())


@bp.post("/<uuid:agreement_id>/concept/versturen")
@access(*WRITERS)
def freeze(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Make a version of the draft and put it before the parties."""
    actor = current_actor()
    if queries.draft_of(db.session, actor, agreement_id) is None:  # sent before: the same button, twice
        case_id = queries.agreement(db.session, actor, agreement_id).case_id
        return redirect(url_for("agreements.of_case", case_id=case_id), 303)
    frozen = services.prepare(db.session, agreement_id)
    form = SendForm(request.form)
    try:
        if not form.validate():
            return _sending(agreement_id, form, 422)
        with write() as uow:
            version = services.freeze(uow, agreement_id, frozen, reason=form.reason.data or "")
            uow.answer = url_for("agreements.version", version_id=version.id)
    except Invalid as refused:
        form.refuse(refused)
        return _sending(agreement_id, form, 422)
    flash(_("Versie %(number)s is vastgelegd en voorgelegd.", number=frozen.content.version_number), "success")
    return redirect(uow.answer, 303)


def _sending(agreement_id: uuid.UUID, form: SendForm, status: int = 200) -> ResponseReturnValue:
    earlier = queries.versions(db.session, current_actor(), agreement_id)
    desk = opened(agreement_id)
    return page("agreements/sending.html", status, desk=desk, earlier=earlier[0] if earlier else None, form=form)


@bp.post("/<uuid:agreement_id>/concept/weg")
@access(*WRITERS)
def discard(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Close the draft without making a version."""
    with write() as uow:
        services.discard(uow, agreement_id)
        case_id = queries.agreement(uow.session, uow.actor, agreement_id).case_id
        uow.answer = url_for("agreements.of_case", case_id=case_id)
    flash(_("Het concept is weggelegd."), "success")
    return redirect(uow.answer, 303)


@bp.post("/<uuid:agreement_id>/nieuwe-versie")
@access(*WRITERS)
def amend(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Open a draft of the next version."""
    with write() as uow:
        services.amend(uow, agreement_id, request.form.get("template", ""))
        uow.answer = url_for("agreements.compose", agreement_id=agreement_id)
    flash(_("Er is een concept voor een nieuwe versie. De oude versie blijft tot u de nieuwe verstuurt."), "success")
    return redirect(uow.answer, 303)


@bp.post("/<uuid:agreement_id>/concept/partijen")
@access(*WRITERS)
def refresh_people(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Read the parties anew from the case."""
    with write() as uow:
        services.refresh_people(uow, agreement_id, posted_version())
        uow.answer = url_for("agreements.compose", agreement_id=agreement_id, _anchor="section-1")
    flash(_("De partijen zijn opnieuw uit de zaak gehaald."), "success")
    return redirect(uow.answer, 303)


@bp.get("/<uuid:agreement_id>/concept/ondertekenaar")
@access(*WRITERS)
def signer(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Ask who signs for the landlord."""
    desk = opened(agreement_id)
    party = desk.content.corporation
    data = {"user_id": party.signatory_id or "", "function": party.function, "mandate": party.mandate}
    return page("agreements/signer.html", desk=desk, form=_signer_form(desk.case.corporation_id, data=data))


@bp.post("/<uuid:agreement_id>/concept/ondertekenaar")
@access(*WRITERS)
def name_signer(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Say who signs for the landlord."""
    desk = opened(agreement_id)
    form = _signer_form(desk.case.corporation_id, given=True)
    if form.validate():
        try:
            with write() as uow:
                services.name_signer(
                    uow, agreement_id, uuid.UUID(form.user_id.data), form.function.data or "", form.mandate.data or "",
                    posted_version(),
                )  # fmt: skip
                uow.answer = url_for("agreements.compose", agreement_id=agreement_id, _anchor="section-1")
            return redirect(uow.answer, 303)
        except DomainError as refused:
            form.refuse(refused)
    return page("agreements/signer.html", 422, desk=opened(agreement_id), form=form)


def _signer_form(corporation_id: uuid.UUID, data: dict[str, str] | None = None, *, given: bool = False) -> SignerForm:
    form = SignerForm(request.form) if given else SignerForm(data=data)
    with acting(db.session, SYSTEM):
        found = accounts.members(db.session, SYSTEM, organisation_id=corporation_id, roles=[Role.CORPORATION_STAFF])
    form.user_id.choices = [("", _("Kies iemand")), *((str(one.user.id), one.user.name) for one in found)]
    return form


@bp.get("/clausule/<code>")
@access(*READERS)
def uses(code: str) -> ResponseReturnValue:
    """Show where a clause is used, among what the reader may see."""
    actor = current_actor()
    library.by_code(db.session, actor, code[:10], active=False)
    drafts, rows = queries.uses_of_clause(db.session, actor, code[:10])
    references = queries.references(
        db.session, actor, [*(one.case_id for one in drafts), *(one.case_id for one in rows)]
    )
    return page("agreements/uses.html", code=code[:10], drafts=drafts, versions=rows, references=references)
