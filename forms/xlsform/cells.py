"""The cells of a workbook as texts: what stands in them for a person, however the workbook keeps it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

READ = ("survey", "choices", "settings")
"""The sheets of which the cells are kept."""

LONGEST_TEXT = 32_767
"""Excel holds no more in one cell."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,4})\d*")
_ASIDE = re.compile(r'"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|\\.|_.', re.IGNORECASE)
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_DAYS_OF_EXCEL = 2_958_466
"""Up to the year 9999."""


class TooLong(ValueError):
    """A text is longer than a cell can hold."""


@dataclass(slots=True)
class Table:
    """One sheet: its name, and by row and column the texts of a sheet that is read."""

    name: str
    read: bool = False
    rows: dict[int, dict[int, str]] = field(default_factory=dict)

    def keep(self, row: int, column: int, text: str) -> None:
        """Keep what stands in a cell, unless it is nothing."""
        if told := as_read(text):
            self.rows.setdefault(row, {})[column] = told


def as_read(text: str) -> str:
    """Return *text* as it comes back from a workbook."""
    return text.strip().replace("\u00a0", " ")


def column_number(place: str) -> int:
    """Return the number of the column in a place such as "B7", 0 when it names none.

    >>> column_number("B7"), column_number("AA1"), column_number("7")
    (2, 27, 0)
    """
    found = _PLACE.fullmatch(place)
    number = 0
    for letter in found.group(1) if found else "":
        number = number * 26 + ord(letter) - 64
    return number


class Pieces:
    """Puts the text of one cell, or of one text that cells share, together from its runs."""

    __slots__ = ("aside", "open", "told")

    def __init__(self) -> None:
        self.told: list[str] = []
        self.open = self.aside = False

    def start(self, name: str) -> None:
        """Take the beginning of an element; how a text is pronounced stands aside."""
        if name in ("t", "v"):
            self.open = not self.aside
        elif name == "rPh":
            self.aside = True

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name in ("t", "v"):
            self.open = False
        elif name == "rPh":
            self.aside = False

    def text(self, told: str) -> None:
        """Take a piece of text."""
        if self.open:
            self.told.append(told)

    def whole(self) -> str:
        """Return the text and begin anew; TooLong when no cell could hold it."""
        text = "".join(self.told)
        self.told = []
        self.open = self.aside = False
        if len(text) > LONGEST_TEXT:
            raise TooLong
        return text


def plain(text: str) -> str:
    """Return *text* with the signs that XML cannot hold put back.

    >>> plain("a_x000A_b_x005F_c")
    'a\\nb_c'
    """
    return _ESCAPED.sub(_sign, text) if "_x" in text else text


def escaped(text: str) -> str:
    """Return *text* so that `plain` gives it back."""
    return re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text) if "_x" in text else text


def _sign(found: re.Match[str]) -> str:
    number = int(found.group(1), 16)
    return found.group() if 0xD800 <= number <= 0xDFFF else chr(number)


@dataclass(slots=True)
class Looks:
    """Which looks of a cell make a date of its number."""

    from_1904: bool = False
    dates: set[str] = field(default_factory=set)
    _codes: dict[str, str] = field(default_factory=dict)
    _seen: int = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element of the styles."""
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:200]
        elif name == "cellXfs":
            self._seen = 0
        elif name == "cellStyles":
            self._seen = -1
        elif name == "xf" and self._seen >= 0:
            if self._is_date(attributes.get("numFmtId", "")):
                self.dates.add(str(self._seen))
            self._seen += 1

    def _is_date(self, format_: str) -> bool:
        code = self._codes.get(format_)
        if code is not None:
            return re.search("[dmyhs]", _ASIDE.sub("", code.partition(";")[0]), re.IGNORECASE) is not None
        return format_.isdecimal() and len(format_) < 4 and int(format_) in _BUILT_IN_DATES

    def shown(self, written: str, look: str) -> str:
        """Return a number as a person reads it: whole, with decimals, or the day and time it stands for."""
        try:
            value = float(written)
        except ValueError:
            return written
        if look in self.dates and 0 <= value < _DAYS_OF_EXCEL:
            return _moment(value, self.from_1904)
        if value.is_integer() and abs(value) < 10**15:
            return str(int(value))
        return f"{value:.15g}"


def _moment(days: float, from_1904: bool) -> str:
    """Write a number of days as Excel counts them as a date, a time or both."""
    whole, seconds = divmod(round(days * 86_400), 86_400)
    hours, rest = divmod(seconds, 3_600)
    clock = f"{hours:02}:{rest // 60:02}" + (f":{rest % 60:02}" if rest % 60 else "")
    if whole == 0:
        return clock
    first = dt.date(1904, 1, 1) if from_1904 else dt.date(1899, 12, 30 if whole > 60 else 31)
    try:
        day = (first + dt.timedelta(days=whole)).isoformat()
    except OverflowError:
        return f"{days:.15g}"
    return f"{day}T{clock}" if seconds else day


def told(written: str, kind: str, look: str, shared: list[str], looks: Looks) -> str:
    """Return what a cell of a *kind* says; IndexError when it points at no text."""
    if kind == "s":
        number = int(written)
        if number < 0:
            raise IndexError
        return shared[number]
    if kind == "n":
        return looks.shown(written, look)
    if kind == "b":
        return "TRUE" if written.strip() in ("1", "true") else "FALSE"
    return plain(written)
