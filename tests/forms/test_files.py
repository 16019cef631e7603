"""Files of a page: they stay with their question and row whatever moves around them, and their words go along."""

from __future__ import annotations

from typing import Any

import pytest

import forms
from tests.builders.submissions import make_field, make_form

IDS = [f"{n}0000000-0000-4000-8000-000000000000" for n in range(6)]


def file(n: int, **more: Any) -> dict[str, Any]:
    return {"file": IDS[n], "name": f"foto{n}.png", "size": 9, "type": "image/png", **more}


TOP = make_form(make_field("file", "photos", captions=True, max_files=2, allow_decline=True), make_field(id="name"))
ROWS = make_form(
    make_field("repeat", "rooms", fields=[
        make_field(id="what"), make_field("file", "photos", captions=True), make_field("signature", "seen"),
        make_field("repeat", "doors", fields=[make_field(id="door"), make_field("file", "prints")]),
    ]), make_field(id="name"),
)  # fmt: skip


def read(form: forms.Prepared, answers: Any, posted: dict[str, Any], **files: list[Any]) -> forms.Cleaned:
    named = {name.replace("_0_", "-0-").replace("_1_", "-1-"): found for name, found in files.items()}
    return forms.read_page(form, "first", answers, forms.Posted(posted, named))


def test_words_with_a_file_are_kept_and_may_be_taken_away() -> None:
    stood = {"photos": [file(0), file(1, caption="oud")]}
    name = "photos__caption-"
    told = read(TOP, stood, {name + IDS[0]: " De  voordeur ", name + IDS[1]: ""})
    assert told.answers["photos"] == [file(0, caption="De voordeur"), file(1)]
    assert forms.summary(TOP, told.answers, "nl")[0].rows[0].text == "foto0.png (De voordeur), foto1.png"


@pytest.mark.parametrize(
    ("typed", "code"), [("BSN 111222333", "bsn"), ("x" * 201, "too_long"), ("x" * 99_999, "too_long")]
)
def test_faulty_words_are_told_and_leave_file_and_old_words(typed: str, code: str) -> None:
    stood = {"photos": [file(0, caption="oud")]}
    told = read(TOP, stood, {"photos__caption-" + IDS[0]: typed})
    assert told.answers == stood
    assert [(fault.path, fault.code) for fault in told.faults] == [("photos", code)]


def test_a_file_is_taken_away_by_its_own_box_only() -> None:
    stood = {"photos": [file(0), file(1)]}
    assert read(TOP, stood, {"photos__remove": IDS[0]}).answers == {"photos": [file(1)]}
    assert read(TOP, stood, {"photos__remove": IDS[3]}).answers == stood
    assert read(TOP, stood, {"photos__asked": "1", "photos__kept": ""}).answers == stood
    assert read(TOP, stood, {"name": "Jan"}).answers == stood | {"name": "Jan"}


def test_a_file_that_is_too_many_leaves_those_that_stood() -> None:
    told = read(TOP, {"photos": [file(0), file(1)]}, {}, photos=[file(2)])
    assert told.answers == {"photos": [file(0), file(1)]}
    assert [fault.code for fault in told.faults] == ["too_many_files"]


def test_a_file_nobody_uploaded_is_not_taken_in() -> None:
    assert read(TOP, {}, {"photos__kept": IDS[0], "photos": IDS[0], "photos__asked": "1"}).answers == {}
    assert read(ROWS, {}, {"rooms__asked": "1", "rooms-0-photos__kept": IDS[0]}).answers == {}


def test_not_wanting_to_show_a_file_is_an_answer_and_not_beside_one() -> None:
    declined = {"photos__asked": "1", "photos__special": "$declined"}
    assert read(TOP, {}, declined).answers == {"photos": {"$": "declined"}}
    assert read(TOP, {"photos": {"$": "declined"}}, {"name": "x"}).answers["photos"] == {"$": "declined"}
    assert read(TOP, {"photos": {"$": "declined"}}, {"photos__asked": "1"}).answers == {}
    told = read(TOP, {"photos": [file(0)]}, declined)
    assert told.answers == {"photos": [file(0)]}
    assert [fault.code for fault in told.faults] == ["both"]


def test_a_row_with_a_file_alone_is_a_row() -> None:
    told = read(
        ROWS, {}, {"rooms__asked": "1", "rooms-0-what": "", "rooms-0-photos__asked": "1"}, rooms_0_photos=[file(0)]
    )
    assert told.answers == {"rooms": [{"photos": [file(0)]}]}
    again = read(
        ROWS, told.answers, {"rooms__asked": "1", "rooms-0-photos__asked": "1", "rooms-0-photos__kept": IDS[0]}
    )
    assert again.answers == told.answers


