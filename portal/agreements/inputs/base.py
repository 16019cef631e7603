"""What the forms of the sections share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import (
    SelectMultipleField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from portal.agreements.content import Terms
from portal.cases.inputs.fields import PageForm

SPARE = 2
"""Empty rows offered at the end of a list; a row left empty is left out."""
ONE_PER_LINE = _("Eén per regel.")


class Many(SelectMultipleField):  # type: ignore[misc]
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SectionForm(PageForm):
    """One section; `fields_of` reads terms, `change` says what the fields make of them."""

    @staticmethod
    def fields_of(terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of the fields; *known* is what the case offers to choose from."""
        raise NotImplementedError

    def change(self, terms: Terms, known: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parts of the terms that this form replaces."""
        raise NotImplementedError

    @classmethod
    def shown(cls, terms: Terms, known: Mapping[str, Any]) -> SectionForm:
        """Make the form as it is first shown."""
        return cls(data=cls.fields_of(terms, known))

    @classmethod
    def posted(cls, values: MultiDict[str, str]) -> SectionForm:
        """Make the form of what was posted."""
        return cls(values)


def lines_of(text: str | None) -> list[str]:
    """Split a text area into its lines, without empty ones and list marks."""
    return [line for line in (row.strip(" \t-•·") for row in (text or "").splitlines()) if line]


def spare(rows: Iterable[Mapping[str, Any]], count: int = SPARE) -> list[dict[str, Any]]:
    """Add empty rows to fill in."""
    return [*(dict(row) for row in rows), *({} for _row in range(count))]


def rows_of(entries: Sequence[Any], filled: Callable[[Any], bool]) -> list[Any]:
    return [entry.form for entry in entries if filled(entry.form)]
