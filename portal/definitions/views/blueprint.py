"""The blueprint of this stage, and the draft as the designer shows it."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

import forms
from portal.accounts import queries as accounts
from portal.core.db import db
from portal.core.policy import SYSTEM, acting
from portal.definitions import checks, policies, queries, words
from portal.definitions.models import FormDraft
from portal.definitions.rules.bodies import FORM, Body, holder, places
from portal.definitions.rules.history import Stacks
from portal.web.auth import current_actor
from portal.web.templating import clock_nl, date_nl

bp = Blueprint("definitions", __name__, url_prefix="/bouwen")

EDITORS = ("bureau_admin", "bureau_staff")


ORDER = (
    "short_text", "long_text", "yes_no", "one_of", "many_of", "scale", "integer", "decimal", "money", "date", "repeat",
)  # fmt: skip
"""The kinds that are used most stand first."""


@bp.app_template_filter("sort_kinds")
def sort_kinds(kinds: Sequence[str]) -> list[str]:
    """Put the kinds in the order in which they are used most, the others by their words."""
    order = {kind: number for number, kind in enumerate(ORDER)}
    return sorted(kinds, key=lambda kind: (order.get(kind, len(order)), words.kind(kind)))


bp.add_app_template_filter(words.property_name, "said_property")
bp.add_app_template_filter(lambda value, name: words.choice(name, value), "said_choice")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the outline: a page or a question."""

    target: str
    label: str
    depth: int
    number: int
    kind: str = ""
    conditional: bool = False
    problems: int = 0


@dataclass(slots=True)
class Desk:
    """A draft with all that the pages about it show."""

    draft: FormDraft
    body: Body
    target: str
    held: dict[str, Any]
    rows: list[Row]
    findings: list[checks.Finding]
    stacks: Stacks
    definition: forms.FormDefinition | None
    saved: str
    may_publish: bool
    locale: str
    names: dict[uuid.UUID, str] = field(default_factory=dict)

    @property
    def row(self) -> Row | None:
        """The chosen line of the outline."""
        return next((row for row in self.rows if row.target == self.target), None)


def opened(draft_id: uuid.UUID, target: str | None = None) -> Desk:
    """Return a draft ready to be shown, with what the address chooses; Missing("row.missing")."""
    actor = current_actor()
    draft = queries.draft(db.session, actor, draft_id)
    body = draft.body
    chosen = target or request.args.get("kies", "")
    found = checks.findings(body, draft.family.record)
    locale = main_locale(body)
    rows = outline(body, found, locale)
    if all(row.target != chosen for row in rows):
        chosen = FORM
    names = names_of([draft.changed_by] if draft.changed_by else [])
    return Desk(
        draft, body, chosen, holder(body, chosen), rows, found, queries.stacks(db.session, actor, draft_id),
        checks.presentable(body), saved_text(draft, names), policies.may_publish(actor), locale, names,
    )  # fmt: skip


def main_locale(body: Body) -> str:
    """Return the language the author writes in: Dutch when the form has it, else its first."""
    locales = body.get("locales") or ["nl"]
    return "nl" if "nl" in locales else str(locales[0])


def outline(body: Body, found: Sequence[checks.Finding], locale: str) -> list[Row]:
    """Return the pages and questions as lines; only what is answered has a number."""
    wrong = Counter(one.target for one in found)
    rows: list[Row] = []
    number = 0
    by_page: dict[str, list[Row]] = {page["key"]: [] for page in body["pages"]}
    for place in places(body):
        one = place.field
        counts = one["kind"] not in ("note", "heading")
        number += counts
        target = f"field:{one['id']}"
        by_page[place.page["key"]].append(
            Row(
                target, forms.say(one.get("label"), locale), 1 + len(place.groups), number if counts else 0, one["kind"],
                "show_if" in one, wrong[target],
            )
        )
    for at, page in enumerate(body["pages"], 1):
        target = f"page:{page['key']}"
        rows.append(Row(target, forms.say(page.get("title"), locale), 0, at, "", "show_if" in page, wrong[target]))
        rows += by_page[page["key"]]
    return rows


def saved_text(draft: FormDraft, names: dict[uuid.UUID, str]) -> str:
    """Say when a draft was saved and by whom."""
    who = names.get(draft.changed_by, "") if draft.changed_by else ""
    if draft.revision == 0:
        return str(_("Nog niets gewijzigd"))
    when = clock_nl(draft.changed_at)
    return str(_("Bewaard op %(day)s om %(time)s door %(who)s", day=date_nl(draft.changed_at), time=when, who=who))


def names_of(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of those who changed something."""
    with acting(db.session, SYSTEM):
        return accounts.names(db.session, SYSTEM, list(set(ids)))


def address(draft_id: uuid.UUID, target: str = FORM, focus: str = "") -> str:
    """Return where a draft is shown with one thing chosen."""
    return url_for("definitions.design", draft_id=draft_id, kies=target, focus=focus or None)


def option_lines(value: Any, locale: str) -> str:
    """Return options as they are typed: one per line."""
    return "\n".join(forms.say(one.get("label"), locale) for one in value or ())


def text_lines(value: Any, locale: str) -> str:
    """Return texts by name as they are typed: "1 = gaat niet"."""
    return "\n".join(f"{name} = {forms.say(text, locale)}" for name, text in (value or {}).items())


def typed(name: str, shown: Any) -> Any:
    """Return what was typed in a refused form, else what stands."""
    return request.form.get(name, shown) if f"has-{name}" in request.form else shown


def page(template: str, status: int = 200, **given: Any) -> tuple[str, int]:
    """Render a page with the words of this stage."""
    return (
        render_template(
            template, words=words, say=forms.say, address=address, option_lines=option_lines, text_lines=text_lines,
            typed=typed, **given,
        ),
        status,
    )  # fmt: skip
