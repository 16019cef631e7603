"""The three sheets as rows of texts: read with pyxform, written with openpyxl, every cell a text."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from forms.definition.load import BadDefinition
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
    unread: tuple[tuple[str, int], ...] = ()
    """Sheets of which the end was not read, with the row where reading stopped."""


def unpack(data: bytes) -> Sheets:
    """Read the sheets of a workbook; BadDefinition when it may not or cannot be read."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import xlsx_to_dict

    filled = look_at(data)
    try:
        found = xlsx_to_dict(io.BytesIO(data))
    except PyXFormError as wrong:
        if "Duplicate column header" in str(wrong):
            raise refuse("double_column", column=str(wrong).rpartition(": ")[2][:60]) from None
        raise refuse("damaged") from None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, ParseError, BadZipFile) as wrong:
        if isinstance(wrong, BadDefinition):
            raise
        raise refuse("damaged") from None
    if not found.get("survey"):
        raise refuse("no_survey")
    if len(found["survey"]) > MOST_QUESTIONS:
        raise refuse("too_many_questions")
    named = {name: _rows(found.get(name) or []) for name in ("survey", "choices", "settings")}
    others = tuple(name[:40] for name in found["sheet_names"] if name.lower() not in named)
    ends = {name: len(found.get(name) or []) + 1 for name in named}
    unread = tuple((name, end) for name, end in ends.items() if filled.get(name, 0) > end and name != "settings")
    return Sheets(named["survey"], named["choices"], named["settings"], others, unread)


def _rows(found: list[Mapping[str, str]]) -> list[Row]:
    rows = [Row(number, {k: str(v) for k, v in row.items() if v is not None}) for number, row in enumerate(found, 2)]
    return [row for row in rows if row.cells]


def as_read(text: str) -> str:
    """Return *text* as it comes back from a workbook."""
    return text.strip().replace("\u00a0", " ")


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
    for name in ("survey", "choices", "settings"):
        rows: list[Row] = getattr(sheets, name)
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "C2" if name == "survey" else "A2"
        columns = sorted(dict.fromkeys(column for row in rows for column in row.cells), key=_order)
        for cells in ([*columns], *([row.get(column) for column in columns] for row in rows)):
            line = []
            for text in cells:
                cell = WriteOnlyCell(sheet, value=text or None)
                if text:
                    cell.data_type = "s"
                    if cells == columns:
                        cell.font = Font(bold=True)
                line.append(cell)
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
