"""Levels of the seal with services of others: what is reached is read from the bytes, and more is never said."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from portal.documents import verify
from portal.documents.authority import Authority
from portal.documents.seal import Level, SealedPdf, SealFailed, Stamping, extend_pdf, ladder, seal_pdf
from portal.documents.verify import Finding, Trust
from tests.documents.validators import faults, needs_judges, signature_words, structure_faults
from tests.outside import Outside, services
from tests.tampering import KINDS, tampers

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)


@pytest.fixture
def outside() -> Iterator[Outside]:
    with services() as made:
        yield made


def stamping(outside: Outside) -> Stamping:
    return Stamping(outside.stamping_url, outside.roots)


def trust(outside: Outside, *roots: bytes) -> Trust:
    return Trust(roots, (outside.authority.certificate,), outside.authority.chain, outside.roots)


def sealed(pdf: bytes, outside: Outside, level: Level) -> SealedPdf:
    return seal_pdf(pdf, outside.authority, reason="x", at=NOW, level=level, stamping=stamping(outside))


def test_the_ladder_is_as_high_as_the_configuration(outside: Outside, authority: Authority) -> None:
    assert ladder(authority, Stamping()) == (Level.B_B,)
    assert ladder(outside.authority, Stamping()) == (Level.B_B,)
    assert ladder(authority, stamping(outside))[0] is Level.B_T, "an own authority publishes no revocation"
    assert ladder(outside.authority, Stamping(outside.stamping_url))[0] is Level.B_T, (
        "an unknown service proves nothing long"
    )
    assert ladder(outside.authority, stamping(outside)) == tuple(reversed(Level))


@pytest.mark.parametrize("level", list(Level))
def test_each_level_is_reached_and_read_back_from_the_bytes(level: Level, outside: Outside, plain_pdf: bytes) -> None:
    made = sealed(plain_pdf, outside, level)
    report = verify.inspect(made.data, trust(outside), NOW)
    assert (made.level, report.level, report.finding) == (level, level, Finding.SEALED)
    assert made.data.startswith(plain_pdf)
    assert report.entire_file, "the last signature covers every byte"
    assert report.archive_stamps == (level is Level.B_LTA)


@needs_judges
def test_a_stamped_file_stays_accepted_by_the_judges_of_others(
    outside: Outside, plain_pdf: bytes, tmp_path: Path
) -> None:
    first = sealed(plain_pdf, outside, Level.B_LTA).data
    second = extend_pdf(first, outside.authority, at=NOW, level=Level.B_LTA, stamping=stamping(outside)).data
    assert second.startswith(first)
    file = tmp_path / "stamped.pdf"
    file.write_bytes(second)
    assert faults([file]) == []
    assert structure_faults(file) == ""
    assert "Signature is Valid" in signature_words(file)
    seal = PdfFileReader(io.BytesIO(second)).embedded_regular_signatures[0]
    roots = [x509.Certificate.load(one) for one in (outside.authority.root, *outside.roots)]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=NOW)
    status = validate_pdf_signature(seal, context)
    assert (status.docmdp_ok, status.modification_level) == (True, ModificationLevel.LTA_UPDATES)


def test_a_silent_time_stamp_service_leaves_the_lowest_level(outside: Outside, plain_pdf: bytes) -> None:
    outside.silent = True
    for level in (Level.B_LTA, Level.B_LT, Level.B_T):
        with pytest.raises(SealFailed) as failed:
            sealed(plain_pdf, outside, level)
        assert failed.value.lower is Level.B_B


def test_without_revocation_lists_no_long_term_level_is_claimed(outside: Outside, plain_pdf: bytes) -> None:
    outside.lists_silent = True
    with pytest.raises(SealFailed) as failed:
        sealed(plain_pdf, outside, Level.B_LTA)
    assert failed.value.lower is Level.B_T
    assert sealed(plain_pdf, outside, Level.B_T).level is Level.B_T


def test_a_revoked_certificate_seals_nothing(outside: Outside, plain_pdf: bytes) -> None:
    outside.revoked.add(outside.seal.serial_number)
    with pytest.raises(SealFailed) as failed:
        sealed(plain_pdf, outside, Level.B_LTA)
    assert failed.value.lower is None


def test_a_stamp_of_an_unknown_service_is_no_time_stamp(outside: Outside, plain_pdf: bytes) -> None:
    with services(name="Vreemde dienst") as stranger, pytest.raises(SealFailed) as failed:
        strange = Stamping(stranger.stamping_url, outside.roots)
        seal_pdf(plain_pdf, outside.authority, reason="x", at=NOW, level=Level.B_T, stamping=strange)
    assert failed.value.lower is Level.B_B


@pytest.mark.parametrize(("level", "reached"), [(Level.B_T, Level.B_T), (Level.B_LTA, Level.B_LTA)])
def test_a_plain_seal_is_raised_later_behind_its_own_bytes(
    level: Level, reached: Level, outside: Outside, plain_pdf: bytes
) -> None:
    first = sealed(plain_pdf, outside, Level.B_B)
    later = extend_pdf(first.data, outside.authority, at=NOW, level=level, stamping=stamping(outside))
    assert later.level is reached
    assert later.data.startswith(first.data)
    assert later.proven_until > first.proven_until


def test_a_seal_outlives_its_certificate_when_it_was_stamped_in_time(
    outside: Outside, plain_pdf: bytes, authority: Authority
) -> None:
    made = seal_pdf(plain_pdf, authority, reason="x", at=NOW, level=Level.B_T, stamping=stamping(outside)).data
    after = authority.valid_until + dt.timedelta(days=1)
    outside.renew_service(days=6000)
    renewed = extend_pdf(made, authority, at=NOW, level=Level.B_T, stamping=stamping(outside)).data
    known = trust(outside, authority.root)
    assert verify.examine(renewed, known, after).finding is Finding.SEALED
    assert verify.examine(made, known, after).finding is Finding.UNTRUSTED


def test_under_a_root_of_others_only_our_certificate_is_ours(outside: Outside, plain_pdf: bytes) -> None:
    made = sealed(plain_pdf, outside, Level.B_LT).data
    neighbour = Trust((), (b"another certificate",), outside.authority.chain, outside.roots)
    assert verify.examine(made, neighbour, NOW).finding is Finding.UNTRUSTED


def test_every_random_tamper_of_a_stamped_file_is_seen(outside: Outside, plain_pdf: bytes) -> None:
    made = sealed(plain_pdf, outside, Level.B_LTA).data
    known = trust(outside)
    missed = [kind for kind, pdf in tampers(made, 2 * len(KINDS)) if verify.examine(pdf, known, NOW).ok]
    assert set(missed) <= {"rollback", "flip"}, (
        "an earlier state, or a bit of the service's own answer: for the register"
    )


def test_a_stamp_that_somebody_else_adds_is_no_change_but_stands_in_the_report(
    outside: Outside, plain_pdf: bytes
) -> None:
    made = sealed(plain_pdf, outside, Level.B_T).data
    with services(name="Vreemde dienst") as stranger:
        theirs = Stamping(stranger.stamping_url)
        added = extend_pdf(made, outside.authority, at=NOW, level=Level.B_T, stamping=theirs).data
    report = verify.examine(added, trust(outside), NOW)
    assert (report.finding, report.archive_stamps, report.level) == (Finding.SEALED, 1, Level.B_T)
