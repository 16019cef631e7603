"""Custom fields in a list: columns, filters and export of what staff added to a kind of record, without a migration."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import sqlalchemy as sa
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

import forms
from admin import exporting
from admin.columns import Column, Filter
from admin.face import Face
from admin.face import make as make_face
from admin.listing import Source, identifier
from portal.core.db import db
from portal.core.search import fold, holding, pattern
from portal.definitions import queries
from portal.definitions.models import CustomAnswers, CustomValue, FormVersion
from portal.definitions.rules.records import AMOUNTS, CHOICES, DATES, TEXTS, RecordKind, amount, rank
from portal.web.auth import current_actor
from portal.web.locale import current_language

PREFIX = "eigen-"
MOST_KEPT = 40
LONGEST_CELL = 80
Answered = Mapping[uuid.UUID, Mapping[uuid.UUID, CustomAnswers]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomFilter(Filter):
    """Narrows a list by one custom field, through its flat values."""

    record_id: Any
    family_id: uuid.UUID
    field_id: str
    options: tuple[tuple[str, str], ...] = ()

    def condition(self) -> sa.ColumnElement[bool]:
        query = sa.select(CustomValue.record_id).where(
            CustomValue.family_id == self.family_id, CustomValue.field_id == self.field_id, self._fits()
        )
        found: sa.ColumnElement[bool] = self.record_id.in_(query)
        return found

    def _fits(self) -> sa.ColumnElement[bool]:
        if self.kind == "holds":
            return holding(CustomValue.text, self.name)
        if self.kind == "choice":
            return CustomValue.text == sa.bindparam(self.name, type_=sa.String)
        value = sa.bindparam(self.name, type_=sa.BigInteger)
        return CustomValue.rank >= value if self.kind in ("at_least", "on_or_after") else CustomValue.rank <= value

    def read(self, raw: str) -> Any:
        if self.kind == "choice":
            if raw not in dict(self.options):
                raise ValueError(raw)
            return raw
        if self.kind in ("at_least", "at_most"):
            return rank(amount(raw))
        if self.kind in ("on_or_after", "on_or_before"):
            return rank(dt.date.fromisoformat(raw))
        words = fold(raw.replace("\0", " "))
        if not words:
            raise ValueError(raw)
        return pattern(words)

    def choices(self) -> list[tuple[str, str]]:
        return list(self.options)


@dataclass(slots=True)
class Widened:
    """A list with the custom fields of its records: its source and its face, and what writes the answers."""

    source: Source
    face: Face
    columns: tuple[Column, ...]
    asked: tuple[tuple[uuid.UUID, uuid.UUID, forms.Prepared, str], ...]

    def rows(self, rows: Sequence[Any], answered: Answered) -> list[tuple[Any, ...]]:
        """Put the answers behind the columns of each row."""
        width = 1 + len(self.source.columns)
        return [(*row[:width], *self._answers(row[0], answered)) for row in rows]

    def _answers(self, row_id: Any, answered: Answered) -> list[str]:
        given = answered.get(identifier(str(row_id)) or uuid.UUID(int=0), {})
        language, fits = current_language(), dict[uuid.UUID, forms.Answers]()
        written = []
        for family_id, version_id, form, field_id in self.asked:
            row = given.get(family_id)
            if row is not None and family_id not in fits:
                old = row.version_id != version_id
                fits[family_id] = _fitting(form, row.answers) if old else row.answers
            written.append(forms.show(form, field_id, fits[family_id].get(field_id), language) if row is not None else "")
        return written


@dataclass(slots=True)
class Custom:
    """The custom fields of what a list shows, for lists of records that can have them; kept per version and language."""

    kind: RecordKind | None
    source: Source
    kept: dict[Any, Widened] = field(default_factory=dict)

    def source_for(self, args: MultiDict[str, str]) -> Source:
        """Return what the list reads; where the address narrows by custom fields, with their filters."""
        widened = self._of(())[0] if any(name.startswith(PREFIX) for name in args) else None
        return widened.source if widened is not None else self.source

    def shown(self, face: Face, rows: Sequence[Any]) -> tuple[Face, Sequence[Any]]:
        """Return the face and the rows of a page with their custom fields, for one statement more."""
        widened, answered = self._of(rows)
        if widened is None:
            return face, rows
        width = len(self.source.columns) + 1
        return widened.face, [(*row[:width], *map(_short, row[width:])) for row in widened.rows(rows, answered)]

    def exported(self, columns: Sequence[Column], rows: Callable[[], Iterable[Any]]) -> tuple[list[Column], Iterable[Any]]:
        """Return the columns and the rows of an export with their custom fields, read some hundreds at a time."""
        widened, _answered = self._of(())
        if widened is None:
            return list(columns), rows()
        return [*columns, *widened.columns], self._behind(widened, rows())

    def _behind(self, widened: Widened, rows: Iterable[Any]) -> Iterator[Any]:
        left = iter(rows)
        while some := list(itertools.islice(left, exporting.CHUNK)):
            yield from widened.rows(some, self._of(some)[1])

    def _of(self, rows: Iterable[Any]) -> tuple[Widened | None, Answered]:
        if self.kind is None:
            return None, {}
        ids = [found for row in rows if (found := identifier(str(row[0])))]
        live, answered = queries.custom_fields(db.session, current_actor(), self.kind, ids)
        return (self._widened(live) if live else None), answered

    def _widened(self, live: Sequence[FormVersion]) -> Widened:
        key = (current_language(), *(version.id for version in live))
        if key not in self.kept:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[key] = self._made(live)
        return self.kept[key]

    def _made(self, live: Sequence[FormVersion]) -> Widened:
        language = current_language()
        columns, narrowing, asked = list[Column](), list[Filter](), []
        for version in live:
            form = queries.prepared(version)
            for entry in form.top:
                one = entry.field
                if not one.takes_answer:
                    continue
                name, label = f"{PREFIX}{version.family.key}-{one.id}", forms.say(one.label, language)
                columns.append(Column(key=name, label=label, source=None))
                asked.append((version.family_id, version.id, form, one.id))
                options = tuple(_options(one, language))
                narrowing += [
                    CustomFilter(
                        name=f"{name}{ending}", label=said, column=None, kind=kind, record_id=self.source.model.id, family_id=version.family_id,
                        field_id=one.id, options=options,
                    )
                    for ending, kind, said in _ways(one, label, bool(options))
                ]  # fmt: skip
        source = replace(self.source, filters=[*self.source.filters, *narrowing], kept={}, counts={})
        face = make_face([*self.source.columns, *columns], source.filters)
        return Widened(source, face, tuple(columns), tuple(asked))


Kind = Literal["choice", "holds", "at_least", "at_most", "on_or_after", "on_or_before"]


def _ways(one: Any, label: str, chosen: bool) -> list[tuple[str, Kind, str]]:
    """Return how a list is narrowed by a field: the ending of each filter's name, its kind and its words."""
    if chosen:
        return [("", "choice", label)]
    if one.kind in TEXTS:
        return [("", "holds", label)]
    if one.kind not in AMOUNTS | DATES:
        return []
    low, high = _("%(label)s: vanaf", label=label), _("%(label)s: tot en met", label=label)
    if one.kind in DATES:
        return [("-van", "on_or_after", low), ("-tot", "on_or_before", high)]
    return [("-van", "at_least", low), ("-tot", "at_most", high)]


def _short(text: str) -> str:
    """Return what a cell of a list shows of an answer; the whole stands with the record and in the export."""
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1].rstrip()}…"


def _options(one: Any, language: str) -> list[tuple[str, str]]:
    if one.kind == "yes_no":
        return [("1", _("ja")), ("0", _("nee"))]
    if one.kind not in CHOICES:
        return []
    found = [(option.key, forms.say(option.label, language)) for option in one.options]
    return [*found, ("other", _("anders"))] if getattr(one, "other", False) else found


def _fitting(form: forms.Prepared, answers: forms.Answers) -> forms.Answers:
    """Return what answers to an older version still say in this one."""
    known = {id_: value for id_, value in answers.items() if id_ in form.entries}
    return forms.clean(form, known).answers
