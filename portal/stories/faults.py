"""What can be wrong with a story: it cannot be read, an act is refused, an expectation fails."""

from __future__ import annotations


class StoryFault(Exception):
    """A story stops here: the file, the line (from one) and the reason in one sentence."""

    def __init__(self, file: str, line: int, reason: str, code: str = "") -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file, self.line, self.reason, self.code = file, line, reason, code


class Refused(Exception):
    """An act cannot be played as it is written; the player adds where it stands."""
