"""The course of an agreement: superseded, signed, in force, extended, withdrawn, refused."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa

from portal.agreements import queries, services
from portal.agreements.rules import Action, VersionState
from portal.cases import services as cases
from portal.cases.models import Case
from portal.cases.rules import CaseState, ParticipantRole
from portal.core import clock
from portal.core.audit import AuditRow
from portal.core.errors import Conflict, Denied, Invalid
from portal.core.jobs import Job
from portal.core.policy import SYSTEM
from portal.core.uow import UnitOfWork
from portal.parties import services as parties
from portal.parties.rules import RegisterResult, RepresentationFacts, RepresentationKind
from tests.builders.agreements import make_draft, make_signed, make_version
from tests.builders.cases import make_case, make_town
from tests.builders.parties import make_person

pytestmark = pytest.mark.usefixtures("library")


def events(uow: UnitOfWork) -> list[str]:
    return list(uow.session.scalars(sa.select(AuditRow.name).order_by(AuditRow.seq)))


def test_a_newer_version_supersedes_the_one_being_signed_which_stays_readable(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    first = make_version(uow, agreement)
    services.mark(uow, first.id, Action.SIGN)
    services.amend(uow, agreement.id)
    services.edit(uow, agreement.id, change={"months": 18})
    second = make_version(uow, agreement)
    assert (first.state, second.number) == (VersionState.SUPERSEDED, 2)
    assert queries.document(uow.session, SYSTEM, first)
    assert "agreement.superseded" in events(uow)


def test_amending_does_not_touch_the_version_before_the_new_one_is_frozen(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    first = make_version(uow, agreement)
    services.amend(uow, agreement.id)
    assert first.state is VersionState.OFFERED
    services.discard(uow, agreement.id)
    assert queries.draft_of(uow.session, SYSTEM, agreement.id) is None


def test_a_withdrawn_version_stays_withdrawn_when_the_next_is_offered(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    first = make_signed(uow, agreement)
    services.mark(uow, first.id, Action.WITHDRAW)
    services.amend(uow, agreement.id)
    make_version(uow, agreement)
    assert first.state is VersionState.WITHDRAWN


def test_a_second_agreement_waits_until_the_first_has_ended(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    make_version(uow, agreement)
    with pytest.raises(Conflict, match=r"agreement\.exists"):
        services.draft(uow, agreement.case_id)


def test_a_co_tenant_and_an_administrator_must_sign_too(uow: UnitOfWork) -> None:
    town = make_town(uow)
    case = make_case(uow, town, expert=True)
    other = make_person(uow, town.corporation, given_names="Bülent", surname="Öztürk")
    cases.add_participant(uow, case.id, other.id, ParticipantRole.CO_TENANT)
    facts = RepresentationFacts(kind=RepresentationKind.ADMINISTRATOR, name="Balanszorg Bewind B.V.")
    parties.add_representation(uow, other.id, facts)
    parties.check_register(uow, other.id, clock.today(), RegisterResult.ADMINISTRATION, "CCBR-1")
    agreement = services.draft(uow, case.id)
    content, _row = services.composed(uow.session, agreement.id, SYSTEM)
    roles = [(one.key, one.role.value, one.order) for one in content.signatories]
    assert roles == [
        ("t1", "tenant", 1), ("t2", "co_tenant", 1), ("r1", "administrator", 2), ("corporation", "corporation", 3),
        ("expert", "expert", 4),
    ]  # fmt: skip
    assert "q.q. van Bülent Öztürk" in content.signatories[2].capacity


def test_people_are_read_anew_for_the_next_version(uow: UnitOfWork) -> None:
    town = make_town(uow)
    agreement = make_draft(uow, town)
    make_version(uow, agreement)
    person_id = uuid.UUID(queries.versions(uow.session, SYSTEM, agreement.id)[0].content["tenants"][0]["person_id"])
    parties.add_representation(uow, person_id, RepresentationFacts(kind=RepresentationKind.MENTOR, name="M. Łukasik"))
    services.amend(uow, agreement.id)
    content, _row = services.composed(uow.session, agreement.id, SYSTEM)
    mentor = next(one for one in content.signatories if one.role.value == "mentor")
    assert (mentor.meaning.value, mentor.sections) == ("sections", (7, 10))


def test_the_last_signature_starts_the_reflection_and_plans_its_end(uow: UnitOfWork) -> None:
    version = make_signed(uow, make_draft(uow))
    assert version.state is VersionState.REFLECTION
    assert version.reflection_ends_at and version.reflection_ends_at - uow.now >= dt.timedelta(days=6, hours=23)
    due = uow.session.scalars(sa.select(Job.due).where(Job.name == "agreements.take_effect")).one()
    assert due == version.reflection_ends_at


def test_nothing_takes_effect_before_the_reflection_is_over(uow: UnitOfWork) -> None:
    version = make_signed(uow, make_draft(uow))
    assert services.take_effect(uow, version.id) is None
    assert version.state is VersionState.REFLECTION


def test_after_the_reflection_it_is_in_force_for_the_agreed_months_and_the_case_runs(uow: UnitOfWork) -> None:
    signed_at = dt.datetime(2026, 2, 19, 13, 12, tzinfo=dt.UTC)
    uow.now = signed_at
    with clock.at(signed_at):
        version = make_signed(uow, make_draft(uow))
    uow.now = signed_at + dt.timedelta(days=7)
    assert services.take_effect(uow, version.id) is version
    assert (version.in_force_on, version.ends_on) == (dt.date(2026, 2, 26), dt.date(2027, 2, 26))
    assert uow.get(Case, version.case_id).state is CaseState.RUNNING
    services.take_effect(uow, version.id)
    assert events(uow).count("agreement.took_effect") == 1


def test_a_withdrawn_version_never_takes_effect(uow: UnitOfWork) -> None:
    version = make_signed(uow, make_draft(uow))
    services.mark(uow, version.id, Action.WITHDRAW)
    uow.now += dt.timedelta(days=8)
    assert services.take_effect(uow, version.id) is None
    assert version.state is VersionState.WITHDRAWN


def test_a_version_in_force_stays_so_until_the_newer_one_takes_effect(uow: UnitOfWork) -> None:
    agreement = make_draft(uow)
    first = make_signed(uow, agreement)
    uow.now += dt.timedelta(days=8)
    services.take_effect(uow, first.id)
    services.amend(uow, agreement.id)
    second = services.mark(uow, make_version(uow, agreement).id, Action.SIGN_LAST)
    assert first.state is VersionState.IN_FORCE
    uow.now += dt.timedelta(days=8)
    services.take_effect(uow, second.id)
    assert (first.state, second.state) == (VersionState.SUPERSEDED, VersionState.IN_FORCE)
    assert "agreement.superseded" not in events(uow)


def test_an_agreement_in_force_is_extended_and_ended(uow: UnitOfWork) -> None:
    version = make_signed(uow, make_draft(uow))
    uow.now += dt.timedelta(days=8)
    services.take_effect(uow, version.id)
    assert version.ends_on
    services.extend(uow, version.id, version.ends_on + dt.timedelta(days=180))
    assert version.state is VersionState.EXTENDED
    with pytest.raises(Invalid, match=r"agreement\.extension"):
        services.extend(uow, version.id, version.ends_on)
    assert services.end(uow, version.id).state.value == "ended"


def test_a_version_that_is_refused_cannot_be_signed_any_more(uow: UnitOfWork) -> None:
    version = make_version(uow, make_draft(uow))
    services.mark(uow, version.id, Action.REFUSE)
    with pytest.raises(Conflict, match=r"agreement\.move"):
        services.mark(uow, version.id, Action.SIGN)


def test_nobody_but_the_system_lets_an_agreement_take_effect(uow: UnitOfWork) -> None:
    town = make_town(uow)
    version = make_signed(uow, make_draft(uow, town))
    uow.actor = town.staff
    with pytest.raises(Denied):
        services.take_effect(uow, version.id)
