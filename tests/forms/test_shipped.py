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


def test_the_forms_a_case_needs_are_shipped() -> None:
    needed = {
        "referral",
        "intake",
        "plan",
        "evaluation",
        "survey",
        "stabilisation",
        "handover",
        "handover_sheet",
        "own_view",
    }
    assert needed <= {path.stem for path in SHIPPED}


def test_a_shipped_definition_may_be_published(form: forms.Prepared) -> None:
    assert [str(problem) for problem in forms.check(form.definition)] == []
    assert form.definition.locales[:2] == ("nl", "en")


def test_the_eight_domains_are_asked_one_per_page() -> None:
    for name in ("intake", "evaluation"):
        _one_domain_per_page(shipped(name))


def shipped(name: str) -> forms.Prepared:
    return forms.prepare(forms.load_json(next(path for path in SHIPPED if path.stem == name).read_bytes()))


def _one_domain_per_page(form: forms.Prepared) -> None:
    assert form.definition.instrument is not None
    domains = form.definition.instrument.domains
    assert [domain.key for domain in domains] == DOMAINS
    for domain in domains:
        pages = {form.entries[id_].page.key for id_ in (domain.score, domain.target, domain.note) if id_}
        assert pages == {domain.key}


@pytest.mark.parametrize("name", ["intake", "evaluation"])
def test_scores_notes_and_stories_are_care(name: str) -> None:
    form = shipped(name)
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


def test_a_plan_holds_at_most_three_goals_per_domain_and_every_goal_is_complete() -> None:
    form = shipped("plan")
    for domain in DOMAINS:
        group = form.entries[f"{domain}_goals"].field
        assert isinstance(group, forms.Repeat)
        assert group.max_rows == 3
        asked = {one.id.removeprefix(f"{domain}_") for one in group.fields if one.need == "required"}
        assert {"behaviour", "measure", "by", "who", "evidence"} <= asked
        assert form.entries[f"{domain}_goals"].compartment == "C"


def test_what_neighbours_say_stays_with_the_corporation_and_only_the_outcome_is_shared() -> None:
    form = shipped("survey")
    shared = {id_ for id_, entry in form.entries.items() if entry.compartment == "A" and entry.field.takes_answer}
    assert shared == {"overall_frequency", "overall_severity", "trend", "summary", "told_neighbours"}
    assert not [id_ for id_, entry in form.entries.items() if entry.compartment == "C"]


def test_the_sheet_for_the_corporation_holds_no_care() -> None:
    assert {entry.compartment for entry in shipped("handover_sheet").entries.values()} == {"A"}


def test_a_handover_names_who_takes_over_and_why_each_thing_may_be_passed_on() -> None:
    form = shipped("handover")
    asked = {id_ for id_, entry in form.entries.items() if entry.field.need == "required"}
    assert {"receiver_name", "accepted", "check_on", "risks", "early_signs", "ground_risks", "ground_money"} <= asked
    assert form.entries["risks"].compartment == "C"


def test_who_fills_in_is_said_by_the_form_itself() -> None:
    told = {path.stem: shipped(path.stem).definition.filled_by for path in SHIPPED}
    assert {name for name, who in told.items() if who == "staff"} == {"referral", "survey"}
    assert {name for name, who in told.items() if who == "tenant"} == {"own_view"}


def test_the_thresholds_of_the_stabilisation_test_are_data_and_its_examples_hold() -> None:
    form = shipped("stabilisation")
    limits = {id_ for id_ in form.entries if id_.startswith("limit_")}
    assert limits == {"limit_quiet_days", "limit_evaluations", "limit_lowest", "limit_housing", "limit_rent_months"}
    assert len(form.definition.examples) == 4
    assert [fault for one in form.definition.examples for fault in forms.example_faults(form, one)] == []
    assert form.entries["advice_ok"].compartment == "C"


def test_what_a_tenant_is_asked_stands_in_five_languages() -> None:
    form = shipped("own_view")
    assert form.definition.locales == ("nl", "en", "ar", "tr", "pl")
    for entry in form.top:
        assert set(entry.field.label) == set(form.definition.locales)
