"""A social team reads the handover that was offered to it, answers by name, and sees nothing else of the case."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.rules import OrganisationKind, Role
from portal.cases import services as cases
from portal.cases.models import Case, Participant
from portal.cases.rules import CaseState
from portal.core.audit import AuditRow
from portal.core.db import db
from portal.core.errors import Denied
from portal.core.policy import SYSTEM, Actor, scoped
from portal.guidance import queries, services
from portal.guidance.models import HandoverAnswer
from portal.guidance.rules import Answer
from portal.submissions import queries as submissions
from portal.submissions import services as filling
from portal.submissions.models import CareAnswers, ReleasedItem, Submission, SubmissionAnswers
from tests.builders.accounts import apart as writing
from tests.builders.cases import Town, make_actor, make_case, make_organisation, make_town
from tests.builders.submissions import make_forms, make_submission, tenant_of
from tests.web.form_pages import Client

SECRET = "Drinkt als het tegenzit"
OPEN = "Spoort graag, twee keer per week"
GIVEN: dict[str, Any] = {
    "held_on": "2026-02-12", "reason": "stable", "period_from": "2025-02-12", "period_until": "2026-02-12",
    "tenant_knows": True, "agreement_state": "ended", "results": [{"goal": "Rustig wonen", "result": "reached"}],
    "call_first": [{"call_name": "Zus", "call_number": "0612345678"}],
    "works": OPEN, "works_not": "Brieven", "early_signs": SECRET, "debts": "no", "administration": "no",
    "risks": SECRET, "crisis_plan": True, "ground_goals": "consent", "ground_scores": "none", "ground_help": "consent",
    "ground_money": "agreement", "ground_risks": "none", "receiver_organisation": "Wijkteam Noord",
    "receiver_name": "S. Wiarda", "receiver_function": "Consulent", "receiver_contact": "0612345678",
    "warm_on": "2026-02-20", "accepted": False, "check_on": "2026-08-12", "conclusion": "Het wonen gaat goed.",
}  # fmt: skip


@dataclass(frozen=True)
class Offered:
    town: Town
    team: Actor
    case_id: uuid.UUID
    paper_id: uuid.UUID
    intake_id: uuid.UUID

    @property
    def page(self) -> str:
        return f"/zaken/{self.case_id}/overdracht"


@pytest.fixture
def offered(app: Flask) -> Offered:
    with writing(app) as uow:
        make_forms(uow)
        town = make_town(uow)
        organisation = make_organisation(uow, OrganisationKind.SOCIAL_TEAM, "Wijkteam Noord")
        team = make_actor(uow, organisation, Role.SOCIAL_TEAM, "Sietske Wiarda")
        case_id = make_case(uow, town, expert=True).id
        for action in ("plan", "start", "stabilise"):
            cases.move(uow, case_id, action)
    with writing(app, town.expert) as uow:
        intake_id = make_submission(uow, case_id, send=True).id
        row = filling.start(uow, case_id, "handover", tenant_of(uow, case_id), GIVEN)
        paper_id = filling.submit(uow, row.id).id
        cases.assign_social_team(uow, case_id, organisation)
        cases.move(uow, case_id, "offer_handover")
    return Offered(town, team, case_id, paper_id, intake_id)


def mark(app: Flask, offered: Offered) -> str:
    with app.app_context():
        return services.mark_of(queries.handovers(db.session, SYSTEM, offered.case_id))


def posted(app: Flask, offered: Offered, **changes: str) -> dict[str, str]:
    usual = {"seen": mark(app, offered), "answer": "accepted", "full_name": "Sietske Wiarda", "duty": "Consulent"}
    return usual | changes


def state(app: Flask, offered: Offered) -> CaseState:
    with app.app_context():
        return db.session.scalars(scoped(Case, SYSTEM).where(Case.id == offered.case_id)).one().state


def test_the_team_reads_what_stands_on_a_ground_and_not_the_rest(offered: Offered, client_for: Client) -> None:
    text = client_for(offered.team).get(offered.page).text
    assert OPEN in text and "Rustig wonen" in text and "Het wonen gaat goed." in text
    assert SECRET not in text
    assert "Dit wordt niet gedeeld" in text and "Risico’s en vroege signalen" in text


def test_the_reading_of_care_is_logged_before_it_is_shown(app: Flask, offered: Offered, client_for: Client) -> None:
    client_for(offered.team).get(offered.page)
    with app.app_context():
        row = db.session.scalars(
            scoped(AuditRow, SYSTEM).where(AuditRow.name == "care.read").order_by(AuditRow.seq.desc())
        ).first()
        assert row is not None and row.actor_id == offered.team.id
        assert row.data == {"what": f"submission:{offered.paper_id}", "purpose": "handover"}


def test_without_a_log_nothing_is_shown(offered: Offered, client_for: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: Any) -> None:
        raise Denied("care.unlogged")

    monkeypatch.setattr("portal.guidance.views.handover.log_care_read", refuse)
    answer = client_for(offered.team).get(offered.page)
    assert answer.status_code == 403 and OPEN not in answer.text


def test_nothing_else_of_the_case_opens(app: Flask, offered: Offered, client_for: Client) -> None:
    client = client_for(offered.team)
    here = client.get(f"/zaken/{offered.case_id}")
    assert here.status_code == 302 and here.location == offered.page
    for path in ("meldingen", "contacten", "stukken", "afspraken", "formulieren/intake"):
        assert client.get(f"/zaken/{offered.case_id}/{path}").status_code in {403, 404}, path
    for form_id in (offered.intake_id, offered.paper_id):
        assert client.get(f"/formulieren/{form_id}/lezen").status_code in {403, 404}
    with app.app_context():
        own = {row.id for row in db.session.scalars(scoped(Submission, offered.team))}
        assert own == {offered.paper_id}
        for model in (SubmissionAnswers, CareAnswers):
            assert {row.submission_id for row in db.session.scalars(scoped(model, offered.team))} == {offered.paper_id}
        for other in (Participant, ReleasedItem):
            assert not db.session.scalars(scoped(other, offered.team)).all()


@pytest.mark.parametrize("who", ["landlord", "expert", "staff", "auditor"])
def test_the_page_is_for_the_team_alone(offered: Offered, client_for: Client, who: str) -> None:
    assert client_for(offered.town.everybody()[who]).get(offered.page).status_code == 403


def test_to_another_team_the_case_is_absent(app: Flask, offered: Offered, client_for: Client) -> None:
    with writing(app) as uow:
        elsewhere = make_organisation(uow, OrganisationKind.SOCIAL_TEAM, "Wijkteam Zuid")
        stranger = make_actor(uow, elsewhere, Role.SOCIAL_TEAM, "Iemand Anders")
    client = client_for(stranger)
    assert client.get(offered.page).status_code == 404
    assert client.post(offered.page, data=posted(app, offered)).status_code == 404


def test_a_handover_that_was_not_sent_or_was_given_back_is_not_read(
    app: Flask, offered: Offered, client_for: Client
) -> None:
    with writing(app, offered.town.expert) as uow:
        filling.return_(uow, offered.paper_id, "Nog iets vergeten")
    text = client_for(offered.team).get(offered.page).text
    assert "nog niet verstuurd" in text and OPEN not in text
    answer = client_for(offered.team).post(offered.page, data=posted(app, offered, seen=""))
    assert answer.status_code == 409
    assert state(app, offered) is CaseState.HANDOVER_OFFERED


def test_accepting_takes_a_name_and_a_function_and_completes_the_handover(
    app: Flask, offered: Offered, client_for: Client
) -> None:
    client = client_for(offered.team)
    assert client.post(offered.page, data=posted(app, offered, full_name=" ")).status_code == 422
    assert state(app, offered) is CaseState.HANDOVER_OFFERED
    answer = client.post(offered.page, data=posted(app, offered), follow_redirects=True)
    assert "Door Sietske Wiarda, Consulent" in answer.text
    assert state(app, offered) is CaseState.HANDOVER_ACCEPTED
    assert client.post(offered.page, data=posted(app, offered)).status_code == 409
    with app.app_context():
        assert len(db.session.scalars(scoped(HandoverAnswer, SYSTEM)).all()) == 1
        wanted = sa.select(AuditRow.body).where(AuditRow.name == "handover.answered")
        assert "Sietske" not in (db.session.scalars(wanted).one())
    assert "Aanvaard" in client_for(offered.town.expert).get(f"/zaken/{offered.case_id}").text


def test_declining_needs_a_reason_and_gives_the_case_back_to_the_expert(
    app: Flask, offered: Offered, client_for: Client
) -> None:
    client = client_for(offered.team)
    assert client.post(offered.page, data=posted(app, offered, answer="declined")).status_code == 422
    given = posted(app, offered, answer="declined", reason="Geen plek vóór mei <b>")
    assert "niet aanvaardt" in client.post(offered.page, data=given, follow_redirects=True).text
    assert state(app, offered) is CaseState.STABILISING
    assert client.get(offered.page).status_code == 404
    assert "Geen plek vóór mei &lt;b&gt;" in client_for(offered.town.expert).get(f"/zaken/{offered.case_id}").text


def test_what_changed_after_the_reading_is_not_accepted_unseen(
    app: Flask, offered: Offered, client_for: Client
) -> None:
    given = posted(app, offered)
    with writing(app, offered.town.expert) as uow:
        filling.correct(uow, offered.paper_id, {"works": "Iets heel anders"}, "Vergissing")
    answer = client_for(offered.team).post(offered.page, data=given)
    assert answer.status_code == 409 and "intussen gewijzigd" in answer.text
    assert state(app, offered) is CaseState.HANDOVER_OFFERED


def test_whoever_offers_a_handover_names_the_team(app: Flask, offered: Offered, client_for: Client) -> None:
    with writing(app) as uow:
        cases.move(uow, offered.case_id, "withdraw_handover")
    client, step = client_for(offered.town.expert), f"/zaken/{offered.case_id}/stap/offer_handover"
    assert "Wijkteam Noord" in client.get(step).text
    assert client.post(step, data={"team_id": str(offered.town.corporation)}).status_code == 422
    team_id = next(iter(offered.team.organisations("social_team")))
    assert client.post(step, data={"team_id": str(team_id)}).status_code == 303
    assert state(app, offered) is CaseState.HANDOVER_OFFERED


def test_nobody_but_the_team_answers(app: Flask, offered: Offered) -> None:
    for actor in (offered.town.expert, offered.town.landlord, offered.town.staff):
        with pytest.raises(Denied), writing(app, actor) as uow:
            services.answer_handover(uow, offered.case_id, Answer.ACCEPTED, "X", "Y")
    with app.app_context():
        assert submissions.of_case(db.session, offered.town.landlord, offered.case_id, "handover")


@pytest.mark.parametrize(("shared", "reads"), [({}, False), ({"shared": "y"}, True)])
def test_why_not_is_for_bureau_and_expert_unless_the_team_ticks_the_box_and_the_case_tells_the_answer(
    app: Flask, offered: Offered, client_for: Client, shared: dict[str, str], reads: bool
) -> None:
    sent = posted(app, offered, answer="declined", reason="De wachtlijst is vol.") | shared
    assert client_for(offered.team).post(offered.page, data=sent).status_code == 303
    page = f"/zaken/{offered.case_id}"
    for actor, seen in ((offered.town.expert, True), (offered.town.staff, True), (offered.town.landlord, reads)):
        text = client_for(actor).get(page).text
        assert ("De wachtlijst is vol." in text) is seen
        assert "Overdracht door het wijkteam niet aanvaard" in text
