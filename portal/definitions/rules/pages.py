"""Commands on pages, on properties and on texts. Each returns a new body."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from portal.core.errors import Conflict, Invalid, Missing
from portal.definitions.rules.bodies import Body, fresh, holder, page_of

FIXED = frozenset({"id", "kind", "fields", "pages", "schema_version"})
"""What no setting of a property changes."""


def set_values(body: Body, *, target: str, values: Mapping[str, Any]) -> Body:
    """Set properties of "form", "page:KEY" or "field:ID"; None takes a property away."""
    if not FIXED.isdisjoint(values) or (target == "form" and "key" in values):
        raise Invalid("form.fixed")
    new = copy.deepcopy(body)
    held = holder(new, target)
    for name, value in values.items():
        if value is None:
            held.pop(name, None)
        else:
            held[name] = copy.deepcopy(value)
    return new


def set_texts(body: Body, *, texts: Sequence[Mapping[str, Any]]) -> Body:
    """Set texts in one language: each has `at` (a holder), `path`, `locale` and `text`; an empty text goes away."""
    new = copy.deepcopy(body)
    for one in texts:
        held: Any = holder(new, str(one["at"]))
        for part in one["path"]:
            try:
                held = held[part]
            except (KeyError, IndexError, TypeError):
                raise Missing("form.question", id=part) from None
        if not isinstance(held, dict):
            raise Missing("form.question", id=str(one["at"]))
        if str(one["text"]).strip():
            held[str(one["locale"])] = str(one["text"]).strip()
        else:
            held.pop(str(one["locale"]), None)
    return new


def add_page(body: Body, *, title: str, locale: str = "nl", after: str | None = None) -> Body:
    """Add an empty page at the end or behind another."""
    if not title.strip():
        raise Invalid("form.no_label", field="title")
    new = copy.deepcopy(body)
    key = fresh(title, {page["key"] for page in new["pages"]})
    at = new["pages"].index(page_of(new, after)) + 1 if after else len(new["pages"])
    new["pages"].insert(at, {"key": key, "title": {locale: title.strip()}, "fields": []})
    return new


def delete_page(body: Body, *, key: str) -> Body:
    """Delete an empty page; Conflict("form.page_full", "form.last_page")."""
    new = copy.deepcopy(body)
    page = page_of(new, key)
    if page["fields"]:
        raise Conflict("form.page_full")
    if len(new["pages"]) == 1:
        raise Conflict("form.last_page")
    new["pages"].remove(page)
    return new


def move_page(body: Body, *, key: str, by: int = 0, after: str | None = None, before: str | None = None) -> Body:
    """Move a page one place up (-1) or down (1), or behind *after* or above *before*."""
    new = copy.deepcopy(body)
    pages = new["pages"]
    page = page_of(new, key)
    beside = after or before
    if beside == key:
        return new
    at = pages.index(page)
    pages.pop(at)
    to = pages.index(page_of(new, beside)) + bool(after) if beside else min(max(at + by, 0), len(pages))
    pages.insert(to, page)
    return new


def options_of(old: Sequence[Mapping[str, Any]], lines: Sequence[str], locale: str) -> list[Body]:
    """Return options for *lines*; a line that stood there keeps its key, so does one that was only reworded.

    >>> [one["key"] for one in options_of([{"key": "ja", "label": {"nl": "Ja"}}], ["Ja hoor", "Nee"], "nl")]
    ['ja', 'nee']
    """
    known = {one["label"].get(locale): one for one in old}
    reworded = len(old) <= len(lines)
    used = {one["key"] for line in lines if (one := known.get(line))}
    made: list[Body] = []
    for number, line in enumerate(lines):
        one = known.get(line)
        if one is None and reworded and number < len(old) and old[number]["key"] not in used:
            one = {**old[number], "label": {**old[number]["label"], locale: line}}
        if one is None or any(other["key"] == one["key"] for other in made):
            one = {"key": fresh(line, used | {other["key"] for other in made}), "label": {locale: line}}
        used.add(one["key"])
        made.append(dict(one))
    return made


def replace(body: Body, *, body_new: Body) -> Body:
    """Put another definition in the place of this one; its key stays."""
    return {**copy.deepcopy(body_new), "key": body["key"]}
