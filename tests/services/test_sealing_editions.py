"""Seals of higher levels and their later editions: made when services answer, said as they are, never below what was."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.audit import AuditRow
from portal.core.db import db
from portal.core.errors import Conflict
from portal.core.jobs import Job, JobState
from portal.core.policy import SYSTEM
from portal.core.worker import work_all
from portal.documents.keys import KeySource
from portal.documents.seal import Level, SealedPdf, Stamping, extend_pdf
from portal.sealing import queries, services
from portal.sealing.models import SealAuthority, SealedEdition, SealedFile
from portal.sealing.place import place
from portal.sealing.rules import Outcome
from tests.builders.sealing import bytes_of
from tests.conftest import Work
from tests.outside import PASSWORD, Outside
from tests.outside import services as outside_services
from tests.services.test_sealing import sealed

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    with outside_services() as made:
        monkeypatch.setattr(place, "stamping", Stamping(made.stamping_url, made.roots))
        yield made


@pytest.fixture
def own_key(outside: Outside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Outside:
    """The certificate of somebody else, in a file that the settings name."""
    file = outside.write_p12(tmp_path / "zegel.p12")
    monkeypatch.setattr(place, "key", KeySource(str(file), password=PASSWORD))
    return outside


def words_of(pdf: bytes) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def later(session: Session, **after: Any) -> None:
    """Do what is due after so long."""
    session.rollback()
    with clock.at(dt.datetime.now(dt.UTC) + dt.timedelta(**after)):
        work_all(db.sessionmaker)
    session.rollback()


def editions(session: Session) -> list[SealedEdition]:
    return list(session.scalars(sa.select(SealedEdition).order_by(SealedEdition.number)))


def test_the_first_edition_is_the_sealed_file(work: Work, session: Session) -> None:
    _, row, _ = sealed(work, session)
    (only,) = editions(session)
    assert (only.number, only.sha256, only.stored_file_id, only.pending) == (1, row.sha256, row.stored_file_id, False)


def test_a_silent_service_gives_a_lower_level_that_says_so_and_is_raised_later(
    work: Work, session: Session, outside: Outside
) -> None:
    outside.silent = True
    _, row, first = sealed(work, session)
    (edition,) = editions(session)
    assert (row.level, edition.level, edition.pending) == ("PAdES B-B", "PAdES B-B", True)
    told = words_of(first)
    assert "niveau PAdES B-B" in told
    assert "dat van onze eigen klok" in told
    later(session, minutes=20)
    assert len(editions(session)) == 1, "still silent: nothing changes"

    outside.silent = False
    later(session, minutes=90)
    _, after = editions(session)
    assert (after.number, after.level, after.pending) == (2, "PAdES B-T", False)
    second = bytes_of(session, after.stored_file_id)
    assert second.startswith(first)
    assert hashlib.sha256(second).hexdigest() == after.sha256
    found = queries.verdict(session, first)
    assert found.known is not None
    assert (found.outcome, found.known.edition, found.known.editions, found.known.newest) == (Outcome.FINAL, 1, 2, False)
    assert found.known.level == "PAdES B-B"
    newest = queries.verdict(session, second)
    assert newest.known is not None
    assert (newest.outcome, newest.seal, newest.known.newest, newest.stamp_trusted) == (Outcome.FINAL, "sealed", True, True)
    told_of = session.scalars(sa.select(AuditRow).where(AuditRow.name == "document.edition_added")).one()
    assert (told_of.data["number"], told_of.data["sha256"], told_of.data["level"]) == (2, after.sha256, "PAdES B-T")
    later(session, days=2)
    assert len(editions(session)) == 2, "nothing is due any more"


def test_a_certificate_of_somebody_else_reaches_the_highest_level_and_is_named(
    work: Work, session: Session, own_key: Outside
) -> None:
    made, row, data = sealed(work, session)
    assert row.level == "PAdES B-LTA"
    told = words_of(data)
    assert "Uitgegeven door" in told
    assert "archieftijdstempel" in told
    assert "gekwalificeerd" not in told
    assert "zelf gemaakt" not in told
    authority = session.get_one(SealAuthority, row.authority_id)
    assert authority.chain is not None
    assert authority.authority_sealed is None, "a key in a file stays in that file"
    assert authority.fingerprint == own_key.authority.fingerprint
    found = queries.verdict(session, data)
    assert (found.outcome, found.seal, found.sealed_by) == (Outcome.FINAL, "sealed", "Bureau Ergens")
    assert made.version_id == row.version_id


def test_without_revocation_lists_the_file_says_what_it_reached_and_waits(
    work: Work, session: Session, own_key: Outside
) -> None:
    own_key.lists_silent = True
    _, row, first = sealed(work, session)
    assert row.level == "PAdES B-T"
    own_key.lists_silent = False
    later(session, minutes=20)
    newest = editions(session)[-1]
    assert (newest.number, newest.level, newest.pending) == (2, "PAdES B-LTA", False)
    assert bytes_of(session, newest.stored_file_id).startswith(first)


def test_a_seal_is_stamped_again_before_its_proof_ends(work: Work, session: Session, outside: Outside) -> None:
    outside.renew_service(days=40)
    _, _, first = sealed(work, session)
    later(session, days=7, hours=2)
    assert len(editions(session)) == 1, "a stamp with the same end proves nothing more"
    outside.renew_service(days=900)
    later(session, days=7, hours=4)
    one, two = editions(session)
    assert two.proven_until > one.proven_until
    assert two.level == "PAdES B-T"
    assert bytes_of(session, two.stored_file_id).startswith(first)
    with clock.at(one.proven_until + dt.timedelta(days=30)):
        assert queries.verdict(session, bytes_of(session, two.stored_file_id)).stamp_trusted
        assert queries.verdict(session, first).outcome is Outcome.FINAL, "every edition stays on the register"


def test_without_a_service_nothing_is_asked_for(
    work: Work, session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sealed(work, session)
    monkeypatch.setattr(place, "renew_before", dt.timedelta(days=4000))
    with caplog.at_level("WARNING", "driehoek.seal"):
        later(session, days=7, hours=2)
    assert "there is no DRIEHOEK_TIMESTAMP_URL" in caplog.text
    assert len(editions(session)) == 1
    assert session.scalar(sa.select(sa.func.count()).where(Job.name == services.EXTEND).select_from(Job)) == 0


def test_two_extensions_of_the_same_edition_give_one_next(work: Work, session: Session, outside: Outside) -> None:
    outside.silent = True
    _, row, _ = sealed(work, session)
    outside.silent = False
    with work() as uow:
        for key in ("a", "b"):
            uow.enqueue(services.EXTEND, key=key, file_id=row.id, number=1, case_id=row.case_id)
    later(session, seconds=1)
    assert [one.number for one in editions(session)] == [1, 2]
    states = session.scalars(sa.select(Job.state).where(Job.name == services.EXTEND))
    assert set(states) == {JobState.DONE}


def test_only_the_same_bytes_with_more_behind_them_become_an_edition(work: Work, session: Session) -> None:
    _, row, data = sealed(work, session)
    other = SealedPdf(b"%PDF-1.7 " + data, Level.B_T, clock.now())
    with pytest.raises(Conflict) as refused, work() as uow:
        services.add_edition(uow, row.id, 1, other, pending=False)
    assert refused.value.code == "sealing.not-behind"


def test_a_stamp_that_somebody_else_put_behind_our_file_is_not_ours(
    work: Work, session: Session, outside: Outside
) -> None:
    _, row, data = sealed(work, session)
    authority = queries.keys(session, session.get_one(SealAuthority, row.authority_id))
    with outside_services(name="Vreemde dienst") as stranger:
        strange = Stamping(stranger.stamping_url)
        added = extend_pdf(data, authority, at=clock.now(), level=Level.B_T, stamping=strange).data
    found = queries.verdict(session, added)
    assert (found.outcome, found.known) == (Outcome.NOT_REGISTERED, None)


def test_a_revoked_certificate_seals_no_agreement(work: Work, session: Session, own_key: Outside) -> None:
    own_key.revoked.add(own_key.seal.serial_number)
    with pytest.raises(AssertionError):
        sealed(work, session)
    assert session.scalar(sa.select(sa.func.count()).select_from(SealedFile)) == 0
    waiting = session.scalars(sa.select(Job).where(Job.name == "sealing.seal", Job.state == JobState.WAITING)).first()
    assert waiting is not None
    assert "SealFailed" in waiting.error


def test_a_certificate_is_enrolled_once_and_only_while_it_is_valid(work: Work, session: Session) -> None:
    with outside_services() as made:
        with work() as uow:
            one, two = (services.enrol(uow, made.authority) for _ in range(2))
        assert one.id == two.id
        assert one.authority_sealed is not None, "a key that we are given goes into the encrypted store"
        assert queries.keys(session, one) == made.authority
        late = Outside(address=made.address, now=made.now - dt.timedelta(days=9000))
        late.issue()
        with pytest.raises(Conflict) as refused, work() as uow:
            services.enrol(uow, late.authority)
    assert refused.value.code == "sealing.certificate-ended"


def test_the_dossier_and_the_download_take_the_newest_edition(work: Work, session: Session, outside: Outside) -> None:
    outside.silent = True
    _, row, _ = sealed(work, session)
    outside.silent = False
    later(session, minutes=20)
    newest = queries.newest(session, SYSTEM, session.get_one(SealedFile, row.id))
    assert newest.number == 2
    from portal.dossiers.models import DossierPiece
    from portal.dossiers.rules import PieceKind
    from portal.dossiers.sources import _agreement

    piece = DossierPiece(
        case_id=row.case_id, dossier_id=uuid.uuid4(), kind=PieceKind.AGREEMENT, ref_id=row.id, title="x", author="x",
        dated_on=clock.today(), favourable=True, included=True, exhibit_number=1,
    )  # fmt: skip
    assert _agreement(session, piece).file_sha256 == newest.sha256
