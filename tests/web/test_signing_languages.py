"""The tenant's pages in another language: beside the Dutch, never instead of it, and remembered in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.agreements import languages
from portal.clauses.shipped import shipped
from portal.documents.bidi import runs
from portal.signatures.languages import pages
from portal.signatures.rules.content import items
from portal.signatures.rules.reading import Item, TeachBack, Translated
from portal.signatures.rules.states import Meaning, Role
from tests.conftest import Work
from tests.web.test_signing import enter, read_all, start


@pytest.mark.parametrize("code", languages.CODES)
def test_every_language_explains_the_same_pages_and_says_that_it_is_a_draft(code: str) -> None:
    told, english = pages(code), pages("en")
    assert {page: len(words) for page, words in told.items()} == {p: len(w) for p, w in english.items()}
    assert all(sentence.strip() for words in told.values() for sentence in words)
    assert languages.load(code).notice


def test_the_pages_explained_are_pages(client: FlaskClient) -> None:
    known = {rule.endpoint.partition(".")[2] for rule in client.application.url_map.iter_rules() if rule.endpoint.startswith("tenant.")}
    assert set(pages("ar")) <= known


def test_arabic_stands_from_right_to_left_beside_the_dutch_and_is_remembered(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    page = client.get(f"/t/{token}?taal=ar")
    part = BeautifulSoup(page.data, "html.parser").select_one("section[lang=ar]")
    assert part is not None
    assert part["dir"] == "rtl"
    assert languages.load("ar").notice in part.text
    assert "Er staat een brief voor u klaar" in page.text
    enter(client, work, token)
    assert 'lang="ar" dir="rtl"' in client.get("/t/afspraak/1").text
    read_all(client)
    assert pages("ar")["sign"][0] in client.get("/t/tekenen").text
    assert 'dir="rtl"' not in client.get("/t/tekenen?taal=nl").text
    assert 'dir="rtl"' not in client.get("/t/tekenen").text


@pytest.mark.parametrize("strange", ["xx", "../en", "en\r\nSet-Cookie: a=b", "ar" * 5000])
def test_a_strange_language_is_dutch(client: FlaskClient, work: Work, strange: str) -> None:
    _made, token, _id = start(work)
    page = client.get(f"/t/{token}", query_string={"taal": strange})
    assert page.status_code == 200
    assert "section lang" not in page.text
    assert "brieftaal" not in str(page.headers)


def test_reading_aloud_has_no_button_without_script_and_a_voice_of_the_device(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    page = client.get("/t/afspraak/1")
    button = BeautifulSoup(page.data, "html.parser").select_one("[data-aloud]")
    assert button is not None
    assert button.parent is not None
    assert button.parent.has_attr("hidden")
    script = (Path(client.application.static_folder or "") / "js/reading.js").read_text()
    assert "localService" in script


@pytest.mark.parametrize("code", languages.CODES)
def test_the_plain_words_of_a_clause_stand_under_the_dutch_in_the_chosen_language(
    client: FlaskClient, work: Work, code: str
) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    page = BeautifulSoup(client.get("/t/afspraak/1", query_string={"taal": code}).data, "html.parser")
    dutch, abroad = page.select("section.gewoon")
    told = languages.load(code)
    assert dutch.get("lang") is None and abroad["lang"] == code and abroad["dir"] == told.dir
    assert told.meaning in abroad.text and told.notice in abroad.text and "ter informatie, concept" in abroad.text
    assert all(one["dir"] == "ltr" for one in abroad.select("bdi"))
    assert len(BeautifulSoup(client.get("/t/afspraak/1?taal=nl").data, "html.parser").select("section.gewoon")) == 1


def test_the_whole_card_stands_there_in_the_chosen_language_and_the_question_keeps_its_dutch(
    client: FlaskClient, work: Work
) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    page = BeautifulSoup(client.get("/t/afspraak/1?taal=pl").data, "html.parser")
    asked = page.find("fieldset")
    assert asked is not None and "Jak głośno może grać muzyka?" in asked.text and "Wat mag niet na 22.00 uur?" in asked.text
    assert [one["lang"] for one in asked.select("small [lang]")] == ["pl"] * 2
    assert "rozmawiamy" in page.select("section.gewoon")[1].text
    assert languages.load("pl").lacking not in page.text


def test_what_is_not_translated_says_so_in_the_language_of_the_reader() -> None:
    whole = shipped()[0].translations["pl"]
    item = Item("1", "Stil", "U bent stil.", "De huurder is stil.", "Wij bellen.", TeachBack("Wat?", ("Stil", "Hard"), frozenset({0})))
    assert Translated(whole.text, checked=False).lacks(item)
    assert Translated("Cisza.", False, "Dzwonimy.", "Co?", ("Cicho", "")).lacks(item)
    assert not Translated("Cisza.", False, "Dzwonimy.", "Co?", ("Cicho", "Głośno")).lacks(item)


def test_words_that_run_the_other_way_stand_apart() -> None:
    text = "لا تتصل بسكان Lijsterbeslaan 12-III (links) بعد 22:00 أبداً."
    pieces = runs(text)
    assert [piece for piece, apart in pieces if apart] == ["Lijsterbeslaan 12-III (links)", "22:00"]
    assert "".join(piece for piece, _apart in pieces) == text


def test_the_full_stop_of_a_name_stays_with_it() -> None:
    assert ("Schuldhulp De Brug B.V.", True) in runs("تطلب المساعدة من Schuldhulp De Brug B.V. قبل ذلك.")


def test_a_translation_somebody_answers_for_is_no_concept() -> None:
    clause = {
        "number": 1, "title": "Stil", "plain": "U bent stil.", "text": "De huurder is stil.", "consequence": "Wij bellen.",
        "teach_back": {"question": "Wat?", "choices": [{"key": "a", "text": "Stil"}], "right": "a"}, "icon": "bed", "addressees": [],
        "translations": {"pl": {"text": "Cisza.", "translator": "A", "on": "2026-01-01", "status": "checked"}},
    }  # fmt: skip
    (item,) = items({"clauses": [clause], "sections": []}, Role.TENANT, Meaning.CONSENT, "tenant")
    assert item.translations["pl"].checked and item.icon == "bed"
