"""What a score comes to, and what that means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from forms.definition.scores import Band, Minimum, Score
from forms.expressions import functions as f
from forms.expressions.compile import Scope
from forms.kinds.choices import ManyOf, OneOf
from forms.runtime.prepared import Prepared


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """A score: its value, the words of its band, and on how many of its answers it rests."""

    key: str
    label: Mapping[str, str]
    value: Decimal | None
    band: Mapping[str, str] | None
    answered: int
    asked: int
    domain: str | None = None

    def plain(self) -> int | str | None:
        """Return the value as JSON: a whole number, or a decimal as a text."""
        if self.value is None:
            return None
        return int(self.value) if self.value == int(self.value) else f"{self.value.normalize():f}"


def outcome(score: Score, form: Prepared, scope: Scope) -> ScoreResult:
    """Work a score out from what *scope* holds."""
    found: list[tuple[Decimal, Decimal]] = []
    answered = 0
    for item in score.items:
        values = _values(form, item.field, scope, score.method != "count")
        answered += bool(values)
        if score.method == "count":
            found += [(Decimal(1), Decimal(1)) for value in values if not score.counted or _counts(score, value)]
        else:
            weight = Decimal(item.weight)
            found += [(amount, weight) for amount in map(f.number, values) if amount is not None]
    value = _value(score, found, answered)
    return ScoreResult(score.key, score.label, value, band_of(score, value), answered, len(score.items), score.domain)


def _values(form: Prepared, id_: str, scope: Scope, in_points: bool) -> list[Any]:
    """Return what an answer counts for: its points when its options have them, else itself."""
    value = scope.values.get(id_)
    values = [one for one in (value if isinstance(value, list) else [value]) if one is not None]
    field = form.entries[id_].field if id_ in form.entries else None
    if in_points and isinstance(field, OneOf | ManyOf):
        points = {option.key: option.points for option in field.options if option.points is not None}
        return [points.get(one, one) for one in values]
    return values


def _counts(score: Score, value: Any) -> bool:
    return any(f.same(value, one) for one in score.counted)


def _value(score: Score, found: list[tuple[Decimal, Decimal]], answered: int) -> Decimal | None:
    least = score.missing.minimum if isinstance(score.missing, Minimum) else None
    wanted = len(score.items) if score.missing == "no_score" else (least or (0 if score.method == "count" else 1))
    if answered < wanted or (not found and score.method != "count"):
        return None
    amounts = [amount * weight if score.method == "weighted" else amount for amount, weight in found]
    total = sum(amounts, Decimal(0))
    if score.method == "mean":
        total = total / len(found)
    elif score.method == "weighted":
        weights = sum((weight for _, weight in found), Decimal(0))
        if weights == 0:
            return None
        total = total / weights
    return f.rounded(total, score.precision)


def band_of(score: Score, value: Decimal | None) -> Mapping[str, str] | None:
    """Return the words of the band that *value* falls in."""
    if value is None:
        return None
    return next((band.label for band in score.bands if _inside(band, value)), None)


def _inside(band: Band, value: Decimal) -> bool:
    low = None if band.low is None else Decimal(band.low)
    high = None if band.high is None else Decimal(band.high)
    return (low is None or low <= value) and (high is None or value <= high)
