"""What translating knows of the fields, and how constants take the type of what they stand beside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from forms.expressions.tree import as_date, as_decimal
from forms.xlsform.parse import Ast, Call, Cannot, Number, Own, Ref, Text

Tree = Any
YES, NO = frozenset({"yes", "ja", "true", "1", "ok"}), frozenset({"no", "nee", "false", "0"})


@dataclass(frozen=True, slots=True)
class Known:
    """What translating must know of a field: its id, what its answers are, and the repeat groups around it."""

    id: str
    type: str
    options: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    numbers: Mapping[str, Tree] = field(default_factory=dict)
    """What each option counts for, when the names of all of them are numbers."""
    tree: Tree = None
    """What stands for it in an expression, when it is no question."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The fields by the name the workbook gives them, and the one whose expression is read."""

    fields: Mapping[str, Known]
    own: Known | None = None
    groups: tuple[str, ...] = ()

    def find(self, ast: Ast) -> Known | None:
        """Return the field that *ast* is, None when it is something else; Cannot when there is none of that name."""
        if isinstance(ast, Own):
            if self.own is None:
                raise Cannot("De punt (.) hoort bij een vraag.")
            return self.own
        if isinstance(ast, Call) and ast.name in ("number", "string", "date", "date-time", "boolean") and ast.arguments:
            inner = ast.arguments[0]
            known = self.find(inner) if isinstance(inner, Ref | Own) else None
            return replace(known, type="number") if known and known.type == "text" and ast.name == "number" else known
        if not isinstance(ast, Ref):
            return None
        known = self.fields.get(ast.name)
        if known is None:
            raise Cannot(f"‘{ast.name[:60]}’ is geen vraag van dit formulier.")
        return known


def number(written: str, negative: bool = False) -> Tree:
    """Return a number as written, whole or with decimals; Cannot when it has too many digits."""
    sign = "-" if negative else ""
    if written.isdecimal():
        whole = int(written)
        if whole > 10**15:
            raise Cannot("Het getal is te groot.")
        return -whole if negative else whole
    if written.startswith("."):
        written = f"0{written}"
    if as_decimal(f"{sign}{written}") is None:
        raise Cannot("Het getal heeft te veel cijfers.")
    return {"decimal": f"{sign}{written}"}


def literal(ast: Text | Number, known: Known) -> Tree:
    """Return a constant as the type of what it is compared with takes it; Cannot when it is none of that."""
    written = ast.value
    if known.type == "bool":
        if written.lower() in YES | NO:
            return written.lower() in YES
        raise Cannot(f"‘{written[:40]}’ is geen ja of nee.")
    if known.type in ("choice", "list"):
        return known.options.get(written, written)
    if known.type == "number" and isinstance(ast, Text):
        found = written.strip()
        negative = found.startswith("-")
        if not re.fullmatch(r"\d+(\.\d+)?", found.lstrip("-"), re.ASCII):
            raise Cannot(f"‘{written[:40]}’ is geen getal.")
        return number(found.lstrip("-"), negative)
    if known.type == "date" and isinstance(ast, Text) and as_date(written[:10]):
        return {"date": written[:10]}
    if known.type == "text" and isinstance(ast, Number):
        return written
    return number(ast.value) if isinstance(ast, Number) else ast.value
