"""Fields that say in Dutch what is wrong, and the form that shows what a command refused."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import DateField, Form, IntegerField, RadioField, SelectField, TimeField, validators

from portal.core.errors import DomainError
from portal.web.errors import sentence

DATES = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
TIMES = ["%H:%M", "%H.%M", "%H:%M:%S"]


def options(named: Mapping[str, LazyString], first: LazyString | None = None) -> list[tuple[str, LazyString | str]]:
    """Return the choices of a field; *first* is the empty one."""
    given: list[tuple[str, LazyString | str]] = list(named.items())
    return [("", first), *given] if first is not None else given


def needed(message: LazyString) -> validators.InputRequired:
    """Require an answer, in words that say which."""
    return validators.InputRequired(message)


def at_most(limit: int) -> validators.Length:
    """Bound a text."""
    return validators.Length(max=limit, message=_("Deze tekst is te lang. Gebruik hoogstens %(max)d tekens."))


class PageForm(Form):  # type: ignore[misc]
    """A form that can show what a command refused at the field it is about."""

    def refuse(self, error: DomainError, names: Mapping[str, str] | None = None) -> None:
        """Put the sentence for *error* at its field, or above the form. *names* maps field names of the rule to ours."""
        field = str(error.params.get("field") or "")
        field = (names or {}).get(field, field)
        if field in self:
            self[field].errors = [*self[field].errors, sentence(error)]
        else:
            self.form_errors.append(sentence(error))


class RightDate(DateField):  # type: ignore[misc]
    """A date with a Dutch sentence when it is none."""

    data: Any

    def __init__(self, label: LazyString, checks: Iterable[Any] = (), **given: Any) -> None:
        super().__init__(label, [*checks], format=DATES, **given)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a date typed in one of the usual ways, within the years that a case can be about."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            super().process_formdata([typed])
        except ValueError:
            raise ValueError(_("Deze datum klopt niet. Schrijf de datum als 3-3-2026.")) from None
        day: dt.date | None = self.data
        if day is not None and not 1900 <= day.year <= 2200:
            self.data = None
            raise ValueError(_("Deze datum klopt niet. Controleer het jaar."))


class RightTime(TimeField):  # type: ignore[misc]
    """A time with a Dutch sentence when it is none."""

    data: Any

    def __init__(self, label: LazyString, checks: Iterable[Any] = (), **given: Any) -> None:
        super().__init__(label, [*checks], format=TIMES, **given)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a time typed as 22:00 or 22.00."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            super().process_formdata([typed])
        except ValueError:
            raise ValueError(_("Deze tijd klopt niet. Schrijf de tijd als 22.00.")) from None


class WholeNumber(IntegerField):  # type: ignore[misc]
    """A whole number with a Dutch sentence when it is none."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a whole number; nothing typed is nothing."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        if not typed.isdecimal() or len(typed) > 6:
            raise ValueError(_("Vul een heel getal in."))
        self.data = int(typed)


class ChoiceField(SelectField):  # type: ignore[misc]
    """A choice with a Dutch sentence when it is none of the choices."""

    def pre_validate(self, form: Form) -> None:
        """Refuse what is not among the choices."""
        if self.validate_choice and self.data not in {str(choice[0]) for choice in self.choices or ()}:
            raise validators.ValidationError(_("Kies een van de mogelijkheden."))


class ChoicesField(RadioField):  # type: ignore[misc]
    """The same as rows to choose from."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.type = "RadioField"  # what the macros draw as rows

    def pre_validate(self, form: Form) -> None:
        """Refuse what is not among the choices."""
        if self.validate_choice and self.data not in {str(choice[0]) for choice in self.choices or ()}:
            raise validators.ValidationError(_("Kies een van de mogelijkheden."))


def id_of(text: str | None) -> uuid.UUID | None:
    """Read an id that a form posted; None when it is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
