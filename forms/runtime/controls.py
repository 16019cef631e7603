"""A page as WTForms controls, filled with answers or with what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default
from typing import Any

from wtforms import Form

from forms.definition.base import BaseField
from forms.expressions.compile import holds
from forms.kinds.calculations import Calculated
from forms.kinds.choices import OTHER
from forms.kinds.controls import choices
from forms.kinds.files import Files
from forms.kinds.registry import Context, kind_of, special_of
from forms.kinds.repeat import Repeat
from forms.runtime.answers import Fault, required
from forms.runtime.classes import BESIDE, OWN_WORDS, form_class
from forms.runtime.filed import redrawn
from forms.runtime.posted import Posted, locked, posted_rows
from forms.runtime.prepared import Entry, Prepared
from forms.runtime.start import row_start
from forms.runtime.state import Shown, State, path_of, safely, state_of
from forms.words import special_words


@dataclass(slots=True)
class Control:
    """One question on a page: its field, its control (None for notes, files and groups) and its faults.

    `text` is the answer in words, for what is read only or calculated; `own` the box behind "anders, namelijk";
    `previous` the answer of the time before, in words; `grown` that extra rows went to this group. Boxes are named by the path, so that rows stay numbered.
    """

    field: BaseField
    path: str
    visible: bool
    control: Any = None
    beside: Any = None
    own: Any = None
    faults: list[Fault] = default(default_factory=list)
    value: Any = None
    rows: list[list[Control]] = default(default_factory=list)
    required: bool = False
    read_only: bool = False
    text: str = ""
    previous: str = ""
    grown: bool = False

    @property
    def anchor(self) -> str:
        """The id of the element that a link to this question lands on."""
        return kind_of(self.field).anchor(self.field, self.path)

    @property
    def level(self) -> int:
        """The level of a heading inside this group."""
        return 2 + self.path.count("-") // 2


@dataclass(slots=True)
class PageForm:
    """A page filled with answers or with what was typed."""

    key: str
    controls: list[Control]

    def all(self) -> Iterator[Control]:
        """Yield every control, those inside rows too."""
        yield from _flat(self.controls)

    def place(self, faults: Iterable[Fault], locale: str) -> None:
        """Put *faults* with their controls, so that the words stand at the field and in the summary."""
        by_path: dict[str, list[Fault]] = {}
        for fault in faults:
            by_path.setdefault(fault.path, []).append(fault)
        for one in self.all():
            one.faults = by_path.get(one.path, [])
            if one.control is not None:
                one.control.errors = [fault.say(locale) for fault in one.faults]


def _flat(controls: Iterable[Control]) -> Iterator[Control]:
    for one in controls:
        yield one
        for row in one.rows:
            yield from _flat(row)


def page_form(
    form: Prepared, page: str, answers: Mapping[str, Any], seen: Shown, locale: str, context: Context | None = None,
    posted: Posted | None = None, extra_rows: int = 0, more: str = "",
) -> PageForm:  # fmt: skip
    """Fill the controls of a page from *answers*, or from what was *posted*, so that typed text is kept.

    Groups get so many extra rows; with *more* only the group at that path does.
    """
    context = context or Context()
    state = state_of(form, answers, replace(context, compartments=None))
    maker = _Maker(form, page, seen, locale, context, posted, extra_rows, more, state)
    own = form_class(form, page, locale)(formdata=posted, data=_data(form.pages[page].fields, answers))
    entries = [form.entries[one.id] for one in form.pages[page].fields]
    readable = context.compartments
    return PageForm(
        page,
        [
            maker.control(entry, entry.field.id, entry.field.id, own, answers.get(entry.field.id))
            for entry in entries
            if readable is None or entry.compartment in readable
        ],
    )


@dataclass(slots=True)
class _Maker:
    """What stays the same while the controls of one page are made."""

    form: Prepared
    page: str
    seen: Shown
    locale: str
    context: Context
    posted: Posted | None
    extra_rows: int
    more: str
    state: State

    def control(
        self, entry: Entry, path: str, name: str, own: Form, value: Any, fresh: bool = False, group: Any = None
    ) -> Control:
        """Make one control; in a *fresh* row, which no answer has made yet, what has no condition shows.

        *group* is the whole answer of the outermost group, when this stands in a row of it.
        """
        one, kind = entry.field, entry.kind
        if isinstance(one, Files) and self.posted is not None:
            value = redrawn(name, self.posted, value, group)
        control = own._fields.get(one.id)
        made = Control(
            one, path, (one.show_if is None) if fresh else path in self.seen, control, own._fields.get(one.id + BESIDE),
            own._fields.get(one.id + OWN_WORDS), value=value, required=one.need == "required",
        )  # fmt: skip
        for part, behind in ((control, ""), (made.beside, BESIDE), (made.own, OWN_WORDS)):
            if part is not None:
                part.name = part.id = part.label.field_id = path + behind
        before = self.context.previous.get(one.id)
        if before is not None and not fresh and not entry.groups and one.takes_answer and one.kind != "scale":
            made.previous = _in_words(entry, before, self.locale, self.context)
        if control is not None and (offered := kind.offers(one, self.context)):
            control.choices = [*choices(offered), *control.choices]
        scope = self.state.scopes.get(path)
        if scope is not None:
            made.required = required(entry, scope)
            made.read_only = locked(entry, path, self.state)
            if entry.options and control is not None:
                closed = {key for key, test in entry.options.items() if not holds(test, scope)}
                control.choices = [choice for choice in control.choices if _key(choice) not in closed]
        if isinstance(one, Calculated):
            made.value = value = self.state.computed.get(path)
        if (made.read_only or isinstance(one, Calculated)) and value is not None:
            made.text = _in_words(entry, value, self.locale, self.context)
        if isinstance(one, Repeat):
            self._rows(made, one, path, name, value, value if group is None else group)
        return made

    def _rows(self, made: Control, group: Repeat, path: str, name: str, value: Any, everything: Any) -> None:
        rows = value if isinstance(value, list) else []
        numbers = posted_rows(self.posted, name) if self.posted is not None else list(range(len(rows)))
        start = (max(numbers) + 1) if numbers else 0
        made.grown = path == self.more or (not self.more and path == group.id)
        blank = (self.extra_rows if made.grown else 0) or (1 if not numbers and group.need == "required" else 0)
        blank = max(blank, group.min_rows - len(numbers))
        numbers = (numbers + list(range(start, start + blank)))[: group.max_rows]
        made_class = form_class(self.form, self.page, self.locale, group)
        beginning = row_start(self.form, group, self.context)
        for place, number in enumerate(numbers):
            given = rows[place] if place < len(rows) and isinstance(rows[place], dict) else {}
            own = made_class(
                formdata=self.posted if self.posted is not None and number < start else None,
                data=_data(group.fields, given if number < start else beginning),
                prefix=f"{name}-{number}-",
            )
            made.rows.append(
                [
                    self.control(
                        entry, path_of(path, place, entry.field.id), f"{name}-{number}-{entry.field.id}", own,
                        given.get(entry.field.id), fresh=place >= len(rows), group=everything,
                    )
                    for entry in self.form.within(group)
                ]
            )  # fmt: skip


def _in_words(entry: Entry, value: Any, locale: str, context: Context) -> str:
    special = special_of(value)
    if special:
        return special_words(special, locale)
    return safely(lambda one, answer: entry.kind.show(one, answer, locale, context), entry.field, value) or ""


def _key(choice: Any) -> str:
    return str(choice.value if hasattr(choice, "value") else choice[0])


def _data(fields: Iterable[BaseField], answers: Mapping[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for one in fields:
        value = answers.get(one.id)
        special = special_of(value)
        if special:
            beside = kind_of(one).specials_beside
            listed = one.kind == "many_of"
            data[one.id + BESIDE if beside else one.id] = [f"${special}"] if beside or listed else f"${special}"
        elif value is not None and one.takes_answer:
            data[one.id] = kind_of(one).fill(one, value)
            words = [part[OTHER] for part in (value if isinstance(value, list) else [value]) if _has_words(part)]
            if words:
                data[one.id + OWN_WORDS] = words[0]
    return data


def _has_words(part: Any) -> bool:
    return isinstance(part, dict) and set(part) == {OTHER}
