"""Any sequence of acts on one version and its signatories, on plain rules: no forbidden state is ever reached."""

from __future__ import annotations

import datetime as dt
import uuid

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from portal.agreements import rules as agreement
from portal.agreements.rules import BINDING, CLOSED, SIGNING, VersionState
from portal.agreements.rules import Action as Course
from portal.core.errors import Conflict
from portal.signatures.rules import order
from portal.signatures.rules.order import Progress, Scheme, Signer
from portal.signatures.rules.states import Action, Role, State, allows, may_withdraw, move

START = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
ROLES = [Role.TENANT, Role.CO_TENANT, Role.MENTOR, Role.CORPORATION, Role.EXPERT]
places = st.integers(0, len(ROLES) - 1)


class OneVersion(RuleBasedStateMachine):
    """The acts of the ceremony as their rules allow them; what a rule refuses changes nothing."""

    @initialize(scheme=st.sampled_from(list(Scheme)))
    def offer(self, scheme: Scheme) -> None:
        self.now, self.version = START, VersionState.OFFERED
        self.ends_at: dt.datetime | None = None
        numbers = order.arrange(ROLES, scheme, [1, 1, 1, 2, 2])
        self.signers = [Signer(uuid.uuid4(), number, True, State.WAITING) for number in numbers]
        self.counted: set[int] = set()

    def put(self, at: int, state: State) -> None:
        row = self.signers[at]
        self.signers[at] = Signer(row.id, row.order, row.required, state)

    def act(self, at: int, action: Action, course: Course | None = None) -> bool:
        try:
            target = move(self.signers[at].state, action)
            moved = agreement.move(self.version, course) if course else self.version
        except Conflict:
            return False
        self.put(at, target)
        self.version = moved
        return True

    @rule()
    def invite(self) -> None:
        due = order.to_invite(self.signers)
        for at, row in enumerate(self.signers):
            if row.id in due and self.version in SIGNING:
                assert self.act(at, Action.INVITE)

    @rule(at=places)
    def begin(self, at: int) -> None:
        self.act(at, Action.BEGIN)

    @rule(at=places)
    def sign(self, at: int) -> None:
        if self.version not in SIGNING or self.signers[at].id not in order.turn(self.signers):
            return
        if not self.act(at, Action.SIGN):
            return
        self.counted.add(at)
        complete = order.progress(self.signers) is Progress.COMPLETE
        self.version = agreement.move(self.version, Course.SIGN_LAST if complete else Course.SIGN)
        if complete:
            self.ends_at = agreement.reflection_end(self.now, 7)

    @rule(at=places)
    def refuse(self, at: int) -> None:
        if self.version in SIGNING:
            self.act(at, Action.REFUSE, Course.REFUSE)

    @rule(at=places)
    def withdraw(self, at: int) -> None:
        if may_withdraw(ROLES[at], self.signers[at].state, self.ends_at, self.now) and self.act(
            at, Action.WITHDRAW, Course.WITHDRAW
        ):
            self.counted.discard(at)

    @rule()
    def newer_version(self) -> None:
        if agreement.superseded_by_freezing(self.version):
            self.version = agreement.move(self.version, Course.SUPERSEDE)
        if self.version in CLOSED:
            for at, row in enumerate(self.signers):
                if allows(row.state, Action.VOID):
                    self.put(at, move(row.state, Action.VOID))
            self.counted.clear()

    @rule(days=st.integers(1, 9))
    def time_goes_by(self, days: int) -> None:
        self.now += dt.timedelta(days=days)
        if self.version is VersionState.REFLECTION and self.ends_at and self.now >= self.ends_at:
            self.version = agreement.move(self.version, Course.TAKE_EFFECT)

    @invariant()
    def what_binds_is_signed_by_all(self) -> None:
        if self.version in BINDING | {VersionState.REFLECTION}:
            assert all(row.state is State.SIGNED for row in self.signers if row.required)
            assert self.ends_at is not None

    @invariant()
    def only_signed_signatures_count(self) -> None:
        assert {at for at, row in enumerate(self.signers) if row.state is State.SIGNED} == self.counted

    @invariant()
    def nobody_signed_before_his_turn(self) -> None:
        for row in self.signers:
            if row.state is State.SIGNED and self.version in SIGNING:
                earlier = [one for one in self.signers if one.required and one.order < row.order]
                assert all(one.state in {State.SIGNED, State.WITHDRAWN} for one in earlier)

    @invariant()
    def a_refusal_or_a_withdrawal_ends_the_version(self) -> None:
        if any(row.state in {State.REFUSED, State.WITHDRAWN} for row in self.signers):
            assert self.version in {VersionState.REFUSED, VersionState.WITHDRAWN}


OneVersion.TestCase.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
TestNoSequenceOfActsReachesAForbiddenState = OneVersion.TestCase
