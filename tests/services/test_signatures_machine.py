"""Any sequence of acts through the real commands and a real database: no forbidden state, no voided signature counts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from portal.accounts.models import Organisation
from portal.accounts.rules import Role as Duty
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
from portal.signatures.models import PaperReturn, Signatory, Signature
from portal.signatures.rules import content as rules_content
from portal.signatures.rules.order import Scheme
from portal.signatures.rules.presence import IdKind, WitnessFacts, page_code
from portal.signatures.rules.reading import Answer
from portal.signatures.rules.states import OPEN, Channel, Method, State
from tests.builders.accounts import make_user
from tests.builders.cases import Town, make_town
from tests.builders.signatures import TRACE, Ceremony, enter, facts_for, make_ceremony
from tests.conftest import Work
from tests.databases import Database

WITNESS = WitnessFacts("Sanne de Boer", "thuis", IdKind.KNOWN)
START = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
people = st.integers(0, 4)
ways = st.sampled_from([Channel.PHONE, Channel.TABLET, Channel.QR, Channel.PAPER])
rarely = st.sampled_from([False] * 7 + [True])


class Ceremonies(RuleBasedStateMachine):
    """Two tenants, a mentor, a corporation and an expert do anything, in any order; a refused act changes nothing.

    Every way of signing and every outcome is among the acts: by link, with a QR code, on the tablet, on paper with a scan,
    in the portal, by a colleague; questions, refusals, withdrawals, links that run out, and what was little understood.
    """

    def __init__(self, work: Work, town: Town, colleague: uuid.UUID) -> None:
        super().__init__()
        self.work, self.town, self.colleague, self.now = work, town, colleague, START

    @initialize(scheme=st.sampled_from([Scheme.AGREED, Scheme.SEQUENTIAL, Scheme.PARALLEL]))
    def offer(self, scheme: Scheme) -> None:
        with clock.at(self.now), self.work() as uow:
            self.made: Ceremony = make_ceremony(uow, town=self.town, clauses=1, co_tenant=True, mentor="M. Blom", scheme=scheme)
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

    @rule(who=people, way=ways, answer=st.sampled_from([Answer.UNDERSTOOD, Answer.UNDERSTOOD, Answer.NOT_AGREED]))
    def read_and_sign(self, who: int, way: Channel, answer: Answer) -> None:
        self.attempt(lambda uow: self.sign(uow, self.row(uow, who), way, answer))

    @rule(times=st.integers(1, 5), way=ways, understands=st.booleans())
    def those_whose_turn_it_is_sign(self, times: int, way: Channel, understands: bool) -> None:
        def act(uow: UnitOfWork) -> None:
            services.invite(uow, self.made.version_id)
            for row in queries.signatories(uow.session, self.made.version_id):
                if row.state in OPEN and queries.is_turn(uow.session, row):
                    self.sign(uow, row, way, Answer.UNDERSTOOD, understands)
                    return

        for _ in range(times):
            self.attempt(act)

    def sign(
        self, uow: UnitOfWork, row: Signatory, way: Channel, answer: Answer, understands: bool = True
    ) -> None:
        """Have somebody sign in one of the ways; professionals have but one."""
        if row.channel is Channel.PORTAL:
            services.sign_in_portal(uow, row.id, facts_for(row, self.made, confirmed_at=uow.now))
            return
        if way is Channel.PAPER:
            services.confirm_paper(uow, self.paper(uow, row).id)
            return
        if way is Channel.TABLET:
            services.give_tablet(uow, row.id, WITNESS, TRACE)
        elif way is Channel.QR:
            shown = services.show_qr(uow, row.id, "balie")
            found = queries.by_token(uow.session, shown.token)
            assert found is not None
            services.check_code(uow, found[0].id, shown.code, TRACE)
        elif queries.live_invitations(uow.session, row.id):
            enter(uow, row)
        else:
            return
        version = uow.get(AgreementVersion, self.made.version_id)
        for item in rules_content.items(version.content, row.role, row.meaning, row.key):
            chosen = None if item.teach_back is None else (0 if understands else 1)
            services.mark_clause(uow, row.id, item.number, answer, teach_back=chosen)
        waiting = queries.open_questions(uow.session, row.id)
        entry = max(queries.live_sessions(uow.session, row.id), key=lambda one: one.created_at)
        services.sign(uow, row.id, facts_for(row, self.made, session_id=entry.id))
        assert not waiting, "signed while a question was open"
        assert answer is Answer.UNDERSTOOD, "signed what was not agreed"

    def paper(self, uow: UnitOfWork, row: Signatory, pages: tuple[int, ...] = (2, 1)) -> PaperReturn:
        """Take in the scan of a paper of two pages."""
        codes = [page_code(row.version_id, row.id, page) for page in pages]
        facts = services.PaperFacts(
            scan=b"%PDF-1.7 scan", scan_pages=len(codes), codes=codes, printed_pages=2,
            signed_on=clock.local(self.now).date(), location="Kluis", witness=WITNESS,
        )  # fmt: skip
        return services.receive_paper(uow, row.id, facts)

    @rule(who=people, lacking=rarely)
    def a_paper_comes_back(self, who: int, lacking: bool) -> None:
        def act(uow: UnitOfWork) -> None:
            self.paper(uow, self.row(uow, who), (2,) if lacking else (2, 1))
            assert not lacking, "a paper without all its pages was taken"

        self.attempt(act)

    @rule(who=people, fine=st.booleans())
    def a_paper_is_looked_through(self, who: int, fine: bool) -> None:
        def act(uow: UnitOfWork) -> None:
            waiting = queries.waiting_paper(uow.session, self.ids[who])
            if waiting is not None:
                (services.confirm_paper if fine else services.reject_paper)(uow, waiting.id)

        self.attempt(act)

    @rule(who=people)
    def a_colleague_takes_over(self, who: int) -> None:
        self.attempt(lambda uow: services.delegate(uow, self.ids[who], self.colleague, "Mandaatbesluit 2026, art. 7"))

    @rule(who=people)
    def staff_decide_about_understanding(self, who: int) -> None:
        self.attempt(lambda uow: services.decide_understanding(uow, self.ids[who], "Samen nog een keer doorgenomen."))

    @rule(who=people)
    def a_link_runs_out(self, who: int) -> None:
        def act(uow: UnitOfWork) -> None:
            for link in queries.live_invitations(uow.session, self.ids[who]):
                link.expires_at = min(link.expires_at, uow.now)
                services.expire(uow, link.id)

        self.attempt(act)

    @rule(who=people, really=rarely)
    def refuse_in_person(self, who: int, really: bool) -> None:
        if really:
            self.attempt(lambda uow: services.record_refusal(uow, self.ids[who], WITNESS))

    @rule(who=people, really=rarely)
    def withdraw_by_telephone(self, who: int, really: bool) -> None:
        if really:
            self.attempt(lambda uow: services.record_withdrawal(uow, self.ids[who], "Ik wil niet meer."))

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
            undecided = any(queries.lacks_decision(uow.session, row.id) for row in rows)
            assert signed_through == (whole and not undecided and version.state is not VersionState.SUPERSEDED)
            round_ = queries.round_of(uow.session, version.id)
            assert round_ is not None
            if signed_through:
                assert round_.completed_at is not None
                assert round_.voided_at is None
            if version.state in BINDING:
                assert version.reflection_ends_at is not None
                assert version.reflection_ends_at <= self.now
            for signature in given.values():
                if signature.method is Method.PAPER:
                    assert signature.evidence["paper"]["pages"] == 2
                    assert queries.waiting_paper(uow.session, signature.signatory_id) is None
            if signed_through:
                assert not any(queries.lacks_decision(uow.session, row.id) for row in rows), "completed without a decision"
            if round_.voided_at is not None:
                assert not counting
                assert not any(queries.live_sessions(uow.session, row.id) for row in rows)
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
        organisation = uow.get(Organisation, town.corporation)
        colleague = make_user(uow, Duty.CORPORATION_STAFF, organisation, name="Piet Vos").id
    checked = settings(
        max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(lambda: Ceremonies(work, town, colleague), settings=checked)
