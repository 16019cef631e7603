"""A signature: drawn, as strokes, or a name typed in its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from forms.definition.base import BaseField
from forms.kinds.controls import PARTS, marks
from forms.kinds.guard import clean_text, is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind, label_of
from forms.words import word

WIDTH, HEIGHT = 1_000, 400
"""The sheet that strokes are drawn on; points are whole numbers on it."""

MOST_STROKES, MOST_POINTS = 300, 5_000


class Signature(BaseField):
    """Somebody's signature."""

    kind: Literal["signature"]


@kind(Signature)
class SignatureKind(Kind[Signature]):
    """Kept as {"strokes": [[[x, y], …], …]} or {"name": "…"}; a condition sees that there is one."""

    missing = "missing_signature"

    def control(self, field: Signature, locale: str) -> Any:
        return PARTS(label_of(field, locale), validators=marks(field.need == "required"), parts=self.parts(field))

    def parts(self, field: Signature) -> tuple[str, ...]:
        return ("name", "strokes")

    def clean(self, field: Signature, raw: Any, context: Context) -> dict[str, Any] | None:
        if is_empty(raw):
            return None
        if not isinstance(raw, Mapping) or any(key not in {"name", "strokes"} for key in raw):
            raise AnswerFault("not_signature")
        strokes = _strokes(raw.get("strokes"))
        if strokes:
            return {"strokes": strokes}
        name = clean_text(raw.get("name"), 200, lines=False)
        return {"name": name} if name else None

    def fill(self, field: Signature, value: Any) -> dict[str, str]:
        strokes = value.get("strokes")
        return {"name": value.get("name", ""), "strokes": json.dumps(strokes, separators=(",", ":")) if strokes else ""}

    def show(self, field: Signature, value: Any, locale: str, context: Context) -> str:
        return str(value["name"]) if "name" in value else word("drawn", locale)

    def export(self, field: Signature, value: Any) -> str:
        return str(value["name"]) if "name" in value else word("drawn", "nl")

    def value(self, field: Signature, value: Any) -> Any:
        return isinstance(value, Mapping) or None

    def type_of(self, field: Signature) -> str:
        return "bool"

    def json_schema(self, field: Signature) -> dict[str, Any]:
        point = {
            "type": "array",
            "prefixItems": [
                {"type": "integer", "minimum": 0, "maximum": WIDTH},
                {"type": "integer", "minimum": 0, "maximum": HEIGHT},
            ],
            "minItems": 2,
            "maxItems": 2,
        }
        stroke = {"type": "array", "items": point, "minItems": 1}
        drawn = {"type": "array", "items": stroke, "minItems": 1, "maxItems": MOST_STROKES}
        name = {"type": "string", "minLength": 1, "maxLength": 200}
        return {
            "type": "object",
            "properties": {"strokes": drawn, "name": name},
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        }


def stroke_path(value: Mapping[str, Any]) -> str:
    """Return drawn strokes as the `d` of an SVG path on a sheet of WIDTH by HEIGHT.

    >>> stroke_path({"strokes": [[[0, 0], [10, 20]]]})
    'M0 0L10 20'
    """
    return "".join(
        "M" + "L".join(f"{x} {y}" for x, y in (stroke if len(stroke) > 1 else stroke * 2))
        for stroke in value.get("strokes", ())
    )


def _strokes(raw: Any) -> list[list[list[int]]]:
    if isinstance(raw, str) and raw.strip():
        try:
            raw = json.loads(raw) if len(raw) < 200_000 else False
        except (ValueError, RecursionError):
            raw = False
    if is_empty(raw):
        return []
    if not isinstance(raw, list) or len(raw) > MOST_STROKES:
        raise AnswerFault("not_signature")
    if not all(isinstance(stroke, list) and stroke and all(map(_is_point, stroke)) for stroke in raw):
        raise AnswerFault("not_signature")
    if sum(map(len, raw)) > MOST_POINTS:
        raise AnswerFault("not_signature")
    return [[[point[0], point[1]] for point in stroke] for stroke in raw]


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(type(one) is int for one in point)
        and 0 <= point[0] <= WIDTH
        and 0 <= point[1] <= HEIGHT
    )
