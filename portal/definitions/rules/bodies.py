"""Finding one's way in the JSON of a definition: pages, questions, groups, and who refers to whom."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.core.errors import Missing

Body = dict[str, Any]
FORM = "form"
LONGEST_ID = 40
OF_THE_PAGE = frozenset({"csrf_token", "version", "later", "meer", "naar"})
"""Names that the page a question stands on keeps for itself; the engine refuses them as ids."""
REFERENCES = ("var", "previous", "cell")
"""Leaves of expressions that name a question."""
LINKS = ("target_of", "field", "score", "target", "note", "dated_by")
"""Properties that name a question by its id, apart from conditions."""


@dataclass(frozen=True, slots=True)
class Place:
    """A question where it stands: its page, the groups around it, its siblings and its place among them."""

    field: dict[str, Any]
    page: dict[str, Any]
    groups: tuple[dict[str, Any], ...]
    siblings: list[dict[str, Any]]
    index: int


@dataclass(frozen=True, slots=True)
class Referrer:
    """Something that speaks of a question: "field:ID", "page:KEY" or "form", and by which property."""

    where: str
    name: str


def places(body: Body) -> Iterator[Place]:
    """Yield every question in order, those inside groups after their group."""
    for page in body["pages"]:
        yield from _within(page, page["fields"], ())


def _within(page: Body, fields: list[Body], groups: tuple[Body, ...]) -> Iterator[Place]:
    for index, field in enumerate(fields):
        yield Place(field, page, groups, fields, index)
        if isinstance(field.get("fields"), list):
            yield from _within(page, field["fields"], (*groups, field))


def place_of(body: Body, id_: str) -> Place:
    """Return where a question stands; Missing("form.question") when it is not there."""
    for place in places(body):
        if place.field["id"] == id_:
            return place
    raise Missing("form.question", id=id_)


def page_of(body: Body, key: str) -> Body:
    """Return a page; Missing("form.question") when it is not there."""
    for page in body["pages"]:
        if page["key"] == key:
            return page  # type: ignore[no-any-return]
    raise Missing("form.question", id=key)


def holder(body: Body, target: str) -> Body:
    """Return what *target* names, "form", "page:KEY" or "field:ID"; Missing("form.question") when it names nothing."""
    what, _, name = target.partition(":")
    if target == FORM:
        return body
    if what not in ("page", "field"):
        raise Missing("form.question", id=target)
    return page_of(body, name) if what == "page" else place_of(body, name).field


def fields_in(body: Body, container: str) -> list[Body]:
    """Return the list of questions of "page:KEY" or of the group "field:ID"."""
    found = holder(body, container).get("fields")
    if not isinstance(found, list):
        raise Missing("form.question", id=container)
    return found


def taken_names(body: Body) -> set[str]:
    """Return all ids and names in use, those of the page itself included."""
    return {place.field[name] for place in places(body) for name in ("id", "key")} | OF_THE_PAGE


def slug(text: str) -> str:
    """Make an id of a question.

    >>> slug("Zijn er schulden? (2026)")
    'zijn_er_schulden_2026'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_ID].strip("_")
    return words if re.match(r"[a-z]", words) else f"vraag_{words}".strip("_")


def fresh(text: str, taken: Iterable[str]) -> str:
    """Return an id like *text* that is not taken.

    >>> fresh("Naam", {"naam", "naam_2"})
    'naam_3'
    """
    used, base = set(taken), slug(text)
    name, number = base, 1
    while name in used:
        number += 1
        name = f"{base}_{number}"
    return name


def inner_ids(field: Mapping[str, Any]) -> set[str]:
    """Return the ids of a question and of all that stands inside it."""
    found = {field["id"]}
    for inner in field.get("fields", ()):
        found |= inner_ids(inner)
    return found


def ids_in(value: Any) -> Iterator[str]:
    """Yield the ids that conditions and calculations inside *value* speak of."""
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if len(node) == 1 and (named := _named(*next(iter(node.items())))):
                yield named
            else:
                stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)


def _named(leaf: str, value: Any) -> str:
    """Return the question that a leaf of an expression names: `var`, `previous`, or the first of a `cell`."""
    if leaf == "cell" and isinstance(value, list) and value:
        value = value[0]
    return value if leaf in REFERENCES and isinstance(value, str) else ""


def referrers(body: Body, ids: set[str]) -> list[Referrer]:
    """Return what speaks of one of *ids*, apart from those questions themselves, in the order of the form."""
    found = [Referrer(FORM, name) for name, value in body.items() if name not in {"pages", "examples"} and _speaks(name, value, ids)]
    for page in body["pages"]:
        found += [Referrer(f"page:{page['key']}", name) for name, value in page.items() if name != "fields" and _speaks(name, value, ids)]
    for place in places(body):
        if place.field["id"] in ids:
            continue
        where = f"field:{place.field['id']}"
        found += [Referrer(where, name) for name, value in place.field.items() if name != "fields" and _speaks(name, value, ids)]
    return found


def _speaks(name: str, value: Any, ids: set[str]) -> bool:
    return not ids.isdisjoint(ids_in(value)) or not ids.isdisjoint(linked(name, value))


def linked(name: str, value: Any) -> Iterator[str]:
    """Yield the ids that a property names, apart from conditions."""
    if isinstance(value, str):
        if name in LINKS:
            yield value
    elif isinstance(value, dict):
        for inner, one in value.items():
            yield from linked(inner, one)
    elif isinstance(value, list):
        for one in value:
            yield from linked(name, one)
