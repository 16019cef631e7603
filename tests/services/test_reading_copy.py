"""The reading copy: the agreement in plain words of another language, archivable, accessible, and plainly no agreement."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from portal.agreements.content import Block, Content, RepresentativeParty, Response, Section, Translated
from portal.agreements.languages import CODES, load
from portal.agreements.printing import reading_copy_html, reading_copy_name, reading_copy_pdf
from portal.agreements.reading_copy import ReadingCopy, Source, reading_copy
from portal.agreements.rules import SignerRole, VersionState
from portal.agreements.template import template
from portal.clauses.shipped import shipped
from portal.core.errors import Missing
from tests.builders.agreements import make_clause, make_content, make_tenant, make_terms, uuid_text
from tests.documents.validators import faults, needs_judges

PHONE = "088 000 11 22"
ARABIC_NAME = "محمد الحسن"
PLACES = re.compile(r"\{[a-z_]+\}")
TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DAY = {"ar": "5 مارس 2026", "tr": "5 Mart 2026", "pl": "5 marca 2026", "en": "5 March 2026"}
MONTHS = {"ar": "12 شهراً", "tr": "12 ay", "pl": "12 miesięcy", "en": "12 months"}


@pytest.fixture(scope="module")
def content() -> Content:
    """Two tenants, one with an Arabic name; a clause nobody translated, and one in words of staff."""
    terms = make_terms()
    return make_content(
        tenants=(make_tenant(), make_tenant("t2", ARABIC_NAME, language="ar")),
        representatives=(
            RepresentativeParty(key="r1", representation_id=uuid_text(7), tenant="t2", kind=SignerRole.ADMINISTRATOR, name="P. Smit"),
        ),
        responses=(
            Response(tenant="t1", on=dt.date(2026, 2, 5), text="Ik hoor het <b>zelf</b> niet."),
            Response(tenant="t2", text="لا أسمع ذلك، محمد 5-2."),
        ),
        clauses=(
            *terms.clauses,
            make_clause(6, "V4", addressees=("t2",)),
            make_clause(7, "G4", {"date": "2026-03-05", "rooms": "de keuken", "path": 90}),
            make_clause(8, "V5", {"address": "Lijsterbeslaan 12-II (links)"}, translations={}),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def copies(content: Content, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("copies")
    made = {code: folder / f"{code}.pdf" for code in CODES}
    for code, path in made.items():
        path.write_bytes(reading_copy_pdf(content, load(code), PHONE, VersionState.OFFERED))
    return made


def text_of(path: Path, page: int | None = None) -> str:
    """Read a file in the order in which a reading program says it, without the signs that only turn the writing."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    done = subprocess.run(["pdftotext", *pages, str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(TURNS.sub("", done.stdout).split())


def html_of(content: Content, code: str, state: VersionState = VersionState.OFFERED) -> str:
    return TURNS.sub("", reading_copy_html(content, load(code), PHONE, state))


def clauses_of(copy: ReadingCopy) -> dict[str, tuple[str, Source]]:
    return {one.number: (one.plain.text, one.plain.source) for part in copy.sections for one in part.clauses}


@needs_judges
def test_every_language_is_archivable_and_accessible(copies: dict[str, Path]) -> None:
    assert faults(list(copies.values())) == []


