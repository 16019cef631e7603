"""What a social team sees of a case: the handovers sent to it, and nothing else; and its answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.accounts.queries import names, organisation_names
from portal.cases import policies as cases
from portal.cases.models import Case
from portal.cases.rules import CaseState
from portal.core import clock
from portal.core.db import Compartment, db
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.guidance import messages, queries, services
from portal.guidance.inputs import HandoverForm
from portal.guidance.rules import GROUND_OF, GROUNDLESS, Answer, passed_on
from portal.guidance.views import bp
from portal.submissions import queries as submissions
from portal.submissions.models import Submission
from portal.web.auth import current_actor, write
from portal.web.disclosure import log_care_read
from portal.web.errors import sentence
from portal.web.guards import access
from portal.web.locale import current_language


@dataclass(frozen=True, slots=True)
class Paper:
    """One handover as its receiver reads it, and what of it is kept back."""

    row: Submission
    sections: list[forms.Section]
    kept_back: list[str]


@bp.get("/zaken/<uuid:case_id>/overdracht")
@access("social_team")
def handover(case_id: uuid.UUID) -> ResponseReturnValue:
    """Show the handovers of a case; the reading of the care in them is logged first."""
    case = _offered(case_id)
    return _page(case, HandoverForm())


@bp.post("/zaken/<uuid:case_id>/overdracht")
@access("social_team")
def answer_handover(case_id: uuid.UUID) -> ResponseReturnValue:
    """Take the handover over, or say why not."""
    case, form = _offered(case_id), HandoverForm(request.form)
    if not form.validate():
        return _page(case, form, 422)
    try:
        with write() as uow:
            services.answer_handover(
                uow, case_id, Answer(form.answer.data), form.full_name.data or "", form.duty.data or "",
                form.reason.data or "", form.seen.data or "", bool(form.shared.data),
            )  # fmt: skip
            accepted = form.answer.data == Answer.ACCEPTED
            uow.answer = url_for("guidance.handover", case_id=case_id) if accepted else url_for("desk.today")
    except Invalid as refused:
        form.refuse(refused)
        return _page(_offered(case_id), form, 422)
    except (Conflict, Denied) as refused:
        form.form_errors.append(sentence(refused))
        return _page(_offered(case_id), form, 409)
    flash(
        _("De overdracht is aanvaard.") if accepted else _("Vastgelegd dat u de overdracht niet aanvaardt."), "success"
    )
    return redirect(uow.answer, 303)


def _offered(case_id: uuid.UUID) -> Case:
    """Return a case whose handover was offered to a team of the actor; to anybody else it is absent."""
    case = submissions.case_of(db.session, current_actor(), case_id)
    if case.social_team_id not in current_actor().organisations("social_team"):
        raise Missing("row.missing", table="case")
    return case


def _page(case: Case, form: HandoverForm, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    papers = [_paper(case, row) for row in queries.handovers(db.session, actor, case.id)]
    form.seen.data = services.mark_of([paper.row for paper in papers])
    answers = queries.handover_answers(db.session, actor, case.id)
    return render_template(
        "guidance/handover.html", case=case, papers=papers, form=form, words=messages, answers=answers,
        may_answer=bool(papers) and cases.may_answer_handover(actor, case), answered=case.state is not CaseState.HANDOVER_OFFERED,
        expert=names(db.session, actor, [case.expert_id]).get(case.expert_id, "") if case.expert_id else "",
        practice=organisation_names(db.session, actor, [one for one in (case.expert_organisation_id,) if one]),
    ), status  # fmt: skip


def _paper(case: Case, row: Submission) -> Paper:
    actor, locale, form = current_actor(), current_language(), submissions.form_of(row)
    log_care_read(db.session, actor, case.id, f"submission:{row.id}", "handover")
    given = submissions.answers(db.session, actor, row)
    keys = {id_: entry.field.key for id_, entry in form.entries.items()}
    grounds = {key: given.get(id_) for id_, key in keys.items() if key in GROUND_OF.values()}
    care = Compartment.CARE.value
    shown = []
    for section in forms.summary(form, given, locale, forms.Context(clock.today())):
        rows = [
            one for one in section.rows
            if one.kind != "file" and passed_on(keys[one.path.split("-", 1)[0]], one.compartment == care, grounds)
        ]  # fmt: skip
        if rows:
            shown.append(forms.Section(section.page, section.title, rows))
    kept_back = [
        forms.say(entry.field.label, locale)
        for id_, entry in form.entries.items()
        if keys[id_] in grounds and grounds[keys[id_]] in (None, GROUNDLESS)
    ]
    return Paper(row, shown, kept_back)
