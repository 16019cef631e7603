"""A workbook from outside is read in a process of its own, within bounds of time and memory."""

from __future__ import annotations

import time

import pytest

import forms
from forms import xlsform
from forms.xlsform import apart
from tests.forms.workbooks import SHEET, make_book, sound_book, with_sheet

CELL = b'<c t="inlineStr"><is><t>a</t></is></c>'


def test_reading_apart_gives_the_same_as_reading_here() -> None:
    assert xlsform.read_apart(sound_book()) == xlsform.take(sound_book())


def test_a_refusal_comes_through_with_its_reason() -> None:
    with pytest.raises(forms.BadDefinition) as refused:
        xlsform.read_apart(b"PK\x03\x04 no workbook")
    assert refused.value.problems[0].code == "damaged"


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.05)
    with pytest.raises(forms.BadDefinition) as refused:
        xlsform.read_apart(sound_book())
    assert (refused.value.problems[0].code, bool(refused.value.problems[0].remedy)) == ("too_slow", True)


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        with_sheet(SHEET % b"".join(b"<row>" + CELL * 8 + b"</row>" for _ in range(60_000))),
        make_book([["type", "name", "label"], *(["begin_repeat", f"g{n}", "G"] for n in range(4_000)), ["text", "q", "Q"]]),
    ],
    ids=["many cells", "nested"],
)  # fmt: skip
def test_a_heavy_workbook_is_read_or_refused_in_time(data: bytes) -> None:
    started = time.monotonic()
    try:
        xlsform.read_apart(data)
    except forms.BadDefinition as refused:
        assert refused.problems[0].remedy
    assert time.monotonic() - started < 10


def test_what_stands_below_many_empty_rows_is_read() -> None:
    empty: list[list[object]] = [[None]] * 70
    found = xlsform.take(
        make_book([["type", "name", "label"], ["text", "q", "Vraag?"], *empty, ["text", "z", "Laatste?"]])
    )
    assert [field.id for _, field, _ in found.definition.fields()] == ["q", "z"]
    assert found.report == ()
