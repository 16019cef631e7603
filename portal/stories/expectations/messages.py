"""Expectations of what left the house: mail and SMS to somebody, and what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from portal.stories import mailbox
from portal.stories.expectations.base import Check, compare
from portal.stories.people import Key

if TYPE_CHECKING:
    from portal.stories.scene import Scene


class Messages(Check):
    """What mail and SMS about the case were sent to somebody."""

    check: Literal["messages"]
    to: Key
    sent: int | None = Field(None, ge=0, description="how many, mail and SMS together")
    contains: list[str] = Field(default_factory=list, description="words that stand in at least one of them")
    lacks: list[str] = Field(default_factory=list, description="words that stand in none of them")

    def differences(self, scene: Scene) -> list[str]:
        texts = list(mailbox.texts(scene, self.to))
        return [
            *compare("the number of messages", self.sent, len(texts)),
            *(f"no message says {words!r}" for words in self.contains if not any(words in text for text in texts)),
            *(f"a message says {words!r}" for words in self.lacks if any(words in text for text in texts)),
        ]
