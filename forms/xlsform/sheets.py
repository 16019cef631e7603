"""The three sheets as rows of texts; written with openpyxl, every cell a text."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

from forms.xlsform.cells import READ, Table, escaped
from forms.xlsform.guard import MOST_QUESTIONS, look_at, refuse

Cells = dict[str, str]
"""Texts by column header."""

LONGEST_CELL = 32_000
"""Excel takes 32,767 characters; what is longer continues in the column of the same name with `::2`."""


@dataclass(slots=True)
class Row:
    """One row of a sheet, with the number a person sees beside it."""

    number: int
    cells: Cells

    def get(self, column: str) -> str:
        """Return what stands in *column*, "" when nothing does."""
        return self.cells.get(column, "")


@dataclass(slots=True)
class Sheets:
    """The sheets of an XLSForm."""

    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    settings: list[Row] = field(default_factory=list)
    others: tuple[str, ...] = ()


def unpack(data: bytes) -> Sheets:
    """Read the sheets of a workbook; BadDefinition when it may not or cannot be read."""
    tables = look_at(data)
    named: dict[str, list[Row]] = {}
    others = []
    for table in tables:
        name = table.name.strip().lower() if len(tables) > 1 else "survey"
        if name in READ and name not in named:
            named[name] = _rows(table)
        else:
            others.append(table.name)
    sheets = Sheets(**named, others=tuple(others))
    if not sheets.survey:
        raise refuse("no_survey")
    if len(sheets.survey) > MOST_QUESTIONS:
        raise refuse("too_many_questions")
    return sheets


def _rows(table: Table) -> list[Row]:
    """Return the filled rows under the first, which holds the headers; what has no header is no part of the form."""
    numbers = sorted(table.rows)
    headers: dict[int, str] = {}
    for column, header in sorted(table.rows[numbers[0]].items()) if numbers else ():
        headers[column] = re.sub(r"\s+", " ", header)
    double = [header for header in headers.values() if list(headers.values()).count(header) > 1]
    if double:
        raise refuse("double_column", column=double[0][:60])
    found = []
    for number in numbers[1:]:
        cells = {headers[column]: text for column, text in table.rows[number].items() if column in headers}
        if cells:
            found.append(Row(number, cells))
    return found


_FIRST = ("list_name", "type", "name")


def _order(column: str) -> int:
    """Put what a row is first and our own columns last; the rest keeps its order."""
    return _FIRST.index(column) if column in _FIRST else 8 if column.startswith("driehoek") else 5


def pack(sheets: Sheets) -> bytes:
    """Write the sheets as a workbook without formulas, in which every cell is a text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    for name in READ:
        rows: list[Row] = getattr(sheets, name)
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "C2" if name == "survey" else "A2"
        columns = sorted(dict.fromkeys(column for row in rows for column in row.cells), key=_order)
        for cells in ([*columns], *([row.get(column) for column in columns] for row in rows)):
            line = []
            for text in cells:
                cell = WriteOnlyCell(sheet, value=escaped(text) or None)
                if text:
                    cell.data_type = "s"
                    if cells == columns:
                        cell.font = Font(bold=True)
                line.append(cell)
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
