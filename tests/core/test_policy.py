"""The policy table denies what it does not say."""

from __future__ import annotations

import uuid

import pytest

from portal.core.policy import ANONYMOUS, SYSTEM, Actor, permits, table


def member(role: str) -> Actor:
    return Actor(id=uuid.uuid4(), memberships=frozenset({(uuid.uuid4(), role)}))


def test_an_undeclared_action_is_an_error_of_the_programmer() -> None:
    with pytest.raises(LookupError, match=r"policy\.toml"):
        permits(member("bureau_admin"), "case.fly")


def test_nobody_may_do_anything_without_a_role() -> None:
    assert not any(permits(ANONYMOUS, action) for action in table())


def test_a_role_may_only_do_what_the_table_says() -> None:
    assert permits(member("corporation_staff"), "case.refer")
    assert not permits(member("corporation_staff"), "submission.read_care")
    assert not permits(member("auditor"), "case.read")


def test_states_narrow_an_action() -> None:
    assert permits(member("expert"), "submission.change", "draft")
    assert not permits(member("expert"), "submission.change", "accepted")


def test_only_the_expert_reads_care() -> None:
    readers = {role for rule in table()["submission.read_care"] for role in rule.roles}
    assert readers == {"expert"}


def test_the_system_may_do_every_declared_action() -> None:
    assert all(permits(SYSTEM, action) for action in table())
