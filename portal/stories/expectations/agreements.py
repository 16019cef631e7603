"""Expectations of agreements: the state of a version, who signed, what was understood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa
from pydantic import Field

from portal.agreements import checks
from portal.agreements import services as agreements
from portal.agreements.models import AgreementVersion
from portal.agreements.rules import VersionState
from portal.signatures import queries
from portal.signatures.models import Signatory
from portal.signatures.queries.rows import readings
from portal.signatures.rules.permissions import Subject
from portal.signatures.rules.reading import judged
from portal.signatures.rules.states import Channel, Meaning, State
from portal.stories.expectations.base import Check, compare
from portal.stories.people import Key
from portal.stories.signers import signatory_of

if TYPE_CHECKING:
    from portal.stories.scene import Scene


class VersionIs(Check):
    """How a version of the agreement stands."""

    check: Literal["version"]
    number: int = Field(ge=1)
    state: VersionState | None = None
    signed: list[Key] | None = Field(None, description="everybody whose signature holds, and nobody else")
    waiting: list[Key] = Field(default_factory=list, description="who did not sign yet")
    voided: int | None = Field(None, description="signatures that lost their force")

    def differences(self, scene: Scene) -> list[str]:
        version_id = scene.version_id(self.number)
        with scene.read() as session:
            found = session.get_one(AgreementVersion, version_id).state
            rows = queries.signatures(session, version_id)
            holds = {row.signatory_id for row in rows if row.voided_at is None and row.withdrawn_at is None}
            voided = sum(row.voided_at is not None for row in rows)
            states = {row.id: row.state for row in queries.signatories(session, version_id)}
        wrong = compare("the state", self.state, found)
        wrong += compare("the number of voided signatures", self.voided, voided)
        if self.signed is not None:
            names = {signatory_of(scene, who, version_id): who for who in self.signed}
            wrong += [f"{who} did not sign" for id_, who in names.items() if id_ not in holds]
            if holds - set(names):
                wrong.append(f"{len(holds - set(names))} more signed than expected")
        for who in self.waiting:
            state = states[signatory_of(scene, who, version_id)]
            if state not in {State.WAITING, State.INVITED, State.READING}:
                wrong.append(f"{who} is {state.value}, expected to be waited for")
        return wrong


class SignatoryIs(Check):
    """How one signatory of a version stands."""

    check: Literal["signatory"]
    who: Key
    number: int = Field(ge=1)
    state: State | None = None
    meaning: Meaning | None = None
    channel: Channel | None = None

    def differences(self, scene: Scene) -> list[str]:
        signatory_id = signatory_of(scene, self.who, scene.version_id(self.number))
        with scene.read() as session:
            row = session.scalars(sa.select(Signatory).where(Signatory.id == signatory_id)).one()
            return [
                *compare("the state", self.state, row.state), *compare("the meaning", self.meaning, row.meaning),
                *compare("the channel", self.channel, row.channel),
            ]  # fmt: skip


class PermissionIs(Check):
    """Whether a person allows something at that moment."""

    check: Literal["permission"]
    of: Key
    subject: Subject
    held: bool

    def differences(self, scene: Scene) -> list[str]:
        with scene.read() as session:
            found = queries.permission(session, scene.case_id, scene.person_id(self.of), self.subject) is not None
        return compare("the permission", self.held, found)


class TeachBack(Check):
    """How many teach-back questions somebody answered right in a version."""

    check: Literal["teach_back"]
    who: Key
    number: int = Field(ge=1)
    right: int = Field(ge=0)
    of: int = Field(ge=0)

    def differences(self, scene: Scene) -> list[str]:
        signatory_id = signatory_of(scene, self.who, scene.version_id(self.number))
        with scene.read() as session:
            answers = list(judged((row.clause_number, row.teach_back_right) for row in readings(session, signatory_id)).values())
        return [
            *compare("the number of answers", self.of, len(answers)),
            *compare("the number of right answers", self.right, sum(answers)),
        ]


class OpenPoints(Check):
    """What the open draft still lacks: what keeps it from being frozen, and what a reason must be given for."""

    check: Literal["open_points"]
    blocking: list[str] | None = Field(None, description="exactly these codes")
    warnings: list[str] | None = Field(None, description="exactly these codes")

    def differences(self, scene: Scene) -> list[str]:
        with scene.read() as session:
            content, _ = agreements.composed(session, scene.find("agreement"))
        return [
            *_codes("what keeps it from being frozen", self.blocking, checks.blocking(content)),
            *_codes("the warnings", self.warnings, checks.warnings(content)),
        ]


def _codes(what: str, wanted: list[str] | None, found: Sequence[checks.Finding]) -> list[str]:
    return compare(what, None if wanted is None else sorted(set(wanted)), sorted({one.code for one in found}))
