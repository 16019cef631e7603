"""Answering by name for the translations of a form; without it a translation is shown as a concept."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.policy import require
from portal.definitions import queries as definitions
from portal.guidance import policies, queries, services, words
from portal.guidance.views import bp
from portal.web.auth import current_actor, write
from portal.web.errors import sentence
from portal.web.guards import access
from portal.web.locale import current_language


@bp.get("/vertalingen/<family>")
@access("bureau_admin")
def translations(family: str) -> ResponseReturnValue:
    """Show the languages of the newest version of a form, and who looked each through."""
    return _page(family)


@bp.post("/vertalingen/<family>/<uuid:version_id>")
@access("bureau_admin")
def review(family: str, version_id: uuid.UUID) -> ResponseReturnValue:
    """Record who looked a translation through."""
    queries.version(db.session, current_actor(), version_id)
    try:
        with write() as uow:
            services.review_translation(
                uow, version_id, request.form.get("locale", "")[:5], request.form.get("reviewer", "")[:500]
            )
            uow.answer = url_for("guidance.translations", family=family)
    except Invalid as refused:
        return _page(family, sentence(refused), 422)
    flash(_("Vastgelegd wie de vertaling nakeek."), "success")
    return redirect(uow.answer, 303)


def _page(family: str, refused: str = "", status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    require(policies.may_review_translation(actor), "translation.denied")
    version = definitions.latest(db.session, actor, family)
    definition = definitions.prepared(version).definition
    known = queries.reviews(db.session, actor, version.id)
    return render_template(
        "guidance/translations.html",
        family=family,
        version=version,
        refused=refused,
        title=forms.say(definition.title, current_language()),
        lines=[(one, words.NAMES.get(one, one), known.get(one)) for one in definition.locales if one != "nl"],
    ), status
