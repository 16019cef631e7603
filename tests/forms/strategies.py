"""Random definitions, answers and conditions."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

import forms
from forms.expressions.tree import ABOUT_FIELD, ARITY, ROWS, UNITS, faults_of
from tests.builders.submissions import make_body, make_field

KINDS = (
    "short_text", "long_text", "integer", "decimal", "date", "yes_no", "one_of", "many_of", "scale", "file", "person",
    "repeat", "note",
)  # fmt: skip
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
def prepared(draw: st.DrawFn) -> forms.Prepared:
    """A sound-shaped definition; its conditions may be nonsense, but point backwards and forwards."""
    fields = []
    for id_ in IDS[: draw(st.integers(1, len(IDS)))]:
        kind = draw(st.sampled_from(KINDS))
        changes: dict[str, Any] = {"need": draw(st.sampled_from(["required", "recommended", "optional"]))}
        if draw(st.booleans()):
            changes["show_if"] = draw(trees)
        if kind not in {"note", "repeat"}:
            changes |= {"allow_unknown": draw(st.booleans()), "allow_decline": draw(st.booleans())}
        if kind == "many_of":
            changes["exclusive"] = "none"
        field = make_field(kind, id_, **changes)
        if kind == "repeat":
            for inner in field["fields"]:
                inner["id"] = inner["key"] = f"{id_}_{inner['id']}"
        fields.append(field)
    return forms.prepare(forms.load(make_body(*fields)))


person = st.just("0b5ad1f3-6fd2-4d9c-9ec5-02f4a3ac2a10")
likely = (
    json_values | words | st.sampled_from(["yes", "no", "red", "green", "none", "12", "1,5", "3 maart 2026"])
    | st.integers(0, 6) | st.booleans() | person | st.just({"$": "unknown"}) | st.just({"$": "declined"})
    | st.lists(st.sampled_from(["red", "green", "none"]), max_size=3)
)  # fmt: skip


@st.composite
def answers_to(draw: st.DrawFn, form: forms.Prepared) -> dict[str, Any]:
    """Answers to *form*, likely and absurd, rows of groups included, and sometimes a name it does not know."""
    given: dict[str, Any] = {}
    for entry in form.top:
        if entry.field.kind == "repeat" and draw(st.booleans()):
            inner = [one.id for one in entry.field.fields]  # type: ignore[attr-defined]
            rows = st.dictionaries(st.sampled_from(inner) | words, likely, max_size=3)
            given[entry.field.id] = draw(st.lists(rows, max_size=3))
        elif draw(st.booleans()):
            given[entry.field.id] = draw(likely)
    if draw(st.integers(0, 9)) == 0:
        given[draw(words)] = draw(likely)
    return given
