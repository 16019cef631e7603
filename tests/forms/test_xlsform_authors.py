"""Workbooks as authors elsewhere write them, with all their habits; what goes out, other programs take."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pyxform.xls2xform import convert

import forms
from forms import xlsform
from forms.xlsform.sheets import unpack
from tests.builders.submissions import make_body, make_field
from tests.forms.strategies import prepared
from tests.forms.test_xlsform_import import COLOURS, HEAD, YES_NO, Book, asked, taken
from tests.forms.workbooks import make_book

C: list[list[object]] = [COLOURS[0], ["c", "a", "A"], ["c", "b", "B"], ["c", "d", "D"]]
CITIES: list[list[object]] = [
    ["list_name", "name", "label", "region", "city"], ["region", 1, "Noord"], ["region", 2, "Zuid"], ["city", 11, "Assen", 1],
    ["city", 12, "Emmen", 1], ["city", 21, "Breda", 2], ["wijk", 111, "Centrum", 1, 11], ["wijk", 112, "Kloosterveen", 1, 11],
    ["wijk", 211, "Haagdijk", 2, 21],
]  # fmt: skip
ROWS: list[list[object]] = [["begin_repeat", "r", "Rij"], ["integer", "x", "X"], ["end_repeat"]]
PADDED = {
    "if": [
        {"<": [{"month": [{"var": "d"}]}, 10]},
        {"concat": ["0", {"month": [{"var": "d"}]}]},
        {"concat": [{"month": [{"var": "d"}]}]},
    ]
}
DAY: list[list[object]] = [["date", "d", "Dag", ""]]

BOOKS: dict[str, Book] = {
    "a cascade of three with numbers as names": Book([[*HEAD, "choice_filter"], ["select_one region", "region", "Regio"], ["select_one city", "city", "Plaats", "region=${region}"], ["select_one wijk", "wijk", "Wijk", "city=${city} and region=${region}"]], {"city": {"options": [
        {"key": f"o_{n}", "label": {"nl": name}, "show_if": {"==": [f"o_{r}", {"var": "region"}]}} for n, name, r in ((11, "Assen", 1), (12, "Emmen", 1), (21, "Breda", 2))]}}, ["o_1"], choices=CITIES),
    "a filter that lets blanks through": Book([[*HEAD, "choice_filter"], ["select_one c", "g", "G", ""], ["select_one t", "q", "Q", "reg = ${g} or reg = ''"]], {"q": {"options": [{"key": "k", "label": {"nl": "K"}, "show_if": {"==": ["a", {"var": "g"}]}}, {"key": "l", "label": {"nl": "L"}}]}}, choices=[[*C[0], "reg"], *C[1:], ["t", "k", "K", "a"], ["t", "l", "L", ""]]),
    "a filter by number with a blank": Book([[*HEAD, "choice_filter"], ["integer", "n", "N", ""], ["select_one t", "q", "Q", "low <= ${n} or low = ''"]], {"q": {"options": [{"key": "k", "label": {"nl": "K"}, "show_if": {"<=": [18, {"var": "n"}]}}, {"key": "l", "label": {"nl": "L"}}]}}, choices=[[*C[0], "low"], ["t", "k", "K", 18], ["t", "l", "L", ""]]),
    "a filter over what was ticked": Book([[*HEAD, "choice_filter"], ["select_multiple c", "g", "G", ""], ["select_one t", "q", "Q", "selected(${g}, reg)"]], {"q": {"options": [{"key": "k", "label": {"nl": "K"}, "show_if": {"has": [{"var": "g"}, "a"]}}, {"key": "l", "label": {"nl": "L"}, "show_if": {"has": [{"var": "g"}, "b"]}}]}}, choices=[[*C[0], "reg"], *C[1:], ["t", "k", "K", "a"], ["t", "l", "L", "b"]]),
    "a filter on the name": Book([[*HEAD, "choice_filter"], ["select_one c", "g", "Eerste", ""], ["select_one c", "q", "Tweede", "name != ${g}"]], {"q": {"options": [{"key": k, "label": {"nl": k.upper()}, "show_if": {"!=": [k, {"var": "g"}]}} for k in "abd"]}}, choices=C),
    "a range with decimals": Book(asked("range", "start=1.0 end=5.0 step=0.5", columns=["parameters"]), {"q": {"kind": "decimal", "minimum": "1.0", "maximum": "5.0"}}, ["Stappen van 0.5"]),
    "a range that runs back": Book(asked("range", "start=10 end=0 step=-1", columns=["parameters"]), {"q": {"kind": "integer", "minimum": None, "maximum": 10}}, ["loopt terug"]),
    "a range with signs between": Book(asked("range", "start = 1; end = 7", columns=["parameters"]), {"q": {"kind": "scale", "high": 7}}),
    "an order that is drawn": Book(asked("select_one c", "randomize=true", columns=["parameters"]), {"q": {"kind": "one_of"}}, ["‘randomize=true’ kent"], choices=C),
    "a day written out": Book([[*HEAD, "calculation"], *DAY, ["calculate", "q", "", "format-date(${d}, '%Y-%m')"]], {"q": {"result": "text", "value": {"if": [{"==": [{"var": "d"}, None]}, None, {"concat": [{"year": [{"var": "d"}]}, "-", PADDED]}]}}}),
    "a moment written out": Book([[*HEAD, "calculation"], *DAY, ["calculate", "q", "", "format-date(${d}, '%H:%M')"]], {"q": {"value": None}}, ["format-date() kent hier"]),
    "the day of the device": Book([[*HEAD, "calculation"], ["today", "vandaag", "", ""], *DAY, ["calculate", "q", "", "${vandaag} - ${d}"]], {"q": {"value": {"days_between": [{"var": "d"}, {"today": []}]}}}, ["de dag van invullen"]),
    "a power": Book([[*HEAD, "calculation"], ["integer", "x", "X", ""], ["calculate", "q", "", "pow(${x}, 2)"]], {"q": {"value": {"*": [{"var": "x"}, {"var": "x"}]}}}),
    "a power too many": Book([[*HEAD, "calculation"], ["integer", "x", "X", ""], ["calculate", "q", "", "pow(${x}, 0.5)"]], {"q": {"value": None}}, ["pow() kent"]),
    "rows that are filled in": Book([[*HEAD, "calculation"], *ROWS, ["calculate", "q", "", "count-non-empty(${x})"]], {"q": {"value": {"count_if": [{"var": "r"}, {"answered": [{"var": "x"}]}]}}}),
    "an answer of another row": Book([[*HEAD, "calculation"], *ROWS, ["calculate", "q", "", "indexed-repeat(${x}, ${r}, 1)"]], {"q": {"value": None}}, ["indexed-repeat() hoort niet"]),
    "a moment that is not later than now": Book(asked("dateTime", ". <= now()", columns=["constraint"]), {"q": {"future": False, "constraints": None}}),
    "a day after a moment": Book([[*HEAD, "relevant"], ["dateTime", "m", "M", ""], ["text", "q", "Q", "${m} > date('2026-01-01')"]], {"q": {"show_if": {">": [{"date_of": [{"var": "m"}]}, {"date": "2026-01-01"}]}}}),
    "exactly these are ticked": Book([[*HEAD, "relevant"], ["select_multiple c", "m", "M", ""], ["text", "q", "Q", "${m} = 'a b'"]], {"q": {"show_if": {"and": [{"has": [{"var": "m"}, "a"]}, {"has": [{"var": "m"}, "b"]}, {"==": [{"length": [{"var": "m"}]}, 2]}]}}}, choices=C),
    "a text compared as a number": Book([[*HEAD, "relevant"], ["text", "t", "T", ""], ["text", "q", "Q", "${t} > 3 and number(${t}) < 9 and ${t} != 5"]], {"q": {"show_if": {"and": [{">": [{"number": [{"var": "t"}]}, 3]}, {"<": [{"number": [{"var": "t"}]}, 9]}, {"!=": [{"var": "t"}, "5"]}]}}}),
    "rows counted by their group": Book([[*HEAD, "calculation"], ["begin_repeat", "r", "R"], ["begin_group", "g", "G"], ["integer", "x", "X"], ["end_group"], ["end_repeat"], ["calculate", "q", "", "count(${g})"]], {"q": {"value": {"count": [{"var": "r"}]}}}, ["groep in een groep"]),
    "no rows at all": Book([[*HEAD, "repeat_count"], ["begin_repeat", "r", "R", 0], ["text", "q", "Q"], ["end_repeat"]], {"r": {"max_rows": 1}}, ["hoogstens 1"]),
    "names of the page itself": Book([[*HEAD, "relevant"], ["text", "version", "V", ""], ["text", "q", "Q", "${version} = 'x'"]], {"version_2": {}, "q": {"show_if": {"==": [{"var": "version_2"}, "x"]}}}, ["‘version_2’"]),
    "a note of many words": Book([HEAD, ["note", "q", "y" * 3_000], ["text", "t", "T"]], {"q": {"body": {"nl": "y" * 3_000}}}),
    "half a number to begin with": Book(asked("decimal", ".5", columns=["default"]), {"q": {"default": "0.5"}}),
    "a list from a file": Book([[*HEAD, "calculation"], ["text", "c", "C", ""], ["calculate", "q", "", "pulldata('h', 'n', 'c', ${c})"]], {"q": {"value": None}}, ["pulldata() hoort niet"]),
    "words of a choice": Book([[*HEAD, "calculation"], ["select_one c", "g", "G", ""], ["calculate", "q", "", "jr:choice-name(${g}, '${g}')"]], {"q": {"value": None}}, ["jr:choice-name() hoort niet"], choices=C),
    "a calculation that is not there": Book([HEAD, ["calculate", "q", ""], ["text", "t", "T"]], {"q": {"value": None}}, ["berekening ontbreekt"]),
    "beginnings that are days and times": Book([[*HEAD, "default"], ["date", "d", "D", dt.date(2026, 3, 1)], ["time", "t", "T", dt.time(14, 30)], ["dateTime", "m", "M", dt.datetime(2026, 3, 1, 14, 30)]], {"d": {"default": "2026-03-01"}, "t": {"default": "14:30"}, "m": {"default": "2026-03-01T14:30"}}),
    "an order to begin with": Book(asked("rank c", "b a d", columns=["default"]), {"q": {"default": ["b", "a", "d"]}}, choices=C),
    "today once": Book(asked("date", "once(today())", columns=["default"]), {"q": {"prefill": "today"}}),
    "a beginning that is too long": Book(asked("text", "x" * 300, columns=["default"]), {"q": {"default": None}}, ["geen antwoord op deze vraag"]),
    "truths as cells": Book([[*HEAD, "relevant", "required"], ["text", "q", "Q", True, True], ["text", "s", "S", "TRUE", "false()"]], {"q": {"show_if": None, "need": None}, "s": {"show_if": None, "need": "optional"}}),
    "headers and types in any capitals": Book([["Type", " Name ", "Label::Dutch (NL)", "Relevant", "Constraint Message::Dutch (nl)", "CONSTRAINT"], [" Text ", "naam ", " Hoe heet u? ", "", "Nee", ". != 'x'"], ["Select_One kleur", "kleur", "Kleur?", "${naam} != ''"]], {"naam": {"label": {"nl": "Hoe heet u?"}, "constraints": [{"test": {"!=": [{"var": "naam"}, "x"]}, "message": {"nl": "Nee"}}]}, "kleur": {"kind": "one_of"}}, choices=[["List Name", "Name", "Label::Dutch (NL)"], ["kleur", "rood", "Rood"], ["kleur", "groen", "Groen"]]),
    "names with signs": Book([[*HEAD, "relevant"], ["text", "Naam huurder", "N"], ["text", "één", "E"], ["text", "q", "Q", "${Naam huurder} = 'a' and ${ één } = 'b'"]], {"een": {}, "q": {"show_if": {"and": [{"==": [{"var": "naam_huurder"}, "a"]}, {"==": [{"var": "een"}, "b"]}]}}}, ["‘naam_huurder’", "‘een’"]),
    "a name without its sign": Book([[*HEAD, "relevant"], ["integer", "x", "X"], ["text", "q", "Q", "x > 1"]], {"q": {"show_if": None}}, ["een antwoord heet ${x}"]),
    "languages by their codes": Book([["type", "name", "label::nl", "label::en-GB"], ["text", "q", "N", "E"]], {"q": {"label": {"nl": "N", "en": "E"}}}),
    "one language twice": Book([["type", "name", "label::nl", "label::Dutch"], ["text", "q", "N", "M"]], {"q": {"label": {"nl": "N"}}}, ["zegt hetzelfde als ‘label::nl’"]),
    "only another language": Book([["type", "name", "label::English (en)"], ["text", "q", "Name"]], {"q": {"label": {"en": "Name"}}}),
    "a default language without texts": Book([["type", "name", "label::English (en)"], ["text", "q", "Name"]], {"q": {"label": {"en": "Name"}}}, ["De taal van het formulier is nu ‘en’"], settings=[["default_language"], ["French (fr)"]]),
    "a row that is off": Book([[*HEAD, "disabled"], ["text", "t", "T", "yes"], ["text", "q", "Q", ""]], {"q": {}}, ["uitgezet"]),
    "a list without a name": Book([HEAD, ["select_one", "q", "Q"]], {"q": {"kind": "short_text"}}, ["naam van de lijst ontbreekt"]),
    "markup": Book([HEAD, ["text", "q", "<b>Let op</b>"]], {"q": {"label": {"nl": "<b>Let op</b>"}}}, ["heeft opmaak"]),
    "none of these": Book(asked("select_multiple n", "not(selected(., 'none') and count-selected(.) > 1)", "Eén", columns=["constraint", "constraint_message"]), {"q": {"constraints": [{"test": {"not": [{"and": [{"has": [{"var": "q"}, "none"]}, {">": [{"length": [{"var": "q"}]}, 1]}]}]}, "message": {"nl": "Eén"}}]}}, choices=[COLOURS[0], ["n", "x", "X"], ["n", "none", "Geen"]]),
    "other with its own question": Book([[*HEAD, "relevant"], ["select_one n", "g", "G"], ["text", "q", "Namelijk", "${g} = 'other'"]], {"q": {"show_if": {"==": [{"var": "g"}, "other"]}}}, choices=[COLOURS[0], ["n", "x", "X"], ["n", "other", "Anders"]]),
    "rows of a number that is asked": Book([[*HEAD, "repeat_count"], ["integer", "n", "N"], ["begin_repeat", "r", "R", "${n}"], ["text", "q", "Q"], ["end_repeat"]], {"r": {"max_rows": 100}}, ["hoogstens 100"]),
    "sheets full of empty rows": Book([HEAD, ["text", "q", "Q"], *[[None]] * 500, ["", " "]], {"q": {}}),
    "yes is chosen in many ways": Book([[*HEAD, "relevant"], ["select_one yn", "h", "H"], *([["text", f"t{n}", "T", told] for n, told in enumerate(["${h}='yes'", '${h} = "yes"', "selected(${h}, 'yes')", "not(${h} = 'no')"])])], {"t0": {"show_if": {"==": [{"var": "h"}, True]}}, "t2": {"show_if": {"==": [{"var": "h"}, True]}}}, choices=YES_NO),
}  # fmt: skip


@pytest.mark.parametrize("name", BOOKS)
def test_what_authors_write_becomes_a_form_or_is_told(name: str) -> None:
    book = BOOKS[name]
    found, fields = taken(book)
    for id_, wanted in book.fields.items():
        assert {key: fields[id_].get(key) for key in wanted} == wanted
    told = [str(line) for line in found.report]
    assert all(any(words in line for line in told) for words in book.report), told
    assert told == [] or book.report
    again = xlsform.write(found.definition)
    assert forms.digest(xlsform.take(again).definition) == forms.digest(found.definition)
    assert "<h:html" in convert(io.BytesIO(again)).xform


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(prepared())
def test_whatever_goes_out_other_programs_take(form: forms.Prepared) -> None:
    assert "<h:html" in convert(io.BytesIO(xlsform.write(form.definition))).xform


def test_what_stands_under_a_group_introduces_its_page() -> None:
    found = xlsform.take(
        make_book([[*HEAD, "hint"], ["begin group", "g", "G", "Vul in"], ["text", "q", "Q", ""], ["end group"]])
    )
    assert found.definition.pages[0].intro == {"nl": "Vul in"}
    assert unpack(xlsform.write(found.definition)).survey[0].get("hint::Nederlands (nl)") == "Vul in"


def option(key: str, when: Any = None) -> dict[str, Any]:
    return {"key": key, "label": {"nl": key}} | ({"show_if": when} if when is not None else {})


NORTH, OLD = {"==": [{"var": "reg"}, "n"]}, {">=": [{"var": "age"}, 65]}
ASKED = [
    make_field("one_of", "reg", options=[option("n"), option("z")]), make_field("integer", "age"), make_field("date", "day"),
]  # fmt: skip
FILTERS: dict[str, tuple[list[dict[str, Any]], dict[str, Any], str]] = {
    "one way": ([option("a", NORTH), option("b", {"==": [{"var": "reg"}, "z"]})], {}, "${reg} = filter_1"),
    "several ways": ([option("a", NORTH), option("b", OLD), option("c")], {}, "(filter_when = 'w1' and (${reg} = filter_1)) or (filter_when = 'w2' and (${age} >= filter_1)) or filter_when = 'w3'"),
    "no words for it": ([option("a", {">": [{"months_between": [{"var": "day"}, {"today": []}]}, 3]}), option("b"), option("c")], {}, ""),
    "beside own words": ([option("a", NORTH), option("b"), option("c")], {"other": True}, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", FILTERS)
def test_what_decides_which_options_show_is_a_filter_for_other_programs(name: str) -> None:
    options, more, filter_ = FILTERS[name]
    definition = forms.load(make_body(*ASKED, make_field("one_of", "c", options=options, **more)))
    data = xlsform.write(definition)
    assert {row.get("name"): row.get("choice_filter") for row in unpack(data).survey}["c"] == filter_
    back = xlsform.take(data)
    assert (forms.digest(back.definition), back.report) == (forms.digest(definition), ())
    assert "<h:html" in convert(io.BytesIO(data)).xform


def test_a_filter_that_somebody_changes_counts() -> None:
    options = [option("a", NORTH), option("b", {"==": [{"var": "reg"}, "z"]})]
    sheets = unpack(xlsform.write(forms.load(make_body(*ASKED, make_field("one_of", "c", options=options)))))
    tables = {
        name: [list(dict.fromkeys(c for row in rows for c in row.cells)), *([row.get(c) for c in dict.fromkeys(c for row in rows for c in row.cells)] for row in rows)]
        for name, rows in (("survey", sheets.survey), ("choices", sheets.choices), ("settings", sheets.settings))
    }  # fmt: skip
    for row in tables["survey"]:
        row[:] = [text.replace("${reg} = filter_1", "${reg} != filter_1") for text in row]
    found = xlsform.take(make_book(tables["survey"], tables["choices"], tables["settings"])).definition
    shown = [one["show_if"] for one in forms.body_of(found)["pages"][0]["fields"][-1]["options"]]
    assert shown == [{"!=": [{"var": "reg"}, "n"]}, {"!=": [{"var": "reg"}, "z"]}]
