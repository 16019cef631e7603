"""JSON becomes a definition, or a list of everything that is wrong with it; a file is hostile until read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from forms.definition.refusals import told
from forms.definition.schema import FormDefinition

LARGEST = 2_000_000
DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a definition: where, what, and what to do about it."""

    code: str
    where: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        told = f"{self.message} {self.remedy}".strip()
        return told if self.where == "$" else f"{self.where}: {told}"


class BadDefinition(ValueError):
    """A definition cannot be used; `problems` names all that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load(body: Any) -> FormDefinition:
    """Read a definition from parsed JSON; BadDefinition with all faults and their places."""
    try:
        return FormDefinition.model_validate(body)
    except ValidationError as wrong:
        faults = _causes(wrong.errors(include_url=False, include_input=False)[:200])
        raise BadDefinition([_told(fault, body) for fault in faults]) from None
    except RecursionError:
        raise BadDefinition([Problem("too_deep", "$", "De definitie is te diep genest.", "Haal lagen weg.")]) from None


def load_json(text: str | bytes) -> FormDefinition:
    """Read a definition from JSON text; BadDefinition when it is no JSON, too large or not sound."""
    return load(read_json(text))


def read_json(text: str | bytes) -> Any:
    """Read JSON from outside; BadDefinition when it is too large, too deep, ambiguous or no JSON at all."""
    if len(text) > LARGEST:
        raise BadDefinition([Problem("too_large", "$", "Het bestand is te groot.", "Houd het onder 2 MB.")])
    try:
        body = json.loads(text, object_pairs_hook=_no_doubles, parse_constant=_no_number)
        json.dumps(body, ensure_ascii=False).encode()
        _measure(body)
    except RecursionError:
        raise BadDefinition([Problem("too_deep", "$", "Dit is te diep genest.", "Haal lagen weg.")]) from None
    except ValueError as wrong:
        fault = f"Dit is geen JSON: {_what_is_wrong(wrong)}."
        raise BadDefinition([Problem("not_json", "$", fault, "Verbeter het bestand.")]) from None
    return body


def _measure(body: Any) -> None:
    """Raise RecursionError when *body* is nested deeper than whatever reads it should follow."""
    level, depth = [body], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise RecursionError
        inner = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        level = [one for many in inner for one in many]


def _what_is_wrong(fault: ValueError) -> str:
    if isinstance(fault, UnicodeError):
        return "er staat geen geldige tekst (UTF-8) in"
    if isinstance(fault, json.JSONDecodeError):
        return f"het gaat mis op regel {fault.lineno}, teken {fault.colno}"
    return str(fault) if isinstance(fault, _Ambiguous) else "er staat een getal in dat te groot is"


class _Ambiguous(ValueError):
    """JSON that readers would not all read alike."""


def _no_number(word: str) -> None:
    raise _Ambiguous(f"{word} is geen getal")


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Ambiguous("een object noemt dezelfde eigenschap twee keer")
    return found


def _causes(faults: Sequence[Any]) -> list[Any]:
    """Leave out that a list is too short where that is only because something in it is refused."""
    around = {fault["loc"][:end] for fault in faults for end in range(len(fault["loc"]))}
    return [fault for fault in faults if fault["type"] != "too_short" or fault["loc"] not in around]


def _told(fault: Any, body: Any) -> Problem:
    where = ".".join(str(part)[:80] for part in fault["loc"]) or "$"
    kind = str(fault["type"])
    message, remedy = told(kind, fault.get("ctx", {}), str(fault["loc"][-1])[:60] if fault["loc"] else "")
    name = _named(fault["loc"], body)
    return Problem(kind, where, f"{name}: {message}" if name else message, remedy)


def _named(place: tuple[Any, ...], body: Any) -> str:
    """Name the innermost field or page that a place in *body* lies in, as an author knows it."""
    name, at = "", body
    for step in place:
        if isinstance(at, dict):
            at = at.get(step, at)  # pydantic puts the kind of a field in the place, which is no key of the body
        elif isinstance(at, list | tuple) and isinstance(step, int) and step < len(at):
            at = at[step]
        if isinstance(at, dict) and isinstance(one := at.get("id", at.get("key")), str):
            name = f"‘{one[:60]}’"
    return name
