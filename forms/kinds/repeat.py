"""A group of questions that is answered as often as needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from forms.definition.base import BaseField
from forms.definition.text import Text
from forms.expressions.tree import MAX_ROWS
from forms.kinds.guard import is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind

if TYPE_CHECKING:
    from forms.definition.base import BaseField as AnyField


class Repeat(BaseField):
    """Rows of the same fields. `row` is what one row is called: "Afspraak"."""

    kind: Literal["repeat"]
    row: Text
    fields: tuple[AnyField, ...] = Field(min_length=1, max_length=30)
    min_rows: int = Field(0, ge=0, le=20)
    max_rows: int = Field(20, ge=1, le=MAX_ROWS)


@kind(Repeat)
class RepeatKind(Kind[Repeat]):
    """A list of rows; each row is answers by field id. The runtime cleans and shows what stands inside a row."""

    missing = "missing_rows"

    def control(self, field: Repeat, locale: str) -> Any:
        return None

    def clean(self, field: Repeat, raw: Any, context: Context) -> list[dict[str, Any]] | None:
        if is_empty(raw):
            return None
        if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
            raise AnswerFault("not_rows")
        if len(raw) > field.max_rows:
            raise AnswerFault("too_many_rows", limit=field.max_rows)
        return raw

    def show(self, field: Repeat, value: Any, locale: str, context: Context) -> str:
        return str(len(value))

    def export(self, field: Repeat, value: Any) -> int:
        return len(value)

    def type_of(self, field: Repeat) -> str:
        return "rows"

    def json_schema(self, field: Repeat) -> dict[str, Any]:
        from forms.output.schema import properties_of

        row = {"type": "object", "properties": properties_of(field.fields), "additionalProperties": False}
        return {"type": "array", "items": row, "minItems": 1, "maxItems": field.max_rows}

    def texts(self, field: Repeat) -> list[tuple[str, Mapping[str, str]]]:
        return [("row", field.row)]

    def faults(self, field: Repeat) -> list[tuple[str, dict[str, object]]]:
        found: list[tuple[str, dict[str, object]]] = []
        if field.min_rows > field.max_rows:
            found.append(("empty_range", {}))
        inner = [one for one in field.fields if isinstance(one, Repeat)]
        if any(isinstance(deeper, Repeat) for one in inner for deeper in one.fields):
            found.append(("nested_repeat", {}))
        if any(field.max_rows * one.max_rows > MAX_ROWS for one in inner):
            found.append(("too_many_rows", {"limit": MAX_ROWS}))
        return found
