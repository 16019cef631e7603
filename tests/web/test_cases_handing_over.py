"""The bureau gives the cases of one expert to another."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases import services
from portal.cases.models import Case
from portal.core.audit import AuditRow
from portal.core.policy import Actor, scoped
from tests.builders.accounts import make_user
from tests.builders.cases import Town, make_case, make_town
from tests.builders.parties import dwelling_facts
from tests.conftest import Work

ClientFor = Callable[[Actor], FlaskClient]
PAGE = "/zaken/overdragen"


@pytest.fixture
def town(work: Work) -> Town:
    with work() as uow:
        return make_town(uow)


@pytest.fixture
def other(work: Work) -> uuid.UUID:
    with work() as uow:
        return make_user(uow, "expert", name="Ruben Tjassens").id


@pytest.fixture
def case_ids(work: Work, town: Town) -> list[uuid.UUID]:
    found = []
    for number in range(3):
        with work() as uow:
            home = dwelling_facts(house_number=str(number + 1))
            found.append(make_case(uow, town, expert=True, dwelling=home).id)
    return found


def experts_of(work: Work, case_ids: list[uuid.UUID]) -> list[uuid.UUID | None]:
    with work() as uow:
        rows = {row.id: row.expert_id for row in uow.session.scalars(scoped(Case, uow.actor))}
        return [rows[one] for one in case_ids]


def test_several_cases_go_at_once_each_with_its_own_line_in_the_log(
    work: Work, town: Town, other: uuid.UUID, case_ids: list[uuid.UUID], client_for: ClientFor
) -> None:
    client = client_for(town.staff)
    assert PAGE in client.get("/zaken").text
    shown = client.get(f"{PAGE}?van={town.expert.id}").text
    assert all(f'value="{one}"' in shown for one in case_ids)
    data = {"van": str(town.expert.id), "case": [str(one) for one in case_ids[:2]], "user_id": str(other)}
    answer = client.post(PAGE, data=data, follow_redirects=True)
    assert "2 zaken zijn overgedragen." in answer.text
    assert experts_of(work, case_ids) == [other, other, town.expert.id]
    with work() as uow:
        wanted = sa.select(AuditRow.case_id).where(
            AuditRow.name == "case.assigned", AuditRow.actor_id == town.staff.id
        )
        assert set(uow.session.scalars(wanted)) == set(case_ids[:2])


def test_nothing_changes_when_one_of_the_cases_is_somebody_elses_meanwhile(
    work: Work, town: Town, other: uuid.UUID, case_ids: list[uuid.UUID], client_for: ClientFor
) -> None:
    with work() as uow:
        services.assign_expert(uow, case_ids[2], other)
    data = {"van": str(town.expert.id), "case": [str(one) for one in case_ids], "user_id": str(other)}
    answer = client_for(town.staff).post(PAGE, data=data)
    assert answer.status_code == 409
    assert "intussen gesloten of van een ander" in answer.text
    assert experts_of(work, case_ids) == [town.expert.id, town.expert.id, other]


@pytest.mark.parametrize("change", [{"case": []}, {"user_id": ""}, {"user_id": "x"}, {"van": "x"}, {"case": ["x"]}])
def test_what_is_missing_or_broken_is_said(
    town: Town, other: uuid.UUID, case_ids: list[uuid.UUID], client_for: ClientFor, change: dict[str, object]
) -> None:
    data = {"van": str(town.expert.id), "case": [str(case_ids[0])], "user_id": str(other)} | change
    answer = client_for(town.staff).post(PAGE, data=data)
    assert answer.status_code == 422
    assert "Er is niets overgedragen" in answer.text or "Kies een expert." in answer.text


def test_somebody_who_is_no_expert_gets_no_cases(
    work: Work, town: Town, case_ids: list[uuid.UUID], client_for: ClientFor
) -> None:
    data = {"van": str(town.expert.id), "case": [str(case_ids[0])], "user_id": str(town.legal.id)}
    assert client_for(town.staff).post(PAGE, data=data).status_code == 422
    assert experts_of(work, case_ids)[0] == town.expert.id


@pytest.mark.parametrize("who", ["landlord", "expert", "legal"])
def test_only_the_bureau_hands_cases_over(
    town: Town, other: uuid.UUID, case_ids: list[uuid.UUID], client_for: ClientFor, who: str
) -> None:
    data = {"van": str(town.expert.id), "case": [str(case_ids[0])], "user_id": str(other)}
    client = client_for(getattr(town, who))
    assert client.post(PAGE, data=data).status_code == 403
    assert client.get(PAGE).status_code == 403
