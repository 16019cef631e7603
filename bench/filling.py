"""Forms: our engine beside a hand-written WTForms class of the same questions, in one interleaved run."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict

import forms
from bench import questionnaire as q
from bench.measuring import Goal, Probe, measure, told

SIZES = (10, 60, 200, 500)
SIXTY = 60
OURS, HAND = "our engine", "WTForms, by hand"
STEPS = ("GET", "POST", "bad POST")
OUR_PAGE = """{% import "forms/question.html" as q with context %}{{ q.errors(lines) }}<form method="post">
{% for one in made.controls %}{{ q.question(one) }}
{% endfor %}<button>Opslaan</button></form>"""


def probes_of(app: Flask, size: int) -> list[Probe]:
    """Make the probes of one length: showing, reading a good post, reading a bad one and showing it again."""
    ready = forms.prepare(q.definition(size))
    shape, page = q.by_hand(size), app.jinja_env.from_string(q.PAGE)
    ours = app.jinja_env.from_string(OUR_PAGE)
    stored, stored_hand = q.answers(size), q.stored_by_hand(size)
    good, bad = MultiDict(q.posted(size)), MultiDict(q.posted(size, faulty=True))
    good_hand, bad_hand = MultiDict(q.posted_by_hand(size)), MultiDict(q.posted_by_hand(size, faulty=True))

    def get() -> int:
        seen = forms.shown(ready, stored, forms.Context())
        made = (forms.page_form(ready, key, stored, seen, "nl") for key in ready.pages)
        return sum(len(_rendered(ours, one, [])) for one in made)

    def post(values: Any = good, wrong: bool = False) -> tuple[forms.Cleaned, list[forms.Fault]]:
        cleaned = forms.read_pages(ready, ready.pages, {}, forms.Posted(values))
        faults = [*cleaned.faults, *forms.gaps(ready, cleaned.answers)[0]]
        if bool(faults) != wrong:
            raise RuntimeError(f"{len(faults)} faults")
        return cleaned, faults

    def bad_post() -> int:
        cleaned, faults = post(bad, True)
        length, typed = 0, forms.Posted(bad)
        for key in ready.pages:
            made = forms.page_form(ready, key, cleaned.answers, cleaned.shown, "nl", None, typed)
            made.place(faults, "nl")
            length += len(_rendered(ours, made, [{"text": f.say("nl"), "href": f"#{f.path}"} for f in faults]))
        return length

    def get_hand() -> int:
        return len(page.render(form=shape(data=stored_hand)))

    def post_hand(values: Any = good_hand, expected: bool = True) -> Any:
        form = shape(values)
        if form.validate() is not expected:
            raise RuntimeError(str(form.errors))
        return form

    def bad_hand_post() -> int:
        return len(page.render(form=post_hand(bad_hand, False)))

    calls = {
        OURS: (get, lambda: len(post()[0].answers), bad_post),
        HAND: (get_hand, lambda: len(post_hand().data), bad_hand_post),
    }
    return [Probe(name, step, size, call) for name, own in calls.items() for step, call in zip(STEPS, own, strict=True)]


def _rendered(template: Any, made: forms.PageForm, lines: list[dict[str, str]]) -> str:
    text: str = template.render(made=made, say=forms.say, locale="nl", earlier={}, lines=lines, fresh_rows=0)
    return text


def _publishing(size: int) -> Probe:
    body = json.dumps(forms.body_of(q.definition(size)))

    def call() -> int:
        made = forms.load_json(body)
        if forms.check(made):
            raise RuntimeError("the questionnaire has problems")
        return len(forms.prepare(made, forms.digest(made)).entries)

    return Probe("publishing", "load, check, digest", size, call)


def run(app: Flask, rounds: int) -> dict[str, Any]:
    """Measure; print and return medians and ratios."""
    with app.test_request_context("/"):
        probes = [probe for size in SIZES for probe in probes_of(app, size)]
        publishing = _publishing(SIXTY)
        measure([*probes, publishing], rounds, 2)
    found = {(probe.name, probe.page, probe.size): probe for probe in probes}
    rows: list[dict[str, Any]] = []
    print("\nForms; x = times a hand-written WTForms class of the same questions; then CPU per question of ours\n")
    print(f"{'':10}{'questions':>10}{'ours':>12}{'by hand':>12}{'x':>7}{'us each':>9}")
    for step in STEPS:
        for size in SIZES:
            ours, hand = found[OURS, step, size], found[HAND, step, size]
            row = {"step": step, "questions": size, "ms": round(ours.median * 1000, 2), "hand_ms": round(hand.median * 1000, 2),
                   "ratio": round(ours.times(hand), 2), "us_per_question": round(ours.median / size * 1e6, 1)}  # fmt: skip
            rows.append(row)
            print(f"{step:10}{size:>10}{row['ms']:>9.2f} ms{row['hand_ms']:>9.2f} ms{row['ratio']:>7.2f}{row['us_per_question']:>9.1f}")
    at = {(row["step"], row["questions"]): row for row in rows}
    ms = round(publishing.median * 1000, 1)
    print(f"{'publishing':10}{SIXTY:>10}{ms:>9.1f} ms")
    goals = [
        Goal("GET of 60 questions, times by hand", 0.5, at["GET", SIXTY]["ratio"]),
        Goal("POST of 60 questions, times by hand", 1.0, at["POST", SIXTY]["ratio"]),
        Goal("bad POST of 60 questions, times by hand", 0.5, at["bad POST", SIXTY]["ratio"]),
        Goal("publishing 60 questions, ms", 50, ms),
        *(
            Goal(f"{step} per question, 500 beside 60 questions", 1.3,
                 round(found[OURS, step, 500].times(found[OURS, step, SIXTY]) * SIXTY / 500, 2))
            for step in STEPS
        ),
    ]  # fmt: skip
    return {"rows": rows, "publishing_ms": ms, "goals": told(goals)}
