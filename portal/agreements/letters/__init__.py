"""Letters as data: fixed text with allow-listed placeholders, filled once, and values that are never read again."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from portal.agreements.template import Paragraph, fill, placeholders
from portal.clauses.facts import applies
from portal.clauses.rules import date_words, refused_content

ALLOWED = frozenset(
    {
        "tenants", "address", "reference", "corporation", "signer", "contact", "phone", "incidents", "day", "time", "place",
        "deadline", "agreement", "clauses", "in_force", "ends",
    }
)  # fmt: skip
"""What the text of a letter may ask for; nothing else of a case can be reached."""

ALWAYS = frozenset({"tenants", "address", "reference", "corporation", "signer", "contact", "phone"})
"""What a case knows at any time."""

_WHO = frozenset({"who", "on"})
OUTCOMES = {
    "signing": frozenset({"on", "reconsider", "starts"}), "refusal": _WHO, "refusal_in_person": _WHO,
    "refusal_corporation": _WHO, "refusal_expert": _WHO, "withdrawal": _WHO, "expiry": _WHO,
}  # fmt: skip
"""Letters that follow from an outcome of signing, with what that outcome tells; nobody makes them by hand."""

ASKED = ("day", "time", "place", "deadline")
"""What whoever makes the letter fills in, where the letter asks for it."""

Text = Annotated[str, Field(min_length=1, max_length=2_000)]


def allowed(key: str) -> frozenset[str]:
    """Name what the letter called *key* may ask for."""
    return ALWAYS | OUTCOMES[key] if key in OUTCOMES else ALLOWED


class LetterTemplate(BaseModel):
    """One kind of letter, complete."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Literal[1] = Field(alias="schema")
    key: Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,30}$")]
    version: int
    title: Text
    about: Text
    subject: Text
    paragraphs: tuple[Paragraph, ...]
    closing: Text

    @model_validator(mode="after")
    def _allowed(self) -> Self:
        unknown = set(self.asks()) - allowed(self.key)
        if unknown:
            raise ValueError(f"placeholders that are not allowed: {', '.join(sorted(unknown))}")
        refused = [one for text in self.texts() for one in refused_content(text)]
        if refused:
            raise ValueError(f"refused content: {refused[0].reason.value}: {refused[0].sentence}")
        return self

    def texts(self) -> tuple[str, ...]:
        """Return every text that is filled."""
        return (self.subject, *(one.text for one in self.paragraphs), self.closing)

    def asks(self) -> tuple[str, ...]:
        """Name the placeholders, each once."""
        return tuple(dict.fromkeys(name for text in self.texts() for name in placeholders(text)))

    def to_fill(self) -> tuple[str, ...]:
        """Name what whoever makes the letter must fill in."""
        return tuple(name for name in ASKED if name in self.asks())


class Letter(BaseModel):
    """A letter as it is read: all words in place."""

    model_config = ConfigDict(frozen=True)

    key: str
    title: str
    reference: str
    sender: str
    sender_lines: tuple[str, ...]
    addressee: tuple[str, ...]
    dated_on: dt.date
    subject: str
    paragraphs: tuple[str, ...]
    own: str = ""
    closing: str
    signer: str
    function: str = ""
    copies: tuple[str, ...] = ()

    @property
    def date_words(self) -> str:
        """Say the date in words."""
        return date_words(self.dated_on)


def written(template: LetterTemplate, values: dict[str, str], facts: dict[str, Any], **frame: Any) -> Letter:
    """Fill *template* once; a paragraph whose condition does not hold is left out."""
    return Letter(
        key=template.key,
        title=template.title,
        subject=fill(template.subject, values),
        paragraphs=tuple(fill(one.text, values) for one in template.paragraphs if applies(one.when, facts)),
        closing=fill(template.closing, values),
        **frame,
    )


@functools.cache
def letter_templates() -> tuple[LetterTemplate, ...]:
    """Read the letters that are shipped, in the order in which a case meets them."""
    found = [LetterTemplate.model_validate_json(path.read_bytes()) for path in Path(__file__).parent.glob("*.json")]
    order = ("invitation", "warning", "notice", "confirmation", *OUTCOMES)
    return tuple(sorted(found, key=lambda one: order.index(one.key) if one.key in order else len(order)))


def letter_template(key: str) -> LetterTemplate:
    """Return the letter called *key*; raise LookupError for an unknown one."""
    for one in letter_templates():
        if one.key == key:
            return one
    raise LookupError(key)
