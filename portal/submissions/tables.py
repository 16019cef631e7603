"""The answers of one form over all cases as flat tables: a row per form, every repeat group a table of its own."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, load_only

import forms
from portal.cases.models import Case
from portal.cases.scope import readable
from portal.core.plaintext import harmless
from portal.core.policy import Actor, scoped
from portal.submissions import policies, queries
from portal.submissions.models import Submission
from portal.submissions.rules import SENT

MOST = 5_000
"""So many forms go into one file; what is more goes into a next part, and both say so."""

BATCH = 200
MAIN = ""
READ_ME = "lees-mij.txt"
_HEAD = ("zaak", "formulier", "versie", "stand", "datum", "verbeterd")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 16


class Table:
    """One file: the names of its columns in the order in which they came up, and its rows, kept small in memory."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}
        self.number = 0
        self._packing = zlib.compressobj(6)
        self._packed = io.BytesIO()

    def add(self, row: dict[str, Any], names: Iterable[str]) -> None:
        """Add a row; a column that another version did not know is added behind."""
        self.names.update(dict.fromkeys(names))
        self.number += 1
        line = json.dumps({name: _cell(value) for name, value in row.items() if value is not None}, ensure_ascii=False)
        self._packed.write(self._packing.compress(line.encode() + b"\n"))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield every row that was added, by name."""
        packed = self._packed.getvalue() + self._packing.copy().flush()
        unpacking, rest = zlib.decompressobj(), b""
        for at in range(0, len(packed), _CHUNK):
            *lines, rest = (rest + unpacking.decompress(packed[at : at + _CHUNK])).split(b"\n")
            yield from (json.loads(line) for line in lines)


@dataclass(slots=True)
class Gathered:
    """The tables of one form, how many forms are in them, of how many, and which part of several this is."""

    tables: dict[str, Table]
    number: int = 0
    total: int = 0
    part: int = 1
    kept_back: dict[str, None] = field(default_factory=dict)

    @property
    def parts(self) -> int:
        """How many parts hold all forms."""
        return max(1, -(-self.total // MOST))


def gather(
    session: Session, actor: Actor, family_key: str, opens_care: Callable[[Case], None], part: int = 1
) -> Gathered:
    """Return the tables of one form, confined to what *actor* reads.

    *opens_care* is told of every case whose care is about to be read, so that it is logged before. Answers are those
    that stand now, after corrections; only sent forms count. The columns are those of the reader's compartments.
    """
    heads = _readable(session, actor, family_key)
    found = Gathered({MAIN: Table()}, total=len(heads), part=part)
    wanted = heads[(part - 1) * MOST : part * MOST]
    for at in range(0, len(wanted), BATCH):
        for case, row, answers in _answered(session, actor, wanted[at : at + BATCH], opens_care):
            found.number += 1
            _put(found, actor, case, row, answers)
    return found


def at_most(session: Session, actor: Actor, family_key: str) -> int:
    """Tell how many sent forms of one kind the actor sees; some of them may not be read yet."""
    query = scoped(Submission, actor).where(Submission.family_key == family_key, Submission.state.in_(SENT))
    return session.scalar(query.with_only_columns(sa.func.count())) or 0


def _put(found: Gathered, actor: Actor, case: Case, row: Submission, answers: dict[str, Any]) -> None:
    form = queries.form_of(row)
    own = {part.value for part in readable(actor, case)}
    every = forms.columns(form, "nl")
    told = [one for one in every if one.compartment in own]
    found.kept_back.update(dict.fromkeys(one.label for one in every if one.compartment not in own))
    cells = forms.cells(form, {id_: v for id_, v in answers.items() if form.entries[id_].compartment in own})
    head = _head(case, row)
    for sheet in dict.fromkeys([MAIN, *(one.sheet for one in told)]):
        names = [one.name for one in told if one.sheet == sheet]
        for line in cells.get(sheet, []):
            extra = {"regel": line.get(forms.ROW)} if sheet else {}
            kept = {name: line.get(name) for name in names}
            found.tables.setdefault(sheet, Table()).add({**head, **extra, **kept}, [*_HEAD, *extra, *names])


Head = tuple[uuid.UUID, uuid.UUID]
"""The id of a form and of its case: plain values, since logging a reading ends what was loaded before it."""


def _readable(session: Session, actor: Actor, family_key: str) -> list[Head]:
    """Return the sent forms that the actor reads, in the order of sending."""
    query = scoped(Submission, actor).options(
        load_only(Submission.case_id, Submission.state, Submission.filled_by_role)
    )
    query = query.where(Submission.family_key == family_key, Submission.state.in_(SENT))
    rows = session.scalars(query.order_by(Submission.submitted_at, Submission.id)).all()
    cases = _cases(session, actor, {row.case_id for row in rows})
    return [
        (row.id, row.case_id)
        for row in rows
        if row.case_id in cases and policies.may_read(actor, cases[row.case_id], row)
    ]


def _cases(session: Session, actor: Actor, wanted: Iterable[uuid.UUID]) -> dict[uuid.UUID, Case]:
    ids, found = list(wanted), dict[uuid.UUID, Case]()
    for at in range(0, len(ids), BATCH):
        query = scoped(Case, actor).where(Case.id.in_(ids[at : at + BATCH]))
        found |= {one.id: one for one in session.scalars(query)}
    return found


def _answered(
    session: Session, actor: Actor, heads: Sequence[Head], opens_care: Callable[[Case], None]
) -> Iterator[tuple[Case, Submission, dict[str, Any]]]:
    """Yield a batch of forms, each with its case, its version and the answers the actor may read."""
    case_ids = dict.fromkeys(case_id for _, case_id in heads)
    for case in list(_cases(session, actor, case_ids).values()):
        opens_care(case)
    cases, ids = _cases(session, actor, case_ids), [id_ for id_, _ in heads]
    query = scoped(Submission, actor).join(Submission.form_version).options(contains_eager(Submission.form_version))
    query = query.where(Submission.id.in_(ids)).execution_options(populate_existing=True)
    rows = {row.id: row for row in session.scalars(query)}
    answers = queries.answers_of(session, actor, ids)
    yield from ((cases[rows[id_].case_id], rows[id_], answers.get(id_, {})) for id_ in ids if id_ in rows)


def _head(case: Case, row: Submission) -> dict[str, Any]:
    return {
        "zaak": case.reference, "formulier": short(row.id), "versie": row.form_version.number, "stand": row.state.value,
        "datum": row.assessed_on, "verbeterd": row.corrected_at,
    }  # fmt: skip


def short(id_: uuid.UUID) -> str:
    """Write the id of a form such that lines of a repeat group find their form."""
    return id_.hex[:12]


def archive(found: Gathered, family_key: str) -> bytes:
    """Write the tables as CSV files in one ZIP: semicolons and a byte order mark, formulas made harmless."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo(READ_ME, _EPOCH), "\r\n".join(told(found)).encode("utf-8-sig"))
        for sheet, table in found.tables.items():
            name = f"{family_key}-{sheet}.csv" if sheet else f"{family_key}.csv"
            with packed.open(zipfile.ZipInfo(name, _EPOCH), "w") as file:
                for lines in _csv(table):
                    file.write(lines)
    return made.getvalue()


def told(found: Gathered) -> list[str]:
    """Say in words what is in a file and what is not."""
    lines = [
        f"In dit bestand: {found.number} van {found.total} verstuurde formulieren, in de volgorde van versturen.",
        "Concepten en formulieren die u niet mag lezen, tellen niet mee.",
        "De antwoorden zijn die van nu, na verbeteringen. Per herhaalgroep is er een eigen bestand; de kolommen formulier "
        "en regel zeggen waar een regel bij hoort.",
    ]
    if found.parts > 1:
        lines.append(
            f"LET OP: dit is deel {found.part} van {found.parts}. Per deel gaan er hoogstens {MOST} formulieren mee; "
            "haal de andere delen ook op."
        )
    if found.kept_back:
        lines += ["Weggelaten, omdat u deze antwoorden niet mag lezen:", *(f"- {label}" for label in found.kept_back)]
    return lines


def _csv(table: Table) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([harmless(name) for name in table.names])
    for number, row in enumerate(table.rows(), 1):
        writer.writerow([row.get(name, "") for name in table.names])
        if number % BATCH == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, int):
        return value
    return harmless(str(value))
