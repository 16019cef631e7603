"""Two windows on one form: which answers differ, and what becomes of them once somebody chose."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import forms

WAS = "__was"
"""Behind the name of a question: which answer stood when the page was made."""

CHOICE = "__keep"
"""Behind the name of a question on the page that asks: "own" or "standing"."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that was answered differently in two places; `both` says that both sides changed it."""

    field_id: str
    standing: Any
    own: Any
    both: bool


def mark(value: Any) -> str:
    """Return a short mark of an answer, from which the answer cannot be read back by looking.

    >>> mark(None), mark(None) == mark("")
    ('74234e98afe7', False)
    """
    return hashlib.sha256(forms.canonical({"is": value})).hexdigest()[:12]


def marks(form: forms.Prepared, page: str, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the marks that a page carries, by the name of their input."""
    return {f"{one.id}{WAS}": mark(answers.get(one.id)) for one in form.pages[page].fields if one.takes_answer}


def differences(
    form: forms.Prepared, page: str, standing: Mapping[str, Any], posted: forms.Posted, context: forms.Context
) -> list[Difference]:
    """Return the questions of a page whose posted answer is not the one that stands by now.

    A question that was left as the page was made is no difference: what stands is newer.
    """
    own = forms.read_page(form, page, standing, posted, context)
    faulty = {fault.path.split("-", 1)[0] for fault in own.faults}
    found = []
    for one in form.pages[page].fields:
        if not one.takes_answer or one.kind == "file" or one.id in faulty or not asked(one.id, posted):
            continue
        now, typed, was = standing.get(one.id), own.answers.get(one.id), _was(one.id, posted)
        if now != typed and was != mark(typed):
            found.append(Difference(one.id, now, typed, was != mark(now)))
    return found


def left(
    form: forms.Prepared, page: str, standing: Mapping[str, Any], posted: forms.Posted, context: forms.Context
) -> frozenset[str]:
    """Return the questions that were left as the page was made while another answer came to stand."""
    own = forms.read_page(form, page, standing, posted, context).answers
    return frozenset(
        one.id
        for one in form.pages[page].fields
        if one.takes_answer
        and own.get(one.id) != standing.get(one.id)
        and _was(one.id, posted) == mark(own.get(one.id))
    )


def _was(field_id: str, posted: forms.Posted) -> str:
    return next(iter(posted.getlist(f"{field_id}{WAS}")), "")


def asked(field_id: str, posted: forms.Posted) -> bool:
    """Tell whether a question was on the page that was posted."""
    return any(name == field_id or name.startswith((f"{field_id}__asked", f"{field_id}-")) for name in posted)


def without(posted: forms.Posted, fields: Iterable[str]) -> forms.Posted:
    """Return what was posted but for the questions in *fields*, which then stay as they stand."""
    gone = frozenset(fields)
    left = forms.Posted({name: posted.getlist(name) for name in posted if _question(name) not in gone})
    return left.along({name: files for name, files in posted.files.items() if _question(name) not in gone})


def _question(name: str) -> str:
    return name.split("-", 1)[0].split("__", 1)[0]


def kept(posted: forms.Posted) -> frozenset[str]:
    """Return the questions for which the standing answer was chosen."""
    return frozenset(
        name.removesuffix(CHOICE)
        for name in posted
        if name.endswith(CHOICE) and posted.getlist(name)[:1] == ["standing"]
    )
