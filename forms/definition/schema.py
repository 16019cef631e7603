"""The shape of a form definition: frozen, closed, every fault reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import Discriminator, Field

import forms.kinds  # noqa: F401 – registers them
from forms.definition.base import BaseField, Expression, FieldId, Handled, Key, Node
from forms.definition.scores import Example, Score
from forms.definition.text import Locale, LongText, Text, Words
from forms.kinds.registry import schemas
from forms.kinds.repeat import Repeat

if TYPE_CHECKING:
    AnyField = BaseField
else:
    AnyField = Annotated[Union[schemas()], Discriminator("kind")]  # noqa: UP007 – made from the registry

Repeat.model_rebuild(_types_namespace={"AnyField": AnyField})


class Page(Handled):
    """What is asked on one page."""

    key: Key
    title: Text
    intro: LongText | None = None
    show_if: Expression | None = None
    fields: tuple[AnyField, ...] = Field(min_length=1, max_length=200)


class Domain(Node):
    """One life domain: which field holds its score, its target and its note."""

    key: Key
    label: Text
    score: FieldId
    target: FieldId | None = None
    note: FieldId | None = None


class Instrument(Node):
    """A list of life domains under its own name, version and source line."""

    name: Text
    version: Words
    source: Text
    domains: tuple[Domain, ...] = Field(min_length=1, max_length=40)


class Release(Node):
    """Something whoever accepts may give to all parties; `field` is the answer it starts from."""

    key: Key
    label: Text
    hint: Text | None = None
    field: FieldId | None = None


class FormDefinition(Handled):
    """One version of one form. Published versions are frozen and addressed by `definition.digest`."""

    schema_version: Literal[1]
    key: Key
    title: Text
    locales: tuple[Locale, ...] = Field(min_length=1, max_length=20)
    intro: LongText | None = None
    after: LongText | None = None
    """What happens after sending."""
    dated_by: FieldId | None = None
    """The date field that says on which day the answers were given."""
    filled_by: Literal["tenant", "expert", "staff"] = "expert"
    """Who fills in, which decides how a page is cut: one thing, one domain or one section."""
    hidden_answers: Literal["drop", "keep"] = "drop"
    """What becomes of answers that do not show when the form is sent; for conditions they are absent either way."""
    scores: tuple[Score, ...] = Field((), max_length=100)
    examples: tuple[Example, ...] = Field((), max_length=100)
    instrument: Instrument | None = None
    releases: tuple[Release, ...] = Field((), max_length=20)
    pages: tuple[Page, ...] = Field(min_length=1, max_length=100)

    def fields(self) -> Iterator[tuple[Page, BaseField, Repeat | None]]:
        """Yield every field in order, with its page and the repeat group it stands in."""
        for page, field, groups in self.placed():
            yield page, field, groups[-1] if groups else None

    def placed(self) -> Iterator[tuple[Page, BaseField, tuple[Repeat, ...]]]:
        """Yield every field in order, with its page and the repeat groups around it, the outermost first."""
        for page in self.pages:
            yield from ((page, field, groups) for field, groups in _within(page.fields, ()))


def _within(fields: Iterable[BaseField], groups: tuple[Repeat, ...]) -> Iterator[tuple[BaseField, tuple[Repeat, ...]]]:
    for field in fields:
        yield field, groups
        if isinstance(field, Repeat):
            yield from _within(field.fields, (*groups, field))


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a definition."""
    return FormDefinition.model_json_schema()
