"""Calculations as an author types them: `[Inkomen] - [Uitgaven]`, read into the closed tree and written back from it.

The words are those of the sentences. What is written reads back as the same tree, or is not written at all; nothing is
evaluated here, and length and depth are bounded.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.definition.paths import PATHS
from forms.expressions.tree import ABOUT_FIELD, ARITY, ROWS, arguments_of, as_date, as_decimal, faults_of

MOST_CHARACTERS, MOST_TOKENS, MOST_DEPTH = 6_000, 1_500, 20

FUNCTIONS: Mapping[str, str] = {
    "som": "sum", "gemiddelde_over": "mean_over", "laagste_over": "min_over", "hoogste_over": "max_over",
    "aantal": "count", "aantal_als": "count_if", "minstens_een": "any", "elke": "all", "als": "if",
    "eerste_ingevulde": "coalesce", "gemiddelde": "mean", "laagste": "min", "hoogste": "max", "afgerond": "round",
    "naar_beneden": "floor", "zonder_min": "abs", "rest": "mod", "getal": "number", "dagen_tussen": "days_between",
    "maanden_tussen": "months_between", "datum_plus": "date_add", "datum_van": "date_of", "jaar": "year",
    "maand": "month", "dag": "day", "ingevuld": "answered", "weet_niet": "unknown", "wil_niet": "declined",
    "leeg": "empty", "gekozen": "has", "een_van": "in", "lengte": "length", "tekst": "concat",
    "kleine_letters": "lower", "hoofdletters": "upper", "bevat": "contains", "begint_met": "starts_with",
    "eindigt_op": "ends_with", "past_op": "matches",
}  # fmt: skip
"""The functions an author may type, each with its operator; arguments stand between semicolons."""

_ALONE: Mapping[str, Any] = {
    "vandaag": {"today": []}, "regelnummer": {"position": []}, "ja": True, "nee": False, "niets": None,
}  # fmt: skip
_UNITS = {"dagen": "days", "maanden": "months", "jaren": "years"}
_SIGNS = {"<>": "!=", "≠": "!=", "≤": "<=", "≥": ">=", "×": "*", "÷": "/", ":": "/", "−": "-", "=": "=="}
_WORDS = {"of": "or", "en": "and"}
_LEVELS = (("or",), ("and",), ("not",), ("==", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/"))
_COMPARING = frozenset(_LEVELS[3])
_CHAINED = frozenset({"or", "and", "+", "*"})
_RANK = {op: rank for rank, ops in enumerate(_LEVELS) for op in ops}
_WRITTEN = {"or": "of", "and": "en", "==": "=", "!=": "<>", "*": "×"}
_NAMES = {op: name for name, op in FUNCTIONS.items()}
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<ref>\[[^\[\]]{1,1000}\])
    | (?P<date>[0-9]{2}-[0-9]{2}-[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})
    | (?P<number>[0-9]+(?:[.,][0-9]+)*)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<name>[^\W\d]\w*)
    | (?P<sign><=|>=|<>|!=|[=≠≤≥<>+\-−*×/÷:();])
    )""",
    re.VERBOSE,
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "\u00a0": " "})


class BadFormula(ValueError):
    """A formula that cannot be read; the message says in Dutch what stands in the way, `at` at which sign."""

    at: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """What a formula may name: questions by id with their words, the answers of each, and scores by key."""

    questions: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    scores: Mapping[str, str] = field(default_factory=dict)


def read_formula(text: str, names: Names) -> Any:
    """Return the tree that *text* says; BadFormula when it is no formula or names what is not there.

    >>> read_formula("[Inkomen] - [Uitgaven]", Names({"income": "Inkomen", "costs": "Uitgaven"}))
    {'-': [{'var': 'income'}, {'var': 'costs'}]}
    """
    if len(text) > MOST_CHARACTERS:
        raise BadFormula("de formule is te lang")
    tokens, spots = _tokens(text)
    reader = _Reader(tokens, names)
    try:
        tree = reader.level(0, 0)
        if reader.at < len(reader.tokens):
            reader.spot = reader.at
            raise BadFormula(f"‘{reader.seen()[1][:40]}’ staat op een onverwachte plaats")
    except BadFormula as bad:
        bad.at = spots[reader.spot] if reader.spot < len(spots) else len(text.rstrip())
        raise
    faults = faults_of(tree)
    if faults:
        raise BadFormula(faults[0].removeprefix("$: "))
    return tree


