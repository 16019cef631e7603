"""Everything the engine can tell of a set of answers, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms.kinds.registry import Context
from forms.runtime.answers import Answers, Fault, asked, clean, gaps_in, required
from forms.runtime.posted import locked
from forms.runtime.prepared import Prepared
from forms.runtime.scoring import ScoreResult
from forms.runtime.state import Path, state_of


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers as they are kept when sent, with what shows, what is required, what was calculated and what is wrong."""

    answers: Answers
    visible: tuple[Path, ...]
    required: tuple[Path, ...]
    read_only: tuple[Path, ...]
    computed: Mapping[Path, Any]
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    scores: Mapping[str, ScoreResult]

    def plain(self, locale: str = "nl") -> dict[str, Any]:
        """Return all of it as JSON, faults with their sentences."""
        return {
            "visible": list(self.visible),
            "required": list(self.required),
            "read_only": list(self.read_only),
            "computed": dict(self.computed),
            "errors": [_plain(fault, locale) for fault in self.faults],
            "warnings": [_plain(fault, locale) for fault in self.warnings],
            "scores": {
                key: {"value": one.plain(), "band": one.band and one.band.get(locale), "answered": one.answered,
                      "of": one.asked, "domain": one.domain}
                for key, one in self.scores.items()
            },
            "answers": self.answers,
        }  # fmt: skip


def _plain(fault: Fault, locale: str) -> dict[str, str]:
    return {"path": fault.path, "field": fault.field, "code": fault.code, "message": fault.say(locale)}


def judge(form: Prepared, answers: Any, context: Context | None = None) -> Judged:
    """Judge *answers* as if they were sent now; never raises."""
    context = context or Context()
    cleaned = clean(form, answers, context)
    state = state_of(form, cleaned.answers, replace(context, compartments=None))
    faulty = {fault.path for fault in cleaned.faults}
    gaps, warnings = gaps_in(form, cleaned.answers, state, context)
    faults = [*cleaned.faults, *(gap for gap in gaps if gap.path not in faulty)]
    entries = [(path, entry) for path, entry, _ in asked(form, cleaned.answers, state)]
    return Judged(
        cleaned.answers,
        tuple(path for path in state.scopes if path in cleaned.shown),
        tuple(path for path, entry in entries if required(entry, state.scopes[path])),
        tuple(path for path, entry in entries if locked(entry, path, state)),
        state.computed,
        tuple(faults),
        tuple(warnings),
        state.scores,
    )
