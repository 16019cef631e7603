"""Questions of a form as HTML: each is written by its template once, and then only what was answered is put in.

What a question looks like hangs on its definition, the language and a few states (shows, must, has a fault). For each of
those the template is run with marks where an answer or the words of a fault come, and cut there. Kinds whose template
shows more of an answer than stands in its controls are not `plain`; they are written by their template every time. The
outcome is the same, letter by letter: `tests/web/test_questions.py` compares. See docs/decisions/0011.
"""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from flask import Flask
from markupsafe import Markup, escape

import forms
from portal.web.locale import current_language

Render = Callable[[forms.Control], str]
MOST_KEPT = 8000
HOLDERS = ("control", "own", "beside")
"""Where a question keeps what is typed: its control, the words behind "anders, namelijk", and the box beside it."""

_OTHERWISE = {one.name for one in fields(forms.Control)} - {
    "field", "path", "visible", "required", "faults", "value", *HOLDERS,
}  # fmt: skip
"""What else a question may hold, such as the answer of the time before: with any of it, its template writes it."""

_MARK = f"q{secrets.token_hex(12)}q"  # nobody can write it into a definition
_HOLE = re.compile(rf"{_MARK}(\w+)-(\w+)-([0-9]+){_MARK}")
_BOX = re.compile(r'<input[^>]* id="[^>]*>')
_ATTRIBUTE = re.compile(r' (type|name|value)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in a question: `what` (value, part, checked, errors, faults) of the control in `holder`."""

    holder: str
    what: str
    which: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A question as its template wrote it: a pattern with a place for each hole."""

    field: Any
    pattern: str
    holes: tuple[Hole, ...]

    def filled(self, one: forms.Control, locale: str) -> Markup:
        """Return the question with what *one* holds; every value is escaped."""
        chosen = {name: _chosen(getattr(one, name)) for name in HOLDERS}
        return Markup(  # noqa: S704  # the pattern came from a template, the values are escaped
            self.pattern % tuple(_fill(hole, one, chosen, locale) for hole in self.holes)
        )


def asked(one: forms.Control, render: Render, locale: str, earlier: Mapping[str, Any]) -> str:
    """Return a question as *render*, the macro of its template, writes it."""
    before = earlier and earlier.get(one.field.id)  # nothing is known of a time before on some pages
    if before or not forms.kind_of(one.field).plain or any(getattr(one, name) for name in _OTHERWISE):
        return render(one)
    control = one.control
    options = tuple(choice.value for choice in control.choices) if hasattr(control, "choices") else ()
    key = (
        id(one.field), locale, current_language(), one.path, control.name if control is not None else "", one.visible,
        one.required, bool(one.faults), bool(control is not None and control.errors), options,
    )  # fmt: skip
    written = _kept.get(key)
    if written is None or written.field is not one.field:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        written = _kept[key] = _write(one, render)
    return written.filled(one, locale)


_kept: dict[Any, Written] = {}


def _write(one: forms.Control, render: Render) -> Written:
    """Run the template with marks and cut its HTML where they stand."""
    holes: list[Hole] = []

    def mark(holder: str, what: str, which: str = "") -> str:
        holes.append(Hole(holder, what, which))
        return f"{_MARK}{holder}-{what}-{len(holes) - 1}{_MARK}"

    marked = {name: _marked(name, getattr(one, name), mark) for name in HOLDERS}
    if one.control is not None and one.control.errors:
        marked["control"].errors = [mark("control", "errors")]
    if one.faults:
        marked["faults"] = [_Words(mark("control", "faults"))]
    bare = forms.Control(one.field, one.path, one.visible, required=one.required, **marked)  # holds nothing of anybody
    text = str(render(bare))
    names = {control.name: name for name in HOLDERS if (control := getattr(one, name)) is not None}
    text = _BOX.sub(lambda box: _with_check(box.group(), names, mark), text)
    parts = _HOLE.split(text)
    pattern = "%s".join(part.replace("%", "%%") for part in parts[::4])
    return Written(one.field, pattern, tuple(holes[int(number)] for number in parts[3::4]))


class _Words:
    """Stands for a fault while a template is run."""

    def __init__(self, text: str) -> None:
        self.text = text

    def say(self, _locale: str) -> str:
        return self.text


def _marked(name: str, control: Any, mark: Callable[..., str]) -> Any:
    """Return a copy of a control that holds marks in place of what was typed; nothing is chosen in it."""
    if control is None:
        return None
    empty = object.__new__(type(control))  # WTForms answers `copy.copy` with an unbound field
    empty.__dict__.update(control.__dict__, errors=[], raw_data=None, object_data=None)
    if hasattr(control, "choices"):
        empty.data = [] if isinstance(control.data, list) else None
    elif isinstance(control.data, dict):
        empty.data = {part: mark(name, "part", part) for part in control.data}
    else:
        empty.data = mark(name, "value")
    return empty


def _with_check(box: str, names: Mapping[str, str], mark: Callable[..., str]) -> str:
    """Put a mark where "checked" stands in a radio button or a box of this question."""
    found = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(box)}
    if found.get("type") not in {"radio", "checkbox"} or found.get("name") not in names:
        return box
    return box.replace(' id="', f'{mark(names[found["name"]], "checked", found["value"])} id="', 1)


def _chosen(control: Any) -> Any:
    if control is None or not hasattr(control, "choices"):
        return ()
    return control.data or () if isinstance(control.data, list) else (control.data,)


def _fill(hole: Hole, one: forms.Control, chosen: Mapping[str, Any], locale: str) -> str:
    match hole.what:
        case "checked":
            return " checked" if hole.which in chosen[hole.holder] else ""
        case "value":
            return escape(getattr(one, hole.holder)._value())
        case "part":
            return escape(getattr(one, hole.holder).data[hole.which])
        case "errors":
            return escape(" ".join(one.control.errors))
        case _:
            return escape(" ".join(fault.say(locale) for fault in one.faults))


def init_app(app: Flask) -> None:
    app.jinja_env.globals["kept_question"] = asked
