"""Rules of clauses on plain values."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from portal.clauses.body import ClauseBody, Parameter, digest
from portal.clauses.facts import any_of, asked_by, condition_faults, described
from portal.clauses.reading import reading
from portal.clauses.rules import (
    GAP,
    About,
    ParameterKind,
    Use,
    clean_value,
    disagreements,
    missing,
    sentences,
    vague_words,
)
from portal.clauses.shipped import shipped
from portal.core.errors import Invalid


def clause(code: str) -> ClauseBody:
    return next(body for body in shipped() if body.code == code)


def parameter(kind: ParameterKind, **more: object) -> Parameter:
    return Parameter.model_validate({"key": "x", "kind": kind, "label": "x", **more})


@pytest.mark.parametrize(
    ("typed", "kept"), [("22:00", "22:00"), ("22.00", "22:00"), ("7.05 uur", "07:05"), (" 22.00  uur ", "22:00")]
)
def test_a_time_may_be_typed_in_dutch(typed: str, kept: str) -> None:
    assert clean_value(parameter(ParameterKind.TIME), typed) == kept


@pytest.mark.parametrize("typed", ["24:00", "22", "10 uur 's avonds", "22:61", "२२:००", "22:00:00"])
def test_a_time_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=r"clause\.value\.time"):
        clean_value(parameter(ParameterKind.TIME), typed)


@pytest.mark.parametrize(("typed", "kept"), [("3-3-2026", "2026-03-03"), ("2026-03-03", "2026-03-03"), ("", None)])
def test_a_date_may_be_typed_in_two_ways(typed: str, kept: str | None) -> None:
    assert clean_value(parameter(ParameterKind.DATE), typed) == kept


@pytest.mark.parametrize("typed", ["31-2-2026", "morgen", "1-1-0001", "2026-3-3-3"])
def test_a_date_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=r"clause\.value\.date"):
        clean_value(parameter(ParameterKind.DATE), typed)


@pytest.mark.parametrize("typed", ["-1", "11", "veel", "1e3", "٣", "9" * 50])
def test_a_number_out_of_bounds_or_none_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=r"clause\.value\.number"):
        clean_value(
            parameter(ParameterKind.NUMBER, unit={"nl": ["x", "x"], "en": ["x", "x"]}, minimum=0, maximum=10), typed
        )


def test_a_text_may_not_hold_braces() -> None:
    with pytest.raises(Invalid, match=r"clause\.value\.text"):
        clean_value(parameter(ParameterKind.TEXT), "{case}")


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(Invalid, match=r"clause\.value\.unknown"):
        clause("V1").clean({"volume": "10"})


def test_open_parameters_show_as_a_gap_and_are_named() -> None:
    body = clause("G4")
    filled = body.filled(body.defaults())
    assert GAP in filled.text
    assert filled.missing == ("date", "rooms")
    assert missing(body, body.defaults()) == ("date", "rooms")


def test_a_value_of_a_tenant_is_never_filled_a_second_time() -> None:
    body = clause("V7")
    assert body.filled({"person": "{organisation}"}).text == "U laat {organisation} niet toe in de woning."


def test_a_value_at_the_start_of_a_sentence_gets_a_capital() -> None:
    body = clause("V7")
    assert body.filled({"person": "de heer B."}, body.teach_back.question).text.startswith("De heer B. staat")


@pytest.mark.parametrize(
    "text",
    [
        "U veroorzaakt geen overlast.",
        "U gedraagt zich zoals het hoort.",
        "U maakt een normaal geluid.",
        "U betaalt op tijd.",
        "U veroorzaakt geen over\u00adlast.",
        "U veroorzaakt geen over\u200blast.",
    ],
)
def test_a_word_without_a_measure_is_vague(text: str) -> None:
    assert vague_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Na 22.00 uur is er geen overlast van uw muziek.",
        "U veroorzaakt geen geluid dat als overlast in een andere woning te horen is.",
        "U zet geen spullen op de galerij.",
    ],
)
def test_a_word_with_a_measure_is_not_vague(text: str) -> None:
    assert not vague_words(text)


def test_two_quiet_hours_for_one_person_disagree() -> None:
    first = Use(1, frozenset({"t1"}), (("quiet_from", "22:00"), ("quiet_until", "07:00")))
    second = Use(4, frozenset({"t1", "t2"}), (("quiet_from", "23:00"), ("quiet_until", "07:00")))
    assert [(found.first, found.second) for found in disagreements([second, first])] == [(1, 4)]


def test_two_quiet_hours_for_two_people_do_not_disagree() -> None:
    first = Use(1, frozenset({"t1"}), (("quiet_from", "22:00"), ("quiet_until", "07:00")))
    second = Use(2, frozenset({"t2"}), (("quiet_from", "23:00"), ("quiet_until", "07:00")))
    assert disagreements([first, second]) == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Na 22.00 uur is het stil. Dat geldt tot 07.00 uur.", 2),
        ("Bel dhr. A. de Wit. Hij is er.", 2),
        ("Zie art. 7:213 BW. Klaar.", 2),
        ("Een regel\nen nog een", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_plain_words_score_far_better_than_stiff_ones() -> None:
    stiff = reading("Huurder onthoudt zich conform het bepaalde van het veroorzaken van als hinderlijk ervaren geluid.")
    easy = reading("Na 22.00 uur maakt u geen hard geluid. Denk aan muziek, schreeuwen of boren.")
    assert easy.easy and not stiff.easy
    assert easy.score - stiff.score > 30
    assert stiff.hard == ("conform",)


def test_the_digest_of_a_body_follows_its_content() -> None:
    one, other = clause("V1"), clause("V2")
    assert digest(one) == digest(clause("V1")) != digest(other)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "U laat {iemand} niet toe."},
        {"text": "Geen parameter meer."},
        {"plain": {"de": "Kein Niederländisch."}},
        {
            "teach_back": {
                "question": "?",
                "options": [{"key": "a", "text": "x"}, {"key": "b", "text": "y"}],
                "right": "c",
            }
        },
        {"text": "U laat {person} niet toe, of de huurovereenkomst eindigt."},
        {"extra": 1},
    ],
)
def test_a_faulty_body_is_refused(change: dict[str, object]) -> None:
    whole = clause("V7").model_dump(mode="json", by_alias=True)
    with pytest.raises(ValidationError):
        ClauseBody.model_validate(whole | change)


def use(number: int, *whom: str, **says: str) -> Use:
    return Use(number, frozenset(whom or ("t1",)), tuple(says.items()))


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        ({"most_visitors": "2"}, {"most_visitors": "4"}, About.VISITORS),
        ({"most_dogs": "1"}, {"most_dogs": "2"}, About.DOGS),
        ({"no_contact": "Kanaalstraat 44"}, {"no_contact": "kanaalstraat 44."}, About.CONTACT_TWICE),
        ({"no_contact": "Kanaalstraat 44"}, {"contact": "1"}, About.CONTACT),
        ({"person_out": "dhr. K. Bos"}, {"persons_in": "u en dhr K Bos"}, About.PERSON),
    ],
)
def test_two_clauses_that_cannot_both_be_kept_disagree(
    one: dict[str, str], other: dict[str, str], about: About
) -> None:
    assert [found.about for found in disagreements([use(1, **one), use(2, **other)])] == [about]
    assert disagreements([use(1, "t1", **one), use(2, "t2", **other)]) == ()


def test_visitor_limits_for_hours_that_do_not_meet_do_not_disagree() -> None:
    night = use(1, quiet_from="23:00", quiet_until="07:00", most_visitors="2")
    day = use(2, quiet_from="07:00", quiet_until="23:00", most_visitors="6")
    assert About.VISITORS not in {found.about for found in disagreements([night, day])}


@pytest.mark.parametrize(
    "tree", [{"var": "case_secret"}, {"exec": "x"}, {"==": [{"var": "minors"}]}, "{{ 7*7 }}" * 200]
)
def test_a_condition_that_asks_for_something_else_is_refused(tree: object) -> None:
    assert condition_faults(tree)
    whole = clause("V7").model_dump(mode="json", by_alias=True)
    with pytest.raises(ValidationError):
        ClauseBody.model_validate(whole | {"condition": tree})


def test_a_clicked_condition_is_read_back_as_it_was_clicked() -> None:
    tree = any_of(["incidents_noise", "mentor"])
    assert asked_by(tree) == ("incidents_noise", "mentor")
    assert asked_by({">": [{"var": "minors"}, 2]}) is None
    assert described({">": [{"var": "minors"}, 2]}) == "het aantal kinderen in huis is meer dan 2"


def test_a_version_from_before_the_translations_is_still_read() -> None:
    old = clause("V7").model_dump(mode="json", by_alias=True)
    old["plain"]["en"] = old.pop("translations")["en"]["text"]
    assert ClauseBody.model_validate(old | {"duty_of": "tenant"}).translations["en"].status == "concept"


@pytest.mark.parametrize("language", ["nl", "en", "ar", "tr", "pl"])
def test_a_name_with_a_full_stop_ends_a_sentence_with_one(language: str) -> None:
    debts = clause("G10")
    values = debts.clean({"organisation": "De Brug B.V.", "date": "2026-04-01", "rent_day": "1"})
    text = debts.plain["nl"] if language == "nl" else debts.translations[language].text  # type: ignore[index]
    said = debts.filled(values, text, language).text
    assert "De Brug B.V." in said and ".." not in said


@pytest.mark.parametrize(("language", "day"), [("nl", "1 april"), ("en", "1 April"), ("ar", "1 أبريل"), ("tr", "1 Nisan"), ("pl", "1 kwietnia")])
def test_a_day_is_said_with_the_month_of_the_language(language: str, day: str) -> None:
    garden = clause("G6")
    text = garden.plain["nl"] if language == "nl" else garden.translations[language].text  # type: ignore[index]
    assert f"{day} 2026" in garden.filled({"date": "2026-04-01"}, text, language).text


def test_every_choice_that_a_translation_says_is_named_in_its_language() -> None:
    silent = [
        (body.code, language, parameter.key, choice.value)
        for body in shipped()
        for language, told in body.translations.items()
        for parameter in body.parameters
        if any(f"{{{parameter.key}}}" in text for text in told.texts())
        for choice in parameter.choices
        if language not in choice.label
    ]
    assert silent == []
