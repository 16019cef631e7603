"""What was posted back of a page, as answers."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms.definition.base import BaseField
from forms.kinds.choices import OTHER
from forms.kinds.files import Files
from forms.kinds.guard import is_empty
from forms.kinds.registry import SPECIAL, Context, kind_of
from forms.kinds.repeat import Repeat
from forms.runtime.answers import Answers, Cleaned, Fault, clean, fault_of
from forms.runtime.classes import BESIDE, OWN_WORDS, Read, readers
from forms.runtime.filed import Reference, filed
from forms.runtime.prepared import Entry, Prepared
from forms.runtime.state import State, state_of

ASKED = "__asked"
"""A hidden input of this name behind a field says that the question stood on the page."""

MOST_POSTED_ROWS = 500
"""More than any group may hold: one row beyond it is read, so that it is refused and not lost unsaid."""
MOST_NAMES = 20_000


class Posted:
    """What a browser or a test posted: names to lists of texts, in the manner WTForms reads.

    `files` names the files that came along and that the host keeps, by the name of their question.
    """

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, list[Reference]] | None = None) -> None:
        self.files = dict(files or {})
        getlist = getattr(values, "getlist", None)
        self._values: dict[str, list[str]] = {
            name: [str(v) for v in (getlist(name) if getlist else _list(values[name]))]
            for name in list(values)[:MOST_NAMES]
        }

    def along(self, files: Mapping[str, list[Reference]]) -> Posted:
        """Return the same with *files*, which came along."""
        return Posted(self._values, files)

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


def read_page(
    form: Prepared, page: str, answers: Mapping[str, Any], posted: Posted, context: Context | None = None
) -> Cleaned:
    """Take what was posted for *page* into *answers*: clean it all, keep what is sound, tell what is not.

    A field of the page that was not posted is left as it was, and so is one that is read only or whose new answer is
    faulty. What does not show is kept until the form is sent, so that the order of saving does not matter.
    """
    return read_pages(form, [page], answers, posted, context)


def read_pages(
    form: Prepared, pages: Iterable[str], answers: Mapping[str, Any], posted: Posted, context: Context | None = None
) -> Cleaned:
    """Take what was posted for several pages at once, as `read_page` does for one."""
    context = context or Context()
    merged, wrong = dict(answers), list[Fault]()
    for page in pages:
        entries = [form.entries[one.id] for one in form.pages[page].fields]
        entries = [e for e in entries if context.compartments is None or e.compartment in context.compartments]
        reader = _Reader(form, page, posted, answers, context, wrong)
        merged |= reader.read(entries, readers(form, page), "", "", answers)
    cleaned = _cleaned(form, merged, context)
    spoilt = {fault.path for fault in cleaned.faults} & answers.keys() - cleaned.answers.keys()
    if spoilt:
        faults, merged = cleaned.faults, merged | {id_: answers[id_] for id_ in spoilt}
        cleaned = replace(_cleaned(form, merged, context), faults=faults)
    return replace(cleaned, faults=(*cleaned.faults, *wrong)) if wrong else cleaned


def _cleaned(form: Prepared, merged: Answers, context: Context) -> Cleaned:
    return clean(form, {id_: value for id_, value in merged.items() if not is_empty(value)}, context, draft=True)


def locked(entry: Entry, path: str, state: State) -> bool:
    """Tell whether the field at *path* is read only."""
    return entry.locks is not None and path in state and entry.locks(state.scopes[path]) is True


@dataclass(frozen=True)
class _Reader:
    """Reads one page; `stood` is what the answers before amounted to, asked for only where a field may be read only."""

    form: Prepared
    page: str
    posted: Posted
    answers: Mapping[str, Any]
    context: Context
    wrong: list[Fault]

    @functools.cached_property
    def stood(self) -> State:
        return state_of(self.form, self.answers, replace(self.context, compartments=None))

    def read(
        self, entries: Iterable[Entry], own: Mapping[str, Read], name: str, path: str, before: Mapping[str, Any],
        group: Any = None,
    ) -> Answers:  # fmt: skip
        """Return the answers to *entries*; *name* stands before what was posted, *path* before what stood.

        *group* is the whole answer of the outermost group, when this is a row of it.
        """
        found: Answers = {}
        for entry in entries:
            one, id_ = entry.field, entry.field.id
            value = before.get(id_)
            if entry.locks is not None and locked(entry, path + id_, self.stood):
                pass
            elif isinstance(one, Repeat):
                value = self._rows(one, name + id_, path + id_, value, value if group is None else group)
            elif isinstance(one, Files):
                value = self._files(entry, own, name, path, value, group)
            elif id_ in own and _was_posted(one, name + id_, self.posted):
                value = typed(one, own, self.posted, name)
            found[id_] = value
        return found

    def _files(self, entry: Entry, own: Mapping[str, Read], name: str, path: str, before: Any, group: Any) -> Any:
        one, id_ = entry.field, entry.field.id
        if not isinstance(one, Files) or (isinstance(before, dict) and not _was_posted(one, name + id_, self.posted)):
            return before
        found, fault = filed(one, name + id_, self.posted, before, group)
        if fault is not None:
            self.wrong.append(fault_of(entry, path + id_, fault.code, fault.params))
        beside = own.get(id_ + BESIDE)
        ticked = [tick for tick in beside(self.posted, name + id_ + BESIDE) if tick] if beside is not None else []
        if not ticked:
            return found
        return [*found, ticked[-1]] if found else {SPECIAL: ticked[-1].lstrip("$")}

    def _rows(self, group: Repeat, name: str, path: str, before: Any, everything: Any) -> Any:
        """Return the rows of a group; when only some of them were posted, and not the group itself, the rest stays."""
        numbers, stood_rows = posted_rows(self.posted, name), before if isinstance(before, list) else []
        whole = f"{name}{ASKED}" in self.posted
        if not numbers and not whole:
            return before
        own = readers(self.form, self.page, group)
        rows = []
        for number in numbers if whole else sorted({*numbers, *range(len(stood_rows))}):
            stood = stood_rows[number] if number < len(stood_rows) and isinstance(stood_rows[number], dict) else {}
            if f"{name}-{number}-remove" in self.posted:
                continue
            row = stood if number not in numbers else self.read(
                self.form.within(group), own, f"{name}-{number}-", f"{path}-{number}-", stood, everything
            )  # fmt: skip
            rows.append({id_: value for id_, value in row.items() if not blank(value)})
        return [row for row in rows if row]


def _was_posted(one: BaseField, name: str, posted: Posted) -> bool:
    if name + ASKED in posted or name in posted:
        return True
    parts = kind_of(one).parts(one)
    return name + BESIDE in posted or name + OWN_WORDS in posted or any(f"{name}-{part}" in posted for part in parts)


def typed(one: BaseField, own: Mapping[str, Read], posted: Posted, name: str = "") -> Any:
    """Return what was typed for one field, its special answers and own words included; *name* stands before its own."""
    found = own[one.id](posted, name + one.id)
    words = own.get(one.id + OWN_WORDS)
    if words is not None:
        found = _with_own_words(found, words(posted, name + one.id + OWN_WORDS))
    beside = own.get(one.id + BESIDE)
    ticked = [tick for tick in beside(posted, name + one.id + BESIDE) if tick] if beside is not None else []
    if not ticked:
        return found
    if blank(found):
        return {SPECIAL: ticked[-1].lstrip("$")}
    return [found if isinstance(found, str) else "…", ticked[-1]]


def _with_own_words(found: Any, words: Any) -> Any:
    other = {OTHER: words if isinstance(words, str) else ""}
    if isinstance(found, list):
        return [other if one == OTHER else one for one in found]
    return other if found == OTHER else found


def posted_rows(posted: Posted, path: str) -> list[int]:
    """Return the numbers of the rows of the group at *path* in which something was filled in and not taken away."""
    pattern = re.compile(rf"{re.escape(path)}-(\d{{1,4}})-", re.ASCII)
    found = {
        int(hit.group(1))
        for name in posted
        if (hit := pattern.match(name)) and not name.endswith(ASKED) and any(v.strip() for v in posted.getlist(name))
    }
    found |= {int(hit.group(1)) for name in posted.files if (hit := pattern.match(name))}
    kept = [number for number in sorted(found) if f"{path}-{number}-remove" not in posted]
    return kept[: MOST_POSTED_ROWS + 1]


def blank(value: Any) -> bool:
    """Tell whether nothing was typed."""
    return is_empty(value) or (isinstance(value, dict) and not any(value.values()))
