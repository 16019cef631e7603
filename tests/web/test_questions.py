"""A question whose HTML is kept looks exactly as its template writes it, whatever was answered."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from flask import Flask
from jinja2 import Template
from werkzeug.datastructures import MultiDict

import forms
from portal.definitions.services.publishing import SHIPPED
from portal.web import questions
from tests.builders.submissions import make_body, make_field

PAGE = """{% import "forms/question.html" as q with context %}{% for one in made.controls %}{{ q.question(one) }}
{% endfor %}"""
TYPED = ("", "gewoon", '"><script>alert(1)</script>', "100% {{ 7*7 }} %s &amp; '", "regel\nregel", "مرحبا", "\u202e \ue000")
OF_KIND: dict[str, dict[str, Any]] = {
    "one_of": {"options": [{"key": "a", "label": {"nl": "A < B & C"}}, {"key": "b", "label": {"nl": '"B"'}}]},
    "many_of": {"options": [{"key": "a", "label": {"nl": "A"}}, {"key": "b", "label": {"nl": "100 %s"}}]},
    "note": {"body": {"nl": "Lees <b>dit</b>\n50 %"}},
}  # fmt: skip
PLAIN = ("short_text", "long_text", "integer", "decimal", "date", "yes_no", "one_of", "many_of", "scale", "note")


def always(one: forms.Control, render: Callable[[Any], str], locale: str, earlier: Any) -> str:
    """Write a question by its template, whatever was kept."""
    return render(one)


@cache
def page_template(app: Flask) -> Template:
    return app.jinja_env.from_string(PAGE)


def written(app: Flask, made: forms.PageForm, locale: str, asked: Any) -> str:
    """Return the questions of a page."""
    template = page_template(app)
    given = {"say": forms.say, "locale": locale, "earlier": {}, "fresh_rows": 0}
    return template.render(made=made, kept_question=asked, **given)


def posts(form: forms.Prepared, rng: random.Random) -> forms.Posted:
    """Return something somebody might post: any text anywhere, and now and then what is offered."""
    values: dict[str, list[str]] = {}
    for one in form.entries.values():
        offered = [option.key for option in getattr(one.field, "options", ())] + ["yes", "no", "3", "$unknown", "$declined"]
        for name in (one.field.id, *(f"{one.field.id}-{part}" for part in ("day", "month", "year"))):
            values[name] = rng.sample([*TYPED, *offered], k=rng.choice([0, 1, 1, 1, 2]))
        values[one.field.id + forms.BESIDE] = rng.choice([[], ["$unknown"]])
    return forms.Posted(MultiDict(values))


def compare(app: Flask, form: forms.Prepared, locale: str, seed: int) -> None:
    """Fill every page in a few ways, and see that kept and fresh HTML are one."""
    rng = random.Random(seed)
    with app.test_request_context("/", headers={"Cookie": f"taal={locale}"}):
        for key in form.pages:
            posted = posts(form, rng)
            cleaned = forms.read_page(form, key, {}, posted)
            for typed, faults in ((posted, cleaned.faults), (None, ()), (None, forms.gaps(form, {})[0])):
                made = forms.page_form(form, key, cleaned.answers, cleaned.shown, locale, None, typed)
                made.place(faults, locale)
                fresh = written(app, made, locale, always)
                assert written(app, made, locale, questions.asked) == fresh
                assert "alert(1)</script>" not in fresh


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.json")), ids=lambda path: path.stem)
@pytest.mark.parametrize("locale", ["nl", "en"])
def test_shipped_forms_look_the_same(app: Flask, path: Any, locale: str) -> None:
    form = forms.prepare(forms.load_json(path.read_bytes()))
    for seed in range(3):
        compare(app, form, locale, seed)


@pytest.mark.parametrize("kind", PLAIN)
@pytest.mark.parametrize("need", ["required", "optional"])
def test_a_kind_looks_the_same_with_hostile_text_in_it(app: Flask, kind: str, need: str) -> None:
    changes = {**OF_KIND.get(kind, {}), "label": {"nl": 'Vraag <i>"1"</i> & 5 %s'}, "hint": {"nl": "100 %"}, "need": need}
    if kind != "note":
        changes |= {"allow_unknown": True, "allow_decline": True}
    form = forms.prepare(forms.load(make_body(make_field(kind, "f0", **changes))))
    assert forms.kind_of(form.entries["f0"].field).plain
    for seed in range(8):
        compare(app, form, "nl", seed)


def test_what_one_person_answered_never_shows_to_the_next(app: Flask) -> None:
    form = forms.prepare(forms.load(make_body(make_field("short_text", "f0"))))
    with app.test_request_context("/"):
        pages = []
        for answers in ({"f0": "Alleen van Anna"}, {"f0": "Van Bert"}, {}):
            seen = forms.shown(form, answers, forms.Context())
            made = forms.page_form(form, next(iter(form.pages)), answers, seen, "nl")
            pages.append(written(app, made, "nl", questions.asked))
    assert ["Anna" in page for page in pages] == [True, False, False]
    assert ["Bert" in page for page in pages] == [False, True, False]


def test_the_answer_of_the_time_before_is_not_kept(app: Flask) -> None:
    form = forms.prepare(forms.load(make_body(make_field("short_text", "f0"))))
    with app.test_request_context("/"):
        made = forms.page_form(form, next(iter(form.pages)), {}, forms.shown(form, {}, forms.Context()), "nl")
        pages = []
        for before in ("Alleen van Anna", "Van Bert", ""):
            made.controls[0].previous = made.controls[0].value = before
            pages.append(written(app, made, "nl", questions.asked))
    assert ["Anna" in page for page in pages] == [True, False, False]
    assert ["Bert" in page for page in pages] == [False, True, False]


def test_a_new_version_with_another_label_is_written_anew(app: Flask) -> None:
    with app.test_request_context("/"):
        for label in ("Eerste vraag", "Tweede vraag"):
            form = forms.prepare(forms.load(make_body(make_field("short_text", "f0", label={"nl": label}))))
            made = forms.page_form(form, next(iter(form.pages)), {}, forms.shown(form, {}, forms.Context()), "nl")
            assert label in written(app, made, "nl", questions.asked)
