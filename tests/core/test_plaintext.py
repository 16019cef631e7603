"""What people type is cleaned, bounded, and never holds a citizen service number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import Invalid
from portal.core.plaintext import clean, free_text, holds_bsn, passes_elfproef
from portal.core.search import fold


@pytest.mark.parametrize("text", ["111222333", "mijn nummer is 111222333.", "1112 22 333", "111.222.333"])
def test_nine_digits_that_pass_the_elfproef_are_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        free_text(text, field="story")
    assert (refused.value.code, refused.value.params["field"]) == ("text.bsn", "story")


@pytest.mark.parametrize("text", ["111222334", "0612345678", "NL91ABNA0417164300", "000000000", "4111222333"])
def test_other_numbers_are_kept(text: str) -> None:
    assert free_text(text) == text


def test_the_elfproef_weighs_the_last_digit_minus_one() -> None:
    assert passes_elfproef("123456782")
    assert not passes_elfproef("123456789")


def test_control_characters_and_direction_overrides_disappear() -> None:
    assert clean("a\x00b\u202ec\x1b[31md") == "a b c [31md"


def test_lines_are_kept_in_free_text_only() -> None:
    assert clean("een\ntwee") == "een twee"
    assert free_text("een\r\ntwee") == "een\ntwee"


def test_too_long_is_refused_with_the_limit() -> None:
    with pytest.raises(Invalid) as refused:
        clean("x" * 201)
    assert refused.value.params["limit"] == 200


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text, 1000, multiline=True)
    assert clean(once, 1000, multiline=True) == once


@given(st.text(max_size=60))
def test_looking_for_a_number_never_fails(text: str) -> None:
    assert holds_bsn(text) in {True, False}


@pytest.mark.parametrize(
    ("written", "typed"),
    [("ter Ællenbroek-Łukasik", "aellenbroek"), ("Łukasik", "lukasik"), ("Çağla Öztürk", "cagla ozturk")],
)
def test_people_are_found_without_their_accents(written: str, typed: str) -> None:
    assert fold(typed) in fold(written)
