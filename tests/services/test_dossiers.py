"""Court dossiers: chosen with reasons, filed once, never renumbered, and nothing of care or of reporters inside."""

from __future__ import annotations

import io
import subprocess
import uuid
from pathlib import Path

import pikepdf
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import crypto
from portal.core.audit import AuditRow
from portal.core.db import db
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.policy import SYSTEM, acting
from portal.core.uow import UnitOfWork
from portal.core.worker import work_all
from portal.dossiers import queries, services
from portal.dossiers.models import DossierFiling
from portal.dossiers.rules import LeaveOut, PieceKind
from portal.sealing import queries as sealing
from portal.sealing.rules import Outcome
from tests.builders.cases import make_town
from tests.builders.dossiers import CANARY, CARE_CANARY, FullCase, make_full_case, period, piece, without
from tests.builders.sealing import SignedCase, bytes_of, seal_now
from tests.conftest import Work
from tests.documents.validators import faults, needs_judges, structure_faults

pytestmark = pytest.mark.usefixtures("session")


def test_all_pieces_of_the_period_are_laid_out_and_nothing_of_care(uow: UnitOfWork) -> None:
    made = make_full_case(uow)
    with acting(uow.session, made.town.landlord):
        dossier = services.compose(uow, made.case_id, period(uow))
    rows = queries.pieces(uow.session, SYSTEM, dossier.id)
    kinds = [row.kind for row in rows]
    assert sorted(kinds) == sorted(
        [
            PieceKind.REFERRAL,
            PieceKind.INCIDENT,
            PieceKind.CONTACT,
            PieceKind.HELP,
            PieceKind.DOCUMENT,
            PieceKind.DOCUMENT,
        ]
    )
    assert all(row.included for row in rows)
    assert [row.dated_on for row in rows] == sorted(row.dated_on for row in rows)


def test_another_corporation_and_the_expert_find_no_dossier(uow: UnitOfWork) -> None:
    made, other = make_full_case(uow), make_town(uow, "Elders")
    dossier = services.compose(uow, made.case_id, period(uow))
    for actor in (other.landlord, made.town.expert):
        with pytest.raises(Missing):
            queries.dossier(uow.session, actor, dossier.id)


def test_a_piece_stays_out_only_with_a_reason(uow: UnitOfWork) -> None:
    dossier = services.compose(uow, make_full_case(uow).case_id, period(uow))
    row = piece(uow, dossier.id, PieceKind.HELP)
    with pytest.raises(Invalid, match=r"dossier\.reason"):
        services.choose(uow, dossier.id, [without(row, None)])
    with pytest.raises(Invalid, match=r"dossier\.note"):
        services.choose(uow, dossier.id, [without(row, LeaveOut.OTHER)])
    services.choose(uow, dossier.id, [without(row, LeaveOut.OTHER, "dubbel met de brief")])
    assert not row.included


def test_only_the_corporation_or_the_lawyer_files(uow: UnitOfWork) -> None:
    made = make_full_case(uow)
    dossier = services.compose(uow, made.case_id, period(uow))
    for actor in (made.town.staff, made.town.auditor):
        uow.actor = actor
        with pytest.raises(Denied):
            services.file(uow, dossier.id)


def test_numbers_continue_and_never_change(uow: UnitOfWork) -> None:
    made = make_full_case(uow)
    dossier = services.compose(uow, made.case_id, period(uow))
    late = piece(uow, dossier.id, PieceKind.HELP)
    services.choose(uow, dossier.id, [without(late)])
    services.file(uow, dossier.id)
    before = {row.id: row.exhibit_number for row in queries.pieces(uow.session, SYSTEM, dossier.id)}
    services.include(uow, late.id)
    second = services.file(uow, dossier.id)
    after = {row.id: row.exhibit_number for row in queries.pieces(uow.session, SYSTEM, dossier.id)}
    assert second.number == 2
    assert after.pop(late.id) == 6
    assert before.pop(late.id) is None
    assert before == after
    with pytest.raises(Conflict, match=r"dossier\.piece-filed"):
        services.choose(uow, dossier.id, [without(piece(uow, dossier.id, PieceKind.INCIDENT))])
    with pytest.raises(Invalid, match=r"dossier\.nothing"):
        services.file(uow, dossier.id)


