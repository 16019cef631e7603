"""Any sequence of acts through the real commands and a real database: no forbidden state, no voided signature counts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from portal.agreements import services as agreements
from portal.agreements.models import AgreementVersion
from portal.agreements.rules import BINDING, VersionState
from portal.agreements.rules import Action as Course
from portal.agreements.rules import move as move_version
from portal.core import clock
from portal.core.audit import AuditRow
from portal.core.errors import DomainError
from portal.core.policy import SYSTEM
from portal.core.uow import UnitOfWork
from portal.signatures import queries, services
from portal.signatures.models import Signatory, Signature
from portal.signatures.rules.order import Scheme
from portal.signatures.rules.reading import Answer
from portal.signatures.rules.states import State
from tests.builders.cases import Town, make_town
from tests.builders.signatures import Ceremony, enter, facts_for, make_ceremony, read_all
from tests.conftest import Work
from tests.databases import Database

START = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
people = st.integers(0, 3)
rarely = st.sampled_from([False, False, False, True])


class Ceremonies(RuleBasedStateMachine):
    """Two tenants, a corporation and an expert do anything, in any order; a refused act changes nothing."""

    def __init__(self, work: Work, town: Town) -> None:
        super().__init__()
        self.work, self.town, self.now = work, town, START

    @initialize(scheme=st.sampled_from([Scheme.AGREED, Scheme.SEQUENTIAL, Scheme.PARALLEL]))
    def offer(self, scheme: Scheme) -> None:
        with clock.at(self.now), self.work() as uow:
            self.made: Ceremony = make_ceremony(uow, town=self.town, clauses=1, co_tenant=True, scheme=scheme)
            self.ids = [row.id for row in queries.signatories(uow.session, self.made.version_id)]
        self.signed_before: set[uuid.UUID] = set()

    def attempt(self, act: Callable[[UnitOfWork], object]) -> None:
        try:
            with clock.at(self.now), self.work() as uow:
                act(uow)
        except DomainError:
            pass

    def row(self, uow: UnitOfWork, who: int) -> Signatory:
        return uow.get(Signatory, self.ids[who])

    @rule()
    def invite(self) -> None:
        self.attempt(lambda uow: services.invite(uow, self.made.version_id))

    @rule(who=people)
    def invite_again(self, who: int) -> None:
        self.attempt(lambda uow: services.invite_again(uow, self.ids[who]))

    @rule(who=people, answer=st.sampled_from([Answer.UNDERSTOOD, Answer.UNDERSTOOD, Answer.NOT_AGREED]))
    def read_and_sign(self, who: int, answer: Answer) -> None:
        self.attempt(lambda uow: self.sign(uow, self.row(uow, who), answer))

    @rule(times=st.integers(1, 4))
    def those_whose_turn_it_is_sign(self, times: int) -> None:
        def act(uow: UnitOfWork) -> None:
            services.invite(uow, self.made.version_id)
            for row in queries.signatories(uow.session, self.made.version_id):
                if queries.is_turn(uow.session, row):
                    self.sign(uow, row, Answer.UNDERSTOOD)
                    return

        for _ in range(times):
            self.attempt(act)

    def sign(self, uow: UnitOfWork, row: Signatory, answer: Answer) -> None:
        if row.channel.value == "portal":
            services.sign_in_portal(uow, row.id, facts_for(row, self.made, confirmed_at=uow.now))
        elif queries.live_invitations(uow.session, row.id):
            session_id = enter(uow, row)
            read_all(uow, row, self.made, answer)
            services.sign(uow, row.id, facts_for(row, self.made, session_id=session_id))

    @rule(who=people)
    def ask(self, who: int) -> None:
        self.attempt(lambda uow: services.ask(uow, self.ids[who], text="Wat is dit?"))

    @rule(who=people)
    def answer(self, who: int) -> None:
        def act(uow: UnitOfWork) -> None:
            for question in queries.questions(uow.session, self.ids[who]):
                if question.answered_at is None:
                    services.answer(uow, question.id, "Dit is het antwoord.")

        self.attempt(act)

    @rule(who=people, really=rarely)
    def refuse(self, who: int, really: bool) -> None:
        if really:
            self.attempt(lambda uow: services.refuse(uow, self.ids[who]))

    @rule(who=people, really=rarely)
    def withdraw(self, who: int, really: bool) -> None:
        if really:
            self.attempt(lambda uow: services.withdraw(uow, self.ids[who]))

    @rule(really=rarely)
    def newer_version(self, really: bool) -> None:
        def act(uow: UnitOfWork) -> None:
            version = uow.get(AgreementVersion, self.made.version_id)
            if version.state not in {VersionState.REFUSED, VersionState.WITHDRAWN, *BINDING}:
                version.state = move_version(version.state, Course.SUPERSEDE)
                uow.session.flush()
            services.void(uow, version.id)

        if really:
            self.attempt(act)

    @rule(days=st.sampled_from([1, 3, 8, 15]))
    def time_goes_by(self, days: int) -> None:
        self.now += dt.timedelta(days=days)
        self.attempt(lambda uow: agreements.take_effect(uow, self.made.version_id))

    @invariant()
    def the_rows_agree(self) -> None:
        if not hasattr(self, "made"):
            return
        with self.work() as uow:
            version = uow.get(AgreementVersion, self.made.version_id)
            rows = queries.signatories(uow.session, version.id)
            given = {row.signatory_id: row for row in queries.signatures(uow.session, version.id)}
            counting = {one for one, row in given.items() if row.voided_at is None and row.withdrawn_at is None}
            assert counting == {row.id for row in rows if row.state is State.SIGNED}
            assert all(row.content_digest == version.content_digest for row in given.values())
            whole = all(row.state is State.SIGNED for row in rows if row.required)
            signed_through = version.state in {VersionState.REFLECTION, *BINDING}
            assert signed_through == (whole and version.state is not VersionState.SUPERSEDED)
            round_ = queries.round_of(uow.session, version.id)
            assert round_ is not None
            if signed_through:
                assert round_.completed_at is not None
                assert round_.voided_at is None
            if version.state in BINDING:
                assert version.reflection_ends_at is not None
                assert version.reflection_ends_at <= self.now
            if round_.voided_at is not None:
                assert not counting
                assert not any(queries.live_invitations(uow.session, row.id) for row in rows)
            ends = {row.state for row in rows} & {State.REFUSED, State.WITHDRAWN}
            assert not ends or version.state in {VersionState.REFUSED, VersionState.WITHDRAWN}
            assert set(given) >= self.signed_before, "a signature never disappears"
            self.signed_before = set(given)

    def teardown(self) -> None:
        with self.work() as uow:
            written = uow.session.scalar(
                sa.select(sa.func.count()).where(AuditRow.case_id == self.made.case_id, AuditRow.name == "signing.signed")
            )
            kept = uow.session.scalar(sa.select(sa.func.count()).where(Signature.version_id == self.made.version_id))
            assert written == kept


def test_no_sequence_of_acts_reaches_a_forbidden_state(work: Work, database: Database) -> None:
    if not database.url.startswith("sqlite"):
        return
    with work(SYSTEM) as uow:
        town = make_town(uow, "Veenrade")
    checked = settings(
        max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(lambda: Ceremonies(work, town), settings=checked)
