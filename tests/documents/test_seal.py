"""The seal: accepted by judges of others, and every tampering seen."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from portal.documents import verify
from portal.documents.authority import Authority, make_authority
from portal.documents.seal import Level, SealFailed, Stamping, seal_pdf
from portal.documents.verify import Finding, Trust
from tests.documents.sample import MADE
from tests.documents.validators import needs_judges, signature_words

LATER = MADE + dt.timedelta(days=200)


def judge(pdf: bytes, authority: Authority) -> verify.SealReport:
    return verify.examine(pdf, Trust((authority.root,)), LATER)


def test_a_sealed_file_is_accepted_with_time_and_name(sealed_pdf: bytes, authority: Authority) -> None:
    report = verify.inspect(sealed_pdf, Trust((authority.root,)), LATER)
    assert report.ok
    assert report.claimed_at == MADE.isoformat()
    assert "niet gekwalificeerd" in report.organisation
    assert report.problems == ()


@needs_judges
def test_pdfsig_accepts_the_seal(sealed_pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed_pdf)
    words = signature_words(file)
    assert "Signature is Valid" in words
    assert "Total document signed" in words


def test_sealing_only_appends(plain_pdf: bytes, sealed_pdf: bytes) -> None:
    assert sealed_pdf.startswith(plain_pdf)


def test_the_level_is_said_honestly(plain_pdf: bytes, authority: Authority) -> None:
    assert seal_pdf(plain_pdf, authority, reason="x", at=MADE).level is Level.B_B


def test_a_time_stamp_server_that_fails_gives_no_lesser_seal(plain_pdf: bytes, authority: Authority) -> None:
    with pytest.raises(SealFailed) as failed:
        seal_pdf(plain_pdf, authority, reason="x", at=MADE, level=Level.B_T, stamping=Stamping("http://127.0.0.1:9/tsa"))
    assert failed.value.lower is Level.B_B


def test_an_authority_survives_the_store_and_is_honest_about_itself() -> None:
    now = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    made = make_authority("Bureau met een heel lange naam dat nergens in past", now=now, not_before=MADE)
    again = Authority.load(made.dump())
    assert again == made
    assert again.valid_from < MADE < now < again.valid_until
    subject = x509.load_der_x509_certificate(again.certificate).subject.rfc4514_string()
    assert "(zelfgemaakt certificaat\\, niet gekwalificeerd)" in subject


def test_the_seal_of_somebody_else_is_not_trusted(sealed_pdf: bytes) -> None:
    other = make_authority("Bureau Driehoek", now=MADE)
    assert judge(sealed_pdf, other).finding is Finding.UNTRUSTED
    assert verify.examine(sealed_pdf, Trust(), LATER).finding is Finding.UNTRUSTED


def test_a_file_without_seal_is_called_that(plain_pdf: bytes, authority: Authority) -> None:
    assert judge(plain_pdf, authority).finding is Finding.UNSIGNED


@pytest.mark.parametrize(
    "junk", [b"", b"%PDF-1.7", b"%PDF-1.7\n" + bytes(range(256)) * 40, b"<html>", b"PK\x03\x04" * 99, b"\0" * 5000]
)
def test_any_bytes_get_an_answer(junk: bytes, authority: Authority) -> None:
    assert verify.inspect(junk, Trust((authority.root,)), LATER).finding is Finding.UNREADABLE


def test_a_file_above_the_limit_is_not_opened(authority: Authority) -> None:
    assert verify.inspect(bytes(verify.LARGEST + 1), Trust((authority.root,)), LATER).finding is Finding.TOO_LARGE


def pdf_dict(entries: dict[str, Any]) -> Any:
    made: Any = generic.DictionaryObject  # untyped in pyHanko
    return made({generic.pdf_name(f"/{key}"): value for key, value in entries.items()})


def updated(pdf: bytes, change: str) -> bytes:
    """An incremental update of *pdf* that leaves the signed bytes alone."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    if change == "overlay":
        stream = writer.add_object(generic.StreamObject(stream_data=b"1 1 1 rg 0 0 600 842 re f"))
        page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), stream])
        writer.update_container(page)
    elif change == "annotation":
        number: Any = generic.NumberObject
        note = pdf_dict(
            {
                "Type": generic.pdf_name("/Annot"),
                "Subtype": generic.pdf_name("/FreeText"),
                "Rect": generic.ArrayObject([number(n) for n in (100, 600, 400, 700)]),
                "Contents": generic.pdf_string("huur 0"),
            }
        )
        page["/Annots"] = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(note)])
        writer.update_container(page)
    elif change == "font":
        fonts = page["/Resources"]["/Font"]
        font = fonts[next(iter(fonts))]
        font["/BaseFont"] = generic.pdf_name("/Evil")
        writer.update_container(font)
    elif change == "metadata":
        writer.set_info(pdf_dict({"Title": generic.pdf_string("anders")}))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


