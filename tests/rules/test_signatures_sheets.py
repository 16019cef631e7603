"""Which code each sheet of a signed paper has: read where it can be, typed where it cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import Invalid
from portal.signatures.rules.sheets import Foot, foot_of, sheets

CODES = ["AAAA2", "BBBB2", "CCCC2"]


def read(*places: int | None, reference: str = "2026-0004", number: int = 2) -> list[list[str]]:
    """Say what the QR codes of sheets hold; None is a sheet on which nothing can be read."""
    return [[] if page is None else [Foot(reference, number, page, 3, CODES[page - 1]).qr()] for page in places]


def test_sheets_that_are_read_need_no_typing_in_any_order() -> None:
    assert sheets(read(3, 1, 2), [], "2026-0004", 2).codes == ("CCCC2", "AAAA2", "BBBB2")


@pytest.mark.parametrize("typed", [["bbbb2"], ["aaaa2", "bbbb-2", "cccc2"]])
def test_an_unreadable_sheet_is_typed_alone_or_with_all(typed: list[str]) -> None:
    found = sheets(read(1, None, 3), typed, "2026-0004", 2)
    assert ([code.upper().replace("-", "") for code in found.codes], found.typed) == (CODES, (2,))


@pytest.mark.parametrize(
    ("told", "typed", "code", "params"),
    [
        (read(1, None, None), [], "signing.pages-unread", {"places": "2, 3"}),
        (read(None, None), [], "signing.pages-unread", {"places": "1, 2"}),
        (read(1, None, None), ["BBBB2"], "signing.pages-count", {"pages": 3}),
        (read(1, 2), ["BBBB2"], "signing.pages-count", {"pages": 2}),
        (read(1, 2), ["AAAA2", "CCCC2"], "signing.page-differs", {"place": 2}),
        (read(1) + read(2, reference="2026-0099"), [], "signing.page-other", {"place": 2, "reference": "2026-0099"}),
        (read(1) + read(2, number=1), [], "signing.page-version", {"place": 2, "number": 1, "wanted": 2}),
    ],
)
def test_what_does_not_fit_is_said_with_the_sheet(
    told: list[list[str]], typed: list[str], code: str, params: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refused:
        sheets(told, typed, "2026-0004", 2)
    assert refused.value.code == code
    assert {**refused.value.params, **params} == refused.value.params


@given(st.lists(st.text(max_size=80), max_size=4))
def test_codes_of_others_on_a_sheet_are_passed_over(texts: list[str]) -> None:
    ours = Foot("2026-0004", 2, 1, 3, "AAAA2")
    assert foot_of(texts) is None
    assert foot_of([*texts, ours.qr()]) == ours
