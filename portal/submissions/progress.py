"""How the life domains of a person went: the moments of asking, and what changed between any two of them."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

import forms
from portal.core import crypto
from portal.core.policy import Actor, scoped
from portal.submissions import queries
from portal.submissions.models import CareAnswers, Submission
from portal.submissions.rules import SENT


@dataclass(frozen=True, slots=True)
class Moment:
    """One sent form with scores: when it was, and which form."""

    submission_id: uuid.UUID
    family_key: str
    on: dt.date
    scored: int


@dataclass(frozen=True, slots=True)
class Change:
    """One life domain at two moments, with the scores between them and what was told about it."""

    key: str
    label: str
    before: int | None
    after: int | None
    between: tuple[int | None, ...]
    target: int | None
    note_before: str
    note_after: str

    @property
    def difference(self) -> int:
        """How much it went up; a fall is below zero and what cannot be compared is zero."""
        return self.after - self.before if self.before is not None and self.after is not None else 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything between two moments, in the order of the instrument."""

    first: Moment
    last: Moment
    through: tuple[Moment, ...]
    rows: tuple[Change, ...]
    source: str

    @property
    def changed(self) -> list[Change]:
        """The domains that differ, the largest step first; a domain scored only once counts as different."""
        moved = [row for row in self.rows if row.before != row.after]
        return sorted(moved, key=lambda row: (-abs(row.difference), -row.difference))

    @property
    def equal(self) -> list[Change]:
        """The domains with the same score at both moments."""
        return [row for row in self.rows if row.before is not None and row.before == row.after]

    @property
    def up(self) -> list[Change]:
        """The domains that went up."""
        return [row for row in self.changed if row.difference > 0]

    @property
    def down(self) -> list[Change]:
        """The domains that went down."""
        return [row for row in self.changed if row.difference < 0]

    @property
    def compared(self) -> int:
        """How many domains have a score at both moments."""
        return sum(1 for row in self.rows if row.before is not None and row.after is not None)

    @property
    def reached(self) -> list[Change]:
        """The domains that are at their target or above."""
        return [row for row in self.rows if row.target and row.after is not None and row.after >= row.target]


@dataclass(frozen=True, slots=True)
class _Asked:
    moment: Moment
    form: forms.Prepared
    answers: dict[str, Any]


def course(session: Session, actor: Actor, case_id: uuid.UUID, person_id: uuid.UUID, locale: str = "nl") -> Course:
    """Open the scores of one person through time; the reading must have been logged, else Denied("care.unlogged").

    Whoever reads no care gets a course without moments.
    """
    if not queries.reads_care(session, actor, case_id):
        return Course((), locale)
    care = {
        row.submission_id: row
        for row in session.scalars(scoped(CareAnswers, actor).where(CareAnswers.case_id == case_id))
    }
    sent = [
        row
        for row in queries.of_case(session, actor, case_id)
        if row.state in SENT and row.id in care and row.person_id == person_id and queries.domains_of(row)
    ]
    return Course(tuple(_asked(session, row, care[row.id]) for row in sorted(sent, key=queries.moment_of)), locale)


def _asked(session: Session, row: Submission, care: CareAnswers) -> _Asked:
    given = json.loads(crypto.reveal(session, care, "answers") or "{}")
    scored = sum(1 for domain in queries.domains_of(row) if isinstance(given.get(domain.score), int))
    moment = Moment(row.id, row.family_key, queries.moment_of(row)[0], scored)
    return _Asked(moment, queries.form_of(row), given)


@dataclass(frozen=True, slots=True)
class Course:
    """The scores of one person through time."""

    asked: tuple[_Asked, ...]
    locale: str = "nl"

    @property
    def moments(self) -> list[Moment]:
        """The moments at which scores were given, the oldest first."""
        return [one.moment for one in self.asked]

    def between(self, first: uuid.UUID | None = None, last: uuid.UUID | None = None) -> Comparison | None:
        """Compare two moments, by their forms; the oldest and the newest when not said. None without two moments.

        Moments that are named the wrong way round are turned; an unknown one counts as not said.
        """
        if len(self.asked) < 2:
            return None
        ids = [one.moment.submission_id for one in self.asked]
        start = ids.index(first) if first in ids else 0
        end = ids.index(last) if last in ids else len(ids) - 1
        if start == end:
            start, end = (start - 1, end) if end else (0, 1)
        start, end = sorted((start, end))
        span = self.asked[start : end + 1]
        return Comparison(
            span[0].moment, span[-1].moment, tuple(one.moment for one in span), tuple(_rows(span, self.asked[: end + 1], self.locale)),
            _source(span[-1].form, self.locale),
        )  # fmt: skip


def _source(form: forms.Prepared, locale: str) -> str:
    instrument = form.definition.instrument
    if instrument is None:
        return ""
    return f"{forms.say(instrument.name, locale)}, {instrument.version}. {forms.say(instrument.source, locale)}"


def _rows(span: Sequence[_Asked], until: Sequence[_Asked], locale: str) -> list[Change]:
    labels: dict[str, str] = {}
    for one in span:
        for domain in _domains(one):
            labels.setdefault(domain.key, forms.say(domain.label, locale))
    return [
        Change(
            key, label, _score(span[0], key), _score(span[-1], key), tuple(_score(one, key) for one in span[1:-1]),
            _target(until, key), _note(span[0], key), _note(span[-1], key),
        )
        for key, label in labels.items()
    ]  # fmt: skip


def _domains(one: _Asked) -> tuple[forms.Domain, ...]:
    instrument = one.form.definition.instrument
    return instrument.domains if instrument else ()


def _domain(one: _Asked, key: str) -> forms.Domain | None:
    return next((domain for domain in _domains(one) if domain.key == key), None)


def _score(one: _Asked, key: str) -> int | None:
    domain = _domain(one, key)
    given = one.answers.get(domain.score) if domain else None
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def _note(one: _Asked, key: str) -> str:
    domain = _domain(one, key)
    given = one.answers.get(domain.note) if domain and domain.note else None
    return given if isinstance(given, str) else ""


def _target(until: Sequence[_Asked], key: str) -> int | None:
    """Return the target as it stood at the last moment: what was said last counts."""
    for one in reversed(until):
        domain = _domain(one, key)
        given = one.answers.get(domain.target) if domain and domain.target else None
        if isinstance(given, int) and not isinstance(given, bool):
            return given
    return None
