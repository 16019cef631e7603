"""Whatever is changed in a sealed file is seen, by the verification page and by the verifier that stands alone.

A sample is tried always, three hundred of a plain and three hundred of stamped files by `make release-check`.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.db import db
from portal.core.policy import SYSTEM
from portal.core.worker import work_all
from portal.documents.keys import KeySource
from portal.documents.reading import SteadyReader
from portal.documents.seal import Level, Stamping, extend_pdf
from portal.sealing import queries
from portal.sealing.models import SealedFile
from portal.sealing.place import place
from portal.sealing.rules import UNCHANGED, Outcome
from scripts import verify_agreement
from scripts.verify_agreement import FAULTS, WITHOUT_REGISTER, Findings
from tests.builders.sealing import bytes_of
from tests.conftest import Work
from tests.outside import PASSWORD, Outside
from tests.outside import services as outside_services
from tests.services.test_sealing import sealed
from tests.tampering import tampers

pytestmark = pytest.mark.usefixtures("session")
EDITIONS = ("stamped", "long-term", "re-sealed")


@pytest.fixture
def outside() -> Iterator[Outside]:
    with outside_services() as made:
        yield made


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the verifier walk through later revisions with our reader; pyHanko's own takes seconds, at a release."""
    monkeypatch.setattr(verify_agreement, "PdfFileReader", lambda stream, **_: SteadyReader(stream.getvalue()))


@dataclass
class Bench:
    """A sealed file with what an outsider was given to judge it: root, time-stamp services, register."""

    session: Session
    row: SealedFile
    pdf: bytes
    services: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        authority = queries.keys(self.session, queries.authority_of(self.session, self.row))
        self.authority = authority
        self.roots = [x509.Certificate.load(authority.certificate if authority.outside else authority.root)]

    def register(self) -> dict[str, Any]:
        rows = queries.register_of_editions(self.session)
        newest = {one.sealed_file_id: one.number for one in queries.editions(self.session)}
        told = [
            {"sha256": one.sha256, "edition": one.number, "newest": newest[one.sealed_file_id], "level": one.level}
            for one in rows
        ]
        return {"made_at": "2026-11-26", "editions": told}

    def alone(self, pdf: bytes, register: dict[str, Any] | None = None) -> Findings:
        stampers = [x509.Certificate.load(one) for one in self.services]
        return verify_agreement.examine(pdf, self.roots, "", clock.now(), stampers, register)

    def try_all(self, count: int, **also: Any) -> set[str]:
        """Show *count* tampers to page and verifier; return the kinds that the latter cannot see without the register."""
        assert queries.verdict(self.session, self.pdf).outcome is Outcome.FINAL
        assert self.alone(self.pdf, self.register()).faults == {}
        register, blind, seen = self.register(), set[str](), Counter[str]()
        genuine = {one["sha256"] for one in register["editions"]}
        for kind, pdf in tampers(self.pdf, count, also=also):
            found = self.alone(pdf)
            assert found.faults.keys() <= FAULTS.keys(), "every fault has a name"
            seen.update(found.faults.keys())
            if not found.faults:
                blind.add(kind)
            if verify_agreement.sha256(pdf) in genuine:
                continue  # an earlier edition, or another agreement: no forgery, and said which it is
            assert queries.verdict(self.session, pdf).outcome not in UNCHANGED, kind
            assert found.faults or self.alone(pdf, register).faults.keys() == {"register"}, kind
        assert "evidence" not in seen, "what does not fit the bytes is no evidence"
        return blind


def plain(work: Work, session: Session) -> Bench:
    _, row, pdf = sealed(work, session)
    return Bench(session, row, pdf)


def stamped(kind: str, work: Work, session: Session, outside: Outside, patch: pytest.MonkeyPatch, folder: Path) -> Bench:
    patch.setattr(place, "stamping", Stamping(outside.stamping_url, outside.roots))
    if kind == "long-term":
        patch.setattr(place, "key", KeySource(str(outside.write_p12(folder / "zegel.p12")), password=PASSWORD))
    outside.silent = kind == "re-sealed"
    _, row, pdf = sealed(work, session)
    if kind == "re-sealed":
        outside.silent = False
        with work() as uow:
            uow.enqueue("sealing.extend", key="now", file_id=row.id, number=1, case_id=row.case_id)
        work_all(db.sessionmaker)
        session.rollback()
        pdf = bytes_of(session, queries.newest(session, SYSTEM, row).stored_file_id)
    return Bench(session, row, pdf, outside.roots)


def restamp(bench: Bench, url: str) -> Any:
    """Have a service put one more time stamp behind the file."""
    made = extend_pdf(bench.pdf, bench.authority, at=clock.now(), level=Level.B_T, stamping=Stamping(url)).data
    return lambda _pdf, _dice: made


def test_a_sample_of_tampers_with_a_plain_seal_is_seen_without_the_register(work: Work, session: Session) -> None:
    assert plain(work, session).try_all(16) == set()


