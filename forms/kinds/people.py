"""A person of the case, by id; the host says who they are."""

from __future__ import annotations

import re
from typing import Any, Literal

from forms.definition.base import BaseField
from forms.kinds.choices import special_choices
from forms.kinds.controls import CHOOSE, choices, marks
from forms.kinds.guard import is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind, label_of

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Person(BaseField):
    """One of the people of the case."""

    kind: Literal["person"]


@kind(Person)
class PersonKind(Kind[Person]):
    """A person, chosen from those of the case."""

    specials_beside = False
    missing = "missing_choice"

    def control(self, field: Person, locale: str) -> Any:
        offered = special_choices(field, locale)
        return CHOOSE(label_of(field, locale), choices=choices(offered), validators=marks(field.need == "required"))

    def anchor(self, field: Person, path: str) -> str:
        return f"{path}-0"

    def offers(self, field: Person, context: Context) -> tuple[tuple[str, str], ...]:
        return context.people or ()

    def clean(self, field: Person, raw: Any, context: Context) -> str | None:
        if is_empty(raw):
            return None
        if not isinstance(raw, str) or not _ID.fullmatch(raw):
            raise AnswerFault("not_offered")
        if context.people is not None and raw not in {person for person, _ in context.people}:
            raise AnswerFault("not_offered")
        return raw

    def show(self, field: Person, value: Any, locale: str, context: Context) -> str:
        return dict(context.people or ()).get(value, "–")

    def type_of(self, field: Person) -> str:
        return "choice"

    def json_schema(self, field: Person) -> dict[str, Any]:
        return {"type": "string", "format": "uuid"}
