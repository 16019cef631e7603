"""A referral in four pages; every page is kept on the server before the next one opens."""

from __future__ import annotations

import uuid
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.queries import organisations
from portal.accounts.rules import OrganisationKind
from portal.cases import queries, services
from portal.cases.inputs import CheckForm, MatterForm, UploadForm, WhoForm, id_of
from portal.cases.models import ReferralDraft
from portal.cases.rules import DocumentFacts, DocumentKind, StepFacts, check_stated, next_step, working_days
from portal.cases.rules.drafts import dwelling_of, incident_of, missing_pages, person_of
from portal.cases.rules.states import CaseState
from portal.cases.views.blueprint import STAFF, bp, page, posted_file
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.plaintext import free_text
from portal.parties import services as parties
from portal.web.auth import current_actor, write
from portal.web.guards import access

OWN_NAMES = {"incident.date": "on", "stated_from": "on", "stated_until": "end"}


@bp.get("/aanmelden")
@access(*STAFF)
def new() -> ResponseReturnValue:
    """Show the first page of a new referral, and the referrals that wait to be finished."""
    return _who(WhoForm(), None)


@bp.post("/aanmelden")
@access(*STAFF)
def create() -> ResponseReturnValue:
    """Keep the first page of a new referral."""
    form = WhoForm(request.form)
    corporation_id = _corporation(form)
    if not _who_is_fine(form, corporation_id):
        return _who(form, None, 422)
    with write() as uow:
        draft = services.start_draft(uow, corporation_id, "wie", form.answers())
        uow.answer = _after(draft.id, "matter")
    return redirect(uow.answer, 303)


