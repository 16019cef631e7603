"""What is different between two texts, word by word, and between two versions of a clause, part by part."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any, Literal

from portal.clauses.body import ClauseBody

Kind = Literal["same", "out", "in"]
MOST_WORDS = 4_000
"""Longer texts are shown as a whole: comparing them word by word would keep others waiting."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that is different, with its text before and after."""

    part: str
    before: str
    after: str


def words_changed(before: str, after: str) -> list[tuple[Kind, str]]:
    """Lay two texts over each other: what stayed, what went out, what came in.

    >>> words_changed("na 22.00 uur stil", "na 23.00 uur stil")
    [('same', 'na'), ('out', '22.00'), ('in', '23.00'), ('same', 'uur stil')]
    """
    old, new = before.split(), after.split()
    if len(old) + len(new) > MOST_WORDS:
        return [("out", before), ("in", after)]
    told: list[tuple[Kind, str]] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            told.append(("same", " ".join(old[i:j])))
            continue
        if j > i:
            told.append(("out", " ".join(old[i:j])))
        if m > k:
            told.append(("in", " ".join(new[k:m])))
    return told


def differences(before: ClauseBody, after: ClauseBody) -> list[Difference]:
    """List the parts of a clause that are different, in the order of the page."""
    one, other = _flat(before), _flat(after)
    names = [*one, *(name for name in other if name not in one)]
    return [
        Difference(name, one.get(name, ""), other.get(name, ""))
        for name in names
        if one.get(name, "") != other.get(name, "")
    ]


def _flat(body: ClauseBody) -> dict[str, str]:
    told: dict[str, str] = {"type": body.type.value, "topic": body.topic, "title": body.title, "icon": body.icon}
    told |= {"text": body.text, "plain": body.plain["nl"]}
    told |= {name: str(getattr(body.specifics, name)) for name in ("who", "where", "when", "measure")}
    told |= {"consequence": body.consequence, "evidence": f"{body.evidence.text} ({', '.join(body.evidence.kinds)})"}
    options = "; ".join(
        f"{one.text}{' (goed)' if one.key == body.teach_back.right else ''}" for one in body.teach_back.options
    )
    told |= {"teach_back": f"{body.teach_back.question} {options}", "offered_when": body.offered_when}
    told |= {"ground": body.ground, "parameters": "\n".join(_parameter(one) for one in body.parameters)}
    told |= {
        f"translation.{language}": "\n".join([*one.texts(), f"({one.translator}, {one.status})"])
        for language, one in body.translations.items()
    }
    told["recording"] = body.recording.sha256[:12] if body.recording else ""
    return told


def _parameter(one: Any) -> str:
    limits = [
        f"{name} {value}" for name, value in (("vanaf", one.minimum), ("tot en met", one.maximum)) if value is not None
    ]
    choices = [choice.label["nl"] for choice in one.choices]
    return ", ".join(
        filter(None, [f"{{{one.key}}}", one.kind.value, one.label, str(one.default or ""), *limits, *choices])
    )
