"""Scores over answers, and the examples an author keeps to prove a form."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from forms.definition.base import FieldId, Key, Node
from forms.definition.text import Text, Words

Number = (
    Annotated[int, Field(strict=True, ge=-(10**12), le=10**12)]
    | Annotated[str, StringConstraints(pattern=r"^-?\d{1,12}(\.\d{1,4})?$")]
)
"""A whole number, or a decimal written as a text so that no digit is lost: "2.5"."""


class Item(Node):
    """One answer that counts, and how much."""

    field: FieldId
    weight: Number = 1


class Band(Node):
    """What a score from `from` up to and including `to` means; an absent end is open."""

    low: Number | None = Field(None, alias="from")
    high: Number | None = Field(None, alias="to")
    label: Text


class Minimum(Node):
    """A score needs at least this many answers."""

    minimum: int = Field(ge=1, le=200)


class Score(Node):
    """A number made from answers. `domain` ties it to a life domain; `counted` says what `count` counts."""

    key: Key
    label: Text
    method: Literal["sum", "mean", "weighted", "count"]
    items: tuple[Item, ...] = Field(min_length=1, max_length=200)
    counted: tuple[str | int | bool, ...] = Field((), max_length=50)
    """For `count`: the answers that count; empty counts every answer."""
    missing: Literal["ignore", "no_score"] | Minimum = "no_score"
    places: int | None = Field(None, ge=0, le=3)
    bands: tuple[Band, ...] = Field((), max_length=20)
    domain: Key | None = None

    @property
    def precision(self) -> int:
        """How many decimals the score has: as said, else none for a sum or a count and one for an average."""
        if self.places is not None:
            return self.places
        return 0 if self.method in {"sum", "count"} else 1

    @property
    def step(self) -> Decimal:
        """The smallest difference between two scores."""
        return Decimal(1).scaleb(-self.precision)


class Expected(Node):
    """What must come out of an example; what is left out is not looked at."""

    visible: tuple[str, ...] = Field((), max_length=500)
    hidden: tuple[str, ...] = Field((), max_length=500)
    required: tuple[str, ...] = Field((), max_length=500)
    errors: tuple[str, ...] | None = Field(None, max_length=500)
    """The paths of all errors; an empty list says that there are none."""
    scores: dict[Key, Number | None] = Field(default_factory=dict, max_length=100)
    computed: dict[str, Any] = Field(default_factory=dict, max_length=200)


class Example(Node):
    """Answers with what must come of them; every example runs before a form is published."""

    name: Words
    answers: dict[str, Any] = Field(default_factory=dict, max_length=1_000)
    today: dt.date | None = None
    case: dict[str, Any] = Field(default_factory=dict, max_length=50)
    previous: dict[str, Any] = Field(default_factory=dict, max_length=1_000)
    expected: Expected = Expected()