def test_a_file_stays_with_its_row_when_another_row_falls_away() -> None:
    stood = {
        "rooms": [
            {"what": "keuken", "photos": [file(0)]},
            {"what": "gang"},
            {"what": "zolder", "photos": [file(1, caption="dak")]},
        ]
    }
    page = {"rooms__asked": "1"}
    for n, row in enumerate(stood["rooms"]):
        page |= {f"rooms-{n}-what": row["what"], f"rooms-{n}-photos__asked": "1"}
    page |= {"rooms-0-photos__kept": IDS[0], "rooms-2-photos__kept": IDS[1], "rooms-2-photos__caption-" + IDS[1]: "dak"}
    emptied = read(ROWS, stood, page | {"rooms-1-what": ""}).answers
    assert emptied["rooms"] == [stood["rooms"][0], stood["rooms"][2]]
    assert read(ROWS, emptied, page | {"rooms-1-what": "hal"}).answers["rooms"][2] == stood["rooms"][2]
    assert read(ROWS, stood, page | {"rooms-0-remove": "1"}).answers["rooms"] == stood["rooms"][1:]


def test_files_stand_two_groups_deep() -> None:
    page = {"rooms__asked": "1", "rooms-0-what": "gang", "rooms-0-doors__asked": "1", "rooms-0-doors-0-door": "voor"}
    posted = forms.Posted(page, {"rooms-0-doors-0-prints": [file(2)]})
    told = forms.read_page(ROWS, "first", {}, posted)
    assert told.answers == {"rooms": [{"what": "gang", "doors": [{"door": "voor", "prints": [file(2)]}]}]}
    kept = page | {"rooms-0-doors-0-prints__kept": IDS[2], "rooms-0-doors-0-prints__asked": "1"}
    assert read(ROWS, told.answers, kept).answers == told.answers


def test_posting_one_inner_group_leaves_the_other_rows_alone() -> None:
    stood = {"rooms": [{"what": "gang", "doors": [{"door": "voor"}]}, {"what": "zolder"}]}
    told = read(ROWS, stood, {"rooms-0-doors__asked": "1", "rooms-0-doors-0-door": "achter"})
    assert told.answers == {"rooms": [{"what": "gang", "doors": [{"door": "achter"}]}, {"what": "zolder"}]}


def test_files_of_rows_are_shown_and_exported_with_their_words() -> None:
    answers = {"rooms": [{"what": "gang", "photos": [file(0, caption="lamp")], "seen": {"name": "A. Bakker"}}]}
    told = {row.path: row.text for row in forms.summary(ROWS, answers, "nl")[0].rows}
    assert (told["rooms-0-photos"], told["rooms-0-seen"]) == ("foto0.png (lamp)", "A. Bakker")
    assert forms.cells(ROWS, answers)["rooms"][0]["photos"] == "foto0.png (lamp)"
    assert "rooms" in {one.sheet for one in forms.columns(ROWS, "nl") if one.field == "photos"}


def test_a_page_that_comes_back_keeps_the_words_as_typed() -> None:
    stood = {"rooms": [{"what": "gang", "photos": [file(0)]}, {"what": "zolder", "photos": [file(1)]}]}
    posted = forms.Posted({
        "rooms__asked": "1", "rooms-1-what": "zolder", "rooms-1-photos__kept": IDS[1], "rooms-1-photos__asked": "1",
        "rooms-1-photos__caption-" + IDS[1]: "BSN 111222333",
    })  # fmt: skip
    seen = forms.shown(ROWS, stood, forms.Context())
    made = forms.page_form(ROWS, "first", stood, seen, "nl", forms.Context(), posted)
    drawn = next(one for one in made.all() if one.path == "rooms-0-photos")
    assert [(one["file"], one["caption"]) for one in drawn.value] == [(IDS[1], "BSN 111222333")]


def test_one_row_too_many_is_refused_and_what_stood_stays() -> None:
    form = make_form(make_field("repeat", "rows", max_rows=500, fields=[make_field(id="what")]))
    stood = {"rows": [{"what": "een"}]}
    posted = {"rows__asked": "1"} | {f"rows-{n}-what": "x" for n in range(501)}
    told = forms.read_page(form, "first", stood, forms.Posted(posted))
    assert told.answers == stood
    assert [fault.code for fault in told.faults] == ["too_many_rows"]
    posted = {"rows__asked": "1"} | {f"rows-{n}-what": "x" for n in range(500)}
    assert len(forms.read_page(form, "first", stood, forms.Posted(posted)).answers["rows"]) == 500


def test_an_answer_that_is_faulty_leaves_the_one_that_stood() -> None:
    form = make_form(make_field("integer", "age"))
    told = forms.read_page(form, "first", {"age": 3}, forms.Posted({"age": "drie", "age__asked": "1"}))
    assert told.answers == {"age": 3}
    assert told.faults
