"""Forms of the administration: plain WTForms with the row's version, and a field that points at a row."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import sqlalchemy as sa
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field, Form, HiddenField, ValidationError
from wtforms.meta import DefaultMeta

from portal.core.db import db
from portal.core.policy import scoped
from portal.core.search import fold
from portal.web.auth import current_actor
from portal.web.locale import current_language

MOST_OPTIONS = 500
SUGGESTIONS = 12


class AdminForm(Form):
    """A form of the administration; `version` is the version of the row that the form was opened with."""

    class Meta(DefaultMeta):
        @property
        def locales(self) -> list[str]:
            return [current_language()]

        cache_translations = True

    version = HiddenField(filters=[lambda raw: int(raw) if str(raw or "").isdecimal() and len(str(raw)) < 10 else 0])


@dataclass(frozen=True)
class Reference:
    """A table that forms point at: its label, the column that is searched (folded), and a narrowing, if any."""

    model: type[Any]
    label: Any
    search: Any = None
    only: Callable[[], Sequence[Any]] = tuple

    def _select(self) -> sa.Select[Any]:
        options = {"actor": current_actor()}
        return sa.select(self.model.id, self.label).where(*self.only()).execution_options(**options)

    def few(self) -> list[tuple[uuid.UUID, str]] | None:
        """Return all rows in the order of their label, or None when there are too many for a list."""
        found = db.session.execute(self._select().order_by(self.label, self.model.id).limit(MOST_OPTIONS + 1)).all()
        return None if len(found) > MOST_OPTIONS else [(row[0], row[1]) for row in found]

    def listed(self) -> list[tuple[str, str]]:
        """Return all rows as (identifier, label) for a filter, none when there are too many."""
        return [(str(row_id), label) for row_id, label in self.few() or []]

    def find(self, typed: str) -> list[tuple[uuid.UUID, str]]:
        """Return some rows whose label holds what was typed."""
        words = typed.replace("\0", "").split()[:6]
        column, query = self.search if self.search is not None else self.label, self._select()
        for word in words:
            if self.search is not None:
                query = query.where(column.contains(fold(word), autoescape=True))
            else:
                query = query.where(column.icontains(word, autoescape=True))
        found = db.session.execute(query.order_by(self.label, self.model.id).limit(SUGGESTIONS)).all()
        return [(row[0], row[1]) for row in found]

    def label_of(self, row_id: uuid.UUID) -> str | None:
        """Return the label of one row, None when it is absent or foreign."""
        query = scoped(self.model, current_actor()).with_only_columns(self.label).where(self.model.id == row_id)
        found: str | None = db.session.scalar(query)
        return found


class RowWidget:
    """A native select for few rows, else a text input that suggests; without JavaScript the words are looked up."""

    validation_attrs: ClassVar[list[str]] = ["required"]

    def __call__(self, field: RowField, **kwargs: Any) -> Markup:
        kwargs = {name.rstrip("_"): value for name, value in kwargs.items() if value not in (False, None, "")}
        kwargs.setdefault("id", field.id)
        attributes = Markup(" ").join(Markup('{}="{}"').format(name, value) for name, value in kwargs.items())
        few = field.options()
        if few is not None:
            rows = [("", _("Kies")), *((str(row_id), label) for row_id, label in few)]
            options = Markup("").join(
                Markup('<option value="{}"{}>{}</option>').format(
                    value, Markup(" selected") if value == str(field.data or "") else "", label
                )
                for value, label in rows
            )
            return Markup('<select name="{}" {}>{}</select>').format(field.name, attributes, options)
        listed = Markup("").join(Markup("<option>{}</option>").format(label) for _id, label in field.suggested)
        return Markup(
            '<input type="text" name="{0}" value="{1}" list="{2}-lijst" data-lookup="{3}" data-value="{4}" '
            'autocomplete="off" {5}><datalist id="{2}-lijst">{6}</datalist>'
        ).format(field.name, field.shown(), field.id, field.lookup_url, field.data or "", attributes, listed)


class RowField(Field):
    """Points at a row of another table that the actor may see."""

    widget = RowWidget()

    def __init__(self, label: Any = None, validators: Any = None, *, reference: Reference, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.reference = reference
        self.lookup_url = ""
        self.typed = ""
        self.suggested: list[tuple[uuid.UUID, str]] = []
        self._options: list[tuple[uuid.UUID, str]] | None = None
        self._asked = False

    def options(self) -> list[tuple[uuid.UUID, str]] | None:
        """Return the rows for a select, None when there are too many; read once per form."""
        if not self._asked:
            self._options, self._asked = self.reference.few(), True
        return self._options

    def shown(self) -> str:
        """Return the words for what is chosen or typed."""
        if isinstance(self.data, uuid.UUID):
            return self.reference.label_of(self.data) or ""
        return self.typed

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = (valuelist[0] if valuelist else "").strip()[:200]
        self.data = None
        if not self.typed:
            return
        try:
            self.data = uuid.UUID(self.typed)
        except ValueError:
            found = self.reference.find(self.typed)
            exact = [row for row in found if row[1].casefold() == self.typed.casefold()]
            if len(exact) == 1 or len(found) == 1:
                self.data = (exact or found)[0][0]
            else:
                self.suggested = found

    def pre_validate(self, form: Form) -> None:
        if self.data is None and self.typed:
            raise ValidationError(
                _("Meer dan één rij past bij “%(typed)s”. Kies er een uit de lijst.", typed=self.typed)
                if self.suggested
                else _("Er is niets gevonden voor “%(typed)s”.", typed=self.typed)
            )
        if isinstance(self.data, uuid.UUID) and self.reference.label_of(self.data) is None:
            raise ValidationError(_("Kies er een uit de lijst."))
