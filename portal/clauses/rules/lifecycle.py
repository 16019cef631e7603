"""The life of a text in the library: concept, reviewed by another pair of eyes, released, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from portal.core.errors import Conflict, Denied

REVIEW_MONTHS = 12
"""How long a review holds when the reviewer names no date; the law and the courts move on."""


class Stage(StrEnum):
    """Where the working text of a clause or a template stands; what is released stands in a version of its own."""

    CONCEPT = "concept"
    REVIEWED = "reviewed"


def check_review(stage: Stage, authors: Iterable[str], reviewer: str) -> Stage:
    """Return the stage after a review. Raises Conflict("library.reviewed") and, for an author, Denied("library.four_eyes").

    >>> check_review(Stage.CONCEPT, ["a"], "b").value
    'reviewed'
    """
    if stage is not Stage.CONCEPT:
        raise Conflict("library.reviewed")
    if reviewer in set(authors):
        raise Denied("library.four_eyes")
    return Stage.REVIEWED


def check_release(stage: Stage) -> None:
    """Refuse to release what nobody reviewed: Conflict("library.not_reviewed")."""
    if stage is not Stage.REVIEWED:
        raise Conflict("library.not_reviewed")
