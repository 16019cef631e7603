"""Workbooks as other programs make them: each construct becomes what the profile says, or is told in the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

import forms
from forms import xlsform
from tests.forms.workbooks import make_book

HEAD = ["type", "name", "label::Nederlands (nl)"]
YES_NO = [["list_name", "name", "label"], ["yn", "yes", "Ja"], ["yn", "no", "Nee"]]
COLOURS = [["list_name", "name", "label"], ["c", "red", "Rood"], ["c", "green", "Groen"]]


@dataclass(frozen=True)
class Book:
    """A workbook with what must come of it: parts of the fields by id, and words of the report."""

    survey: list[list[object]]
    fields: dict[str, dict[str, Any]]
    report: list[str] = field(default_factory=list)
    choices: list[list[object]] = field(default_factory=list)
    settings: list[list[object]] = field(default_factory=list)


def asked(
    kind: str, *more: str, columns: list[str] | None = None, extra: list[list[object]] | None = None
) -> list[list[object]]:
    """Make a survey of one question `q` with more columns, after other questions."""
    return [[*HEAD, *(columns or [])], *(extra or []), [kind, "q", "Vraag?", *more]]


AGE: list[list[object]] = [["integer", "age", "Leeftijd"]]
PET: list[list[object]] = [["select_one yn", "pet", "Hond?"]]
VAR = {"var": "age"}
OWN = {"var": "q"}

BOOKS: dict[str, Book] = {
    "text": Book(asked("text"), {"q": {"kind": "short_text", "label": {"nl": "Vraag?"}, "need": "optional"}}),
    "text of several lines": Book(asked("text", "multiline", columns=["appearance"]), {"q": {"kind": "long_text"}}),
    "whole number": Book(asked("integer"), {"q": {"kind": "integer", "minimum": -999_999_999, "maximum": 999_999_999}}),
    "whole number by its short name": Book(asked("int"), {"q": {"kind": "integer"}}),
    "decimal": Book(asked("decimal"), {"q": {"kind": "decimal", "places": 6}}),
    "date": Book(asked("date"), {"q": {"kind": "date"}}),
    "date of which the month is enough": Book(asked("date", "month-year", columns=["appearance"]), {"q": {"kind": "partial_date"}}),
    "time": Book(asked("time"), {"q": {"kind": "time"}}),
    "moment": Book(asked("dateTime"), {"q": {"kind": "date_time"}}),
    "note": Book([*asked("note"), ["text", "t", "Tekst"]], {"q": {"kind": "note", "body": {"nl": "Vraag?"}}}),
    "one of": Book(asked("select_one c"), {"q": {"kind": "one_of", "options": [{"key": "red", "label": {"nl": "Rood"}}, {"key": "green", "label": {"nl": "Groen"}}]}}, choices=COLOURS),
    "one of, written the old way": Book(asked("select one from c"), {"q": {"kind": "one_of"}}, choices=COLOURS),
    "many of": Book(asked("select_multiple c"), {"q": {"kind": "many_of"}}, choices=COLOURS),
    "one of or other": Book(asked("select_one c or_other"), {"q": {"kind": "one_of", "other": True}}, choices=COLOURS),
    "many of or other": Book(asked("select_multiple c or_other"), {"q": {"kind": "many_of", "other": True}}, choices=COLOURS),
    "yes or no": Book(asked("select_one yn"), {"q": {"kind": "yes_no"}}, choices=YES_NO),
    "yes or no in own words": Book(asked("select_one yn"), {"q": {"kind": "one_of"}}, choices=[YES_NO[0], ["yn", "yes", "Zeker"], ["yn", "no", "Nooit"]]),
    "ranking": Book(asked("rank c"), {"q": {"kind": "ranking", "options": [{"key": "red", "label": {"nl": "Rood"}}, {"key": "green", "label": {"nl": "Groen"}}]}}, choices=COLOURS),
    "range that is a scale": Book(asked("range", "start=1 end=5 step=1", columns=["parameters"]), {"q": {"kind": "scale"}}),
    "range that is a number": Book(asked("range", "start=0 end=100 step=5", columns=["parameters"]), {"q": {"kind": "integer", "maximum": 100}}, ["Stappen van 5"]),
    "range with decimals": Book(asked("range", "start=0.5 end=5 step=0.5", columns=["parameters"]), {"q": {"kind": "decimal"}}, ["getal met komma"]),
    "photo": Book(asked("image"), {"q": {"kind": "file", "max_files": 1}}),
    "sound": Book(asked("audio"), {"q": {"kind": "file"}}, ["Geluid en beeld"]),
    "signature": Book(asked("image", "signature", columns=["appearance"]), {"q": {"kind": "signature"}}),
    "consent": Book(asked("acknowledge"), {"q": {"kind": "yes_no"}}, ["ja of nee geworden"]),
    "barcode": Book(asked("barcode"), {"q": {"kind": "short_text"}}, ["streepjescode"]),
    "place": Book([*asked("geopoint"), ["text", "t", "Tekst"]], {"t": {}}, ["plaats op de kaart"]),
    "metadata": Book([HEAD, ["start", "s", ""], ["deviceid", "d", ""], ["text", "t", "Tekst"]], {"t": {}}, ["‘start’ wordt hier niet", "‘deviceid’ wordt"]),
    "a type nobody knows": Book([*asked("hologram"), ["text", "t", "Tekst"]], {"t": {}}, ["‘hologram’ hoort niet"]),
    "required": Book(asked("text", "yes", "Vul iets in", columns=["required", "required_message"]), {"q": {"need": None, "missing": {"nl": "Vul iets in"}}}),
    "required as a boolean cell": Book([[*HEAD, "required"], ["text", "q", "Vraag?", True]], {"q": {"need": None}}),
    "required if": Book(asked("text", "${age} > 17", columns=["required"], extra=[["integer", "age", "Leeftijd", ""]]), {"q": {"need": "optional", "require_if": {">": [VAR, 17]}}}),
    "hint and guidance": Book(asked("text", "Kort", "Lang", columns=["hint", "guidance_hint"]), {"q": {"hint": {"nl": "Kort"}, "help": {"nl": "Lang"}}}),
    "relevant": Book(asked("text", "${age} >= 18", columns=["relevant"], extra=AGE), {"q": {"show_if": {">=": [VAR, 18]}}}),
    "relevance, another word": Book(asked("text", "${age} >= 18", columns=["relevance"], extra=AGE), {"q": {"show_if": {">=": [VAR, 18]}}}),
    "relevant on yes": Book(asked("text", "${pet} = 'yes'", columns=["relevant"], extra=PET), {"q": {"show_if": {"==": [{"var": "pet"}, True]}}}, choices=YES_NO),
    "relevant on a choice": Book(asked("text", "selected(${k}, 'red')", columns=["relevant"], extra=[["select_multiple c", "k", "Kleur"]]), {"q": {"show_if": {"has": [{"var": "k"}, "red"]}}}, choices=COLOURS),
    "relevant outside the profile": Book(asked("text", "position(../x) > 1", columns=["relevant"]), {"q": {"show_if": None}}, ["altijd getoond"]),
    "relevant on a question that is not there": Book(asked("text", "${gone} = 1", columns=["relevant"]), {"q": {"show_if": None}}, ["‘gone’ is geen vraag"]),
    "constraint as a range": Book(asked("integer", ". >= 0 and . < 130", columns=["constraint"]), {"q": {"minimum": None, "maximum": 129, "constraints": None}}),
    "constraint with a message": Book(asked("integer", ". >= 0", "Niet onder nul", columns=["constraint", "constraint_message"]), {"q": {"constraints": [{"test": {">=": [OWN, 0]}, "message": {"nl": "Niet onder nul"}}]}}),
    "constraint without a message": Book(asked("integer", ". != 13", columns=["constraint"]), {"q": {"constraints": [{"test": {"!=": [OWN, 13]}, "message": {"nl": "Dit antwoord kan hier niet. Controleer het."}}]}}, ["geen melding"]),
    "constraint on a date": Book(asked("date", ". <= today()", columns=["constraint"]), {"q": {"future": False}}),
    "constraint on a length": Book(asked("text", "string-length(.) <= 12", columns=["constraint"]), {"q": {"max_length": 12}}),
    "constraint with a pattern": Book(asked("text", "regex(., '[0-9]{4}[A-Z]{2}')", "Postcode", columns=["constraint", "constraint_message"]), {"q": {"constraints": [{"test": {"matches": [OWN, "[0-9]{4}[A-Z]{2}"]}, "message": {"nl": "Postcode"}}]}}),
    "constraint with a pattern that cannot be": Book(asked("text", r"regex(., '(a)\1')", columns=["constraint"]), {"q": {"constraints": None}}, ["patroon"]),
    "calculation": Book([[*HEAD, "calculation"], [*AGE[0], ""], ["calculate", "q", "", "${age} * 2"]], {"q": {"kind": "calculated", "value": {"*": [VAR, 2]}}}),
    "calculation at a question": Book(asked("integer", "${age} + 1", columns=["calculation"], extra=AGE), {"q": {"kind": "calculated", "value": {"+": [VAR, 1]}}}, ["berekende waarde geworden"]),
    "calculation with if": Book([[*HEAD, "calculation"], [*AGE[0], ""], ["calculate", "q", "", "if(${age} > 17, 'adult', 'child')"]], {"q": {"kind": "calculated", "value": {"if": [{">": [VAR, 17]}, "adult", "child"]}}}),
    "default": Book(asked("integer", 4, columns=["default"]), {"q": {"default": 4}}),
    "default of a choice": Book(asked("select_multiple c", "red green", columns=["default"]), {"q": {"default": ["red", "green"]}}, choices=COLOURS),
    "default of today": Book(asked("date", "today()", columns=["default"]), {"q": {"prefill": "today"}}),
    "default that is calculated": Book(asked("integer", "${age} + 1", columns=["default"], extra=AGE), {"q": {"default": None}}, ["berekende beginwaarde"]),
    "default that is no answer": Book(asked("integer", "many", columns=["default"]), {"q": {"default": None}}, ["geen antwoord op deze vraag"]),
    "read only": Book(asked("text", "yes", columns=["read_only"]), {"q": {"read_only_if": True}}),
    "read only if": Book(asked("text", "${age} < 18", columns=["readonly"], extra=AGE), {"q": {"read_only_if": {"<": [VAR, 18]}}}),
    "a name that is no id": Book([[*HEAD, "relevant"], ["integer", "Age-Of Child", "Leeftijd", ""], ["text", "q", "Vraag?", "${Age-Of} = 1"]], {"age_of_child": {}}, ["geen geldige naam"]),
    "capitals in a name and its references": Book([[*HEAD, "relevant"], ["integer", "Age", "Leeftijd", ""], ["text", "q", "Vraag?", "${Age} > 1"]], {"q": {"show_if": {">": [VAR, 1]}}}, ["De naam is nu ‘age’"]),
    "the same name twice": Book([HEAD, ["text", "q", "Een"], ["text", "q", "Twee"]], {"q": {}, "q_2": {}}, ["komt vaker voor"]),
    "names of options that are numbers": Book(asked("text", "${k} = '2'", columns=["relevant"], extra=[["select_one n", "k", "Cijfer"]]), {"q": {"show_if": {"==": [{"var": "k"}, "o_2"]}}}, ["De naam is nu ‘o_2’"], choices=[COLOURS[0], ["n", 1, "Een"], ["n", 2, "Twee"]]),
    "a list that is not there": Book(asked("select_one gone"), {"q": {"kind": "short_text"}}, ["‘gone’ bestaat niet"]),
    "a list of one": Book(asked("select_one c"), {"q": {"kind": "short_text"}}, ["heeft 1 antwoorden"], choices=COLOURS[:2]),
    "repeat": Book([HEAD, ["begin_repeat", "r", "Kind"], ["text", "q", "Naam"], ["end_repeat", "", ""]], {"r": {"kind": "repeat", "row": {"nl": "Kind"}}, "q": {"kind": "short_text"}}),
    "repeat of a fixed number": Book([[*HEAD, "repeat_count"], ["begin repeat", "r", "Kind", 3], ["text", "q", "Naam", ""], ["end repeat", "", "", ""]], {"r": {"min_rows": 3, "max_rows": 3}}),
    "repeat of a calculated number": Book([[*HEAD, "repeat_count"], [*AGE[0], ""], ["begin_repeat", "r", "Kind", "${age}"], ["text", "q", "Naam", ""], ["end_repeat", "", "", ""]], {"r": {"max_rows": 100}}, ["berekend of groot aantal"]),
    "repeat in a repeat": Book([HEAD, ["begin_repeat", "r", "Kind"], ["begin_repeat", "s", "Speelgoed"], ["text", "q", "Naam"], ["end_repeat", "", ""], ["end_repeat", "", ""]], {"r": {}, "s": {}, "q": {}}),
    "logic per row": Book([[*HEAD, "relevant"], ["begin_repeat", "r", "Kind", ""], ["integer", "age", "Leeftijd", ""], ["text", "q", "School", "${age} > 4"], ["end_repeat", "", "", ""]], {"q": {"show_if": {">": [VAR, 4]}}}),
    "sums over rows": Book([[*HEAD, "calculation"], ["begin_repeat", "r", "Kind", ""], ["integer", "age", "Leeftijd", ""], ["end_repeat", "", "", ""], ["calculate", "q", "", "sum(${age}) + count(${r})"]], {"q": {"value": {"+": [{"sum": [{"var": "r"}, VAR]}, {"count": [{"var": "r"}]}]}}}),
    "cascading choices": Book(asked("select_one t", "region = ${g}", columns=["choice_filter"], extra=[["select_one g", "g", "Provincie", ""]]), {"q": {"options": [
        {"key": "assen", "label": {"nl": "Assen"}, "show_if": {"==": ["n", {"var": "g"}]}}, {"key": "emmen", "label": {"nl": "Emmen"}, "show_if": {"==": ["n", {"var": "g"}]}},
        {"key": "sneek", "label": {"nl": "Sneek"}, "show_if": {"==": ["z", {"var": "g"}]}}]}},
        choices=[["list_name", "name", "label", "region"], ["g", "n", "Noord", ""], ["g", "z", "Zuid", ""], ["t", "assen", "Assen", "n"], ["t", "emmen", "Emmen", "n"], ["t", "sneek", "Sneek", "z"]]),
    "a filter outside the profile": Book(asked("select_one c", "name[1] = 2", columns=["choice_filter"]), {"q": {"kind": "one_of"}}, ["Alle antwoorden worden altijd getoond"], choices=COLOURS),
    "numbers that are only names": Book(asked("text", "${k} = 2", columns=["relevant"], extra=[["select_one n", "k", "Geslacht", ""]]), {"k": {"kind": "one_of"}, "q": {"show_if": {"==": [{"var": "k"}, "o_2"]}}}, ["o_1", "o_2"], choices=[COLOURS[0], ["n", 1, "Man"], ["n", 2, "Vrouw"]]),
    "numbers that count": Book(asked("text", "${k} > 1", columns=["relevant"], extra=[["select_one n", "k", "Hoe vaak?", ""]]), {"k": {"kind": "scale", "low": 0, "high": 2, "words": {"0": {"nl": "Nooit"}, "1": {"nl": "Soms"}, "2": {"nl": "Vaak"}}}, "q": {"show_if": {">": [{"var": "k"}, 1]}}}, ["schaal geworden"], choices=[COLOURS[0], ["n", 0, "Nooit"], ["n", 1, "Soms"], ["n", 2, "Vaak"]]),
    "numbers with gaps that count": Book(asked("text", "${k} >= 5", columns=["relevant"], extra=[["select_one n", "k", "Hoe vaak?", ""]]), {"k": {"kind": "one_of", "options": [{"key": "o_0", "label": {"nl": "Nooit"}, "points": 0}, {"key": "o_5", "label": {"nl": "Vaak"}, "points": 5}]}, "q": {"show_if": {">=": [{"if": [{"==": [{"var": "k"}, "o_0"]}, 0, {"if": [{"==": [{"var": "k"}, "o_5"]}, 5, None]}]}, 5]}}}, ["o_0", "o_5"], choices=[COLOURS[0], ["n", 0, "Nooit"], ["n", 5, "Vaak"]]),
    "two languages": Book([["type", "name", "label::Nederlands (nl)", "label::English (en)", "hint::English"], ["text", "q", "Vraag?", "Question?", "Short"]], {"q": {"label": {"nl": "Vraag?", "en": "Question?"}, "hint": {"en": "Short"}}}),
    "the default language": Book([["type", "name", "label"], ["text", "q", "Question?"]], {"q": {"label": {"en": "Question?"}}}, settings=[["default_language"], ["English (en)"]]),
    "a language nobody knows": Book([["type", "name", "label", "label::Klingon"], ["text", "q", "Vraag?", "nuqneH"]], {"q": {"label": {"nl": "Vraag?"}}}, ["taal van deze kolom is onbekend"]),
    "a question without words": Book([HEAD, ["text", "q", ""]], {"q": {"label": {"nl": "q"}}}, ["heeft geen tekst"]),
    "a row without a type": Book([HEAD, ["", "q", "Vraag?"], ["text", "t", "Tekst"]], {"t": {}}, ["soort van deze vraag ontbreekt"]),
    "an answer in a question": Book([HEAD, ["text", "q", "Dag ${naam}"]], {"q": {}}, ["verwijst naar een antwoord"]),
    "hidden signs in a question": Book([HEAD, ["text", "q", "Vraag\u202e?"]], {"q": {"label": {"nl": "Vraag?"}}}, ["onzichtbare tekens"]),
    "a question too long": Book([HEAD, ["text", "q", "x" * 2_000]], {"q": {"label": {"nl": "x" * 1_000}}}, ["langer dan 1000"]),
    "a strange look": Book(asked("text", "ex:printform", columns=["appearance"]), {"q": {}}, ["ziet er gewoon uit"]),
    "a column nobody knows": Book([[*HEAD, "media::image"], ["text", "q", "Vraag?", "a.png"]], {"q": {}}, ["‘media::image’ hoort niet"]),
    "a group that does not close": Book([HEAD, ["begin_group", "g", "Groep"], ["text", "q", "Vraag?"]], {"q": {}}, ["wordt niet afgesloten"]),
    "an end without a beginning": Book([HEAD, ["end_group", "g", ""], ["text", "q", "Vraag?"]], {"q": {}}, ["wat niet is begonnen"]),
    "our own columns": Book([[*HEAD, "driehoek::compartment", "driehoek::audience", "driehoek::hint::en"], ["text", "q", "Vraag?", "C", '["expert"]', "Short"]], {"q": {"compartment": "C", "audience": ["expert"], "hint": {"en": "Short"}}}),
    "an own column that is no JSON": Book([[*HEAD, "driehoek::audience"], ["text", "q", "Vraag?", '["expert"']], {"q": {"audience": None}}, ["geen geldige JSON"]),
    "an own column that does not exist": Book([[*HEAD, "driehoek::colour"], ["text", "q", "Vraag?", "red"]], {"q": {}}, ["past niet bij deze rij"]),
}  # fmt: skip


def taken(book: Book) -> tuple[xlsform.Imported, dict[str, dict[str, Any]]]:
    found = xlsform.take(make_book(book.survey, book.choices, book.settings))
    fields: dict[str, dict[str, Any]] = {}

    def collect(many: list[dict[str, Any]]) -> None:
        for one in many:
            fields[one["id"]] = one
            collect(one.get("fields", []))

    for page in forms.body_of(found.definition)["pages"]:
        collect(page["fields"])
    return found, fields


@pytest.mark.parametrize("name", BOOKS)
def test_each_construct_becomes_what_the_profile_says(name: str) -> None:
    book = BOOKS[name]
    found, fields = taken(book)
    for id_, wanted in book.fields.items():
        assert {key: fields[id_].get(key) for key in wanted} == wanted
    told = [str(line) for line in found.report]
    assert len([line for line in told if "groep in een groep" not in line]) >= len(book.report)
    assert all(any(words in line for line in told) for words in book.report), told
    if not book.report:
        assert told == []
    assert all(line.sheet and line.what and line.instead for line in found.report)


@pytest.mark.parametrize("name", BOOKS)
def test_what_was_taken_in_goes_out_and_comes_back_the_same(name: str) -> None:
    definition = taken(BOOKS[name])[0].definition
    again = xlsform.take(xlsform.write(definition))
    assert forms.digest(again.definition) == forms.digest(definition)
    assert [line for line in again.report if "verwijst naar een antwoord" not in line.what] == []


def pages(*rows: list[object], columns: tuple[str, ...] = ()) -> tuple[list[dict[str, Any]], list[str]]:
    found = xlsform.take(make_book([[*HEAD, *columns], *rows]))
    return forms.body_of(found.definition)["pages"], [str(line) for line in found.report]


def test_groups_are_pages_and_what_stands_loose_gets_a_page() -> None:
    found, told = pages(
        ["text", "a", "A"], ["begin_group", "g", "Groep"], ["text", "b", "B"], ["end_group", "", ""], ["text", "c", "C"]
    )
    assert [[one["id"] for one in page["fields"]] for page in found] == [["a"], ["b"], ["c"]]
    assert ([page["key"] for page in found], told) == (["pagina_1", "g", "pagina_3"], [])
    assert found[1]["title"] == {"nl": "Groep"}


def test_a_group_in_a_group_is_a_heading_and_its_condition_goes_to_its_questions() -> None:
    found, told = pages(
        ["begin_group", "g", "Groep", "${a} > 1"], ["integer", "a", "A", ""], ["begin_group", "h", "Binnen", "${a} > 2"],
        ["text", "b", "B", "${a} > 3"], ["text", "c", "C", ""], ["end_group", "", "", ""], ["end_group", "", "", ""],
        columns=("relevant",),
    )  # fmt: skip
    above = {n: {">": [{"var": "a"}, n]} for n in (1, 2, 3)}
    assert found[0]["show_if"] == above[1]
    kinds = [(one["id"], one["kind"], one.get("show_if")) for one in found[0]["fields"]]
    assert kinds == [
        ("a", "integer", None), ("h", "heading", above[2]), ("b", "short_text", {"and": [above[2], above[3]]}),
        ("c", "short_text", above[2]),
    ]  # fmt: skip
    assert len(told) == 1


def test_a_group_without_questions_is_left_out() -> None:
    found, told = pages(["begin_group", "g", "Leeg"], ["end_group", "", ""], ["text", "a", "A"])
    assert [page["key"] for page in found] == ["pagina_1"]
    assert "heeft geen vragen" in told[0]


def test_the_settings_name_the_form() -> None:
    book = make_book(
        [HEAD, ["text", "q", "Vraag?"]],
        settings=[["form_title", "form_id", "version", "style"], ["Huisbezoek", "Huis-bezoek 2", "2026", "pages"]],
    )
    found = xlsform.take(book)
    assert (found.definition.title, found.definition.key) == ({"nl": "Huisbezoek"}, "huis_bezoek_2")
    assert [line.column for line in found.report] == ["form_id", "version"]


def test_a_foreign_workbook_is_a_draft_with_what_must_be_mended() -> None:
    found = xlsform.take(make_book([HEAD, ["text", "q", "Vraag?"]]))
    assert {problem.code for problem in found.problems} == {"missing_handling"}
    assert len(found.problems) == 5


def test_a_report_names_sheet_row_and_column() -> None:
    (line,) = xlsform.take(make_book([[*HEAD, "relevant"], [], ["text", "q", "Vraag?", "../x = 1"]])).report
    assert (line.sheet, line.row, line.column) == ("survey", 3, "relevant")


def test_other_sheets_are_named_and_not_read() -> None:
    found = xlsform.take(make_book([HEAD, ["text", "q", "Vraag?"]], remarks=[["x"]]))
    assert [line.sheet for line in found.report] == ["remarks"]


@pytest.mark.parametrize("column", ["driehoek::fields", "driehoek::options", "driehoek::pages", "driehoek::kind"])
@pytest.mark.parametrize("told", ["1", "[1]", "{}", "x", '{"if": "aaaaaaaaaaaa", "then": 1}'])
def test_an_own_column_that_breaks_the_form_is_refused_or_told(column: str, told: str) -> None:
    rows: list[list[object]] = [
        [*HEAD, column], ["begin_group", "g", "G", told], ["begin_repeat", "r", "R", told], ["select_one c", "q", "Q", told],
        ["end_repeat"], ["end_group"],
    ]  # fmt: skip
    try:
        found = xlsform.take(make_book(rows, COLOURS))
    except forms.BadDefinition as refused:
        assert all(problem.message and problem.remedy for problem in refused.problems)
    else:
        assert found.report


@pytest.mark.parametrize("word", ["yes", "TRUE", "no"])
def test_a_calculation_that_is_a_bare_truth_is_one(word: str) -> None:
    found = xlsform.take(make_book([[*HEAD, "calculation"], ["calculate", "q", "", word], ["text", "t", "T", ""]]))
    assert forms.body_of(found.definition)["pages"][0]["fields"][0]["value"] is (word != "no")


@pytest.mark.parametrize(
    ("survey", "code"),
    [
        ([["a", "b"], ["x", "y"]], "no_questions"),
        ([HEAD], "no_survey"),
        ([["type", "name", "name"], ["text", "a", "b"]], "double_column"),
        ([[*HEAD, "driehoek::compartment"], ["text", "q", "Vraag?", "Z"]], "literal_error"),
        (
            [HEAD, ["begin_repeat", "r", "R"], *(["text", f"q{n}", "Q"] for n in range(31)), ["end_repeat", "", ""]],
            "too_long",
        ),
    ],
)
def test_a_workbook_that_makes_no_definition_is_refused_with_its_place(survey: list[list[object]], code: str) -> None:
    with pytest.raises(forms.BadDefinition) as refused:
        xlsform.take(make_book(survey))
    assert refused.value.problems[0].code == code
    assert refused.value.problems[0].where.startswith(("survey", "werkmap"))
