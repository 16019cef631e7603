"""What a working text of a clause still needs before it may be reviewed, and what would make it weak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from portal.clauses.body import ClauseBody
from portal.clauses.reading import reading
from portal.clauses.rules import placeholders, refused_content, vague_words

LEAST_OPTIONS = 3
"""A question back has a right answer and at least two wrong ones: with one wrong answer a guess is right half the time."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point on the list beside a working text."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def needed(content: Mapping[str, Any]) -> list[Point]:
    """List what must be put right before a review, each part once."""
    found: dict[str, Point] = {}
    try:
        ClauseBody.model_validate(content)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False, include_context=False)[:40]:
            part = str(one["loc"][0]) if one["loc"] else _told_by(one["msg"], content)
            found.setdefault(part, Point(f"needed.{part}" if part in PARTS else "needed.other", {"part": part}))
    options = (content.get("teach_back") or {}).get("options") or ()
    if "teach_back" not in found and len(options) < LEAST_OPTIONS:
        found["teach_back"] = Point("needed.wrong_answers")
    return list(found.values())


def weak(content: Mapping[str, Any]) -> list[Point]:
    """List what would make the clause weak before a judge or hard for a tenant; none of it blocks."""
    found = [Point("weak.vague", {"word": one.word}) for one in vague_words(str(content.get("text") or ""))]
    for part, text in (("plain", (content.get("plain") or {}).get("nl")), ("consequence", content.get("consequence"))):
        measured = reading(str(text or ""))
        if text and not measured.easy:
            found.append(Point(f"weak.{part}", {"score": measured.score, "longest": measured.longest}))
    if not content.get("translations"):
        found.append(Point("weak.no_translation"))
    for language, one in (content.get("translations") or {}).items():
        if set(placeholders(str(one.get("text", "")))) != set(
            placeholders(str((content.get("plain") or {}).get("nl", "")))
        ):
            found.append(Point("weak.translation", {"language": language}))
        keys = {option.get("key") for option in (content.get("teach_back") or {}).get("options") or ()}
        if not (one.get("consequence") and one.get("question")) or keys - set(one.get("options") or {}):
            found.append(Point("weak.translation_part", {"language": language}))
    return found


PARTS = (
    "type", "topic", "title", "icon", "text", "plain", "translations", "parameters", "specifics", "consequence", "evidence",
    "teach_back", "offered_when", "condition", "categories", "ground", "refused", "placeholders",
)  # fmt: skip


def _told_by(message: str, content: Mapping[str, Any]) -> str:
    """Name the part that a rule over the whole body speaks of."""
    if refused_content(f"{content.get('text') or ''}\n{(content.get('plain') or {}).get('nl') or ''}"):
        return "refused"
    if "parameter" in message:
        return "placeholders" if "placeholder" in message or "stand in" in message else "parameters"
    return next((part for part in PARTS if part in message), "text")
