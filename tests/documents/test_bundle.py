"""Binding: exhibits stamped and linked, strangers' files made harmless, originals untouched."""

from __future__ import annotations

import io
import subprocess
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portal.documents import bundle, images, intake
from portal.documents.errors import Unreadable
from portal.documents.render import Attached, render_pdf
from tests.documents.sample import MADE, tiny
from tests.documents.validators import needs_judges, structure_faults


def front() -> bytes:
    body = '<h1>Productielijst</h1><p><a href="productie:1">Productie 1</a> <a href="productie:2">Productie 2</a></p>'
    return render_pdf(tiny(body), created=MADE)


def covers(count: int) -> bytes:
    sheets = "".join(
        f'<section class="cover-sheet"><p class="exhibit-number">Productie {n}</p></section>'
        for n in range(1, count + 1)
    )
    return render_pdf(tiny(sheets), created=MADE)


def bound(sealed: bytes) -> bundle.Bundle:
    letter = intake.clean(render_pdf(tiny("<h1>Brief</h1>" + "<p>tekst</p>" * 40), created=MADE))
    agreement = intake.clean(sealed)
    exhibits = [
        bundle.Exhibit(1, "Brief", letter.data, letter.pages),
        bundle.Exhibit(2, "Afspraak", agreement.data, agreement.pages),
    ]
    return bundle.bundle(
        front(), covers(2), exhibits, title="Dossier D-2026-0001", author="Bureau Driehoek", created=MADE,
        attachments=[Attached("afspraak.pdf", sealed, "De verzegelde afspraak", "Source")],
    )  # fmt: skip


@pytest.fixture(scope="module")
def dossier(sealed_pdf: bytes) -> bytes:
    return bound(sealed_pdf).data


def words(pdf: bytes, page: int, tmp_path: Path) -> str:
    file = tmp_path / "dossier.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-f", str(page), "-l", str(page), str(file), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


@needs_judges
def test_every_exhibit_page_is_stamped_with_its_place(dossier: bytes, tmp_path: Path) -> None:
    assert "Productie 1 – p. 1/2 (dossier p. 2)" in words(dossier, 3, tmp_path)
    assert "Productie 2 – p. 1/" in words(dossier, 6, tmp_path)
    assert "(dossier p. 5)" in words(dossier, 6, tmp_path)
    assert structure_faults(tmp_path / "dossier.pdf") == ""


def test_the_sealed_agreement_travels_byte_for_byte(dossier: bytes, sealed_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(dossier)) as pdf:
        assert pdf.attachments["afspraak.pdf"].get_file().read_bytes() == sealed_pdf


def test_index_bookmarks_and_labels_lead_to_the_exhibits(dossier: bytes) -> None:
    with pikepdf.open(io.BytesIO(dossier)) as pdf:
        targets = [a.Dest[0].objgen for a in pdf.pages[0].obj.Annots]
        assert targets == [pdf.pages[1].obj.objgen, pdf.pages[4].obj.objgen]
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == [
                "Productielijst",
                "Productie 1 – Brief",
                "Productie 2 – Afspraak",
            ]
        assert [page.label for page in pdf.pages][:4] == ["i", "1", "2", "3"]


def test_the_bound_file_claims_no_conformance(dossier: bytes) -> None:
    with pikepdf.open(io.BytesIO(dossier)) as pdf:
        assert "/MarkInfo" not in pdf.Root
        assert b"pdfaid" not in pdf.Root.Metadata.read_bytes()
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()


def test_binding_twice_gives_the_same_bytes(dossier: bytes, sealed_pdf: bytes) -> None:
    assert bound(sealed_pdf).data == dossier


def test_a_wrong_number_of_pages_is_refused() -> None:
    letter = intake.clean(render_pdf(tiny("<h1>Brief</h1>"), created=MADE))
    with pytest.raises(Unreadable, match="the index says 9"):
        bundle.bundle(
            front(), covers(1), [bundle.Exhibit(1, "Brief", letter.data, 9)], title="t", author="a", created=MADE
        )


def hostile() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([])))
    launch = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 99, 99]),
        A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("evil.exe")),
    )  # fmt: skip
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(launch)])
    pdf.pages[0].obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x")))
    pdf.attachments["evil.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ", filename="evil.exe")
    output = io.BytesIO()
    pdf.save(output)
    return output.getvalue()


def test_scripts_actions_and_files_of_strangers_are_gone() -> None:
    cleaned = intake.clean(hostile())
    assert {"OpenAction", "Names", "Link"} <= set(cleaned.removed)
    with pikepdf.open(io.BytesIO(cleaned.data)) as pdf:
        assert not pdf.attachments
        text = repr([dict(item) for item in pdf.objects if isinstance(item, pikepdf.Dictionary)])
    assert "JavaScript" not in text
    assert "Launch" not in text


def test_a_seal_inside_an_upload_is_noticed(sealed_pdf: bytes) -> None:
    assert intake.clean(sealed_pdf).signed


def test_a_locked_broken_or_exploding_file_is_refused() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    locked = io.BytesIO()
    pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    bomb = pikepdf.new()
    bomb.add_blank_page()
    stream = pikepdf.Stream(bomb, b"")
    stream.write(zlib.compress(bytes(200_000_000), 9), filter=pikepdf.Name.FlateDecode)
    bomb.pages[0].obj.Contents = bomb.make_indirect(stream)
    exploding = io.BytesIO()
    bomb.save(exploding, compress_streams=False)
    for data in (locked.getvalue(), exploding.getvalue(), b"not a pdf", b""):
        with pytest.raises(Unreadable):
            intake.clean(data)


def photo(size: tuple[int, int] = (1200, 900), kind: str = "JPEG") -> bytes:
    picture = Image.new("RGB", size, "#0b5563")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    output = io.BytesIO()
    picture.save(output, kind, exif=exif)
    return output.getvalue()


def test_a_viewing_copy_is_upright_and_tells_no_place() -> None:
    copy = images.viewing_copy(photo(), longest=600)
    assert (copy.width, copy.height) == (450, 600)
    assert copy.had_place
    with Image.open(io.BytesIO(copy.data)) as picture:
        assert dict(picture.getexif()) == {}


def test_too_many_pixels_or_no_picture_is_refused() -> None:
    bomb = io.BytesIO()
    Image.new("1", (8000, 8000)).save(bomb, "PNG")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    for data in (bomb.getvalue(), svg, b"", photo()[:300], b"%!PS-Adobe-3.0 EPSF-3.0\n"):
        with pytest.raises(Unreadable):
            images.viewing_copy(data)
