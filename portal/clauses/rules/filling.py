"""What a clause is to the rules, and filling its parameters into its texts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from portal.core.errors import Invalid

Value = str | int | None
Values = Mapping[str, Value]

LONGEST_VALUE = 300


class ClauseType(StrEnum):
    """Whose duty a clause is: the tenant may not or must, the landlord must, the expert must, or all of them."""

    PROHIBITION = "prohibition"
    OBLIGATION = "obligation"
    CORPORATION = "corporation"
    EXPERT = "expert"
    GENERAL = "general"


class ParameterKind(StrEnum):
    TIME = "time"
    DATE = "date"
    NUMBER = "number"
    PLACE = "place"
    PERSON = "person"
    ORGANISATION = "organisation"
    CHOICE = "choice"
    TEXT = "text"


class Parameter(Protocol):
    """What the rules need to know of one parameter of a clause."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> ParameterKind: ...
    @property
    def required(self) -> bool: ...
    @property
    def default(self) -> Value: ...
    @property
    def minimum(self) -> int | None: ...
    @property
    def maximum(self) -> int | None: ...
    @property
    def meaning(self) -> str: ...
    def counted(self, number: int, locale: str) -> str: ...
    def named(self, value: str, locale: str) -> str | None: ...


class Parametrised(Protocol):
    """A clause as the rules see it: its binding text and what must be filled in."""

    @property
    def text(self) -> str: ...
    @property
    def parameters(self) -> Sequence[Parameter]: ...


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its parameters filled in; `missing` names, in order, those that are still open."""

    text: str
    missing: tuple[str, ...]


_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.S)
_MONTHS = {
    "nl": ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    "ar": ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"],
    "tr": ["Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"],
    "pl": ["stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia"],
}
GAP = "………"
"""What an open place looks like on paper and on the screen."""


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names between braces in *text*, each once, in order.

    >>> placeholders("Vóór {date} bij {organisation}, uiterlijk {date}")
    ('date', 'organisation')
    """
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))


def clock_words(value: dt.time, locale: str = "nl") -> str:
    """Say a time of day as Dutch people write it.

    >>> clock_words(dt.time(7, 5))
    '07.05 uur'
    """
    return f"{value:%H.%M} uur" if locale == "nl" else f"{value:%H:%M}"


def date_words(value: dt.date, locale: str = "nl") -> str:
    """Say a date in words.

    >>> date_words(dt.date(2026, 3, 3))
    '3 maart 2026'
    >>> date_words(dt.date(2026, 3, 3), "pl")
    '3 marca 2026'
    """
    if locale not in _MONTHS:
        return f"{value:%d-%m-%Y}"
    return f"{value.day} {_MONTHS[locale][value.month - 1]} {value.year}"


def clean_value(parameter: Parameter, value: Value) -> Value:
    """Bring *value* to the form in which it is kept (time "22:00", date "2026-03-03", whole number, text).

    Returns None for an empty value. Raises Invalid("clause.value.<kind>", field=key).
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    text = " ".join(str(value).split())
    match parameter.kind:
        case ParameterKind.TIME:
            return f"{_time(parameter, text):%H:%M}"
        case ParameterKind.DATE:
            return _date(parameter, text).isoformat()
        case ParameterKind.NUMBER:
            return _number(parameter, text)
        case ParameterKind.CHOICE:
            if parameter.named(text, "nl") is None:
                raise Invalid("clause.value.choice", field=parameter.key)
            return text
        case _:
            if len(text) > LONGEST_VALUE or set(text) & set("{}[]"):
                raise Invalid("clause.value.text", field=parameter.key, most=LONGEST_VALUE)
            return text


def clean_values(clause: Parametrised, values: Values) -> dict[str, Value]:
    """Clean the values of all parameters of *clause*; a parameter that is not named keeps its default.

    Raises Invalid("clause.value.unknown", field=key) for a name that the clause does not have, and as `clean_value`.
    """
    known = {parameter.key for parameter in clause.parameters}
    for key in values:
        if key not in known:
            raise Invalid("clause.value.unknown", field=key)
    return {p.key: clean_value(p, values.get(p.key, p.default)) for p in clause.parameters}


def shown(parameter: Parameter, value: Value, locale: str = "nl") -> str | None:
    """Say a kept value in words, or None when it is open."""
    if value is None or value == "":
        return None
    match parameter.kind:
        case ParameterKind.TIME:
            return clock_words(dt.time.fromisoformat(str(value)), locale)
        case ParameterKind.DATE:
            return date_words(dt.date.fromisoformat(str(value)), locale)
        case ParameterKind.NUMBER:
            return parameter.counted(int(value), locale)
        case ParameterKind.CHOICE:
            return parameter.named(str(value), locale)
        case _:
            return str(value)


def fill(
    clause: Parametrised, values: Values, text: str | None = None, locale: str = "nl",
    gaps: Mapping[str, str] | None = None,
) -> Filled:  # fmt: skip
    """Fill the parameters of *clause* into its binding text, or into another of its texts.

    A part between [[ and ]] is left out when one of its parameters is open; any other open parameter shows as a gap
    (or as *gaps* says) and is named in `missing`. A value at the start of a sentence gets a capital.
    """
    source = clause.text if text is None else text
    words = {p.key: shown(p, values.get(p.key), locale) for p in clause.parameters}

    def optional(match: re.Match[str]) -> str:
        part = match.group(1)
        return part if all(words.get(name) for name in placeholders(part)) else ""

    source = _OPTIONAL.sub(optional, source)
    open_ones = tuple(name for name in placeholders(source) if not words.get(name))

    def word(match: re.Match[str]) -> str:
        said = words.get(match.group(1)) or (gaps or {}).get(match.group(1), GAP)
        if said.endswith(".") and source[match.end() : match.end() + 1] == ".":
            said = said[:-1]  # "B.V." at the end of a sentence
        before = source[: match.start()].rstrip()
        return said[0].upper() + said[1:] if not before or before[-1] in ".?!" else said

    return Filled(_PLACEHOLDER.sub(word, source), open_ones)


def missing(clause: Parametrised, values: Values) -> tuple[str, ...]:
    """Name the required parameters of *clause* that are still open, in order."""
    return tuple(p.key for p in clause.parameters if p.required and values.get(p.key) in (None, ""))


def _time(parameter: Parameter, text: str) -> dt.time:
    found = re.fullmatch(r"(\d{1,2})[.:](\d{2})(?:\s*uur)?", text, re.ASCII)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Invalid("clause.value.time", field=parameter.key)
    return dt.time(int(found[1]), int(found[2]))


def _date(parameter: Parameter, text: str) -> dt.date:
    dutch = re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", text, re.ASCII)
    try:
        date = dt.date(int(dutch[3]), int(dutch[2]), int(dutch[1])) if dutch else dt.date.fromisoformat(text)
    except ValueError:
        raise Invalid("clause.value.date", field=parameter.key) from None
    if not 2000 <= date.year <= 2100:
        raise Invalid("clause.value.date", field=parameter.key)
    return date


def _number(parameter: Parameter, text: str) -> int:
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
        raise Invalid("clause.value.number", field=parameter.key, least=parameter.minimum, most=parameter.maximum)
    number = int(text)
    low, high = parameter.minimum, parameter.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise Invalid("clause.value.number", field=parameter.key, least=low, most=high)
    return number
