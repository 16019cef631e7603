"""The pages of a form as steps: which show, and how far each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forms.definition.text import say
from forms.kinds.registry import Context
from forms.runtime.answers import gaps
from forms.runtime.prepared import Prepared
from forms.runtime.state import shown


class StepState(StrEnum):
    """How far a page is."""

    TODO = "todo"
    PARTLY = "partly"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Step:
    """One page that shows."""

    key: str
    title: str
    number: int
    state: StepState
    missing: int


def steps(form: Prepared, answers: Mapping[str, Any], locale: str, context: Context | None = None) -> list[Step]:
    """Return the pages that show, numbered, each with its state.

    A page is done when nothing required is absent and something was answered, or nothing needs to be.
    """
    context = context or Context()
    seen = shown(form, answers, context)
    faults, _ = gaps(form, answers, context)
    found: list[Step] = []
    for key in seen.pages:
        page = form.pages[key]
        asked = [field for field in page.fields if field.takes_answer and field.id in seen]
        answered = [field for field in asked if field.id in answers]
        missing = sum(fault.page == key for fault in faults)
        state = StepState.PARTLY if answered else StepState.TODO
        if not missing and (answered or not asked):
            state = StepState.DONE
        found.append(Step(key, say(page.title, locale), len(found) + 1, state, missing))
    return found


def neighbours(found: list[Step], key: str) -> tuple[str | None, str | None]:
    """Return the keys of the pages before and after *key* among the steps."""
    keys = [step.key for step in found]
    if key not in keys:
        return None, keys[0] if keys else None
    at = keys.index(key)
    return (keys[at - 1] if at else None), (keys[at + 1] if at + 1 < len(keys) else None)
