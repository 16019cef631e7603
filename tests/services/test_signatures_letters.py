"""Letters about outcomes of signing: written from what happened, filed once, for the tenant's side alone."""

from __future__ import annotations

import datetime as dt
import io
import uuid

import pikepdf
import pytest
import sqlalchemy as sa
from flask import Flask

from portal.agreements.letters import Letter
from portal.cases.models import Case, CaseDocument
from portal.cases.rules import CaseState, DocumentKind
from portal.core import blobs, clock, worker
from portal.core.audit import AuditRow
from portal.core.blobs import StoredFile
from portal.core.db import db
from portal.core.jobs import Job
from portal.core.uow import UnitOfWork
from portal.signatures import services
from portal.signatures.rules.presence import IdKind, WitnessFacts
from portal.signatures.rules.states import LINK_DAYS, Channel, Role
from tests.builders.signatures import Ceremony, enter, make_ceremony, sign_all, sign_by_link, signer
from tests.conftest import Work

PDF = b"%PDF-1.7\n%%EOF"


def invited(uow: UnitOfWork) -> Ceremony:
    made = make_ceremony(uow)
    services.invite(uow, made.version_id)
    return made


def told(uow: UnitOfWork, made: Ceremony) -> Letter:
    letter = services.outcome_of(uow.session, signer(uow, made, Role.TENANT).id)
    assert letter is not None
    return letter


def words(letter: Letter) -> str:
    return " ".join((letter.subject, *letter.paragraphs, letter.closing))


def planned(uow: UnitOfWork) -> set[str]:
    return {row.name for row in uow.session.scalars(sa.select(Job))}


def test_a_refusal_is_confirmed_without_the_reason(uow: UnitOfWork) -> None:
    made = invited(uow)
    row = services.refuse(uow, signer(uow, made, Role.TENANT).id)
    services.explain_refusal(uow, row.id, "Ik wil eerst met mijn zus praten.")
    letter = told(uow, made)
    assert letter.key == "refusal" and row.name in words(letter) and "zus" not in words(letter)
    assert "{" not in words(letter) and "signatures.tell_outcome" in planned(uow)


def test_a_refusal_in_person_has_its_own_letter(uow: UnitOfWork) -> None:
    made = invited(uow)
    witness = WitnessFacts("Wouter Prins", "thuis", IdKind.KNOWN)
    services.record_refusal(uow, signer(uow, made, Role.TENANT).id, witness, said="Ik teken niets.")
    letter = told(uow, made)
    assert letter.key == "refusal_in_person" and "Ik teken niets" not in words(letter) and "getuige" in words(letter)


def test_a_withdrawal_is_confirmed(uow: UnitOfWork) -> None:
    made = invited(uow)
    row = signer(uow, made, Role.TENANT)
    sign_by_link(uow, row, made)
    services.withdraw(uow, row.id)
    assert told(uow, made).key == "withdrawal"


def test_signing_is_confirmed_with_the_time_to_reconsider_and_the_day_it_begins(uow: UnitOfWork) -> None:
    made = make_ceremony(uow, days=7)
    sign_all(uow, made)
    letter = services.signing_outcome(uow.session, made.version_id)
    assert letter is not None and letter.key == "signing" and "signatures.tell_signing" in planned(uow)
    assert " om " in letter.paragraphs[2] and ".." not in words(letter) and "{" not in words(letter)
    services.withdraw(uow, signer(uow, made, Role.TENANT).id)
    assert services.signing_outcome(uow.session, made.version_id) is None


def test_a_link_that_ran_out_is_told_once_no_other_link_works(uow: UnitOfWork, monkeypatch: pytest.MonkeyPatch) -> None:
    made = invited(uow)
    row = signer(uow, made, Role.TENANT)
    planned_jobs = uow.session.scalars(sa.select(Job).where(Job.name == "signatures.expire"))
    first = next(job for job in planned_jobs if job.case_id == made.case_id)
    assert services.outcome_of(uow.session, row.id) is None and not services.expire(uow, _link(first))
    uow.now += dt.timedelta(days=LINK_DAYS, hours=1)
    monkeypatch.setattr(clock, "now", lambda: uow.now)
    assert services.expire(uow, _link(first)) and told(uow, made).key == "expiry"
    services.invite_again(uow, row.id)
    assert not services.expire(uow, _link(first)) and services.outcome_of(uow.session, row.id) is None


