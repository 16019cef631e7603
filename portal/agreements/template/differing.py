"""What is different between two versions of a template or a letter, part by part, for words laid over each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.clauses.facts import described

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what it is, what it names, and the words before and after where there are any."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    before: str = ""
    after: str = ""


def changes(old: Body, new: Body) -> list[Change]:
    """List what is different, the whole first, then section by section in the new order."""
    if "sections" not in old or "sections" not in new:
        return _text("letter", {}, _letter(old), _letter(new))
    found = _text("title", {}, _lines(old, "title", "subtitle"), _lines(new, "title", "subtitle"))
    before = {one["number"]: one for one in old["sections"]}
    after = {one["number"]: one for one in new["sections"]}
    found += [
        Change("section_gone", {"title": one["title"]}, _section(one), "")
        for number, one in before.items()
        if number not in after
    ]
    kept_before = [number for number in before if number in after]
    kept_after = [number for number in after if number in before]
    if kept_before != kept_after:
        found.append(Change("order", {}, _titles(before, kept_before), _titles(after, kept_after)))
    for number, one in after.items():
        if number not in before:
            found.append(Change("section_new", {"title": one["title"]}, "", _section(one)))
            continue
        named = {"title": one["title"]}
        found += _text("section_text", named, _section(before[number]), _section(one))
        if before[number].get("when") != one.get("when"):
            found.append(
                Change("section_when", named, described(before[number].get("when")), described(one.get("when")))
            )
        if _slots(before[number]) != _slots(one):
            found.append(Change("section_slots", named | {"before": _slots(before[number]), "after": _slots(one)}))
    if _turns(old) != _turns(new):
        found.append(Change("signers", {"before": _turns(old), "after": _turns(new)}))
    for name in sorted({**old["defaults"], **new["defaults"]}):
        found += _text("beginning", {"name": name}, _said(old["defaults"].get(name)), _said(new["defaults"].get(name)))
    return found


def _text(code: str, params: Mapping[str, Any], before: str, after: str) -> list[Change]:
    return [Change(code, params, before, after)] if before != after else []


def _lines(part: Body, *names: str) -> str:
    return "\n".join(str(part[name]) for name in names if part.get(name))


def _letter(body: Body) -> str:
    return "\n".join([_lines(body, "subject"), *_paragraphs(body, "paragraphs"), _lines(body, "closing")])


def _section(one: Body) -> str:
    return "\n".join([_lines(one, "title", "plain"), *_paragraphs(one, "intro"), *_paragraphs(one, "outro")])


def _paragraphs(part: Body, name: str) -> list[str]:
    told = []
    for one in part.get(name, ()):
        when = None if isinstance(one, str) else one.get("when")
        text = one if isinstance(one, str) else one["text"]
        told.append(f"{text} (alleen als: {described(when)})" if when is not None else text)
    return told


def _titles(sections: Mapping[int, Body], numbers: list[int]) -> str:
    return "\n".join(str(sections[number]["title"]) for number in numbers)


def _slots(one: Body) -> tuple[tuple[str, int, int | None], ...]:
    found = [
        (slot, 0, None) if isinstance(slot, str) else (slot["type"], slot.get("least", 0), slot.get("most"))
        for slot in one.get("slots", ())
    ]
    return tuple(sorted(found, key=lambda slot: slot[0]))


def _turns(body: Body) -> tuple[tuple[str, int], ...]:
    return tuple((str(one["role"]), int(one["order"])) for one in body["signers"])


def _said(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(_said(one) for one in value)
    if isinstance(value, Mapping):
        return ": ".join(_said(one) for one in value.values() if one)
    return "" if value is None else str(value)
