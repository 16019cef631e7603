"""Who is behind the cookie of this request, in which language, and how a question looks in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

import forms
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Conflict
from portal.core.policy import SYSTEM, Actor
from portal.definitions import queries as definitions
from portal.guidance import queries, services, words
from portal.guidance.models import TenantForm, TenantFormSession
from portal.guidance.views import own_bp
from portal.web import resending
from portal.web.auth import act_as
from portal.web.disclosure import log_care_read
from portal.web.guards import access_of
from portal.web.templating import dial

COOKIE = "driehoek-form"
LANGUAGE = "driehoek-form-taal"
CHOOSE = "taal"


@dataclass(slots=True)
class Reader:
    """The person behind the cookie of this request."""

    entry: TenantFormSession
    form: TenantForm


def tenant_actor(form: TenantForm) -> Actor:
    """Return the actor for whoever holds the link of *form*."""
    return Actor(id=form.id, kind="tenant", case_id=form.case_id, person_id=form.person_id, origin="link")


def current() -> Reader:
    """Return the reader of this request; only behind `admit`."""
    reader: Reader = g.own_reader
    return reader


def again() -> Reader:
    """Read the form anew, after a write that ended what was read before."""
    g.pop("own_answers", None)
    found = queries.by_secret(db.session, request.cookies.get(COOKIE, "")[:200], clock.now())
    if found is None:
        raise Conflict("own.link_ended")
    g.own_reader = Reader(*found)
    return current()


@own_bp.before_request
def admit() -> ResponseReturnValue | None:
    """Let only the holder of a living cookie read on; pages before that say so themselves."""
    g.pop("own_reader", None)
    rule = access_of(request.endpoint or "")
    if rule is None or rule.public:
        return None
    found = queries.by_secret(db.session, request.cookies.get(COOKIE, "")[:200], clock.now())
    if found is None:
        return _again()
    g.own_reader = Reader(*found)
    act_as(tenant_actor(g.own_reader.form))
    return None


def _again() -> ResponseReturnValue:
    """Ask to open the link anew; an answer that was just typed stays on the page, to be sent when that is done."""
    typed: list[tuple[str, str]] = []
    if request.endpoint == "own.answer" and request.method == "POST" and resending.from_here():
        typed = [(name, value) for name, value in resending.carried() if name not in {"version", "later"}]
    page = render_template("guidance/tenant/again.html", typed=typed, to=request.path)
    return Response(page, 403, {"Cache-Control": "no-store"})


@own_bp.context_processor
def frame() -> dict[str, object]:
    """Give every page its frame: help, a way to stop, the chosen language beside the Dutch."""
    offered = prepared(current().form).definition.locales if "own_reader" in g else tuple(words.NAMES)
    given: dict[str, object] = {
        "help_url": dial(current_app.config["SETTINGS"].help_phone), "also": also, "locale": "nl", "say": both,
        "chrome": words.chrome, "second": second(), "direction": words.direction, "pages": words.PAGES,
        "tenant_languages": [
            (code, words.NAMES[code], _here(code), code == (second() or "nl")) for code in words.NAMES if code in offered
        ],
    }  # fmt: skip
    if "own_reader" in g:
        given["stop_url"] = url_for("own.stop")
    return given


def second() -> str:
    """Return the language that stands beside the Dutch, empty for Dutch alone: chosen now, or in this browser before."""
    wanted = request.args.get(CHOOSE, request.cookies.get(LANGUAGE, ""))
    return wanted if wanted in words.NAMES and wanted != "nl" else ""


def _here(code: str) -> str:
    """Return the address of this very page in another language; a page that answered a post is asked for anew."""
    there = url_for("own.review") if request.endpoint == "own.send" else request.path
    kept = {"naar": "nakijken"} if request.values.get("naar") == "nakijken" else {}
    return f"{there}?{urlencode({**kept, CHOOSE: code})}"


@own_bp.after_request
def keep_language(response: Response) -> Response:
    """Remember the chosen language in this browser; it says nothing about who reads."""
    if (chosen := request.args.get(CHOOSE, "")) in words.NAMES:
        response.set_cookie(
            LANGUAGE, chosen, max_age=90 * 86400, path="/f", httponly=True, samesite="Lax", secure=request.is_secure
        )
    return response


def prepared(form: TenantForm) -> forms.Prepared:
    """Return the definition of a form ready for work."""
    return definitions.prepared(form.form_version)


def both(text: Mapping[str, str] | None, locale: str = "nl") -> str:
    """Write a text of a definition in Dutch with, under it, its translation; the Dutch always stands first."""
    dutch = forms.say(dict(text or {}), "nl")
    other = (text or {}).get(second(), "") if second() else ""
    return _stacked(dutch, other)


def also(dutch: str, name: str, **given: object) -> str:
    """Write words of the portal itself likewise."""
    return _stacked(str(dutch), words.chrome(name, second()).format(**given) if second() else "")


def _stacked(dutch: str, other: str) -> str:
    if not other or not dutch or other == dutch:
        return dutch
    return Markup('<span lang="nl" dir="ltr">{}</span> <span class="vertaling" lang="{}" dir="{}">{}</span>').format(
        dutch, second(), words.direction(second()), other
    )


def summary(form: forms.Prepared, answers: Mapping[str, Any]) -> list[forms.Section]:
    """Return what was answered, page by page, questions and offered answers in both languages."""
    sections = forms.summary(form, answers, "nl", context())
    if not second():
        return sections
    others = {row.path: row for section in forms.summary(form, answers, second(), context()) for row in section.rows}
    return [
        replace(
            section, title=both(form.pages[section.page].title), rows=[_row(row, others[row.path]) for row in section.rows]
        )
        for section in sections
    ]


def _row(row: forms.Row, other: forms.Row) -> forms.Row:
    return replace(row, label=_stacked(row.label, other.label), text=_stacked(row.text or "", other.text or ""))


@dataclass(frozen=True, slots=True)
class Told:
    """What is wrong with one answer, told in both languages wherever the words of a fault are asked for."""

    fault: forms.Fault

    def say(self, locale: str) -> str:
        """Return the sentence, the Dutch first."""
        return _stacked(self.fault.say(locale), self.fault.say(second()) if second() else "")


def translate(control: forms.Control, other: forms.Control) -> None:
    """Put the words that the engine made for *other*, the same question in the second language, under the Dutch."""
    control.faults = [Told(fault) for fault in control.faults]  # type: ignore[misc]
    control.text = _stacked(control.text, other.text)
    for mine, theirs in ((control.control, other.control), (control.own, other.own)):
        if mine is not None:
            mine.label.text = _stacked(mine.label.text, theirs.label.text)
    for mine, theirs in ((control.control, other.control), (control.beside, other.beside)):
        if getattr(mine, "choices", None):
            mine.choices = [
                _relabelled(one, two) for one, two in zip(mine.choices, theirs.choices, strict=True)
            ]  # those of the class are shared by every reader
    for row, twin in zip(control.rows, other.rows, strict=True):
        for inner, same in zip(row, twin, strict=True):
            translate(inner, same)


def _relabelled(choice: Any, other: Any) -> Any:
    made = copy(choice)
    made.label = _stacked(str(choice.label), str(other.label))
    return made


def opened(reader: Reader) -> dict[str, Any]:
    """Return the reader's own answers; that they are read is logged first, as for everybody."""
    if "own_answers" not in g:
        log_care_read(
            db.session, tenant_actor(reader.form), reader.form.case_id, f"own_form:{reader.form.id}", "own_answers"
        )
        g.own_answers = queries.answers(db.session, reader.form)
    found: dict[str, Any] = g.own_answers
    return found


def steps(form: forms.Prepared, answers: dict[str, Any]) -> list[str]:
    """Return the questions that show, one per page, in the order of the form."""
    seen = forms.shown(form, answers, context())
    return [entry.field.id for entry in form.top if entry.field.takes_answer and entry.field.id in seen]


def context() -> forms.Context:
    """Return what the form knows of its surroundings."""
    return services.context_of(clock.now())


def mark() -> str:
    """Return what must be said about the translation beside the Dutch: who looked it through, or that it is a concept."""
    if not second() or "own_reader" not in g:
        return ""
    review = queries.reviews(db.session, SYSTEM, current().form.form_version_id).get(second())
    name = "reviewed" if review else "mark"
    given = {"reviewer": review.reviewer} if review else {}
    return _stacked(words.CHROME[name]["nl"].format(**given), words.chrome(name, second()).format(**given))


def keep_cookie(response: Response, secret: str) -> Response:
    """Put the session's secret in the reader's browser: for these pages only, unreadable to scripts."""
    response.set_cookie(
        COOKIE, secret, max_age=12 * 3600, path="/f", httponly=True, samesite="Strict", secure=request.is_secure
    )
    return response
