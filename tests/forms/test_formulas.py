"""Formulas as authors type them: read into the closed tree, written back, and never mangled."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import forms
from tests.builders.submissions import make_body, make_field, make_form
from tests.forms import strategies

NAMES = forms.Names(
    {
        "income": "Inkomen",
        "costs": "Uitgaven",
        "rows": "Schulden",
        "amount": "Bedrag",
        "kind": "Woning",
        "a": "Dubbel",
        "b": "Dubbel",
    },
    {"kind": {"own": "eigen huis", "rent": "huurhuis"}},
    {"total": "Zorgen"},
)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("[Inkomen] - [uitgaven]", {"-": [{"var": "income"}, {"var": "costs"}]}),
        ("[a] + [b] × 2,5", {"+": [{"var": "a"}, {"*": [{"var": "b"}, {"decimal": "2.5"}]}]}),
        ("som([Schulden]; [Bedrag])", {"sum": [{"var": "rows"}, {"var": "amount"}]}),
        ('als([Woning] = "eigen huis"; 1; -1)', {"if": [{"==": [{"var": "kind"}, "own"]}, 1, -1]}),
        ("dagen_tussen(01-03-2026; vandaag)", {"days_between": [{"date": "2026-03-01"}, {"today": []}]}),
        ("niet ([Inkomen] > 3 en ingevuld([a]))", {"not": [{"and": [{">": [{"var": "income"}, 3]}, {"answered": [{"var": "a"}]}]}]}),
        ('een_van([Woning]; "own"; "huurhuis")', {"in": [{"var": "kind"}, ["own", "rent"]]}),
        ('score("Zorgen") + vorige([Inkomen])', {"+": [{"score": "total"}, {"previous": "income"}]}),
        ('datum_plus(vandaag; 3; "maanden")', {"date_add": [{"today": []}, 3, "months"]}),
        ("10 - 3 - 2", {"-": [{"-": [10, 3]}, 2]}),
        ('tekst("zij zei ""nee"""; [Inkomen])', {"concat": ['zij zei "nee"', {"var": "income"}]}),
    ],
)  # fmt: skip
def test_a_formula_is_read_and_written_back(text: str, tree: Any) -> None:
    assert forms.read_formula(text, NAMES) == tree
    written = forms.write_formula(tree, NAMES)
    assert written is not None
    assert forms.read_formula(written, NAMES) == tree


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nog niets"), ("[Huur] + 1", "geen vraag ‘Huur’"), ("[Dubbel]", "meer dan eens"), ("Inkomen - 1", "rechte haken"),
        ("1.250 + 1", "komma"), ("[Inkomen] -", "halverwege"), ("([Inkomen]", "haakje"), ("[Inkomen] )", "onverwachte"),
        ("system(1)", "bestaat niet"), ("som(3; 4)", "begint met een vraag"), ("als(1; 2)", "3 onderdelen"),
        ("31-02-2026", "geen datum"), ("1 < 2 < 3", "haakjes"), ("(" * 40 + "1" + ")" * 40, "haakjes"),
        ("niet " * 3000 + "ja", "te lang"), ("niet " * 500 + "ja", "haakjes"), ("1+" * 2900 + "1", "te lang"),
        ('[Woning] = "boot"', "geen antwoord ‘boot’"), ("{{7*7}}", "begrijpen"), ("9" * 40, "te groot"),
        ('datum_plus(vandaag; 1; "weken")', "eindigt met"), ("laagste()", "onderdelen"), ('zaak("geheim")', "geen gegeven"),
    ],
)  # fmt: skip
def test_what_is_no_formula_is_told_in_words(text: str, why: str) -> None:
    with pytest.raises(forms.BadFormula, match=why):
        forms.read_formula(text, NAMES)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("[Inkomen] - [Huur]", "[Huur]"), ("1 + ?", " ?"), ("([Inkomen] + 1", ""), ("[Inkomen] ) + 1", ") + 1"), ("1 + systeem(2)", "systeem(2)"),
        ("1 + als(1; 2)", "als(1; 2)"), ("[Inkomen] -", ""), ("1 < 2 < 3", "< 3"), ("2 × 31-02-2026", "31-02-2026"),
    ],
)  # fmt: skip
def test_where_a_formula_goes_wrong_is_told(text: str, at: str) -> None:
    with pytest.raises(forms.BadFormula) as bad:
        forms.read_formula(text, NAMES)
    assert text[bad.value.at :] == at



def test_a_tree_that_no_formula_says_is_not_written() -> None:
    for tree in (
        None,
        [1],
        {"and": [True]},
        {"decimal": "3"},
        {"var": "gone"},
        {"in": [{"var": "a"}, {"var": "b"}]},
        {"==": [[1], 1]},
    ):
        assert forms.write_formula(tree, NAMES) is None


def test_every_shared_vector_is_written_back_exactly_or_not_at_all() -> None:
    vectors = json.loads((Path(forms.__file__).parent / "expressions" / "vectors.json").read_text())
    cases = vectors["vectors"] if isinstance(vectors, dict) else vectors
    written = 0
    for case in cases:
        tree = case.get("tree", case.get("expression"))
        if forms.faults_of(tree):
            continue
        ids = forms.references(tree)
        names = forms.Names({id_: id_.upper() for id_ in ids})
        text = forms.write_formula(tree, names)
        written += text is not None
        if text is not None:
            again = forms.read_formula(text, names)
            assert forms.write_formula(again, names) == text
    assert written > len(cases) / 2


@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(["[a]", "(", ")", "-", "+", "niet", "en", "som", ";", "1", "=", '"x"', "als"]), max_size=60
    ).map(" ".join)
)
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_is_a_sound_tree_or_refused(text: str) -> None:
    try:
        tree = forms.read_formula(text, NAMES)
    except forms.BadFormula as bad:
        assert 0 <= bad.at <= len(text)
        return
    assert forms.faults_of(tree) == []


def test_a_typed_formula_calculates() -> None:
    names = forms.Names({"income": "INCOME", "costs": "COSTS"})
    tree = forms.read_formula("als([Income] > [Costs]; [Income] - [Costs]; 0)", names)
    fields = [
        make_field("integer", "income"),
        make_field("integer", "costs"),
        make_field("calculated", "left", value=tree, result="integer"),
    ]
    form = make_form(*fields)
    assert forms.check(forms.load(make_body(*fields))) == []
    judged = forms.judge(form, {"income": 9, "costs": 4}, forms.Context(dt.date(2026, 3, 1)))
    assert judged.computed == {"left": 5}


@given(strategies.trees)
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_tree_is_written_back_exactly_or_not_at_all(tree: Any) -> None:
    names = forms.Names({id_: "Vraag" if id_ in strategies.IDS[:2] else id_.upper() for id_ in strategies.IDS}, {}, {"total": "Totaal"})
    text = forms.write_formula(tree, names)
    if text is not None:
        again = forms.read_formula(text, names)
        assert forms.write_formula(again, names) == text
        scope = forms.Scope(values={"f0": 3, "f2": "red"})
        assert forms.compile_tree(again)(scope) == forms.compile_tree(tree)(scope)
