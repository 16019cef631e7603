"""Calculations as they are typed: what a formula may name, how it reads now, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import forms
from portal.definitions.rules.bodies import Body, places

SILENT = frozenset({"note", "heading"})
"""Kinds that have no answer to calculate with."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One calculation as the page shows it; `text` is None when no formula says what stands."""

    text: str | None
    sentence: str
    questions: tuple[str, ...]
    functions: tuple[str, ...]


def names_in(body: Body, own: str, locale: str) -> forms.Names:
    """Return what the calculation of the question *own* may name."""
    questions: dict[str, str] = {}
    options: dict[str, dict[str, str]] = {}
    for place in places(body):
        one = place.field
        if one["id"] == own or one["kind"] in SILENT:
            continue
        questions[one["id"]] = forms.say(one.get("label"), locale)
        if isinstance(one.get("options"), list):
            options[one["id"]] = {option["key"]: forms.say(option.get("label"), locale) for option in one["options"]}
    scores = {one["key"]: forms.say(one.get("label"), locale) for one in body.get("scores", ())}
    return forms.Names(questions, options, scores)


def panel(body: Body, held: Mapping[str, Any], sentence: str, locale: str) -> Panel:
    """Return the calculation that stands in the question *held*."""
    names, tree = names_in(body, str(held["id"]), locale), held.get("value")
    text = "" if tree is None else forms.write_formula(tree, names)
    questions = tuple(f"[{forms.named_as(id_, names.questions)}]" for id_ in names.questions)
    return Panel(text, sentence, questions, tuple(f"{name}(" for name in forms.FUNCTIONS))


def tree_of(typed: str, before: Any, names: forms.Names) -> Any:
    """Return the calculation that was typed; what reads the same stays the tree it was. Raises forms.BadFormula.

    A calculation that no formula says goes only when another takes its place.
    """
    shown = None if before is None else forms.write_formula(before, names)
    if before is not None and typed == (shown or ""):
        return before
    return forms.read_formula(typed, names) if typed else None
