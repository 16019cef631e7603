"""A case begins with a referral and moves on by commands."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa

from portal.cases import services
from portal.cases.models import Case, HouseholdMember, Participant
from portal.cases.rules import CaseState, HouseholdFacts, ParticipantRole, StepFacts, StopReason, Turn
from portal.core import clock
from portal.core.audit import AuditRow
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.policy import Actor, scoped
from portal.core.uow import UnitOfWork
from portal.parties.rules import AgeBand
from tests.builders.cases import Town, make_case, make_referral, make_town
from tests.builders.parties import dwelling_facts, person_facts
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")
THURSDAY = dt.datetime(2026, 2, 5, 9, tzinfo=dt.UTC)


@pytest.fixture
def town(work: Work) -> Town:
    with work() as uow:
        return make_town(uow)


def test_a_referral_makes_a_case_with_its_people(work: Work, town: Town) -> None:
    with clock.at(THURSDAY), work(town.landlord) as uow:
        case = services.refer(
            uow,
            make_referral(
                co_tenants=(person_facts(given_names="Çağla", surname="Öztürk"),),
                household=(HouseholdFacts(age_band=AgeBand.B10_12, count=2),),
            ),
        )
        roles = set(uow.session.scalars(sa.select(Participant.role).where(Participant.case_id == case.id)))
        members = uow.session.scalars(scoped(HouseholdMember, town.landlord)).all()
    assert case.reference == "D-2026-0001"
    assert (case.state, case.next_actor, case.due) == (CaseState.REFERRED, Turn.BUREAU, dt.date(2026, 2, 9))
    assert roles == {ParticipantRole.TENANT, ParticipantRole.CO_TENANT}
    assert [(row.age_band, row.count) for row in members] == [(AgeBand.B10_12, 2)]
    assert (case.address, case.tenant_name) == ("Lijsterbeslaan 12-III", "Zandt, J. van 't")
    assert "cagla ozturk" in case.search_key and "12 iii" in case.search_key


def test_reference_numbers_follow_each_other_and_begin_again_each_year(work: Work, town: Town) -> None:
    made = []
    for year in (2026, 2026, 2027):
        with clock.at(THURSDAY.replace(year=year)), work() as uow:
            made.append(make_case(uow, town).reference)
    assert made == ["D-2026-0001", "D-2026-0002", "D-2027-0001"]


def test_a_corporation_refers_for_itself_only(work: Work, town: Town) -> None:
    with work() as uow:
        other = make_town(uow, "Dorp")
    with work(town.landlord) as uow, pytest.raises(Invalid, match=r"case\.corporation"):
        services.refer(uow, make_referral(other.corporation))


@pytest.mark.parametrize("who", ["expert", "legal", "auditor"])
def test_only_corporation_and_bureau_refer(work: Work, town: Town, who: str) -> None:
    with work(town.everybody()[who]) as uow, pytest.raises(Denied):
        services.refer(uow, make_referral(town.corporation))


def test_a_referral_says_why_in_words_that_hold_no_citizen_service_number(work: Work, town: Town) -> None:
    for reason, code in (("  ", "case.reason"), ("BSN 111222333", "text.bsn")):
        with work(town.landlord) as uow, pytest.raises(Invalid) as refused:
            services.refer(uow, make_referral(reason=reason))
        assert refused.value.code == code


def test_the_bureau_takes_a_case_up_by_assigning_an_expert(work: Work, town: Town) -> None:
    with work() as uow:
        case_id = make_case(uow, town).id
    assert town.expert.id is not None
    with work(town.staff) as uow:
        case = services.assign_expert(uow, case_id, town.expert.id)
    assert (case.state, case.expert_id, case.expert_organisation_id) == (
        CaseState.INTAKE, town.expert.id, town.practice,
    )  # fmt: skip
    assert (case.next_actor, case.next_code) == (Turn.EXPERT, "intake.start")


def test_only_somebody_with_the_role_of_expert_is_assigned(work: Work, town: Town) -> None:
    with work() as uow:
        case_id = make_case(uow, town).id
    assert town.legal.id is not None
    with work(town.staff) as uow, pytest.raises(Invalid, match=r"case\.not_an_expert"):
        services.assign_expert(uow, case_id, town.legal.id)


def test_a_corporation_does_not_assign(work: Work, town: Town) -> None:
    with work() as uow:
        case_id = make_case(uow, town).id
    assert town.expert.id is not None
    with work(town.landlord) as uow, pytest.raises(Denied):
        services.assign_expert(uow, case_id, town.expert.id)


def test_a_case_is_not_taken_up_without_an_expert(work: Work, town: Town) -> None:
    with work() as uow:
        case_id = make_case(uow, town).id
    with work(town.staff) as uow, pytest.raises(Conflict, match=r"case\.no_expert"):
        services.move(uow, case_id, "take_up")


def test_a_case_stops_with_a_reason_and_then_stands_still(work: Work, town: Town) -> None:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
    with work(town.staff) as uow, pytest.raises(Invalid, match=r"case\.stop_reason"):
        services.move(uow, case_id, "stop")
    with work(town.staff) as uow:
        case = services.move(uow, case_id, "stop", "moved")
        assert (case.stop_reason, case.due, case.next_actor) == (StopReason.MOVED, None, Turn.NOBODY)
    with work(town.staff) as uow, pytest.raises(Conflict):
        services.move(uow, case_id, "plan")


def test_an_expert_moves_a_case_but_does_not_stop_it(work: Work, town: Town) -> None:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
    with work(town.expert) as uow:
        assert services.move(uow, case_id, "plan").state is CaseState.PLANNING
    with work(town.expert) as uow, pytest.raises(Denied):
        services.move(uow, case_id, "stop", "moved")


def test_a_later_stage_says_what_comes_next(work: Work, town: Town) -> None:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
        for action in ("plan", "start"):
            services.move(uow, case_id, action)
        case = services.expect(
            uow,
            case_id,
            StepFacts(opened_on=THURSDAY.date(), since=THURSDAY.date(), evaluation_due=dt.date(2026, 6, 6)),
        )
    assert (case.next_actor, case.next_code, case.due) == (Turn.EXPERT, "evaluation.plan", dt.date(2026, 6, 6))


@pytest.mark.parametrize(
    ("who", "sees"),
    [("staff", True), ("admin", True), ("legal", True), ("landlord", True), ("expert", True), ("auditor", False)],
)
def test_who_sees_a_case(work: Work, town: Town, who: str, sees: bool) -> None:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
    assert _sees(work, town.everybody()[who], case_id) is sees


def test_a_case_of_others_is_as_absent(work: Work, town: Town) -> None:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
        other = make_town(uow, "Dorp")
    for actor in (other.landlord, other.expert, other.auditor):
        for wanted in (case_id, uuid.uuid4()):
            with work(actor) as uow, pytest.raises(Missing, match=r"row\.missing"):
                uow.get(Case, wanted)


def test_an_expert_sees_a_case_only_while_assigned(work: Work, town: Town) -> None:
    with work() as uow:
        case_id = make_case(uow, town).id
    assert not _sees(work, town.expert, case_id)


def test_a_social_team_sees_a_case_only_once_its_handover_is_offered(work: Work, town: Town) -> None:
    with work() as uow:
        team = Actor(id=uuid.uuid4(), memberships=frozenset({(town.practice, "social_team")}))
        case_id = make_case(uow, town, expert=True).id
        services.assign_social_team(uow, case_id, town.practice)
        for action in ("plan", "start", "stabilise"):
            services.move(uow, case_id, action)
    assert not _sees(work, team, case_id)
    with work() as uow:
        services.move(uow, case_id, "offer_handover")
    assert _sees(work, team, case_id)
    with work(team) as uow:
        assert not uow.session.scalars(scoped(Participant, team)).all()


def test_the_log_holds_ids_and_codes_and_no_words(work: Work, town: Town) -> None:
    with work() as uow:
        make_case(uow, town, reason="Kanarie in de kooi")
        bodies = " ".join(uow.session.scalars(sa.select(AuditRow.body)))
    assert "case.referred" in bodies
    assert not any(word in bodies for word in ("Kanarie", "Zandt", "Lijsterbeslaan"))


def test_names_in_lists_follow_a_changed_person(uow: UnitOfWork) -> None:
    from portal.parties import services as parties

    town = make_town(uow)
    case = make_case(uow, town, dwelling=dwelling_facts(house_number="44-bis"))
    person_id = uow.session.scalars(sa.select(Participant.person_id)).one()
    parties.change_person(uow, person_id, None, person_facts(given_names="Bülent", surname="Öztürk"))
    services.refresh_names(uow, case.id)
    assert (case.tenant_name, case.address) == ("Öztürk, B.", "Lijsterbeslaan 44-bis")


def _sees(work: Work, actor: Actor, case_id: uuid.UUID) -> bool:
    with work(actor) as uow:
        return uow.session.scalars(scoped(Case, actor).where(Case.id == case_id)).one_or_none() is not None
