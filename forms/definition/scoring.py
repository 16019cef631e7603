"""What must hold of scores: numbers to count, bands without gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from forms.definition.base import BaseField
from forms.definition.load import Problem
from forms.definition.messages import problem
from forms.definition.schema import FormDefinition
from forms.definition.scores import Band, Minimum, Score
from forms.kinds.choices import ManyOf, OneOf
from forms.kinds.matrices import Matrix
from forms.kinds.registry import kind_of


def score_faults(
    definition: FormDefinition, known: Mapping[str, BaseField], around: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """Yield what is wrong with the scores of a definition."""
    domains = {domain.key for domain in definition.instrument.domains} if definition.instrument else None
    for score in definition.scores:
        where = f"score {score.key}"
        yield from (_at(where, fault) for fault in _items(score, known, around))
        if score.domain is not None and (domains is None or score.domain not in domains):
            yield problem("unknown_domain", where, key=score.domain)
        if score.counted and score.method != "count":
            yield problem("counted_unused", where)
        if score.method == "weighted" and sum(Decimal(item.weight) for item in score.items) == 0:
            yield problem("score_weights", where)
        if isinstance(score.missing, Minimum) and score.missing.minimum > len(score.items):
            yield problem("score_minimum", where, minimum=score.missing.minimum, count=len(score.items))
        yield from _bands(score, where)


def _at(where: str, fault: tuple[str, str]) -> Problem:
    code, id_ = fault
    return problem(code, where, id=id_)


def _items(
    score: Score, known: Mapping[str, BaseField], around: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    seen = set[str]()
    for item in score.items:
        field = known.get(item.field)
        if item.field in seen:
            yield "score_twice", item.field
        seen.add(item.field)
        if field is None:
            yield "dangling_reference", item.field
        elif around[item.field]:
            yield "score_in_rows", item.field
        elif not field.has_value or (score.method != "count" and not _is_number(field)):
            yield "score_type", item.field


def _is_number(field: BaseField) -> bool:
    if isinstance(field, OneOf | ManyOf):
        return all(option.points is not None for option in field.options)
    return isinstance(field, Matrix) or kind_of(field).type_of(field) == "number"


def _bands(score: Score, where: str) -> Iterator[Problem]:
    ends = [_ends(band) for band in score.bands]
    for low, high in ends:
        if low > high:
            yield problem("band_empty", where, low=_told(low), high=_told(high))
    for (_, high), (low, _) in pairwise(ends):
        if low <= high:
            yield problem("band_overlap", where, low=_told(low))
        elif low - high > score.step:
            yield problem("band_gap", where, low=_told(high), high=_told(low))


def _ends(band: Band) -> tuple[Decimal, Decimal]:
    low = Decimal("-Infinity") if band.low is None else Decimal(band.low)
    return low, Decimal("Infinity") if band.high is None else Decimal(band.high)


def _told(end: Decimal) -> str:
    return f"{end:f}".replace(".", ",") if end.is_finite() else "het begin" if end < 0 else "het einde"
