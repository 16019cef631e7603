"""Agreement templates as data: what is shipped, and the rules that a complete template keeps."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Self

from pydantic import model_validator

from portal.agreements.template.problems import Problem, allowed, problems
from portal.agreements.template.shapes import (
    ALWAYS,
    LAST_USUAL,
    MOST_PARAGRAPHS,
    PLACES,
    Defaults,
    FixedSection,
    Outline,
    Paragraph,
    SignerRule,
    Slot,
    fill,
    placeholders,
)

__all__ = [
    "ALWAYS",
    "LAST_USUAL",
    "MOST_PARAGRAPHS",
    "ORDER",
    "PLACES",
    "Defaults",
    "FixedSection",
    "Outline",
    "Paragraph",
    "Problem",
    "SignerRule",
    "Slot",
    "Template",
    "allowed",
    "fill",
    "keys",
    "placeholders",
    "problems",
    "template",
]

ORDER = ("voluntary", "last_chance", "extension")
"""In which order the shipped templates are offered; those of staff follow by name."""


class Template(Outline):
    """One agreement template, complete: nothing keeps it from being used."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        found = problems(self)
        if found:
            first = found[0]
            raise ValueError(f"{first.code} in section {first.section}: {dict(first.params)}")
        return self


@functools.cache
def template(key: str) -> Template:
    """Read the shipped template called *key*; raise LookupError for an unknown one."""
    if key not in keys():
        raise LookupError(key)
    return Template.model_validate_json(Path(__file__).with_name(f"{key}.json").read_bytes())


def keys() -> tuple[str, ...]:
    """Name the templates that are shipped."""
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.json")))
