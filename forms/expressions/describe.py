"""A condition told as a sentence, so that whoever clicked it together can read it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from forms.definition.text import day_in_words
from forms.expressions.tree import arguments_of, as_date

Name = Callable[[str], str]
Word = Callable[[str, Any], str]
"""The words for a value of a field: its option, not its key."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "and": " en ", "or": " of ", "not": "niet ({0})", "if": "als {0}, dan {1}, anders {2}",
        "coalesce": "het eerste ingevulde van {all}",
        "==": "{0} is {1}", "!=": "{0} is niet {1}", "<": "{0} is kleiner dan {1}", "<=": "{0} is hoogstens {1}",
        ">": "{0} is groter dan {1}", ">=": "{0} is minstens {1}", "in": "{0} is één van {1}",
        "-": "{0} − {1}", "min": "het kleinste van {all}",
        "max": "het grootste van {all}", "answered": "{0} is beantwoord", "unknown": "{0} is ‘weet ik niet’",
        "declined": "{0} is ‘wil hier niet over praten’", "empty": "{0} is leeg", "has": "bij {0} is {1} gekozen",
        "length": "de lengte van {0}", "count": "het aantal bij {0}", "sum": "de som van {1} over de regels van {0}",
        "any": "voor minstens één regel van {0} geldt: {1}", "all": "voor elke regel van {0} geldt: {1}",
        "today": "vandaag", "days_between": "het aantal dagen van {0} tot {1}",
        "months_between": "het aantal maanden van {0} tot {1}",
        "true": "ja", "false": "nee", "null": "niets", "list": " of ", "shown": "Alleen als {0}.",
    },
    "en": {
        "and": " and ", "or": " or ", "not": "not ({0})", "if": "if {0} then {1}, otherwise {2}",
        "coalesce": "the first answered of {all}",
        "==": "{0} is {1}", "!=": "{0} is not {1}", "<": "{0} is less than {1}", "<=": "{0} is at most {1}",
        ">": "{0} is more than {1}", ">=": "{0} is at least {1}", "in": "{0} is one of {1}",
        "-": "{0} − {1}", "min": "the smallest of {all}",
        "max": "the largest of {all}", "answered": "{0} is answered", "unknown": "{0} is ‘I do not know’",
        "declined": "{0} is ‘I do not want to talk about this’", "empty": "{0} is empty",
        "has": "{1} is chosen at {0}", "length": "the length of {0}", "count": "the number at {0}",
        "sum": "the sum of {1} over the rows of {0}", "any": "for at least one row of {0}: {1}",
        "all": "for every row of {0}: {1}", "today": "today", "days_between": "the days from {0} to {1}",
        "months_between": "the months from {0} to {1}",
        "true": "yes", "false": "no", "null": "nothing", "list": " or ", "shown": "Only if {0}.",
    },
}  # fmt: skip


def describe(tree: Any, name: Name, word: Word, locale: str = "nl") -> str:
    """Tell a sound *tree* as a sentence.

    >>> describe({"==": [{"var": "pet"}, True]}, lambda i: "Heeft u een hond?", lambda i, v: "ja")
    'Alleen als ‘Heeft u een hond?’ is ja.'
    """
    words = _WORDS.get(locale, _WORDS["nl"])
    return words["shown"].format(_tell(tree, name, word, locale, top=True))


def _tell(node: Any, name: Name, word: Word, locale: str, top: bool = False, about: str = "") -> str:
    words = _WORDS.get(locale, _WORDS["nl"])
    if isinstance(node, list):
        return words["list"].join(_tell(item, name, word, locale, about=about) for item in node) or words["null"]
    op, arguments = arguments_of(node)
    if not op:
        return _leaf(node, name, word, locale, about)
    subject = _subject(arguments)
    told = [_tell(argument, name, word, locale, about=subject) for argument in arguments]
    if op in {"and", "or"}:
        joined = words[op].join(told)
        return joined if top or len(told) == 1 else f"({joined})"
    if op in {"+", "*"}:
        return (" + " if op == "+" else " × ").join(told)
    phrase = words[op]
    return phrase.replace("{all}", ", ".join(told)) if "{all}" in phrase else phrase.format(*told)


def _subject(arguments: list[Any]) -> str:
    """Return the field that constants beside it are values of."""
    return next((a["var"] for a in arguments if isinstance(a, dict) and set(a) == {"var"}), "")


def _leaf(node: Any, name: Name, word: Word, locale: str, about: str) -> str:
    words = _WORDS.get(locale, _WORDS["nl"])
    if isinstance(node, dict):
        ((kind, value),) = node.items()
        if kind == "var":
            return f"‘{name(value)}’"
        day = as_date(value) if kind == "date" else None
        if day:
            return day_in_words(day, locale)
        return str(value).replace(".", ",") if locale == "nl" else str(value)
    if about:
        return word(about, node)
    if isinstance(node, bool) or node is None:
        return words["null" if node is None else str(node).lower()]
    return str(node)
