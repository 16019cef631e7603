"""The expressions of XLSForm as a small tree: own tokens, own grammar, bounded in length and depth, never evaluated."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_CHARACTERS, MOST_TOKENS, MOST_DEPTH = 6_000, 1_500, 24


class Cannot(ValueError):
    """An expression lies outside the profile; the message says in Dutch what stands in the way."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text between quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, without sign."""

    value: str


@dataclass(frozen=True, slots=True)
class Ref:
    """`${name}`."""

    name: str


@dataclass(frozen=True, slots=True)
class Own:
    """`.`: the answer to the question itself."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; an operator is one as well: `=`, `and`, `+`, `div`."""

    name: str
    arguments: tuple[Ast, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A bare name in a filter: a column of the choices sheet."""

    name: str


Ast = Text | Number | Ref | Own | Call | Column

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<ref>\$\{\s*[^{}\s](?:[^{}]{0,198}[^{}\s])?\s*\})
    | (?P<number>\d+(?:\.\d+)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<name>[A-Za-z_][\w-]*(?::[A-Za-z_][\w-]*)?)
    | (?P<sign><=|>=|!=|\.\.|//|[=<>+\-*(),./|\[\]@])
    )""",
    re.VERBOSE,
)
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " "})
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_PATHS = ("/", "//", "..", "@", "[", "]", "|")
_WORDS = ("or", "and", "div", "mod")
_CHAINED = ("or", "and", "+", "*")


def parse(text: str, columns: bool = False) -> Ast:
    """Read an expression; Cannot when it is no expression, too large, or uses what the profile leaves out.

    With *columns* a bare name is a column of the choices sheet.

    >>> parse("${age} > 18")
    Call(name='>', arguments=(Ref(name='age'), Number(value='18')))
    """
    if len(text) > MOST_CHARACTERS:
        raise Cannot("De uitdrukking is te lang.")
    tokens = _tokens(text)
    if not tokens:
        raise Cannot("De uitdrukking is leeg.")
    reader = _Reader(tokens, columns)
    found = reader.level(0, 0)
    if reader.at < len(tokens):
        raise Cannot(f"‘{reader.seen()[1][:40]}’ staat op een onverwachte plaats.")
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for use_plain_quotes in (False, True):
        if use_plain_quotes:
            text = text.translate(_QUOTES)
        found, at, whole = [], 0, len(text.rstrip())
        while at < whole:
            token = _TOKEN.match(text, at)
            if token is None:
                break
            if len(found) >= MOST_TOKENS:
                raise Cannot("De uitdrukking is te lang.")
            found.append((str(token.lastgroup), token.group(str(token.lastgroup))))
            at = token.end()
        if at >= whole:
            return found
    raise Cannot(f"‘{text[at : at + 20].strip()}’ is geen deel van een uitdrukking.")


class _Reader:
    """Reads by precedence; a run of one associative operator is one call, so that length costs no depth."""

    def __init__(self, tokens: list[tuple[str, str]], columns: bool) -> None:
        self.tokens, self.at, self.columns = tokens, 0, columns

    def seen(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, value: str) -> bool:
        if self.seen()[1] == value and self.seen()[0] in ("sign", "name"):
            self.at += 1
            return True
        return False

    def level(self, number: int, depth: int) -> Ast:
        if depth > MOST_DEPTH:
            raise Cannot("De uitdrukking is te diep genest.")
        if number == len(_LEVELS):
            return self.unary(depth)
        found = self.level(number + 1, depth)
        links = 0
        while (operator := self.operator(_LEVELS[number])) is not None:
            links += 1
            if links > MOST_DEPTH:
                raise Cannot("De uitdrukking is te lang.")
            operands = [found, self.level(number + 1, depth)]
            while operator in _CHAINED and self.operator((operator,)):
                operands.append(self.level(number + 1, depth))
            found = Call(operator, tuple(operands))
        return found

    def operator(self, names: tuple[str, ...]) -> str | None:
        kind, value = self.seen()
        if value in names and (kind == "sign" or (kind == "name" and value in _WORDS)):
            self.at += 1
            return value
        return None

    def unary(self, depth: int) -> Ast:
        negative = False
        while self.take("-"):
            negative = not negative
        found = self.primary(depth)
        if self.seen()[1] in _PATHS and self.seen()[0] == "sign":
            raise Cannot("Een pad of een filter tussen haken hoort niet bij het profiel.")
        return Call("negative", (found,)) if negative else found

    def primary(self, depth: int) -> Ast:
        kind, value = self.seen()
        self.at += 1
        if kind == "text":
            return Text(value[1:-1])
        if kind == "number":
            return Number(value)
        if kind == "ref":
            return Ref(value[2:-1].strip())
        if kind == "sign" and value == ".":
            return Own()
        if kind == "sign" and value == "(":
            found = self.level(0, depth + 1)
            self.close()
            return found
        if kind == "name" and self.take("("):
            if value == "position" and self.take(".."):
                self.close()
                return Call(value, ())
            return Call(value.lower(), self.arguments(depth))
        if kind == "name" and self.columns and value not in _WORDS:
            return Column(value)
        if kind == "end":
            raise Cannot("De uitdrukking houdt halverwege op.")
        if kind == "sign" and value in _PATHS:
            raise Cannot("Een pad of een filter tussen haken hoort niet bij het profiel.")
        if kind == "name":
            raise Cannot(
                f"‘{value[:40]}’ staat los; een antwoord heet ${{{value[:40]}}}, een tekst staat tussen aanhalingstekens."
            )
        raise Cannot(f"‘{value[:40]}’ staat op een onverwachte plaats.")

    def arguments(self, depth: int) -> tuple[Ast, ...]:
        if self.take(")"):
            return ()
        found = [self.level(0, depth + 1)]
        while self.take(","):
            found.append(self.level(0, depth + 1))
        self.close()
        return tuple(found)

    def close(self) -> None:
        if not self.take(")"):
            raise Cannot("Er ontbreekt een haakje.")


_CALCULATING = frozenset(
    {
        "+",
        "-",
        "*",
        "div",
        "mod",
        "<",
        "<=",
        ">",
        ">=",
        "negative",
        "number",
        "int",
        "round",
        "abs",
        "sum",
        "min",
        "max",
    }
)
_PASSING = frozenset({"coalesce", "if", "number", "once"})


def counted(ast: Ast, numeric: bool = False) -> set[str]:
    """Return the names of the fields that an expression calculates with.

    >>> sorted(counted(parse("${a} + number(${b}) > 3 and ${c} = 1")))
    ['a', 'b']
    """
    if isinstance(ast, Ref):
        return {ast.name} if numeric else set()
    if not isinstance(ast, Call):
        return set()
    inner = ast.name in _CALCULATING or (numeric and ast.name in _PASSING)
    return set().union(*(counted(one, inner) for one in ast.arguments))
