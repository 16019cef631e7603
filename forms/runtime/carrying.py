"""Answers to one version carried over to another; what does not fit is reported and never lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.definition.base import BaseField
from forms.definition.text import say
from forms.kinds.registry import AnswerFault, Context, kind_of, special_of
from forms.runtime.answers import Answers, take
from forms.runtime.prepared import Prepared
from forms.words import sentence, special_words


@dataclass(frozen=True, slots=True)
class Unfit:
    """An answer that the other version has no place for: where it stood, what it was, why it does not fit."""

    path: str
    label: str
    value: Any
    shown: str
    reason: str


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers to the new version, and the report of what stayed behind."""

    answers: Answers
    unfit: tuple[Unfit, ...]


def carry_over(
    answers: Mapping[str, Any], old: Prepared, new: Prepared, context: Context | None = None, locale: str = "nl"
) -> Carried:
    """Carry *answers* of version *old* over to *new*, question by question; together the two parts hold every answer.

    Whether a question shows in the new version is judged later, as for any draft.
    """
    context = context or Context()
    unfit: list[Unfit] = []
    kept = _carry(answers, _top(old), _top(new), "", unfit, context, locale)
    return Carried(kept, tuple(unfit))


def _top(form: Prepared) -> dict[str, BaseField]:
    return {field.id: field for page in form.definition.pages for field in page.fields}


def _carry(
    answers: Mapping[str, Any], old: Mapping[str, BaseField], new: Mapping[str, BaseField], at: str,
    unfit: list[Unfit], context: Context, locale: str,
) -> Answers:  # fmt: skip
    kept: Answers = {}
    for id_, value in answers.items():
        path = f"{at}{id_}"
        was, now = old.get(id_), new.get(id_)
        if was is None or now is None:
            unfit.append(_left(path, was, value, "Deze vraag bestaat niet meer op deze plaats.", context, locale))
        elif was.kind != now.kind:
            unfit.append(_left(path, was, value, "Dit is nu een andere soort vraag.", context, locale))
        elif isinstance(value, list) and hasattr(now, "fields"):
            kept[id_] = _rows(value, was, now, path, unfit, context, locale)
        else:
            try:
                kept[id_] = take(now, value, context)
            except AnswerFault as wrong:
                reason = sentence(wrong.code, locale, {"label": now.label, **wrong.params})
                unfit.append(_left(path, was, value, reason, context, locale))
    return {id_: value for id_, value in kept.items() if value is not None}


def _rows(
    rows: list[Any], was: BaseField, now: BaseField, path: str, unfit: list[Unfit], context: Context, locale: str
) -> list[Answers]:
    old, new = _fields(was), _fields(now)
    most = getattr(now, "max_rows", len(rows))
    for number, row in enumerate(rows[most:], most):
        reason = f"Er passen nu hoogstens {most} regels."
        unfit += [_left(f"{path}-{number}-{id_}", old.get(id_), v, reason, context, locale) for id_, v in row.items()]
    carried = (
        _carry(row, old, new, f"{path}-{number}-", unfit, context, locale) for number, row in enumerate(rows[:most])
    )
    return [row for row in carried if row]


def _fields(group: BaseField) -> dict[str, BaseField]:
    return {field.id: field for field in getattr(group, "fields", ())}


def _left(path: str, field: BaseField | None, value: Any, reason: str, context: Context, locale: str) -> Unfit:
    label = say(field.label, locale) if field is not None else path
    return Unfit(path, label, value, " · ".join(_words(field, value, context, locale)), reason)


def _words(field: BaseField | None, value: Any, context: Context, locale: str) -> Iterator[str]:
    inner = _fields(field) if field is not None else {}
    if special := special_of(value):
        yield special_words(special, locale)
    elif inner and isinstance(value, list):
        for row in value:
            for id_, one in row.items():
                name = say(inner[id_].label, locale) if id_ in inner else id_
                yield f"{name}: {' '.join(_words(inner.get(id_), one, context, locale))}"
    elif field is None:
        yield str(value)
    else:
        try:
            yield kind_of(field).show(field, value, locale, context)
        except (TypeError, ValueError, AttributeError, KeyError):
            yield str(value)
