"""Acts that meet in the same instant: exactly one wins, the other is told.

Each kind of race is run a few times; `DRIEHOEK_TEST_RACES=500` runs it that often, as `make release-check` does.
"""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.agreements import services as agreements
from portal.agreements.models import AgreementVersion
from portal.agreements.rules import VersionState
from portal.cases import services as cases
from portal.core.audit import AuditRow
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.policy import SYSTEM
from portal.core.uow import UnitOfWork, unit_of_work
from portal.signatures import queries, services
from portal.signatures.models import Signatory, Signature, SigningInvitation, SigningRefusal
from portal.signatures.rules.codes import Check
from portal.signatures.rules.facts import SignFacts
from portal.signatures.rules.states import Role
from tests.builders.cases import Town, make_town
from tests.builders.signatures import (
    CODE,
    TRACE,
    Ceremony,
    enter,
    facts_for,
    invitation_of,
    make_ceremony,
    read_all,
    sign_by_link,
    signer,
)
from tests.conftest import Work

Act = Callable[[UnitOfWork], object]
ROUNDS = int(os.environ.get("DRIEHOEK_TEST_RACES", "4"))


def race(app: Flask, *acts: Act) -> list[object]:
    """Run *acts* at once, each in its own thread and transaction; return results and refusals."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(at: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                with db.sessionmaker() as session, unit_of_work(lambda: session, SYSTEM) as uow:
                    results[at] = acts[at](uow) or "done"  # type: ignore[call-overload]
            except DomainError as error:
                results[at] = error  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(results)


@pytest.fixture
def town(work: Work) -> Town:
    """The people of every round: only cases are made anew."""
    with work() as uow:
        return make_town(uow, f"Veenrade {uuid.uuid4().hex[:6]}")


def ready(work: Work, town: Town) -> tuple[Ceremony, uuid.UUID, SignFacts]:
    """Make a reader who only has to sign."""
    with work() as uow:
        made = make_ceremony(uow, town=town, clauses=1)
        services.invite(uow, made.version_id)
        row = signer(uow, made, Role.TENANT)
        session_id = enter(uow, row)
        read_all(uow, row, made)
        return made, row.id, facts_for(row, made, session_id=session_id)


@pytest.fixture(autouse=True)
def _context(app: Flask) -> object:
    with app.app_context():
        yield


def of_version(session: Session, made: Ceremony, model: type[Signature | SigningRefusal]) -> int:
    """Count the rows of *model* in the case of a ceremony."""
    return session.scalar(sa.select(sa.func.count()).where(model.case_id == made.case_id)) or 0


def test_signing_twice_at_once_gives_one_signature(app: Flask, work: Work, town: Town) -> None:
    for _ in range(ROUNDS):
        made, signatory_id, facts = ready(work, town)
        results = race(app, *[lambda uow: services.sign(uow, signatory_id, facts).id] * 4)  # noqa: B023 - run at once
        assert sum(isinstance(result, uuid.UUID) for result in results) == 1
        assert all(isinstance(result, uuid.UUID | DomainError) for result in results)
        with work() as uow:
            assert of_version(uow.session, made, Signature) == 1


def test_signing_and_refusing_at_once_has_one_outcome(app: Flask, work: Work, town: Town) -> None:
    for _ in range(ROUNDS):
        made, signatory_id, facts = ready(work, town)
        results = race(app, lambda uow: services.sign(uow, signatory_id, facts).id,  # noqa: B023
                       lambda uow: services.refuse(uow, signatory_id).id)  # noqa: B023
        assert sum(isinstance(result, DomainError) for result in results) == 1
        with work() as uow:
            signed, refused = (of_version(uow.session, made, model) for model in (Signature, SigningRefusal))
            state = uow.get(Signatory, signatory_id).state.value
        assert (signed, refused, state) in {(1, 0, "signed"), (0, 1, "refused")}


def test_signing_and_a_new_version_at_once_never_leaves_a_signature_with_force(app: Flask, work: Work, town: Town) -> None:
    for _ in range(ROUNDS):
        made, signatory_id, facts = ready(work, town)

        def supersede(uow: UnitOfWork, version_id: uuid.UUID = made.version_id) -> object:
            version = agreements.lock(uow, version_id)
            version.state = VersionState.SUPERSEDED
            uow.session.flush()
            return services.void(uow, version_id)

        results = race(app, lambda uow: services.sign(uow, signatory_id, facts).id, supersede)  # noqa: B023
        assert not isinstance(results[1], DomainError)
        with work() as uow:
            assert all(row.voided_at for row in queries.signatures(uow.session, made.version_id))
            assert uow.get(AgreementVersion, made.version_id).state is VersionState.SUPERSEDED


def test_the_last_signature_and_a_withdrawal_at_once_never_bind(app: Flask, work: Work, town: Town) -> None:
    for _ in range(ROUNDS):
        with work() as uow:
            made = make_ceremony(uow, town=town, clauses=1)
            services.invite(uow, made.version_id)
            tenant, expert = signer(uow, made, Role.TENANT), signer(uow, made, Role.EXPERT)
            sign_by_link(uow, tenant, made)
            landlord = signer(uow, made, Role.CORPORATION)
            services.sign_in_portal(uow, landlord.id, facts_for(landlord, made, confirmed_at=uow.now))
            tenant_id, expert_id, facts = tenant.id, expert.id, facts_for(expert, made, confirmed_at=uow.now)
        results = race(app, lambda uow: services.sign_in_portal(uow, expert_id, facts).id,  # noqa: B023
                       lambda uow: services.withdraw(uow, tenant_id).id)  # noqa: B023
        assert results[1] == tenant_id
        with work() as uow:
            assert uow.get(AgreementVersion, made.version_id).state is VersionState.WITHDRAWN


def test_nothing_is_signed_after_the_case_was_stopped_in_the_same_instant(app: Flask, work: Work, town: Town) -> None:
    for _ in range(ROUNDS):
        made, signatory_id, facts = ready(work, town)
        signed, stopped = race(app, lambda uow: services.sign(uow, signatory_id, facts).id,  # noqa: B023
                               lambda uow: cases.move(uow, made.case_id, "stop", "moved").id)  # noqa: B023
        assert stopped == made.case_id
        with work() as uow:
            rows = sa.select(AuditRow.name, AuditRow.seq).where(AuditRow.case_id == made.case_id)
            told = {row.name: row.seq for row in uow.session.execute(rows.order_by(AuditRow.seq))}
        if isinstance(signed, uuid.UUID):
            assert told["signing.signed"] < told["case.moved"]
        else:
            assert isinstance(signed, Conflict) and signed.code == "signing.case-closed"


def test_one_code_opens_one_session(app: Flask, work: Work, town: Town) -> None:
    for _ in range(ROUNDS):
        with work() as uow:
            made = make_ceremony(uow, town=town, clauses=1)
            services.invite(uow, made.version_id)
            invitation_id = invitation_of(uow, signer(uow, made, Role.TENANT)).id
            services.send_code(uow, invitation_id, CODE)
        results = race(app, *[lambda uow: services.check_code(uow, invitation_id, CODE, TRACE)[0]] * 6)  # noqa: B023
        assert results.count(Check.RIGHT) == 1
        assert results.count(Check.NONE) == 5


def test_many_wrong_codes_at_once_are_all_counted(app: Flask, work: Work, town: Town) -> None:
    with work() as uow:
        made = make_ceremony(uow, town=town, clauses=1)
        services.invite(uow, made.version_id)
        invitation_id = invitation_of(uow, signer(uow, made, Role.TENANT)).id
        services.send_code(uow, invitation_id, CODE)
    results = race(app, *[lambda uow: services.check_code(uow, invitation_id, "000000", TRACE)[0]] * 20)
    assert results.count(Check.WRONG) == 4
    assert results.count(Check.WORN) == 16
    with work() as uow:
        assert uow.get(SigningInvitation, invitation_id).tries == 5
