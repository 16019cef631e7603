"""What still keeps a template from being used, point by point; the same rules guard the templates that are shipped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from portal.agreements.rules import SignerRole
from portal.agreements.template.shapes import (
    LAST_USUAL,
    MOST_CLAUSES,
    PLACEHOLDER,
    PLACES,
    SECTION_PLACE,
    Outline,
)
from portal.clauses.rules import ClauseType, refused_content

MOST_OF_ONE = 3
"""A place that stands more often than this in one paragraph is a slip, and would make the text grow without end."""

_NAMED = re.compile(r"\bhoofdstuk(?:ken)?\s+\d", re.I)


@dataclass(frozen=True, slots=True)
class Problem:
    """One point: what it is, in which section (none: the template as a whole), and what it names."""

    code: str
    section: int | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)


def problems(outline: Outline) -> list[Problem]:
    """List what is wrong with a template, in the order of its sections."""
    found = [*_order(outline), *_slots(outline), *_texts(outline), *_signers(outline)]
    places = outline.printed()
    return sorted(found, key=lambda one: -1 if one.section is None else places.get(one.section, 99))


def allowed(outline: Outline) -> frozenset[str]:
    """Name what a fixed text of this template may ask for."""
    return PLACES | {f"section_{one.number}" for one in outline.sections if one.number}


def _order(outline: Outline) -> Iterator[Problem]:
    numbers = [one.number for one in outline.sections]
    for number in range(LAST_USUAL + 1):
        if number not in numbers:
            yield Problem("missing", None, {"number": number})
    for number, times in Counter(numbers).items():
        if times > 1:
            yield Problem("twice", number)
    if numbers[0] != 0:
        yield Problem("head_first")
    if numbers[-1] != LAST_USUAL:
        yield Problem("signing_last")


def _slots(outline: Outline) -> Iterator[Problem]:
    where: dict[ClauseType, list[int]] = {kind: [] for kind in ClauseType}
    for section in outline.sections:
        for slot in section.slots:
            where[slot.type].append(section.number)
            if slot.most is not None and slot.most < max(slot.least, 1):
                yield Problem("slot_bounds", section.number, {"kind": slot.type.value})
        if section.slots and section.when is not None:
            yield Problem("slot_falls_away", section.number)
        if sum(slot.least for slot in section.slots) > MOST_CLAUSES:
            yield Problem("slot_many", section.number, {"most": MOST_CLAUSES})
    for kind, numbers in where.items():
        if not numbers:
            yield Problem("slot_nowhere", None, {"kind": kind.value})
        if len(numbers) > 1:
            yield Problem("slot_twice", numbers[1], {"kind": kind.value})


def _texts(outline: Outline) -> Iterator[Problem]:
    known = allowed(outline)
    moved = any(number != place for number, place in outline.printed().items())
    for section, text in outline.texts():
        asked = Counter(PLACEHOLDER.findall(text))
        for name, times in asked.items():
            if name not in known or (section is None and not SECTION_PLACE.fullmatch(name)):
                yield Problem("placeholder", section, {"name": name[:60]})
            elif times > MOST_OF_ONE:
                yield Problem("placeholder_often", section, {"name": name, "most": MOST_OF_ONE})
        for one in refused_content(text):
            yield Problem("refused", section, {"reason": one.reason.value, "sentence": one.sentence[:200]})
        if moved and _NAMED.search(text):
            yield Problem("number", section)
    for one_section in outline.sections:
        if set(one_section.title) & set("{}"):
            yield Problem("title", one_section.number)
        for one in refused_content(one_section.title):
            yield Problem("refused", one_section.number, {"reason": one.reason.value, "sentence": one.sentence[:200]})
        if one_section.own and not (one_section.intro or one_section.outro or one_section.slots):
            yield Problem("empty", one_section.number)


def _signers(outline: Outline) -> Iterator[Problem]:
    if sorted(one.role for one in outline.signers) != sorted(SignerRole):
        yield Problem("signers")
