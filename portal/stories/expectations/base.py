"""What every expectation is: a check at a moment, answered with nothing or with what is the matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from portal.stories.dates import Moment
from portal.stories.people import Closed

if TYPE_CHECKING:
    from portal.stories.scene import Scene


class Check(Closed):
    """One expectation; without `at` it is judged after the last act."""

    at: Moment | None = None
    note: str = Field("", description="for the reader of the story; does nothing")

    def differences(self, scene: Scene) -> list[str]:
        """List what is otherwise than expected, each as a sentence; empty when all is as expected."""
        raise NotImplementedError


def compare(what: str, expected: Any, found: Any) -> list[str]:
    """Return a sentence when *found* is not *expected*; an expectation of None asks nothing."""
    if expected is None or expected == found:
        return []
    return [f"{what} is {found!r}, expected {expected!r}"]
