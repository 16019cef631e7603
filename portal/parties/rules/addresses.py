"""Dutch addresses: house numbers taken as people write them, and the key by which two entries are one dwelling."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from portal.core.errors import Invalid

Fold = Callable[[str], str]

_HOUSE_NUMBER = re.compile(
    r"""^\s*(?P<number>[1-9][0-9]{0,4})(?![0-9])  # the number itself
        (?:\s*(?P<letter>[A-Za-z])(?=$|[\s\-/.0-9]))?  # one letter directly behind it
        (?:[\s\-/.]*(?P<addition>[0-9A-Za-z][0-9A-Za-z\s\-/.]{0,15}))?\s*$""",
    re.VERBOSE,
)
_POSTCODE = re.compile(r"^\s*([1-9][0-9]{3})\s*([A-Za-z]{2})\s*$")


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number in the three parts of the Dutch register of addresses."""

    number: int
    letter: str = ""
    addition: str = ""

    def __str__(self) -> str:
        return show_house_number(self.number, self.letter, self.addition)


def parse_house_number(typed: str) -> HouseNumber:
    """Take a house number apart; Invalid("dwelling.number") when it does not begin with a number.

    >>> [str(parse_house_number(text)) for text in ("12-III", "44-bis", "19p-8", "1-TRAF", "3-0072", "450-482", "7")]
    ['12-III', '44-bis', '19p-8', '1-TRAF', '3-0072', '450-482', '7']
    >>> parse_house_number("19p-8")
    HouseNumber(number=19, letter='p', addition='8')
    >>> [str(parse_house_number(text)) for text in (" 12 III ", "44bis", "12 A", "12a2", "10/2", "5 - hs")]
    ['12-III', '44-bis', '12A', '12a-2', '10-2', '5-hs']
    """
    found = _HOUSE_NUMBER.match(typed.replace("–", "-"))
    if not found:
        raise Invalid("dwelling.number", field="house_number")
    addition = re.sub(r"\s+", " ", (found["addition"] or "").strip(" -/."))
    return HouseNumber(int(found["number"]), found["letter"] or "", addition)


def show_house_number(number: int, letter: str = "", addition: str = "") -> str:
    """Show a house number whole again.

    >>> show_house_number(44, "", "bis"), show_house_number(19, "p", "8"), show_house_number(12, "A")
    ('44-bis', '19p-8', '12A')
    """
    return f"{number}{letter}" + (f"-{addition}" if addition else "")


def parse_postcode(typed: str) -> str:
    """Write a postcode as "9751 ZB"; Invalid("dwelling.postcode") when it is none.

    >>> parse_postcode("9751zb")
    '9751 ZB'
    """
    found = _POSTCODE.match(typed)
    if not found or found[2].upper() in ("SA", "SD", "SS"):
        raise Invalid("dwelling.postcode", field="postcode")
    return f"{found[1]} {found[2].upper()}"


def show_address(street: str, number: int, letter: str = "", addition: str = "") -> str:
    """Write street and house number: "Lijsterbeslaan 12-III"."""
    return f"{street} {show_house_number(number, letter, addition)}"


def dwelling_key(postcode: str, number: int, letter: str, addition: str) -> str:
    """Make the key by which two entries are the same dwelling: postcode and house number, however it was typed.

    >>> same = dwelling_key("9752 XK", 44, "", "bis")
    >>> same == dwelling_key("9752XK", 44, "", "Bis"), same == dwelling_key("9752 XK", 44, "", "")
    (True, False)
    >>> dwelling_key("9751 ZB", 12, "A", "") == dwelling_key("9751 ZB", 12, "", "a")
    True
    """
    rest = re.sub(r"[^0-9a-z]", "", f"{letter}{addition}".lower())
    return f"{postcode.replace(' ', '').upper()}:{number}:{rest}"


def dwelling_sort_key(street: str, number: int, letter: str, addition: str, fold: Fold) -> str:
    """Make the folded key lists are ordered by: street, then house number as a number."""
    return f"{fold(street)}|{number:05d}|{fold(letter)}|{fold(addition)}"


def dwelling_search_key(
    street: str, number: int, letter: str, addition: str, postcode: str, town: str, fold: Fold
) -> str:
    """Make the folded text a search looks in; the postcode stands in it with and without its space."""
    whole = fold(f"{show_address(street, number, letter, addition)} {postcode} {town}")
    return f"{whole} {postcode.replace(' ', '').lower()}"
