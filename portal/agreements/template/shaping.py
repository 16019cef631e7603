"""Changes of a template on plain values: each returns what to make of a body, and refuses what cannot be made.

A body is the JSON of a template or a letter; it is checked as a whole after the change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from portal.agreements.rules import SignerRole
from portal.agreements.template.shapes import ALWAYS, LAST_USUAL, MOST_PARAGRAPHS, MOST_SECTIONS, Defaults
from portal.clauses.rules import ClauseType, require_allowed
from portal.core.errors import Conflict, Invalid, Missing
from portal.core.plaintext import free_text

Body = dict[str, Any]
Change = Callable[[Body], Body]
Given = Sequence[tuple[str, Any]]
"""Paragraphs as they are written: the text, and the condition or None."""

_NAMED = re.compile(r"\bhoofdstuk(?:ken)?\s+\d{1,2}(?:(?:,\s*|\s+en\s+|\s+of\s+)(?:hoofdstuk\s+)?\d{1,2})*\b", re.I)
_NUMBER = re.compile(r"\d{1,2}")
NUMBERS = ("months", "reflection_days", "reaction_days", "help_weeks")
LISTS = ("corporation_duties", "expert_duties", "ladder", "criteria")
TEXTS = ("purpose", "extension", "social_team", "complaint", "legal_help")


# ---- texts ---------------------------------------------------------------------------------------------------------


def texts(told: Mapping[str, str], paragraphs: Given, after: Given = (), section: int | None = None) -> Change:
    """Replace the texts of a letter, or of one section; *after* are the paragraphs behind the data of a section.

    Raises Invalid ("template.text", "template.many", "clause.refused.…"), Missing("template.unknown").
    """

    def change(body: Body) -> Body:
        if section is None:
            if "sections" in body:
                raise Missing("template.unknown")
            words = {name: text(told.get(name, ""), name) for name in ("subject", "closing")}
            return body | words | {"paragraphs": _paragraphs(paragraphs)}
        words = {"title": heading(told.get("title", ""), "title"), "plain": text(told.get("plain", ""), "plain")}
        return _with_section(body, section, words | {"intro": _paragraphs(paragraphs), "outro": _paragraphs(after)})

    return change


def text(given: str, field: str, most: int = 2_000) -> str:
    """Clean a text that must be there. Raises Invalid("template.text", "text.…", "clause.refused.…")."""
    cleaned = free_text(given, most, field=field)
    if not cleaned:
        raise Invalid("template.text", field=field)
    require_allowed(cleaned, field)
    return cleaned


def heading(given: str, field: str) -> str:
    """Clean a heading: one line, no places to fill. Raises as `text`, and Invalid("template.heading")."""
    cleaned = " ".join(text(given, field, 200).split())
    if set(cleaned) & set("{}"):
        raise Invalid("template.heading", field=field)
    return cleaned


def _paragraphs(given: Given) -> list[Body]:
    kept = [one for one in given if one[0].strip()]
    if len(kept) > MOST_PARAGRAPHS:
        raise Invalid("template.many", field="paragraphs", most=MOST_PARAGRAPHS)
    return [{"text": text(words, "paragraphs"), "when": when} for words, when in kept]


# ---- sections ------------------------------------------------------------------------------------------------------


def step_section(number: int, by: int) -> Change:
    """Move a section up or down; the head stays first and the signing last. Raises Missing("template.unknown")."""

    def change(body: Body) -> Body:
        listed = list(body.get("sections", ()))
        place = _place(listed, number)
        to = place + (1 if by > 0 else -1)
        if not 0 < place < len(listed) - 1 or not 0 < to < len(listed) - 1:
            return body
        listed[place], listed[to] = listed[to], listed[place]
        return _renumbered(body, listed)

    return change


def add_section(title: str, after: int) -> Change:
    """Add a section of staff behind another. Raises Invalid("template.many", "template.text"), Missing."""

    def change(body: Body) -> Body:
        listed = list(body.get("sections", ()))
        place = min(_place(listed, after) + 1, len(listed) - 1)
        if len(listed) >= MOST_SECTIONS:
            raise Invalid("template.many", field="title", most=MOST_SECTIONS)
        words = heading(title, "title")
        made = {"number": free_number(listed), "title": words, "intro": [], "outro": [], "plain": words, "slots": [], "when": None}  # fmt: skip
        return _renumbered(body, [*listed[: max(place, 1)], made, *listed[max(place, 1) :]])

    return change


def remove_section(number: int) -> Change:
    """Take a section of staff out. Raises Conflict("template.always") for one that holds data, Missing."""

    def change(body: Body) -> Body:
        listed = list(body.get("sections", ()))
        place = _place(listed, number)
        if number <= LAST_USUAL:
            raise Conflict("template.always")
        return _renumbered(body, listed[:place] + listed[place + 1 :])

    return change


def free_number(listed: Iterable[Mapping[str, Any]]) -> int:
    """Return a number for a new section that none has."""
    taken = {one["number"] for one in listed}
    return next(number for number in range(LAST_USUAL + 1, LAST_USUAL + MOST_SECTIONS + 1) if number not in taken)


def slots(number: int, rows: Mapping[str, tuple[int, int | None] | None]) -> Change:
    """Say which kinds of clause stand in a section, at least and at most how many; a kind leaves where it stood before.

    Raises Missing("template.unknown"), Invalid("template.slot").
    """

    def change(body: Body) -> Body:
        chosen = {kind: limits for kind, limits in rows.items() if limits is not None}
        if set(chosen) - {one.value for one in ClauseType}:
            raise Invalid("template.slot", field="slots")
        for least, most in chosen.values():
            if least < 0 or (most is not None and most < max(least, 1)):
                raise Invalid("template.slot", field="slots")
        made = [{"type": kind, "least": least, "most": most} for kind, (least, most) in chosen.items()]
        listed = []
        for one in body.get("sections", ()):
            kept = [slot for slot in one.get("slots", ()) if _kind(slot) not in chosen]
            listed.append(one | {"slots": made if one["number"] == number else kept})
        _place(listed, number)
        return body | {"sections": listed}

    return change


def _kind(slot: Any) -> str:
    return str(slot if isinstance(slot, str) else slot["type"])


def condition(section: int | None, place: str, tree: Any) -> Change:
    """Put a condition on a section ("section") or on one of its paragraphs ("intro-0"), or take it away with None.

    Raises Missing("template.unknown"), Conflict("template.always_there").
    """

    def change(body: Body) -> Body:
        part = body if section is None else next((s for s in body.get("sections", ()) if s["number"] == section), None)
        if part is None or (section is None and "sections" in body):
            raise Missing("template.unknown")
        if place == "section":
            if section is None or section in ALWAYS:
                raise Conflict("template.always_there")
            return _with_section(body, section, {"when": tree})
        name, _dash, at = place.partition("-")
        paragraphs = list(part.get(name, ())) if name in ("intro", "outro", "paragraphs") else []
        if not at.isdecimal() or len(at) > 2 or int(at) >= len(paragraphs):
            raise Missing("template.unknown")
        old = paragraphs[int(at)]
        paragraphs[int(at)] = {"text": old if isinstance(old, str) else old["text"], "when": tree}
        made = {name: paragraphs}
        return body | made if section is None else _with_section(body, section, made)

    return change


# ---- the whole -----------------------------------------------------------------------------------------------------


def turns(given: Mapping[str, int]) -> Change:
    """Say in which turn each role signs. Raises Invalid("template.turns") unless every role has one from 1 to 7."""

    def change(body: Body) -> Body:
        if set(given) != {one.value for one in SignerRole} or not all(
            1 <= turn <= len(SignerRole) for turn in given.values()
        ):
            raise Invalid("template.turns", field="signers")
        ranked = {turn: place for place, turn in enumerate(sorted(set(given.values())), start=1)}
        return body | {"signers": [{"role": role.value, "order": ranked[given[role.value]]} for role in SignerRole]}

    return change


def beginning(title: str, subtitle: str, values: Mapping[str, Any]) -> Change:
    """Replace the title and the terms with which an agreement begins (NUMBERS, LISTS, TEXTS, evaluation_weeks).

    Raises Invalid ("template.text", "template.number", "clause.refused.…").
    """

    def change(body: Body) -> Body:
        kept = dict(body["defaults"])
        for name in TEXTS:
            kept[name] = text(values.get(name, ""), name, 300 if name == "social_team" else 2_000)
        fallback = free_text(values.get("help_fallback", ""), 300, field="help_fallback")
        require_allowed(fallback, "help_fallback")
        for name in LISTS:
            kept[name] = [text(line, name, 300) for line in values.get(name, ())][:20]
        for name in NUMBERS:
            kept[name] = values.get(name)
        kept |= {"help_fallback": fallback, "evaluation_weeks": sorted(set(values.get("evaluation_weeks", ())))}
        try:
            Defaults.model_validate(kept)
        except ValidationError as wrong:
            raise Invalid("template.number", field=str(wrong.errors()[0]["loc"][0])) from None
        return body | {"title": heading(title, "title"), "subtitle": heading(subtitle, "subtitle"), "defaults": kept}

    return change


# ---- inside --------------------------------------------------------------------------------------------------------


def _place(listed: Sequence[Mapping[str, Any]], number: int) -> int:
    found = next((place for place, one in enumerate(listed) if one["number"] == number), None)
    if found is None:
        raise Missing("template.unknown")
    return found


def _with_section(body: Body, number: int, made: Mapping[str, Any]) -> Body:
    listed = list(body.get("sections", ()))
    place = _place(listed, number)
    listed[place] = listed[place] | dict(made)
    return body | {"sections": listed}


def _renumbered(body: Body, listed: list[Body]) -> Body:
    """Put the sections in another order; texts that name a section by its number keep naming the same section."""
    before = {place: one["number"] for place, one in enumerate(body["sections"])}

    def named(match: re.Match[str]) -> str:
        return _NUMBER.sub(lambda digits: _reference(digits[0], before), match[0])

    def said(value: Any) -> Any:
        if isinstance(value, str):
            return _NAMED.sub(named, value)
        if isinstance(value, list | tuple):
            return [said(one) for one in value]
        if isinstance(value, dict):
            return {name: inner if name == "when" else said(inner) for name, inner in value.items()}
        return value

    fixed = [one | {name: said(one[name]) for name in ("plain", "intro", "outro") if name in one} for one in listed]
    defaults = {name: value if name == "exchange" else said(value) for name, value in body["defaults"].items()}
    return body | {"sections": fixed, "defaults": defaults}


def _reference(digits: str, before: Mapping[int, int]) -> str:
    number = before.get(int(digits))
    return f"{{section_{number}}}" if number else digits
