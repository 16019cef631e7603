"""Something to read between the questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from forms.definition.base import BaseField
from forms.definition.text import LongText
from forms.kinds.registry import Context, Kind, kind


class Note(BaseField):
    """A text; `tone` says how much it asks for attention."""

    kind: Literal["note"]
    body: LongText
    tone: Literal["plain", "info", "warning"] = "plain"

    @property
    def takes_answer(self) -> bool:
        return False


class Heading(BaseField):
    """A heading between questions; its words are its label."""

    kind: Literal["heading"]

    @property
    def takes_answer(self) -> bool:
        return False


@kind(Heading)
class HeadingKind(Kind[Heading]):
    """No answer, no control."""

    def control(self, field: Heading, locale: str) -> Any:
        return None

    def clean(self, field: Heading, raw: Any, context: Context) -> None:
        return None

    def type_of(self, field: Heading) -> str:
        return "nothing"

    def json_schema(self, field: Heading) -> dict[str, Any]:
        return {"not": {}}


@kind(Note)
class NoteKind(Kind[Note]):
    """No answer, no control."""

    plain = True

    def control(self, field: Note, locale: str) -> Any:
        return None

    def clean(self, field: Note, raw: Any, context: Context) -> None:
        return None

    def type_of(self, field: Note) -> str:
        return "nothing"

    def json_schema(self, field: Note) -> dict[str, Any]:
        return {"not": {}}

    def texts(self, field: Note) -> list[tuple[str, Mapping[str, str]]]:
        return [("body", field.body)]
