"""Text of one line and of several."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from forms.definition.base import BaseField
from forms.kinds.controls import LINE, LINES, marks
from forms.kinds.guard import clean_text
from forms.kinds.registry import Context, Kind, kind, label_of


class ShortText(BaseField):
    """A name, a place, a few words."""

    kind: Literal["short_text"]
    max_length: int = Field(200, ge=1, le=500)
    autocomplete: str = Field("", max_length=40, pattern=r"^[a-z-]*$")


class LongText(BaseField):
    """Several lines, in somebody's own words."""

    kind: Literal["long_text"]
    max_length: int = Field(5_000, ge=1, le=20_000)
    rows: int = Field(5, ge=2, le=30)


@kind(ShortText)
class ShortTextKind(Kind[ShortText]):
    """One line of text."""

    plain = True

    def control(self, field: ShortText, locale: str) -> Any:
        return LINE(label_of(field, locale), validators=marks(field.need == "required"))

    def clean(self, field: ShortText, raw: Any, context: Context) -> str | None:
        return clean_text(raw, field.max_length, lines=False)

    def json_schema(self, field: ShortText) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": field.max_length}


@kind(LongText)
class LongTextKind(Kind[LongText]):
    """Several lines of text."""

    plain = True

    def control(self, field: LongText, locale: str) -> Any:
        return LINES(label_of(field, locale), validators=marks(field.need == "required"))

    def clean(self, field: LongText, raw: Any, context: Context) -> str | None:
        return clean_text(raw, field.max_length, lines=True)

    def json_schema(self, field: LongText) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": field.max_length}
