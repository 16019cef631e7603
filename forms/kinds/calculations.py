"""A value that is calculated from other answers: shown, kept and exported, never asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from pydantic import Field

from forms.definition.base import BaseField, Expression
from forms.definition.text import day_in_words
from forms.expressions.functions import number
from forms.expressions.tree import as_date, as_decimal
from forms.kinds.amounts import MOST_CENTS, euros
from forms.kinds.numbers import with_unit
from forms.kinds.registry import Context, Kind, kind
from forms.words import word

LONGEST_TEXT = 2_000


class Calculated(BaseField):
    """The outcome of an expression, of a declared type; `hidden` keeps it from the page but not from exports."""

    kind: Literal["calculated"]
    value: Expression
    result: Literal["integer", "decimal", "money", "text", "date", "bool"] = "decimal"
    places: int = Field(2, ge=0, le=6)
    hidden: bool = False

    @property
    def takes_answer(self) -> bool:
        return False

    @property
    def has_value(self) -> bool:
        return True

    def trees(self) -> Iterator[tuple[str, Any]]:
        yield from super().trees()
        yield "value", self.value


@kind(Calculated)
class CalculatedKind(Kind[Calculated]):
    """What the runtime calculates; whatever a client sends is passed over."""

    _TYPES = {"integer": "number", "decimal": "number", "money": "number"}  # noqa: RUF012

    def control(self, field: Calculated, locale: str) -> Any:
        return None

    def clean(self, field: Calculated, raw: Any, context: Context) -> None:
        return None

    def keep(self, field: Calculated, found: Any) -> Any:
        """Return what an expression gave as it is stored; None when it is not of the declared type."""
        if field.result in self._TYPES:
            amount = number(found)
            return None if amount is None else self._number(field, amount)
        if field.result == "bool":
            return found if isinstance(found, bool) else None
        if field.result == "date":
            return found.isoformat() if type(found) is dt.date else None
        return found[:LONGEST_TEXT] if isinstance(found, str) and found else None

    def _number(self, field: Calculated, amount: Decimal) -> Any:
        if field.result == "decimal":
            text = f"{_rounded(amount, field.places):f}"
            text = text.rstrip("0").rstrip(".") if "." in text else text
            return "0" if text == "-0" else text
        whole = int(_rounded(amount * 100 if field.result == "money" else amount, 0))
        return whole if abs(whole) <= (MOST_CENTS if field.result == "money" else 10**15) else None

    def show(self, field: Calculated, value: Any, locale: str, context: Context) -> str:
        if isinstance(value, bool):
            return word("yes" if value else "no", locale)
        if field.result == "money" and isinstance(value, int):
            return euros(value, locale)
        day = as_date(value) if field.result == "date" else None
        if day is not None:
            return day_in_words(day, locale)
        text = str(value).replace(".", ",") if field.result == "decimal" and locale == "nl" else str(value)
        return with_unit(text, field.unit, locale)

    def export(self, field: Calculated, value: Any) -> Any:
        return Decimal(value) / 100 if field.result == "money" and type(value) is int else value

    def value(self, field: Calculated, value: Any) -> Any:
        if field.result == "decimal":
            return as_decimal(value)
        if field.result == "money":
            return Decimal(value) / 100 if type(value) is int else None
        return as_date(value) if field.result == "date" else value

    def type_of(self, field: Calculated) -> str:
        return self._TYPES.get(field.result, field.result)

    def json_schema(self, field: Calculated) -> dict[str, Any]:
        schemas: dict[str, dict[str, Any]] = {
            "integer": {"type": "integer"},
            "money": {"type": "integer"},
            "decimal": {"type": "string", "pattern": r"^-?[0-9]{1,19}(\.[0-9]{1,6})?$"},
            "bool": {"type": "boolean"},
            "date": {"type": "string", "format": "date"},
            "text": {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT},
        }
        return schemas[field.result]


def _rounded(amount: Decimal, places: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
