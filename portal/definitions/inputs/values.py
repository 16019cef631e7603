"""What was typed in the panel of properties becomes values of the body; what cannot be read is told at its field."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

import forms
from portal.definitions.inputs.formulas import tree_of
from portal.definitions.inputs.properties import HANDLING, Property
from portal.definitions.rules.pages import options_of

Posted = MultiDict[str, str]
LONGEST_DATA = 100_000


class Unreadable(Exception):
    """A value that cannot be read, by the property's name, and why and at which sign when that can be told."""

    def __init__(self, name: str, why: str = "", at: int = 0) -> None:
        super().__init__(name)
        self.name, self.why, self.at = name, why, at


def read(
    posted: Posted, properties: Sequence[Property], held: Mapping[str, Any], locale: str, names: forms.Names
) -> dict[str, Any]:
    """Return what differs from *held*; None takes a property away. A property that was not posted stays as it is.

    Raises Unreadable.
    """
    changed: dict[str, Any] = {}
    for one in properties:
        if f"has-{one.name}" not in posted:
            continue
        value = _value(posted, one, held.get(one.name), locale, names)
        if value == one.default and one.name not in held:
            continue
        if value != held.get(one.name) or type(value) is not type(held.get(one.name)):
            changed[one.name] = value
    return changed


def _value(posted: Posted, one: Property, before: Any, locale: str, names: forms.Names) -> Any:
    typed = posted.get(one.name, "").replace("\r\n", "\n").strip()
    match one.shape:
        case "text" | "long":
            return _text(typed, before, locale, one.required)
        case "flag":
            return one.name in posted
        case "number":
            return _number(one.name, typed)
        case "many":
            return [choice for choice in one.choices if choice in posted.getlist(one.name)] or None
        case "locales":
            return list(dict.fromkeys(typed.replace(",", " ").lower().split()))
        case "options":
            return options_of(before or [], _lines(typed), locale)
        case "lines":
            return _lines_of_texts(one.name, typed, before or {}, locale)
        case "data":
            return _data(one.name, typed)
        case "formula":
            return _formula(one.name, typed, before, names)
    return typed or None


def _text(typed: str, before: Any, locale: str, required: bool) -> Any:
    others = {name: text for name, text in (before or {}).items() if name != locale}
    if typed or required:
        return {**others, locale: typed} if locale not in (before or {}) else {**before, locale: typed}
    return others or None


def _number(name: str, typed: str) -> int | None:
    if not typed:
        return None
    try:
        return int(typed) if len(typed) < 20 else int("x")
    except ValueError:
        raise Unreadable(name) from None


def _formula(name: str, typed: str, before: Any, names: forms.Names) -> Any:
    try:
        return tree_of(typed, before, names)
    except forms.BadFormula as wrong:
        raise Unreadable(name, str(wrong), wrong.at) from None


def _lines(typed: str) -> list[str]:
    return [line for line in (row.strip(" \t-•") for row in typed.split("\n")) if line]


def _lines_of_texts(name: str, typed: str, before: Mapping[str, Any], locale: str) -> dict[str, Any] | None:
    made: dict[str, Any] = {}
    for line in _lines(typed):
        key, separator, text = line.partition("=")
        if not separator or not text.strip():
            raise Unreadable(name)
        made[key.strip()] = {**before.get(key.strip(), {}), locale: text.strip()}
    return made or None


def _data(name: str, typed: str) -> Any:
    if not typed:
        return None
    try:
        return json.loads(typed) if len(typed) <= LONGEST_DATA else json.loads("")
    except (ValueError, RecursionError):
        raise Unreadable(name) from None


def handling_of(posted: Posted) -> dict[str, Any]:
    """Return how answers are handled, as posted with a new form."""
    made: dict[str, Any] = {name: posted.get(name, "").strip() for name in HANDLING if name != "audience"}
    made["audience"] = [one for one in posted.getlist("audience") if one]
    return {name: value for name, value in made.items() if value}


def ids_of(posted: Posted) -> list[str]:
    """Return the questions a button is about: its own, or those that are ticked."""
    return [one for one in posted.getlist("ids") if one][:200]


def revision_of(posted: Posted) -> int:
    """Return the revision that a page was made from, -1 when it is no number."""
    given = posted.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
