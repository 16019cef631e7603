"""What is still wrong with a draft, each point with the place that mends it; and the part that can be shown already."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import forms
from portal.definitions import fields
from portal.definitions.rules import mending
from portal.definitions.rules.bodies import FORM, Body, places
from portal.definitions.rules.records import RecordKind

GAPS = frozenset({"too_short", "missing"})
"""What a draft may lack for a while: a page without questions, a choice without answers."""
_ROUNDS = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """One point of the list: where it is mended, what is wrong and what to do."""

    target: str
    label: str
    code: str
    message: str
    remedy: str
    mends: bool = False
    """Whether one command mends it."""
    score: str = ""
    """The score it is about, when it is about one."""
    example: bool = False
    """Whether it is about an example of the author."""


def refusals(body: Any) -> list[forms.Problem]:
    """Return what makes *body* no draft at all; gaps are allowed."""
    try:
        forms.load(body)
    except forms.BadDefinition as bad:
        return [one for one in bad.problems if one.code not in GAPS]
    return []


def presentable(body: Body) -> forms.FormDefinition | None:
    """Return the definition without what has gaps; None when nothing is left to show."""
    left = copy.deepcopy(body)
    for _round in range(_ROUNDS):
        try:
            return forms.load(left)
        except forms.BadDefinition as bad:
            if not _drop(left, [one.where for one in bad.problems]):
                return None
    return None


def findings(body: Body, record: RecordKind | None = None) -> list[Finding]:
    """Return all that keeps a draft from being published, in the order of the form; fields of a *record* may ask less."""
    found: list[Finding] = []
    try:
        definition: forms.FormDefinition | None = forms.load(body)
    except forms.BadDefinition as bad:
        found += [_told(body, where_of(body, one.where), _gap(one)) for one in bad.problems]
        definition = presentable(body)
    if definition is not None:
        seen = {(one.target, one.code) for one in found}
        for one in [*forms.check(definition), *(fields.problems(definition) if record else ())]:
            target = _target(body, one.where)
            if (target, one.code) not in seen:
                found.append(_told(body, target, one))
    order = {FORM: 0} | {target: n for n, target in enumerate(_order(body), 1)}
    return sorted(found, key=lambda one: order.get(one.target, 0))


def warnings(body: Body) -> list[Finding]:
    """Return what is better mended and keeps nothing from being published: texts that are hard for tenants."""
    definition = presentable(body)
    found = forms.warnings(definition) if definition is not None else []
    return [_told(body, _target(body, one.where), one) for one in found]


def where_of(body: Body, where: str) -> str:
    """Return the target that a place like "pages.0.fields.2.one_of.options" stands in."""
    held: Any = body
    target = FORM
    for part in where.split("."):
        if isinstance(held, list):
            if not part.isdecimal() or int(part) >= len(held):
                break
            held = held[int(part)]
            if isinstance(held, dict) and "kind" in held:
                target = f"field:{held.get('id')}"
            elif isinstance(held, dict) and "fields" in held:
                target = f"page:{held.get('key')}"
        elif isinstance(held, dict) and part in ("pages", "fields"):
            held = held.get(part)
        elif not (isinstance(held, dict) and held.get("kind") == part):
            break
    return target


def label_of(body: Body, target: str) -> str:
    """Return the words for a target: its question or title."""
    what, _, name = target.partition(":")
    if what == "page":
        return next((forms.say(p.get("title"), "nl") for p in body["pages"] if p["key"] == name), name)
    if what == "field":
        return next((forms.say(p.field.get("label"), "nl") for p in places(body) if p.field["id"] == name), name)
    return forms.say(body.get("title"), "nl")


def _gap(one: forms.Problem) -> forms.Problem:
    ends = one.where.rsplit(".", 1)[-1]
    if ends == "fields":
        return forms.Problem("empty", one.where, "Hier staat nog geen vraag.", "Voeg een vraag toe, of haal dit weg.")
    if ends == "value":
        return forms.Problem("no_calculation", one.where, "Er staat nog geen berekening.", "Typ wat er berekend wordt.")
    if ends == "options":
        return forms.Problem("few_options", one.where, "Er zijn te weinig antwoorden.", "Typ minstens twee antwoorden.")
    return one


def _told(body: Body, target: str, one: forms.Problem) -> Finding:
    mends = mending.offered(body, one.code, target)
    score = one.where.removeprefix("score ") if one.where.startswith("score ") else ""
    label = next((forms.say(s.get("label"), "nl") for s in body.get("scores", ()) if s.get("key") == score), "")
    example = one.where.startswith("voorbeeld ")
    return Finding(target, label or label_of(body, target), one.code, one.message, one.remedy, mends, score, example)


def _target(body: Body, where: str) -> str:
    if where.startswith("pagina "):
        return f"page:{where.removeprefix('pagina ')}"
    head = where.split(".")[0].split(":")[0]
    return f"field:{head}" if any(place.field["id"] == head for place in places(body)) else FORM


def _order(body: Body) -> list[str]:
    order: list[str] = []
    for place in places(body):
        page = f"page:{place.page['key']}"
        if page not in order:
            order.append(page)
        order.append(f"field:{place.field['id']}")
    return order


def _drop(body: Body, wheres: Sequence[str]) -> bool:
    """Take the questions and pages at *wheres* away; tell whether anything went."""
    targets = {where_of(body, where) for where in wheres}
    gone = False
    for place in reversed(list(places(body))):
        if f"field:{place.field['id']}" in targets:
            place.siblings.remove(place.field)
            gone = True
    left = [page for page in body["pages"] if f"page:{page['key']}" not in targets]
    gone = gone or len(left) < len(body["pages"])
    body["pages"] = left
    return gone
