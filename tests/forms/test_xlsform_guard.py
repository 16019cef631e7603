"""A workbook from outside is looked at before it is opened; what may not in is refused with reason and remedy."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

import forms
from forms.xlsform.guard import look_at
from tests.forms.workbooks import SHEET, make_book, rebuilt, sound_book, with_parts, with_sheet

RELS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
LINK = b'<Relationship Id="r9" Type="http://x/relationships/%s" Target="http://example.org/" TargetMode="External"/>'
PASSWORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def formula_book() -> bytes:
    return make_book([["type", "name", "label"], ["text", "name", "=1+1"]])


def many_rows() -> bytes:
    return with_sheet(SHEET % b"".join(b'<row r="%d"/>' % n for n in range(1, 1_000_001)))


def bomb() -> bytes:
    return with_parts({"xl/worksheets/sheet2.xml": b" " * 70_000_000})


def packed_tight() -> bytes:
    return with_parts({"xl/media/image1.png": b"\0" * 30_000_000})


def many_elements() -> bytes:
    return with_sheet(SHEET % (b"<x>" * 41 + b"</x>" * 41))


def lying_sizes() -> bytes:
    """A part whose header says it is small."""
    data = bytearray(with_parts({"xl/zz.xml": b"<a>" + b" " * 5_000_000 + b"</a>"}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def locked_zip() -> bytes:
    data = bytearray(sound_book())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def make_shared(text: str) -> bytes:
    """A workbook with one shared text."""
    return with_parts({"xl/sharedStrings.xml": b"<sst><si><t>" + text.encode() + b"</t></si></sst>"})


HOSTILE = {
    "nothing": (lambda: b"", "empty"),
    "text": (lambda: b"type,name,label\n", "not_a_workbook"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "not_a_workbook"),
    "too large": (lambda: b"PK\x03\x04" + b"\0" * 10_000_001, "too_large"),
    "old or with a password": (lambda: PASSWORD, "old_or_locked"),
    "zip without a workbook": (lambda: rebuilt(sound_book(), lambda n, c: None if n == "xl/workbook.xml" else c), "not_a_workbook"),
    "open document": (lambda: rebuilt(sound_book(), lambda n, c: None if n == "xl/workbook.xml" else c, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "other_format"),
    "cut off": (lambda: sound_book()[:-40], "damaged"),
    "no xml": (lambda: with_sheet(b"\0\1\2"), "damaged"),
    "encrypted part": (lambda: locked_zip(), "locked"),
    "macros": (lambda: with_parts({"xl/vbaProject.bin": b"x"}), "macros"),
    "macros by type": (lambda: rebuilt(sound_book(), lambda n, c: c.replace(b"spreadsheetml.sheet.main+xml", b"x").replace(b"vnd.openxmlformats-officedocument.x", b"vnd.ms-excel.sheet.macroEnabled.main+xml")), "macros"),
    "macro sheet": (lambda: with_parts({"xl/macrosheets/sheet1.xml": b"<a/>"}), "macros"),
    "other workbook": (lambda: with_parts({"xl/externalLinks/externalLink1.xml": b"<a/>"}), "external"),
    "external relation": (lambda: with_parts({"xl/worksheets/_rels/sheet1.xml.rels": RELS % (LINK % b"image")}), "external"),
    "connections": (lambda: with_parts({"xl/connections.xml": b"<a/>"}), "external"),
    "object": (lambda: with_parts({"xl/embeddings/oleObject1.bin": b"x"}), "embedded"),
    "document inside": (lambda: with_parts({"xl/embeddings/Document1.docx": b"x"}), "embedded"),
    "control": (lambda: with_parts({"xl/activeX/activeX1.xml": b"<a/>"}), "embedded"),
    "formula": (lambda: formula_book(), "formulas"),
    "array formula": (lambda: with_sheet(SHEET % b'<row r="7"><c r="B7"><f t="array">A1:A9</f></c></row>'), "formulas"),
    "entities": (lambda: with_sheet(b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + SHEET % b""), "doctype"),
    "doctype in utf-16": (lambda: with_sheet('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'.encode("utf-16")), "doctype"),
    "doctype in a part nobody reads": (lambda: with_parts({"docProps/zz.xml": b"<!DOCTYPE x><x/>"}), "doctype"),
    "bomb": (lambda: bomb(), "bomb"),
    "packed tight": (lambda: packed_tight(), "bomb"),
    "sizes that lie": (lambda: lying_sizes(), "damaged"),
    "nested deep": (lambda: many_elements(), "bomb"),
    "parts": (lambda: with_parts({f"xl/p{n}.xml": b"<a/>" for n in range(500)}), "too_many_parts"),
    "path upwards": (lambda: with_parts({"xl/../../etc/passwd": b"x"}), "strange_part"),
    "same part twice": (lambda: with_parts({"XL/WORKBOOK.XML": b"<a/>"}), "strange_part"),
    "sheets": (lambda: make_book([["type"], ["note"]], **{f"s{n}": [["x"]] for n in range(45)}), "too_many_sheets"),
    "a million rows": (lambda: many_rows(), "too_many_rows"),
    "one cell far down": (lambda: with_sheet(SHEET % b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "too_many_rows"),
    "ten thousand columns": (lambda: with_sheet(SHEET % (b'<row r="1">' + b"<c><v>1</v></c>" * 10_000 + b"</row>")), "too_many_columns"),
    "one cell far right": (lambda: with_sheet(SHEET % b'<row r="1"><c r="XFD1"><v>1</v></c></row>'), "too_many_columns"),
    "a text no cell can hold": (lambda: make_shared("x" * 40_000), "long_text"),
    "a text that is not there": (lambda: with_sheet(SHEET % b'<row><c t="s"><v>7</v></c></row>'), "damaged"),
}  # fmt: skip


def test_a_plain_workbook_is_let_in() -> None:
    look_at(sound_book())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_with_reason_and_remedy(name: str) -> None:
    made, code = HOSTILE[name]
    data = made()
    started = time.process_time()
    with pytest.raises(forms.BadDefinition) as refused:
        look_at(data)
    (problem,) = refused.value.problems
    assert (problem.code, bool(problem.message), bool(problem.remedy)) == (code, True, True)
    assert time.process_time() - started < 10


def test_the_cells_with_a_formula_are_named() -> None:
    with pytest.raises(forms.BadDefinition, match="survey!C2"):
        look_at(formula_book())


def test_an_ordinary_web_address_in_a_cell_is_no_external_link() -> None:
    look_at(with_parts({"xl/worksheets/_rels/sheet1.xml.rels": RELS % (LINK % b"hyperlink")}))


def test_empty_cells_with_looks_far_down_and_far_right_are_let_in() -> None:
    look_at(with_sheet(SHEET % b'<row r="1"><c r="XFD1" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>'))


@pytest.mark.parametrize("step", range(0, 4_000, 97))
def test_a_damaged_workbook_is_refused_or_read_but_never_breaks(step: int) -> None:
    data = bytearray(sound_book())
    data[step % len(data)] ^= 0xFF
    try:
        look_at(bytes(data))
    except forms.BadDefinition as refused:
        assert refused.problems[0].remedy


def test_a_zip_inside_a_zip_is_not_unpacked() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\0" * 1_000_000)
    with pytest.raises(forms.BadDefinition):
        look_at(with_parts({"xl/more.zip": inner.getvalue()}))
