"""The WTForms class of a page, made once per version, page and language; and how its controls are read."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wtforms import Form

from forms.definition.base import BaseField
from forms.kinds.choices import ManyOf, OneOf
from forms.kinds.controls import BOXES, LINE, choices
from forms.kinds.files import Files
from forms.kinds.records import Organisation
from forms.kinds.registry import kind_of, specials_of
from forms.kinds.repeat import Repeat
from forms.runtime.prepared import Prepared
from forms.words import special_words, word

BESIDE = "__special"
"""What the box for "weet ik niet" is called: the field's name with this behind it."""

OWN_WORDS = "__other"
"""What the box for the words behind "anders, namelijk" is called."""


@functools.lru_cache(maxsize=1024)
def _form_class(_digest: str, _place: str, locale: str, fields: _Fields) -> type[Form]:
    made: dict[str, Any] = {}
    for one in fields.fields:
        control = kind_of(one).control(one, locale)
        if control is not None:
            made[one.id] = control
        if isinstance(one, OneOf | ManyOf | Organisation) and one.other:
            made[one.id + OWN_WORDS] = LINE(word("other", locale))
        if kind_of(one).specials_beside and specials_of(one) and (control is not None or isinstance(one, Files)):
            offered = [(f"${name}", special_words(name, locale)) for name in specials_of(one)]
            made[one.id + BESIDE] = BOXES("", choices=choices(offered))
    return type("DefinedForm", (Form,), made)


Read = Callable[[Any, str], Any]
"""Reads what was typed for one field: of what was posted, under this name."""


@functools.lru_cache(maxsize=1024)
def _readers(_digest: str, _place: str, fields: _Fields) -> Mapping[str, Read]:
    made = _form_class(_digest, _place, "nl", fields)
    unbound = {name: one for name, one in vars(made).items() if hasattr(one, "field_class")}
    return {
        name: functools.partial(
            one.field_class.typed, parts=one.kwargs.get("parts") or getattr(one.field_class, "PARTS", ())
        )
        for name, one in unbound.items()
    }


class _Fields:
    """The fields of one class; the cache looks at version, place and language alone."""

    def __init__(self, fields: Iterable[BaseField]) -> None:
        self.fields = tuple(fields)

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Fields)


def form_class(form: Prepared, page: str, locale: str, group: Repeat | None = None) -> type[Form]:
    """Return the WTForms class of a page, or of one row of a group on it."""
    fields = group.fields if group else form.pages[page].fields
    return _form_class(form.digest, f"{page}/{group.id if group else ''}", locale, _Fields(fields))


def readers(form: Prepared, page: str, group: Repeat | None = None) -> Mapping[str, Read]:
    """Return how each control of a page, or of one row of a group on it, is read; no control is made for it."""
    fields = group.fields if group else form.pages[page].fields
    return _readers(form.digest, f"{page}/{group.id if group else ''}", _Fields(fields))
