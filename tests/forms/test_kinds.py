"""What each kind takes, refuses, shows and exports."""

from __future__ import annotations

from typing import Any

import pytest

import forms
from tests.builders.submissions import make_field, make_form

PERSON = "0b5ad1f3-6fd2-4d9c-9ec5-02f4a3ac2a10"
FILE = {"file": PERSON, "name": "foto.jpg", "size": 12, "type": "image/jpeg"}


def taken(kind: str, raw: Any, **changes: Any) -> Any:
    """Return what is kept of *raw*, or the code of its fault."""
    form = make_form(make_field(kind, "one", **changes))
    cleaned = forms.clean(form, {"one": raw}, forms.Context(people=((PERSON, "Mw. Smit"),)))
    return cleaned.faults[0].code if cleaned.faults else cleaned.answers.get("one")


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        ("short_text", "  Jan\u0000  Smit ", "Jan Smit"),
        ("short_text", "   ", None),
        ("short_text", 12, "not_text"),
        ("short_text", "x" * 201, "too_long"),
        ("short_text", "mijn nummer is 111222333", "bsn"),
        ("short_text", "1112.22.333", "bsn"),
        ("short_text", "bel 123456789", "bel 123456789"),
        ("long_text", "een\r\ntwee\u202e", "een\ntwee"),
        ("long_text", "BSN 123 456 782", "bsn"),
        ("integer", " 1.250 ", 1250),
        ("integer", "3,5", "not_whole"),
        ("integer", "-1", "out_of_range"),
        ("integer", "9" * 5000, "not_whole"),
        ("integer", True, "not_whole"),
        ("decimal", "12,50", "12.5"),
        ("decimal", "1.250", "1250"),
        ("decimal", "1.250,75", "1250.75"),
        ("decimal", "12.505", "12505"),
        ("decimal", "0,123", "too_precise"),
        ("decimal", "twaalf", "not_decimal"),
        ("date", "27-3-2026", "2026-03-27"),
        ("date", "27 maart 2026", "2026-03-27"),
        ("date", {"day": "1", "month": "mrt", "year": "2026"}, "2026-03-01"),
        ("date", {"day": "", "month": "", "year": ""}, None),
        ("date", {"day": "31", "month": "2", "year": "2026"}, "not_date"),
        ("date", {"day": "1", "month": "", "year": "2026"}, "not_date"),
        ("date", "1-1-1000", "date_range"),
        ("yes_no", "ja", True),
        ("yes_no", False, False),
        ("yes_no", "misschien", "not_offered"),
        ("one_of", "red", "red"),
        ("one_of", "blue", "not_offered"),
        ("many_of", ["none", "red", "red"], ["red", "none"]),
        ("many_of", [], None),
        ("many_of", ["blue"], "not_offered"),
        ("scale", "5", 5),
        ("scale", "6", "not_on_scale"),
        ("scale", True, "not_on_scale"),
        ("file", [FILE], [FILE]),
        ("file", [{**FILE, "type": "text/html"}], "not_file"),
        ("person", PERSON, PERSON),
        ("person", PERSON.replace("0b", "1b"), "not_offered"),
        ("note", "tekst", None),
    ],
)
def test_an_answer_is_kept_or_refused(kind: str, raw: Any, kept: Any) -> None:
    assert taken(kind, raw) == kept


def test_an_exclusive_option_goes_with_no_other() -> None:
    assert taken("many_of", ["red", "none"], exclusive="none") == "exclusive"


def test_a_future_day_is_refused_where_the_form_says_so() -> None:
    form = make_form(make_field("date", "one", future=False))
    context = forms.Context(today=forms_date("2026-03-01"))
    assert forms.clean(form, {"one": "2026-03-02"}, context).faults[0].code == "future"
    assert forms.clean(form, {"one": "2026-03-01"}, context).answers == {"one": "2026-03-01"}


def forms_date(text: str) -> Any:
    import datetime as dt

    return dt.date.fromisoformat(text)


