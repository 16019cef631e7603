"""A sent form is corrected by adding: the current answer changes, what stood and why are kept."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa

import forms
from portal.core import crypto
from portal.core.audit import AuditRow
from portal.core.db import Compartment
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.definitions.services import publish
from portal.submissions import queries, services
from portal.submissions.models import AnswerCorrection, Submission
from tests.builders.cases import Town, make_case, make_town
from tests.builders.submissions import make_body, make_field, make_submission, tenant_of
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")
CANARY = "kanarie-77ab"


@pytest.fixture
def sent(work: Work, town: Town) -> uuid.UUID:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
    with work(town.expert) as uow:
        return make_submission(uow, case_id, send=True, language="Fries").id


def test_the_current_answer_changes_and_what_stood_is_kept(work: Work, town: Town, sent: uuid.UUID) -> None:
    with work(town.expert) as uow:
        services.correct(uow, sent, {"language": "Turks"}, "Verkeerd gehoord.")
    with work(town.expert) as uow:
        crypto.open_care(uow.session, uow.session.get_one(Submission, sent).case_id)
        found = queries.submission(uow.session, town.expert, sent)
        assert queries.answers(uow.session, town.expert, found)["language"] == "Turks"
        (told,) = queries.corrections(uow.session, town.expert, found)
        assert (told.old, told.new, told.reason, told.by) == ("Fries", "Turks", "Verkeerd gehoord.", town.expert.id)


def test_a_correction_of_care_stays_in_care_and_is_sealed(work: Work, town: Town, sent: uuid.UUID) -> None:
    with work(town.expert) as uow:
        services.correct(uow, sent, {"housing_score": 4, "housing_note": CANARY}, f"Nagevraagd. {CANARY}")
    with work() as uow:
        rows = uow.session.scalars(sa.select(AnswerCorrection)).all()
        assert {row.compartment for row in rows} == {Compartment.CARE}
        assert all(row.care_change_sealed and row.change_sealed is None for row in rows)
        assert CANARY.encode() not in b"".join(row.care_change_sealed or b"" for row in rows)
        bodies = "".join(uow.session.scalars(sa.select(AuditRow.body)))
        assert CANARY not in bodies
        assert "submission.corrected" in set(uow.session.scalars(sa.select(AuditRow.name)))
    with work(town.staff) as uow:
        assert uow.session.scalars(sa.select(AnswerCorrection)).all() == []


def test_a_score_counts_as_corrected(work: Work, town: Town, sent: uuid.UUID) -> None:
    with work(town.expert) as uow:
        services.correct(uow, sent, {"housing_score": 5}, "Verkeerd getikt.")
    with work(town.expert) as uow:
        case_id = uow.session.get_one(Submission, sent).case_id
        crypto.open_care(uow.session, case_id)
        rows = {row.key: row for row in queries.domain_rows(uow.session, town.expert, case_id)}
        assert rows["housing"].points[-1][1] == 5


def test_the_second_of_two_who_correct_at_once_is_told(work: Work, town: Town, sent: uuid.UUID) -> None:
    with work() as uow:
        version = uow.session.get_one(Submission, sent).version
    with work(town.expert) as uow:
        services.correct(uow, sent, {"language": "Turks"}, "Eerste.", version)
    with pytest.raises(Conflict, match=r"row\.stale"), work(town.expert) as uow:
        services.correct(uow, sent, {"language": "Pools"}, "Tweede.", version)


@pytest.mark.parametrize(
    ("answers", "reason", "code"),
    [
        ({"language": "Turks"}, "  ", "correction.reason"),
        ({"language": "Fries"}, "Niets.", "correction.nothing"),
        ({"language": None}, "Weg ermee.", "correction.answer"),
        ({"held_on": "geen dag"}, "Fout.", "correction.answer"),
        ({"no_such_field": 1}, "Fout.", "correction.answer"),
        ({"interpreter": True}, "Vergeten.", "correction.answer"),
    ],
)
def test_a_correction_that_does_not_hold_changes_nothing(
    work: Work, town: Town, sent: uuid.UUID, answers: dict[str, object], reason: str, code: str
) -> None:
    with pytest.raises(Invalid, match=code.replace(".", r"\.")), work(town.expert) as uow:
        services.correct(uow, sent, answers, reason)
    with work() as uow:
        assert uow.session.scalars(sa.select(AnswerCorrection)).all() == []


def test_what_no_longer_shows_is_corrected_along(work: Work, town: Town, sent: uuid.UUID) -> None:
    with work(town.expert) as uow:
        services.correct(uow, sent, {"interpreter": True, "interpreter_details": "Turks, via Sanne"}, "Vergeten.")
        services.correct(uow, sent, {"interpreter": False}, "Toch niet.")
    with work() as uow:
        fields = list(uow.session.scalars(sa.select(AnswerCorrection.field_id).order_by(AnswerCorrection.number)))
    assert fields == ["interpreter", "interpreter_details", "interpreter", "interpreter_details"]


def test_only_whose_form_it_is_corrects_and_only_after_sending(work: Work, town: Town, sent: uuid.UUID) -> None:
    for actor in (town.staff, town.landlord, town.legal):
        with pytest.raises(Denied), work(actor) as uow:
            services.correct(uow, sent, {"language": "Turks"}, "Ik denk het.")
    with work() as uow:
        other = make_town(uow, "Elders").expert
        case_id = make_case(uow, town, expert=True).id
    with pytest.raises(Missing), work(other) as uow:
        services.correct(uow, sent, {"language": "Turks"}, "Ik denk het.")
    with work(town.expert) as uow:
        draft = make_submission(uow, case_id).id
    with pytest.raises(Conflict, match=r"correction\.open"), work(town.expert) as uow:
        services.correct(uow, draft, {"language": "Turks"}, "Te vroeg.")


def test_a_survey_is_for_the_corporation_and_the_bureau_and_not_for_the_expert(work: Work, town: Town) -> None:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
        person = tenant_of(uow, case_id)
    with pytest.raises(Denied), work(town.expert) as uow:
        services.start(uow, case_id, "survey", person)
    with work(town.landlord) as uow:
        row = services.start(uow, case_id, "survey", person, {"asked": 4, "summary": "Het is rustiger."})
        services.save(
            uow,
            row.id,
            {"voices": [{"frequency": 1, "severity": 1, "about": ["noise"], "remark": CANARY}], "answered_by": 1},
        )
        form = row.id
    with work(town.landlord) as uow:
        found = queries.submission(uow.session, town.landlord, form)
        assert CANARY in str(queries.answers(uow.session, town.landlord, found))
    with work(town.expert) as uow:
        found = queries.submission(uow.session, town.expert, form)
        assert CANARY not in str(queries.answers(uow.session, town.expert, found))


def test_a_draft_is_carried_over_to_the_newest_version_and_what_does_not_fit_is_kept(work: Work, town: Town) -> None:
    with work() as uow:
        case_id = make_case(uow, town, expert=True).id
        person = tenant_of(uow, case_id)
        publish(uow, forms.load(make_body(make_field(id="name"), make_field(id="gone"))))
    with work(town.expert) as uow:
        row = services.start(uow, case_id, "sample", person, {"name": "Blijft", "gone": "Past niet"})
        form = row.id
        with pytest.raises(Conflict, match=r"submission\.newest"):
            services.renew(uow, form)
    with work() as uow:
        publish(uow, forms.load(make_body(make_field(id="name"), make_field(id="fresh"))))
    with work(town.expert) as uow:
        assert [one.path for one in services.renew(uow, form)] == ["gone"]
    with work(town.expert) as uow:
        found = queries.submission(uow.session, town.expert, form)
        assert queries.answers(uow.session, town.expert, found) == {"name": "Blijft"}
        (told,) = queries.corrections(uow.session, town.expert, found)
        assert (told.field_id, told.old, told.new) == ("gone", "Past niet", None)
