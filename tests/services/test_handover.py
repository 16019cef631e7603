"""What a social team can reach in the database, and what its answer does to a case."""

from __future__ import annotations

import uuid

import pytest

from portal.accounts.rules import OrganisationKind, Role
from portal.agreements.models import Agreement
from portal.cases import services as cases
from portal.cases.models import Case, Contact, Participant
from portal.cases.rules import CaseState
from portal.core import crypto
from portal.core.errors import Conflict, Missing
from portal.core.policy import SYSTEM, Actor, scoped
from portal.guidance import queries, services
from portal.guidance.models import HandoverAnswer
from portal.guidance.rules import Answer
from portal.submissions import queries as submissions
from portal.submissions import services as filling
from portal.submissions.models import CareAnswers, Submission, SubmissionAnswers
from tests.builders.cases import Town, make_actor, make_case, make_organisation
from tests.builders.submissions import make_submission, tenant_of
from tests.conftest import Work
from tests.web.test_handover import GIVEN


@pytest.fixture
def team(work: Work, town: Town) -> Actor:
    with work() as uow:
        organisation = make_organisation(uow, OrganisationKind.SOCIAL_TEAM, "Wijkteam Noord")
        return make_actor(uow, organisation, Role.SOCIAL_TEAM, "Sietske Wiarda")


@pytest.fixture
def case_id(work: Work, town: Town, team: Actor) -> uuid.UUID:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
        for action in ("plan", "start", "stabilise"):
            cases.move(uow, case_id, action)
    with work(town.expert) as uow:
        make_submission(uow, case_id, send=True)
        row = filling.start(uow, case_id, "handover", tenant_of(uow, case_id), GIVEN)
        filling.submit(uow, row.id)
        cases.assign_social_team(uow, case_id, next(iter(team.organisations("social_team"))))
    return case_id


def offer(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.expert) as uow:
        cases.move(uow, case_id, "offer_handover")


def test_before_the_offer_nothing_is_there_and_after_it_only_the_handover(
    work: Work, town: Town, team: Actor, case_id: uuid.UUID
) -> None:
    reached = (Case, Submission, SubmissionAnswers, CareAnswers)
    with work(team) as uow:
        assert not [row for model in reached for row in uow.session.scalars(scoped(model, team))]
    offer(work, town, case_id)
    with work(team) as uow:
        (paper,) = uow.session.scalars(scoped(Submission, team)).all()
        assert paper.family_key == "handover"
        for model in (SubmissionAnswers, CareAnswers):
            assert {row.submission_id for row in uow.session.scalars(scoped(model, team))} == {paper.id}
        for other in (Participant, Contact, Agreement):
            assert not uow.session.scalars(scoped(other, team)).all()


def test_the_database_itself_keeps_the_rest_from_a_social_team(
    work: Work, town: Town, team: Actor, case_id: uuid.UUID
) -> None:
    offer(work, town, case_id)
    with work(team) as uow:
        if uow.session.get_bind().dialect.name != "postgresql":
            pytest.skip("rows are confined by the database on PostgreSQL only")
        for model, number in ((Submission, 1), (CareAnswers, 1), (Participant, 0), (Case, 1)):  # past the row rules
            found = uow.session.connection().execute(model.__table__.select()).all()
            assert len(found) == number, model


def test_a_team_that_accepts_takes_the_case_over(work: Work, town: Town, team: Actor, case_id: uuid.UUID) -> None:
    offer(work, town, case_id)
    with work(team) as uow:
        sent = services.mark_of(queries.handovers(uow.session, team, case_id))
        services.answer_handover(uow, case_id, Answer.ACCEPTED, " S. Wiarda ", "Consulent", seen=sent)
    with work(town.expert) as uow:
        case = uow.get(Case, case_id)
        assert case.state is CaseState.HANDOVER_ACCEPTED and case.expert_id == town.expert.id
        (row,) = queries.handover_answers(uow.session, town.expert, case_id)
        assert (row.name, row.duty, row.answer) == ("S. Wiarda", "Consulent", Answer.ACCEPTED)


def test_a_team_that_declines_says_why_and_no_longer_reads(
    work: Work, town: Town, team: Actor, case_id: uuid.UUID
) -> None:
    offer(work, town, case_id)
    with work(team) as uow:
        services.answer_handover(uow, case_id, Answer.DECLINED, "S. Wiarda", "Consulent", "Geen plek vóór mei")
    with work(team) as uow:
        with pytest.raises(Missing):
            uow.get(Case, case_id)
        assert [row.answer for row in uow.session.scalars(scoped(HandoverAnswer, team))] == [Answer.DECLINED]
        assert not uow.session.scalars(scoped(CareAnswers, team)).all()
    with work(town.expert) as uow:
        assert uow.get(Case, case_id).state is CaseState.STABILISING
        (row,) = queries.handover_answers(uow.session, town.expert, case_id)
        assert queries.reason_of(uow.session, town.expert, uow.get(Case, case_id), row) == "Geen plek vóór mei"


@pytest.mark.parametrize("shared", [False, True])
def test_why_a_team_declined_is_for_bureau_and_expert_unless_the_team_shares_it(
    work: Work, town: Town, team: Actor, case_id: uuid.UUID, shared: bool
) -> None:
    offer(work, town, case_id)
    with work(team) as uow:
        services.answer_handover(uow, case_id, Answer.DECLINED, "S. Wiarda", "Consulent", "Te zwaar", shared=shared)
    tenant = Actor(id=uuid.uuid4(), kind="tenant", case_id=case_id)
    for actor, reads in ((town.expert, True), (town.staff, True), (town.landlord, shared), (town.legal, shared), (tenant, shared)):
        with work() as uow:
            case = uow.get(Case, case_id)
            (row,) = queries.handover_answers(uow.session, SYSTEM, case_id)
            assert bool(queries.reason_of(uow.session, actor, case, row)) is reads, actor.kind


def test_nothing_is_accepted_that_was_not_sent(work: Work, town: Town, team: Actor, case_id: uuid.UUID) -> None:
    offer(work, town, case_id)
    with work(town.expert) as uow:
        (paper,) = queries.handovers(uow.session, town.expert, case_id)
        filling.return_(uow, paper.id, "Nog iets vergeten")
    with work(team) as uow, pytest.raises(Conflict, match=r"handover\.absent"):
        services.answer_handover(uow, case_id, Answer.ACCEPTED, "S. Wiarda", "Consulent")


def test_care_of_a_handover_opens_only_after_its_reading_was_logged(
    work: Work, town: Town, team: Actor, case_id: uuid.UUID
) -> None:
    offer(work, town, case_id)
    with work(team) as uow:
        uow.session.info.pop("care", None)
        (paper,) = queries.handovers(uow.session, team, case_id)
        with pytest.raises(Exception, match=r"care\.unlogged"):
            submissions.answers(uow.session, team, paper)
        crypto.open_care(uow.session, case_id)
        assert submissions.answers(uow.session, team, paper)["works"] == GIVEN["works"]
        assert uow.actor is not SYSTEM
