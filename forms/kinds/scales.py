"""A score on a short scale, with words per value where the instrument has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from forms.definition.base import BaseField, FieldId
from forms.definition.text import Text, say
from forms.kinds.choices import special_choices
from forms.kinds.controls import SCALE, choices, marks
from forms.kinds.guard import is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind, label_of


class Scale(BaseField):
    """A whole number from `low` to `high`. `target_of` makes it the aim that goes with another scale."""

    kind: Literal["scale"]
    low: int = Field(1, ge=0, le=1)
    high: int = Field(5, ge=2, le=10)
    words: dict[str, Text] = Field(default_factory=dict, max_length=11)
    """A short word per value: "1": "gaat niet"."""
    criteria: dict[str, Text] = Field(default_factory=dict, max_length=11)
    """Criterion text per value, where the instrument's licence allows one."""
    target_of: FieldId | None = None
    hide_previous: bool = True
    """Show the previous score only after this one is given, so that it does not steer."""

    @property
    def values(self) -> range:
        """The values that can be given."""
        return range(self.low, self.high + 1)


@kind(Scale)
class ScaleKind(Kind[Scale]):
    """A score."""

    plain = True
    specials_beside = False
    missing = "missing_scale"

    def control(self, field: Scale, locale: str) -> Any:
        offered = [(str(value), str(value)) for value in field.values] + special_choices(field, locale)
        return SCALE(label_of(field, locale), choices=choices(offered), validators=marks(field.need == "required"))

    def anchor(self, field: Scale, path: str) -> str:
        return f"{path}-0"

    def clean(self, field: Scale, raw: Any, context: Context) -> int | None:
        if is_empty(raw):
            return None
        if isinstance(raw, str) and raw.strip() in {str(value) for value in field.values}:
            return int(raw.strip())
        if isinstance(raw, int) and not isinstance(raw, bool) and raw in field.values:
            return raw
        raise AnswerFault("not_on_scale", low=field.low, high=field.high)

    def fill(self, field: Scale, value: Any) -> str:
        return str(value)

    def show(self, field: Scale, value: Any, locale: str, context: Context) -> str:
        meaning = say(field.words.get(str(value)), locale)
        return f"{value} ({meaning})" if meaning else str(value)

    def type_of(self, field: Scale) -> str:
        return "number"

    def json_schema(self, field: Scale) -> dict[str, Any]:
        return {"type": "integer", "minimum": field.low, "maximum": field.high}

    def texts(self, field: Scale) -> list[tuple[str, Mapping[str, str]]]:
        found: list[tuple[str, Mapping[str, str]]] = [(f"words.{value}", text) for value, text in field.words.items()]
        return found + [(f"criteria.{value}", text) for value, text in field.criteria.items()]

    def faults(self, field: Scale) -> list[tuple[str, dict[str, object]]]:
        known = {str(value) for value in field.values}
        strange = sorted((set(field.words) | set(field.criteria)) - known)
        return [("unknown_option", {"option": value}) for value in strange]