@pytest.mark.parametrize("code", CODES)
def test_the_file_names_its_language_and_marks_the_dutch_in_it(copies: dict[str, Path], code: str) -> None:
    with pikepdf.open(copies[code]) as pdf:
        assert str(pdf.Root.Lang) == code
        marked = [str(one.Lang) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Lang" in one and "/S" in one]
        assert marked.count("nl") > 20
        assert len(pdf.attachments) == 0, "it is no agreement and carries none"


@pytest.mark.parametrize("code", CODES)
def test_who_reads_it_finds_days_numbers_names_and_the_way_to_help(content: Content, code: str) -> None:
    html = re.sub(r"<[^>]+>", "", html_of(content, code))
    for wanted in (DAY[code], MONTHS[code], ARABIC_NAME, "Jurriën van", "Lijsterbeslaan 12-III", "22:00", "6.7", PHONE,
                   load(code).counted("days", 7), load(code).words["starter_expert"]):  # fmt: skip
        assert wanted in html, wanted
    assert "&lt;b&gt;zelf&lt;/b&gt;" in html
    assert not PLACES.search(html)


@pytest.mark.parametrize("code", CODES)
def test_every_page_says_in_both_languages_that_the_dutch_counts(copies: dict[str, Path], code: str) -> None:
    with pikepdf.open(copies[code]) as pdf:
        pages = len(pdf.pages)
    foot = load(code).words["foot"].split(".")[0]
    for number in range(1, pages + 1):
        text = text_of(copies[code], number)
        assert "Ter informatie. Alleen de Nederlandse tekst geldt. De vertaling is een concept." in text
        assert foot in text


def test_arabic_is_read_in_its_own_order(copies: dict[str, Path]) -> None:
    text = text_of(copies["ar"])
    for wanted in ("بعد الساعة 22:00", "اتفاق على السلوك", "قبل 5 مارس 2026", "Lijsterbeslaan 12-II (links)", "7 أيام"):
        assert re.search(r"\s*".join(map(re.escape, wanted.split())), text), wanted


def test_names_in_latin_letters_and_numbers_stand_apart_from_arabic(content: Content) -> None:
    html = html_of(content, "ar")
    assert '<html lang="ar" dir="rtl">' in html
    assert '<bdi dir="ltr">22:00</bdi>' in html
    assert '<bdi dir="ltr">P. Smit</bdi>' in html
    assert f'<bdi dir="rtl">{ARABIC_NAME}</bdi>' in html_of(content, "pl")


@pytest.mark.parametrize("code", CODES)
def test_what_staff_filled_in_stands_in_the_sentence_as_dutch(content: Content, code: str) -> None:
    html = html_of(content, code)
    assert '<bdi class="dutch" lang="nl" dir="ltr"><span class="tag">NL</span>&#160;de keuken</bdi>' in html
    assert '<bdi lang="nl" dir="ltr">Thuiskracht</bdi>' in html, "a name is no Dutch that wants translating"


def test_what_has_no_translation_stays_dutch_and_says_so(content: Content) -> None:
    copy = reading_copy(content, load("pl"), PHONE)
    told = clauses_of(copy)
    assert told["6.1"][1] is Source.HERE and "22:00" in told["6.1"][0]
    assert told["6.8"] == (content.clauses[7].plain, Source.DUTCH)
    assert copy.untranslated == ("6.8",)
    html = html_of(content, "pl")
    assert load("pl").lacking in html
    assert '<bdi class="dutch" lang="nl" dir="ltr"><span class="tag">NL</span>' in html


def test_words_that_staff_changed_are_not_given_out_as_translated(content: Content) -> None:
    help_ = next(one for one in content.sections if one.number == 7)
    own = help_.model_copy(update={"plain": "Wij helpen u anders dan gewoonlijk.", "title": "Hulp op maat"})
    changed = content.model_copy(update={"sections": tuple(own if one.number == 7 else one for one in content.sections)})
    section = next(one for one in reading_copy(changed, load("tr"), PHONE).sections if one.number == "7")
    assert section.title.source is Source.DUTCH and section.plain is not None and section.plain.source is Source.DUTCH


def test_a_section_of_the_corporation_itself_stays_dutch_whole(content: Content) -> None:
    blocks = (Block(kind="paragraph", text="Een <alinea>."), Block(kind="paragraph"), Block(kind="list", lines=("een", "twee")))
    own = Section(number=20, shown=17, title="Sleutels", plain="U krijgt twee sleutels.", blocks=blocks)
    html = html_of(content.model_copy(update={"sections": (*content.sections, own)}), "ar")
    for wanted in ("Sleutels</bdi>", "U krijgt twee sleutels.</bdi>", "Een &lt;alinea&gt;.</bdi>", "twee</bdi>"):
        assert wanted in html


def test_it_is_a_concept_while_anything_in_it_is_and_names_who_translated_what(content: Content) -> None:
    one = content.clauses[0].translations["pl"]
    checked = Translated.model_validate(one.model_dump() | {"status": "checked", "translator": "Anna Nowak"})
    first = content.clauses[0].model_copy(update={"translations": {"pl": checked}})
    changed = content.model_copy(update={"clauses": (first, *content.clauses[1:])})
    copy = reading_copy(changed, load("pl"), PHONE)
    assert not copy.checked
    assert copy.credits[0].clauses == ("6.1",) and copy.credits[0].translator == "Anna Nowak"
    assert copy.credits[0].status == "checked" and copy.credits[-1].status == "concept"
    assert "Anna Nowak" in html_of(changed, "pl")


def test_a_version_that_no_longer_counts_says_so(content: Content) -> None:
    html = html_of(content, "en", VersionState.SUPERSEDED)
    assert "Vervallen. Er is een nieuwere versie." in html and load("en").words["superseded"] in html
    assert "Vervallen" not in html_of(content, "en")


def test_nobody_signs_it_and_its_name_says_what_it_is(content: Content) -> None:
    assert reading_copy_name(content, load("ar")) == "D-2026-0001_afspraak-1_versie-1_leesexemplaar-ar.pdf"
    html = html_of(content, "en")
    assert 'class="signature' not in html and load("en").words["not_here"] in html


@pytest.mark.parametrize("code", ["nl", "xx", "", "../en", "EN"])
def test_another_language_there_is_not(code: str) -> None:
    with pytest.raises(Missing):
        load(code)


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_the_same_words_with_the_same_places(code: str) -> None:
    told, english = load(code), load("en")
    assert told.words.keys() == english.words.keys() and told.sentences.keys() == english.sentences.keys()
    for key, said in told.words.items():
        assert said.strip() and set(PLACES.findall(said)) == set(PLACES.findall(english.words[key])), key
    for dutch, said in told.sentences.items():
        assert said.strip() and set(PLACES.findall(said)) == set(PLACES.findall(dutch)), dutch


@pytest.mark.parametrize("key", ["voluntary", "last_chance", "extension"])
def test_the_shipped_texts_have_their_sentences(key: str) -> None:
    made, known = template(key), load("ar").sentences.keys()
    told = [made.title, *(text for one in made.sections for text in (one.title, one.plain))]
    defaults = json.loads(made.defaults.model_dump_json())
    for name in ("purpose", "extension", "complaint", "legal_help"):
        told.append(defaults[name])
    for name in ("corporation_duties", "expert_duties", "ladder", "criteria"):
        told += defaults[name]
    told += [line for flow in defaults["exchange"] for line in (flow["source"], flow["target"], *flow["shares"], *flow["never"])]
    assert [one for one in told if one and one not in known] == []


def test_every_clause_of_the_library_has_a_title_in_every_language() -> None:
    assert [one.title for one in shipped() if one.title not in load("tr").sentences] == []
