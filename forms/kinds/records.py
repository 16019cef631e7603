"""Something the host keeps: a record of the case, or an organisation. The answer is its key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from forms.definition.base import BaseField
from forms.definition.paths import Source
from forms.kinds.choices import OTHER, special_choices
from forms.kinds.controls import CHOOSE, choices, marks
from forms.kinds.guard import clean_text, is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind, label_of
from forms.words import word

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}", re.ASCII)
LONGEST_NAME = 200
_OTHER_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {OTHER: {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}},
    "required": [OTHER],
    "additionalProperties": False,
}


class Record(BaseField):
    """One record of a list of the host."""

    kind: Literal["record"]
    source: Source


class Organisation(BaseField):
    """One of the organisations the host knows, or the name of another."""

    kind: Literal["organisation"]
    other: bool = True


@kind(Record)
class RecordKind(Kind[Record]):
    """A key of the list; shown by the words the host gives."""

    specials_beside = False
    missing = "missing_choice"

    def control(self, field: Record, locale: str) -> Any:
        offered = special_choices(field, locale)
        return CHOOSE(label_of(field, locale), choices=choices(offered), validators=marks(field.need == "required"))

    def anchor(self, field: Record, path: str) -> str:
        return f"{path}-0"

    def offers(self, field: Record, context: Context) -> tuple[tuple[str, str], ...]:
        if field.source == "people" and "people" not in context.records:
            return context.people or ()
        return context.records.get(field.source, ())

    def clean(self, field: Record, raw: Any, context: Context) -> str | None:
        if is_empty(raw):
            return None
        return _known(raw, self.offers(field, context), field.source in context.records)

    def show(self, field: Record, value: Any, locale: str, context: Context) -> str:
        return dict(self.offers(field, context)).get(value, "–")

    def type_of(self, field: Record) -> str:
        return "choice"

    def json_schema(self, field: Record) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}$"}


@kind(Organisation)
class OrganisationKind(Kind[Organisation]):
    """A key, or {"other": "name"} for one the host does not know."""

    specials_beside = False
    missing = "missing_choice"

    def control(self, field: Organisation, locale: str) -> Any:
        other = [(OTHER, word("other", locale))] if field.other else []
        offered = other + special_choices(field, locale)
        return CHOOSE(label_of(field, locale), choices=choices(offered), validators=marks(field.need == "required"))

    def anchor(self, field: Organisation, path: str) -> str:
        return f"{path}-0"

    def offers(self, field: Organisation, context: Context) -> tuple[tuple[str, str], ...]:
        return context.records.get("organisations", ())

    def clean(self, field: Organisation, raw: Any, context: Context) -> Any:
        if is_empty(raw):
            return None
        if field.other and (raw == OTHER or (isinstance(raw, Mapping) and set(raw) == {OTHER})):
            name = None if raw == OTHER else clean_text(raw[OTHER], LONGEST_NAME, lines=False)
            if name is None:
                raise AnswerFault("missing_other")
            return {OTHER: name}
        return _known(raw, self.offers(field, context), "organisations" in context.records)

    def fill(self, field: Organisation, value: Any) -> Any:
        return OTHER if isinstance(value, Mapping) else value

    def show(self, field: Organisation, value: Any, locale: str, context: Context) -> str:
        if isinstance(value, Mapping):
            return str(value.get(OTHER, ""))
        return dict(self.offers(field, context)).get(value, "–")

    def export(self, field: Organisation, value: Any) -> str:
        return str(value.get(OTHER, "")) if isinstance(value, Mapping) else str(value)

    def value(self, field: Organisation, value: Any) -> Any:
        return OTHER if isinstance(value, Mapping) else value

    def cells_of(self, field: Organisation, value: Any) -> Mapping[str, Any]:
        return {OTHER: value.get(OTHER)} if isinstance(value, Mapping) else {}

    def cell_types(self, field: Organisation) -> Mapping[str, str]:
        return {OTHER: "text"} if field.other else {}

    def type_of(self, field: Organisation) -> str:
        return "choice"

    def json_schema(self, field: Organisation) -> dict[str, Any]:
        key: dict[str, Any] = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}$"}
        if not field.other:
            return key
        return {"anyOf": [key, _OTHER_SCHEMA]}


def _known(raw: Any, offered: tuple[tuple[str, str], ...], strict: bool) -> str:
    if not isinstance(raw, str) or not _KEY.fullmatch(raw) or raw == OTHER:
        raise AnswerFault("not_offered")
    if strict and raw not in {key for key, _ in offered}:
        raise AnswerFault("not_offered")
    return raw
