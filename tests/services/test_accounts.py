"""Organisations, users and roles."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa

from portal.accounts import queries, services
from portal.accounts.models import Membership, Organisation, SignIn, User
from portal.accounts.rules import OrganisationKind, Role
from portal.core.audit import AuditRow
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.policy import ANONYMOUS, SYSTEM, Actor, acting, scoped
from portal.core.uow import UnitOfWork
from tests.builders.accounts import KIND_OF, actor_for, make_actor, make_organisation, make_user


def events(uow: UnitOfWork) -> list[str]:
    return list(uow.session.scalars(sa.select(AuditRow.name).order_by(AuditRow.seq)))


def test_an_organisation_is_kept_clean_and_recorded(uow: UnitOfWork) -> None:
    made = services.add_organisation(uow, "corporation", "  De\u202e Linde ", kvk="12 34 56 78", email="Info@Linde.nl")
    assert (made.name, made.kvk, made.email, made.kind) == ("De Linde", "12345678", "info@linde.nl", "corporation")
    assert events(uow) == ["organisation.added"]


def test_an_unknown_kind_of_organisation_is_refused(uow: UnitOfWork) -> None:
    with pytest.raises(Invalid, match=r"account\.organisation_kind"):
        services.add_organisation(uow, "bank", "Bank")


def test_an_organisation_changed_meanwhile_is_not_overwritten(uow: UnitOfWork) -> None:
    made = make_organisation(uow)
    with pytest.raises(Conflict, match=r"row\.stale"):
        services.change_organisation(uow, made.id, made.version + 1, name="X", kvk=None, email=None, phone=None)


def test_an_address_belongs_to_one_user_whatever_its_capitals(uow: UnitOfWork) -> None:
    services.add_user(uow, "sanne@voorbeeld.nl", "Sanne")
    with pytest.raises(Conflict, match=r"account\.email_taken"):
        services.add_user(uow, "SANNE@voorbeeld.nl", "Iemand anders")


def test_a_password_is_kept_as_argon2id_with_the_figures_of_the_house(uow: UnitOfWork) -> None:
    user = services.add_user(uow, "sanne@voorbeeld.nl", "Sanne", "zeven groene fietsen")
    assert user.password is not None
    assert user.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_weak_password_is_refused_at_adding(uow: UnitOfWork) -> None:
    with pytest.raises(Invalid, match="guessable"):
        services.add_user(uow, "sanne@voorbeeld.nl", "Sanne", "wachtwoord123")


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.BUREAU_ADMIN])
def test_nobody_but_the_administrator_changes_users(uow: UnitOfWork, role: Role) -> None:
    user, other = make_user(uow), make_organisation(uow)
    actor = make_actor(uow, role)
    with acting(uow.session, actor):
        own = UnitOfWork(uow.session, actor, uow.now)
        for act in (
            lambda: services.add_user(own, "x@voorbeeld.nl", "X"),
            lambda: services.add_organisation(own, "corporation", "X"),
            lambda: services.grant(own, user.id, other.id, "corporation_staff"),
            lambda: services.revoke(own, user.id, other.id, "corporation_staff"),
            lambda: services.invite(own, "x@voorbeeld.nl", "X", other.id, "corporation_staff"),
            lambda: services.disable(own, user.id),
            lambda: services.enable(own, user.id),
            lambda: services.end_sessions(own, user.id),
            lambda: services.remove_second_factor(own, user.id),
            lambda: services.change_own(own, user.id, 1, name="X", phone=None),
        ):
            with pytest.raises(Denied):
                act()


def test_the_administrator_does(uow: UnitOfWork) -> None:
    actor, linde = make_actor(uow, "bureau_admin"), make_organisation(uow)
    with acting(uow.session, actor):
        own = UnitOfWork(uow.session, actor, uow.now)
        user = services.add_user(own, "x@voorbeeld.nl", "X")
        services.grant(own, user.id, linde.id, "corporation_staff")
    assert actor_for(uow, user).organisations("corporation_staff") == {linde.id}


def test_a_role_that_does_not_fit_the_organisation_is_not_given(uow: UnitOfWork) -> None:
    user, linde = make_user(uow), make_organisation(uow, OrganisationKind.CORPORATION)
    with pytest.raises(Invalid, match=r"account\.role_kind"):
        services.grant(uow, user.id, linde.id, "bureau_admin")


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_the_actor_and_leaves_with_it(uow: UnitOfWork, role: Role) -> None:
    make_user(uow, Role.BUREAU_ADMIN)
    place = make_organisation(uow, KIND_OF[role])
    user = make_user(uow, role, place)
    assert actor_for(uow, user).memberships == {(place.id, role.value)}
    services.revoke(uow, user.id, place.id, role)
    assert actor_for(uow, user).memberships == frozenset()


def test_giving_a_role_twice_gives_it_once(uow: UnitOfWork) -> None:
    place = make_organisation(uow)
    user = make_user(uow, "corporation_staff", place)
    services.grant(uow, user.id, place.id, "corporation_staff")
    assert uow.session.scalar(sa.select(sa.func.count()).select_from(Membership)) == 1


def test_taking_a_role_nobody_gave_is_missing(uow: UnitOfWork) -> None:
    user, place = make_user(uow), make_organisation(uow)
    for role in ("corporation_staff", "root"):
        with pytest.raises(Missing):
            services.revoke(uow, user.id, place.id, role)


def test_roles_in_an_inactive_organisation_do_not_count(uow: UnitOfWork) -> None:
    place = make_organisation(uow)
    user = make_user(uow, "corporation_staff", place)
    services.change_organisation(uow, place.id, place.version, name="Weg", kvk=None, email=None, phone=None, active=False)
    assert actor_for(uow, user).memberships == frozenset()
    with pytest.raises(Conflict, match=r"account\.organisation_inactive"):
        services.grant(uow, user.id, place.id, "corporation_staff")


def test_the_last_administrator_can_neither_be_disabled_nor_lose_the_role(uow: UnitOfWork) -> None:
    bureau = make_organisation(uow, "bureau")
    first = make_user(uow, "bureau_admin", bureau)
    with pytest.raises(Conflict, match=r"account\.last_admin"):
        services.disable(uow, first.id)
    with pytest.raises(Conflict, match=r"account\.last_admin"):
        services.revoke(uow, first.id, bureau.id, "bureau_admin")
    make_user(uow, "bureau_admin", bureau)
    services.revoke(uow, first.id, bureau.id, "bureau_admin")


def test_a_disabled_administrator_does_not_count_as_one(uow: UnitOfWork) -> None:
    bureau = make_organisation(uow, "bureau")
    first, second = make_user(uow, "bureau_admin", bureau), make_user(uow, "bureau_admin", bureau)
    services.disable(uow, second.id)
    with pytest.raises(Conflict, match=r"account\.last_admin"):
        services.disable(uow, first.id)


def test_nobody_disables_oneself(uow: UnitOfWork) -> None:
    bureau = make_organisation(uow, "bureau")
    user = make_user(uow, "bureau_admin", bureau)
    make_user(uow, "bureau_admin", bureau)
    actor = actor_for(uow, user)
    with acting(uow.session, actor), pytest.raises(Invalid, match=r"account\.own_account"):
        services.disable(UnitOfWork(uow.session, actor, uow.now), user.id)


def test_lists_name_the_experts_and_where_they_work(uow: UnitOfWork) -> None:
    practice = make_organisation(uow, "expert_practice", "Praktijk")
    expert = make_user(uow, "expert", practice, name="Bea")
    make_user(uow, "expert", name="Weg", active=False)
    make_user(uow, "corporation_staff")
    assert [(m.user.id, m.organisation.name) for m in queries.experts(uow.session, SYSTEM)] == [(expert.id, "Praktijk")]
    assert [o.name for o in queries.organisations(uow.session, SYSTEM, OrganisationKind.EXPERT_PRACTICE)][-1] == "Praktijk"


@pytest.mark.parametrize("model", [User, Organisation, Membership, SignIn])
def test_somebody_outside_sees_no_rows(uow: UnitOfWork, model: type[User]) -> None:
    make_user(uow, "expert")
    assert list(uow.session.scalars(scoped(model, ANONYMOUS))) == []


def test_a_person_sees_only_the_own_sessions(uow: UnitOfWork) -> None:
    mine, theirs = make_user(uow, "expert"), make_user(uow, "expert")
    for user in (mine, theirs):
        actor = actor_for(uow, user)
        with acting(uow.session, actor):
            services.open_session(UnitOfWork(uow.session, actor, uow.now), user.id, seen=user.password or "", half=False)
    seen = uow.session.scalars(scoped(SignIn, actor_for(uow, mine))).all()
    assert [row.user_id for row in seen] == [mine.id]


def test_a_session_of_somebody_else_is_missing(uow: UnitOfWork) -> None:
    mine, theirs = make_user(uow, "expert"), make_user(uow, "expert")
    actor = actor_for(uow, theirs)
    with acting(uow.session, actor):
        row = services.open_session(UnitOfWork(uow.session, actor, uow.now), theirs.id, seen=theirs.password or "", half=False)
    me = actor_for(uow, mine)
    with acting(uow.session, me), pytest.raises(Missing):
        services.end_session(UnitOfWork(uow.session, me, uow.now), row.sign_in.id)


def test_events_carry_no_names_or_addresses(uow: UnitOfWork) -> None:
    place = make_organisation(uow, name="Kanarie Wonen")
    user = services.add_user(uow, "kanarie@voorbeeld.nl", "Kanarie Vogel", phone="06 11 11 11 11")
    services.grant(uow, user.id, place.id, "corporation_staff")
    services.disable(uow, user.id)
    bodies = " ".join(uow.session.scalars(sa.select(AuditRow.body))).lower()
    assert "kanarie" not in bodies
    assert "11 11" not in bodies


def test_an_actor_without_roles_is_still_nobody(uow: UnitOfWork) -> None:
    assert queries.actor_of(uow.session, uuid.uuid4()).memberships == frozenset()
    assert not Actor(id=uuid.uuid4()).has("expert")
