"""What is known already when a form is begun, and a form for a tenant that is asked, saved and sent."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa

import forms
from portal import reactions
from portal.core.errors import Conflict, Denied, Invalid
from portal.core.policy import Actor
from portal.guidance import knowing, services
from portal.guidance.models import TenantForm
from portal.guidance.rules import State
from portal.parties.models import Person
from portal.submissions import answers as store
from portal.submissions import services as submissions
from tests.builders.cases import Town, make_case
from tests.builders.submissions import tenant_of
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")
assert reactions  # where the stages meet


@pytest.fixture
def case_id(work: Work, town: Town) -> uuid.UUID:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
        uow.session.get_one(Person, tenant_of(uow, case_id)).phone = "06 00 00 77 02"
        return case_id


@pytest.fixture
def asked(work: Work, town: Town, case_id: uuid.UUID) -> tuple[uuid.UUID, Actor]:
    with work(town.expert) as uow:
        row = services.offer(uow, case_id, tenant_of(uow, case_id))
        return row.id, Actor(id=row.id, kind="tenant", case_id=case_id, person_id=row.person_id)


GIVEN = {
    "own_score": "4", "went_well": "De buurvrouw groet mij weer.", "agreements_work": "yes", "neighbours": "better",
    "help_fits": "yes", "needs": "Hulp met de post.", "call_me": "no",
}  # fmt: skip


def test_a_tenant_saves_and_sends_and_the_evaluation_begins_with_it(
    work: Work, town: Town, case_id: uuid.UUID, asked: tuple[uuid.UUID, Actor]
) -> None:
    form_id, tenant = asked
    with work(tenant) as uow, pytest.raises(Invalid, match=r"own\.answers"):
        services.send(uow, form_id)
    with work(tenant) as uow:
        assert services.save(uow, form_id, forms.Posted(GIVEN)).faults == ()
        assert services.send(uow, form_id).state is State.SENT
    with pytest.raises(Conflict, match=r"own\.closed"), work(tenant) as uow:
        services.save(uow, form_id, forms.Posted({"own_score": "1"}))
    with work(town.expert) as uow:
        row = submissions.start(uow, case_id, "evaluation", tenant_of(uow, case_id))
        begun = store.kept(uow, row)
    assert (begun["own_score"], begun["own_words"]) == (4, "De buurvrouw groet mij weer.")
    assert begun["own_needs"] == "Hulp met de post."
    assert begun["held_on"] == begun["period_until"]


def test_another_tenant_and_staff_reach_no_form(
    work: Work, town: Town, case_id: uuid.UUID, asked: tuple[uuid.UUID, Actor]
) -> None:
    form_id, tenant = asked
    stranger = Actor(id=uuid.uuid4(), kind="tenant", case_id=case_id, person_id=tenant.person_id)
    for actor in (stranger, town.staff, town.landlord, town.legal):
        with work(actor) as uow:
            assert uow.session.scalars(sa.select(TenantForm)).all() == []
    with pytest.raises(Denied), work(town.expert) as uow:
        services.save(uow, form_id, forms.Posted(GIVEN))


def test_somebody_without_telephone_and_mail_cannot_be_asked(work: Work, town: Town) -> None:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
        person = uow.session.get_one(Person, tenant_of(uow, case_id))
        person.phone = person.email = ""
    with pytest.raises(Invalid, match=r"own\.unreachable"), work(town.expert) as uow:
        services.offer(uow, case_id, tenant_of(uow, case_id))


@pytest.mark.parametrize("family", ["intake", "survey"])
def test_only_a_form_for_tenants_goes_to_a_tenant(work: Work, town: Town, case_id: uuid.UUID, family: str) -> None:
    with pytest.raises(Invalid, match=r"own\.no_form"), work(town.expert) as uow:
        services.offer(uow, case_id, tenant_of(uow, case_id), family)


def test_the_clauses_of_an_agreement_are_named_for_whom_they_bind() -> None:
    person, other = uuid.uuid4(), uuid.uuid4()
    content = {
        "tenants": [{"key": "t1", "person_id": str(person)}, {"key": "t2", "person_id": str(other)}],
        "clauses": [
            {"number": 1, "title": "Geluid in de nacht", "code": "V1", "addressees": []},
            {"number": 2, "title": "Schelden", "code": "V4", "addressees": ["t2"]},
        ],
    }
    version = type("Version", (), {"content": content})()
    assert knowing.clause_lines(version, person) == ["1 Geluid in de nacht (V1)"]
    assert knowing.clause_lines(version, other) == ["1 Geluid in de nacht (V1)", "2 Schelden (V4)"]
