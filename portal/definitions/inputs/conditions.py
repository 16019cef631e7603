"""The clicked lines of a condition: what can be asked about, what was posted, and what the page shows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

import forms
from portal.definitions.rules.conditions import ALONE, COMPARISONS, Clicked, Line

MOST_LINES = 30
DEFAULT = ("answered", "unanswered")


@dataclass(frozen=True, slots=True)
class Subject:
    """A question that a condition may ask about."""

    id: str
    label: str
    type: str
    options: tuple[tuple[str, str], ...] = ()
    specials: tuple[str, ...] = ()
    group: str = ""
    rows: bool = False
    """Whether it is asked of the rows of its group, from outside."""
    always: bool = False
    """Whether its answer is always known, so that nobody asks whether it is there."""

    @property
    def comparisons(self) -> tuple[str, ...]:
        """What can be asked of it."""
        asked = (*COMPARISONS.get(self.type, DEFAULT), *self.specials)
        return tuple(one for one in asked if one not in ALONE) if self.always else asked


@dataclass(slots=True)
class Asked:
    """One line as the page shows it; `group` is "" or the number of the group it stands in."""

    number: int
    id: str = ""
    op: str = ""
    value: str = ""
    rows: str = "any"
    group: str = ""


@dataclass(slots=True)
class Lines:
    """A condition as lines: how they are joined, and whether all of them are complete."""

    join: str = "and"
    asked: list[Asked] = field(default_factory=list)
    complete: bool = True


def subjects(definition: forms.FormDefinition, target: str, locale: str = "nl", *, itself: bool = False) -> list[Subject]:
    """Return what a condition of *target* may ask about, in the order of the form."""
    what, _, own = target.partition(":")
    around = next((group.id for _p, one, group in definition.fields() if what == "field" and one.id == own and group), "")
    found = []
    for _page, one, group in definition.fields():
        if (one.id == own and what == "field" and not itself) or forms.kind_of(one).type_of(one) == "nothing":
            continue
        inside = group.id if group else ""
        kind = forms.kind_of(one)
        found.append(
            Subject(
                one.id, forms.say(one.label, locale), kind.type_of(one), _options(one, locale),
                ("unknown",) * one.allow_unknown + ("declined",) * one.allow_decline,
                inside, bool(inside) and inside != around,
            )
        )
    return found


def _options(one: Any, locale: str) -> tuple[tuple[str, str], ...]:
    if forms.kind_of(one).type_of(one) == "bool":
        return (("yes", gettext("Ja")), ("no", gettext("Nee")))
    return tuple((option.key, forms.say(option.label, locale)) for option in getattr(one, "options", ()))


def shown(clicked: Clicked) -> Lines:
    """Return the lines of a condition that stands."""
    asked = [_asked(n, line, "") for n, line in enumerate(clicked.lines)]
    for number, group in enumerate(clicked.groups, 1):
        asked += [_asked(len(asked) + n, line, str(number)) for n, line in enumerate(group)]
    return Lines(clicked.join, asked)


def _asked(number: int, line: Line, group: str) -> Asked:
    value = line.value
    if isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, dict):
        text = str(next(iter(value.values()))).replace(".", ",") if "decimal" in value else str(value.get("date", ""))
    else:
        text = "" if value is None else str(value)
    return Asked(number, line.id, line.op, text, line.rows or "any", group)


def posted(given: MultiDict[str, str], known: Sequence[Subject]) -> tuple[Clicked, Lines]:
    """Read the lines that were posted: what they say, and how the page shows them again.

    A line that is not complete is shown and says nothing.
    """
    by_id = {one.id: one for one in known}
    numbers = sorted({int(hit[1]) for name in given if (hit := re.fullmatch(r"line-(\d{1,3})-field", name, re.ASCII))})
    lines = Lines("or" if given.get("join") == "or" else "and")
    whole: list[Line] = []
    groups: dict[str, list[Line]] = {}
    for number in numbers[:MOST_LINES]:
        if given.get("knop") == f"drop:{number}":
            continue
        asked = Asked(
            len(lines.asked), *(given.get(f"line-{number}-{name}", "")[:500] for name in ("field", "op", "value", "rows", "group"))
        )
        subject = by_id.get(asked.id)
        if subject and asked.op not in subject.comparisons:
            asked.op = subject.comparisons[0]
        if subject and subject.options and asked.value not in dict(subject.options):
            asked.value = ""
        lines.asked.append(asked)
        line = _line(asked, subject)
        if line is None:
            lines.complete = False
        elif asked.group:
            groups.setdefault(asked.group, []).append(line)
        else:
            whole.append(line)
    _add(given.get("knop", ""), lines)
    return Clicked(lines.join, tuple(whole), tuple(map(tuple, groups.values()))), lines


def _add(button: str, lines: Lines) -> None:
    act, _, group = button.partition(":")
    if act == "line":
        lines.asked.append(Asked(len(lines.asked), group=group[:2]))
    elif act == "group":
        taken = [int(one.group) for one in lines.asked if one.group.isdecimal()]
        number = str(max(taken, default=0) + 1)
        lines.asked += [Asked(len(lines.asked), group=number), Asked(len(lines.asked) + 1, group=number)]
    else:
        return
    lines.complete = False


def _line(asked: Asked, subject: Subject | None) -> Line | None:
    if subject is None:
        return None
    rows, group = ((asked.rows if asked.rows == "all" else "any"), subject.group) if subject.rows else ("", "")
    if asked.op in ALONE:
        return Line(subject.id, asked.op, None, rows, group)
    value = _value(asked.value.strip(), "number" if asked.op.startswith("count") else subject.type)
    return None if value is None else Line(subject.id, asked.op, value, rows, group)


def _value(typed: str, type_: str) -> Any:
    if not typed:
        return None
    if type_ == "bool":
        return {"yes": True, "no": False}.get(typed)
    if type_ == "number":
        plain = typed.replace(",", ".")
        if re.fullmatch(r"-?\d{1,15}", plain, re.ASCII):
            return int(plain)
        return {"decimal": plain} if re.fullmatch(r"-?\d{1,15}\.\d{1,6}", plain, re.ASCII) else None
    if type_ == "date":
        try:
            return {"date": dt.date.fromisoformat(typed).isoformat()}
        except ValueError:
            return None
    return typed


def sentence(definition: forms.FormDefinition | None, tree: Any, name: str, locale: str = "nl") -> str:
    """Tell a condition as a sentence."""
    if definition is None or tree is None:
        return ""
    return forms.prepare(definition).tell(tree, locale, name)

