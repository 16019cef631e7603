"""What stands in the cells of a workbook, however the program that made it keeps that."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from pyxform.xls2json_backends import xlsx_to_dict

from forms.xlsform.cells import escaped, plain
from forms.xlsform.sheets import unpack
from tests.forms.test_xlsform_import import BOOKS
from tests.forms.workbooks import SHEET, make_book, rebuilt, sound_book, with_sheet

SHARED = b"<sst><si><r><t>Hoe </t></r><r><t>heet u?</t></r><rPh><t>kana</t></rPh></si><si><t>a_x000D_b</t></si></sst>"


def cell(value: object, format_: str) -> str:
    """Return what is read of a cell that holds *value*."""
    book = Workbook()
    book.active.append(["type"])
    book.active.append([value])
    book.active["A2"].number_format = format_
    out = io.BytesIO()
    book.save(out)
    return unpack(out.getvalue()).survey[0].get("type")


@pytest.mark.parametrize(
    ("value", "format_", "told"),
    [
        (3, "General", "3"), (3.0, "0.00", "3"), (0.1 + 0.2, "General", "0.3"), (1.5e-7, "General", "1.5e-07"),
        (True, "General", "TRUE"), (False, "General", "FALSE"), ("  spatie\u00a0vast ", "General", "spatie vast"),
        (dt.date(2026, 3, 1), "yyyy-mm-dd", "2026-03-01"), (dt.datetime(2026, 3, 1, 14, 30), "d-m-yyyy h:mm", "2026-03-01T14:30"),
        (dt.time(9, 5), "h:mm", "09:05"), (dt.time(9, 5, 7), "h:mm:ss", "09:05:07"), (46082, "[$-413]d mmmm yyyy", "2026-03-01"),
        (46082, '"d"0', "46082"), (46082, "0;[Red]-0", "46082"), (1, "d-m-yyyy", "1900-01-01"), (61, "d-m-yyyy", "1900-03-01"),
        (-1, "d-m-yyyy", "-1"), (99999999, "d-m-yyyy", "99999999"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_a_person_sees_it(value: object, format_: str, told: str) -> None:
    assert cell(value, format_) == told


def test_a_workbook_that_counts_from_1904_has_its_own_days() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for value in ("type", dt.date(2026, 3, 1)):
        book.active.append([value])
    out = io.BytesIO()
    book.save(out)
    assert unpack(out.getvalue()).survey[0].get("type") == "2026-03-01"


def test_texts_that_cells_share_are_read_with_their_runs() -> None:
    sheet = (
        SHEET
        % b'<row><c t="inlineStr"><is><t>type</t></is></c></row><row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>'
    )
    book = rebuilt(with_sheet(sheet), lambda name, old: old, {"xl/sharedStrings.xml": SHARED})
    assert [row.get("type") for row in unpack(book).survey] == ["Hoe heet u?", "a\rb"]


STYLES = (
    b'<styleSheet><numFmts><numFmt numFmtId="165" formatCode="[$-413]d\\ mmmm\\ yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/>'
    b'</cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="165"/></cellXfs><cellStyles><xf numFmtId="14"/></cellStyles></styleSheet>'
)


def test_a_workbook_of_another_writer_reads_the_same() -> None:
    head = b"".join(b'<x:c r="%c1" t="s"><x:v>%d</x:v></x:c>' % (65 + n, n) for n in range(4))
    line = b'<x:c r="A2" t="str"><x:v>date</x:v></x:c><x:c r="B2" t="s"><x:v>4</x:v></x:c><x:c r="C2" t="b"><x:v>1</x:v></x:c><x:c r="D2" s="1"><x:v>46082</x:v></x:c>'
    sheet = b'<x:worksheet xmlns:x="urn:x"><x:sheetData><x:row r="1">%s</x:row><x:row r="2">%s</x:row><x:row r="1048576" ht="12" customHeight="1"/></x:sheetData></x:worksheet>'
    shared = (
        b"<sst>"
        + b"".join(b"<si><t>%s</t></si>" % one for one in (b"type", b"label", b"required", b"default", b"Dag?"))
        + b"</sst>"
    )
    book = rebuilt(
        with_sheet(sheet % (head, line)), lambda name, old: STYLES if name == "xl/styles.xml" else old,
        {"xl/strings/sharedStrings.xml": shared},
    )  # fmt: skip
    cells = {"type": "date", "label": "Dag?", "required": "TRUE", "default": "2026-03-01"}
    assert [row.cells for row in unpack(book).survey] == [cells]


def test_rows_and_cells_that_do_not_say_where_they_stand_follow_each_other() -> None:
    line = b"<row>%s</row>"
    cells = b'<c t="inlineStr"><is><t>%s</t></is></c>'
    book = with_sheet(
        SHEET % (line % (cells % b"type" + cells % b"name") + line % b"" + line % (cells % b"text" + cells % b"q"))
    )
    (row,) = unpack(book).survey
    assert (row.number, row.cells) == (3, {"type": "text", "name": "q"})


def test_sheets_are_found_whatever_their_capitals_and_the_first_filled_row_holds_the_headers() -> None:
    book = make_book((), **{"Survey ": [[], [" type ", "label   ::nl"], ["text", "Q"]], "CHOICES": [["name"], ["x"]]})
    found = unpack(book)
    assert [(row.number, row.cells) for row in found.survey] == [(3, {"type": "text", "label ::nl": "Q"})]
    assert [row.cells for row in found.choices] == [{"name": "x"}]


@pytest.mark.parametrize("text", ["a_x0041_b", "_x005F_", "_x", "gewoon", "_x005f_x0041_"])
def test_what_looks_like_an_escaped_sign_comes_back_as_it_was(text: str) -> None:
    assert plain(escaped(text)) == text


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_is_read_as_other_programs_read_it(name: str) -> None:
    data = make_book(BOOKS[name].survey, BOOKS[name].choices, BOOKS[name].settings)
    theirs = xlsx_to_dict(io.BytesIO(data))
    ours = unpack(data)
    for sheet in ("survey", "choices", "settings"):
        rows = [(number, row) for number, row in enumerate(theirs.get(sheet) or [], 2) if row]
        assert [(row.number, row.cells) for row in getattr(ours, sheet)] == rows


def test_a_sound_book_has_one_question() -> None:
    assert len(unpack(sound_book()).survey) == 1
