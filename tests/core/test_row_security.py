"""PostgreSQL's own wall: what the application's role cannot do, whatever the application asks."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from portal.accounts.models import SignIn, User
from portal.commands.running import refuse_unbound_role
from portal.core.db import db
from portal.core.policy import ANONYMOUS, SYSTEM, Actor, acting
from portal.core.uow import UnitOfWork
from portal.definitions.rules.records import RecordKind
from portal.migrating import grant_application, reasons_not_to_serve
from portal.settings import Settings, UnsafeConfiguration
from tests.builders.accounts import make_organisation, make_user
from tests.builders.cases import make_case, make_town
from tests.builders.custom import keep, make_fields
from tests.databases import DATABASES, PostgreSQL

pytestmark = pytest.mark.parametrize("database", [one for one in DATABASES if one == "postgresql"], indirect=True)
Work = Callable[..., AbstractContextManager[UnitOfWork]]


@dataclass(frozen=True)
class Two:
    """Two people with a session each, seen past the ORM's own criteria."""

    session: Session
    first: uuid.UUID
    second: uuid.UUID

    def count(self, actor: Actor, table: str) -> int:
        with acting(self.session, actor):
            return self.session.connection().exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one()

    def change(self, actor: Actor, statement: str) -> int:
        with acting(self.session, actor):
            return self.session.connection().exec_driver_sql(statement).rowcount


@pytest.fixture
def two(session: Session, work: Work) -> Two:
    with work(SYSTEM) as uow:
        home = make_organisation(uow)
        people = [make_user(uow, organisation=home) for _ in range(2)]
        for one in people:
            uow.add(
                SignIn(
                    user_id=one.id, token_hash=uuid.uuid4().hex, last_seen=uow.now, confirmed_at=uow.now, half=False
                )
            )
        ids = [one.id for one in people]
    return Two(session, *ids)


def person(id_: uuid.UUID, *roles: str) -> Actor:
    return Actor(id=id_, memberships=frozenset((uuid.uuid4(), role) for role in roles))


def test_a_visitor_sees_no_account_organisation_session_or_link(two: Two) -> None:
    for table in ("user", "organisation", "membership", "sign_in", "user_invitation"):
        assert two.count(ANONYMOUS, table) == 0


def test_a_person_sees_colleagues_but_only_the_own_sessions(two: Two) -> None:
    assert two.count(person(two.first, "bureau_staff"), "user") == 2
    assert two.count(person(two.first, "bureau_staff"), "sign_in") == 1
    assert two.count(person(two.first, "bureau_admin"), "sign_in") == 2


def test_a_tenant_sees_no_session_and_changes_no_account(two: Two) -> None:
    tenant = Actor(id=two.first, kind="tenant", case_id=uuid.uuid4())
    assert two.count(tenant, "sign_in") == 0
    assert two.change(tenant, "UPDATE \"user\" SET name = 'x'") == 0


def test_a_person_changes_the_own_account_only(two: Two) -> None:
    somebody = person(two.first, "corporation_staff")
    assert two.change(somebody, "UPDATE \"user\" SET name = 'x'") == 1
    assert two.change(somebody, "UPDATE organisation SET name = 'x'") == 0
    assert two.change(somebody, "DELETE FROM membership") == 0


def test_nobody_gives_themselves_a_role(two: Two) -> None:
    grant = (
        "INSERT INTO membership (id, user_id, organisation_id, role, created_at)"
        f" SELECT '{uuid.uuid4()}', '{two.first}', id, 'bureau_admin', now() FROM organisation LIMIT 1"
    )
    with pytest.raises(ProgrammingError, match="row-level security"):
        two.change(person(two.first, "bureau_staff"), grant)


def test_the_administrator_changes_every_account(two: Two) -> None:
    assert two.change(person(two.first, "bureau_admin"), 'UPDATE "user" SET active = false') == 2


def test_the_application_role_of_the_tests_may_serve(session: Session) -> None:
    assert reasons_not_to_serve(session.connection()) == []


def test_a_superuser_may_not_serve(app: object, database: PostgreSQL) -> None:
    with database.owner.connect() as connection:
        reasons = reasons_not_to_serve(connection)
    assert any("superuser" in reason for reason in reasons)


def test_a_role_that_owns_a_table_may_not_serve(session: Session, database: PostgreSQL) -> None:
    def give(role: str) -> None:
        with database.owner.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE rate_count OWNER TO {role}")

    give("driehoek_app")
    try:
        session.rollback()
        assert any("owns the tables" in reason for reason in reasons_not_to_serve(db.session.connection()))
        session.rollback()
    finally:
        give("CURRENT_USER")
        with database.owner.begin() as connection:
            grant_application(connection, "driehoek_app")


def test_server_and_worker_refuse_such_a_role_in_production_and_not_in_the_demo(
    app: object, database: PostgreSQL, tmp_path: Path
) -> None:
    owner = SecretStr(database.owner.url.render_as_string(hide_password=False))
    with pytest.raises(UnsafeConfiguration, match="superuser") as refused:
        refuse_unbound_role(Settings(mode="production", var=tmp_path, database_url=owner))
    assert "portal migrate" in refused.value.reasons[0]
    refuse_unbound_role(Settings(mode="demo", var=tmp_path, database_url=owner))


def test_signing_in_finds_nobody_without_the_declared_context(two: Two) -> None:
    with acting(two.session, ANONYMOUS):
        wanted = sa.select(sa.func.count()).select_from(User).execution_options(actor=SYSTEM)
        assert two.session.scalar(wanted) == 0


def test_custom_fields_of_a_case_are_walled_by_its_people_and_their_compartment(session: Session, work: Work) -> None:
    with work(SYSTEM) as uow:
        town, other = make_town(uow), make_town(uow, "Elders")
        for part in ("A", "B"):
            make_fields(uow, RecordKind.CASE, key=f"own_{part.lower()}", compartment=part)
        case = make_case(uow, town, expert=True).id
        for key in ("own_a", "own_b"):
            keep(uow, RecordKind.CASE, case, key=key, dog="no")
    two = Two(session, uuid.uuid4(), uuid.uuid4())
    for table in ("custom_answers", "custom_value"):
        seen = {name: two.count(actor, table) for name, actor in town.everybody().items()}
        assert seen == {"staff": 2, "admin": 2, "legal": 2, "landlord": 2, "expert": 1, "auditor": 0}
        tenant = Actor(id=None, kind="tenant", case_id=case)
        assert [two.count(actor, table) for actor in (other.landlord, other.expert, tenant, ANONYMOUS)] == [0, 0, 0, 0]
