"""Rules about clauses on plain values: filling, vague words, content that is refused, and times that disagree."""

from __future__ import annotations

from portal.clauses.rules.contradictions import About, Disagreement, Meaning, Use, disagreements, meanings_of, use_of
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
from portal.clauses.rules.lifecycle import REVIEW_MONTHS, Stage, check_release, check_review
from portal.clauses.rules.prose import plain, sentences
from portal.clauses.rules.refusals import Refusal, Refused, refused_content, require_allowed
from portal.clauses.rules.wording import VagueWord, vague_words

__all__ = [
    "GAP",
    "LONGEST_VALUE",
    "REVIEW_MONTHS",
    "About",
    "ClauseType",
    "Disagreement",
    "Filled",
    "Meaning",
    "Parameter",
    "ParameterKind",
    "Parametrised",
    "Refusal",
    "Refused",
    "Stage",
    "Use",
    "VagueWord",
    "Value",
    "Values",
    "check_release",
    "check_review",
    "clean_value",
    "clean_values",
    "clock_words",
    "date_words",
    "disagreements",
    "fill",
    "meanings_of",
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
