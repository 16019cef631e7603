"""Several statements, each scored on the same scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from forms.definition.base import BaseField, Key, Node
from forms.definition.text import Text, say
from forms.kinds.controls import PARTS, marks
from forms.kinds.guard import is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind, label_of


class MatrixRow(Node):
    """One statement."""

    key: Key
    label: Text


class Matrix(BaseField):
    """Rows that share a scale from `low` to `high`."""

    kind: Literal["matrix"]
    rows: tuple[MatrixRow, ...] = Field(min_length=1, max_length=50)
    low: int = Field(1, ge=0, le=1)
    high: int = Field(5, ge=2, le=10)
    words: dict[str, Text] = Field(default_factory=dict, max_length=11)
    """A short word per value: "1": "nooit"."""

    @property
    def values(self) -> range:
        """The values that can be given."""
        return range(self.low, self.high + 1)


@kind(Matrix)
class MatrixKind(Kind[Matrix]):
    """A score per row, by its key; a condition sees the list of scores, or one of them by its row."""

    missing = "missing_matrix"

    def control(self, field: Matrix, locale: str) -> Any:
        return PARTS(label_of(field, locale), validators=marks(field.need == "required"), parts=self.parts(field))

    def parts(self, field: Matrix) -> tuple[str, ...]:
        return tuple(row.key for row in field.rows)

    def anchor(self, field: Matrix, path: str) -> str:
        return f"{path}-{field.rows[0].key}-{field.low}"

    def clean(self, field: Matrix, raw: Any, context: Context) -> dict[str, int] | None:
        if is_empty(raw):
            return None
        if not isinstance(raw, Mapping) or any(key not in self.parts(field) for key in raw):
            raise AnswerFault("not_offered")
        found = {}
        for key in self.parts(field):
            given = raw.get(key)
            if is_empty(given):
                continue
            text = str(given).strip() if isinstance(given, int | str) and not isinstance(given, bool) else ""
            if text not in {str(value) for value in field.values}:
                raise AnswerFault("not_on_scale", low=field.low, high=field.high)
            found[key] = int(text)
        return found or None

    def fill(self, field: Matrix, value: Any) -> dict[str, str]:
        return {key: str(score) for key, score in value.items()}

    def lacks(self, field: Matrix, value: Any) -> str:
        return "" if isinstance(value, Mapping) and len(value) == len(field.rows) else "missing_matrix"

    def show(self, field: Matrix, value: Any, locale: str, context: Context) -> str:
        lines = []
        for row in field.rows:
            if row.key in value:
                meaning = say(field.words.get(str(value[row.key])), locale)
                score = f"{value[row.key]} ({meaning})" if meaning else str(value[row.key])
                lines.append(f"{say(row.label, locale)}: {score}")
        return "\n".join(lines)

    def export(self, field: Matrix, value: Any) -> str:
        return " ".join(f"{key}={score}" for key, score in value.items())

    def columns(self, field: Matrix) -> tuple[tuple[str, Mapping[str, str]], ...]:
        return tuple((row.key, row.label) for row in field.rows)

    def spread(self, field: Matrix, value: Any) -> Mapping[str, Any]:
        return {row.key: value.get(row.key) for row in field.rows}

    def value(self, field: Matrix, value: Any) -> Any:
        return [value[key] for key in self.parts(field) if key in value] if isinstance(value, Mapping) else None

    def cells_of(self, field: Matrix, value: Any) -> Mapping[str, Any]:
        return dict(value) if isinstance(value, Mapping) else {}

    def cell_types(self, field: Matrix) -> Mapping[str, str]:
        return dict.fromkeys(self.parts(field), "number")

    def type_of(self, field: Matrix) -> str:
        return "list"

    def json_schema(self, field: Matrix) -> dict[str, Any]:
        score = {"type": "integer", "minimum": field.low, "maximum": field.high}
        return {
            "type": "object",
            "properties": dict.fromkeys(self.parts(field), score),
            "minProperties": 1,
            "additionalProperties": False,
        }

    def texts(self, field: Matrix) -> list[tuple[str, Mapping[str, str]]]:
        found: list[tuple[str, Mapping[str, str]]] = [(f"rows.{row.key}", row.label) for row in field.rows]
        return found + [(f"words.{value}", text) for value, text in field.words.items()]

    def faults(self, field: Matrix) -> list[tuple[str, dict[str, object]]]:
        keys = self.parts(field)
        found: list[tuple[str, dict[str, object]]] = [
            ("duplicate_option", {"option": key}) for key in sorted({key for key in keys if keys.count(key) > 1})
        ]
        strange = sorted(set(field.words) - {str(value) for value in field.values})
        return found + [("unknown_option", {"option": value}) for value in strange]
