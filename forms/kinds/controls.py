"""WTForms fields for the kinds: they keep what was typed; judging it is the kind's work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

CHOICE = tuple[str, str]
LONGEST_PART = 200_000
"""A drawn signature is the longest thing one box holds."""


class Required:
    """Marks a control as one that must be answered, for the page; it checks nothing."""

    field_flags = {"required": True}  # noqa: RUF012 – the name and shape WTForms looks for

    def __call__(self, form: Any, field: Any) -> None:
        return None


def marks(required: bool) -> list[Any]:
    """Return the validators that only mark a control."""
    return [Required()] if required else []


def first(posted: Any, name: str, parts: tuple[str, ...] = ()) -> str | None:
    """Read what was posted for one box, None when nothing was."""
    values = posted.getlist(name)
    return values[0] if values else None


def every(posted: Any, name: str, parts: tuple[str, ...] = ()) -> list[str]:
    """Read all boxes of one name that were ticked."""
    return list(posted.getlist(name))


def in_parts(posted: Any, name: str, parts: tuple[str, ...]) -> dict[str, str]:
    """Read an answer of several boxes."""
    return {part: (posted.getlist(f"{name}-{part}") or [""])[0][:LONGEST_PART] for part in parts}


class Line(StringField):  # type: ignore[misc]
    """One line of text, or a number as typed."""

    typed = staticmethod(first)

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class Lines(TextAreaField):  # type: ignore[misc]
    """Several lines of text."""

    typed = staticmethod(first)

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class Choice(RadioField):  # type: ignore[misc]
    """One of several; what is not offered is kept as typed and judged by the kind."""

    typed = staticmethod(first)

    def pre_validate(self, form: Any) -> None:
        return None


class ScaleField(Choice):
    """A score as large choices."""


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]
    """Several of several, as boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    typed = staticmethod(every)

    def pre_validate(self, form: Any) -> None:
        return None


class PartsField(Field):  # type: ignore[misc]
    """One answer in several boxes, each posted as NAME-PART. `data` is what was typed, as a mapping."""

    widget = TextInput()

    def __init__(self, label: str = "", validators: Any = None, parts: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.PARTS = parts or self.PARTS

    PARTS: tuple[str, ...] = ()

    typed = staticmethod(in_parts)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        given = data if isinstance(data, dict) else {}
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in self.PARTS):
            given = in_parts(formdata, self.name, self.PARTS)
        self.process_errors: list[str] = []
        self.object_data = self.data = {part: str(given.get(part, ""))[:LONGEST_PART] for part in self.PARTS}

    @property
    def parts(self) -> tuple[str, ...]:
        """What the boxes show."""
        return tuple(self.data[part] for part in self.PARTS)


class DatePartsField(PartsField):
    """A date as three boxes: day, month, year."""

    PARTS = ("day", "month", "year")


def choices(pairs: Iterable[CHOICE]) -> list[Any]:
    """Return *pairs* of key and words as WTForms takes them."""
    return [SelectChoice(key, words) for key, words in pairs]


LINE, LINES, CHOOSE, SCALE, BOXES, DATE, PARTS = (
    Line, Lines, Choice, ScaleField, CheckboxesField, DatePartsField, PartsField,
)  # fmt: skip
