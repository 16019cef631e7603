"""Incidents, contacts, offered help and documents are written down once, in their compartment."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa

from portal.cases import queries, services
from portal.cases.models import CareNote, CaseDocument, Contact, Incident, IncidentHearing, Reporter
from portal.cases.rules import (
    ContactFacts,
    ContactKind,
    CorrectionFacts,
    DocumentFacts,
    Hearing,
    HearingFacts,
    HelpFacts,
    HelpKind,
    HelpResponse,
    ReporterFacts,
    Verified,
)
from portal.core import blobs, clock, crypto
from portal.core.audit import AuditRow
from portal.core.db import Base, CaseBound, Compartment
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.policy import SYSTEM, Actor, scoped
from tests.builders.cases import PDF, Town, incident_facts, make_case, make_town
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")
NOON = dt.datetime(2026, 3, 3, 11, tzinfo=dt.UTC)
CANARY = "kanarie-7f3a"


@pytest.fixture
def town(work: Work) -> Town:
    with work() as uow:
        return make_town(uow)


@pytest.fixture
def case_id(work: Work, town: Town) -> uuid.UUID:
    with work() as uow:
        return make_case(uow, town, expert=True).id


def test_incidents_are_numbered_within_their_case(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work() as uow:
        other_id = make_case(uow, town).id
    with work(town.landlord) as uow:
        numbers = [services.log_incident(uow, of, incident_facts(uow)).number for of in (case_id, case_id, other_id)]
    assert numbers == [1, 2, 1]


def test_what_was_stated_stays_apart_from_when_it_was_written_down(work: Work, town: Town, case_id: uuid.UUID) -> None:
    stated = dt.datetime(2026, 1, 8, 22, 40, tzinfo=dt.UTC)
    with clock.at(NOON), work(town.landlord) as uow:
        incident = services.log_incident(uow, case_id, incident_facts(uow, stated_from=stated))
    assert (incident.stated_from, incident.recorded_at, incident.recorded_by) == (stated, NOON, town.landlord.id)


def test_a_reporter_keeps_one_code_and_a_sealed_identity(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.landlord) as uow:
        first = services.log_incident(
            uow, case_id, incident_facts(uow, reporters=(ReporterFacts(identity=CANARY), ReporterFacts()))
        )
        again = services.log_incident(uow, case_id, incident_facts(uow, reporters=(ReporterFacts(code="m1"),)))
        boxes = uow.session.scalars(sa.select(Reporter.identity_sealed).where(Reporter.code == "M1")).all()
    assert (first.reporter_code, again.reporter_code) == ("M1, M2", "M1")
    assert len(boxes) == 1 and boxes[0] is not None and CANARY.encode() not in boxes[0]


def test_looking_a_reporter_up_is_recorded(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.landlord) as uow:
        services.log_incident(uow, case_id, incident_facts(uow, reporters=(ReporterFacts(identity=CANARY),)))
        reporter_id = uow.session.scalars(sa.select(Reporter.id)).one()
    with work(town.legal) as uow:
        assert services.reveal_reporter(uow, reporter_id) == CANARY
    with work() as uow:
        rows = uow.session.scalars(sa.select(AuditRow).where(AuditRow.name == "reporter.revealed")).all()
    assert [row.actor_id for row in rows] == [town.legal.id]


def test_the_bureau_sees_a_code_and_no_identity(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.landlord) as uow:
        services.log_incident(uow, case_id, incident_facts(uow))
        reporter_id = uow.session.scalars(sa.select(Reporter.id)).one()
    with work(town.staff) as uow, pytest.raises(Denied):
        services.reveal_reporter(uow, reporter_id)


def test_tenant_and_expert_reach_no_reporter_and_no_incident(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.landlord) as uow:
        incident_id = services.log_incident(uow, case_id, incident_facts(uow)).id
    tenant = Actor(id=uuid.uuid4(), kind="tenant", case_id=case_id)
    for actor in (tenant, town.expert):
        with work(actor) as uow:
            assert not uow.session.scalars(scoped(Reporter, actor)).all()
            assert not uow.session.scalars(scoped(Incident, actor)).all()
            with pytest.raises(Missing):
                uow.get(Incident, incident_id)


def test_an_incident_is_changed_within_half_an_hour_and_then_only_added_to(
    work: Work, town: Town, case_id: uuid.UUID
) -> None:
    with clock.at(NOON), work(town.landlord) as uow:
        incident = services.log_incident(uow, case_id, incident_facts(uow))
        incident_id = incident.id
    with clock.at(NOON + dt.timedelta(minutes=29)), work(town.landlord) as uow:
        assert services.change_incident(uow, incident_id, 1, incident_facts(uow, facts="Anders")).facts == "Anders"
    late = clock.at(NOON + dt.timedelta(minutes=31))
    with late, work(town.landlord) as uow, pytest.raises(Conflict, match=r"incident\.fixed"):
        services.change_incident(uow, incident_id, None, incident_facts(uow))
    with clock.at(NOON + dt.timedelta(days=1)), work(town.landlord) as uow:
        added = services.correct_incident(uow, incident_id, CorrectionFacts(text="Het was de buurman."))
        assert (added.corrects_id, added.number) == (incident_id, 2)
        assert uow.get(Incident, incident_id).facts == "Anders"


def test_a_colleague_does_not_change_what_somebody_else_wrote(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.landlord) as uow:
        incident_id = services.log_incident(uow, case_id, incident_facts(uow)).id
    with work(town.staff) as uow, pytest.raises(Conflict, match=r"incident\.fixed"):
        services.change_incident(uow, incident_id, None, incident_facts(uow))


def test_the_tenant_is_heard_in_own_sealed_words(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.landlord) as uow:
        incident_id = services.log_incident(uow, case_id, incident_facts(uow)).id
        today = clock.local(uow.now).date()
        with pytest.raises(Invalid, match=r"incident\.version"):
            services.hear_tenant(uow, incident_id, HearingFacts(held_on=today))
        hearing = services.hear_tenant(uow, incident_id, HearingFacts(held_on=today, version=CANARY))
        assert crypto.reveal(uow.session, hearing, "version") == CANARY
        assert uow.get(Incident, incident_id).hearing is Hearing.HEARD
        box = uow.session.scalars(sa.select(IncidentHearing.version_sealed)).one()
    assert box is not None and CANARY.encode() not in box


def test_verifying_is_recorded_with_its_number(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.landlord) as uow:
        incident_id = services.log_incident(uow, case_id, incident_facts(uow)).id
        assert services.verify_incident(uow, incident_id, Verified.PARTLY).verified is Verified.PARTLY


def test_what_the_expert_notes_for_care_stands_in_no_row_a_corporation_reads(
    work: Work, town: Town, case_id: uuid.UUID
) -> None:
    with work(town.expert) as uow:
        today = clock.local(uow.now).date()
        visit = ContactFacts(held_on=today, kind=ContactKind.VISIT, summary="Afspraak gehouden.", care_note=CANARY)
        services.log_contact(uow, case_id, visit)
        unshared = ContactFacts(held_on=today, kind=ContactKind.CALL, summary=CANARY, shared=False)
        services.log_contact(uow, case_id, unshared)
        assert len(uow.session.scalars(scoped(CareNote, town.expert)).all()) == 2
    for actor in (town.landlord, town.staff, town.legal):
        with work(actor) as uow:
            contacts = uow.session.scalars(scoped(Contact, actor)).all()
            assert [row.summary for row in contacts] == ["Afspraak gehouden."]
            assert not uow.session.scalars(scoped(CareNote, actor)).all()
    with work() as uow:
        assert CANARY not in " ".join(uow.session.scalars(sa.select(AuditRow.body)))
        assert CANARY not in " ".join(uow.session.scalars(sa.select(Contact.summary)))


def test_a_corporation_writes_no_care_note(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.landlord) as uow, pytest.raises(Denied):
        facts = ContactFacts(held_on=clock.today(), kind=ContactKind.CALL, summary="x", care_note="y")
        services.log_contact(uow, case_id, facts)


def test_a_note_of_the_corporation_alone_is_not_for_the_expert(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.landlord) as uow:
        facts = ContactFacts(held_on=clock.today(), kind=ContactKind.CALL, summary=CANARY, shared=False)
        assert services.log_contact(uow, case_id, facts).compartment is Compartment.CORPORATION
    with work(town.expert) as uow:
        assert not uow.session.scalars(scoped(Contact, town.expert)).all()


def test_offered_help_keeps_what_came_of_it(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.landlord) as uow:
        facts = HelpFacts(offered_on=clock.today(), kind=HelpKind.MEDIATION, offered_by="Buurtbemiddeling")
        offer = services.offer_help(uow, case_id, facts)
        services.answer_help(uow, offer.id, 1, HelpResponse.DECLINED, "Wil het later.")
        assert (offer.response, offer.follow_up) == (HelpResponse.DECLINED, "Wil het later.")


def test_a_document_is_checked_by_its_content(work: Work, town: Town, case_id: uuid.UUID) -> None:
    facts = DocumentFacts(title="Brief", file_name="brief.pdf")
    for data, code in ((b"", "file.empty"), (b"<svg/>", "file.kind"), (b"x" * (10 * 2**20 + 1), "file.too_large")):
        with work(town.landlord) as uow, pytest.raises(Invalid) as refused:
            services.file_document(uow, case_id, facts, data)
        assert refused.value.code == code


def test_a_document_comes_back_byte_for_byte(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.landlord) as uow:
        row = services.file_document(uow, case_id, DocumentFacts(title="Brief van 29 januari"), PDF)
        stored = uow.get(blobs.StoredFile, row.stored_file_id)
        assert blobs.fetch(uow.session, stored) == PDF
        assert (stored.name, stored.media_type) == ("Brief van 29 januari.pdf", "application/pdf")


def test_nobody_files_into_a_compartment_that_is_not_the_own(work: Work, town: Town, case_id: uuid.UUID) -> None:
    for actor, compartment in ((town.landlord, "C"), (town.staff, "C"), (town.expert, "B")):
        with work(actor) as uow, pytest.raises(Denied):
            services.file_document(uow, case_id, DocumentFacts(title="x", compartment=compartment), PDF)


def test_a_care_document_is_the_experts_alone(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.expert) as uow:
        services.file_document(uow, case_id, DocumentFacts(title=CANARY, compartment="C"), PDF)
    for actor, count in ((town.expert, 1), (town.landlord, 0), (town.staff, 0), (town.legal, 0)):
        with work(actor) as uow:
            assert len(uow.session.scalars(scoped(CaseDocument, actor)).all()) == count
            assert len(uow.session.scalars(scoped(blobs.StoredFile, actor)).all()) == count


def test_the_title_of_a_care_document_is_sealed(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.expert) as uow:
        row = services.file_document(uow, case_id, DocumentFacts(title=CANARY, compartment="C"), PDF)
        assert row.title == "Zorgstuk"
        assert CANARY.encode() not in (row.title_sealed or b"")
        with pytest.raises(Denied):
            queries.document_titles(uow.session, [row])
        crypto.open_care(uow.session, case_id)
        assert queries.document_titles(uow.session, [row]) == {row.id: CANARY}


def test_titles_that_an_earlier_version_kept_in_the_clear_are_sealed_once(
    work: Work, town: Town, case_id: uuid.UUID
) -> None:
    with work(town.expert) as uow:
        row = services.file_document(uow, case_id, DocumentFacts(title="x", compartment="C"), PDF)
        row.title, row.title_sealed = CANARY, None
    with work() as uow:
        assert services.seal_titles(uow) == 1
    with work() as uow:
        assert services.seal_titles(uow) == 0
        [row] = uow.session.scalars(scoped(CaseDocument, SYSTEM))
        assert (row.title, uow.reveal(row, "title")) == ("Zorgstuk", CANARY)


def test_a_closed_case_takes_nothing_more(work: Work, town: Town, case_id: uuid.UUID) -> None:
    with work(town.staff) as uow:
        services.move(uow, case_id, "stop", "moved")
    with work(town.landlord) as uow, pytest.raises(Conflict, match=r"case\.closed"):
        services.log_incident(uow, case_id, incident_facts(uow))
    with work(town.landlord) as uow, pytest.raises(Conflict, match=r"case\.closed"):
        services.file_document(uow, case_id, DocumentFacts(title="x"), PDF)


def test_every_row_of_a_case_is_confined() -> None:
    from portal.core.policy import ruled_models

    bound = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, CaseBound)]
    assert bound and set(bound) <= ruled_models()
