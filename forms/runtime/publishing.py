"""The gate before a version: checks of the definition, then the author's own examples."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from forms.definition import checks
from forms.definition.digest import canonical
from forms.definition.handling import handling
from forms.definition.load import Problem
from forms.definition.messages import problem
from forms.definition.schema import FormDefinition
from forms.definition.scores import Example
from forms.definition.text import say
from forms.kinds.registry import Context
from forms.reading import EASY, MOST_WORDS, measure
from forms.runtime.judging import Judged, judge
from forms.runtime.prepared import Prepared, prepare

LARGEST_EXAMPLES = 100_000
"""So many bytes of answers are played at one publishing."""

FEWEST_WORDS = 6
"""Shorter texts say too little to measure."""

_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n")
_USUAL_DAY = dt.date(2026, 1, 15)
"""The day an example plays on when it names none, so that it gives the same every day."""


def check(definition: FormDefinition) -> list[Problem]:
    """Return all that keeps *definition* from being published; empty when it may be.

    Examples run only when the definition itself is sound.
    """
    found = checks.check(definition)
    return found or list(_examples(definition))


def _examples(definition: FormDefinition) -> Iterator[Problem]:
    names = [example.name for example in definition.examples]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield problem("duplicate_example", f"voorbeeld {name}", name=name)
    if sum(len(canonical(example.answers)) for example in definition.examples) > LARGEST_EXAMPLES:
        yield problem("large_examples", definition.key)
    elif definition.examples:
        form = prepare(definition)
        for example in definition.examples:
            for why in example_faults(form, example):
                yield problem("example_fails", f"voorbeeld {example.name}", name=example.name, why=why)


def warnings(definition: FormDefinition) -> list[Problem]:
    """Return the Dutch texts for tenants that are hard to read; a warning keeps nothing from being published."""
    found: list[Problem] = []
    by_form = definition.audience or ()
    if definition.filled_by == "tenant" or "tenant" in by_form:
        for name, text in (("inleiding", definition.intro), ("vervolg", definition.after)):
            found += _hard(definition.key, name, text)
    for page, field, groups in definition.placed():
        if definition.filled_by == "tenant" or "tenant" in (
            handling(definition, page, field, *groups)["audience"] or ()
        ):
            for name, text in checks.texts_of(field):
                found += _hard(field.id, name, text)
    return found


def _hard(where: str, name: str, text: Mapping[str, str] | None) -> Iterator[Problem]:
    said = (text or {}).get("nl", "")
    measured = measure(_SENTENCE.split(said))
    if measured.words < FEWEST_WORDS:
        return
    why = []
    if measured.hard:
        why.append(f"moeilijke woorden ({', '.join(measured.hard)})")
    if measured.longest > MOST_WORDS:
        why.append(f"een zin van {measured.longest} woorden")
    if measured.score < EASY:
        why.append(f"leesbaarheid {measured.score} van 100, het doel is {EASY}")
    if why:
        yield problem("hard_to_read", where, text=name, why="; ".join(why))


def play(form: Prepared, example: Example) -> Judged:
    """Judge the answers of an example on its own day and case."""
    return judge(form, example.answers, context_of(example))


def context_of(example: Example) -> Context:
    """Return what an example knows beside its answers."""
    return Context(today=example.today or _USUAL_DAY, case=example.case, previous=example.previous)


def example_faults(form: Prepared, example: Example) -> list[str]:
    """Return what does not come out of an example as expected, in words; empty when all does."""
    played, wanted = play(form, example), example.expected

    def said(path: str) -> str:
        return _said(form, path)

    found = [f"‘{path}’ is geen vraag." for path in dict.fromkeys([*_unknown(form, example), *_strange(played)])]
    found += [f"{said(path)} moet te zien zijn." for path in wanted.visible if path not in played.visible]
    found += [f"{said(path)} mag niet te zien zijn." for path in wanted.hidden if path in played.visible]
    found += [f"{said(path)} moet verplicht zijn." for path in wanted.required if path not in played.required]
    if wanted.errors is not None:
        given = {fault.path for fault in played.faults}
        found += [f"bij {said(path)} hoort een fout." for path in wanted.errors if path not in given]
        found += [f"bij {said(path)} hoort geen fout." for path in sorted(given - set(wanted.errors))]
    for key, value in wanted.scores.items():
        score = played.scores.get(key)
        if score is None:
            found.append(f"de score ‘{key}’ bestaat niet.")
        elif score.value != (None if value is None else Decimal(value)):
            found.append(f"de score ‘{say(score.label, 'nl')}’ is {_told(score.plain())} en niet {_told(value)}.")
    for path, value in wanted.computed.items():
        given_value = played.computed.get(path)
        if given_value != value or isinstance(given_value, bool) != isinstance(value, bool):
            found.append(f"{said(path)} wordt {_told(given_value)} en niet {_told(value)}.")
    return found


def _said(form: Prepared, path: str) -> str:
    """Name a question as its author knows it, in a row with the number of the row."""
    entry = form.entry_at(path)
    label = say(entry.field.label, "nl") if entry else path
    rows = [str(int(part) + 1) for part in path.split("-") if part.isdecimal()] if entry else []
    return f"‘{label}’ (regel {', '.join(rows)})" if rows else f"‘{label}’"


def _unknown(form: Prepared, example: Example) -> list[str]:
    wanted = example.expected
    paths = [*wanted.visible, *wanted.hidden, *wanted.required, *(wanted.errors or ()), *wanted.computed]
    return [path for path in dict.fromkeys(paths) if path and form.entry_at(path) is None]


def _strange(played: Judged) -> list[str]:
    return [fault.path for fault in played.faults if fault.code == "no_such_question"]


def _told(value: Any) -> str:
    return "leeg" if value is None else str(value)[:80]
