"""What roles, passwords, addresses and sessions must be."""

from __future__ import annotations

import datetime as dt
import doctest
import itertools

import pytest

from portal.accounts import rules
from portal.accounts.labels import KIND_NAMES, ROLE_NAMES, device_name
from portal.accounts.rules import OrganisationKind, Role
from portal.core.errors import Invalid
from portal.core.policy import ROLES

NOW = dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC)
LIMITS = rules.Limits(longest=dt.timedelta(hours=10), idle=dt.timedelta(minutes=60))

FITTING = {
    ("bureau", "bureau_admin"), ("bureau", "bureau_staff"), ("bureau", "legal"), ("bureau", "expert"),
    ("bureau", "auditor"), ("corporation", "corporation_staff"), ("expert_practice", "expert"),
    ("social_team", "social_team"),
}  # fmt: skip


def test_the_examples_in_the_rules_hold() -> None:
    assert doctest.testmod(rules).failed == 0


def test_roles_are_those_of_the_policy_table() -> None:
    assert {role.value for role in Role} == set(ROLES) == set(ROLE_NAMES)
    assert {kind.value for kind in OrganisationKind} == set(KIND_NAMES)


@pytest.mark.parametrize(("kind", "role"), list(itertools.product(OrganisationKind, Role)))
def test_a_role_fits_only_its_kind_of_organisation(kind: OrganisationKind, role: Role) -> None:
    if (kind.value, role.value) in FITTING:
        assert rules.demand_role_fits(kind, role.value) is role
    else:
        with pytest.raises(Invalid, match=r"account\.role_kind"):
            rules.demand_role_fits(kind, role.value)


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(Invalid):
        rules.demand_role_fits(OrganisationKind.BUREAU, "root")


def test_an_address_is_kept_in_one_form() -> None:
    assert rules.normal_email("  Sanne.de.Boer@Voorbeeld.NL ") == "sanne.de.boer@voorbeeld.nl"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sanne",
        "a@b",
        "a b@c.nl",
        "a@b.nl\nBcc: x@y.nl",
        "<a@b.nl>",
        "a@b@c.nl",
        "a\0@b.nl",
        "a@b.",
        "x" * 200 + "@b.nl",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"account\.email"):
        rules.normal_email(text)


def test_numbers_of_phone_and_trade_register_are_checked() -> None:
    assert rules.normal_phone(" 06 12 34 56 78 ") == "06 12 34 56 78"
    assert rules.normal_phone("") is None
    assert rules.normal_kvk("12.34 56 78") == "12345678"
    for wrong in ("bel mij", "12", "+" * 12):
        with pytest.raises(Invalid):
            rules.normal_phone(wrong)
    with pytest.raises(Invalid):
        rules.normal_kvk("1234567")


@pytest.mark.parametrize(
    "password", ["zeven groene fietsen", "Kv8#qLz!2mNp", "ijskoud-theelicht-zolder", "привет мой дорогой друг"]
)
def test_a_long_unusual_password_is_taken(password: str) -> None:
    assert rules.demand_password(password, "Sanne de Boer", "sanne@voorbeeld.nl") == password


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("kort", "short"), ("elf tekens!", "short"), ("x" * 201, "long"), ("zeven groene\0fietsen", "long"),
        ("aaaaaaaaaaaaaa", "guessable"), ("wachtwoord1234", "guessable"), ("Welkom2026!!", "guessable"),
        ("sannedeboer12", "guessable"), ("driehoek2026!", "guessable"), ("123456789012", "guessable"),
    ],
)  # fmt: skip
def test_a_weak_password_is_refused_with_its_reason(password: str, code: str) -> None:
    with pytest.raises(Invalid, match=f"account.password_{code}"):
        rules.demand_password(password, "Sanne Deboer", "sanne@voorbeeld.nl")


def test_a_session_ends_by_its_age_by_idleness_and_by_hand() -> None:
    created = NOW - dt.timedelta(hours=9)
    assert rules.is_open(created, NOW - dt.timedelta(minutes=59), None, NOW, LIMITS)
    assert not rules.is_open(created, NOW - dt.timedelta(minutes=60), None, NOW, LIMITS)
    assert not rules.is_open(NOW - dt.timedelta(hours=10), NOW, None, NOW, LIMITS)
    assert not rules.is_open(created, NOW, NOW, NOW, LIMITS)


def test_a_password_given_long_ago_is_not_fresh() -> None:
    assert rules.is_fresh(NOW - dt.timedelta(minutes=9), NOW, 10)
    assert not rules.is_fresh(NOW - dt.timedelta(minutes=10), NOW, 10)
    assert not rules.is_fresh(NOW + dt.timedelta(minutes=1), NOW, 10)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "Firefox, Linux"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_as_people_know_it(agent: str, name: str) -> None:
    assert device_name(agent) == name