def write_formula(tree: Any, names: Names) -> str | None:
    """Write a sound *tree* as a formula that reads back as the same tree; None when none does.

    >>> write_formula({"*": [{"+": [{"var": "a"}, 1]}, 2]}, Names({"a": "Aantal"}))
    '([Aantal] + 1) × 2'
    """
    if tree is None or isinstance(tree, list):
        return None
    try:
        text = _Writer(names).top(tree)
        return text if _normal(read_formula(text, names)) == _normal(tree) else None
    except (BadFormula, KeyError, TypeError, AttributeError, RecursionError):
        return None


def named_as(wanted: str, known: Mapping[str, str]) -> str:
    """Return how a formula names one of *known*: by its words when no other has them, else by its id or key."""
    words = _plain(known[wanted])
    alone = sum(_plain(other) == words for other in known.values()) == 1 and words not in known.keys() - {wanted}
    return " ".join(known[wanted].split()) if alone and words and not set(words) & set('[]"') else wanted


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _found(given: str, known: Mapping[str, str], what: str) -> str:
    plain = given.strip()
    if plain in known:
        return plain
    hits = [key for key, words in known.items() if _plain(words) == _plain(plain)]
    if not hits:
        raise BadFormula(f"er is geen {what} ‘{plain[:80]}’")
    if len(hits) > 1:
        raise BadFormula(f"‘{plain[:80]}’ is er meer dan eens; schrijf [{'] of ['.join(hits[:5])}]")
    return hits[0]


def _tokens(text: str) -> tuple[list[tuple[str, str]], list[int]]:
    """Return the parts of a formula, and where each begins."""
    plain, at = text.translate(_QUOTES).rstrip(), 0
    found: list[tuple[str, str]] = []
    spots: list[int] = []
    while at < len(plain):
        token = _TOKEN.match(plain, at)
        if token is None:
            bad = BadFormula(f"‘{plain[at : at + 20].strip()}’ begrijpen wij niet")
            bad.at = at
            raise bad
        if len(found) >= MOST_TOKENS:
            raise BadFormula("de formule is te lang")
        kind = str(token.lastgroup)
        found.append((kind, token.group(kind)))
        spots.append(token.start(kind))
        at = token.end()
    if not found:
        raise BadFormula("er staat nog niets")
    return found, spots


