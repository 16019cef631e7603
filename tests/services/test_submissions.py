"""A form is begun, saved, sent, accepted or given back by the assigned expert; others read what was released."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa

import forms
from portal.core import crypto
from portal.core.audit import AuditRow
from portal.core.blobs import StoredFile
from portal.core.db import Compartment
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.policy import SYSTEM, acting
from portal.submissions import queries, services
from portal.submissions.models import CareAnswers, ReleasedItem, Submission, SubmissionAnswers
from portal.submissions.rules import SubmissionState
from tests.builders.cases import PDF, Town, make_case, make_town
from tests.builders.submissions import make_submission, tenant_of
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")
CANARY = "kanarie-31c7"


@pytest.fixture
def case_id(work: Work, town: Town) -> uuid.UUID:
    with work() as uow:
        return make_case(uow, town, expert=True).id


@pytest.fixture
def sent(work: Work, town: Town, case_id: uuid.UUID) -> uuid.UUID:
    with work(town.expert) as uow:
        return make_submission(uow, case_id, send=True, housing_note=f"Slaapt slecht. {CANARY}").id


def events(work: Work) -> list[str]:
    with work() as uow:
        return list(uow.session.scalars(sa.select(AuditRow.name).order_by(AuditRow.seq)))


def test_an_open_form_is_returned_and_not_begun_twice(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.expert) as uow:
        person = tenant_of(uow, case_id)
        first = services.start(uow, case_id, "intake", person)
        assert services.start(uow, case_id, "intake", person).id == first.id


def test_only_the_assigned_expert_begins_a_form(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work() as uow:
        person, other = tenant_of(uow, case_id), make_town(uow, "Elders").expert
    for actor in (town.staff, town.landlord, town.legal, town.admin):
        with pytest.raises(Denied), work(actor) as uow:
            services.start(uow, case_id, "intake", person)
    with pytest.raises(Missing), work(other) as uow:
        services.start(uow, case_id, "intake", person)


def test_a_form_is_about_somebody_of_the_case(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with pytest.raises(Invalid, match=r"submission\.person"), work(town.expert) as uow:
        services.start(uow, case_id, "intake", uuid.uuid4())


def test_answers_are_kept_apart_by_compartment(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.expert) as uow:
        row = services.start(uow, case_id, "intake", tenant_of(uow, case_id))
        services.save(uow, row.id, {"language": "Turks", "housing_score": "2", "housing_note": CANARY})
        id_ = row.id
    with work() as uow:
        shared = uow.session.scalars(sa.select(SubmissionAnswers).where(SubmissionAnswers.submission_id == id_)).one()
        care = uow.session.scalars(sa.select(CareAnswers).where(CareAnswers.submission_id == id_)).one()
        assert (shared.compartment, shared.answers) == (Compartment.SHARED, {"language": "Turks"})
        assert CANARY.encode() not in (care.answers_sealed or b"")
        assert CANARY in uow.reveal(care, "answers")


def test_faulty_answers_are_all_named_and_nothing_is_saved(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.expert) as uow:
        row = services.start(uow, case_id, "intake", tenant_of(uow, case_id))
        id_ = row.id
    with pytest.raises(Invalid) as refused, work(town.expert) as uow:
        services.save(uow, id_, {"held_on": "gisteren", "housing_score": 9, "language": "Pools"})
    assert {fault.path for fault in refused.value.params["errors"]} == {"held_on", "housing_score"}  # type: ignore[attr-defined]
    with work(town.expert) as uow:
        uow.get(Submission, id_)
        assert not uow.session.scalars(sa.select(SubmissionAnswers)).all()


def test_an_answer_that_no_longer_shows_waits_in_the_draft_and_is_dropped_when_sent(
    work: Work, town: Town, case_id: uuid.UUID
) -> None:
    details = {"interpreter": True, "interpreter_details": "Turks, via de praktijk"}
    with work(town.expert) as uow:
        row = make_submission(uow, case_id, **details)
        services.save(uow, row.id, {"interpreter": False})
        shared = sa.select(SubmissionAnswers).where(SubmissionAnswers.compartment == Compartment.SHARED)
        assert uow.session.scalars(shared).one().answers["interpreter_details"] == "Turks, via de praktijk"
        services.submit(uow, row.id)
        assert "interpreter_details" not in uow.session.scalars(shared).one().answers


def test_a_stale_version_overwrites_nothing(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.expert) as uow:
        row = services.start(uow, case_id, "intake", tenant_of(uow, case_id))
        version, id_ = row.version, row.id
        services.save(uow, id_, {"language": "Turks"}, version)
    with pytest.raises(Conflict, match=r"row\.stale"), work(town.expert) as uow:
        services.save(uow, id_, {"language": "Pools"}, version)


def test_sending_names_every_gap(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with pytest.raises(Invalid) as refused, work(town.expert) as uow:
        row = services.start(uow, case_id, "intake", tenant_of(uow, case_id), {"language": "Turks"})
        services.submit(uow, row.id)
    paths = {fault.path for fault in refused.value.params["errors"]}  # type: ignore[attr-defined]
    assert {"held_on", "housing_score", "conclusion"} <= paths
    assert "housing_note" not in paths


def test_a_sent_form_stands_still(work: Work, town: Town, sent: uuid.UUID) -> None:
    with pytest.raises(Conflict, match=r"submission\.closed"), work(town.expert) as uow:
        services.save(uow, sent, {"language": "Pools"})
    with pytest.raises(Conflict), work(town.expert) as uow:
        services.submit(uow, sent)
    with work() as uow:
        assert uow.get(Submission, sent).assessed_on == dt.date(2026, 2, 12)


def test_accepting_releases_what_was_chosen_and_nothing_else(work: Work, town: Town, sent: uuid.UUID) -> None:
    with work(town.expert) as uow:
        services.accept(uow, sent, {"goals": "Elke week een gesprek.", "conclusion": "  "})
    with work(town.landlord) as uow:
        items = uow.session.scalars(sa.select(ReleasedItem)).all()
        assert [(item.key, item.text) for item in items] == [("goals", "Elke week een gesprek.")]
        assert not uow.session.scalars(sa.select(CareAnswers)).all()
    assert events(work)[-3:] == ["submission.started", "submission.submitted", "submission.accepted"]


def test_a_release_the_form_does_not_know_is_refused(work: Work, town: Town, sent: uuid.UUID) -> None:
    with pytest.raises(Invalid, match=r"submission\.release"), work(town.expert) as uow:
        services.accept(uow, sent, {"diagnosis": "x"})


def test_only_the_assigned_expert_accepts_and_returns(work: Work, town: Town, sent: uuid.UUID) -> None:
    for actor in (town.staff, town.landlord, town.legal, town.admin):
        with pytest.raises(Denied), work(actor) as uow:
            services.accept(uow, sent, {})
        with pytest.raises(Denied), work(actor) as uow:
            services.return_(uow, sent, "Nog niet klaar")


def test_a_form_that_was_given_back_can_be_changed_and_sent_again(work: Work, town: Town, sent: uuid.UUID) -> None:
    with work(town.expert) as uow:
        services.return_(uow, sent, "De taal klopt niet.")
        services.save(uow, sent, {"language": "Pools"})
        assert services.submit(uow, sent).state is SubmissionState.SUBMITTED
    with pytest.raises(Invalid, match=r"submission\.reason"), work(town.expert) as uow:
        services.return_(uow, sent, " ")


def test_an_intake_is_filled_in_once_per_person(work: Work, town: Town, case_id: uuid.UUID, sent: uuid.UUID) -> None:
    with pytest.raises(Conflict, match=r"submission\.exists"), work(town.expert) as uow:
        services.start(uow, case_id, "intake", tenant_of(uow, case_id))


def test_no_answer_stands_in_the_audit_trail(work: Work, sent: uuid.UUID) -> None:
    with work() as uow:
        written = "".join(str(row.data) for row in uow.session.scalars(sa.select(AuditRow)))
    assert CANARY not in written


def test_domain_rows_are_for_the_assigned_expert_alone(
    work: Work, town: Town, case_id: uuid.UUID, sent: uuid.UUID
) -> None:
    with work(town.expert) as uow:
        services.accept(uow, sent, {})
        make_submission(uow, case_id, "evaluation", send=True, housing_target=5)
    with work(town.expert) as uow:
        crypto.open_care(uow.session, case_id)
        rows = queries.domain_rows(uow.session, town.expert, case_id)
        assert len(rows) == 8
        assert rows[0].label == "Wonen"
        assert rows[0].points == ((dt.date(2026, 2, 12), 2), (dt.date(2026, 5, 21), 4))
        assert rows[0].target == 5
    for actor in (town.staff, town.landlord, town.legal, town.admin, town.auditor):
        with work(actor) as uow:
            assert queries.domain_rows(uow.session, actor, case_id) == []


def test_care_answers_open_only_after_the_reading_was_logged(
    work: Work, town: Town, case_id: uuid.UUID, sent: uuid.UUID
) -> None:
    with work(town.expert) as uow:
        uow.session.info.pop("care", None)
        with pytest.raises(Denied, match=r"care\.unlogged"):
            queries.answers(uow.session, town.expert, queries.submission(uow.session, town.expert, sent))


def test_others_read_the_shared_answers_alone(work: Work, town: Town, sent: uuid.UUID) -> None:
    with work(town.landlord) as uow:
        found = queries.submission(uow.session, town.landlord, sent)
        given = queries.answers(uow.session, town.landlord, found)
    assert given["language"] == "Nederlands"
    assert not [id_ for id_ in given if id_.endswith(("_score", "_note", "_target")) or id_ == "conclusion"]


def test_a_file_is_kept_in_the_compartment_of_its_question(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.expert) as uow:
        row = make_submission(uow, case_id, "evaluation", incidents_since=1, incidents_verified=1)
        stored = services.attach(uow, row.id, "incidents_files", PDF, "../brief.exe.pdf")
        assert (stored.compartment, stored.media_type) == (Compartment.SHARED, "application/pdf")
        with pytest.raises(Invalid, match=r"file\.kind"):
            services.attach(uow, row.id, "incidents_files", b"<svg/>" * 9, "plaatje.png")
        with pytest.raises(Invalid, match=r"submission\.file_field"):
            services.attach(uow, row.id, "held_on", PDF, "x.pdf")
        services.detach(uow, row.id, "incidents_files", [str(stored.id)])
        assert uow.session.scalars(sa.select(StoredFile)).one().id == stored.id


def test_the_standing_of_the_intake_is_told(work: Work, town: Town, case_id: uuid.UUID, sent: uuid.UUID) -> None:
    with work(town.staff) as uow:
        assert queries.standing(uow.session, town.staff, case_id) == "submitted"
        assert queries.standing(uow.session, town.staff, case_id, "evaluation") == "none"


def test_the_score_before_is_told_to_whoever_fills_in(
    work: Work, town: Town, case_id: uuid.UUID, sent: uuid.UUID
) -> None:
    with work(town.expert) as uow:
        row = services.start(uow, case_id, "evaluation", tenant_of(uow, case_id))
        found = queries.submission(uow.session, town.expert, row.id)
        crypto.open_care(uow.session, case_id)
        assert queries.earlier(uow.session, town.expert, found)["work_score"].score == 1


def test_a_definition_stays_with_its_draft_when_a_newer_one_is_published(
    work: Work, town: Town, case_id: uuid.UUID
) -> None:
    from portal.definitions import services as definitions
    from portal.definitions.queries import latest, prepared

    with work(town.expert) as uow:
        row = make_submission(uow, case_id)
        version = row.form_version_id
        body = dict(latest(uow.session, town.expert, "intake").body)
    with work() as uow, acting(uow.session, SYSTEM):
        body["title"] = {"nl": "Intake 2", "en": "Intake 2"}
        assert definitions.publish(uow, forms.load(body)).id != version
    with work(town.expert) as uow:
        assert services.submit(uow, row.id).form_version_id == version
        assert (
            prepared(queries.submission(uow.session, town.expert, row.id).form_version).definition.title["nl"]
            == "Intake"
        )
