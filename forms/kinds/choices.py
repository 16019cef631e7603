"""Yes or no, one of several, many of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from forms.definition.base import BaseField, Key, Node
from forms.definition.text import Text, say
from forms.kinds.controls import BOXES, CHOOSE, choices, marks
from forms.kinds.guard import is_empty
from forms.kinds.registry import (
    AnswerFault,
    Context,
    Kind,
    kind,
    label_of,
    specials_of,
)
from forms.words import special_words, word


class Option(Node):
    """One answer to choose."""

    key: Key
    label: Text
    hint: Text | None = None


class YesNo(BaseField):
    """Yes or no."""

    kind: Literal["yes_no"]


class OneOf(BaseField):
    """One of several answers."""

    kind: Literal["one_of"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=200)


class ManyOf(BaseField):
    """Any of several answers; `exclusive` names the one that goes with no other ("geen van deze")."""

    kind: Literal["many_of"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=200)
    exclusive: Key | None = None


def special_choices(field: BaseField, locale: str) -> list[tuple[str, str]]:
    """Return the special answers of *field* as choices: "$unknown" and "$declined"."""
    return [(f"${name}", special_words(name, locale)) for name in specials_of(field)]


def _option_faults(options: Sequence[Option]) -> list[tuple[str, dict[str, object]]]:
    keys = [option.key for option in options]
    return [("duplicate_option", {"option": key}) for key in sorted({key for key in keys if keys.count(key) > 1})]


def _option_texts(options: Sequence[Option]) -> list[tuple[str, Mapping[str, str]]]:
    found: list[tuple[str, Mapping[str, str]]] = [(f"options.{option.key}", option.label) for option in options]
    return found + [(f"options.{option.key}.hint", option.hint) for option in options if option.hint]


@kind(YesNo)
class YesNoKind(Kind[YesNo]):
    """Yes or no."""

    specials_beside = False
    _WORDS = {"yes": True, "no": False, "true": True, "false": False, "ja": True, "nee": False}  # noqa: RUF012

    def control(self, field: YesNo, locale: str) -> Any:
        offered = [("yes", word("yes", locale)), ("no", word("no", locale)), *special_choices(field, locale)]
        return CHOOSE(label_of(field, locale), choices=choices(offered), validators=marks(field.need == "required"))

    def clean(self, field: YesNo, raw: Any, context: Context) -> bool | None:
        if is_empty(raw):
            return None
        if isinstance(raw, bool):
            return raw
        found = self._WORDS.get(raw.strip().lower()) if isinstance(raw, str) else None
        if found is None:
            raise AnswerFault("not_offered")
        return found

    def fill(self, field: YesNo, value: Any) -> str:
        return "yes" if value else "no"

    def show(self, field: YesNo, value: Any, locale: str, context: Context) -> str:
        return word("yes" if value else "no", locale)

    def type_of(self, field: YesNo) -> str:
        return "bool"

    def json_schema(self, field: YesNo) -> dict[str, Any]:
        return {"type": "boolean"}


@kind(OneOf)
class OneOfKind(Kind[OneOf]):
    """One of several."""

    specials_beside = False

    def control(self, field: OneOf, locale: str) -> Any:
        offered = [(o.key, say(o.label, locale)) for o in field.options] + special_choices(field, locale)
        return CHOOSE(label_of(field, locale), choices=choices(offered), validators=marks(field.need == "required"))

    def clean(self, field: OneOf, raw: Any, context: Context) -> str | None:
        if is_empty(raw):
            return None
        if not isinstance(raw, str) or raw not in {option.key for option in field.options}:
            raise AnswerFault("not_offered")
        return raw

    def show(self, field: OneOf, value: Any, locale: str, context: Context) -> str:
        return next((say(o.label, locale) for o in field.options if o.key == value), str(value))

    def type_of(self, field: OneOf) -> str:
        return "choice"

    def options_of(self, field: OneOf) -> frozenset[str]:
        return frozenset(option.key for option in field.options)

    def json_schema(self, field: OneOf) -> dict[str, Any]:
        return {"enum": [option.key for option in field.options]}

    def texts(self, field: OneOf) -> list[tuple[str, Mapping[str, str]]]:
        return _option_texts(field.options)

    def faults(self, field: OneOf) -> list[tuple[str, dict[str, object]]]:
        return _option_faults(field.options)


@kind(ManyOf)
class ManyOfKind(Kind[ManyOf]):
    """Many of several, in the order of the form."""

    specials_beside = False

    def control(self, field: ManyOf, locale: str) -> Any:
        offered = [(o.key, say(o.label, locale)) for o in field.options] + special_choices(field, locale)
        return BOXES(label_of(field, locale), choices=choices(offered), validators=marks(field.need == "required"))

    def clean(self, field: ManyOf, raw: Any, context: Context) -> list[str] | None:
        if is_empty(raw):
            return None
        given = [raw] if isinstance(raw, str) else raw
        keys = [option.key for option in field.options]
        if not isinstance(given, list) or any(not isinstance(one, str) or one not in keys for one in given):
            raise AnswerFault("not_offered")
        chosen = [key for key in keys if key in given]
        if field.exclusive in chosen and len(chosen) > 1:
            label = next(o.label for o in field.options if o.key == field.exclusive)
            raise AnswerFault("exclusive", option=label)
        return chosen

    def show(self, field: ManyOf, value: Any, locale: str, context: Context) -> str:
        chosen = value if isinstance(value, list) else []
        return ", ".join(say(o.label, locale) for o in field.options if o.key in chosen)

    def export(self, field: ManyOf, value: Any) -> str:
        return " ".join(value)

    def type_of(self, field: ManyOf) -> str:
        return "list"

    def options_of(self, field: ManyOf) -> frozenset[str]:
        return frozenset(option.key for option in field.options)

    def json_schema(self, field: ManyOf) -> dict[str, Any]:
        keys = [option.key for option in field.options]
        return {"type": "array", "items": {"enum": keys}, "uniqueItems": True, "minItems": 1}

    def texts(self, field: ManyOf) -> list[tuple[str, Mapping[str, str]]]:
        return _option_texts(field.options)

    def faults(self, field: ManyOf) -> list[tuple[str, dict[str, object]]]:
        found = _option_faults(field.options)
        if field.exclusive and field.exclusive not in {option.key for option in field.options}:
            found.append(("unknown_option", {"option": field.exclusive}))
        return found
