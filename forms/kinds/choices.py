"""Yes or no, one of several, many of several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from forms.definition.base import BaseField, Expression, Key, Node
from forms.definition.text import Text, say
from forms.kinds.controls import BOXES, CHOOSE, choices, marks
from forms.kinds.guard import clean_text, is_empty
from forms.kinds.registry import (
    AnswerFault,
    Context,
    Kind,
    kind,
    label_of,
    specials_of,
)
from forms.words import every_word, special_words, word

OTHER = "other"
"""The key of "anders, namelijk": kept as {"other": "own words"}, and "other" to a condition."""

LONGEST_OTHER = 200


class Option(Node):
    """One answer to choose. `points` is what it counts in a score; with `show_if` it is offered only then."""

    key: Key
    label: Text
    hint: Text | None = None
    points: int | None = Field(None, ge=-1_000, le=1_000)
    show_if: Expression | None = None


class YesNo(BaseField):
    """Yes or no."""

    kind: Literal["yes_no"]


class OneOf(BaseField):
    """One of several answers."""

    kind: Literal["one_of"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=200)
    other: bool = False
    """Offer "anders, namelijk" with a box for own words."""

    def trees(self) -> Iterator[tuple[str, Any]]:
        yield from super().trees()
        yield from option_trees(self.options)


class ManyOf(BaseField):
    """Any of several answers; `exclusive` names the one that goes with no other ("geen van deze")."""

    kind: Literal["many_of"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=200)
    exclusive: Key | None = None
    other: bool = False
    """Offer "anders, namelijk" with a box for own words."""

    def trees(self) -> Iterator[tuple[str, Any]]:
        yield from super().trees()
        yield from option_trees(self.options)


def option_trees(options: Sequence[Option]) -> Iterator[tuple[str, Any]]:
    """Yield the conditions under which options are offered, each with its place."""
    for option in options:
        if option.show_if is not None:
            yield f"options.{option.key}", option.show_if


def special_choices(field: BaseField, locale: str) -> list[tuple[str, str]]:
    """Return the special answers of *field* as choices: "$unknown" and "$declined"."""
    return [(f"${name}", special_words(name, locale)) for name in specials_of(field)]


def _option_faults(options: Sequence[Option], other: bool) -> list[tuple[str, dict[str, object]]]:
    keys = [option.key for option in options] + [OTHER] * other
    return [("duplicate_option", {"option": key}) for key in sorted({key for key in keys if keys.count(key) > 1})]


def _offered(field: OneOf | ManyOf, locale: str) -> list[Any]:
    own = [(o.key, say(o.label, locale)) for o in field.options]
    other = [(OTHER, word("other", locale))] if field.other else []
    return choices(own + other + special_choices(field, locale))


def _own_words(raw: Any) -> dict[str, str]:
    """Return {"other": words}; raises AnswerFault when there are none."""
    text = clean_text(raw.get(OTHER), LONGEST_OTHER, lines=False) if isinstance(raw, Mapping) else None
    if text is None:
        raise AnswerFault("missing_other")
    return {OTHER: text}


def _is_other(raw: Any) -> bool:
    return raw == OTHER or (isinstance(raw, Mapping) and set(raw) == {OTHER})


def _key_of(raw: Any) -> Any:
    return OTHER if isinstance(raw, Mapping) else raw


def _other_schema(field: OneOf | ManyOf) -> list[dict[str, Any]]:
    text = {"type": "string", "minLength": 1, "maxLength": LONGEST_OTHER}
    one = {"type": "object", "properties": {OTHER: text}, "required": [OTHER], "additionalProperties": False}
    return [one] if field.other else []


def _option_texts(options: Sequence[Option]) -> list[tuple[str, Mapping[str, str]]]:
    found: list[tuple[str, Mapping[str, str]]] = [(f"options.{option.key}", option.label) for option in options]
    return found + [(f"options.{option.key}.hint", option.hint) for option in options if option.hint]


@kind(YesNo)
class YesNoKind(Kind[YesNo]):
    """Yes or no."""

    plain = True
    specials_beside = False
    missing = "missing_choice"
    _WORDS = {"yes": True, "no": False, "true": True, "false": False, "ja": True, "nee": False}  # noqa: RUF012

    def control(self, field: YesNo, locale: str) -> Any:
        offered = [("yes", word("yes", locale)), ("no", word("no", locale)), *special_choices(field, locale)]
        return CHOOSE(label_of(field, locale), choices=choices(offered), validators=marks(field.need == "required"))

    def anchor(self, field: YesNo, path: str) -> str:
        return f"{path}-0"

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

    plain = True
    specials_beside = False
    missing = "missing_choice"

    def control(self, field: OneOf, locale: str) -> Any:
        return CHOOSE(
            label_of(field, locale), choices=_offered(field, locale), validators=marks(field.need == "required")
        )

    def anchor(self, field: OneOf, path: str) -> str:
        return f"{path}-0"

    def clean(self, field: OneOf, raw: Any, context: Context) -> Any:
        if is_empty(raw):
            return None
        if field.other and _is_other(raw):
            return _own_words(raw)
        if not isinstance(raw, str) or raw not in {option.key for option in field.options}:
            raise AnswerFault("not_offered")
        return raw

    def fill(self, field: OneOf, value: Any) -> Any:
        return _key_of(value)

    def value(self, field: OneOf, value: Any) -> Any:
        return _key_of(value)

    def export(self, field: OneOf, value: Any) -> str:
        return str(value[OTHER]) if isinstance(value, Mapping) else str(value)

    def cells_of(self, field: OneOf, value: Any) -> Mapping[str, Any]:
        return {OTHER: value.get(OTHER)} if isinstance(value, Mapping) else {}

    def cell_types(self, field: OneOf) -> Mapping[str, str]:
        return {OTHER: "text"} if field.other else {}

    def show(self, field: OneOf, value: Any, locale: str, context: Context) -> str:
        if isinstance(value, Mapping):
            return str(value.get(OTHER, ""))
        return next((say(o.label, locale) for o in field.options if o.key == value), str(value))

    def type_of(self, field: OneOf) -> str:
        return "choice"

    def options_of(self, field: OneOf) -> frozenset[str]:
        return frozenset([option.key for option in field.options] + [OTHER] * field.other)

    def json_schema(self, field: OneOf) -> dict[str, Any]:
        own: dict[str, Any] = {"enum": [option.key for option in field.options]}
        return {"anyOf": [own, *_other_schema(field)]} if field.other else own

    def texts(self, field: OneOf) -> list[tuple[str, Mapping[str, str]]]:
        return _option_texts(field.options)

    def faults(self, field: OneOf) -> list[tuple[str, dict[str, object]]]:
        return _option_faults(field.options, field.other)


@kind(ManyOf)
class ManyOfKind(Kind[ManyOf]):
    """Many of several, in the order of the form."""

    plain = True
    specials_beside = False
    missing = "missing_choice"

    def control(self, field: ManyOf, locale: str) -> Any:
        return BOXES(
            label_of(field, locale), choices=_offered(field, locale), validators=marks(field.need == "required")
        )

    def anchor(self, field: ManyOf, path: str) -> str:
        return f"{path}-0"

    def clean(self, field: ManyOf, raw: Any, context: Context) -> list[Any] | None:
        if is_empty(raw):
            return None
        given = raw if isinstance(raw, list) else [raw]
        own = [one for one in given if field.other and _is_other(one)]
        keys = [option.key for option in field.options]
        if any(one not in own and (not isinstance(one, str) or one not in keys) for one in given):
            raise AnswerFault("not_offered")
        chosen: list[Any] = [key for key in keys if key in given]
        if own:
            chosen.append(_own_words(next((one for one in own if one != OTHER), OTHER)))
        if field.exclusive in chosen and len(chosen) > 1:
            label = next(o.label for o in field.options if o.key == field.exclusive)
            raise AnswerFault("exclusive", option=label)
        return chosen

    def show(self, field: ManyOf, value: Any, locale: str, context: Context) -> str:
        chosen = value if isinstance(value, list) else []
        said = [say(o.label, locale) for o in field.options if o.key in chosen]
        return ", ".join(said + [str(one.get(OTHER, "")) for one in chosen if isinstance(one, Mapping)])

    def fill(self, field: ManyOf, value: Any) -> Any:
        return [_key_of(one) for one in value] if isinstance(value, list) else value

    def value(self, field: ManyOf, value: Any) -> Any:
        return [_key_of(one) for one in value] if isinstance(value, list) else None

    def export(self, field: ManyOf, value: Any) -> str:
        return " ".join(_key_of(one) for one in value)

    def columns(self, field: ManyOf) -> tuple[tuple[str, Mapping[str, str]], ...]:
        return ((OTHER, every_word("other")),) if field.other else ()

    def spread(self, field: ManyOf, value: Any) -> Mapping[str, Any]:
        return {OTHER: next((one[OTHER] for one in value if isinstance(one, Mapping)), None)}

    def type_of(self, field: ManyOf) -> str:
        return "list"

    def options_of(self, field: ManyOf) -> frozenset[str]:
        return frozenset([option.key for option in field.options] + [OTHER] * field.other)

    def json_schema(self, field: ManyOf) -> dict[str, Any]:
        keys = [option.key for option in field.options]
        one: dict[str, Any] = {"enum": keys}
        items = {"anyOf": [one, *_other_schema(field)]} if field.other else one
        return {"type": "array", "items": items, "uniqueItems": True, "minItems": 1}

    def texts(self, field: ManyOf) -> list[tuple[str, Mapping[str, str]]]:
        return _option_texts(field.options)

    def faults(self, field: ManyOf) -> list[tuple[str, dict[str, object]]]:
        found = _option_faults(field.options, field.other)
        if field.exclusive and field.exclusive not in {option.key for option in field.options}:
            found.append(("unknown_option", {"option": field.exclusive}))
        return found