def test_only_the_expert_of_the_case_releases_a_care_document_after_its_reading_is_on_record(uow: UnitOfWork) -> None:
    made = make_full_case(uow)
    for actor in (made.town.landlord, made.town.legal):
        with acting(uow.session, actor), pytest.raises((Denied, Missing)):
            uow.actor = actor
            services.release_care(uow, made.care_document_id, "Nodig voor de afweging van belangen.")
    uow.actor = made.town.expert
    with acting(uow.session, made.town.expert):
        with pytest.raises(Denied, match=r"care\.unlogged"):
            services.release_care(uow, made.care_document_id, "Nodig voor de afweging van belangen.")
        crypto.open_care(uow.session, made.case_id)
        with pytest.raises(Invalid):
            services.release_care(uow, made.care_document_id, "kort")
        release = services.release_care(uow, made.care_document_id, "Nodig voor de afweging van belangen.")
    uow.actor = SYSTEM
    dossier = services.compose(uow, made.case_id, period(uow))
    row = piece(uow, dossier.id, PieceKind.RELEASED)
    assert (row.ref_id, row.included) == (release.id, False)


def filed(work: Work, session: Session, made: FullCase) -> tuple[DossierFiling, bytes]:
    with work() as uow:
        dossier = services.compose(uow, made.case_id, period(uow))
        left = piece(uow, dossier.id, PieceKind.CONTACT)
        services.choose(uow, dossier.id, [without(left, LeaveOut.THIRD_PARTY, "gaat over de buren")])
        filing_id = services.file(uow, dossier.id).id
    work_all(db.sessionmaker)
    session.rollback()
    row = session.get_one(DossierFiling, filing_id)
    assert row.stored_file_id is not None
    return row, bytes_of(session, row.stored_file_id)


def words(data: bytes, folder: Path) -> str:
    file = folder / "dossier.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout


@needs_judges
def test_the_file_holds_list_timeline_reasons_and_digests_but_no_name_of_a_reporter(
    work: Work, session: Session, tmp_path: Path
) -> None:
    with work() as uow:
        made = make_full_case(uow, signed=True)
    seal_now(SignedCase(made.town, made.case_id, _version(session, made)))
    row, data = filed(work, session, made)
    text = words(data, tmp_path)
    for wanted in (
        "Productielijst",
        "Tijdlijn",
        "Wat niet is meegegeven",
        "gaat over de buren",
        "Controleblad",
        "1 × 10-12 jaar",
        "Productie 1 – p. 1/",
        "(dossier p. 2)",
        "Ik hoor het zelf niet.",
        "M1",
    ):
        assert wanted in text, wanted
    for name in (CANARY, CARE_CANARY, "psycholoog"):
        assert name not in text
    assert structure_faults(tmp_path / "dossier.pdf") == ""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = b"".join(
            s.read_bytes() for s in pdf.objects if isinstance(s, pikepdf.Stream) and s.get("/Filter") == "/FlateDecode"
        )
        assert CANARY.encode() not in streams
        sealed = sealing.sealed_files(session, SYSTEM, made.case_id)[0]
        name = next(key for key in pdf.attachments if "overeenkomst" in key)
        assert pdf.attachments[name].get_file().read_bytes() == bytes_of(session, sealed.stored_file_id)
        assert len(pdf.pages) == row.pages
        index = tmp_path / "productielijst.pdf"
        index.write_bytes(pdf.attachments["productielijst.pdf"].get_file().read_bytes())
    assert faults([index]) == []


def _version(session: Session, made: FullCase) -> uuid.UUID:
    from portal.agreements.models import AgreementVersion

    session.rollback()
    return session.scalars(sa.select(AgreementVersion.id).where(AgreementVersion.case_id == made.case_id)).one()


def test_binding_again_changes_nothing_and_the_verification_page_knows_the_file(work: Work, session: Session) -> None:
    with work() as uow:
        made = make_full_case(uow)
    row, data = filed(work, session, made)
    with work() as uow:
        uow.enqueue("dossiers.bind", key="again", filing_id=row.id, case_id=made.case_id)
    work_all(db.sessionmaker)
    session.rollback()
    bound = session.scalars(sa.select(AuditRow).where(AuditRow.name == "dossier.bound")).all()
    assert len(bound) == 1
    verdict = sealing.verdict(session, data)
    assert verdict.outcome is Outcome.FILING
    assert sealing.verdict(session, data + b"\n").outcome is Outcome.UNKNOWN
