"""Questions that name a record offer what the case has and the filler may see, and take nothing else."""

from __future__ import annotations

import uuid

import pytest

import forms
from portal.cases import services as cases
from portal.definitions import services as definitions
from portal.submissions import lists, services
from portal.submissions.models import ReleasedItem
from portal.submissions.services import filling
from tests.builders.cases import Town, incident_facts, make_case, make_town
from tests.builders.submissions import make_body, make_field, tenant_of
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")
ASKED = [make_field("record", source, source=source, need="optional") for source in forms.SOURCES]


@pytest.fixture
def town(work: Work) -> Town:
    with work() as uow:
        definitions.publish(uow, forms.load(make_body(*ASKED, filled_by="staff", compartment="B", audience=["corporation", "bureau"])))
        return make_town(uow)


def begun(work: Work, town: Town) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    """A form begun by the bureau in a case with an incident, and an incident of another case."""
    with work(town.staff) as uow:
        case, other = make_case(uow, town, expert=True), make_case(uow, town)
        own, foreign = (cases.log_incident(uow, one.id, incident_facts(uow)).id for one in (case, other))
        return services.start(uow, case.id, "sample", tenant_of(uow, case.id)).id, own, foreign


def test_each_list_offers_what_the_case_has(work: Work, town: Town) -> None:
    submission_id, own, _foreign = begun(work, town)
    with work(town.staff) as uow:
        opened = filling.open_for_change(uow, submission_id)
        records = opened.context.records
        assert [key for key, _words in records["incidents"]] == [str(own)]
        assert [key for key, _words in records["dwellings"]] == [str(opened.case.dwelling_id)]
        assert str(town.corporation) in dict(records["organisations"])
        assert str(town.expert.id) in dict(records["experts"])
        assert records["agreements"] == () and len(records["people"]) == 1
        assert records["goals"] == ()


def test_the_goals_are_those_that_the_expert_released(work: Work, town: Town) -> None:
    submission_id, _own, _foreign = begun(work, town)
    with work(town.staff) as uow:
        opened = filling.open_for_change(uow, submission_id)
        text = "- Een vaste dagindeling\n- Schulden in beeld\n"
        for key in ("goals", "conclusion"):
            uow.add(ReleasedItem(case_id=opened.case.id, submission_id=submission_id, key=key, text=text))
        first, second = opened.context.records["goals"]
        assert (first[1], second[1]) == ("Een vaste dagindeling", "Schulden in beeld")
        _opened, cleaned = services.save_page(uow, submission_id, "first", forms.Posted({"goals": first[0], "goals__asked": "1"}))
        assert cleaned.answers["goals"] == first[0]


def test_a_record_of_another_case_is_no_answer(work: Work, town: Town) -> None:
    submission_id, own, foreign = begun(work, town)
    for key, taken in ((own, True), (foreign, False), (uuid.uuid4(), False)):
        with work(town.staff) as uow:
            posted = forms.Posted({"incidents": str(key), "incidents__asked": "1"})
            _opened, cleaned = services.save_page(uow, submission_id, "first", posted)
            assert (cleaned.answers.get("incidents") == str(key)) is taken
            assert bool(cleaned.faults) is not taken


def test_a_list_is_given_once() -> None:
    with pytest.raises(RuntimeError):
        lists.tell("incidents", lambda session, actor, case: ())
