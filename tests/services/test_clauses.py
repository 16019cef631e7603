"""Commands and reads of the clause library."""

from __future__ import annotations

import uuid

import pytest

from portal.clauses import queries, services
from portal.clauses.models import Clause
from portal.core.errors import Denied, Missing
from portal.core.policy import SYSTEM, Actor
from portal.core.uow import UnitOfWork
from tests.builders.clauses import body_like, make_library


def reader(role: str) -> Actor:
    return Actor(id=uuid.uuid4(), memberships=frozenset({(uuid.uuid4(), role)}))


def test_loading_the_shipped_library_twice_adds_nothing(uow: UnitOfWork) -> None:
    assert services.load_shipped(uow) == services.Loaded(30, 0, 0)
    assert services.load_shipped(uow) == services.Loaded(0, 0, 30)
    assert len(queries.library(uow.session, SYSTEM)) == 30


def test_a_changed_body_becomes_the_next_version_and_the_old_one_stays(uow: UnitOfWork) -> None:
    make_library(uow)
    services.release(uow, body_like("V1", title="Stilte in de nacht"))
    entry = queries.by_code(uow.session, SYSTEM, "V1")
    assert (entry.number, entry.body.title) == (2, "Stilte in de nacht")
    assert [version.number for version in queries.versions(uow.session, SYSTEM, entry.clause_id)] == [2, 1]


def test_a_withdrawn_clause_is_no_longer_offered(uow: UnitOfWork) -> None:
    make_library(uow)
    entry = queries.by_code(uow.session, SYSTEM, "V2")
    services.withdraw(uow, entry.clause_id)
    with pytest.raises(Missing, match=r"clause\.unknown"):
        queries.by_code(uow.session, SYSTEM, "V2")
    assert queries.by_code(uow.session, SYSTEM, "V2", active=False).body.code == "V2"


def test_a_search_finds_words_without_accents_and_ignores_wildcards(uow: UnitOfWork) -> None:
    make_library(uow)
    assert "V13" in {entry.body.code for entry in queries.library(uow.session, SYSTEM, "balkon vuur")}
    assert queries.library(uow.session, SYSTEM, "%") == []


@pytest.mark.parametrize("role", ["corporation_staff", "expert", "bureau_staff", "auditor", "social_team"])
def test_only_administrators_and_legal_staff_change_the_library(uow: UnitOfWork, role: str) -> None:
    uow.actor = reader(role)
    with pytest.raises(Denied):
        services.load_shipped(uow)


def test_who_may_not_read_the_library_sees_no_row(uow: UnitOfWork) -> None:
    make_library(uow)
    assert queries.library(uow.session, reader("auditor")) == []
    assert len(queries.library(uow.session, reader("expert"))) == 30
    assert uow.session.query(Clause).count() == 30
