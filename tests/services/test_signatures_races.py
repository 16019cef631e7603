"""Acts that meet in the same instant: exactly one wins, the other is told."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.agreements.models import AgreementVersion
from portal.agreements.rules import VersionState
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.policy import SYSTEM
from portal.core.uow import UnitOfWork, unit_of_work
from portal.signatures import queries, services
from portal.signatures.models import Signatory, Signature, SigningInvitation, SigningRefusal
from portal.signatures.rules.codes import Check
from portal.signatures.rules.facts import SignFacts
from portal.signatures.rules.states import Role
from tests.builders.signatures import (
    CODE,
    TRACE,
    Ceremony,
    enter,
    facts_for,
    invitation_of,
    make_ceremony,
    read_all,
    signer,
)
from tests.conftest import Work

Act = Callable[[UnitOfWork], object]


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


def ready(work: Work) -> tuple[Ceremony, uuid.UUID, SignFacts]:
    """Make a reader who only has to sign."""
    with work() as uow:
        made = make_ceremony(uow)
        services.invite(uow, made.version_id)
        row = signer(uow, made, Role.TENANT)
        session_id = enter(uow, row)
        read_all(uow, row, made)
        return made, row.id, facts_for(row, made, session_id=session_id)


@pytest.fixture(autouse=True)
def _context(app: Flask) -> object:
    with app.app_context():
        yield


@pytest.mark.parametrize("_round", range(5))
def test_signing_twice_at_once_gives_one_signature(app: Flask, work: Work, _round: int) -> None:
    _made, signatory_id, facts = ready(work)
    results = race(app, *[lambda uow: services.sign(uow, signatory_id, facts).id] * 4)
    assert sum(isinstance(result, uuid.UUID) for result in results) == 1
    with work() as uow:
        assert len(list(uow.session.scalars(sa.select(Signature)))) == 1


@pytest.mark.parametrize("_round", range(5))
def test_signing_and_refusing_at_once_has_one_outcome(app: Flask, work: Work, _round: int) -> None:
    _made, signatory_id, facts = ready(work)
    results = race(app, lambda uow: services.sign(uow, signatory_id, facts).id,
                   lambda uow: services.refuse(uow, signatory_id).id)
    assert sum(isinstance(result, DomainError) for result in results) == 1
    with work() as uow:
        signed = len(list(uow.session.scalars(sa.select(Signature))))
        refused = len(list(uow.session.scalars(sa.select(SigningRefusal))))
        state = uow.get(Signatory, signatory_id).state.value
    assert (signed, refused, state) in {(1, 0, "signed"), (0, 1, "refused")}


@pytest.mark.parametrize("_round", range(5))
def test_signing_and_a_new_version_at_once_never_leaves_a_signature_with_force(app: Flask, work: Work, _round: int) -> None:
    made, signatory_id, facts = ready(work)

    def supersede(uow: UnitOfWork) -> object:
        version = uow.get(AgreementVersion, made.version_id)
        version.state = VersionState.SUPERSEDED
        uow.session.flush()
        return services.void(uow, made.version_id)

    race(app, lambda uow: services.sign(uow, signatory_id, facts).id, supersede)
    with work() as uow:
        assert all(row.voided_at for row in queries.signatures(uow.session, made.version_id))
        assert uow.get(AgreementVersion, made.version_id).state is VersionState.SUPERSEDED


def test_one_code_opens_one_session(app: Flask, work: Work) -> None:
    with work() as uow:
        made = make_ceremony(uow)
        services.invite(uow, made.version_id)
        invitation_id = invitation_of(uow, signer(uow, made, Role.TENANT)).id
        services.send_code(uow, invitation_id, CODE)
    results = race(app, *[lambda uow: services.check_code(uow, invitation_id, CODE, TRACE)[0]] * 6)
    assert results.count(Check.RIGHT) == 1


def test_many_wrong_codes_at_once_are_all_counted(app: Flask, work: Work) -> None:
    with work() as uow:
        made = make_ceremony(uow)
        services.invite(uow, made.version_id)
        invitation_id = invitation_of(uow, signer(uow, made, Role.TENANT)).id
        services.send_code(uow, invitation_id, CODE)
    results = race(app, *[lambda uow: services.check_code(uow, invitation_id, "000000", TRACE)[0]] * 20)
    assert results.count(Check.WRONG) == 4
    assert results.count(Check.WORN) == 16
    with work() as uow:
        assert uow.get(SigningInvitation, invitation_id).tries == 5
