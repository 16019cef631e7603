"""House numbers are taken as they stand on the door."""

import pytest
from anyascii import anyascii

from portal.core.errors import Invalid
from portal.parties.rules import (
    dwelling_key,
    dwelling_search_key,
    dwelling_sort_key,
    parse_house_number,
    parse_postcode,
)


def fold(text: str) -> str:
    return anyascii(text).lower()


@pytest.mark.parametrize("typed", ["12-III", "44-bis", "19p-8", "1-TRAF", "3-0072", "450-482", "1", "99999", "7A"])
def test_a_house_number_comes_back_whole(typed: str) -> None:
    assert str(parse_house_number(typed)) == typed


@pytest.mark.parametrize("typed", ["", "bis", "0", "-3", "123456", "12 <b>", "12;DROP", "1" + "a" * 40])
def test_what_is_no_house_number_is_refused_with_a_code(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_house_number(typed)
    assert refused.value.code == "dwelling.number"


def test_an_addition_makes_another_dwelling() -> None:
    number, bis = parse_house_number("44"), parse_house_number("44-bis")
    keys = {dwelling_key("9752 XK", part.number, part.letter, part.addition) for part in (number, bis)}
    assert len(keys) == 2


@pytest.mark.parametrize("other", ["44 bis", "44bis", "44 - Bis", "44/bis"])
def test_another_spelling_is_the_same_dwelling(other: str) -> None:
    one, two = parse_house_number("44-bis"), parse_house_number(other)
    assert dwelling_key("9752XK", one.number, one.letter, one.addition) == dwelling_key(
        "9752 xk", two.number, two.letter, two.addition
    )


def test_streets_sort_by_number_and_not_by_digits() -> None:
    low, high = (dwelling_sort_key("Kanaalstraat", number, "", "", fold) for number in (9, 44))
    assert low < high


def test_an_address_is_found_by_street_number_and_either_spelling_of_the_postcode() -> None:
    text = dwelling_search_key("Kanaalstraat", 44, "", "bis", "9752 XK", "Veenrade", fold)
    assert all(part in text for part in ("kanaalstraat 44-bis", "9752 xk", "9752xk", "veenrade"))


@pytest.mark.parametrize("typed", ["9751", "0751 ZB", "9751 SS", "ZB 9751", "97511 ZB"])
def test_what_is_no_postcode_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        parse_postcode(typed)
