"""Random definitions, answers and conditions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

import forms
from forms.expressions.tree import ABOUT_FIELD, ARITY, ROWS, UNITS, faults_of
from tests.builders.submissions import make_body, make_field

KINDS = (
    "short_text", "long_text", "email", "phone", "iban", "integer", "decimal", "money", "duration", "date", "time",
    "date_time", "partial_date", "yes_no", "one_of", "many_of", "scale", "matrix", "ranking", "file", "person",
    "record", "organisation", "address", "signature", "repeat", "calculated", "note", "heading",
)  # fmt: skip
SILENT = {"note", "heading", "calculated"}
IDS = tuple(f"f{n}" for n in range(8))

words = st.text(max_size=30)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | words
    | st.sampled_from(["red", "none", "yes", "3", "$unknown", "2026-02-28"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | st.just("$"), inner, max_size=4),
    max_leaves=12,
)

leaves = (
    st.none() | st.booleans() | st.integers(-10, 10) | st.sampled_from(["red", "green", "3"])
    | st.sampled_from([{"var": id_} for id_ in IDS]) | st.sampled_from([{"previous": IDS[0]}, {"case": "today"},
      {"case": "person.full_name"}, {"cell": [IDS[1], "postcode"]}, {"score": "total"}]) | st.just({"date": "2026-02-28"}) | st.just({"decimal": "1.5"})
)  # fmt: skip


def _node(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def made(name: str) -> st.SearchStrategy[Any]:
        low, high = ARITY[name]
        first = st.sampled_from([{"var": id_} for id_ in IDS])
        if name in ABOUT_FIELD:
            return first.map(lambda one: {name: [one]})
        if name in ROWS:
            return st.tuples(first, leaves).map(lambda two: {name: list(two)})
        if name == "date_add":
            return st.tuples(children, children, st.sampled_from(UNITS)).map(lambda three: {name: list(three)})
        if name == "matches":
            return children.map(lambda one: {name: [one, "[a-z]+|3"]})
        return st.lists(children, min_size=low, max_size=min(high, 3)).map(lambda many: {name: many})

    return st.sampled_from(sorted(ARITY)).flatmap(made)


trees = st.recursive(leaves, _node, max_leaves=10).filter(lambda tree: not faults_of(tree))


@st.composite
def field(draw: st.DrawFn, id_: str, kind: str) -> dict[str, Any]:
    """A field with conditions and all that a field may have."""
    changes: dict[str, Any] = {"need": draw(st.sampled_from(["required", "recommended", "optional"]))}
    for place in ("show_if", "require_if", "read_only_if"):
        if draw(st.integers(0, 3)) == 0 and (place == "show_if" or kind not in SILENT):
            changes[place] = draw(trees)
    if kind not in SILENT and draw(st.integers(0, 3)) == 0:
        changes["constraints"] = [{"test": draw(trees), "message": {"nl": "Dit kan niet"}}]
    if kind not in SILENT | {"repeat"}:
        changes |= {"allow_unknown": draw(st.booleans()), "allow_decline": draw(st.booleans())}
    if kind in {"one_of", "many_of"}:
        changes["other"] = draw(st.booleans())
        made = make_field(kind, id_)["options"]
        if draw(st.booleans()):
            made[0]["show_if"] = draw(trees)
        changes["options"] = made
    if kind == "many_of":
        changes["exclusive"] = "none"
    if kind == "calculated":
        changes |= {"value": draw(trees), "result": draw(st.sampled_from(RESULTS))}
    return make_field(kind, id_, **changes)


RESULTS = ("integer", "decimal", "money", "text", "date", "bool")


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, Any]:
    """A sound-shaped definition; its conditions may be nonsense, but point backwards and forwards."""
    fields = []
    for id_ in IDS[: draw(st.integers(1, len(IDS)))]:
        kind = draw(st.sampled_from(KINDS))
        made = draw(field(id_, kind))
        if kind == "repeat":
            inner = [k for k in KINDS if k not in {"repeat", "file"}]
            made["fields"] = [draw(field(f"{id_}_{n}", draw(st.sampled_from(inner)))) for n in range(2)]
            if draw(st.booleans()):
                deeper = make_field("repeat", f"{id_}_r")
                deeper["fields"] = [draw(field(f"{id_}_r{n}", draw(st.sampled_from(inner)))) for n in range(2)]
                made["fields"].append(deeper)
        fields.append(made)
    changes: dict[str, Any] = {}
    if draw(st.booleans()):
        items = [{"field": IDS[0]}, {"field": IDS[1], "weight": "1.5"}]
        method = draw(st.sampled_from(["sum", "mean", "weighted", "count"]))
        missing = draw(st.sampled_from(["ignore", "no_score", {"minimum": 1}]))
        changes["scores"] = [
            {"key": "total", "label": {"nl": "Totaal"}, "method": method, "items": items, "missing": missing}
        ]
    return make_body(*fields, **changes)


def prepared() -> st.SearchStrategy[forms.Prepared]:
    """A definition ready for work."""
    return bodies().map(lambda body: forms.prepare(forms.load(body)))


PERSON = "0b5ad1f3-6fd2-4d9c-9ec5-02f4a3ac2a10"
FILE = {"file": PERSON, "name": "foto.jpg", "size": 12, "type": "image/jpeg", "caption": "deur"}
sound: dict[str, st.SearchStrategy[Any]] = {
    "short_text": words,
    "long_text": words,
    "email": st.sampled_from(["jan@voorbeeld.nl", "j.smit+x@sub.voorbeeld.org"]),
    "phone": st.sampled_from(["06 12345678", "+31 20 123 4567", "+49 30 123456"]),
    "iban": st.sampled_from(["NL91 ABNA 0417 1643 00", "be68539007547034"]),
    "integer": st.integers(0, 999) | st.integers(0, 99).map(str),
    "decimal": st.sampled_from(["1,5", "12.25", "0", "1.250,75"]),
    "money": st.integers(0, 100_000) | st.sampled_from(["12,50", "€ 1.250", "3,-"]),
    "duration": st.integers(0, 5_000) | st.fixed_dictionaries({"hours": st.sampled_from(["1", "", "30"])}),
    "date": st.dates().map(str) | st.just("3 maart 2026"),
    "time": st.sampled_from(["14.30", "9", "23:59", "930"]),
    "date_time": st.sampled_from(["2026-03-01T14:30", "1-3-2026 9.05", "1 maart 2026 om 9.05"]),
    "partial_date": st.sampled_from(["2026", "maart 2026", {"date": "2026-03", "about": True}, "2026-02-28"]),
    "yes_no": st.booleans() | st.sampled_from(["yes", "nee"]),
    "one_of": st.sampled_from(["red", "green", {"other": "blauw"}]),
    "many_of": st.lists(st.sampled_from(["red", "green", {"other": "blauw"}]), max_size=3),
    "scale": st.integers(1, 5),
    "matrix": st.dictionaries(st.sampled_from(["first", "second"]), st.integers(1, 5)),
    "ranking": st.permutations(["red", "green", "none"]) | st.just({"red": "1"}),
    "file": st.just([FILE]),
    "person": st.just(PERSON),
    "record": st.sampled_from(["v1", PERSON]),
    "organisation": st.sampled_from(["o1", {"other": "Buurthulp"}]),
    "address": st.sampled_from([
        {"postcode": "9752 xk", "number": "44-bis"}, {"postcode": "1011AB", "number": 450, "addition": "482"},
    ]),
    "signature": st.sampled_from([{"name": "J. Smit"}, {"strokes": [[[1, 2], [3, 4]]]}]),
}  # fmt: skip
"""Answers that fit, by kind."""

likely = (
    json_values | words | st.sampled_from(["yes", "no", "red", "green", "none", "12", "1,5", "3 maart 2026"])
    | st.integers(0, 6) | st.booleans() | st.just(PERSON) | st.just({"$": "unknown"}) | st.just({"$": "declined"})
    | st.lists(st.sampled_from(["red", "green", "none"]), max_size=3)
)  # fmt: skip


@st.composite
def _answered(draw: st.DrawFn, fields: Any, depth: int = 0) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for one in fields:
        how = draw(st.integers(0, 4))
        if how == 0:
            continue
        if one.kind == "repeat" and how > 1:
            given[one.id] = [draw(_answered(one.fields, depth + 1)) for _ in range(draw(st.integers(0, 3)))]
        elif how == 1:
            given[one.id] = draw(likely)
        else:
            given[one.id] = draw(sound.get(one.kind, likely))
    if draw(st.integers(0, 9)) == 0:
        given[draw(words)] = draw(likely)
    return given


def answers_to(form: forms.Prepared) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to *form*, likely and absurd, rows of groups included, and sometimes a name it does not know."""
    return _answered([entry.field for entry in form.top])


contexts = st.builds(
    forms.Context,
    today=st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    people=st.sampled_from([None, ((PERSON, "Mw. Smit"),)]),
    case=st.dictionaries(st.sampled_from(sorted(forms.PATHS)), json_values, max_size=3),
    previous=st.dictionaries(st.sampled_from(IDS), likely, max_size=3),
    records=st.sampled_from([{}, {"clauses": (("v1", "Stil"),), "organisations": (("o1", "Zorg"),)}]),
)
