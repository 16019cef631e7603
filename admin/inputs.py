"""Forms of the administration: plain WTForms with the row's version, and a field that points at a row."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field, Form, HiddenField, ValidationError
from wtforms.meta import DefaultMeta

from portal.web.locale import current_language
from portal.web.references import Ambiguous, Reference


class AdminForm(Form):
    """A form of the administration; `version` is the version of the row that the form was opened with."""

    class Meta(DefaultMeta):
        @property
        def locales(self) -> list[str]:
            return [current_language()]

        cache_translations = True

    version = HiddenField(filters=[lambda raw: int(raw) if str(raw or "").isdecimal() and len(str(raw)) < 10 else 0])


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
            self.data = self.reference.read(self.typed)
        except Ambiguous as several:
            self.suggested = several.found

    def pre_validate(self, form: Form) -> None:
        if self.data is None and self.typed:
            raise ValidationError(
                _("Meer dan één rij past bij “%(typed)s”. Kies er een uit de lijst.", typed=self.typed)
                if self.suggested
                else _("Er is niets gevonden voor “%(typed)s”.", typed=self.typed)
            )
        if isinstance(self.data, uuid.UUID) and self.reference.label_of(self.data) is None:
            raise ValidationError(_("Kies er een uit de lijst."))
