"""Sheets of a signed paper that came back: what their QR codes say, and what is typed where none can be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.core.errors import Invalid
from portal.signatures.rules.presence import plain_code

_SAYS = re.compile(r"DRIEHOEK-PAPIER-1 (\S{1,60}) (\d{1,6}) (\d{1,4})/(\d{1,4}) ([0-9A-Z]{5})")


@dataclass(frozen=True, slots=True)
class Foot:
    """What the foot of a printed page says: case, version, page and the short code."""

    reference: str
    number: int
    page: int
    total: int
    code: str

    def words(self) -> str:
        """Say it to a reader."""
        return f"{self.reference} – versie {self.number} – bladzijde {self.page} van {self.total} – code {self.code}"

    def qr(self) -> str:
        """Say it to a machine."""
        return f"DRIEHOEK-PAPIER-1 {self.reference} {self.number} {self.page}/{self.total} {self.code}"


@dataclass(frozen=True, slots=True)
class Sheets:
    """The short code of every sheet in the order of the scan, and the places of those that were typed."""

    codes: tuple[str, ...]
    typed: tuple[int, ...]


def foot_of(texts: Sequence[str]) -> Foot | None:
    """Return the foot among the QR codes of one sheet; codes of others (a letterhead) are passed over.

    >>> foot_of(["https://corporatie.example", "DRIEHOEK-PAPIER-1 2026-0004 2 3/9 K7QF2"]).page
    3
    """
    for text in texts:
        found = _SAYS.fullmatch(text)
        if found:
            reference, number, page, total, code = found.groups()
            return Foot(reference, int(number), int(page), int(total), code)
    return None


def sheets(read: Sequence[Sequence[str]], typed: Sequence[str], reference: str, number: int) -> Sheets:
    """Tell which code each sheet has: read from its QR code, or typed where that cannot be read.

    *typed* holds the codes of the unreadable sheets in order, or those of all sheets. Raises Invalid("signing.page-other",
    "signing.page-version", "signing.pages-unread", "signing.pages-count", "signing.page-differs").

    >>> sheets([["DRIEHOEK-PAPIER-1 2026-0004 2 1/2 K7QF2"], []], ["9ABCD"], "2026-0004", 2)
    Sheets(codes=('K7QF2', '9ABCD'), typed=(2,))
    """
    feet = [foot_of(texts) for texts in read]
    for place, foot in enumerate(feet, 1):
        if foot is not None and foot.reference != reference:
            raise Invalid("signing.page-other", field="file", place=place, reference=foot.reference)
        if foot is not None and foot.number != number:
            raise Invalid("signing.page-version", field="file", place=place, number=foot.number, wanted=number)
    unread = [place for place, foot in enumerate(feet, 1) if foot is None]
    if len(typed) == len(feet):
        by_place = dict(enumerate(typed, 1))
    elif len(typed) == len(unread):
        by_place = dict(zip(unread, typed, strict=True))
    elif typed:
        raise Invalid("signing.pages-count", field="codes", pages=len(feet))
    else:
        raise Invalid("signing.pages-unread", field="codes", places=", ".join(map(str, unread)))
    codes = []
    for place, foot in enumerate(feet, 1):
        if foot is not None and place in by_place and plain_code(by_place[place]) != foot.code:
            raise Invalid("signing.page-differs", field="codes", place=place)
        codes.append(foot.code if foot is not None else by_place[place])
    return Sheets(tuple(codes), tuple(unread))
