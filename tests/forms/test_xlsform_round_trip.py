"""A definition written as a workbook and taken in again is the same, to the digest."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import forms
from forms import xlsform
from forms.xlsform.take import read
from tests.builders.submissions import make_body, make_field
from tests.forms.strategies import json_values, prepared, trees

SHIPPED = sorted((Path(__file__).parents[2] / "portal" / "definitions" / "shipped").glob("*.json"))
PET = {"==": [{"var": "pet"}, True]}
NEWER: dict[str, dict[str, Any]] = {
    "email": {}, "phone": {}, "iban": {}, "time": {}, "date_time": {"future": False}, "partial_date": {"future": False},
    "money": {}, "duration": {"units": ["days"], "maximum": 600}, "record": {"source": "clauses"}, "organisation": {"other": False},
    "matrix": {"rows": [{"key": "a", "label": {"nl": "A"}}], "words": {"1": {"nl": "slecht"}}}, "address": {"street": True},
    "ranking": {"options": [{"key": k, "label": {"nl": k}, "hint": {"nl": "h"}} for k in "abc"], "top": 2}, "signature": {},
    "heading": {"need": "optional"}, "calculated": {"value": {"case": "case.reference"}, "result": "text"},
}  # fmt: skip


def there_and_back(definition: forms.FormDefinition) -> tuple[xlsform.Line, ...]:
    found, report = read(xlsform.write(definition))
    assert forms.digest(found) == forms.digest(definition)
    return report.all()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_definition_comes_back_the_same_without_a_remark(path: Path) -> None:
    assert there_and_back(forms.load_json(path.read_bytes())) == ()


letters = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30).map(lambda text: f"a{text}")
words = st.dictionaries(st.sampled_from(["nl", "en", "ar"]), letters, min_size=1, max_size=3)


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, Any]:
    """A definition with any kind and any property, sensible or not."""
    some = st.sampled_from(draw(st.lists(trees, min_size=2, max_size=3)))
    said = st.sampled_from(draw(st.lists(words, min_size=2, max_size=3)))
    fields = []
    plain = [
        "short_text",
        "long_text",
        "integer",
        "decimal",
        "date",
        "yes_no",
        "one_of",
        "many_of",
        "scale",
        "file",
        "person",
        "note",
        "repeat",
    ]
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from([*plain, *NEWER]))
        field = make_field(kind, f"f{number}", **NEWER.get(kind, {}), label=draw(said))
        for name in draw(st.sets(st.sampled_from(["show_if", "require_if", "read_only_if"]))):
            field[name] = draw(some)
        for name in draw(st.sets(st.sampled_from(["hint", "help", "missing", "invalid", "unit"]))):
            field[name] = draw(said)
        if draw(st.booleans()):
            field["constraints"] = [{"test": draw(some), "message": draw(said)} for _ in range(draw(st.integers(1, 2)))]
        if draw(st.booleans()):
            field["default"] = draw(json_values)
        if kind == "calculated":
            field["value"] = draw(some)
        if "options" in field:
            field["options"] = [
                option | {"label": draw(said)} | ({"show_if": draw(some)} if draw(st.booleans()) else {})
                for option in field["options"]
            ]
        fields.append(field)
    return make_body(*fields, title=draw(said), locales=draw(st.permutations(["nl", "en", "ar"])))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(bodies())
def test_a_definition_of_any_kind_comes_back_the_same(body: dict[str, Any]) -> None:
    try:
        definition = forms.load(body)
    except forms.BadDefinition:
        assume(False)
    there_and_back(definition)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(prepared())
def test_any_definition_comes_back_the_same(form: forms.Prepared) -> None:
    there_and_back(form.definition)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.sampled_from(["nl", "en", "or", "in", "if", "xx"]), st.text(min_size=1, max_size=40), min_size=1, max_size=4
    )
)
def test_any_text_comes_back_the_same(words: dict[str, str]) -> None:
    body = make_body(make_field(label=words, hint=words, missing=words), title=words, intro=words, locales=list(words))
    try:
        definition = forms.load(body)
    except forms.BadDefinition:
        return
    there_and_back(definition)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees, trees)
def test_any_condition_comes_back_the_same(one: Any, other: Any) -> None:
    page = {
        "key": "p",
        "title": {"nl": "P"},
        "show_if": one,
        "fields": [make_field("integer", "f1"), make_field("yes_no", "f2", show_if=other)],
    }
    there_and_back(forms.load(make_body() | {"pages": [page]}))


@pytest.mark.parametrize(
    "body",
    [
        make_body(make_field(label={"nl": "=1+1"}), make_field(id="b", label={"nl": "@SUM(A1)"}), make_field(id="c", label={"nl": "#N/A"})),
        make_body(make_field(label={"nl": "a\u00a0b  c"}, hint={"nl": "eerste\n\ntweede"}, purpose="true")),
        make_body(make_field(label={"nl": "_x0041_ x005F_ &amp; <b>"}, purpose="5", key="x__y_")),
        make_body(make_field(purpose='{"if":"0123456789ab","then":1}')),
        make_body(make_field(), make_field(), make_field("integer")),
        make_body(make_field("one_of", options=[{"key": "a__b", "label": {"nl": "A"}}, {"key": "a__b", "label": {"nl": "B", "ar": "ب"}, "hint": {"nl": "h"}}])),
        make_body(make_field("yes_no", "yes_no"), make_field("one_of", "pet", options=[{"key": "yes", "label": {"nl": "Ja"}}, {"key": "no", "label": {"nl": "Nee"}}])),
        make_body(make_field("integer", minimum=-5, maximum=5), make_field("decimal", "d", minimum="0.5", maximum="9.25", places=1)),
        make_body(make_field("integer", minimum=-(10**12), maximum=10**12), make_field("integer", "b", minimum=0, maximum=999_999_999)),
        make_body(make_field("date", earliest="2020-01-01", latest="2020-12-31", future=False)),
        make_body(make_field("short_text", max_length=500), make_field("long_text", "b", max_length=20)),
        make_body(make_field("scale", low=0, high=10, words={"0": {"nl": "niets"}, "10": {"nl": "alles"}}), make_field("scale", "b", target_of="name")),
        make_body(make_field("many_of", exclusive="none", allow_unknown=True, allow_decline=True, need="recommended")),
        make_body(make_field("repeat", "r", min_rows=3, max_rows=3), make_field("repeat", "s", need="optional", row={"nl": "Kind", "en": "Child"})),
        make_body(make_field("note", label={"nl": "Kop"}, body={"nl": "tekst " * 1500}, tone="warning")),
        make_body(make_field("yes_no", "pet"), make_field(show_if={"answered": {"var": "pet"}}), make_field(id="z", show_if={"unknown": [{"var": "pet"}]})),
        make_body(make_field(audience=["tenant"], compartment="C", retention="care", ground="consent", purpose="Zorg")),
        make_body(make_field(id="first"), key="first") | {"pages": [{"key": "first", "title": {"nl": "x"}, "fields": [make_field(id="first")]}] * 2},
        make_body(make_field(id="a" * 60, key="b" * 60), make_field(id="a" * 60)),
        make_body(locales=["en", "nl", "ar"], intro={"nl": "x" * 10_000, "en": "y" * 10_000}, after={"tr": "bitti"}),
        make_body(releases=[{"key": "goals", "label": {"nl": "Doelen"}, "field": "name"}], dated_by="gone"),
        *(make_body(make_field(kind, "one", **more), make_field("integer", "two", show_if={"answered": {"var": "one"}})) for kind, more in NEWER.items()),
        make_body(make_field("money", minimum=100, maximum=5000, unit={"nl": "per maand"}, hide_previous=True, help={"nl": "Uitleg\nover twee regels"}, invalid={"nl": "Kan niet"})),
        make_body(make_field("integer", default=3, require_if=PET, read_only_if=True, need="optional", constraints=[{"test": {"<": [{"var": "name"}, 9]}, "message": {"nl": "Te veel", "en": "Too many"}}, {"test": {"!=": [{"var": "name"}, 4]}, "message": {"nl": "Niet vier"}}])),
        make_body(make_field("integer", read_only_if=PET, default={"$": "unknown"}), make_field("date", "d", prefill="today"), make_field("date", "e", prefill="case.opened_on", default="2026-01-01")),
        make_body(make_field("one_of", "c", other=True, options=[{"key": k, "label": {"nl": k}, "points": n, "show_if": PET} for n, k in enumerate("abc")])),
        make_body(make_field("one_of", "c", options=[{"key": k, "label": {"nl": k}, "show_if": {"==": [k, {"var": "pet"}]}} for k in "abc"])),
        make_body(make_field("repeat", "r", fields=[make_field("repeat", "s", fields=[make_field("integer", "n", show_if={">": [{"position": []}, 1]})]), make_field("short_text", "t")])),
        make_body(make_field("calculated", "k", value={"sum": [{"var": "r"}, {"var": "n"}]}, result="integer", places=0), make_field("calculated", "l", value={"previous": "k"}, hidden=True), make_field("calculated", "m", value={"mean": [1, {"decimal": "2.5"}]}, label={"en": "Mean"})),
        make_body(make_field("scale", "s"), filled_by="tenant", hidden_answers="keep", scores=[{"key": "total", "label": {"nl": "Totaal"}, "method": "weighted", "items": [{"field": "s", "weight": "1.5"}], "missing": {"minimum": 1}, "bands": [{"from": 1, "to": "2.5", "label": {"nl": "laag"}}, {"from": 3, "label": {"nl": "hoog"}}]}],
                  examples=[{"name": "Leeg", "expected": {"errors": ["s"], "scores": {"total": None}}}, {"name": "Vol", "answers": {"s": 3, "x": [{"a": 1.5, "b": "é\u0001"}]}, "today": "2026-03-01"}]),
        make_body(make_field(default="\x08", show_if={"==": [{"var": "name"}, "a\x00b"]}), make_field(id="b", default="\n \t")),
        make_body(make_field("yes_no", "pet", show_if=0), make_field("yes_no", "b", show_if=1), make_field("yes_no", "c", show_if=False)),
        make_body(make_field("one_of", "c", options=[{"key": f"o{n}", "label": {"nl": f"Keuze {n}"}} for n in range(200)])),
    ],
    ids=lambda body: str(body["pages"][0]["fields"][0]["kind"]),
)  # fmt: skip
def test_what_is_hard_to_write_comes_back_the_same(body: dict[str, Any]) -> None:
    there_and_back(forms.load(body))


def test_a_condition_too_long_for_one_cell_is_spread_over_several() -> None:
    tree = {
        "or": [
            {"in": [{"var": "name"}, [f"{n}{'é' * 490}" for n in range(40)]]},
            {"in": [{"var": "name"}, ["x y " * 120] * 40]},
        ]
    }
    assert there_and_back(forms.load(make_body(make_field(), make_field(id="b", show_if=tree)))) == ()


def changed(data: bytes, column: str, row: int, text: str) -> xlsform.Imported:
    """Change one cell of the survey, as somebody would in a spreadsheet."""
    book = load_workbook(io.BytesIO(data))
    sheet = book["survey"]
    at = next(cell.column for cell in sheet[1] if cell.value == column)
    sheet.cell(row, at, text)
    out = io.BytesIO()
    book.save(out)
    return xlsform.take(out.getvalue())


def test_what_somebody_changed_wins_over_what_travelled_beside_it() -> None:
    answered = {"answered": {"var": "pet"}}
    data = xlsform.write(
        forms.load(make_body(make_field("yes_no", "pet"), make_field("person", "who", show_if=answered)))
    )
    kept = changed(data, "label::Nederlands (nl)", 4, "Wie dan?").definition.pages[0].fields[1]
    assert (kept.kind, kept.show_if, kept.label) == ("person", answered, {"nl": "Wie dan?"})
    found = changed(data, "relevant", 4, "${pet} = 'yes'")
    assert found.definition.pages[0].fields[1].show_if == PET
    assert any("relevant is gewijzigd" in line.what for line in found.report)
    assert changed(data, "type", 4, "integer").definition.pages[0].fields[1].kind == "integer"


def test_every_cell_is_a_text_and_never_a_formula() -> None:
    data = xlsform.write(forms.load(make_body(make_field(label={"nl": '=HYPERLINK("http://x")'}))))
    kinds = {
        cell.data_type
        for sheet in load_workbook(io.BytesIO(data))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value
    }
    assert kinds == {"s"}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_another_program_can_read_what_we_write(path: Path, tmp_path: Path) -> None:
    from pyxform.xls2xform import convert

    target = tmp_path / "form.xlsx"
    target.write_bytes(xlsform.write(forms.load_json(path.read_bytes())))
    assert "<h:html" in convert(str(target), validate=False).xform
