"""Sealing: one final file, once, with everything inside, and a verdict that tells nothing to who lacks it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.agreements.models import AgreementVersion
from portal.agreements.rules import VersionState
from portal.core.audit import AuditRow
from portal.core.jobs import Job, JobState
from portal.core.outbox import Message
from portal.core.policy import SYSTEM
from portal.sealing import queries
from portal.sealing.models import SealAuthority, SealedFile
from portal.sealing.rules import Outcome, Standing
from portal.signatures.models import SigningRound
from tests.builders.sealing import SignedCase, bytes_of, make_signed, seal_now
from tests.conftest import Work
from tests.documents.validators import faults, needs_judges, signature_words, structure_faults

pytestmark = pytest.mark.usefixtures("session")


def signed(work: Work, but: str = "") -> SignedCase:
    with work() as uow:
        return make_signed(uow, but=but)


def sealed(work: Work, session: Session) -> tuple[SignedCase, SealedFile, bytes]:
    made = signed(work)
    seal_now(made)
    session.rollback()
    row = queries.sealed_file(session, SYSTEM, made.version_id)
    assert row is not None
    return made, row, bytes_of(session, row.stored_file_id)


def test_the_final_file_holds_the_signatures_the_evidence_and_what_was_approved(work: Work, session: Session) -> None:
    made, row, data = sealed(work, session)
    version = session.get_one(AgreementVersion, made.version_id)
    p0 = bytes_of(session, version.p0_file_id)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.attachments["ter-ondertekening.pdf"].get_file().read_bytes() == p0
        proof = json.loads(pdf.attachments["bewijs.json"].get_file().read_bytes())
        assert (
            len([item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"])
            == 2
        )
    assert proof["agreement"]["content_digest"] == version.content_digest
    assert proof["agreement"]["approved_file"]["sha256"] == version.p0_sha256
    assert proof["sealing"]["qualified"] is False
    assert [one["signature"] is not None for one in proof["signatures"]] == [True, True, True]
    assert proof["sealing"]["log_head"] == {"seq": row.chain_seq, "digest": row.chain_head}
    assert {"signing.signed", "agreement.signed"} <= {one["name"] for one in proof["log"]}


def test_how_somebody_answered_each_clause_stays_out_of_the_evidence(work: Work, session: Session) -> None:
    _, _, data = sealed(work, session)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        proof = pdf.attachments["bewijs.json"].get_file().read_bytes().decode()
    assert '"readings"' not in proof
    assert '"teach_back_asked"' in proof


@needs_judges
def test_judges_of_others_accept_the_final_file(work: Work, session: Session, tmp_path: Path) -> None:
    _, _, data = sealed(work, session)
    file = tmp_path / "final.pdf"
    file.write_bytes(data)
    assert faults([file]) == []
    assert structure_faults(file) == ""
    assert "Signature is Valid" in signature_words(file)


def test_a_second_delivery_of_the_job_changes_nothing(work: Work, session: Session) -> None:
    made, _row, data = sealed(work, session)
    messages = session.scalar(sa.select(sa.func.count()).select_from(Message))
    session.rollback()
    seal_now(made)
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(SealedFile)) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(SealAuthority)) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == messages
    again = queries.sealed_file(session, SYSTEM, made.version_id)
    assert again is not None
    assert bytes_of(session, again.stored_file_id) == data
    assert {job.state for job in session.scalars(sa.select(Job).where(Job.name == "sealing.seal"))} == {JobState.DONE}


def test_every_party_gets_a_copy_and_messages_stay_neutral(work: Work, session: Session) -> None:
    made, row, _ = sealed(work, session)
    round_ = session.scalars(sa.select(SigningRound).where(SigningRound.version_id == made.version_id)).one()
    assert round_.copy_file_id == row.stored_file_id
    recorded = session.scalars(sa.select(AuditRow).where(AuditRow.name == "document.sealed")).one()
    assert recorded.data["sha256"] == row.sha256
    assert recorded.data["chain_head"] == row.chain_head


def test_an_agreement_with_a_missing_signature_is_never_sealed(work: Work, session: Session) -> None:
    made = signed(work, but="expert")
    seal_now(made)
    session.rollback()
    assert queries.sealed_file(session, SYSTEM, made.version_id) is None


def test_the_verdict_knows_the_final_file_and_the_approved_one(work: Work, session: Session) -> None:
    made, _row, data = sealed(work, session)
    final = queries.verdict(session, data)
    assert (final.outcome, final.seal, final.unchanged) == (Outcome.FINAL, "sealed", True)
    assert final.known is not None
    assert (final.known.standing, final.known.level) == (Standing.REFLECTION, "PAdES B-B")
    p0 = bytes_of(session, session.get_one(AgreementVersion, made.version_id).p0_file_id)
    assert queries.verdict(session, p0).outcome is Outcome.APPROVED


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (VersionState.IN_FORCE, Standing.IN_FORCE),
        (VersionState.SUPERSEDED, Standing.SUPERSEDED),
        (VersionState.WITHDRAWN, Standing.WITHDRAWN),
    ],
)
def test_the_verdict_says_where_the_agreement_stands_now(
    state: VersionState, standing: Standing, work: Work, session: Session
) -> None:
    made, _, data = sealed(work, session)
    with work() as uow:
        uow.get(AgreementVersion, made.version_id).state = state
    found = queries.verdict(session, data)
    assert found.known is not None
    assert found.known.standing is standing


def test_a_changed_file_is_called_changed_and_tells_nothing(work: Work, session: Session) -> None:
    _, _, data = sealed(work, session)
    flipped = bytearray(data)
    flipped[len(data) // 3] ^= 1
    for tampered in (bytes(flipped), data + b"\n", data[:-20]):
        found = queries.verdict(session, tampered)
        assert found.outcome in (Outcome.CHANGED, Outcome.UNREADABLE)
        assert found.known is None


def test_a_file_cut_back_to_before_the_seal_is_not_ours(work: Work, session: Session) -> None:
    _, _, data = sealed(work, session)
    assert queries.verdict(session, data[: data.rindex(b"%%EOF", 0, len(data) - 10) + 6]).outcome is Outcome.UNKNOWN
