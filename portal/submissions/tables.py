"""The answers of one form over all cases as flat tables: a row per form, every repeat group a table of its own."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session, contains_eager

import forms
from portal.cases.models import Case
from portal.cases.scope import readable
from portal.core.plaintext import harmless
from portal.core.policy import Actor, scoped
from portal.submissions import policies, queries
from portal.submissions.models import Submission
from portal.submissions.rules import SENT

MOST = 5_000
"""So many forms go into one file."""

MAIN = ""
_HEAD = ("zaak", "formulier", "versie", "stand", "datum", "verbeterd")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class Table:
    """One file: the names of its columns in the order in which they came up, and its rows by name."""

    names: dict[str, None] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, row: dict[str, Any], names: Iterable[str]) -> None:
        """Add a row; a column that another version did not know is added behind."""
        self.names.update(dict.fromkeys(names))
        self.rows.append(row)


def gather(
    session: Session, actor: Actor, family_key: str, opens_care: Callable[[Case], None]
) -> tuple[dict[str, Table], int]:
    """Return the tables of one form, confined to what *actor* reads, and how many forms are in them.

    *opens_care* is told of every case whose care is about to be read, so that it is logged before. Answers are those
    that stand now, after corrections; only sent forms count. The columns are those of the reader's compartments.
    """
    tables: dict[str, Table] = {MAIN: Table()}
    rows = _sent(session, actor, family_key)
    cases = {
        row.id: row for row in session.scalars(scoped(Case, actor).where(Case.id.in_({one.case_id for one in rows})))
    }
    number = 0
    for row in rows:
        case = cases[row.case_id]
        if not policies.may_read(actor, case, row):
            continue
        number += 1
        opens_care(case)
        form = queries.form_of(row)
        own = {part.value for part in readable(actor, case)}
        told = [one for one in forms.columns(form, "nl") if one.compartment in own]
        answers = queries.answers(session, actor, row)
        cells = forms.cells(form, {id_: v for id_, v in answers.items() if form.entries[id_].compartment in own})
        head = _head(case, row)
        for sheet in dict.fromkeys([MAIN, *(one.sheet for one in told)]):
            names = [one.name for one in told if one.sheet == sheet]
            for place, line in enumerate(cells.get(sheet, []), 1):
                extra = {"regel": place} if sheet else {}
                kept = {name: line.get(name) for name in names}
                tables.setdefault(sheet, Table()).add({**head, **extra, **kept}, [*_HEAD, *extra, *names])
    return tables, number


def _sent(session: Session, actor: Actor, family_key: str) -> Sequence[Submission]:
    query = (
        scoped(Submission, actor)
        .join(Submission.form_version)
        .options(contains_eager(Submission.form_version))
        .where(Submission.family_key == family_key, Submission.state.in_(SENT))
        .order_by(Submission.submitted_at, Submission.id)
        .limit(MOST)
    )
    return session.scalars(query).all()


def _head(case: Case, row: Submission) -> dict[str, Any]:
    return {
        "zaak": case.reference, "formulier": short(row.id), "versie": row.form_version.number, "stand": row.state.value,
        "datum": row.assessed_on, "verbeterd": row.corrected_at,
    }  # fmt: skip


def short(id_: uuid.UUID) -> str:
    """Write the id of a form such that lines of a repeat group find their form."""
    return id_.hex[:12]


def archive(tables: dict[str, Table], family_key: str) -> bytes:
    """Write the tables as CSV files in one ZIP: semicolons and a byte order mark, formulas made harmless."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for sheet, table in tables.items():
            name = f"{family_key}-{sheet}.csv" if sheet else f"{family_key}.csv"
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), _csv(table))
    return made.getvalue()


def _csv(table: Table) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(name) for name in table.names])
    for row in table.rows:
        writer.writerow([_cell(row.get(name)) for name in table.names])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, int):
        return value
    return harmless("" if value is None else str(value))
