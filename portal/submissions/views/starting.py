"""The start page of a form in a case: about whom, what happens with the answers, begin or go on."""

from __future__ import annotations

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.core.db import db
from portal.core.errors import Conflict, Invalid, Missing
from portal.definitions import queries as definitions
from portal.submissions import inputs, messages, policies, queries, services, tables
from portal.submissions.rules import OPEN, SubmissionState
from portal.submissions.views.blueprint import FILLERS, READERS, bp, page, seen
from portal.web.auth import current_actor, write
from portal.web.errors import sentence
from portal.web.guards import access


@bp.get("/zaak/<uuid:case_id>/intake")
@access(*READERS)
def intake(case_id: uuid.UUID) -> ResponseReturnValue:
    """Show the intakes of a case."""
    return _family(case_id, "intake")


@bp.get("/zaak/<uuid:case_id>/evaluatie")
@access(*READERS)
def evaluation(case_id: uuid.UUID) -> ResponseReturnValue:
    """Show the evaluations of a case."""
    return _family(case_id, "evaluation")


@bp.get("/zaak/<uuid:case_id>/formulier/<family>")
@access(*READERS)
def family(case_id: uuid.UUID, family: str) -> ResponseReturnValue:
    """Show the forms of one kind in a case."""
    return _family(case_id, family)


@bp.post("/zaak/<uuid:case_id>/formulier/<family>/beginnen")
@access(*FILLERS)
def begin(case_id: uuid.UUID, family: str) -> ResponseReturnValue:
    """Begin a form about somebody, or go on with the one that is open."""
    person_id = inputs.person_of(request.form)
    if person_id is None:
        return _family(case_id, family, sentence(Invalid("submission.person")), 422)
    try:
        with write() as uow:
            row = services.start(uow, case_id, family, person_id)
            uow.answer = url_for("submissions.resume", submission_id=row.id)
    except (Invalid, Conflict) as refused:
        return _family(case_id, family, sentence(refused), 409 if isinstance(refused, Conflict) else 422)
    return redirect(uow.answer, 303)


@bp.get("/<uuid:submission_id>")
@access(*READERS)
def resume(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Go to where the reader is with a form: the first page that is not done, checking, accepting, or reading."""
    actor = current_actor()
    found = queries.submission(db.session, actor, submission_id)
    case = queries.case_of(db.session, actor, found.case_id)
    if policies.may_change(actor, case, found):
        opened = seen(submission_id)
        listed = forms.steps(opened.form, opened.answers, "nl", opened.context)
        todo = next((step.key for step in listed if step.state != forms.StepState.DONE), None)
        if todo is None:
            return redirect(url_for("submissions.check", submission_id=submission_id), 303)
        return redirect(url_for("submissions.fill", submission_id=submission_id, key=todo), 303)
    endpoint = "submissions.review" if policies.may_accept(actor, case, found) else "submissions.read"
    return redirect(url_for(endpoint, submission_id=submission_id), 303)


def _family(case_id: uuid.UUID, family: str, refused: str = "", status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.case_of(db.session, actor, case_id)
    try:
        found = definitions.latest(db.session, actor, family)
        if found.family.record is not None:
            raise Missing("form.missing", family=family)
        form, newest = definitions.prepared(found), found.id
    except Missing:
        if family not in messages.FAMILIES:
            raise
        form, newest = None, None
    rows = queries.of_case(db.session, actor, case_id, family)
    names = dict(queries.people(db.session, actor, case_id))
    once = family in services.filling.ONCE
    busy = {str(row.person_id) for row in rows if once or row.state in OPEN}
    return page(
        "submissions/family.html", status, case=case, family=family, form=form, rows=rows, names=names, newest=newest,
        free=[(id_, name) for id_, name in names.items() if id_ not in busy], refused=refused,
        may_start=form is not None and policies.may_start(actor, case, form.definition.filled_by),
        own=form is not None and policies.may_fill(actor, case, form.definition.filled_by), accepted=SubmissionState.ACCEPTED, may_export=policies.may_export(actor), pieces=_parts(family), open_states=OPEN,
        released=queries.released(db.session, actor, case_id),
    )  # fmt: skip


@bp.post("/<uuid:submission_id>/nieuwste-versie")
@access(*FILLERS)
def renew(submission_id: uuid.UUID) -> ResponseReturnValue:
    """Carry a draft over to the newest version of its form, and say what did not fit."""
    found = queries.submission(db.session, current_actor(), submission_id)
    case_id, family = found.case_id, found.family_key
    try:
        with write() as uow:
            unfit = services.renew(uow, submission_id, inputs.version_of(request.form))
            uow.answer = url_for("submissions.resume", submission_id=submission_id)
    except Conflict as refused:
        return _family(case_id, family, sentence(refused), 409)
    if unfit:
        told = "; ".join(f"{one.label}: {one.reason}" for one in unfit[:10])
        flash(_("Overgezet. Dit paste niet meer en is apart bewaard: %(what)s", what=told), "warning")
    else:
        flash(_("Overgezet naar de nieuwste versie. Alle antwoorden pasten."), "success")
    return redirect(uow.answer, 303)


def _parts(family: str) -> int:
    """Tell in how many files the answers of one kind of form are taken along."""
    actor = current_actor()
    return max(1, -(-tables.at_most(db.session, actor, family) // tables.MOST)) if policies.may_export(actor) else 1
