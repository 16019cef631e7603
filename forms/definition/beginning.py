"""What a field begins with must fit it: its default, and what it asks of the host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms.definition.base import BaseField
from forms.definition.load import Problem
from forms.definition.messages import problem
from forms.definition.paths import PATHS
from forms.kinds.registry import AnswerFault, Context, kind_of, special_of, specials_of
from forms.words import sentence

_TEXTS = frozenset({"short_text", "long_text"})
_FITTING: Mapping[str, frozenset[str]] = {
    "text": _TEXTS | {"email", "phone", "one_of", "organisation"},
    "number": _TEXTS | {"integer", "decimal"},
    "date": _TEXTS | {"date", "partial_date"},
    "address": _TEXTS | {"address"},
}
"""Which kinds of question take what the host knows, by its type."""


def beginnings(field: BaseField) -> Iterator[Problem]:
    """Yield what is wrong with the default and the prefill of *field*."""
    if not field.takes_answer:
        return
    if field.default is not None and (why := _unfit(field, field.default)):
        yield problem("wrong_default", field.id, why=why)
    if field.prefill is None:
        return
    path = PATHS.get(field.prefill)
    if path is None:
        yield problem("unknown_path", field.id, path=field.prefill)
    elif field.kind not in _FITTING[path.type]:
        yield problem("prefill_type", field.id, path=field.prefill)


def _unfit(field: BaseField, default: Any) -> str:
    """Tell why a default does not fit; empty when it does."""
    if special := special_of(default):
        return "" if special in specials_of(field) else "dit antwoord is niet toegestaan."
    if field.kind in {"repeat", "file", "signature"}:
        return "deze soort vraag begint altijd leeg."
    try:
        found = kind_of(field).clean(field, default, Context())
    except AnswerFault as wrong:
        return sentence(wrong.code, "nl", {"label": field.label, **wrong.params})
    except RecursionError:
        return "het is te diep genest."
    return "" if found is not None else "het is leeg."
