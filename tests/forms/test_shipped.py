"""The shipped definitions: sound, complete in both languages, and safe where it matters."""

from __future__ import annotations

from pathlib import Path

import pytest

import forms

SHIPPED = sorted((Path(__file__).parents[2] / "portal" / "definitions" / "shipped").glob("*.json"))
DOMAINS = ["housing", "finance", "work", "social", "mental", "physical", "meaning", "justice"]


@pytest.fixture(params=SHIPPED, ids=lambda path: path.stem)
def form(request: pytest.FixtureRequest) -> forms.Prepared:
    return forms.prepare(forms.load_json(request.param.read_bytes()))


def test_intake_and_evaluation_are_shipped() -> None:
    assert [path.stem for path in SHIPPED] == ["evaluation", "intake"]


def test_a_shipped_definition_may_be_published(form: forms.Prepared) -> None:
    assert [str(problem) for problem in forms.check(form.definition)] == []
    assert form.definition.locales == ("nl", "en")


def test_the_eight_domains_are_asked_one_per_page(form: forms.Prepared) -> None:
    assert form.definition.instrument is not None
    domains = form.definition.instrument.domains
    assert [domain.key for domain in domains] == DOMAINS
    for domain in domains:
        pages = {form.entries[id_].page.key for id_ in (domain.score, domain.target, domain.note) if id_}
        assert pages == {domain.key}


def test_scores_notes_and_stories_are_care(form: forms.Prepared) -> None:
    care = {id_ for id_, entry in form.entries.items() if entry.compartment == "C" and entry.field.takes_answer}
    for domain in DOMAINS:
        assert {f"{domain}_score", f"{domain}_note", f"{domain}_target"} <= care
    assert "conclusion" in care
    assert care & {"own_story", "own_words"}


def test_a_declined_score_needs_no_target() -> None:
    form = forms.prepare(forms.load_json(next(p for p in SHIPPED if p.stem == "intake").read_bytes()))
    seen = forms.shown(form, {"housing_score": {"$": "declined"}}, forms.Context())
    assert "housing_target" not in seen


@pytest.mark.parametrize("answer", [True, {"$": "declined"}, {"$": "unknown"}])
def test_a_danger_shows_its_protocol(answer: object) -> None:
    form = forms.prepare(forms.load_json(next(p for p in SHIPPED if p.stem == "intake").read_bytes()))
    assert "suicide_protocol" in forms.shown(form, {"suicide_risk": answer}, forms.Context())
    assert "suicide_protocol" not in forms.shown(form, {"suicide_risk": False}, forms.Context())
