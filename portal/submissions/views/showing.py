"""A page of a form, rendered: controls, faults with their places, steps, and the score of the time before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, url_for
from flask.typing import ResponseReturnValue

import forms
from portal.core.db import db
from portal.definitions import queries as definitions
from portal.submissions import merging, queries
from portal.submissions.views.blueprint import Seen, page
from portal.web.auth import current_actor
from portal.web.locale import current_language


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the error summary: the words, where they lead, and to which question they belong."""

    text: str
    href: str
    path: str

    def fault(self, form: forms.Prepared) -> forms.Fault:
        """Return the same as a fault of its question, to stand at the field."""
        entry = form.entry_at(self.path)
        place = (entry.field.id, entry.page.key) if entry else ("", "")
        return forms.Fault(self.path, *place, "refused", {"own": {current_language(): self.text}})


def anchor_of(form: forms.Prepared, path: str) -> str:
    """Return the id of the element that a link to the answer at *path* lands on."""
    return form.anchor(path)


def in_words(opened: Seen, field_id: str, value: object, locale: str, form: forms.Prepared | None = None) -> str:
    """Return a whole answer in words, as *form* tells it (else the one that is opened); rows each on a line."""
    form = form or opened.form
    if field_id not in form.entries or value is None:
        return "" if value is None else str(value)
    if not isinstance(value, list) or form.entries[field_id].field.kind != "repeat":
        return forms.show(form, field_id, value, locale, opened.context) if forms.fits(form, field_id, value) else str(value)
    rows = [[in_words(opened, id_, told, locale, form) for id_, told in row.items()] for row in value]
    return "\n".join(", ".join(filter(None, row)) for row in rows)


def version_of_answer(opened: Seen, field_id: str, value: object) -> forms.Prepared:
    """Return the version of the form in which *value* answers the question: this one, else the newest where it fits."""
    if forms.fits(opened.form, field_id, value):
        return opened.form
    version = opened.submission.form_version
    rows = definitions.versions(db.session, current_actor(), version.family_id)
    every = [opened.form, *(definitions.prepared(row) for row in rows if row.number < version.number)]
    having = [form for form in every if field_id in form.entries]
    return next((form for form in having if forms.fits(form, field_id, value)), next(iter(having), opened.form))


def first_fault(faults: Sequence[forms.Fault], fault: forms.Fault) -> bool:
    """Tell whether *fault* is the first one of its place, so that one question gives one line."""
    return next(other for other in faults if other.path == fault.path) is fault


def problems(opened: Seen, faults: Sequence[forms.Fault]) -> list[Line]:
    """Return lines that lead to the pages of the faults; what is said more than once says of which question."""
    locale, lines = current_language(), []
    said = Counter(fault.say(locale) for fault in faults)
    sections = forms.summary(opened.form, opened.answers, locale, opened.context)
    labels = {row.path: row.label for section in sections for row in section.rows}
    for fault in faults:
        text = fault.say(locale)
        if said[text] > 1 and (label := labels.get(fault.path)):
            text = f"{label}{'' if label.endswith('?') else ':'} {text}"
        there = url_for("submissions.fill", submission_id=opened.submission.id, key=fault.page, naar="nakijken")
        href = f"{there}#{anchor_of(opened.form, fault.path)}"
        lines.append(Line(text, href if fault.page else "", fault.path))
    return lines


def shown_page(
    opened: Seen, key: str, *, posted: forms.Posted | None = None, faults: Sequence[forms.Fault] = (),
    extra: Sequence[Line] = (), status: int = 200, notice: str = "", tone: str = "mis", stale: bool = False,
    extra_rows: int = 0, more: str = "",
) -> ResponseReturnValue:  # fmt: skip
    """Render one page of a form; with *posted*, what was typed is kept."""
    locale, form = current_language(), opened.form
    seen = forms.shown(form, opened.answers, opened.context)
    made = forms.page_form(form, key, opened.answers, seen, locale, opened.context, posted, extra_rows, more)
    made.place(faults, locale)
    steps = forms.steps(form, opened.answers, locale, opened.context)
    before, _after = forms.neighbours(steps, key)
    lines = [Line(f.say(locale), f"#{anchor_of(form, f.path)}", f.path) for f in faults]
    for line in extra:
        for one in made.all():
            if one.path == line.path:
                one.faults = [*one.faults, line.fault(form)]
    return page(
        "submissions/fill.html", status, opened=opened, key=key, made=made, steps=steps,
        number=next((step.number for step in steps if step.key == key), 0), before=before,
        lines=[*lines, *extra], notice=notice, tone=tone, stale=stale,
        earlier=queries.earlier(db.session, current_actor(), opened.submission),
        prepared=form, fresh_rows=extra_rows, marks=merging.marks(form, key, opened.answers), idle=idle_seconds(),
    )  # fmt: skip


def idle_seconds() -> int:
    """Return after how many seconds without a request the reader is signed out."""
    minutes: int = current_app.config["SETTINGS"].idle_minutes
    return minutes * 60