class _Reader:
    """Reads by precedence; a run of one associative operator is one node."""

    def __init__(self, tokens: list[tuple[str, str]], names: Names) -> None:
        self.tokens, self.at, self.names = tokens, 0, names
        self.spot = 0
        """The part that is being read, for whoever tells where it went wrong."""

    def seen(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, sign: str) -> bool:
        taken = self.seen() == ("sign", sign)
        self.at += taken
        return taken

    def operator(self, wanted: tuple[str, ...]) -> str:
        kind, value = self.seen()
        named = _WORDS.get(value.lower(), "") if kind == "name" else _SIGNS.get(value, value) if kind == "sign" else ""
        if named not in wanted:
            return ""
        self.at += 1
        return named

    def level(self, rank: int, depth: int) -> Any:
        if depth > MOST_DEPTH:
            raise BadFormula("er staan te veel haakjes in elkaar")
        if rank == len(_LEVELS):
            return self.signed(depth)
        if _LEVELS[rank] == ("not",):
            kind, value = self.seen()
            if kind == "name" and value.lower() == "niet":
                self.at += 1
                return {"not": [self.level(rank, depth + 1)]}
            return self.level(rank + 1, depth)
        found, links = self.level(rank + 1, depth), 0
        while op := self.operator(_LEVELS[rank]):
            links += 1
            parts = [found, self.level(rank + 1, depth)]
            while op in _CHAINED and self.operator((op,)):
                parts.append(self.level(rank + 1, depth))
            found = {op: _answers(op, parts, self.names)}
            if links > MOST_DEPTH or (op in _COMPARING and self.seen()[1] in ("=", "<", ">", "<>", "<=", ">=")):
                self.spot = self.at
                raise BadFormula("zet haakjes om wat bij elkaar hoort")
        return found

    def signed(self, depth: int) -> Any:
        negative = False
        while self.operator(("-",)):
            negative = not negative
        found = self.primary(depth)
        if not negative:
            return found
        if type(found) is int:
            return -found
        if isinstance(found, dict) and set(found) == {"decimal"}:
            return {"decimal": f"-{found['decimal']}"}
        return {"-": [0, found]}

    def primary(self, depth: int) -> Any:
        kind, value = self.seen()
        self.spot = self.at
        self.at += 1
        match kind:
            case "ref":
                return {"var": _found(value[1:-1], self.names.questions, "vraag")}
            case "number":
                return _number(value)
            case "date":
                return _date(value)
            case "text":
                return value[1:-1].replace('""', '"')
            case "name":
                return self.named(value, depth)
        if value == "(":
            found = self.level(0, depth + 1)
            self.close()
            return found
        raise BadFormula(f"‘{value}’ staat op een onverwachte plaats" if value else "de formule houdt halverwege op")

    def named(self, value: str, depth: int) -> Any:
        name, begins = value.lower(), self.spot
        if name in _ALONE:
            if self.take("("):
                self.close()
            return _ALONE[name]
        if not self.take("("):
            raise BadFormula(
                f"zet een vraag tussen rechte haken, zoals [{value[:60]}], en tekst tussen aanhalingstekens"
            )
        arguments = self.arguments(depth)
        self.spot = begins
        if name in _LOOKUPS:
            return _lookup(name, arguments, self.names)
        if name not in FUNCTIONS:
            raise BadFormula(f"de functie ‘{value[:40]}’ bestaat niet")
        return _call(name, FUNCTIONS[name], arguments, self.names)

    def arguments(self, depth: int) -> list[Any]:
        if self.take(")"):
            return []
        found = [self.level(0, depth + 1)]
        while self.take(";"):
            found.append(self.level(0, depth + 1))
        self.close()
        return found

    def close(self) -> None:
        if not self.take(")"):
            self.spot = self.at
            raise BadFormula("er ontbreekt een haakje of een puntkomma")


def _number(written: str) -> Any:
    if "." in written or written.count(",") > 1:
        raise BadFormula(f"schrijf ‘{written[:20]}’ met een komma voor de decimalen en zonder punt")
    plain = written.replace(",", ".")
    if as_decimal(plain) is None:
        raise BadFormula(f"‘{written[:20]}’ is te groot of te precies")
    return {"decimal": plain} if "." in plain else int(plain)


def _date(written: str) -> Any:
    plain = "-".join(reversed(written.split("-"))) if written[2] == "-" else written
    if as_date(plain) is None:
        raise BadFormula(f"‘{written}’ is geen datum")
    return {"date": plain}


def _call(name: str, op: str, arguments: list[Any], names: Names) -> Any:
    low, high = (2, 51) if op == "in" else ARITY[op]
    if not low <= len(arguments) <= high:
        told = str(low) if low == high else f"{low} tot {high}"
        raise BadFormula(f"‘{name}’ hoort bij {told} onderdelen, met een puntkomma ertussen")
    if (op in ABOUT_FIELD or op in ROWS) and not _subject(arguments[:1]):
        raise BadFormula(f"‘{name}’ begint met een vraag of groep tussen rechte haken")
    if op == "date_add":
        unit = _UNITS.get(str(arguments[2]))
        if unit is None:
            raise BadFormula('‘datum_plus’ eindigt met "dagen", "maanden" of "jaren"')
        return {op: [*arguments[:2], unit]}
    if op == "in":
        subject, *values = _answers(op, arguments, names)
        return {op: [subject, values]}
    return {op: _answers(op, arguments, names) if op == "has" else arguments}


