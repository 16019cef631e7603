"""The document of an agreement: one file that is PDF/A-3a and PDF/UA-1, says all that was agreed, and never changes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest

from portal.agreements import checks
from portal.agreements.content import Content, RepresentativeParty, Response, canonical, digest
from portal.agreements.letters import letter_templates, written
from portal.agreements.printing import CONTENT_FILE, Mark, agreement_html, agreement_pdf, file_name, letter_pdf
from portal.agreements.rules import SignerRole
from portal.core.clock import amsterdam
from portal.documents.render import render_pdf
from tests.builders.agreements import make_clause, make_content, make_tenant, make_terms, uuid_text
from tests.documents.validators import faults, needs_judges

NAMES = ("Wilhelmina ter Ællenbroek-Łukasik", "Çağla Öztürk-van der Wijde")
INK = "M10 20C30 40 50 10 70 30C90 50 110 20 130 40"


@pytest.fixture(scope="module")
def content() -> Content:
    """An agreement with two tenants, a guardian, an administrator and text in another script."""
    terms = make_terms()
    return make_content(
        tenants=(make_tenant(name=NAMES[0]), make_tenant("t2", NAMES[1])),
        representatives=(
            RepresentativeParty(
                key="r1", representation_id=uuid_text(7), tenant="t1", kind=SignerRole.GUARDIAN, name="M. Łukasik"
            ),
            RepresentativeParty(
                key="r2", representation_id=uuid_text(8), tenant="t2", kind=SignerRole.ADMINISTRATOR,
                name="P. Smit", organisation="Balanszorg Bewind B.V.",
            ),
        ),
        responses=(
            Response(tenant="t1", text="Ik wist niet dat ze mijn spullen weg mochten doen.\n\nNiets weg zonder mijn ja."),
            Response(tenant="t2", text="أنا لا أسمع ذلك. <b>geen html</b> {purpose}"),
        ),
        clauses=(*terms.clauses, make_clause(6, "V4", addressees=("t2",), incidents=(2,))),
    )  # fmt: skip


@pytest.fixture(scope="module")
def p0(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("p0") / "p0.pdf"
    path.write_bytes(agreement_pdf(content))
    return path


def words(path: Path) -> str:
    with pdfplumber.open(path) as pdf:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)


def test_all_that_was_agreed_stands_in_the_file(content: Content, p0: Path) -> None:
    text = words(p0)
    for wanted in (*NAMES, "Lijsterbeslaan 12-III", "tussen 22.00 uur en 07.00 uur", "D-2026-0001 · versie 1",
                   "16. Ondertekening", "Balanszorg Bewind B.V.", "Tekent voor gezien.", "7 dagen bedenktijd"):  # fmt: skip
        assert wanted in text, wanted
    assert digest(content)[:8] in text
    line = next(line for line in text.split(". ") if "geen html" in line)
    assert {"b", "purpose"} <= set(re.findall(r"\w+", line)), "no markup is read in it, whatever way the line runs"


def test_no_open_place_is_left_on_paper(content: Content, p0: Path) -> None:
    assert checks.blocking(content) == []
    assert "………" not in words(p0)


def test_the_file_carries_its_content_as_data(content: Content, p0: Path) -> None:
    with pikepdf.open(p0) as pdf:
        data = pdf.attachments[CONTENT_FILE].get_file().read_bytes()
    assert data == canonical(content)
    assert hashlib.sha256(data).hexdigest() == digest(content)
    assert json.loads(data)["schema"] == "driehoek.agreement/1"


def test_the_same_content_gives_the_same_bytes(content: Content, p0: Path) -> None:
    assert agreement_pdf(content) == p0.read_bytes()


def test_every_page_names_version_and_digest_and_no_file_name_holds_a_name(content: Content, p0: Path) -> None:
    with pdfplumber.open(p0) as pdf:
        for page in pdf.pages:
            text = page.extract_text() or ""
            assert "D-2026-0001 · versie 1" in text
            assert digest(content)[:8] in text
    assert file_name(content) == "D-2026-0001_afspraak-1_versie-1.pdf"


def test_a_concept_says_so_on_every_page_and_shows_no_digest(content: Content, tmp_path: Path) -> None:
    path = tmp_path / "concept.pdf"
    path.write_bytes(agreement_pdf(content, concept=True))
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            text = page.extract_text() or ""
            assert "CONCEPT" in text
            assert digest(content)[:8] not in text


@needs_judges
def test_before_and_after_signing_the_file_is_archivable_and_accessible(
    content: Content, p0: Path, tmp_path: Path
) -> None:
    marks = [
        Mark("t1", "19 maart 2026 om 14.12 uur", "Getekend op een telefoon", path=INK, width=140, height=60),
        Mark("corporation", "25 maart 2026 om 09.01 uur", "Getekend in het portaal", typed="mr. A.M. Terpstra"),
    ]
    signed, concept = tmp_path / "signed.pdf", tmp_path / "concept.pdf"
    html = agreement_html(
        content, marks, "<section class='new-page'><h2>Ondertekeningsbewijs</h2><p>Bijlage.</p></section>"
    )
    signed.write_bytes(render_pdf(html, created=amsterdam(content.dated_on)))
    concept.write_bytes(agreement_pdf(content, concept=True))
    assert faults([p0, signed, concept]) == []
    assert "Getekend op een telefoon" in words(signed)


@needs_judges
def test_every_letter_is_archivable_and_accessible(tmp_path: Path) -> None:
    paths = []
    for template in letter_templates():
        values = {name: f"het {name}" for name in template.asks()}
        frame: dict[str, Any] = {
            "reference": "D-2026-0001", "sender": "Woningstichting Veenrade", "sender_lines": ("Karin Poort",),
            "addressee": ("J. van 't Zandt", "Lijsterbeslaan 12"), "dated_on": dt.date(2026, 2, 19), "signer": "Karin Poort",
        }  # fmt: skip
        facts: dict[str, Any] = defaultdict(int)
        paths.append(tmp_path / f"{template.key}.pdf")
        paths[-1].write_bytes(letter_pdf(written(template, values, facts, **frame)))
    assert len(paths) == 11 and faults(paths) == []