@pytest.mark.parametrize("kind", ["short_text", "integer", "date", "yes_no", "one_of", "many_of", "scale", "person"])
def test_not_knowing_is_an_answer_of_its_own(kind: str) -> None:
    assert taken(kind, {"$": "unknown"}, allow_unknown=True) == {"$": "unknown"}
    assert taken(kind, {"$": "unknown"}) == "special_refused"


def test_a_special_answer_fulfils_a_required_question() -> None:
    form = make_form(make_field("scale", "one", allow_decline=True))
    assert forms.gaps(form, {})[0][0].say("nl").endswith("of kies ‘Wil hier niet over praten’")
    assert forms.gaps(form, {"one": {"$": "declined"}}) == ([], [])


def test_a_text_and_a_ticked_box_contradict() -> None:
    form = make_form(make_field("short_text", "one", allow_unknown=True))
    read = forms.read_page(form, "first", {}, forms.Posted({"one": "Jan", "one__special": "$unknown"}))
    assert read.faults[0].code == "both"
    assert read.answers == {}


def test_a_recommended_question_warns_and_does_not_block() -> None:
    form = make_form(make_field(need="recommended"))
    faults, warnings = forms.gaps(form, {})
    assert faults == []
    assert [warning.code for warning in warnings] == ["recommended"]


def test_answers_are_shown_in_words() -> None:
    form = make_form(
        make_field("date", "day"), make_field("decimal", "rent", unit={"nl": "euro"}), make_field("many_of", "colours"),
        make_field("scale", "score", words={"2": {"nl": "gaat moeilijk"}}), make_field("person", "who"),
    )  # fmt: skip
    context = forms.Context(people=((PERSON, "Mw. Smit"),))
    given = {"day": "2026-03-01", "rent": "12.5", "colours": ["red", "green"], "score": 2, "who": PERSON}
    rows = forms.summary(form, given, "nl", context)[0].rows
    assert [row.text for row in rows] == ["1 maart 2026", "12,5 euro", "RED, GREEN", "2 (gaat moeilijk)", "Mw. Smit"]


def test_rows_of_a_group_are_cleaned_shown_and_put_on_a_sheet_of_their_own() -> None:
    form = make_form(make_field("repeat", "costs"))
    cleaned = forms.clean(form, {"costs": [{"amount": "3", "what": "huur"}, {}, {"amount": "x", "what": "gas"}]})
    assert cleaned.answers == {"costs": [{"amount": 3, "what": "huur"}, {"what": "gas"}]}
    assert [fault.path for fault in cleaned.faults] == ["costs-1-amount"]
    assert forms.cells(form, cleaned.answers)["costs"][1] == {"$row": "2", "amount": None, "what": "gas"}
    assert forms.summary(form, cleaned.answers, "nl")[0].rows[0].label == "Regel 1: AMOUNT"


def test_posted_rows_may_have_gaps_between_their_numbers() -> None:
    form = make_form(make_field("repeat", "costs"))
    posted = {"costs-0-amount": "1", "costs-0-remove": "1", "costs-7-amount": "2", "costs-²-amount": "3"}
    assert forms.read_page(form, "first", {}, forms.Posted(posted)).answers == {"costs": [{"amount": 2}]}


def test_unticking_everything_is_told_by_the_hidden_mark() -> None:
    form = make_form(make_field("many_of", "one"))
    kept = {"one": ["red"]}
    assert forms.read_page(form, "first", kept, forms.Posted({})).answers == kept
    assert forms.read_page(form, "first", kept, forms.Posted({"one__asked": "1"})).answers == {}


def test_an_unknown_name_is_a_fault() -> None:
    assert forms.clean(make_form(), {"nonsense": 1}).faults[0].code == "no_such_question"


def test_answers_are_sorted_by_compartment() -> None:
    form = make_form(make_field(), make_field("scale", "score", compartment="C", audience=["expert"]))
    assert forms.split(form, {"name": "Jan", "score": 2}) == {"A": {"name": "Jan"}, "B": {}, "C": {"score": 2}}


def test_answers_may_be_named_by_key() -> None:
    form = make_form(make_field(key="full_name"))
    assert forms.named(form, {"full_name": "Jan", "x": 1}) == {"name": "Jan", "x": 1}