def _link(job: Job) -> uuid.UUID:
    return uuid.UUID(job.args["invitation_id"])


def test_whoever_signed_in_time_hears_of_no_link_that_ran_out(uow: UnitOfWork) -> None:
    made = invited(uow)
    row = signer(uow, made, Role.TENANT)
    session_id = enter(uow, row)
    assert session_id
    services.refuse(uow, row.id)
    link = next(iter(uow.session.scalars(sa.select(Job).where(Job.name == "signatures.expire"))))
    uow.now += dt.timedelta(days=LINK_DAYS, hours=1)
    assert not services.expire(uow, _link(link))


def test_whoever_signs_at_the_table_meanwhile_hears_of_no_link_that_ran_out(uow: UnitOfWork) -> None:
    made = invited(uow)
    row = signer(uow, made, Role.TENANT)
    link = next(iter(uow.session.scalars(sa.select(Job).where(Job.name == "signatures.expire"))))
    row.channel = Channel.PAPER
    uow.session.flush()
    uow.now += dt.timedelta(days=LINK_DAYS, hours=1)
    assert not services.expire(uow, _link(link))


@pytest.mark.parametrize("role", [Role.CORPORATION, Role.EXPERT])
def test_tenants_hear_by_letter_that_landlord_or_expert_does_not_sign(uow: UnitOfWork, role: Role) -> None:
    made = invited(uow)
    row = signer(uow, made, role)
    assert services.outcome_of(uow.session, row.id) is None
    services.refuse(uow, row.id)
    letter = services.outcome_of(uow.session, row.id)
    assert letter is not None and letter.key == f"refusal_{role.value}" and row.name in words(letter)
    assert "{" not in words(letter) and "niets verkeerd" in words(letter) and "Zandt" in letter.addressee[0]


def test_links_that_run_out_one_after_another_leave_one_letter(uow: UnitOfWork, monkeypatch: pytest.MonkeyPatch) -> None:
    made = invited(uow)
    row, filed = signer(uow, made, Role.TENANT), []
    for _round in range(3):
        uow.now += dt.timedelta(days=LINK_DAYS, hours=1)
        monkeypatch.setattr(clock, "now", lambda: uow.now)
        letter = services.outcome_of(uow.session, row.id)
        assert letter is not None and letter.key == "expiry"
        filed.append(services.file_outcome(uow, made.case_id, row.id, letter, PDF))
        services.invite_again(uow, row.id)
    assert filed == [True, False, False]


def test_a_letter_is_filed_once_however_often_it_is_asked_for(uow: UnitOfWork) -> None:
    made = invited(uow)
    row = services.refuse(uow, signer(uow, made, Role.TENANT).id)
    letter = told(uow, made)
    filed = [services.file_outcome(uow, made.case_id, row.id, letter, PDF) for _time in range(2)]
    kept = list(uow.session.scalars(sa.select(CaseDocument).where(CaseDocument.case_id == made.case_id)))
    assert filed == [True, False] and [(one.kind, one.compartment.value) for one in kept] == [(DocumentKind.LETTER, "A")]
    assert uow.session.scalars(sa.select(AuditRow).where(AuditRow.name == "signing.letter_filed")).one().data["letter"] == "refusal"


def test_a_closed_case_gets_no_letter(uow: UnitOfWork) -> None:
    made = invited(uow)
    row = services.refuse(uow, signer(uow, made, Role.TENANT).id)
    letter = told(uow, made)
    uow.get(Case, made.case_id).state = CaseState.CLOSED
    uow.session.flush()
    assert not services.file_outcome(uow, made.case_id, row.id, letter, PDF)


def test_the_job_leaves_a_tagged_document_with_the_papers_of_the_case(app: Flask, work: Work) -> None:
    with work() as uow:
        made = invited(uow)
        services.refuse(uow, signer(uow, made, Role.TENANT).id)
    worker.work_all(db.sessionmaker)
    with work() as uow:
        document = uow.session.scalars(sa.select(CaseDocument).where(CaseDocument.case_id == made.case_id)).one()
        data = blobs.fetch(uow.session, uow.get(StoredFile, document.stored_file_id))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/StructTreeRoot" in pdf.Root and "niet getekend" in document.title
