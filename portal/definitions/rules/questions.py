"""Commands on questions: add, duplicate, move, delete, change the kind. Each returns a new body."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from portal.core.errors import Conflict, Invalid
from portal.definitions.rules.bodies import (
    FORM,
    LINKS,
    REFERENCES,
    Body,
    Place,
    fields_in,
    fresh,
    holder,
    ids_in,
    inner_ids,
    place_of,
    places,
    referrers,
    taken_names,
)

MOST_AT_ONCE = 200


def add_question(
    body: Body, *, into: str, kind: str, label: str, after: str | None = None, locale: str = "nl",
    values: Mapping[str, Any] | None = None,
) -> Body:  # fmt: skip
    """Add a question of *kind* at the end of "page:KEY" or "field:GROUP", or behind the question *after*."""
    if not label.strip():
        raise Invalid("form.no_label", field="label")
    new = copy.deepcopy(body)
    name = fresh(label, taken_names(new))
    field = {"kind": kind, "id": name, "key": name, "label": {locale: label.strip()}, **copy.deepcopy(dict(values or {}))}
    _insert(new, [field], into, after)
    return new


def add_block(
    body: Body, *, into: str, fields: Sequence[Mapping[str, Any]], after: str | None = None, block: str = ""
) -> Body:
    """Add copies of *fields*, with ids of their own; conditions among them follow the copies.

    *block* says where they come from, for whoever asks where a block is used.
    """
    new = copy.deepcopy(body)
    _insert(new, copies(fields, taken_names(new)), into, after)
    return new


def duplicate(body: Body, *, ids: Sequence[str]) -> Body:
    """Put a copy of each question behind it."""
    new = copy.deepcopy(body)
    for id_ in chosen(new, ids):
        place = place_of(new, id_)
        place.siblings[place.index + 1 : place.index + 1] = copies([place.field], taken_names(new))
    return new


def copies(fields: Sequence[Mapping[str, Any]], taken: set[str]) -> list[Body]:
    """Return copies with fresh ids and names; what the copies say of one another follows, the rest stays."""
    used, names = set(taken), dict[str, str]()
    made = copy.deepcopy([dict(field) for field in fields])
    stack = list(reversed(made))
    while stack:
        field = stack.pop()
        name = fresh(str(field["id"]), used)
        used.add(name)
        names[field["id"]] = name
        field["id"] = field["key"] = name
        stack += reversed(field.get("fields", []))
    return [_renamed(field, names) for field in made]


def _renamed(value: Any, names: Mapping[str, str], under: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _renamed(one, names, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, names, under) for one in value]
    if isinstance(value, str) and (under in REFERENCES or under in LINKS):
        return names.get(value, value)
    return value


def delete(body: Body, *, ids: Sequence[str], conditions: bool = False) -> Body:
    """Delete questions; Conflict("form.referred", referrers=…) when others speak of them, unless *conditions* go too."""
    new = copy.deepcopy(body)
    wanted = chosen(new, ids)
    gone = set().union(*(inner_ids(place_of(new, id_).field) for id_ in wanted))
    found = referrers(new, gone)
    if found and not conditions:
        raise Conflict("form.referred", referrers=found, count=len(found))
    for id_ in wanted:
        place = place_of(new, id_)
        del place.siblings[place.index]
    for one in found:
        forget(holder(new, one.where), one.name, gone, whole=one.where != FORM)
    return new


def forget(held: Body, name: str, gone: set[str], *, whole: bool) -> None:
    """Take what speaks of *gone* out of one property; a condition goes as a whole."""
    value = held[name]
    if whole or isinstance(value, str):
        kept = [one for one in value if gone.isdisjoint(ids_in(one))] if isinstance(value, list) else []
        if kept:
            held[name] = kept
        else:
            del held[name]
        return
    left = _without(value, gone)
    if left in (None, [], {}):
        del held[name]
    else:
        held[name] = left


def _without(value: Any, gone: set[str]) -> Any:
    """Return *value* without what names *gone*: an item of a list goes as a whole, unless the naming is optional."""
    if isinstance(value, list):
        return [left for one in value if (left := _without(one, gone)) is not None]
    if not isinstance(value, dict):
        return value
    if any(value.get(name) in gone for name in ("score", "field")) and "label" not in value:
        return None
    if value.get("score") in gone:
        return None
    left = {}
    for name, one in value.items():
        if name in LINKS and isinstance(one, str) and one in gone:
            continue
        inner = _without(one, gone)
        if isinstance(one, list) and one and not inner:
            return None
        left[name] = inner
    return left


def move(
    body: Body, *, ids: Sequence[str], into: str, after: str | None = None, before: str | None = None, first: bool = False
) -> Body:  # fmt: skip
    """Move questions, in the order of the form, to the end of *into*, to its beginning, behind *after* or above *before*."""
    new = copy.deepcopy(body)
    wanted = chosen(new, ids)
    inside = set().union(*(inner_ids(place_of(new, id_).field) for id_ in wanted))
    what, _, name = into.partition(":")
    if what == "field" and name in inside:
        raise Conflict("form.into_itself")
    target = fields_in(new, into)
    at = _position(target, set(wanted), after, before, first)
    moved = [_taken(new, id_) for id_ in wanted]
    target[at:at] = moved
    return new


def _position(target: Sequence[Body], moved: set[str], after: str | None, before: str | None, first: bool) -> int:
    """Return how many of the questions that stay in *target* come before those that are moved there."""
    ids = [field["id"] for field in target]
    end = 0 if first else len(ids)
    if after in ids:
        end = ids.index(after) + 1
    elif before in ids:
        end = ids.index(before)
    return sum(id_ not in moved for id_ in ids[:end])


def _taken(body: Body, id_: str) -> Body:
    place = place_of(body, id_)
    return place.siblings.pop(place.index)


def step(body: Body, *, id: str, by: int) -> Body:  # noqa: A002 – the word of the command
    """Move a question one place up (-1) or down (1); past the edge of a page to the next one."""
    new = copy.deepcopy(body)
    place = place_of(new, id)
    to = place.index + (1 if by > 0 else -1)
    if 0 <= to < len(place.siblings):
        place.siblings.insert(to, place.siblings.pop(place.index))
    elif not place.groups:
        number = new["pages"].index(place.page) + (1 if by > 0 else -1)
        if 0 <= number < len(new["pages"]):
            beside = new["pages"][number]["fields"]
            beside.insert(0 if by > 0 else len(beside), place.siblings.pop(place.index))
    return new


def change_kind(body: Body, *, id: str, kind: str, keep: Sequence[str], values: Mapping[str, Any]) -> Body:  # noqa: A002
    """Give a question another kind; of its properties only those in *keep* stay, *values* are what the kind needs."""
    new = copy.deepcopy(body)
    place = place_of(new, id)
    kept = {name: value for name, value in place.field.items() if name in keep}
    place.siblings[place.index] = {**kept, **{n: copy.deepcopy(v) for n, v in values.items() if n not in kept}, "kind": kind}
    gone = inner_ids(place.field) - inner_ids(place.siblings[place.index])
    found = referrers(new, gone) if gone else []
    if found:
        raise Conflict("form.referred", referrers=found, count=len(found))
    return new


def _insert(body: Body, fields: list[Body], into: str, after: str | None) -> None:
    target = fields_in(body, into)
    at = next((n + 1 for n, field in enumerate(target) if field["id"] == after), len(target))
    target[at:at] = fields


def chosen(body: Body, ids: Sequence[str]) -> list[str]:
    """Return the chosen questions in the order of the form, without those that stand inside another chosen one."""
    if not ids:
        raise Invalid("form.none_chosen")
    for id_ in ids[:MOST_AT_ONCE]:
        place_of(body, id_)
    wanted = set(ids[:MOST_AT_ONCE])
    return [place.field["id"] for place in places(body) if _outermost(place, wanted)]


def _outermost(place: Place, wanted: set[str]) -> bool:
    return place.field["id"] in wanted and not any(group["id"] in wanted for group in place.groups)
