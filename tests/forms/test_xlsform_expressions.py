"""Expressions of XLSForm become closed trees, and closed trees expressions; nothing is ever evaluated as code."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.expressions.tree import faults_of
from forms.xlsform.known import Known, Scope
from forms.xlsform.parse import Cannot
from forms.xlsform.translate import condition, value
from forms.xlsform.xpath import write_tree
from tests.forms.strategies import trees

FIELDS = {
    "Age": Known("age", "number"),
    "pet": Known("pet", "bool"),
    "town": Known("town", "choice", {"A dam": "a_dam", "1": "o_1", "utrecht": "utrecht"}),
    "langs": Known("langs", "list", {"nl": "nl", "en": "en"}),
    "born": Known("born", "date"),
    "name": Known("name", "text"),
    "people": Known("people", "rows"),
    "income": Known("income", "number", {}, ("people",)),
    "talk": Known("talk", "nothing"),
}
TOP = Scope(FIELDS, FIELDS["Age"])
ROW = Scope(FIELDS, FIELDS["income"], ("people",))
AGE, PET, TOWN, LANGS, BORN = ({"var": name} for name in ("age", "pet", "town", "langs", "born"))


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("${Age} >= 18", {">=": [AGE, 18]}),
        ("18 < ${Age}", {"<": [18, AGE]}),
        ("${Age} = '18'", {"==": [AGE, 18]}),
        ("${Age} = 1.5", {"==": [AGE, {"decimal": "1.5"}]}),
        ("${Age} > -5", {">": [AGE, -5]}),
        (". >= 0 and . <= 120", {"and": [{">=": [AGE, 0]}, {"<=": [AGE, 120]}]}),
        ("${pet} = 'yes'", {"==": [PET, True]}),
        ("${pet}='no' or ${Age}<3", {"or": [{"==": [PET, False]}, {"<": [AGE, 3]}]}),
        ("${pet}", PET),
        ("not(${pet})", {"not": [PET]}),
        ("${town} = 'A dam'", {"==": [TOWN, "a_dam"]}),
        ("${town} = 1", {"==": [TOWN, "o_1"]}),
        ("${town} != ''", {"not": [{"empty": [TOWN]}]}),
        ("'' = ${name}", {"empty": [{"var": "name"}]}),
        ("${name}", {"not": [{"empty": [{"var": "name"}]}]}),
        ("selected(${langs}, 'nl')", {"has": [LANGS, "nl"]}),
        ("selected(${town}, 'utrecht')", {"==": [TOWN, "utrecht"]}),
        ("${langs} = 'nl'", {"and": [{"has": [LANGS, "nl"]}, {"==": [{"length": [LANGS]}, 1]}]}),
        ("count-selected(${langs}) >= 2", {">=": [{"length": [LANGS]}, 2]}),
        ("string-length(${name}) < 5", {"<": [{"length": [{"var": "name"}]}, 5]}),
        ("count(${people}) > 2", {">": [{"count": [{"var": "people"}]}, 2]}),
        ("count(${income}) > 2", {">": [{"count": [{"var": "people"}]}, 2]}),
        ("sum(${income}) > 100", {">": [{"sum": [{"var": "people"}, {"var": "income"}]}, 100]}),
        ("if(${pet}='yes', ${Age}, 0) = 3", {"==": [{"if": [{"==": [PET, True]}, AGE, 0]}, 3]}),
        ("coalesce(${Age}, 0) = 0", {"==": [{"coalesce": [AGE, 0]}, 0]}),
        ("${born} <= today()", {"<=": [BORN, {"today": []}]}),
        ("${born} > date('2020-01-31')", {">": [BORN, {"date": "2020-01-31"}]}),
        ("${born} > '2020-01-31'", {">": [BORN, {"date": "2020-01-31"}]}),
        ("today() - ${born} > 30", {">": [{"days_between": [BORN, {"today": []}]}, 30]}),
        ("decimal-date-time(today()) - decimal-date-time(${born}) > 30", {">": [{"days_between": [BORN, {"today": []}]}, 30]}),
        ("min(${Age}, 3) + 2 * 4 > 1", {">": [{"+": [{"min": [AGE, 3]}, {"*": [2, 4]}]}, 1]}),
        ("(${Age} - 1 - 2) = 3", {"==": [{"-": [{"-": [AGE, 1]}, 2]}, 3]}),
        ("${name} = “Jan”", {"==": [{"var": "name"}, "Jan"]}),
        ("true()", True),
        ("${Age} = 1 and ${Age} = 2 and ${Age} = 3", {"and": [{"==": [AGE, n]} for n in (1, 2, 3)]}),
    ],
)  # fmt: skip
def test_an_expression_becomes_a_tree(written: str, tree: Any) -> None:
    found = condition(written, TOP)
    assert (found, faults_of(found)) == (tree, [])


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "leeg"), ("${gone} = 1", "gone"), ("${Age} = ", "halverwege"), ("(${Age} = 1", "haakje"),
        ("${Age} = 1)", "onverwacht"), ("/data/age = 1", "pad"), ("../age = 1", "pad"), ("age = 1", "staat los"),
        ("count(${people}[${income} > 3])", "filter"), ("instance('x')/root/item", "pad"), ("pulldata('a','b','c','d')", "pulldata"),
        ("indexed-repeat(${income}, ${people}, 1) = 1", "indexed-repeat"), ("__import__('os').system('id')", "punt|pad|onverwacht|geen deel"),
        ("jr:choice-name(${town}, '${town}') = 'x'", "choice-name"), ("${income} = 1", "herhaling"), ("${talk} = 'x'", "geen antwoord"),
        ("selected(${name}, 'x')", "kiezen"), ("${pet} = 'maybe'", "ja of nee"), ("${Age} = 'old'", "geen getal"),
        ("${Age} = 99999999999999999999", "te groot"), ("${Age} = 1.12345678", "cijfers"), ("1 +" * 3000 + "1", "te lang"),
        ("(" * 200 + "1" + ")" * 200, "te diep"), ("not(" * 60 + "1" + ")" * 60, "te diep"), ("x" * 10_000, "te lang"),
        (" or ".join(["${Age} = 1"] * 80), "te groot"), ("${Age} = 1 # remark", "geen deel"), ("sum(${Age})", "herhaling"),
        ("count(${Age})", "herhaling"), ("if(${pet})", "if"), ("date('soon') > ${born}", "geen datum"), ("\x00", "geen deel"),
    ],
)  # fmt: skip
def test_what_lies_outside_the_profile_is_refused_with_its_reason(written: str, why: str) -> None:
    with pytest.raises(Cannot, match=why):
        condition(written, TOP)


def test_a_row_sees_its_own_answers_and_those_of_the_form() -> None:
    assert condition("${income} > ${Age}", ROW) == {">": [{"var": "income"}, {"var": "age"}]}
    assert value("${income} * 2", ROW) == {"*": [{"var": "income"}, 2]}


@given(st.text(max_size=60) | st.text("${}()'\"=<>.,+-*/ andortselcu_Age1", max_size=60))
def test_any_text_is_read_or_refused(written: str) -> None:
    try:
        assert faults_of(condition(written, TOP)) == []
    except Cannot as refused:
        assert str(refused)


TYPES = {
    "age": "number",
    "pet": "bool",
    "town": "choice",
    "langs": "list",
    "born": "date",
    "name": "text",
    "people": "rows",
    "income": "number",
}
NAMES = Scope({known.id: known for known in FIELDS.values()}, FIELDS["Age"])


@pytest.mark.parametrize(
    ("tree", "written"),
    [
        ({">=": [AGE, 18]}, "${age} >= 18"),
        ({"==": [PET, True]}, "${pet} = 'yes'"),
        ({"has": [LANGS, "nl"]}, "selected(${langs}, 'nl')"),
        ({"and": [{"or": [PET, True]}, {"empty": [AGE]}]}, "(${pet} or true()) and (${age} = '')"),
        ({"in": [TOWN, ["a", "b"]]}, "${town} = 'a' or ${town} = 'b'"),
        ({"-": [AGE, {"-": [3, {"decimal": "0.5"}]}]}, "${age} - (3 - 0.5)"),
        ({"days_between": [BORN, {"today": []}]}, "decimal-date-time(today()) - decimal-date-time(${born})"),
        ({"sum": [{"var": "people"}, {"var": "income"}]}, "sum(${income})"),
        ({"length": [LANGS]}, "count-selected(${langs})"),
        ({"==": [{"var": "name"}, "it's"]}, "${name} = \"it's\""),
        ({"months_between": [BORN, {"today": []}]}, None),
        ({"any": [{"var": "people"}, True]}, None),
        ({"==": [{"var": "name"}, "'\""]}, None),
    ],
)  # fmt: skip
def test_a_tree_is_written_as_an_expression_or_not_at_all(tree: Any, written: str | None) -> None:
    assert write_tree(tree, TYPES) == written


@pytest.mark.parametrize(
    "tree",
    [
        {">=": [AGE, 18]}, {"==": [PET, False]}, {"has": [LANGS, "nl"]}, {"not": [{"empty": [TOWN]}]},
        {"and": [{"<": [AGE, 3]}, {"or": [{"==": [PET, True]}, {"==": [TOWN, "utrecht"]}]}]},
        {"==": [{"if": [{"==": [PET, True]}, AGE, 0]}, {"decimal": "3.50"}]}, {">": [{"count": [{"var": "people"}]}, 2]},
        {"<=": [{"days_between": [BORN, {"today": []}]}, 365]}, {">": [{"+": [AGE, {"*": [2, AGE]}]}, -4]},
    ],
)  # fmt: skip
def test_what_can_be_said_comes_back_the_same(tree: Any) -> None:
    written = write_tree(tree, TYPES)
    assert written is not None
    assert condition(written, NAMES) == tree


@given(trees)
def test_any_tree_is_written_or_not_and_never_breaks(tree: Any) -> None:
    written = write_tree(tree, TYPES)
    assert written is None or isinstance(written, str)