@bp.get("/aanmelden/<uuid:draft_id>/wie")
@access(*STAFF)
def who(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show page 1 again."""
    draft = _draft(draft_id)
    given = WhoForm.kept(draft.answers.get("wie") or {}) | {"corporation_id": str(draft.corporation_id or "")}
    return _sent(draft) or _who(WhoForm(data=given), draft)


@bp.post("/aanmelden/<uuid:draft_id>/wie")
@access(*STAFF)
def save_who(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Keep page 1."""
    draft, form = _draft(draft_id), WhoForm(request.form)
    if not _later() and not _who_is_fine(form, draft.corporation_id):
        return _who(form, draft, 422)
    return _kept(draft_id, "wie", form.answers(), "matter")


@bp.get("/aanmelden/<uuid:draft_id>/wat-speelt-er")
@access(*STAFF)
def matter(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show page 2."""
    draft = _draft(draft_id)
    kept = MatterForm.kept(draft.answers.get("speelt") or {})
    return _sent(draft) or _page("matter", draft, form=MatterForm(data=kept))


@bp.post("/aanmelden/<uuid:draft_id>/wat-speelt-er")
@access(*STAFF)
def save_matter(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Keep page 2."""
    draft, form = _draft(draft_id), MatterForm(request.form)
    if not _later() and not _matter_is_fine(form):
        return _page("matter", draft, 422, form=form)
    return _kept(draft_id, "speelt", form.answers(), "papers")


@bp.get("/aanmelden/<uuid:draft_id>/stukken")
@access(*STAFF)
def papers(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show page 3."""
    draft = _draft(draft_id)
    return _sent(draft) or _page("papers", draft, form=UploadForm(), uploads=_uploads(draft_id))


@bp.post("/aanmelden/<uuid:draft_id>/stukken")
@access(*STAFF)
def add_paper(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a file, then show page 3 again; without a file go on to page 4."""
    draft, form, file = _draft(draft_id), UploadForm(request.form), posted_file()
    if file is None:
        if "add" not in request.form:
            return redirect(_after(draft_id, "check" if not _later() else "papers"), 303)
        form.file.errors = [_("Kies eerst een bestand.")]
    if file is not None and form.dated_on.validate(form) and form.kind.validate(form):
        facts = DocumentFacts(
            title=form.title.data or "", kind=DocumentKind(form.kind.data), dated_on=form.dated_on.data,
            file_name=file[0],
        )  # fmt: skip
        try:
            with write() as uow:
                services.add_upload(uow, draft_id, facts, file[1])
                uow.answer = _after(draft_id, "papers" if "add" in request.form else "check")
            return redirect(uow.answer, 303)
        except Invalid as refused:
            form.refuse(refused)
    return _page("papers", draft, 422, form=form, uploads=_uploads(draft_id))


@bp.post("/aanmelden/<uuid:draft_id>/stukken/<uuid:upload_id>/weg")
@access(*STAFF)
def remove_paper(draft_id: uuid.UUID, upload_id: uuid.UUID) -> ResponseReturnValue:
    """Take a file away."""
    with write() as uow:
        services.remove_upload(uow, upload_id)
        uow.answer = _after(draft_id, "papers")
    return redirect(uow.answer, 303)


@bp.get("/aanmelden/<uuid:draft_id>/controleren")
@access(*STAFF)
def check(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show page 4: everything once more, and what the tenant will be told."""
    draft = _draft(draft_id)
    if missing := missing_pages(draft.answers):
        return _sent(draft) or redirect(_after(draft_id, {"wie": "who", "speelt": "matter"}[missing[0]]), 303)
    return _sent(draft) or _check(draft, CheckForm())


@bp.post("/aanmelden/<uuid:draft_id>/controleren")
@access(*STAFF)
def send(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Send the referral."""
    draft, form = _draft(draft_id), CheckForm(request.form)
    if draft.case_id is None:
        form.validate()
        if form.told.data == "yes" and not form.tenant_told_on.data and not form.tenant_told_on.errors:
            form.tenant_told_on.errors = [_("Vul in wanneer u het de huurder heeft verteld.")]
        if _duplicates(draft) and not form.duplicate_seen.data:
            form.duplicate_seen.errors = [_("Op dit adres loopt al een zaak. Bevestig dat u toch wilt aanmelden.")]
        if form.errors:
            return _check(draft, form, 422)
    told_on = form.tenant_told_on.data.isoformat() if form.tenant_told_on.data else ""
    try:
        with write() as uow:
            case = services.send_draft(uow, draft_id, {"told": form.told.data, "tenant_told_on": told_on})
            uow.answer = url_for("desk.case_page", case_id=case.id)
    except Invalid as refused:
        form.refuse(refused)
        return _check(draft, form, 422)
    flash(_("De aanmelding is verzonden. Het bureau kijkt er binnen 2 werkdagen naar."), "success")
    return redirect(uow.answer, 303)


@bp.post("/aanmelden/<uuid:draft_id>/weg")
@access(*STAFF)
def discard(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Throw a referral away that was not sent."""
    with write() as uow:
        services.discard_draft(uow, draft_id)
        uow.answer = url_for("cases.new")
    flash(_("De aanmelding is weggegooid."), "success")
    return redirect(uow.answer, 303)


def _draft(draft_id: uuid.UUID) -> ReferralDraft:
    return queries.draft(db.session, current_actor(), draft_id)


def _sent(draft: ReferralDraft) -> ResponseReturnValue | None:
    """Lead somebody who went back to a sent referral to its case."""
    return redirect(url_for("desk.case_page", case_id=draft.case_id)) if draft.case_id else None


def _uploads(draft_id: uuid.UUID) -> list[Any]:
    return list(queries.uploads(db.session, current_actor(), draft_id))


def _later() -> bool:
    return "later" in request.form


def _after(draft_id: uuid.UUID, endpoint: str) -> str:
    return url_for(f"cases.{endpoint}", draft_id=draft_id)


def _kept(draft_id: uuid.UUID, name: str, answers: dict[str, Any], following: str) -> ResponseReturnValue:
    with write() as uow:
        services.save_page(uow, draft_id, name, answers)
        uow.answer = url_for("desk.today") if _later() else _after(draft_id, following)
    if _later():
        flash(_("Uw aanmelding is bewaard. U kunt later verdergaan."), "success")
    return redirect(uow.answer, 303)


def _corporations() -> list[Any]:
    return organisations(db.session, current_actor(), OrganisationKind.CORPORATION)


def _corporation(form: WhoForm) -> uuid.UUID | None:
    own = current_actor().organisations("corporation_staff")
    return next(iter(own)) if len(own) == 1 else id_of(form.corporation_id.data)


def _who_is_fine(form: WhoForm, corporation_id: uuid.UUID | None) -> bool:
    if corporation_id is None or str(corporation_id) not in {key for key, _name in _choices()}:
        form.validate()
        form.corporation_id.errors = [_("Kies de corporatie.")]
        return False
    if not form.validate():
        return False
    answers = form.answers()
    try:
        parties.check_dwelling(dwelling_of(answers))
    except Invalid as refused:
        form.refuse(refused)
    try:
        parties.check_person(person_of(answers), clock.now())
    except Invalid as refused:
        form.refuse(refused, {"prefix": "surname", "partner_prefix": "partner_surname"})
    if answers.get("co_surname"):
        try:
            parties.check_person(person_of(answers, "co_"), clock.now())
        except Invalid as refused:
            form.refuse(refused, {name: f"co_{name}" for name in ("surname", "given_names", "birth_year")})
    return not form.errors


def _matter_is_fine(form: MatterForm) -> bool:
    fine = form.validate()
    try:
        free_text(form.reason.data, field="reason")
    except Invalid as refused:
        form.refuse(refused)
    for part in form.parts:
        answers = part.answers()
        if not answers.get("on") or not answers.get("facts"):
            continue
        try:
            facts = incident_of(answers)
            check_stated(facts.stated_from, facts.stated_until, facts.certainty, clock.now())
            for name in ("facts", "place", "effect", "reporter_identity"):
                free_text(str(answers.get(name) or ""), field=name)
        except Invalid as refused:
            part.refuse(refused, OWN_NAMES)
            fine = False
    return fine and not form.errors


def _choices() -> list[tuple[str, str]]:
    own = current_actor().organisations("corporation_staff")
    bureau = current_actor().has("bureau_staff", "bureau_admin")
    return [(str(row.id), row.name) for row in _corporations() if bureau or row.id in own]


def _duplicates(draft: ReferralDraft) -> list[queries.Duplicate]:
    answers = draft.answers.get("wie") or {}
    return queries.cases_at(
        db.session, current_actor(), str(answers.get("house_number", "")), str(answers.get("postcode", ""))
    )


def _who(form: WhoForm, draft: ReferralDraft | None, status: int = 200) -> ResponseReturnValue:
    choices = _choices()
    form.corporation_id.choices = [("", _("Kies")), *choices]
    others = [] if draft else queries.drafts(db.session, current_actor())
    return page(
        "cases/referral_who.html", status, form=form, draft=draft, others=others,
        ask_corporation=draft is None and len(choices) != 1, duplicates=_duplicates(draft) if draft else [],
    )  # fmt: skip


def _page(name: str, draft: ReferralDraft, status: int = 200, **given: Any) -> ResponseReturnValue:
    return page(f"cases/referral_{name}.html", status, draft=draft, duplicates=_duplicates(draft), **given)


def _check(draft: ReferralDraft, form: CheckForm, status: int = 200) -> ResponseReturnValue:
    who, matter = draft.answers.get("wie") or {}, draft.answers.get("speelt") or {}
    today = clock.today()
    by = next_step(CaseState.REFERRED, StepFacts(opened_on=today, since=today)).due
    return _page(
        "check", draft, status, form=form, who=who, matter=matter, uploads=_uploads(draft.id),
        tenant=person_of(who), incidents=[incident_of(one) for one in matter.get("incidents", ())],
        taken_up_by=by, tell_by=working_days(today, 5),
    )  # fmt: skip