@pytest.mark.usefixtures("quick")
def test_a_sample_of_tampers_with_a_later_edition_is_seen(
    work: Work, session: Session, outside: Outside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert stamped("re-sealed", work, session, outside, monkeypatch, tmp_path).try_all(8) <= WITHOUT_REGISTER.keys()


@pytest.mark.release
def test_three_hundred_tampers_with_a_plain_seal_are_seen_without_the_register(work: Work, session: Session) -> None:
    bench = plain(work, session)
    other = sealed(work, session)[2]
    assert bench.try_all(300, other=lambda _pdf, _dice: other) == {"other"}


@pytest.mark.release
@pytest.mark.parametrize("kind", EDITIONS)
def test_a_hundred_tampers_with_a_stamped_file_are_seen_and_the_blind_spots_have_a_name(
    kind: str, work: Work, session: Session, outside: Outside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bench = stamped(kind, work, session, outside, monkeypatch, tmp_path)
    blind = bench.try_all(100, restamp=restamp(bench, outside.stamping_url))
    assert {"restamp"} <= blind <= WITHOUT_REGISTER.keys()
    assert ("rollback" in blind) == (kind == "re-sealed"), "what the seal tells of cannot be cut off unseen"


def test_another_sealed_agreement_is_in_order_and_both_say_which_it_is(work: Work, session: Session) -> None:
    bench = plain(work, session)
    made, _row, other = sealed(work, session)
    known = queries.verdict(session, other).known
    assert known is not None
    mine = queries.verdict(session, bench.pdf).known
    assert mine is not None and known.reference != mine.reference
    found = bench.alone(other, bench.register())
    assert found.faults == {}
    assert f"of case {known.reference};" in found.notes[0]
    assert made.case_id != bench.row.case_id


def test_a_time_stamp_that_was_cut_away_is_missed(
    work: Work, session: Session, outside: Outside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bench = stamped("long-term", work, session, outside, monkeypatch, tmp_path)
    cut = bench.pdf[: bench.pdf.rindex(b"%%EOF", 0, len(bench.pdf) - 10) + 6]
    assert bench.alone(cut).faults.keys() == {"stripped"}


@pytest.mark.usefixtures("quick")
def test_an_earlier_edition_is_no_forgery_and_a_stamp_of_a_stranger_is_named(
    work: Work, session: Session, outside: Outside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bench = stamped("re-sealed", work, session, outside, monkeypatch, tmp_path)
    now = bench.alone(bench.pdf, bench.register())
    assert any("newest edition on the register: 2 (PAdES B-T)" in note for note in now.notes)
    first = bytes_of(session, bench.row.stored_file_id)
    earlier = bench.alone(first, bench.register())
    assert earlier.faults == {}
    assert any("older edition: this is edition 1" in note for note in earlier.notes)
    with outside_services(name="Vreemde dienst") as stranger:
        strange = restamp(bench, stranger.stamping_url)(b"", None)
    assert bench.alone(strange).faults.keys() == {"service"}
    bench.services = ()
    assert bench.alone(strange).outcome == "in_order", "named among what cannot be seen"
    assert bench.alone(strange, bench.register()).faults.keys() == {"register"}


NO_PDF = {
    "nothing": b"", "words": b"geen pdf", "head": b"%PDF-1.7\n", "zeros": bytes(5_000), "bomb": b"%PDF-1.7\n" + b"[" * 90_000,
    "loop": b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 2"
    b"/Prev 55>>\nstartxref\n55\n%%EOF\n",
}  # fmt: skip


def test_each_outcome_has_its_line_and_its_exit_code(
    work: Work, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ask(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["verify_agreement.py", *arguments])
        try:
            code = verify_agreement.main()
        except SystemExit as ended:
            code = int(str(ended.code))
        finally:
            logging.disable(logging.NOTSET)
        return code, "".join(capsys.readouterr())

    bench = plain(work, session)
    fingerprint = queries.authorities(session)[0].fingerprint
    file = tmp_path / "file.pdf"
    file.write_bytes(bench.pdf)
    alone = [sys.executable, "-I", str(Path(verify_agreement.__file__)), str(file), "--fingerprint", fingerprint, "--json"]
    done = subprocess.run(alone, capture_output=True, text=True, check=False, env={"LC_ALL": "C"})
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["outcome"], answer["faults"]) == (0, "in_order", {})
    assert answer["cannot_be_seen_without_the_register"].keys() >= WITHOUT_REGISTER.keys()
    code, told = ask(str(file), "--fingerprint", "00" * 32)
    assert code == 1 and told.startswith("NOT IN ORDER:") and "- stranger: " in told and "- rollback: " in told
    file.write_bytes(bench.pdf + b"\n")
    code, told = ask(str(file), "--fingerprint", fingerprint)
    assert code == 1 and "- coverage: " in told
    file.write_bytes(b"geen pdf")
    code, told = ask(str(file), "--fingerprint", fingerprint)
    assert code == 2 and told.startswith("UNREADABLE:") and "- unreadable: " in told
    for wrong in ([str(tmp_path / "nergens.pdf"), "--fingerprint", fingerprint], [str(file), "--root", str(file)],
                  [str(file), "--fingerprint", "twaalf"], [str(file), "--fingerprint", fingerprint, "--register", str(file)]):  # fmt: skip
        code, told = ask(*wrong)
        assert code == 3 and "NOT JUDGED: " in told


@pytest.mark.parametrize("name", NO_PDF)
def test_what_is_no_pdf_is_called_unreadable(name: str) -> None:
    found = verify_agreement.examine(NO_PDF[name], [], "00" * 32, clock.now())
    assert found.faults.keys() <= {"unreadable", "no-seal"} and found.faults
