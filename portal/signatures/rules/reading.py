"""Reading clause by clause: the three answers, questions, the teach-back question, and what still stands in the way.

A question pauses signing until somebody answered it. "Not agreed" never leads silently to signing: the reader changes
that answer himself, or a new version is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from portal.core.errors import Invalid

MAX_SECONDS = 3_600
QUESTION_LENGTH = 2_000
REASON_LENGTH = 2_000


class Answer(StrEnum):
    """What a reader says about one clause."""

    UNDERSTOOD = "understood"
    QUESTION = "question"
    NOT_AGREED = "not_agreed"


class Subject(StrEnum):
    """What a reader turns to a person for."""

    QUESTION = "question"
    TALK = "talk"
    CHANGE = "change"


class Want(StrEnum):
    """How a reader wants to be answered."""

    TEXT = "text"
    CALL = "call"


class Obstacle(StrEnum):
    """Why a reader cannot sign yet."""

    UNREAD = "unread"
    NOT_AGREED = "not_agreed"
    QUESTION_OPEN = "question_open"


@dataclass(frozen=True, slots=True)
class TeachBack:
    """A question that shows whether a clause came across: the choices, and which of them are right."""

    question: str
    choices: tuple[str, ...]
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class Translated:
    """A clause in another language, for information; `checked` when somebody answers for it. What is absent is "".

    `choices` stand in the order of those of the question.
    """

    text: str
    checked: bool
    consequence: str = ""
    question: str = ""
    choices: tuple[str, ...] = ()

    def lacks(self, item: Item) -> bool:
        """Tell whether something of *item* is not there in this language."""
        asked = item.teach_back is not None
        return bool(item.consequence and not self.consequence) or (asked and not (self.question and all(self.choices)))


@dataclass(frozen=True, slots=True)
class Item:
    """One clause (or, for a mentor, one section) as a reader meets it."""

    number: str
    title: str
    plain: str
    legal: str
    consequence: str = ""
    teach_back: TeachBack | None = None
    icon: str = ""
    shown: str = ""
    """The number of a section on paper, where it is another."""
    translations: Mapping[str, Translated] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a section: paragraph, list, steps, facts (name and value), table or quote."""

    kind: str
    text: str = ""
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    head: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the agreement as it is read on a page: paragraphs and lists of its canonical content."""

    number: str
    title: str
    blocks: tuple[Block, ...] = ()
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Hurdle:
    """One thing that stands in the way of signing; `number` is the clause, None for a question about the whole."""

    kind: Obstacle
    number: str | None


def hurdles(
    items: Sequence[Item], answers: Mapping[str, Answer], open_questions: Iterable[str | None]
) -> list[Hurdle]:
    """List what stands in the way of signing, in reading order.

    *answers* holds the latest answer by clause number, *open_questions* the clause number of each unanswered question.
    """
    waiting = set(open_questions)
    found = [Hurdle(Obstacle.QUESTION_OPEN, None)] if None in waiting else []
    known = {item.number for item in items}
    found += [Hurdle(Obstacle.QUESTION_OPEN, number) for number in sorted(n for n in waiting if n and n not in known)]
    for item in items:
        answer = answers.get(item.number)
        if item.number in waiting:
            found.append(Hurdle(Obstacle.QUESTION_OPEN, item.number))
        elif answer is None:
            found.append(Hurdle(Obstacle.UNREAD, item.number))
        elif answer is Answer.NOT_AGREED:
            found.append(Hurdle(Obstacle.NOT_AGREED, item.number))
    return found


def first_unread(items: Sequence[Item], answers: Mapping[str, Answer]) -> str | None:
    """Return the first clause without an answer, or None when every clause has one."""
    return next((item.number for item in items if item.number not in answers), None)


def place(items: Sequence[Item], number: str) -> int | None:
    """Return the position of clause *number*, counted from one, or None."""
    return next((at for at, item in enumerate(items, 1) if item.number == number), None)


def judge(teach_back: TeachBack | None, chosen: int | None) -> bool | None:
    """Tell whether a teach-back answer is right; None when nothing was asked or answered."""
    if teach_back is None or chosen is None:
        return None
    if not 0 <= chosen < len(teach_back.choices):
        raise Invalid("signing.choice-unknown", field="teach_back")
    return chosen in teach_back.right


def judged(answers: Iterable[tuple[str, bool | None]]) -> dict[str, bool]:
    """Return by clause whether the last answer to its question was right; passing it over afterwards takes nothing back.

    >>> judged([("1", False), ("1", None), ("2", False), ("2", True), ("3", None)])
    {'1': False, '2': True}
    """
    return {number: right for number, right in answers if right is not None}


def is_low(asked: int, right: int) -> bool:
    """Tell whether so few answers were right that somebody must decide before the agreement is completed.

    >>> is_low(3, 1), is_low(3, 2), is_low(0, 0)
    (True, False, False)
    """
    return right * 3 < asked * 2


def seconds(shown_at: dt.datetime | None, now: dt.datetime) -> int | None:
    """Return how long a page was before the reader, at most an hour; None when that is not known."""
    if shown_at is None or shown_at > now:
        return None
    return min(int((now - shown_at).total_seconds()), MAX_SECONDS)