_LOOKUPS = ("vorige", "onderdeel", "score", "zaak")


def _lookup(name: str, arguments: list[Any], names: Names) -> Any:
    match name, arguments:
        case "vorige", [{"var": id_}]:
            return {"previous": id_}
        case "onderdeel", [{"var": id_}, str(part)]:
            return {"cell": [id_, part]}
        case "score", [str(words)]:
            return {"score": _found(words, names.scores, "score")}
        case "zaak", [str(words)]:
            return {"case": _found(words, {path: known.nl for path, known in PATHS.items()}, "gegeven van de zaak")}
    raise BadFormula(f"‘{name}’ is zo niet goed; kijk bij de voorbeelden")


def _subject(arguments: list[Any]) -> str:
    """Return the question that constants beside it are answers to."""
    return next((str(one["var"]) for one in arguments if isinstance(one, dict) and set(one) == {"var"}), "")


def _answers(op: str, arguments: list[Any], names: Names) -> list[Any]:
    """Turn the words of answers beside a question into their keys."""
    known = names.options.get(_subject(arguments)) if op in {"==", "!=", "has", "in"} else None
    if not known:
        return arguments
    return [_found(one, known, "antwoord") if isinstance(one, str) else one for one in arguments]


class _Writer:
    def __init__(self, names: Names) -> None:
        self.names = names

    def top(self, node: Any, about: str = "") -> str:
        op, arguments = arguments_of(node)
        if not op:
            return self.leaf(node, about)
        subject = _subject(arguments) if op in {"==", "!=", "has", "in"} else ""
        if op == "not":
            return f"niet ({self.top(arguments[0])})"
        if op in _RANK:
            return f" {_WRITTEN.get(op, op)} ".join(self.part(one, op, subject) for one in arguments)
        if op in ("today", "position"):
            return {"today": "vandaag", "position": "regelnummer"}[op]
        if op == "in":
            arguments = [arguments[0], *arguments[1]]
        told = [self.top(one, subject) for one in arguments]
        if op == "date_add":
            told[2] = f'"{next(nl for nl, unit in _UNITS.items() if unit == arguments[2])}"'
        return f"{_NAMES[op]}({'; '.join(told)})"

    def part(self, node: Any, op: str, about: str) -> str:
        inner, _arguments = arguments_of(node)
        bare = _RANK.get(inner, 99) > _RANK[op]
        return self.top(node, about) if bare else f"({self.top(node, about)})"

    def leaf(self, node: Any, about: str) -> str:
        match node:
            case None | bool():
                return {None: "niets", True: "ja", False: "nee"}[node]
            case int():
                return str(node)
            case str():
                known = self.names.options.get(about, {})
                words = named_as(node, known) if node in known else node
                return '"{}"'.format(words.replace('"', '""'))
            case {"var": id_}:
                return f"[{named_as(id_, self.names.questions)}]"
            case {"previous": id_}:
                return f"vorige([{named_as(id_, self.names.questions)}])"
            case {"cell": [id_, part]}:
                return f'onderdeel([{named_as(id_, self.names.questions)}]; "{part}")'
            case {"score": key}:
                return f'score("{named_as(key, self.names.scores)}")'
            case {"case": path}:
                return f'zaak("{PATHS[path].nl}")'
            case {"date": day}:
                return dt.date.fromisoformat(day).strftime("%d-%m-%Y")
            case {"decimal": amount}:
                return str(amount).replace(".", ",")
        raise KeyError(str(node))


def _normal(node: Any) -> Any:
    """Return a tree in the one shape in which trees compare: arguments as lists, true apart from 1."""
    if isinstance(node, list):
        return tuple(map(_normal, node))
    op, arguments = arguments_of(node)
    if op:
        return op, tuple(map(_normal, arguments))
    return str(node), type(node).__name__
