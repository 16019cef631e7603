"""Workbooks made by hand, sound and hostile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from openpyxl import Workbook

Table = Sequence[Sequence[object]]


def make_book(survey: Table, choices: Table = (), settings: Table = (), **others: Table) -> bytes:
    """Make a workbook; the first row of each table holds its headers."""
    book = Workbook()
    book.remove(book.active)
    for name, table in {"survey": survey, "choices": choices, "settings": settings, **others}.items():
        if table:
            sheet = book.create_sheet(name)
            for row in table:
                sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sound_book() -> bytes:
    """Make a small sound workbook."""
    return make_book([["type", "name", "label"], ["text", "name", "Hoe heet u?"]])


def rebuilt(
    data: bytes, change: Callable[[str, bytes], bytes | None], more: Mapping[str, bytes] | None = None
) -> bytes:
    """Pack a workbook again with its parts changed, left out or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            changed = change(info.filename, old.read(info))
            if changed is not None:
                new.writestr(info.filename, changed)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def with_parts(more: Mapping[str, bytes]) -> bytes:
    """Make a sound workbook with parts added."""
    return rebuilt(sound_book(), lambda name, content: content, more)


def with_sheet(content: bytes) -> bytes:
    """Make a sound workbook whose first sheet is *content*."""
    return rebuilt(sound_book(), lambda name, old: content if name == "xl/worksheets/sheet1.xml" else old)


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
