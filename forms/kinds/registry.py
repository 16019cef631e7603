"""The registry of kinds and what each must say about itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from forms.definition.base import BaseField
from forms.definition.text import say

F = TypeVar("F", bound=BaseField)

SPECIAL = "$"
UNKNOWN, DECLINED = "unknown", "declined"
SPECIALS = (UNKNOWN, DECLINED)


class AnswerFault(Exception):
    """An answer cannot be taken; `code` is stable, `params` fill the sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Context:
    """What the host knows and a definition cannot: the day, the people of the case, who fills in.

    `previous` holds stored answers of the time before by field id, `case` values by the paths of
    `forms.definition.paths`, `records` what each list offers as pairs of key and words.
    """

    today: dt.date = dt.date(1970, 1, 1)
    people: tuple[tuple[str, str], ...] | None = None
    compartments: frozenset[str] | None = None
    previous: Mapping[str, Any] = field(default_factory=dict)
    case: Mapping[str, Any] = field(default_factory=dict)
    records: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


class Kind(Generic[F]):
    """Everything about one kind of field. Subclasses are registered by `@kind`."""

    schema: ClassVar[type[BaseField]]
    specials_beside: ClassVar[bool] = True
    """Whether "weet ik niet" stands as a box beside the control, or among its choices."""
    plain: ClassVar[bool] = False
    """Whether a page shows nothing of an answer but what stands in its controls, so that its HTML may be kept."""
    missing: ClassVar[str] = "missing"
    """The code of the sentence for a required answer that is absent."""

    def control(self, field: F, locale: str) -> Any:
        """Return the unbound WTForms field, or None when this kind is not posted with the page."""
        raise NotImplementedError

    def clean(self, field: F, raw: Any, context: Context) -> Any:
        """Return *raw*, as typed or as stored, as plain JSON; None when there is no answer.

        Raises AnswerFault. Cleaning what was cleaned gives the same.
        """
        raise NotImplementedError

    def fill(self, field: F, value: Any) -> Any:
        """Return what the control shows for a stored *value*."""
        return value

    def parts(self, field: F) -> tuple[str, ...]:
        """Name the boxes a control is posted in, each as NAME-PART; none when it is one box."""
        return ()

    def anchor(self, field: F, path: str) -> str:
        """Return the id of the element a link to this question lands on."""
        parts = self.parts(field)
        return f"{path}-{parts[0]}" if parts else path

    def offers(self, field: F, context: Context) -> tuple[tuple[str, str], ...]:
        """Return the choices that the host supplies, as pairs of key and words."""
        return ()

    def lacks(self, field: F, value: Any) -> str:
        """Return the code of what a stored *value* still lacks when an answer is required; empty when nothing."""
        return ""

    def show(self, field: F, value: Any, locale: str, context: Context) -> str:
        """Return a stored *value* in words."""
        return str(value)

    def export(self, field: F, value: Any) -> Any:
        """Return a stored *value* as one plain cell."""
        return value

    def value(self, field: F, value: Any) -> Any:
        """Return a stored *value* as conditions see it."""
        return value

    def type_of(self, field: F) -> str:
        """Name the type that conditions see: text, number, date, moment, time, bool, choice, list, rows or nothing."""
        return "text"

    def cells_of(self, field: F, value: Any) -> Mapping[str, Any]:
        """Return the parts of a stored *value* that conditions may ask for by name."""
        return {}

    def cell_types(self, field: F) -> Mapping[str, str]:
        """Name the parts conditions may ask for, each with its type."""
        return {}

    def columns(self, field: F) -> tuple[tuple[str, Mapping[str, str]], ...]:
        """Return the columns of a composite answer: what stands behind the key, and its words. None when it is one."""
        return ()

    def spread(self, field: F, value: Any) -> Mapping[str, Any]:
        """Return the cells of a composite answer, by what stands behind the key."""
        return {}

    def options_of(self, field: F) -> frozenset[str] | None:
        """Return the keys a condition may compare this field with, None when any."""
        return None

    def json_schema(self, field: F) -> dict[str, Any]:
        """Return the JSON Schema of a stored value."""
        raise NotImplementedError

    def texts(self, field: F) -> list[tuple[str, Mapping[str, str]]]:
        """Return the texts of this kind itself, each with its place, so that missing languages are found."""
        return []

    def faults(self, field: F) -> list[tuple[str, dict[str, object]]]:
        """Return what is wrong with this field beyond its shape: codes of `definition.checks`."""
        return []


_kinds: dict[type[BaseField], Kind[Any]] = {}


def kind(schema: type[F]) -> Callable[[type[Kind[F]]], type[Kind[F]]]:
    """Register a class as the kind of *schema*; RuntimeError when there is one."""

    def register(cls: type[Kind[F]]) -> type[Kind[F]]:
        if schema in _kinds:
            raise RuntimeError(f"{schema.__name__} has a kind already")
        cls.schema = schema
        _kinds[schema] = cls()
        return cls

    return register


def kind_of(field: BaseField) -> Kind[Any]:
    """Return the kind of *field*."""
    return _kinds[type(field)]


def schemas() -> tuple[type[BaseField], ...]:
    """Return the schemas of all kinds, in the order of registration."""
    return tuple(_kinds)


def special_of(value: Any) -> str:
    """Return "unknown" or "declined" when *value* is such an answer, else "".

    >>> special_of({"$": "unknown"})
    'unknown'
    """
    if isinstance(value, dict) and len(value) == 1 and value.get(SPECIAL) in SPECIALS:
        return str(value[SPECIAL])
    return ""


def specials_of(field: BaseField) -> tuple[str, ...]:
    """Return the special answers *field* allows."""
    return (UNKNOWN,) * field.allow_unknown + (DECLINED,) * field.allow_decline


def label_of(field: BaseField, locale: str) -> str:
    """Return the question of *field*."""
    return say(field.label, locale)
