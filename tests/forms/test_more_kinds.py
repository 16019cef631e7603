"""What the kinds beyond the plainest take, refuse, show and export."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import forms
from tests.builders.submissions import make_field, make_form

CONTEXT = forms.Context(
    today=dt.date(2026, 3, 1),
    records={"clauses": (("v1", "Stil na 22.00 uur"),), "organisations": (("o1", "Balanszorg"),)},
)


def taken(kind: str, raw: Any, **changes: Any) -> Any:
    """Return what is kept of *raw*, or the code of its fault."""
    cleaned = forms.clean(make_form(make_field(kind, "one", **changes)), {"one": raw}, CONTEXT)
    return cleaned.faults[0].code if cleaned.faults else cleaned.answers.get("one")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("44-bis", {"number": 44, "addition": "bis"}), ("12-III", {"number": 12, "addition": "III"}),
        ("1-TRAF", {"number": 1, "addition": "TRAF"}), ("19p-8", {"number": 19, "letter": "p", "addition": "8"}),
        ("3-0072", {"number": 3, "addition": "0072"}), ("450-482", {"number": 450, "addition": "482"}),
        ("44", {"number": 44}), ("44 A", {"number": 44, "addition": "A"}), ("44A", {"number": 44, "letter": "A"}),
        ("8bis", {"number": 8, "addition": "bis"}), (17, {"number": 17}),
    ],
)  # fmt: skip
def test_a_house_number_is_taken_apart_as_people_write_it(typed: Any, kept: dict[str, Any]) -> None:
    assert taken("address", {"postcode": " 9752 xk ", "number": typed}) == {"postcode": "9752XK", **kept}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"postcode": "0752XK", "number": "4"}, "not_postcode"), ({"postcode": "9752SS", "number": "4"}, "not_postcode"),
        ({"postcode": "9752XK", "number": "bis"}, "not_house_number"), ({"number": "4"}, "not_postcode"),
        ({"postcode": "9752XK", "number": "4", "letter": "ab"}, "not_house_letter"),
        ({"postcode": "9752XK", "number": "4", "addition": "<b>"}, "not_house_addition"),
        ("Kanaalstraat 4", "not_address"), ({"surprise": 1}, "not_address"),
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(raw: Any, code: str) -> None:
    assert taken("address", raw) == code


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        ("email", " Jan@Voorbeeld.NL ", "Jan@voorbeeld.nl"), ("email", "jan@voorbeeld", "not_email"),
        ("email", "a" * 65 + "@b.nl", "not_email"), ("email", "a..b@c.nl", "not_email"), ("email", 3, "not_email"),
        ("phone", "06-12345678", "+31612345678"), ("phone", "+32 470 12 34 56", "+32470123456"),
        ("phone", "0612", "not_phone"), ("phone", "bel mij", "not_phone"),
        ("iban", "nl91 abna 0417 1643 00", "NL91ABNA0417164300"), ("iban", "NL91ABNA0417164301", "not_iban"),
        ("iban", "NL91ABNA041716430", "not_iban"),
        ("money", "€ 1.250,50", 125050), ("money", "12.5", 1250), ("money", "12,505", "not_money"), ("money", "3,-", 300),
        ("money", 12.5, "not_money"), ("money", "-1", "out_of_range"),
        ("time", "14.30 uur", "14:30"), ("time", "9", "09:00"), ("time", "24:00", "not_time"), ("time", "930", "09:30"),
        ("date_time", {"day": "1", "month": "maart", "year": "2026", "time": "9.05"}, "2026-03-01T09:05"),
        ("date_time", {"day": "1", "month": "3", "year": "2026", "time": ""}, "not_moment"),
        ("partial_date", {"year": "2024", "month": "", "day": ""}, {"date": "2024"}),
        ("partial_date", {"year": "2024", "month": "mei", "about": "1"}, {"date": "2024-05", "about": True}),
        ("partial_date", {"year": "2024", "month": "", "day": "3"}, "not_partial_date"),
        ("partial_date", "2026-02-30", "not_partial_date"),
        ("duration", {"hours": "2", "minutes": "30"}, 150), ("duration", {"hours": "", "minutes": ""}, None),
        ("duration", {"hours": "1,5"}, "not_duration"), ("duration", "2 uur", "not_duration"),
        ("matrix", {"first": "3", "second": ""}, {"first": 3}), ("matrix", {"first": 9}, "not_on_scale"),
        ("matrix", {"third": 1}, "not_offered"),
        ("ranking", {"red": "2", "green": "1", "none": "3"}, ["green", "red", "none"]),
        ("ranking", {"red": "1", "green": "1"}, "not_ranked"), ("ranking", {"red": "2"}, "not_ranked"),
        ("record", "v1", "v1"), ("record", "v2", "not_offered"),
        ("organisation", "o1", "o1"), ("organisation", {"other": " Buurthulp "}, {"other": "Buurthulp"}),
        ("organisation", {"other": ""}, "missing_other"), ("organisation", "o2", "not_offered"),
        ("signature", {"name": "J. Smit", "strokes": ""}, {"name": "J. Smit"}),
        ("signature", {"name": "", "strokes": "[[[1,2],[3,4]]]"}, {"strokes": [[[1, 2], [3, 4]]]}),
        ("signature", {"strokes": "[[[1,2],[3,4000]]]"}, "not_signature"), ("signature", {"strokes": "[" * 999}, "not_signature"),
        ("calculated", 99, 3),
    ],
)  # fmt: skip
def test_an_answer_is_cleaned_or_refused(kind: str, raw: Any, kept: Any) -> None:
    assert taken(kind, raw) == kept


def test_other_carries_own_words() -> None:
    assert taken("one_of", {"other": " blauw "}, other=True) == {"other": "blauw"}
    assert taken("many_of", [{"other": "blauw"}, "green"], other=True) == ["green", {"other": "blauw"}]
    assert taken("one_of", "other", other=True) == "missing_other"
    assert taken("one_of", {"other": "blauw"}) == "not_offered"


def test_own_words_are_posted_beside_the_choice() -> None:
    form = make_form(make_field("many_of", "one", other=True))
    posted = forms.Posted({"one": ["red", "other"], "one__other": "blauw"})
    assert forms.read_page(form, "first", {}, posted).answers == {"one": ["red", {"other": "blauw"}]}


def test_answers_are_shown_in_words() -> None:
    shown = {
        "phone": ("+31612345678", "06 12345678"), "iban": ("NL91ABNA0417164300", "NL91 ABNA 0417 1643 00"),
        "money": (123450, "€ 1.234,50"), "time": ("14:30", "14.30 uur"), "duration": (1590, "1 dag 2 uur 30 minuten"),
        "date_time": ("2026-03-01T14:30", "1 maart 2026, 14.30 uur"),
        "partial_date": ({"date": "2024-05", "about": True}, "ongeveer mei 2024"),
        "matrix": ({"first": 3}, "FIRST: 3"), "ranking": (["green", "red"], "1. GREEN\n2. RED"),
        "address": ({"postcode": "9752XK", "number": 44, "addition": "bis"}, "44-bis, 9752 XK"),
        "record": ("v1", "Stil na 22.00 uur"), "signature": ({"strokes": [[[1, 2]]]}, "Getekend"),
    }  # fmt: skip
    for kind, (value, words) in shown.items():
        assert forms.show(make_form(make_field(kind, "one")), "one", value, "nl", CONTEXT) == words


def test_composite_answers_have_a_column_per_part() -> None:
    form = make_form(make_field("matrix", "m"), make_field("address", "home"), make_field("repeat", "r"))
    answers = {"m": {"first": 3}, "home": {"postcode": "9752XK", "number": 4}, "r": [{"amount": 2}]}
    cells = forms.cells(form, answers)
    assert cells[""][0]["m.first"] == 3 and cells[""][0]["home.postcode"] == "9752XK"
    assert cells["r"] == [{"$row": "1", "amount": 2, "what": None}]
    assert {column.name for column in forms.columns(form, "nl") if not column.sheet} == cells[""][0].keys()


def test_a_constraint_speaks_its_own_words() -> None:
    test = {"test": {"<=": [{"var": "one"}, 5]}, "message": {"nl": "Hoogstens vijf"}}
    form = make_form(make_field("integer", "one", constraints=[test]))
    assert [fault.say("nl") for fault in forms.gaps(form, {"one": 6})[0]] == ["Hoogstens vijf"]
    assert forms.gaps(form, {"one": 5}) == ([], [])


def test_a_question_is_required_only_when_its_condition_holds() -> None:
    form = make_form(
        make_field("yes_no", "pet"), make_field(need="optional", require_if={"==": [{"var": "pet"}, True]})
    )
    assert [fault.path for fault in forms.gaps(form, {"pet": True})[0]] == ["name"]
    assert forms.gaps(form, {"pet": False}) == ([], [])


def test_what_is_read_only_keeps_its_answer_whatever_is_posted() -> None:
    form = make_form(make_field(read_only_if={"==": [1, 1]}))
    assert forms.read_page(form, "first", {"name": "Jan"}, forms.Posted({"name": "Piet"})).answers == {"name": "Jan"}


def test_an_option_that_is_not_offered_counts_as_no_answer() -> None:
    options = [
        {"key": "a", "label": {"nl": "A"}, "show_if": {"==": [{"var": "pet"}, True]}}, {"key": "b", "label": {"nl": "B"}},
    ]  # fmt: skip
    form = make_form(make_field("yes_no", "pet"), make_field("many_of", "c", options=options))
    assert forms.clean(form, {"pet": False, "c": ["a", "b"]}).answers == {"pet": False, "c": ["b"]}
    page = forms.page_form(form, "first", {"pet": False}, forms.shown(form, {}, forms.Context()), "nl")
    assert [choice.value for choice in page.controls[1].control.choices] == ["b"]


def test_a_new_form_begins_with_what_is_known() -> None:
    form = make_form(
        make_field(prefill="person.full_name"), make_field("integer", "year", prefill="person.birth_year", default=3),
        make_field("date", "day", prefill="today"), make_field("address", "home", prefill="case.address"),
        make_field("repeat", "r", min_rows=1, fields=[make_field("integer", "n", default=1)]),
    )  # fmt: skip
    known = {"person.full_name": "Mw. Smit", "case.address": {"postcode": "9752XK", "number": 4}}
    begun = forms.start(form, forms.Context(today=dt.date(2026, 3, 1), case=known))
    assert begun == {
        "name": "Mw. Smit", "year": 3, "day": "2026-03-01", "home": known["case.address"], "r": [{"n": 1}],
    }  # fmt: skip


def test_hidden_answers_are_kept_only_when_the_form_says_so() -> None:
    fields = make_field("yes_no", "pet"), make_field(show_if={"==": [{"var": "pet"}, True]})
    given = {"pet": False, "name": "Rex"}
    assert forms.clean(make_form(*fields, hidden_answers="keep"), given).answers == given
    assert forms.clean(make_form(*fields), given).answers == {"pet": False}


@pytest.mark.parametrize(
    ("method", "missing", "answers", "value"),
    [
        ("sum", "no_score", {"a": 2, "b": 4}, 6), ("sum", "no_score", {"a": 2}, None), ("sum", "ignore", {"a": 2}, 2),
        ("mean", "ignore", {"a": 2, "b": 5}, "3.5"), ("mean", {"minimum": 2}, {"a": 2}, None),
        ("weighted", "no_score", {"a": 1, "b": 4}, "3.3"), ("count", "ignore", {"a": 1, "b": 4}, 2),
        ("count", "ignore", {}, 0), ("sum", "ignore", {}, None), ("sum", "ignore", {"a": {"$": "unknown"}, "b": 4}, 4),
    ],
)  # fmt: skip
def test_a_score_is_worked_out(method: str, missing: Any, answers: dict[str, Any], value: Any) -> None:
    items = [{"field": "a"}, {"field": "b", "weight": "3"}]
    score = {"key": "s", "label": {"nl": "S"}, "method": method, "missing": missing, "items": items}
    form = make_form(make_field("scale", "a", allow_unknown=True), make_field("scale", "b"), scores=[score])
    assert forms.judge(form, answers).scores["s"].plain() == value


def test_a_score_falls_in_a_band_and_steers_a_question() -> None:
    bands = [{"to": 2, "label": {"nl": "laag"}}, {"from": 3, "label": {"nl": "hoog"}}]
    score = {"key": "s", "label": {"nl": "S"}, "method": "sum", "items": [{"field": "a"}], "bands": bands}
    form = make_form(make_field("scale", "a"), make_field(show_if={">": [{"score": "s"}, 2]}), scores=[score])
    low, high = forms.judge(form, {"a": 2}), forms.judge(form, {"a": 3})
    assert (low.plain()["scores"]["s"]["band"], high.plain()["scores"]["s"]["band"]) == ("laag", "hoog")
    assert ("name" in low.visible, "name" in high.visible) == (False, True)


def test_rows_of_rows_are_posted_and_come_back() -> None:
    inner = make_field("repeat", "deeper", fields=[make_field("integer", "n")])
    form = make_form(make_field("repeat", "r", fields=[make_field(), inner]))
    posted = {"r-0-name": "a", "r-0-deeper-0-n": "1", "r-0-deeper-3-n": "x", "r-2-deeper-1-n": "5", "r-9-name": " "}
    read = forms.read_page(form, "first", {}, forms.Posted(posted))
    assert read.answers == {"r": [{"name": "a", "deeper": [{"n": 1}]}, {"deeper": [{"n": 5}]}]}
    assert [fault.path for fault in read.faults] == ["r-0-deeper-1-n"]
    page = forms.page_form(form, "first", read.answers, read.shown, "nl", posted=forms.Posted(posted))
    assert [one.control.data for one in page.all() if one.field.id == "n"] == ["1", "x", "5"]
    assert "r-0-deeper-1-n" in {one.control.name for one in page.all() if one.control is not None}
