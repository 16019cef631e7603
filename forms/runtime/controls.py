"""A page as WTForms controls, and what was posted back as answers; a class is made once per version and page."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any

from wtforms import Form

from forms.definition.base import BaseField
from forms.kinds.controls import BOXES, choices
from forms.kinds.guard import is_empty
from forms.kinds.people import Person
from forms.kinds.registry import SPECIAL, Context, kind_of, special_of, specials_of
from forms.kinds.repeat import Repeat
from forms.runtime.answers import Answers, Cleaned, Fault, clean
from forms.runtime.prepared import Prepared
from forms.runtime.visibility import Shown, path_of
from forms.words import special_words

BESIDE = "__special"
"""What the box for "weet ik niet" is called: the field's name with this behind it."""

_ASKED = "__asked"
"""A hidden input of this name behind a field says that the question stood on the page."""

MOST_POSTED_ROWS = 500


class Posted:
    """What a browser or a test posted: names to lists of texts, in the manner WTForms reads."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        getlist = getattr(values, "getlist", None)
        self._values: dict[str, list[str]] = {
            name: [str(v) for v in (getlist(name) if getlist else _list(values[name]))] for name in values
        }

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def getlist(self, name: str) -> list[str]:
        """Return all values of *name*."""
        return self._values.get(name, [])


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


@dataclass(slots=True)
class Control:
    """One question on a page: its field, its control (None for notes, files and groups) and its faults."""

    field: BaseField
    path: str
    visible: bool
    control: Any = None
    beside: Any = None
    faults: list[Fault] = default(default_factory=list)
    value: Any = None
    rows: list[list[Control]] = default(default_factory=list)


@dataclass(slots=True)
class PageForm:
    """A page filled with answers or with what was typed."""

    key: str
    controls: list[Control]

    def all(self) -> Iterable[Control]:
        """Yield every control, those inside rows too."""
        for one in self.controls:
            yield one
            for row in one.rows:
                yield from row

    def place(self, faults: Iterable[Fault], locale: str) -> None:
        """Put *faults* with their controls, so that the words stand at the field and in the summary."""
        by_path: dict[str, list[Fault]] = {}
        for fault in faults:
            by_path.setdefault(fault.path, []).append(fault)
        for one in self.all():
            one.faults = by_path.get(one.path, [])
            if one.control is not None:
                one.control.errors = [fault.say(locale) for fault in one.faults]


@functools.lru_cache(maxsize=1024)
def _form_class(_digest: str, _place: str, locale: str, fields: _Fields) -> type[Form]:
    made: dict[str, Any] = {}
    for one in fields.fields:
        control = kind_of(one).control(one, locale)
        if control is not None:
            made[one.id] = control
        if kind_of(one).specials_beside and specials_of(one):
            offered = [(f"${name}", special_words(name, locale)) for name in specials_of(one)]
            made[one.id + BESIDE] = BOXES("", choices=choices(offered))
    return type("DefinedForm", (Form,), made)


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


def page_form(
    form: Prepared, page: str, answers: Mapping[str, Any], seen: Shown, locale: str, context: Context | None = None,
    posted: Posted | None = None, extra_rows: int = 0,
) -> PageForm:  # fmt: skip
    """Fill the controls of a page from *answers*, or from what was *posted*, so that typed text is kept."""
    context = context or Context()
    own = form_class(form, page, locale)(formdata=posted, data=_data(form.pages[page].fields, answers))
    controls = []
    for one in form.pages[page].fields:
        made = _control(one, one.id, own, answers.get(one.id), seen, context)
        if isinstance(one, Repeat):
            made.rows = _row_controls(form, page, one, answers.get(one.id), seen, locale, context, posted, extra_rows)
        if _asked_of(form, one, context):
            controls.append(made)
    return PageForm(page, controls)


def _asked_of(form: Prepared, one: BaseField, context: Context) -> bool:
    return context.compartments is None or form.entries[one.id].compartment in context.compartments


def _control(one: BaseField, path: str, own: Form, value: Any, seen: Shown, context: Context) -> Control:
    control = own._fields.get(one.id)
    if isinstance(one, Person) and control is not None:
        control.choices = [*choices(context.people or ()), *control.choices]
    return Control(one, path, path in seen, control, own._fields.get(one.id + BESIDE), value=value)


def _data(fields: Iterable[BaseField], answers: Mapping[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for one in fields:
        value = answers.get(one.id)
        special = special_of(value)
        if special:
            beside = kind_of(one).specials_beside
            listed = one.kind == "many_of"
            data[one.id + BESIDE if beside else one.id] = [f"${special}"] if beside or listed else f"${special}"
        elif value is not None:
            data[one.id] = kind_of(one).fill(one, value)
    return data


def _row_controls(
    form: Prepared, page: str, group: Repeat, value: Any, seen: Shown, locale: str, context: Context,
    posted: Posted | None, extra_rows: int,
) -> list[list[Control]]:  # fmt: skip
    rows = value if isinstance(value, list) else []
    numbers = _posted_rows(posted, group) if posted is not None else list(range(len(rows)))
    start = (max(numbers) + 1) if numbers else 0
    blank = extra_rows or (1 if not numbers and group.need == "required" else 0)
    numbers = (numbers + list(range(start, start + blank)))[: group.max_rows]
    made_class = form_class(form, page, locale, group)
    made = []
    for place, number in enumerate(numbers):
        given = rows[place] if place < len(rows) and isinstance(rows[place], dict) else {}
        own = made_class(
            formdata=posted if posted is not None and number < start else None,
            data=_data(group.fields, given),
            prefix=f"{group.id}-{number}-",
        )
        row = []
        for inner in group.fields:
            path = path_of(group.id, place, inner.id)
            one = _control(inner, path, own, given.get(inner.id), seen, context)
            if place >= len(rows):
                one.visible = inner.show_if is None
            row.append(one)
        made.append(row)
    return made


def _posted_rows(posted: Posted, group: Repeat) -> list[int]:
    pattern = re.compile(rf"{re.escape(group.id)}-(\d{{1,4}})-", re.ASCII)
    found = {
        int(hit.group(1))
        for name in posted
        if (hit := pattern.match(name)) and not name.endswith(_ASKED) and any(v.strip() for v in posted.getlist(name))
    }
    kept = [number for number in sorted(found) if f"{group.id}-{number}-remove" not in posted]
    return kept[:MOST_POSTED_ROWS]


def read_page(
    form: Prepared, page: str, answers: Mapping[str, Any], posted: Posted, context: Context | None = None
) -> Cleaned:
    """Take what was posted for *page* into *answers*: clean it all, keep what is sound, tell what is not.

    A field of the page that was not posted is left as it was; so are files, which come by another way.
    """
    context = context or Context()
    merged: Answers = dict(answers)
    own = form_class(form, page, "nl")(formdata=posted)
    for one in form.pages[page].fields:
        if not _asked_of(form, one, context):
            continue
        if isinstance(one, Repeat):
            _read_rows(form, page, one, posted, merged)
        elif one.id in own._fields and _was_posted(one.id, posted):
            merged[one.id] = _typed(one, own)
    return clean(form, {id_: value for id_, value in merged.items() if not is_empty(value)}, context)


def _was_posted(name: str, posted: Posted) -> bool:
    names = (name, name + BESIDE, f"{name}-day", f"{name}-month", f"{name}-year", f"{name}{_ASKED}")
    return any(one in posted for one in names)


def _typed(one: BaseField, own: Form) -> Any:
    typed = own._fields[one.id].data
    beside = own._fields.get(one.id + BESIDE)
    ticked = [tick for tick in (beside.data or []) if tick] if beside is not None else []
    if not ticked:
        return typed
    if is_empty(typed) or (isinstance(typed, dict) and not any(typed.values())):
        return {SPECIAL: ticked[-1].lstrip("$")}
    return [typed if isinstance(typed, str) else "", ticked[-1]]


def _read_rows(form: Prepared, page: str, group: Repeat, posted: Posted, merged: Answers) -> None:
    numbers = _posted_rows(posted, group)
    if not numbers and f"{group.id}{_ASKED}" not in posted:
        return
    made_class = form_class(form, page, "nl", group)
    rows = []
    for number in numbers:
        own = made_class(formdata=posted, prefix=f"{group.id}-{number}-")
        row = {inner.id: _typed(inner, own) for inner in group.fields if inner.id in own._fields}
        rows.append({id_: value for id_, value in row.items() if not _blank(value)})
    merged[group.id] = [row for row in rows if row]


def _blank(value: Any) -> bool:
    return is_empty(value) or (isinstance(value, dict) and not any(value.values()))