@pytest.mark.parametrize("change", ["overlay", "annotation", "font", "metadata"])
def test_an_incremental_update_is_seen(change: str, sealed_pdf: bytes, authority: Authority) -> None:
    tampered = updated(sealed_pdf, change)
    assert tampered.startswith(sealed_pdf)
    assert not judge(tampered, authority).ok


def test_a_rewritten_file_is_seen(sealed_pdf: bytes, authority: Authority) -> None:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed_pdf)) as pdf:
        pdf.save(output)
    assert not judge(output.getvalue(), authority).ok


def test_a_second_seal_of_a_stranger_is_seen(sealed_pdf: bytes, authority: Authority) -> None:
    stranger = make_authority("Vreemd", now=MADE)
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    from portal.documents.keys import preloaded

    metadata = PdfSignatureMetadata(field_name="Tweede", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    output = io.BytesIO()
    try:
        PdfSigner(metadata, signer=preloaded(stranger)).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(sealed_pdf)), output=output
        )
    except Exception:
        pytest.skip("the tool itself refuses to sign a closed document")
    assert not judge(output.getvalue(), authority).ok


@pytest.mark.parametrize("tail", [b"\n", b" ", b"\0", b"\n%" + b"A" * 1024, b"%PDF-1.7\n", b"\n%%EOF\n"])
def test_appended_bytes_are_seen(tail: bytes, sealed_pdf: bytes, authority: Authority) -> None:
    assert not judge(sealed_pdf + tail, authority).ok


def test_prepended_and_missing_bytes_are_seen(sealed_pdf: bytes, authority: Authority) -> None:
    for tampered in (b"\n" + sealed_pdf, sealed_pdf[:-1], sealed_pdf[1:], sealed_pdf[: len(sealed_pdf) // 2]):
        assert not judge(tampered, authority).ok


def test_the_padding_of_the_seal_hides_nothing(sealed_pdf: bytes, authority: Authority) -> None:
    at = sealed_pdf.index(b"0" * 40, sealed_pdf.index(b"/Contents <"))
    for place, value in ((at + 10, b"1"), (at + 11, b"a"), (at + 12, b" ")):
        assert not judge(sealed_pdf[:place] + value + sealed_pdf[place + 1 :], authority).ok


def test_a_mangled_kind_of_seal_is_seen(sealed_pdf: bytes, authority: Authority) -> None:
    tampered = re.sub(rb"/SubFilter ?/ETSI.CAdES.detached", b"/SubFilter /XXXX.CAdES.detached", sealed_pdf, count=1)
    assert tampered != sealed_pdf
    assert not judge(tampered, authority).ok


def test_random_flips_are_all_seen(sealed_pdf: bytes, authority: Authority) -> None:
    dice = random.Random(2026)
    missed = []
    for _ in range(60):
        place = dice.randrange(len(sealed_pdf))
        tampered = bytearray(sealed_pdf)
        tampered[place] ^= 1 << dice.randrange(8)
        if judge(bytes(tampered), authority).ok:
            missed.append(place)
    assert missed == []


def test_a_rollback_to_the_file_before_the_seal_has_no_seal(
    plain_pdf: bytes, sealed_pdf: bytes, authority: Authority
) -> None:
    assert judge(sealed_pdf[: len(plain_pdf)], authority).finding is Finding.UNSIGNED
