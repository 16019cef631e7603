"""Whole numbers and decimals; a decimal is kept as a text so that no digit is lost."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from forms.definition.base import BaseField
from forms.definition.text import Text, say
from forms.expressions.tree import as_decimal
from forms.kinds.controls import LINE, marks
from forms.kinds.guard import holds_bsn, is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind, label_of

_WHOLE = re.compile(r"[-+−]?\d{1,15}", re.ASCII)
_THOUSANDS = re.compile(r"[-+−]?\d{1,3}(\.\d{3})+", re.ASCII)
_GROUPED = re.compile(r"[-+−]?\d{1,3}(\.\d{3})+(,\d{1,6})?", re.ASCII)
_DECIMAL = re.compile(r"([-+−]?\d{1,15})(?:[.,](\d{1,6}))?", re.ASCII)


class Integer(BaseField):
    """A whole number."""

    kind: Literal["integer"]
    minimum: int = Field(0, ge=-(10**12), le=10**12)
    maximum: int = Field(999_999, ge=-(10**12), le=10**12)


class DecimalNumber(BaseField):
    """A number with a comma."""

    kind: Literal["decimal"]
    minimum: str = Field("0", pattern=r"^-?\d{1,12}(\.\d{1,6})?$")
    maximum: str = Field("999999", pattern=r"^-?\d{1,12}(\.\d{1,6})?$")
    places: int = Field(2, ge=1, le=6)


def with_unit(text: str, unit: Text | None, locale: str) -> str:
    """Return *text* with the unit behind it."""
    return f"{text} {say(unit, locale)}".strip() if unit else text


@kind(Integer)
class IntegerKind(Kind[Integer]):
    """A whole number; points between thousands are understood."""

    plain = True

    def control(self, field: Integer, locale: str) -> Any:
        return LINE(label_of(field, locale), validators=marks(field.need == "required"))

    def clean(self, field: Integer, raw: Any, context: Context) -> int | None:
        if is_empty(raw):
            return None
        number = self._read(raw)
        if number is None:
            raise AnswerFault("not_whole")
        if not field.minimum <= number <= field.maximum:
            raise AnswerFault("out_of_range", minimum=field.minimum, maximum=field.maximum)
        if holds_bsn(str(abs(number))):
            raise AnswerFault("bsn")
        return number

    def _read(self, raw: Any) -> int | None:
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        if isinstance(raw, int) and not isinstance(raw, bool):
            return raw if abs(raw) < 10**15 else None
        if not isinstance(raw, str) or len(raw) > 60:
            return None
        text = raw.strip().replace("\u00a0", "").replace(" ", "")
        if _THOUSANDS.fullmatch(text):
            text = text.replace(".", "")
        return int(text.replace("−", "-")) if _WHOLE.fullmatch(text) else None

    def show(self, field: Integer, value: Any, locale: str, context: Context) -> str:
        return with_unit(str(value), field.unit, locale)

    def type_of(self, field: Integer) -> str:
        return "number"

    def json_schema(self, field: Integer) -> dict[str, Any]:
        return {"type": "integer", "minimum": field.minimum, "maximum": field.maximum}

    def faults(self, field: Integer) -> list[tuple[str, dict[str, object]]]:
        return [("empty_range", {})] if field.minimum > field.maximum else []


@kind(DecimalNumber)
class DecimalKind(Kind[DecimalNumber]):
    """A number with decimals, typed with a comma or a point."""

    plain = True

    def control(self, field: DecimalNumber, locale: str) -> Any:
        return LINE(label_of(field, locale), validators=marks(field.need == "required"))

    def clean(self, field: DecimalNumber, raw: Any, context: Context) -> str | None:
        if is_empty(raw):
            return None
        if isinstance(raw, int) and not isinstance(raw, bool):
            raw = str(raw) if abs(raw) < 10**15 else ""
        if isinstance(raw, float):
            raw = f"{Decimal(repr(raw)):f}"
        found = _DECIMAL.fullmatch(_points_out(raw, field.places)) if isinstance(raw, str) and len(raw) <= 60 else None
        if not found:
            raise AnswerFault("not_decimal")
        whole, rest = found.group(1).replace("−", "-").replace("+", ""), (found.group(2) or "").rstrip("0")
        if len(rest) > field.places:
            raise AnswerFault("too_precise", places=field.places)
        number = Decimal(f"{int(whole)}" if not rest else f"{whole}.{rest}")
        if not Decimal(field.minimum) <= number <= Decimal(field.maximum):
            raise AnswerFault("out_of_range", minimum=_comma(field.minimum), maximum=_comma(field.maximum))
        if holds_bsn(whole):
            raise AnswerFault("bsn")
        return f"{number + 0:f}"

    def fill(self, field: DecimalNumber, value: Any) -> str:
        return _comma(value)

    def show(self, field: DecimalNumber, value: Any, locale: str, context: Context) -> str:
        return with_unit(_comma(value) if locale == "nl" else str(value), field.unit, locale)

    def value(self, field: DecimalNumber, value: Any) -> Decimal | None:
        return as_decimal(value)

    def type_of(self, field: DecimalNumber) -> str:
        return "number"

    def json_schema(self, field: DecimalNumber) -> dict[str, Any]:
        return {"type": "string", "pattern": rf"^-?[0-9]{{1,15}}(\.[0-9]{{1,{field.places}}})?$"}

    def faults(self, field: DecimalNumber) -> list[tuple[str, dict[str, object]]]:
        return [("empty_range", {})] if Decimal(field.minimum) > Decimal(field.maximum) else []


def _points_out(typed: str, places: int) -> str:
    """Take the points between thousands out of *typed*; with three decimals or more only beside a comma."""
    text = "".join(typed.split())
    grouped = _GROUPED.fullmatch(text)
    return text.replace(".", "") if grouped and (grouped.group(2) or places < 3) else text


def _comma(value: Any) -> str:
    return str(value).replace(".", ",")
