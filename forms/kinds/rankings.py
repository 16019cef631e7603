"""Options put in order, by giving each a place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from forms.definition.base import BaseField
from forms.definition.text import say
from forms.kinds.choices import Option
from forms.kinds.controls import PARTS, marks
from forms.kinds.guard import is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind, label_of


class Ranking(BaseField):
    """Options from most to least important; `top` asks only for the first few."""

    kind: Literal["ranking"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=20)
    top: int | None = Field(None, ge=1, le=20)

    @property
    def places(self) -> int:
        """How many places are given."""
        return min(self.top or len(self.options), len(self.options))


@kind(Ranking)
class RankingKind(Kind[Ranking]):
    """The keys in order; posted as a place per option."""

    missing = "missing_ranking"

    def control(self, field: Ranking, locale: str) -> Any:
        return PARTS(label_of(field, locale), validators=marks(field.need == "required"), parts=self.parts(field))

    def parts(self, field: Ranking) -> tuple[str, ...]:
        return tuple(option.key for option in field.options)

    def clean(self, field: Ranking, raw: Any, context: Context) -> list[str] | None:
        if isinstance(raw, Mapping):
            raw = self._ordered(field, raw)
        if is_empty(raw):
            return None
        known = self.parts(field)
        if not isinstance(raw, list) or any(not isinstance(key, str) or key not in known for key in raw):
            raise AnswerFault("not_offered")
        if len(set(raw)) != len(raw) or len(raw) > field.places:
            raise AnswerFault("not_ranked", places=field.places)
        return list(raw)

    def _ordered(self, field: Ranking, raw: Mapping[str, Any]) -> list[str]:
        places: dict[int, str] = {}
        for key in self.parts(field):
            given = raw.get(key)
            if is_empty(given):
                continue
            text = given.strip() if isinstance(given, str) else ""
            if text not in {str(place) for place in range(1, field.places + 1)} or int(text) in places:
                raise AnswerFault("not_ranked", places=field.places)
            places[int(text)] = key
        if any(key not in self.parts(field) for key in raw):
            raise AnswerFault("not_offered")
        if places and max(places) != len(places):
            raise AnswerFault("not_ranked", places=field.places)
        return [places[place] for place in sorted(places)]

    def fill(self, field: Ranking, value: Any) -> dict[str, str]:
        return {key: str(place) for place, key in enumerate(value, 1)}

    def lacks(self, field: Ranking, value: Any) -> str:
        return "" if isinstance(value, list) and len(value) == field.places else "missing_ranking"

    def show(self, field: Ranking, value: Any, locale: str, context: Context) -> str:
        words = {option.key: say(option.label, locale) for option in field.options}
        return "\n".join(f"{place}. {words.get(key, key)}" for place, key in enumerate(value, 1))

    def export(self, field: Ranking, value: Any) -> str:
        return " ".join(value)

    def columns(self, field: Ranking) -> tuple[tuple[str, Mapping[str, str]], ...]:
        return tuple((option.key, option.label) for option in field.options)

    def spread(self, field: Ranking, value: Any) -> Mapping[str, Any]:
        return {key: place for place, key in enumerate(value, 1)}

    def cells_of(self, field: Ranking, value: Any) -> Mapping[str, Any]:
        return {key: place for place, key in enumerate(value, 1)} if isinstance(value, list) else {}

    def cell_types(self, field: Ranking) -> Mapping[str, str]:
        return dict.fromkeys(self.parts(field), "number")

    def type_of(self, field: Ranking) -> str:
        return "list"

    def options_of(self, field: Ranking) -> frozenset[str]:
        return frozenset(self.parts(field))

    def json_schema(self, field: Ranking) -> dict[str, Any]:
        items = {"enum": list(self.parts(field))}
        return {"type": "array", "items": items, "uniqueItems": True, "minItems": 1, "maxItems": field.places}

    def texts(self, field: Ranking) -> list[tuple[str, Mapping[str, str]]]:
        return [(f"options.{option.key}", option.label) for option in field.options]

    def faults(self, field: Ranking) -> list[tuple[str, dict[str, object]]]:
        keys = self.parts(field)
        found: list[tuple[str, dict[str, object]]] = [
            ("duplicate_option", {"option": key}) for key in sorted({key for key in keys if keys.count(key) > 1})
        ]
        if field.top and field.top > len(keys):
            found.append(("too_few_options", {"places": field.top}))
        if any(option.show_if is not None for option in field.options):
            found.append(("option_condition", {}))
        return found
