"""Rules about clauses on plain values: filling, vague words, content that is refused, and times that disagree."""

from __future__ import annotations

from portal.clauses.rules.filling import (
    GAP,
    LONGEST_VALUE,
    ClauseType,
    Filled,
    Parameter,
    ParameterKind,
    Parametrised,
    Value,
    Values,
    clean_value,
    clean_values,
    clock_words,
    date_words,
    fill,
    missing,
    placeholders,
    shown,
)
from portal.clauses.rules.hours import Disagreement, Use, disagreements, use_of
from portal.clauses.rules.prose import plain, sentences
from portal.clauses.rules.wording import Refusal, Refused, VagueWord, refused_content, require_allowed, vague_words

__all__ = [
    "GAP",
    "LONGEST_VALUE",
    "ClauseType",
    "Disagreement",
    "Filled",
    "Parameter",
    "ParameterKind",
    "Parametrised",
    "Refusal",
    "Refused",
    "Use",
    "VagueWord",
    "Value",
    "Values",
    "clean_value",
    "clean_values",
    "clock_words",
    "date_words",
    "disagreements",
    "fill",
    "missing",
    "placeholders",
    "plain",
    "refused_content",
    "require_allowed",
    "sentences",
    "shown",
    "use_of",
    "vague_words",
]
