"""The shipped library: thirty clauses, each complete, readable aloud and free of content that is refused."""

from __future__ import annotations

import pytest

from portal.clauses.body import ClauseBody
from portal.clauses.facts import applies
from portal.clauses.reading import reading
from portal.clauses.rules import GAP, ClauseType, ParameterKind, placeholders, refused_content, vague_words
from portal.clauses.shipped import shipped

CODES = [f"V{number}" for number in range(1, 17)] + [f"G{number}" for number in range(1, 15)]
EXAMPLES: dict[ParameterKind, str] = {
    ParameterKind.DATE: "2026-05-01",
    ParameterKind.TEXT: "de keuken en de gang",
    ParameterKind.PLACE: "Lijsterbeslaan 14",
    ParameterKind.PERSON: "mevrouw De Wit",
    ParameterKind.ORGANISATION: "Thuiskracht",
}


def filled(body: ClauseBody, text: str | None = None, locale: str = "nl") -> str:
    values = body.clean({p.key: EXAMPLES.get(p.kind, p.default) for p in body.parameters if p.required})
    return body.filled(values, text, locale).text


def body(code: str) -> ClauseBody:
    return next(body for body in shipped() if body.code == code)


def test_all_thirty_clauses_are_shipped_in_order() -> None:
    assert [body.code for body in shipped()] == CODES


@pytest.mark.parametrize("code", CODES)
def test_the_letter_of_a_code_says_whether_it_forbids_or_asks(code: str) -> None:
    wanted = ClauseType.PROHIBITION if code.startswith("V") else ClauseType.OBLIGATION
    assert body(code).type is wanted


@pytest.mark.parametrize("code", CODES)
def test_plain_words_consequence_and_question_are_easy_to_read(code: str) -> None:
    clause = body(code)
    answers = ". ".join(filled(clause, option.text) for option in clause.teach_back.options)
    for text in (clause.plain["nl"], clause.consequence, clause.teach_back.question):
        measured = reading(filled(clause, text))
        assert measured.easy, (text, measured)
    assert reading(answers).longest <= 18


@pytest.mark.parametrize("code", CODES)
def test_the_binding_text_holds_nothing_vague_and_nothing_refused(code: str) -> None:
    assert not vague_words(filled(body(code)))
    assert not refused_content(filled(body(code)))


@pytest.mark.parametrize("code", CODES)
def test_no_gap_is_left_once_the_required_parameters_are_filled(code: str) -> None:
    clause = body(code)
    for text in clause.texts():
        assert GAP not in filled(clause, text)
        assert "{" not in filled(clause, text)
        assert "[" not in filled(clause, text)


def test_times_stand_as_dutch_people_write_them() -> None:
    assert "tussen 22.00 uur en 07.00 uur" in filled(body("V1"))


def test_the_english_plain_words_use_the_english_clock() -> None:
    assert "After 22:00" in filled(body("V1"), body("V1").translations["en"].text, "en")


def test_an_optional_part_is_left_out_with_its_parameter() -> None:
    assert filled(body("V11")) == "U houdt in de woning niet meer dan 1 hond."
    values = body("V11").clean({"dogs": 2, "species": "vechthond"})
    assert body("V11").filled(values).text == "U houdt in de woning niet meer dan 2 honden en geen vechthond."


@pytest.mark.parametrize("code", CODES)
def test_every_clause_is_complete_in_all_its_parts(code: str) -> None:
    clause = body(code)
    assert len(clause.teach_back.options) >= 3, "a question back has at least two wrong answers"
    assert clause.icon and clause.ground and clause.consequence and clause.evidence.kinds
    assert all((clause.specifics.who, clause.specifics.where, clause.specifics.when, clause.specifics.measure))


@pytest.mark.parametrize("code", CODES)
def test_plain_words_stand_in_four_more_languages_as_concept(code: str) -> None:
    clause = body(code)
    assert set(clause.translations) == {"en", "ar", "tr", "pl"}
    for language, translation in clause.translations.items():
        assert translation.status == "concept" and translation.translator
        words = filled(clause, translation.text, language)
        assert GAP not in words and "{" not in words and "[[" not in words
        assert (language == "ar") == any("\u0600" <= letter <= "\u06ff" for letter in words)


def test_a_condition_offers_a_clause_where_its_incidents_are() -> None:
    assert applies(body("V1").condition, {"incidents_noise": 1})
    assert not applies(body("V1").condition, {"incidents_waste": 3})
    assert applies(body("G13").condition, {})


@pytest.mark.parametrize("body", shipped(), ids=lambda body: body.code)
def test_a_tenant_reads_the_whole_card_in_each_language_that_is_shipped(body: ClauseBody) -> None:
    keys = [one.key for one in body.teach_back.options]
    assert set(body.translations) == {"en", "ar", "tr", "pl"}
    for one in body.translations.values():
        assert one.whole(keys) and one.status == "concept"
        assert set(placeholders(one.consequence)) == set(placeholders(body.consequence))
        for option in body.teach_back.options:
            assert set(placeholders(one.options[option.key])) == set(placeholders(option.text))
