"""Dutch names are written, sorted and found as people expect."""

import doctest
from dataclasses import replace

import pytest
from anyascii import anyascii

from portal.parties.rules import (
    FormOfAddress,
    NameOrder,
    PersonFacts,
    addresses,
    ages,
    formal_name,
    full_name,
    full_surname,
    listed_name,
    names,
    representation,
    salutation_name,
    search_key,
    sort_key,
    sort_name,
)


def fold(text: str) -> str:
    return anyascii(text).lower()


JURRIEN = PersonFacts(
    initials="J.", given_names="Jurriën", prefix="van 't", surname="Zandt", form_of_address=FormOfAddress.SIR
)
CAGLA = PersonFacts(
    given_names="Çağla",
    prefix="van der",
    surname="Wijde",
    partner_surname="Öztürk",
    name_order=NameOrder.PARTNER_OWN,
    form_of_address=FormOfAddress.MADAM,
)
WILHELMINA = PersonFacts(
    given_names="Wilhelmina",
    surname="Łukasik",
    partner_prefix="ter",
    partner_surname="Ællenbroek",
    name_order=NameOrder.PARTNER_OWN,
    form_of_address=FormOfAddress.MADAM,
)


@pytest.mark.parametrize("module", [names, ages, addresses, representation])
def test_the_examples_in_the_rules_hold(module: object) -> None:
    outcome = doctest.testmod(module)  # type: ignore[arg-type]
    assert outcome.attempted and not outcome.failed


def test_a_formal_name_has_title_initials_and_prefix() -> None:
    assert formal_name(JURRIEN) == "Dhr. J. van 't Zandt"


def test_initials_are_made_from_given_names_when_none_are_known() -> None:
    assert formal_name(CAGLA) == "Mw. Ç. Öztürk-van der Wijde"


def test_without_a_form_of_address_there_is_no_title() -> None:
    assert formal_name(replace(JURRIEN, form_of_address=FormOfAddress.NEUTRAL)) == "J. van 't Zandt"


def test_a_prefix_gets_a_capital_only_when_nothing_stands_before_it() -> None:
    assert salutation_name(JURRIEN) == "heer Van 't Zandt"
    assert full_name(JURRIEN) == "Jurriën van 't Zandt"


def test_a_prefix_that_begins_with_an_apostrophe_keeps_its_small_letter() -> None:
    assert salutation_name(replace(JURRIEN, prefix="'t", surname="Hart")) == "heer 't Hart"


@pytest.mark.parametrize(
    ("order", "shown"),
    [
        (NameOrder.OWN, "van der Wijde"),
        (NameOrder.PARTNER, "Öztürk"),
        (NameOrder.OWN_PARTNER, "van der Wijde-Öztürk"),
        (NameOrder.PARTNER_OWN, "Öztürk-van der Wijde"),
    ],
)
def test_the_order_decides_which_surname_is_used(order: NameOrder, shown: str) -> None:
    assert full_surname(replace(CAGLA, name_order=order)) == shown


def test_a_missing_partner_name_leaves_the_own_name_whatever_the_order() -> None:
    assert full_surname(replace(JURRIEN, name_order=NameOrder.PARTNER)) == "van 't Zandt"


def test_a_prefix_does_not_count_in_sorting() -> None:
    assert sort_name(JURRIEN) == "Zandt, van 't"
    assert listed_name(JURRIEN) == "Zandt, J. van 't"
    assert sort_key(JURRIEN, fold).startswith("zandt|")
    assert sort_key(WILHELMINA, fold).startswith("aellenbroek-lukasik|ter")


def test_a_name_is_found_without_its_accents_and_under_either_surname() -> None:
    assert "aellenbroek" in search_key(WILHELMINA, fold)
    assert "lukasik" in search_key(WILHELMINA, fold)
    assert "cagla ozturk" in search_key(CAGLA, fold)
    assert "van der wijde" in search_key(CAGLA, fold)
