"""An expression told as a sentence, so that whoever clicked it together can read it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from forms.definition.paths import path_in_words
from forms.definition.text import day_in_words
from forms.expressions.phrases import AROUND, PHRASES, SENTENCES
from forms.expressions.tree import arguments_of, as_date

Name = Callable[[str], str]
Word = Callable[[str, Any], str]
"""The words for a value of a field: its option, not its key."""

_JOINED = {"and", "or"}
_INFIX = {"+": " + ", "*": " × "}
_SUMS = {"+", "-", "*", "/"}
_VALUES = {"==", "!=", "<", "<=", ">", ">=", "in", "has"}
"""Where a constant beside a field is a value of that field."""

__all__ = ["SENTENCES", "describe"]


def describe(tree: Any, name: Name, word: Word, locale: str = "nl", form: str = "shown") -> str:
    """Tell a sound *tree* as a sentence.

    >>> describe({"==": [{"var": "pet"}, True]}, lambda i: "Heeft u een hond?", lambda i, v: "ja")
    'Alleen als ‘Heeft u een hond?’ is ja.'
    """
    around = AROUND.get(locale, AROUND["nl"])
    return around[form].format(_Teller(name, word, locale).tell(tree, top=True))


class _Teller:
    def __init__(self, name: Name, word: Word, locale: str) -> None:
        self.name, self.word, self.locale = name, word, locale
        self.words = PHRASES.get(locale, PHRASES["nl"])

    def tell(self, node: Any, top: bool = False, about: str = "", within: str = "") -> str:
        if isinstance(node, list):
            return self.words["list"].join(self.tell(item, about=about) for item in node) or self.words["null"]
        op, arguments = arguments_of(node)
        if not op:
            return self._leaf(node, about)
        subject = _subject(arguments) if op in _VALUES else ""
        told = [self.tell(argument, about=subject, within=op) for argument in arguments]
        if op == "date_add":
            told[2] = self.words[arguments[2]]
        if op in _JOINED:
            joined = self.words[op].join(told)
            return joined if top or len(told) == 1 else f"({joined})"
        if op in _INFIX:
            joined = _INFIX[op].join(told)
            return f"({joined})" if within in _SUMS else joined
        phrase = self.words["round2" if op == "round" and len(told) == 2 else op]
        said = phrase.replace("{all}", ", ".join(told)) if "{all}" in phrase else _filled(phrase, told)
        return f"({said})" if op in _SUMS and within in _SUMS else said

    def _leaf(self, node: Any, about: str) -> str:
        if isinstance(node, dict):
            return self._lookup(*next(iter(node.items())))
        if about:
            return self.word(about, node)
        if isinstance(node, bool) or node is None:
            return self.words["null" if node is None else str(node).lower()]
        return str(node) if isinstance(node, int) else f"“{node}”"

    def _lookup(self, kind: str, value: Any) -> str:
        if kind == "var":
            return f"‘{self.name(value)}’"
        if kind == "cell":
            return _filled(self.words["cell"], [f"‘{self.name(value[0])}’", str(value[1])])
        if kind in {"previous", "score"}:
            return _filled(self.words[kind], [f"‘{self.name(value)}’"])
        if kind == "case":
            return path_in_words(value, self.locale)
        day = as_date(value) if kind == "date" else None
        if day:
            return day_in_words(day, self.locale)
        return str(value).replace(".", ",") if self.locale == "nl" else str(value)


def _filled(phrase: str, told: list[str]) -> str:
    """Fill a phrase; what is told may itself hold braces."""
    parts = phrase
    for number in range(len(told)):
        parts = parts.replace(f"{{{number}}}", f"\0{number}\0")
    for number, one in enumerate(told):
        parts = parts.replace(f"\0{number}\0", one)
    return parts


def _subject(arguments: list[Any]) -> str:
    """Return the field that constants beside it are values of."""
    return next((a["var"] for a in arguments if isinstance(a, dict) and set(a) == {"var"}), "")
