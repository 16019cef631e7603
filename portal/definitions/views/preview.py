"""The preview: a form that works, for a role and a language; the answers travel with the page and are kept nowhere."""

from __future__ import annotations

import json
import uuid
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

import forms
from portal.core import clock
from portal.core.db import db
from portal.definitions import explaining, trying
from portal.definitions.views.blueprint import EDITORS, Desk, bp, opened, page
from portal.web.auth import current_actor
from portal.web.guards import access

ROLES: dict[str, frozenset[str] | None] = {
    "alles": None,
    "huurder": frozenset("A"),
    "corporatie": frozenset("AB"),
    "expert": frozenset("AC"),
    "bureau": frozenset("AB"),
}
"""Which compartments each role reads."""
AGAIN = ("als-vorige", "zonder-vorige")
"""Buttons after which the form begins anew."""
LARGEST = 200_000
LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    "organisations": (("voorbeeld-1", "Woningstichting Voorbeeld"), ("voorbeeld-2", "Sociaal team Proefstad")),
    "dwellings": (("voorbeeld-1", "Voorbeeldstraat 1, Proefstad"),),
    "experts": (("voorbeeld-1", "E. Pert, Begeleid Voorbeeld"),),
    "incidents": (("voorbeeld-1", "1 · 01-03-2026 · Harde muziek in de nacht"), ("voorbeeld-2", "2 · 14-03-2026 · Vuil in de gang")),
    "agreements": (("voorbeeld-1", "v1 · 01-02-2026"),),
    "goals": (("voorbeeld-1", "Een vaste dagindeling"),),
    "clauses": (("V1", "V1 · Geluid in de nacht"), ("H1", "H1 · Huisbezoek")),
}
"""What lists offer while no case is chosen."""
PEOPLE = (("00000000-0000-4000-8000-000000000001", "Mevrouw Voorbeeld"), ("00000000-0000-4000-8000-000000000002", "De heer Proef"))


@bp.route("/concept/<uuid:draft_id>/voorbeeld", methods=["GET", "POST"])
@access(*EDITORS)
def preview(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show one page of the draft as who fills it in sees it, with the answers typed so far."""
    desk = opened(draft_id)
    if desk.definition is None:
        return page("definitions/preview_empty.html", desk=desk)
    form = forms.prepare(desk.definition)
    role = request.values.get("rol", "alles") if request.values.get("rol") in ROLES else "alles"
    locale = request.values.get("taal", "")
    locale = locale if locale in desk.definition.locales else desk.locale
    reference = request.form.get("zaak", "").strip()[:40]
    known = trying.known(db.session, current_actor(), reference, request.form.get("wie", "")[:40]) if reference else None
    person = known.person if known else ""
    other = reference != request.form.get("zaak-was", "") or person not in ("", request.form.get("wie-was", person))
    fresh = request.method == "GET" or other or request.form.get("knop") in AGAIN
    before = _before(form, reference)
    context = forms.Context(
        clock.today(), known.people if known else PEOPLE, ROLES[role], before, known.case if known else {},
        known.records if known else LISTS | {"people": PEOPLE},
    )  # fmt: skip
    answers = forms.start(form, context) if fresh else _typed(form, context)
    key = _page(form, desk, answers, context)
    faults: list[forms.Fault] = []
    posted = None
    if not fresh and request.form.get("pagina") in form.pages:
        posted = forms.Posted(request.form)
        cleaned = forms.read_page(form, request.form["pagina"], answers, posted, context)
        answers, faults = cleaned.answers, [one for one in cleaned.faults if one.page in (request.form["pagina"], "")]
        posted = posted if key == request.form["pagina"] else None
        gaps = forms.gaps(form, answers, context, request.form["pagina"])[0]
        if request.form.get("knop") != "verder":
            faults += [one for one in gaps if one.code == "constraint"]
        else:
            faults += gaps
            key, posted = (key, posted) if faults else (_neighbour(form, answers, context, key), None)
    seen = forms.shown(form, answers, context)
    made = forms.page_form(
        form, key, answers, seen, locale, context, posted=posted, extra_rows=1 if request.form.get("meer") else 0,
        more=request.form.get("meer", "")[:200],
    )
    made.place(faults, locale)
    return page(
        "definitions/preview.html", desk=desk, form=form, key=key,
        fault_lines=[{"text": one.say(locale), "href": f"#{one.path}"} for one in faults], role=role, roles=list(ROLES),
        locale=locale, steps=forms.steps(form, answers, locale, context), state=json.dumps(answers), earlier={},
        reference=reference, unknown_case=bool(reference) and known is None, person=person,
        people=known.people if known else (), cases=trying.newest(db.session, current_actor()), before=before, before_state=json.dumps(before),
        judged=forms.judge(form, answers, context),
        why=explaining.hidden(form, answers, context, desk.locale),
        workings=forms.workings(form, answers, context, desk.locale), width=request.values.get("breedte", "telefoon"),
        lang=locale, dir="rtl" if locale in ("ar", "fa", "he", "ur") else "ltr", fresh_rows=False,
        pages=[made] if request.values.get("breedte") != "papier" else _all_pages(form, answers, seen, locale, context),
    )  # fmt: skip


def _typed(form: forms.Prepared, context: forms.Context, name: str = "staat") -> dict[str, Any]:
    """Read the answers that travelled with the page, and drop what no longer fits."""
    given = request.form.get(name, "")
    try:
        answers = json.loads(given) if given and len(given) <= LARGEST else {}
    except (ValueError, RecursionError):
        answers = {}
    known = {k: v for k, v in answers.items() if k in form.entries} if isinstance(answers, dict) else {}
    return forms.clean(form, known, context).answers


def _before(form: forms.Prepared, reference: str) -> dict[str, Any]:
    """Return the made-up answers of the time before; another case begins without."""
    if reference != request.form.get("zaak-was", "") or request.form.get("knop") == "zonder-vorige":
        return {}
    context = forms.Context(clock.today(), PEOPLE, records=LISTS | {"people": PEOPLE})
    if request.form.get("knop") == "als-vorige":
        answers = _typed(form, context)
        if request.form.get("pagina") in form.pages:
            return forms.read_page(form, request.form["pagina"], answers, forms.Posted(request.form), context).answers
        return answers
    return _typed(form, context, "vorige")


def _page(form: forms.Prepared, desk: Desk, answers: dict[str, Any], context: forms.Context) -> str:
    """Return the page to show: the one asked for, else that of the chosen question, else the first."""
    asked = request.form.get("naar") or request.values.get("pagina", "")
    if asked in form.pages:
        return asked
    what, _, name = desk.target.partition(":")
    if what == "page" and name in form.pages:
        return name
    if what == "field" and name in form.entries:
        return form.entries[name].page.key
    return next(iter(form.pages))


def _neighbour(form: forms.Prepared, answers: dict[str, Any], context: forms.Context, key: str) -> str:
    return forms.neighbours(forms.steps(form, answers, "nl", context), key)[1] or key


def _all_pages(
    form: forms.Prepared, answers: dict[str, Any], seen: forms.Shown, locale: str, context: forms.Context
) -> list[forms.PageForm]:
    return [forms.page_form(form, key, answers, seen, locale, context) for key in form.pages]
