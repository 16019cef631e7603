"""Rows read for lists past the machinery of entities are confined like every other row."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.cases.models import Case
from portal.core.policy import ANONYMOUS, acting, read_rows
from tests.builders.cases import Town, Work, make_case, make_town

NUMBERS = sa.select(Case.reference).order_by(Case.reference)
INSIDE = sa.select(sa.func.count()).select_from(sa.select(Case.id).limit(9).subquery())


@pytest.fixture
def towns(work: Work) -> tuple[Town, Town]:
    """Two towns with a case each; nobody of one sees the other's."""
    with work() as uow:
        here, there = make_town(uow), make_town(uow, "Dorp")
        make_case(uow, here)
        make_case(uow, there)
        return here, there


def test_a_corporation_reads_its_own_rows_and_the_bureau_all(work: Work, towns: tuple[Town, Town]) -> None:
    here, there = towns
    with work() as uow:
        mine = read_rows(uow.session, NUMBERS, actor=here.landlord)
        theirs = read_rows(uow.session, NUMBERS, actor=there.landlord)
        assert len(mine) == len(theirs) == 1 and mine != theirs
        assert len(read_rows(uow.session, NUMBERS, actor=here.staff)) == 2
        assert read_rows(uow.session, NUMBERS, actor=ANONYMOUS) == []


def test_a_table_inside_a_subquery_is_confined_too(work: Work, towns: tuple[Town, Town]) -> None:
    with work() as uow:
        assert read_rows(uow.session, INSIDE, actor=towns[0].landlord)[0][0] == 1


def test_the_session_says_who_reads_when_nobody_is_named(work: Work, towns: tuple[Town, Town]) -> None:
    with work() as uow, acting(uow.session, towns[0].landlord):
        assert len(read_rows(uow.session, NUMBERS)) == 1
