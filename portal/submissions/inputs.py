"""What is posted to the pages of a form, apart from the answers themselves."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import forms

LONGEST_UPLOAD = 11 * 1024 * 1024
MOST_UPLOADS = 20


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One thing that may be released, with what was typed for it."""

    key: str
    label: str
    hint: str
    text: str
    chosen: bool


def version_of(posted: Mapping[str, str]) -> int | None:
    """Return the version of the row that the page was made from, None when it is absent or no number."""
    written = posted.get("version", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


def person_of(posted: Mapping[str, str]) -> uuid.UUID | None:
    """Return the chosen person, None when it is no id."""
    try:
        return uuid.UUID(posted.get("person_id", ""))
    except ValueError:
        return None


def release_of(posted: Mapping[str, str], definition: forms.FormDefinition) -> dict[str, str]:
    """Return the texts whose box is ticked, by key."""
    return {
        one.key: posted.get(f"release-{one.key}", "")
        for one in definition.releases
        if posted.get(f"choose-{one.key}") == "1"
    }


def release_lines(
    form: forms.Prepared, answers: Mapping[str, object], locale: str, posted: Mapping[str, str] | None = None
) -> list[ReleaseLine]:
    """Return what may be released: the answers to begin with, or what was posted."""
    lines = []
    for one in form.definition.releases:
        text = forms.show(form, one.field, answers.get(one.field), locale) if one.field else ""
        chosen = False  # nothing leaves the care part unless somebody ticks it
        if posted is not None:
            text, chosen = posted.get(f"release-{one.key}", ""), posted.get(f"choose-{one.key}") == "1"
        lines.append(ReleaseLine(one.key, forms.say(one.label, locale), forms.say(one.hint, locale), text, chosen))
    return lines
