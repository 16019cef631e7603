"""Later forms begin with what is known: the case by path, evaluations, the plan, and the form of the time before."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

import forms
from portal import reactions
from portal.core.policy import Actor
from portal.definitions.services import publish
from portal.guidance import beginning
from portal.parties.models import Person, Representation
from portal.parties.rules import RepresentationKind
from portal.submissions import answers as store
from portal.submissions import services as submissions
from tests.builders.cases import Town, make_case
from tests.builders.submissions import make_body, make_field, make_submission, tenant_of
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")
assert reactions  # where the stages meet


@pytest.fixture
def case_id(work: Work, town: Town) -> uuid.UUID:
    with work() as uow:
        return make_case(uow, town, expert=True).id


def begun(work: Work, actor: Actor, case_id: uuid.UUID, family: str) -> dict[str, Any]:
    with work(actor) as uow:
        return store.kept(uow, submissions.start(uow, case_id, family, tenant_of(uow, case_id)))


def evaluate(work: Work, town: Town, case_id: uuid.UUID, result: str = "kept", **answers: Any) -> None:
    with work(town.expert) as uow:
        clauses = [{"clause": "1 Geluid (V1)", "clause_result": result}]
        make_submission(uow, case_id, "evaluation", send=True, **({"clauses": clauses} | answers))


def test_the_test_of_stability_begins_with_the_evaluations(work: Work, town: Town, case_id: uuid.UUID) -> None:
    assert set(begun(work, town.expert, case_id, "stabilisation")) >= {"held_on"}
    evaluate(work, town, case_id, "partly", held_on="2026-03-01", incidents_since=1, incidents_verified=1, incident_last="2026-02-20")
    evaluate(work, town, case_id, held_on="2026-04-01", scores=(4, 2, 3, 3, 3, 3, 3, 5))
    evaluate(work, town, case_id, held_on="2026-05-01", own_words="Het gaat beter.", scores=(5, 3, 3, 3, 3, 3, 3, 5))
    with work() as uow:
        person = tenant_of(uow, case_id)
    with work(town.expert) as uow:
        case = uow.session.get_one(submissions.filling.Case, case_id)
        ready = beginning.stabilisation(uow, case, person)
    assert (ready["evaluations_kept"], ready["housing_now"], ready["lowest_now"]) == (2, 5, 3)
    assert (ready["any_incident"], ready["last_incident"]) == (True, "2026-02-20")
    assert ready["tenant_view"] == "Het gaat beter."


def test_what_the_evaluations_tell_stands_in_the_new_form(work: Work, town: Town, case_id: uuid.UUID) -> None:
    evaluate(work, town, case_id, held_on="2026-05-01", incidents_since=1, incidents_verified=1, incident_last="2026-04-20")
    found = begun(work, town.expert, case_id, "stabilisation")
    assert (found["evaluations_kept"], found["housing_now"], found["last_incident"]) == (1, 4, "2026-04-20")
    assert found["neighbours"] == "better"


def test_a_second_survey_begins_where_the_first_ended(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.landlord) as uow:
        person = tenant_of(uow, case_id)
        given = {
            "held_on": "2026-04-02", "period_from": "2026-01-02", "asked": 7, "answered_by": 0, "summary": "Stil.",
            "overall_frequency": 0, "overall_severity": 0, "trend": "first",
        }  # fmt: skip
        submissions.submit(uow, submissions.start(uow, case_id, "survey", person, given).id)
    found = begun(work, town.landlord, case_id, "survey")
    assert (found["period_from"], found["asked"]) == ("2026-04-02", 7)


def test_a_handover_begins_with_goals_scores_whom_to_call_and_who_acts_for_the_tenant(
    work: Work, town: Town, case_id: uuid.UUID
) -> None:
    with work() as uow:
        person = tenant_of(uow, case_id)
        uow.add(Representation(person_id=person, kind=RepresentationKind.ADMINISTRATOR, name="B. Balans", phone="06 12 34 56 78"))
    with work(town.expert) as uow:
        make_submission(uow, case_id, send=True, held_on="2026-02-12")
        plan = {
            "held_on": "2026-02-20", "present": ["tenant"], "housing_wanted": True, "early_signs": "Dichte gordijnen",
            "housing_goals": [{"housing_behaviour": "Na 22.00 uur is het stil.", "housing_measure": "Meldingen",
                               "housing_by": "2026-06-01", "housing_who": "tenant", "housing_evidence": "Logboek"}],
            "call_first": [{"call_name": "Zus Anna", "call_number": "06 11 22 33 44"}],
            **{f"{d}_wanted": False for d in ("finance", "work", "social", "mental", "physical", "meaning", "justice")},
            "review_on": "2026-06-01", "agrees": True,
        }  # fmt: skip
        submissions.submit(uow, submissions.start(uow, case_id, "plan", person, plan).id)
    evaluate(work, town, case_id, held_on="2026-05-01")
    found = begun(work, town.expert, case_id, "handover")
    assert found["period_from"] == "2026-02-12"
    assert found["results"] == [{"goal": "Na 22.00 uur is het stil."}]
    assert {"score_domain": "housing", "score_start": 2, "score_end": 4} in found["score_lines"]
    assert found["early_signs"] == "Dichte gordijnen"
    assert found["call_first"] == [{"call_name": "Zus Anna", "call_number": "06 11 22 33 44"}]
    assert (found["administration"], found["administrator_name"]) == ("administrator", "B. Balans 06 12 34 56 78")
    sheet = begun(work, town.expert, case_id, "handover_sheet")
    assert sheet["clauses"] == [{"clause": "1 Geluid (V1)", "clause_result": "kept"}]


@pytest.mark.parametrize(("state", "ends", "told"), [
    ("in_force", dt.date(2026, 9, 1), {"agreement_state": "runs", "agreement_until": "2026-09-01"}),
    ("expired", dt.date(2026, 1, 1), {"agreement_state": "ended"}),
    ("reflection", dt.date(2026, 9, 1), {}),
    ("in_force", None, {}),
])  # fmt: skip
def test_how_the_agreement_stands_is_said_only_when_it_is_sure(state: str, ends: dt.date | None, told: dict[str, str]) -> None:
    version = type("Version", (), {"state": state, "ends_on": ends})()
    assert beginning._standing(version, dt.date(2026, 5, 1)) == told


def test_every_path_the_host_promises_fills_a_question(work: Work, town: Town, case_id: uuid.UUID) -> None:
    kinds = {"case.address": "address", "case.opened_on": "date", "person.birth_year": "integer"}
    asked = ["case.reference", "case.address", "case.postcode", "case.opened_on", "person.full_name", "person.language",
             "person.birth_year", "corporation.name", "expert.name"]  # fmt: skip
    fields = [make_field(kinds.get(path, "short_text"), f"f{n}", prefill=path, need="optional") for n, path in enumerate(asked)]
    with work() as uow:
        publish(uow, forms.load(make_body(*fields, filled_by="expert")))
        person = uow.session.get_one(Person, tenant_of(uow, case_id))
        person.birth_year, person.language = 1979, "tr"
    found = begun(work, town.expert, case_id, "sample")
    assert [path for n, path in enumerate(asked) if f"f{n}" not in found] == []
    assert found[f"f{asked.index('person.language')}"] == "Turks"
    assert found[f"f{asked.index('case.address')}"]["number"] == 12


def test_a_condition_may_speak_of_the_form_of_the_time_before(work: Work, town: Town, case_id: uuid.UUID) -> None:
    body = make_body(
        make_field("integer", "debts", need="optional"),
        make_field(id="why", need="optional", show_if={">": [{"var": "debts"}, {"previous": "debts"}]}), filled_by="expert",
        compartment="C", audience=["expert"],
    )  # fmt: skip
    with work() as uow:
        publish(uow, forms.load(body))
        person = tenant_of(uow, case_id)
    with work(town.expert) as uow:
        submissions.submit(uow, submissions.start(uow, case_id, "sample", person, {"debts": 5}).id)
    with work(town.expert) as uow:
        row = submissions.start(uow, case_id, "sample", person, {"debts": 4})
        _, told = submissions.save_page(uow, row.id, "first", forms.Posted({"debts": "5"}))
        assert "why" not in told.shown
        _, told = submissions.save_page(uow, row.id, "first", forms.Posted({"debts": "6"}))
        assert "why" in told.shown
