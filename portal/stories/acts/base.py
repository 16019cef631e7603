"""What every act is: somebody, at a moment, doing one thing through the same service as the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from portal.stories.dates import Moment
from portal.stories.people import Closed, Key

if TYPE_CHECKING:
    from portal.stories.scene import Scene


class Act(Closed):
    """One act. `who` is a user, a person or a representative of the header."""

    at: Moment
    who: Key = Field(description="who does it: a user, a person or a representative of `people`")
    note: str = Field("", description="for the reader of the story; does nothing")
    refused: str = Field("", description="the code of the refusal that this act must meet; the story goes on after it")

    def play(self, scene: Scene) -> None:
        """Do it. Raises DomainError when a service refuses, `Refused` when the story is at odds with itself."""
        raise NotImplementedError
